"""What every kind of answer has in common on the interview screen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.model import Item


class AnswerEditor(QWidget):
    """The part of the screen where one item is answered. `answered` tells of a person's gesture, never of filling."""

    answered = Signal(str)

    def show_item(self, item: Item, value: str) -> None:
        """Fill with an item and its answer; emits nothing."""
        raise NotImplementedError

    def set_value(self, value: str) -> None:
        """Show another answer to the same item; emits nothing."""
        raise NotImplementedError

    def take_digit(self, digit: str) -> bool:
        """Answer by a digit key. Gives whether the digit meant something here."""
        del digit
        return False

    def step(self, direction: int) -> bool:
        """Move the focus among the choices by an arrow key (-1 or +1). Gives whether there was somewhere to go."""
        del direction
        return False

    def first_field(self) -> QWidget | None:
        """The text field that a new screen puts the caret in; None when the keys are to answer directly."""
        return None

    def fields(self) -> list[QWidget]:
        """The widgets in the order that Tab visits them."""
        return []

    def set_error(self, text: str) -> None:
        """Show what is wrong with the answer beside it; an empty text takes it away."""
        del text
