"""The last step: what a canvas has drawn and the tree of its nodes become one file that says what everything is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from kpr_desktop.codebook.resources import resource
from kpr_desktop.letters.tagging.forms import FieldFont, Forms
from kpr_desktop.letters.tagging.nodes import Field, Mark, Node
from kpr_desktop.letters.tagging.xmp import About, packet

_VERSION = "1.7"


def finish(
    drawn: bytes, marked: Sequence[Sequence[Node]], root: Node, about: About, font: FieldFont | None = None
) -> bytes:
    """The finished file: the same bytes for the same arguments.

    `marked[page][number]` as `TaggedCanvas` gives it. Fields need a `font`; their file is not archival.
    """
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _Tree(pdf, font).build(root, marked)
        catalog = pdf.Root
        catalog.MarkInfo = Dictionary(Marked=True)
        catalog.Lang = String(about.language)
        catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if about.archival:
            catalog.OutputIntents = Array([_output_intent(pdf)])
        metadata = pdf.make_stream(packet(about))
        metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
        catalog.Metadata = metadata
        del pdf.trailer.Info  # it would have to say the same as the metadata
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            min_version=_VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


@cache
def _srgb() -> bytes:
    return resource("colour", "sRGB.icc").read_bytes()


def _output_intent(pdf: Pdf) -> Object:
    profile = pdf.make_stream(_srgb())
    profile.N = 3
    profile.Alternate = Name.DeviceRGB
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String("sRGB"),
            Info=String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
    )


class _Tree:
    """Writes the structure tree, the way back from the pages to it, and the fields."""

    def __init__(self, pdf: Pdf, font: FieldFont | None) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._made: dict[int, Object] = {}
        self._forms = Forms(pdf, self._pages, font)

    def build(self, root: Node, marked: Sequence[Sequence[Node]]) -> None:
        pdf = self._pdf
        top = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top.K = Array([self._element(root, top)])
        ways: list[object] = []
        for number, page in enumerate(self._pages):
            page.StructParents = number
            page.Tabs = Name.S  # a field follows the one that is read before it
            ways += [number, pdf.make_indirect(Array([self._made[id(node)] for node in marked[number]]))]
        for number, (widget, element) in enumerate(self._forms.made, start=len(self._pages)):
            widget.StructParent = number
            ways += [number, element]
        top.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(ways)))
        top.ParentTreeNextKey = len(ways) // 2
        pdf.Root.StructTreeRoot = top
        self._forms.end()

    def _element(self, node: Node, parent: Object) -> Object:
        made = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.role}"), P=parent))
        self._made[id(node)] = made
        if node.lang:
            made.Lang = String(node.lang)
        if node.alt:
            made.Alt = String(node.alt)
        if node.actual:
            made.ActualText = String(node.actual)
        if attributes := _attributes(node):
            made.A = attributes
        kids = [self._kid(kid, made) for kid in node.kids]
        if kids:
            made.K = Array(kids)
        return made

    def _kid(self, kid: Node | Mark | Field, parent: Object) -> Object:
        if isinstance(kid, Node):
            return self._element(kid, parent)
        if isinstance(kid, Mark):
            return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number)
        return Dictionary(Type=Name.OBJR, Pg=self._pages[kid.page], Obj=self._forms.widget(kid, parent))


def _attributes(node: Node) -> Object | None:
    if node.scope:
        return Dictionary(O=Name.Table, Scope=Name(f"/{node.scope}"))
    if node.numbering:
        return Dictionary(O=Name.List, ListNumbering=Name(f"/{node.numbering}"))
    if node.box:
        return Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([round(at, 2) for at in node.box]))
    return None
