"""Fields to fill in on the screen, with their own looks and a font that is in the file. Their frames are the page's.

The library's own fields name fonts that are not embedded. What somebody types is drawn by the viewer, so the font goes
in whole: the characters of Windows-1252, and the Northern Sámi letters it lacks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from kpr_desktop.letters.tagging.nodes import Field

_SAMI = {1: "Ccaron", 2: "ccaron", 3: "Dcroat", 4: "dcroat", 5: "Eng", 6: "eng", 7: "Tbar", 8: "tbar"}
"""Codes that Windows-1252 leaves free, and what they mean here (names of the Adobe Glyph List)."""
_SAMI_LETTERS = "ČčĐđŊŋŦŧ"
_LOOK = b"0.09 0.15 0.17 rg /Text 10 Tf"
_CROSS = "0.09 0.15 0.17 RG 1.4 w 2.4 2.4 m {0:.2f} {1:.2f} l 2.4 {1:.2f} m {0:.2f} 2.4 l S"
_PRINT = 4
_LINES = 1 << 12


@dataclass(frozen=True, slots=True)
class FieldFont:
    """A whole TrueType font and its measures, in thousandths of its size. `widths` by character."""

    name: str
    data: bytes
    widths: Mapping[str, float]
    box: tuple[float, float, float, float]
    ascent: float
    descent: float
    cap_height: float


class Forms:
    """Makes widgets, and at the end the form that they belong to. `made`: each widget with its element."""

    def __init__(self, pdf: Pdf, pages: Sequence[Object], font: FieldFont | None) -> None:
        self._pdf = pdf
        self._pages = pages
        self._font = font
        self._drawn: Object | None = None
        self._names: set[str] = set()
        self.made: list[tuple[Object, Object]] = []

    def widget(self, field: Field, element: Object) -> Object:
        """A new field of the page it lies on. Raises ValueError when no font was given."""
        left, bottom, right, top = field.box
        width, height = right - left, top - bottom
        page = self._pages[field.page]
        made = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                T=String(self._name(field.name)),
                TU=String(field.label),
                Rect=Array([round(at, 2) for at in field.box]),
                F=_PRINT,
                P=page,
            )
        )
        if field.kind == "tick":
            made.FT, made.V, made.AS = Name.Btn, Name.Off, Name.Off
            cross = _CROSS.format(width - 2.4, height - 2.4)
            looks = Dictionary(Yes=self._look(cross.encode(), width, height))
            looks.Off = self._look(b"", width, height)
            made.AP = Dictionary(N=looks)
        else:
            made.FT, made.V, made.DA = Name.Tx, String(""), String(_LOOK)
            if field.kind == "lines":
                made.Ff = _LINES
            made.AP = Dictionary(N=self._look(b"/Tx BMC EMC", width, height, fonts=True))
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(made)
        self.made.append((made, element))
        return made

    def end(self) -> None:
        """The form itself, where there are fields."""
        if self.made:
            self._pdf.Root.AcroForm = self._pdf.make_indirect(
                Dictionary(
                    Fields=Array([widget for widget, _ in self.made]),
                    DR=Dictionary(Font=Dictionary(Text=self._text_font())),
                    DA=String(_LOOK),
                )
            )

    def _name(self, wished: str) -> str:
        """A name that no other field has. A full stop would make it a field within a field."""
        name = wished = wished.replace(".", "_")
        number = 1
        while name in self._names:
            number += 1
            name = f"{wished}_{number}"
        self._names.add(name)
        return name

    def _look(self, drawn: bytes, width: float, height: float, *, fonts: bool = False) -> Object:
        look = self._pdf.make_stream(drawn)
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, round(width, 2), round(height, 2)])
        look.Resources = Dictionary(Font=Dictionary(Text=self._text_font())) if fonts else Dictionary()
        return look

    def _text_font(self) -> Object:
        if self._drawn is None:
            if self._font is None:
                raise ValueError("fields need a font")
            self._drawn = self._embedded(self._font)
        return self._drawn

    def _embedded(self, font: FieldFont) -> Object:
        pdf, name = self._pdf, Name(f"/{font.name}")
        data = pdf.make_stream(font.data)
        data.Length1 = len(font.data)
        described = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=32,
            FontBBox=Array(list(font.box)),
            ItalicAngle=0,
            Ascent=font.ascent,
            Descent=font.descent,
            CapHeight=font.cap_height,
            StemV=87,
            FontFile2=data,
        )
        named = [Name(f"/{glyph}") for glyph in _SAMI.values()]
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.TrueType,
                BaseFont=name,
                FirstChar=0,
                LastChar=255,
                Widths=Array([round(font.widths.get(_character(code), 0)) for code in range(256)]),
                FontDescriptor=pdf.make_indirect(described),
                Encoding=Dictionary(
                    Type=Name.Encoding,
                    BaseEncoding=Name.WinAnsiEncoding,
                    Differences=Array([1, *named]),
                ),
            )
        )


def _character(code: int) -> str:
    if code in _SAMI:
        return _SAMI_LETTERS[code - 1]
    return bytes([code]).decode("cp1252", errors="ignore")
