"""Item models between lists of rows and Qt's views."""

from kpr_desktop_ui.models.rows import Cell, Column, Row, RowsModel

__all__ = ["Cell", "Column", "Row", "RowsModel"]
