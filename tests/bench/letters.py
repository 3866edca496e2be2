"""One letter against the same letter through WeasyPrint, and a thousand letters in a row."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from html import escape
from itertools import groupby
from pathlib import Path

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.codebook.resources import resource as data_file
from kpr_desktop.letters import Letters
from kpr_desktop.letters.content import fill
from tests.bench.measure import Report, interleaved, most_memory
from tests.support.letter_full import logo
from tests.support.letter_requests import OFFICE, letter_request

RATIO = 0.33
"""At least three times as fast."""
BATCH = 1_000
SECONDS_AIM, MEGABYTES_AIM = 30.0, 300.0
_ROOT = Path(__file__).resolve().parents[2]
_FONTS = ("NotoSans-Regular.ttf", "normal"), ("NotoSans-Bold.ttf", "bold")


def as_html() -> str:
    """The information letter, with our fonts and measures, and less of a head than ours."""
    letter, frame = LetterTexts().letter("information", "nb")
    faces = "".join(
        f"@font-face{{font-family:N;font-weight:{weight};src:url({data_file('fonts', name).as_uri()})}}"
        for name, weight in _FONTS
    )
    sizes = "body{font:10pt/13.4pt N}h1{font-size:16pt}h2{font-size:11.5pt}"
    style = f"{faces}@page{{size:A4;margin:20mm 22mm}}{sizes}"
    body = [
        f"<p>{escape(OFFICE.name)}<p>Blid Fjellbekk<br>Stille vei 12 B<br>4998 Lyngmo<h1>{escape(letter.title)}</h1>"
    ]
    for kind, group in groupby(fill(letter, frame, letter_request()), lambda piece: piece.style):
        texts = [escape(piece.text) for piece in group]
        if kind in {"bullet", "short"}:
            body.append(f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>")
        else:
            tag = "h2" if kind == "heading" else "p"
            body += [f"<{tag}>{text}</{tag}>" for text in texts]
    head = f"<meta charset=utf-8><title>{escape(letter.title)}</title><style>{style}</style>"
    return f"<!doctype html><html lang=nb><head>{head}</head><body>{''.join(body)}</body></html>"


def batch(count: int) -> dict[str, float]:
    """Make `count` different letters: seconds, and how much memory the process has had, in MB."""
    letters, began = Letters(), time.perf_counter()
    for number in range(count):
        letters.make(letter_request(name=f"Blid Fjellbekk {number}", reference=f"{number:08X}"))
    return {"seconds": time.perf_counter() - began, "megabytes": most_memory()}


def measure(report: Report, runs: int = 15) -> None:
    """In this process, and the thousand in one of its own."""
    letters = Letters()
    try:
        from weasyprint import HTML
    except OSError:
        print("WeasyPrint can not be loaded here (it needs Pango): the letter is not compared")
    else:
        html = as_html()
        ours, theirs = interleaved(
            lambda: letters.make(letter_request()),
            lambda: HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"),
            runs,
        )
        report.ratio(
            "one letter against WeasyPrint", ours / theirs, RATIO, f"{ours:.0f} ms against {theirs:.0f} ms"
        )
    with_arms = letter_request(office=replace(OFFICE, logo=logo()))
    ours, _ = interleaved(lambda: letters.make(with_arms), lambda: None, runs)
    report.aim("one letter with arms", ours, 100)
    code = f"import json; from tests.bench.letters import batch; print(json.dumps(batch({BATCH})))"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    told = json.loads(run.stdout)
    report.aim(f"{BATCH:,} letters in a row", told["seconds"], SECONDS_AIM, "s")
    report.aim("memory of the process that makes them", told["megabytes"], MEGABYTES_AIM, "MB")
