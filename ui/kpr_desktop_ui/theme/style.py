"""The style sheet, made from the tokens in one place. No colour or length stands anywhere else."""

from __future__ import annotations

from collections.abc import Mapping

from kpr_desktop_ui.theme.tokens import Tokens, TypeRole

_BASE = """
QMainWindow, QDialog, QWidget#page, QWidget#start {{ background: {paper}; }}
QToolTip {{ background: {panel}; color: {ink}; border: 1px solid {control}; padding: {xs}px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
QScrollBar::handle {{ background: {control}; border-radius: {bar_radius}px; min-height: {normal}px;
    min-width: {normal}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
_LABELS = """
QLabel[role="muted"] {{ color: {muted}; }}
QLabel[role="small"] {{ color: {muted}; {small} }}
QLabel[role="strong"] {{ {strong} }}
QLabel[role="heading"] {{ {heading} }}
QLabel[role="title"] {{ {title} }}
QLabel[role="big"] {{ {big} }}
QLabel[role="large"] {{ {large} }}
QLabel[role="question"] {{ {question} }}
QPlainTextEdit[role="large"] {{ {large} }}
QLabel[role="error"] {{ color: {red}; {small} }}
"""
_PANELS = """
QFrame[panel="card"] {{ background: {panel}; border: 1px solid {line}; border-radius: {radius}px; }}
QFrame[panel="topbar"] {{ background: {panel}; border: none; border-bottom: 1px solid {line}; }}
QFrame[panel="rail"] {{ background: {rail}; border: none; }}
QFrame[panel="toast"] {{ background: {rail}; border: 1px solid {control}; border-radius: {radius}px; }}
QFrame[panel="toast"] QLabel {{ color: {rail_ink}; }}
QFrame[panel="line"] {{ background: {line}; border: none; }}
QFrame[banner="info"] {{ background: {accent_surface}; border: none; border-radius: {radius}px; }}
QFrame[banner="ok"] {{ background: {green_surface}; border: none; border-radius: {radius}px; }}
QFrame[banner="warning"] {{ background: {amber_surface}; border: none; border-radius: {radius}px; }}
QFrame[banner="stop"] {{ background: {red_surface}; border: none; border-radius: {radius}px; }}
QLabel[tone="info"] {{ color: {accent}; }}
QLabel[tone="ok"] {{ color: {green}; }}
QLabel[tone="warning"] {{ color: {amber}; }}
QLabel[tone="stop"] {{ color: {red}; }}
QLabel[tone="neutral"] {{ color: {muted}; }}
QLabel[chip="neutral"] {{ {small} color: {muted}; background: {panel}; border: 1px solid {control}; {chip} }}
QLabel[chip="info"] {{ {small} color: {accent}; background: {accent_surface}; border: 1px solid {accent}; {chip} }}
QLabel[chip="ok"] {{ {small} color: {green}; background: {green_surface}; border: 1px solid {green}; {chip} }}
QLabel[chip="warning"] {{ {small} color: {amber}; background: {amber_surface}; border: 1px solid {amber}; {chip} }}
QLabel[chip="stop"] {{ {small} color: {red}; background: {red_surface}; border: 1px solid {red}; {chip} }}
"""
_BUTTONS = """
QPushButton {{ background: {panel}; color: {ink}; border: 1px solid {control}; border-radius: {radius}px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {accent_surface}; }}
QPushButton:focus {{ border: 2px solid {focus}; }}
QPushButton:disabled {{ background: {disabled_surface}; border: 1px solid {disabled_surface}; }}
"""
_EDITORS = """
QLineEdit, QPlainTextEdit, QComboBox {{ background: {panel}; color: {ink}; border: 1px solid {control};
    border-radius: {radius}px; selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit, QPlainTextEdit {{ placeholder-text-color: {muted}; }}
QLineEdit, QComboBox {{ min-height: {editor}px; padding: 1px {edit_h}px; }}
QPlainTextEdit {{ padding: {xs}px {s}px; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {focus}; padding: 0 {edit_h_focus}px; }}
QPlainTextEdit:focus {{ border: 2px solid {focus}; padding: {note_focus}px {note_h_focus}px; }}
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {red};
    padding: 0 {edit_h_focus}px; }}
QLineEdit:read-only {{ background: {paper}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ background: {disabled_surface}; color: {disabled}; }}
QComboBox[dense="true"] {{ {small} }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QComboBox::drop-down {{ border: none; width: {drop}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox {{ combobox-popup: 0; }}
QAbstractItemView {{ background: {panel}; color: {ink}; border: 1px solid {control}; outline: none;
    selection-background-color: {accent_surface}; selection-color: {ink}; }}
QComboBox QAbstractItemView::item, QListView::item {{ min-height: {row}px; padding: 0 {s}px; }}
QCheckBox, QRadioButton {{ spacing: {s}px; min-height: {row}px; padding: 0 {xs}px;
    border: 2px solid transparent; border-radius: {radius}px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {focus}; }}
QCheckBox::indicator {{ width: {box}px; height: {box}px; border: 1px solid {control}; border-radius: 3px;
    background: {panel}; }}
QCheckBox::indicator:checked {{ background: {accent}; border: 1px solid {accent}; }}
QCheckBox:disabled {{ color: {disabled}; }}
QCheckBox::indicator:disabled {{ background: {disabled_surface}; border: 1px solid {disabled}; }}
QCheckBox::indicator:checked:disabled {{ background: {disabled}; border: 1px solid {disabled}; }}
QTableView {{ gridline-color: {line}; border: 1px solid {line}; background: {panel}; }}
QTableView:focus, QListWidget:focus {{ border: 2px solid {focus}; }}
QHeaderView {{ background: {panel}; border: none; }}
QHeaderView::section {{ {small} font-weight: 600; background: {panel}; color: {muted}; border: none;
    border-bottom: 1px solid {line}; padding: {s}px {m}px; }}
QTabBar::tab {{ background: transparent; color: {muted}; padding: {s}px {l}px; border: 2px solid transparent;
    border-bottom: 3px solid transparent; }}
QTabBar[dense="true"]::tab {{ padding: {s}px 1px; }}
QTabBar::tab:selected {{ color: {ink}; font-weight: 600; border-bottom: 3px solid {accent}; }}
QTabBar::tab:focus {{ border: 2px solid {focus}; border-bottom: 3px solid {accent}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QProgressBar {{ background: {line}; border: none; border-radius: 2px; max-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
"""


def font_rule(role: TypeRole, body: TypeRole, scale: float) -> str:
    """What sets a role's font apart from the body's, which is the application's own, as style sheet declarations."""
    size = f"font-size: {round(role.size * scale)}px; " if role.size != body.size else ""
    return size + (f"font-weight: {role.weight};" if role.weight != body.weight else "")


def style_sheet(tokens: Tokens, palette: Mapping[str, str], scale: float) -> str:
    """The application's style sheet, in the colours of `palette`."""

    def px(pixels: int) -> int:
        return round(pixels * scale)

    values: dict[str, object] = {**palette}
    values |= {name: font_rule(role, tokens.roles["body"], scale) for name, role in tokens.roles.items()}
    values |= {name: px(size) for name, size in tokens.space.items()}
    edit_h = px(10)
    values |= {
        "radius": tokens.radius,
        "normal": px(tokens.target["normal"]),
        "bar": px(12),
        "bar_radius": px(12) // 2,
        "chip": f"border-radius: {px(12)}px; padding: {px(3)}px {px(12)}px;",
        "editor": px(tokens.target["normal"]) - 4,
        "edit_h": edit_h,
        "edit_h_focus": edit_h - 1,
        "note_focus": px(4) - 1,
        "note_h_focus": px(8) - 1,
        "row": px(tokens.target["small"]),
        "drop": px(32),
        "box": px(18),
    }
    return (_BASE + _LABELS + _PANELS + _BUTTONS + _EDITORS).format_map(values)
