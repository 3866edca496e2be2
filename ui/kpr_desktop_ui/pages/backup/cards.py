"""The three panels of the page: backups, the drill, the key."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.usecases.backup_ports import VERIFIED, BackupFile
from kpr_desktop.usecases.backups import Standing
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, FlowLayout, Label, StateChip

MOST = 8
"""So many backups of a place are named; the others are counted."""


class CopiesCard(Card):
    """Where they are, the newest ones, and making one."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("backup.copies"), parent)
        self._texts = texts
        self.chip = StateChip("")
        self.facts, self.list = FactList(), FactList()
        self.now = Button(texts("backup.now"), "primary")
        self.second = Button(texts("backup.second_choose_button"), icon="folder")
        self.no_second = Button(texts("backup.second_drop"), "quiet")
        self.remove_old = Button(texts("backup.old_remove"), "danger")
        self.remove_old.hide()
        row = FlowLayout()
        for button in (self.now, self.second, self.no_second):
            row.addWidget(button)
        self.body.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(Label(texts("backup.copies_lead"), "muted"))
        self.body.addWidget(self.facts)
        self.body.addSpacing(Theme.current().space("xs"))
        self.body.addWidget(self.list)
        self.body.addLayout(row)
        self.body.addWidget(self.remove_old, 0, Qt.AlignmentFlag.AlignLeft)

    def show_standing(self, standing: Standing, *, writable: bool, place: bool) -> None:
        """Show what there is. `place`: the user may choose the second place."""
        texts = self._texts
        good = [each for each in standing.files if each.state == VERIFIED]
        if good:
            time = good[0].made_at
            self.chip.set_state(
                texts("backup.last", date=in_table(time.date()), time=in_clock(time, texts.language)), "ok"
            )
        else:
            self.chip.set_state(texts("backup.none"), "warning")
        second = str(standing.second) if standing.second else texts("backup.second_none")
        if standing.second and not standing.second_there:
            second = texts("backup.second_away", folder=str(standing.second))
        self.facts.set_facts(
            [
                (texts("backup.place"), str(standing.place)),
                (texts("backup.second"), second),
                (texts("backup.kept"), texts("backup.kept_text")),
            ]
        )
        shown = [(_when(each), self._said(each, standing)) for each in standing.files[:MOST]]
        left = len(standing.files) - MOST
        if left > 0:
            shown.append((texts("backup.older"), texts("backup.older_text", count=left)))
        self.list.set_facts(shown)
        self.now.setEnabled(writable)
        self.second.setVisible(place)
        self.second.setEnabled(writable)
        self.no_second.setVisible(place and standing.second is not None)
        self.no_second.setEnabled(writable)

    def _said(self, each: BackupFile, standing: Standing) -> str:
        texts = self._texts
        both = each.name in {other.name for other in standing.second_files}
        words = [
            texts("backup.at", time=in_clock(each.made_at, texts.language)),
            texts(f"backup.kind_{each.kind or 'unknown'}"),
            texts("backup.persons", count=texts.number(each.persons)),
            texts(f"backup.state_{each.state}"),
        ]
        return " · ".join([*words, *([texts("backup.in_both")] if both else [])])


class DrillCard(Card):
    """When the way back was tried, and trying it."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("backup.drills"), parent)
        self._texts = texts
        self.chip = StateChip("")
        self.hold = Button(texts("backup.drill_hold"))
        self.body.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(Label(texts("backup.drills_lead"), "muted"))
        self.body.addWidget(self.hold, 0, Qt.AlignmentFlag.AlignLeft)

    def show_standing(self, standing: Standing, *, possible: bool) -> None:
        """Show when it was held last."""
        texts, last = self._texts, standing.last_drill
        if last is None:
            words = texts("backup.drill_never")
        else:
            key = "backup.drill_last" if last.sound else "backup.drill_failed"
            words = texts(key, date=in_table(last.held_at.date()))
        bad = last is not None and not last.sound
        self.chip.set_state(words, "stop" if bad else "warning" if standing.drill_due else "neutral")
        self.hold.setEnabled(possible)


class KeyCard(Card):
    """A new key for all of the vault."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("backup.key"), parent)
        self._texts = texts
        self.chip = StateChip("")
        self.change = Button(texts("backup.key_change"))
        self.body.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(Label(texts("backup.key_lead"), "muted"))
        self.body.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)

    def show_age(self, since: date, *, due: bool) -> None:
        """Show how old the key is. `due`: it should be changed."""
        self.chip.set_state(
            self._texts("backup.key_since", date=in_table(since)), "warning" if due else "neutral"
        )


def _when(each: BackupFile) -> str:
    return in_table(each.made_at.date())
