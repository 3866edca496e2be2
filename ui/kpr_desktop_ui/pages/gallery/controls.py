"""What a person types in, presses and chooses, in every state."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.gallery.plates import flow, named, plate
from kpr_desktop_ui.pages.gallery.posed import down, focused, over, shut
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import (
    Abreast,
    Button,
    Card,
    CheckBox,
    ChoiceCard,
    Columns,
    ComboBox,
    DateEdit,
    Field,
    LineEdit,
    NoteEdit,
    PassphraseEdit,
    ScoreCard,
    SignaturePad,
    TextEdit,
    ToggleChip,
)
from kpr_desktop_ui.widgets.button import KINDS
from kpr_desktop_ui.widgets.option_card import OptionCard

SCORES = ("1", "2", "3", "4", "5", "9")
_SIGNED = (
    ((0.10, 0.70), (0.16, 0.22), (0.20, 0.70), (0.26, 0.40), (0.30, 0.68)),
    ((0.36, 0.60), (0.42, 0.44), (0.47, 0.62), (0.55, 0.48), (0.66, 0.62), (0.86, 0.36)),
)
"""A signature that is nobody's: points from 0 to 1 of the pad's width and height."""
_TYPED = "............"


def buttons(texts: Texts) -> list[QWidget]:
    """Each kind of button; the word on it says which state it shows."""
    kinds = Columns(2, 900)
    for kind in KINDS:
        kinds.add(plate(texts(f"gallery.kind_{kind}"), flow(_states(texts, kind))))
    more = [
        Button(texts("gallery.word_next"), "primary", texts("gallery.key_next")),
        Button(texts("gallery.word_show"), key_hint=texts("gallery.key_show"), icon="eye"),
        Button(texts("gallery.word_search"), "quiet", icon="search"),
        Button(texts("gallery.word_field"), small=True),
        Button(texts("gallery.word_away"), "quiet", small=True),
    ]
    chip = texts("gallery.word_chip")
    chips = [
        ToggleChip("off", chip),
        over(ToggleChip("over", chip)),
        _on(ToggleChip("on", chip)),
        _on(focused(ToggleChip)("focus", chip)),
        shut(_on(ToggleChip("shut", chip))),
    ]
    return [
        kinds,
        plate(texts("gallery.button_extras"), flow(more)),
        plate(texts("gallery.chips"), flow(chips)),
    ]


def _states(texts: Texts, kind: str) -> list[QWidget]:
    return [
        Button(texts("gallery.rest"), kind),
        over(Button(texts("gallery.over"), kind)),
        down(Button(texts("gallery.down"), kind)),
        focused(Button)(texts("gallery.focus"), kind),
        shut(Button(texts("gallery.shut"), kind)),
    ]


def _on(chip: ToggleChip) -> ToggleChip:
    chip.set_on(True)
    return chip


def fields(texts: Texts) -> list[QWidget]:
    """Fields empty, filled, wrong, shut and to be read only; each kind of editor."""
    columns = Columns(3, 900)
    for each in (*_lines(texts), *_lists(texts)):
        columns.add(each)
    notes = Abreast(320)
    for name, note in ((texts("gallery.field_note"), NoteEdit()), (texts("gallery.field_text"), TextEdit())):
        note.set_text(texts("gallery.sample"))
        note.setMaximumHeight(Theme.current().px(72))
        notes.add(Field(name, note, texts("gallery.hint")))
    return [plate("", columns), plate("", notes), _boxes(texts), _signatures(texts)]


def _lines(texts: Texts) -> list[Field]:
    hint, word = texts("gallery.hint"), texts("gallery.word_chip")
    leaves = Field(texts("gallery.filled"), _line(word), hint, texts("gallery.leaves"))
    wrong = Field(texts("gallery.wrong"), _line(word), hint)
    wrong.set_error(texts("gallery.error"))
    reading = _line(word)
    reading.setReadOnly(True)
    secret = PassphraseEdit()
    secret.setText(_TYPED)
    day = Field(texts("gallery.field_date"), DateEdit(texts("gallery.date_pattern")))
    return [
        Field(texts("gallery.empty"), LineEdit(), hint),
        leaves,
        wrong,
        Field(texts("gallery.reading"), reading),
        Field(texts("gallery.shut"), shut(_line(word))),
        Field(texts("gallery.field_secret"), secret),
        day,
    ]


def _lists(texts: Texts) -> list[Field]:
    entries = [("one", texts("gallery.choice_one")), ("two", texts("gallery.choice_two"))]
    searched = ComboBox(entries, searchable=True)
    searched.set_key("two")
    return [
        Field(texts("gallery.field_list"), ComboBox(entries)),
        Field(texts("gallery.field_search"), searched),
    ]


def _line(text: str) -> LineEdit:
    line = LineEdit()
    line.setText(text)
    return line


def _boxes(texts: Texts) -> Card:
    boxes = []
    for name, ticked, open_ in (
        ("rest", False, True),
        ("chosen", True, True),
        ("shut", False, False),
        ("chosen_shut", True, False),
    ):
        box = CheckBox(texts(f"gallery.{name}"))
        box.setChecked(ticked)
        box.setEnabled(open_)
        boxes.append(box)
    return plate(texts("gallery.boxes"), flow(boxes))


def _signatures(texts: Texts) -> Card:
    row = Columns(3, 900)
    for name, strokes in (("empty", ()), ("drawn", _SIGNED), ("wrong", ())):
        pad = SignaturePad()
        pad.set_told(texts("gallery.empty"), texts("gallery.drawn"))
        pad.show_strokes(strokes)
        field = Field(texts(f"gallery.{name}"), pad)
        if name == "wrong":
            field.set_error(texts("gallery.error_unsigned"))
        row.add(field)
    return plate(texts("gallery.signatures"), row)


def choices(texts: Texts) -> list[QWidget]:
    """Scores and entries of a list, as they are met in the interview."""
    scores = Columns(6, 900)
    for code in SCORES:
        card = ScoreCard(code, texts(f"gallery.score_{code}"), texts("gallery.official"))
        card.set_selected(code == "3")
        scores.add(card)
    states = Columns(4, 900)
    for name, score in (
        ("over", over(ScoreCard("2", texts("gallery.score_2")))),
        ("focus", focused(ScoreCard)("3", texts("gallery.score_3"))),
        ("chosen_focus", _selected(focused(ScoreCard)("4", texts("gallery.score_4")))),
        ("shut", shut(ScoreCard("5", texts("gallery.score_5")))),
    ):
        states.add(named(texts(f"gallery.{name}"), score))
    entries = Columns(4, 900)
    one, two = texts("gallery.choice_one"), texts("gallery.choice_two")
    detail = texts("gallery.choice_detail")
    for name, entry in (
        ("rest", ChoiceCard("1", one)),
        ("chosen", _selected(ChoiceCard("2", two, detail))),
        ("over", over(ChoiceCard("3", one))),
        ("focus", focused(ChoiceCard)("4", two, detail)),
    ):
        entries.add(named(texts(f"gallery.{name}"), entry))
    return [
        plate(texts("gallery.scores"), scores),
        plate(texts("gallery.score_states"), states),
        plate(texts("gallery.entries"), entries),
    ]


def _selected(card: OptionCard) -> OptionCard:
    card.set_selected(True)
    return card
