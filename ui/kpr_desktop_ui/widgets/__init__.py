"""Dumb widgets: data in by setters, a person's gestures out as signals. They know no use case.

Signals never fire while a page fills a widget. Texts are shown literally (`Label`), and the wheel changes no value.
A widget that paints its own text has `drawn_texts()`, so that tests can measure what is painted.

The modules are loaded one by one, when a name of theirs is first asked for: the first page needs a third of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpr_desktop_ui.models import Cell, Column, Row
    from kpr_desktop_ui.widgets.abreast import Abreast
    from kpr_desktop_ui.widgets.action_bar import ActionBar
    from kpr_desktop_ui.widgets.banner import Banner
    from kpr_desktop_ui.widgets.button import Button
    from kpr_desktop_ui.widgets.card import Card
    from kpr_desktop_ui.widgets.check_box import CheckBox
    from kpr_desktop_ui.widgets.choice_card import ChoiceCard
    from kpr_desktop_ui.widgets.columns import Columns
    from kpr_desktop_ui.widgets.combo_box import ComboBox
    from kpr_desktop_ui.widgets.data_table import DataTable
    from kpr_desktop_ui.widgets.date_edit import DateEdit
    from kpr_desktop_ui.widgets.dialogs import QuestionDialog, ask, tell
    from kpr_desktop_ui.widgets.empty_state import EmptyState
    from kpr_desktop_ui.widgets.field import Field
    from kpr_desktop_ui.widgets.flow_layout import FlowLayout
    from kpr_desktop_ui.widgets.keys import key_sequence
    from kpr_desktop_ui.widgets.label import Label
    from kpr_desktop_ui.widgets.line_edit import LineEdit
    from kpr_desktop_ui.widgets.navigator import NavGroup, Navigator, NavRow
    from kpr_desktop_ui.widgets.note_edit import NoteEdit
    from kpr_desktop_ui.widgets.page_view import PageView
    from kpr_desktop_ui.widgets.passphrase_edit import PassphraseEdit
    from kpr_desktop_ui.widgets.person_head import PersonHead
    from kpr_desktop_ui.widgets.problem_list import ProblemList, ProblemRow
    from kpr_desktop_ui.widgets.profile_chart import ProfileChart
    from kpr_desktop_ui.widgets.rail import Rail, RailEntry
    from kpr_desktop_ui.widgets.score_card import ScoreCard
    from kpr_desktop_ui.widgets.scroller import Scroller
    from kpr_desktop_ui.widgets.signature_pad import SignaturePad
    from kpr_desktop_ui.widgets.state_chip import StateChip
    from kpr_desktop_ui.widgets.tab_bar import TabBar
    from kpr_desktop_ui.widgets.text_edit import TextEdit
    from kpr_desktop_ui.widgets.toast import Toast
    from kpr_desktop_ui.widgets.toggle_chip import ToggleChip
    from kpr_desktop_ui.widgets.top_bar import TopBar

__all__ = [
    "Abreast",
    "ActionBar",
    "Banner",
    "Button",
    "Card",
    "Cell",
    "CheckBox",
    "ChoiceCard",
    "Column",
    "Columns",
    "ComboBox",
    "DataTable",
    "DateEdit",
    "EmptyState",
    "Field",
    "FlowLayout",
    "Label",
    "LineEdit",
    "NavGroup",
    "NavRow",
    "Navigator",
    "NoteEdit",
    "PageView",
    "PassphraseEdit",
    "PersonHead",
    "ProblemList",
    "ProblemRow",
    "ProfileChart",
    "QuestionDialog",
    "Rail",
    "RailEntry",
    "Row",
    "ScoreCard",
    "Scroller",
    "SignaturePad",
    "StateChip",
    "TabBar",
    "TextEdit",
    "Toast",
    "ToggleChip",
    "TopBar",
    "ask",
    "key_sequence",
    "tell",
]

_HOMES = {
    "Cell": "kpr_desktop_ui.models",
    "Column": "kpr_desktop_ui.models",
    "NavGroup": "kpr_desktop_ui.widgets.navigator",
    "NavRow": "kpr_desktop_ui.widgets.navigator",
    "ProblemRow": "kpr_desktop_ui.widgets.problem_list",
    "QuestionDialog": "kpr_desktop_ui.widgets.dialogs",
    "RailEntry": "kpr_desktop_ui.widgets.rail",
    "Row": "kpr_desktop_ui.models",
    "ask": "kpr_desktop_ui.widgets.dialogs",
    "key_sequence": "kpr_desktop_ui.widgets.keys",
    "tell": "kpr_desktop_ui.widgets.dialogs",
}
"""Where the names live that have no module of their own: `ScoreCard` is in `score_card`."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    own = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    value: object = getattr(import_module(_HOMES.get(name, f"{__name__}.{own}")), name)
    globals()[name] = value
    return value
