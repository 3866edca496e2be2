"""For publishers: `python -m tools.kprbok line …` writes what has to be signed, `join …` puts the signature beside it.

The signing itself is done by openssl, with a key that this program never sees (docs/formats/kprbok-1.md).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kpr_desktop.codebook.edition_files import EditionFolder
from kpr_desktop.codebook.package import KEY_BYTES, KINDS, Package, read_package, read_seal, sealed, written


def main(argv: Sequence[str] | None = None) -> None:
    """Raises UserFault codebook.* for a package that would be refused for its form."""
    parser = argparse.ArgumentParser(prog="kprbok", description=__doc__)
    acts = parser.add_subparsers(required=True)
    line = acts.add_parser("line")
    line.add_argument(
        "folder", type=Path, help="the YAML files of the edition, or services.yaml and scope.yaml"
    )
    line.add_argument("out", type=Path)
    line.add_argument("--kind", choices=KINDS, required=True)
    line.add_argument("--year", type=int, required=True)
    line.add_argument("--publisher", required=True)
    line.add_argument("--made", type=date.fromisoformat, required=True)
    line.set_defaults(act=_line)
    join = acts.add_parser("join")
    join.add_argument("line", type=Path)
    join.add_argument("signature", type=Path, help="64 bytes")
    join.add_argument("public", type=Path, help="the public key as DER")
    join.add_argument("out", type=Path)
    join.set_defaults(act=_join)
    options = parser.parse_args(argv)
    options.act(options)


def _line(options: argparse.Namespace) -> None:
    files = EditionFolder(options.folder).texts()
    signed = written(Package(options.kind, options.year, options.publisher, options.made, files))
    read_package(signed)
    options.out.write_bytes(signed)


def _join(options: argparse.Namespace) -> None:
    key = options.public.read_bytes()[-KEY_BYTES:]  # the last bytes of its DER form (RFC 8410)
    made = sealed(options.line.read_bytes(), key, options.signature.read_bytes())
    read_seal(made)
    options.out.write_bytes(made)


if __name__ == "__main__":
    main()
