"""Write the manuals into docs/, from the same data as the window shows. `python tools/make_manuals.py [folder]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from kpr_desktop.codebook.manual import PARTS, Block, Manual, read_manual

NAMES = {"user": "user.md", "administrator": "administrator.md", "lost": "lost-machine.md"}
_PICTURES = "../resources/kpr_desktop_resources/manual/pictures"
_MARKS = {"bullets": "- ", "ticks": "- [ ] "}


def written(manual: Manual) -> str:
    """The manual as Markdown."""
    lines = [f"# {manual.title}", ""]
    for chapter in manual.chapters:
        lines += [f"## {chapter.title}", ""]
        for block in chapter.blocks:
            lines += [*_lines(block, manual.language), ""]
    return "\n".join(lines).rstrip() + "\n"


def _lines(block: Block, language: str) -> Iterator[str]:
    if block.kind == "table":
        for at, row in enumerate(block.rows):
            yield f"| {' | '.join(row)} |"
            if not at:
                yield f"|{' --- |' * len(row)}"
    elif block.kind == "picture":
        yield f"![{block.texts[0]}]({_PICTURES}/{language}/{block.picture}.png)"
    elif block.kind == "heading":
        yield f"### {block.texts[0]}"
    elif block.kind == "text":
        yield block.texts[0]
    else:
        for at, text in enumerate(block.texts, 1):
            yield f"{_MARKS.get(block.kind, f'{at}. ')}{text}"


def main(words: list[str]) -> int:
    """Write all parts, in bokmål."""
    folder = Path(words[0] if words else "docs")
    for part in PARTS:
        (folder / NAMES[part]).write_text(written(read_manual(part, "nb")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
