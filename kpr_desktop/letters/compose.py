"""From what is said to what is laid out: every piece becomes flowables, and nodes that say what it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from kpr_desktop.codebook.letters import Frame
from kpr_desktop.letters import styles as s
from kpr_desktop.letters.chart import Chart
from kpr_desktop.letters.code_grid import CodeGrid
from kpr_desktop.letters.content import Piece
from kpr_desktop.letters.fill_in import DrawnSignature, Options, Place, SignLine, WritingLines, entry_width
from kpr_desktop.letters.fonts import clean, width
from kpr_desktop.letters.picture import PictureBox
from kpr_desktop.letters.table import Columns, Row, Table
from kpr_desktop.letters.tagging.nodes import Node, Role
from kpr_desktop.letters.text import Label, Text
from kpr_desktop.usecases.letter_records import (
    Choice,
    Facts,
    Grid,
    Heading,
    Part,
    Picture,
    Profile,
    Room,
    Said,
    SignaturePlace,
)

_BOX = "☐"
_FACT_LABEL = 0.36
_SIGN_WIDTH, _DAY_AT = 100 * mm, 110 * mm
_SIGN_LINES = 6
"""Of a label under the line to sign on; a longer one stands above."""
_OPTIONS = 30
"""Side by side at most: such a group is never cut."""
_LIST_GAP = 2.5
"""Before the first entry of a list, in points."""
_LISTS = {"bullet": "Disc", "short": "Disc", "number": "Decimal", "tick": "None"}
_HEADINGS: dict[int, Role] = {2: "H2", 3: "H3", 4: "H4"}


class Composer:
    """Lays out one letter under `document`. `fillable`: what is filled in by hand becomes fields.

    A list goes on as long as entries of its kind follow each other. A heading is at most one step below the last one.
    """

    def __init__(self, document: Node, frame: Frame, scale: float, *, fillable: bool = False) -> None:
        self._document = self._at = document
        self._frame, self._fillable = frame, fillable
        self._scale, self._looks = scale, s.looks(scale)
        self._list: tuple[str, str, Node] | None = None
        self._level = 1
        self._fields = 0
        self._last = ""

    def flowables(self, title: str, pieces: Iterable[Piece]) -> Iterator[Flowable]:
        """The title and the pieces, in reading order."""
        self._last = title
        yield Text(title, self._looks["title"], self._document.add("H1"))
        for style, group in groupby(pieces, lambda piece: piece.style):
            if style == "short":
                self._list = None
                yield Columns([self._entry(piece.text, style, piece.lang) for piece in group])
            else:
                for piece in group:
                    yield from self._piece(piece)

    def _piece(self, piece: Piece) -> Iterator[Flowable]:
        style, text, lang = piece.style, piece.text, piece.lang
        if style == "heading":
            self._at = self._document.add("Sect", lang=lang)
            yield self._heading(text, 2, lang)
        elif style == "part":
            for part in piece.parts:
                yield from self._part(part, piece.lang)
        elif style == "code":
            self._list = None
            yield CodeGrid(text.split(), self._at.add("L", numbering="Decimal"), self._scale)
        elif style == "room":
            yield from self._room(Room(text, piece.lines, piece.id), lang)
        elif style == "sign":
            yield from self._sign(SignaturePlace(text), lang)
        elif style in _LISTS:
            yield self._entry(text, style, lang)
        else:
            yield self._plain(text, style, lang)

    def _part(self, part: Part, lang: str) -> Iterator[Flowable]:
        match part:
            case Heading():
                made = self._heading(part.text, part.level, part.lang or lang)
                made.whole = part.together
                yield made
            case Said():
                if part.style in _LISTS:
                    yield self._entry(part.text, part.style, part.lang or lang, lines=True)
                else:
                    yield self._plain(part.text, part.style, part.lang or lang, lines=True)
            case Facts():
                yield self._facts(part, lang)
            case Grid():
                yield from self._grid(part, lang)
            case Profile():
                self._list = None
                yield Chart(part, self._looks, self._at.add("Figure", alt=clean(part.alt), lang=lang))
            case Room():
                yield from self._room(part, lang)
            case Choice():
                yield from self._choice(part, lang)
            case Picture():
                self._list = None
                yield PictureBox(part, self._at.add("Figure", alt=clean(part.alt), lang=lang))
            case _:
                yield from self._sign(part, lang)

    # --- texts ------------------------------------------------------------------------------------------------------

    def _heading(self, text: str, wished: int, lang: str) -> Text:
        self._list, self._last = None, text
        self._level = min(wished, self._level + 1)
        look = self._looks["heading" if self._level == 2 else f"heading{self._level}"]
        made = Text(text, look, self._at.add(_HEADINGS[self._level], lang=lang), lines=True)
        made.heads = True
        return made

    def _plain(self, text: str, look: str, lang: str, *, lines: bool = False) -> Text:
        self._list, self._last = None, text
        return Text(text, self._looks[look], self._at.add("P", lang=lang), lines=lines)

    def _entry(self, text: str, style: str, lang: str, *, lines: bool = False) -> Text:
        """An entry of the list that goes on, or of a new one."""
        first = self._list is None or self._list[:2] != (style, lang)
        if self._list is None or first:
            self._list = style, lang, self._at.add("L", numbering=_LISTS[style], lang=lang)
        entries = self._list[2]
        entry = entries.add("LI")
        mark = {"number": f"{len(entries.kids)}.", "tick": _BOX}.get(style, "•")
        label = self._box(entry, text, "") if style == "tick" else Label(entry.add("Lbl"), mark)
        made = Text(text, self._looks[style], entry.add("LBody"), label=label, lines=lines)
        if first:
            made.spaceBefore = _LIST_GAP * self._scale
        return made

    def _box(self, entry: Node, says: str, name: str) -> Label:
        """A box to tick: a sign on paper, a field on the screen."""
        return Label(entry.add("Lbl"), _BOX, field=self._field(name), says=self._says(says))

    def _says(self, label: str) -> str:
        """What is told of a field: its label, or what stands before one that has none."""
        return clean(label if label.strip() else self._last)

    def _field(self, name: str) -> str:
        """The name of a field on the copy for the screen; nothing on paper."""
        if not self._fillable:
            return ""
        self._fields += 1
        return name or f"felt{self._fields}"

    def _holder(self) -> Node | None:
        """Where the field that is drawn here will be read, on the copy for the screen."""
        return self._at.add("P") if self._fillable else None

    # --- tables -----------------------------------------------------------------------------------------------------

    def _facts(self, part: Facts, lang: str) -> Table:
        self._list = None
        body = self._at.add("Table", lang=lang).add("TBody")
        rows = []
        for label, value in part.rows:
            row = body.add("TR")
            head = Text(label, self._looks["cell_head"], row.add("TH", scope="Row"), lines=True)
            cell = Text(value, self._looks["cell"], row.add("TD", lang=part.lang), lines=True)
            rows.append(Row((head, cell)))
        widths = (s.TEXT_WIDTH * _FACT_LABEL, s.TEXT_WIDTH * (1 - _FACT_LABEL))
        return Table(widths, None, rows, 3.0 * self._scale, 8.0 * self._scale)

    def _grid(self, part: Grid, lang: str) -> Iterator[Flowable]:
        self._list = None
        table = self._at.add("Table", lang=lang)
        if part.caption.strip():
            yield Text(part.caption, self._looks["caption"], table.add("Caption"))
        langs = part.langs or ("",) * len(part.head)
        top = table.add("THead").add("TR")
        cells = (Text(text, self._looks["cell_head"], top.add("TH", scope="Column")) for text in part.head)
        head = Row(tuple(cells), shaded=True)
        body = table.add("TBody")
        rows = []
        for texts in part.rows:
            row = body.add("TR")
            made = []
            for at, (text, tongue) in enumerate(zip(texts, langs, strict=True)):
                first = part.row_heads and not at
                node = row.add("TH", scope="Row", lang=tongue) if first else row.add("TD", lang=tongue)
                made.append(Text(text, self._looks["cell_head" if first else "cell"], node, lines=True))
            rows.append(Row(tuple(made)))
        share = s.TEXT_WIDTH / sum(part.widths)
        yield Table([wide * share for wide in part.widths], head, rows, 2.0 * self._scale, 9.0 * self._scale)

    # --- what is filled in ------------------------------------------------------------------------------------------

    def _room(self, part: Room, lang: str) -> Iterator[Flowable]:
        self._list = None
        look = self._looks["label"]
        node = self._at.add("P", lang=lang)
        label = clean(part.label)
        lines, name = min(max(part.lines, 1), 40), self._field(part.name)
        text = Text(label, look, node)
        if lines == 1 and width(label, look.font, look.size) <= 0.45 * s.TEXT_WIDTH:
            yield WritingLines(self._says(label), 1, self._holder(), name, beside=text)
            return
        if label.strip():
            yield text
        yield WritingLines(self._says(label), lines, self._holder(), name)

    def _choice(self, part: Choice, lang: str) -> Iterator[Flowable]:
        yield self._plain(part.label, "label", lang)
        if part.help.strip():
            note = self._plain(part.help, "note", lang, lines=True)
            note.keepWithNext = 1
            yield note
        options = self._at.add("L", numbering="None", lang=lang)
        look, name = self._looks["tick"], part.name or "valg"
        entries = []
        for number, text in enumerate(part.options, start=1):
            entry = options.add("LI")
            label = self._box(entry, f"{part.label}: {text}", f"{name}_{number}")
            entries.append(Text(text, look, entry.add("LBody"), label=label))
        if len(entries) <= _OPTIONS and all(entry_width(entry) <= s.TEXT_WIDTH / 2 for entry in entries):
            yield Options(entries, look.before, look.after)
        else:
            yield from entries

    def _sign(self, part: SignaturePlace, lang: str) -> Iterator[Flowable]:
        self._list = None
        words, under = self._frame.words, self._looks["under"]
        if part.strokes:
            told = part.stamp or self._signed(part)
            alt = clean(told or f"{part.label} {part.name}".strip())
            yield DrawnSignature(part.strokes, self._at.add("Figure", alt=alt, lang=lang))
            said = [text for text in (part.label, part.name) if text not in told]
            below = [text for text in (*said, told) if text.strip()]
            for text in below:
                line = Text(text, under, self._at.add("P", lang=lang))
                line.keepWithNext = int(text is not below[-1])
                yield line
            return
        label = Text(part.label, under, self._at.add("P", lang=lang))
        if label.wrap(_SIGN_WIDTH, 0)[1] > _SIGN_LINES * under.leading:
            yield label
            label = Text("", under, None)
        day = Text(words["sign_day"], under, self._at.add("P"))
        places = (
            Place(label, 0, _SIGN_WIDTH),
            Place(day, _DAY_AT, s.TEXT_WIDTH - _DAY_AT, self._field("dato"), self._holder()),
        )
        yield SignLine(places, keep=True)
        if part.name.strip():
            yield Text(part.name, self._looks["text"], self._at.add("P"))
        else:
            name = Text(words["sign_name"], under, self._at.add("P"))
            yield SignLine([Place(name, 0, _SIGN_WIDTH, self._field("navn"), self._holder())])

    def _signed(self, part: SignaturePlace) -> str:
        """Who signed and when, where the case gives no words of its own."""
        if part.at is None:
            return ""
        return self._frame.words["signed"].format(
            name=part.name, day=self._frame.day(part.at.date()), time=f"{part.at:%H.%M}"
        )
