"""Answering with a date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Item
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.interview.answer_editor import AnswerEditor
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import DateEdit, Field


class DateAnswer(AnswerEditor):
    """One date. It is told as typed when the person leaves the field or presses Enter; a fault is shown beside it."""

    def __init__(self, texts: Texts, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._edit = DateEdit(texts("interview.date_hint"), today)
        self._edit.setMaximumWidth(Theme.current().px(220))
        self._field = Field(texts("interview.date_label"), self._edit)
        self._told = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._field)
        column.addStretch(1)
        self._edit.edited.connect(self._edited)
        self._edit.editingFinished.connect(self.tell)

    def show_item(self, item: Item, value: str) -> None:
        """Fill with an item's date."""
        self._field.set_label(item.label.in_(self._texts.language))
        self.set_value(value)

    def set_value(self, value: str) -> None:
        """Show a date (ISO), or the text as it was typed when it is none."""
        self._field.clear_error()
        try:
            self._edit.set_date(date.fromisoformat(value) if value else None)
        except ValueError:
            self._edit.setText(value)
        self._told = self._edit.text()

    def first_field(self) -> QWidget | None:
        """The caret goes straight to the date."""
        return self._edit

    def fields(self) -> list[QWidget]:
        """The date."""
        return [self._edit]

    def set_error(self, text: str) -> None:
        """Show what is wrong with the date beside it."""
        if text:
            self._field.set_error(text)
        else:
            self._field.clear_error()

    def wrong(self) -> bool:
        """Whether what stands in the field could not be taken."""
        return bool(self._field.error())

    def value_text(self) -> str:
        """What stands in the field."""
        return self._edit.text()

    def tell(self) -> None:
        """Tell what stands in the field, if it has not been told."""
        if self._edit.text() != self._told:
            self._told = self._edit.text()
            self.answered.emit(self._told)

    def _edited(self, _text: str) -> None:
        self._field.clear_error()
