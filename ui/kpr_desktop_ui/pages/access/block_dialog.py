"""Setting a block."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import AssessmentId, PersonId
from kpr_desktop.usecases.blocking import AGAINST, WHY_LIMIT, WISHED_BY, NewBlock
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_words import AccessWords
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import Banner, ComboBox, LineEdit

_PARTS = ("person", "assessment", "note")


class BlockDialog(FieldsDialog):
    """What is closed, to whom, who wishes it, and why. Closes once the block holds."""

    kept_as = "block.set"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        words = (
            texts("blocking.set_title"),
            texts("blocking.set_text"),
            texts("blocking.set_yes"),
            texts("access.no"),
        )
        super().__init__(texts, words, parent)
        self._services, self._person_id = services, person_id
        self.kept_about = person_id
        self._words = AccessWords(texts, services)
        self._assessments = {a.id: a for a in self._newest()}
        self.warning = Banner("warning", texts("blocking.own"))
        self.column.addWidget(self.warning)
        parts = _PARTS if self._assessments else _PARTS[:1]
        self.part = ComboBox([(part, texts(f"blocking.part_{part}")) for part in parts])
        self.assessment = ComboBox([(a.id, in_table(a.assessed_on)) for a in self._assessments.values()])
        self.item = ComboBox(searchable=True)
        self.against = ComboBox([(each, texts(f"blocking.against_{each}")) for each in AGAINST])
        self.target = ComboBox()
        self.wished_by = ComboBox(
            [("", texts("access.choose"))] + [(b, self._words.wished_by(b)) for b in WISHED_BY]
        )
        self.why = LineEdit(WHY_LIMIT)
        self.put("part", texts("blocking.part"), self.part)
        self.put("assessment", texts("blocking.assessment"), self.assessment)
        self.put("item", texts("blocking.item"), self.item)
        self.put("against", texts("blocking.against"), self.against)
        self.put("target", texts("blocking.target_user"), self.target)
        self.put("wished_by", texts("blocking.wished_by"), self.wished_by)
        self.put("why", texts("access.reason"), self.why, texts("blocking.why_hint"))
        self.part.chosen.connect(lambda _key: self._turn())
        self.assessment.chosen.connect(lambda _key: self._turn())
        self.against.chosen.connect(lambda _key: self._turn())
        self.target.chosen.connect(lambda _key: self._warn())
        self.yes.clicked.connect(self._answer)
        self._turn()
        self.begin()

    def _turn(self) -> None:
        """Show the fields that the choices ask for."""
        part, against = self.part.key(), self.against.key()
        self.fields["assessment"].setVisible(part != "person")
        self.fields["item"].setVisible(part == "note")
        if part == "note":
            self.item.set_items(self._items())
        self.fields["target"].setVisible(against != "all")
        choices = self._words.users() if against == "user" else self._words.roles()
        self.target.set_items([("", self.texts("access.choose")), *choices])
        self.fields["target"].set_label(
            self.texts(f"blocking.target_{'user' if against == 'user' else 'role'}")
        )
        self._warn()

    def _warn(self) -> None:
        """Say so when the block closes the person to whoever sets it."""
        user, against, target = self._services.session.user, self.against.key(), self.target.key()
        mine = {"user": target == user.id, "role": target in user.roles}.get(against, True)
        self.warning.setVisible(mine)
        self.fit()

    def _newest(self) -> list[Assessment]:
        found = self._services.interviews.of_person(self._person_id)
        return list({a.series_id: a for a in sorted(found, key=lambda a: a.version)}.values())

    def _items(self) -> list[tuple[str, str]]:
        assessment = self._assessments[AssessmentId(self.assessment.key())]
        book = self._services.session.books.edition(assessment.codebook_year)
        return [
            (item, book.items[item].label.in_(self.texts.language))
            for item in assessment.answers
            if item in book.items
        ]

    def _answer(self) -> None:
        part = self.part.key()
        whole = part == "person"
        new = NewBlock(
            person_id=self._person_id,
            against=self.against.key(),
            target=self.target.key() if self.against.key() != "all" else "",
            why=self.why.text(),
            wished_by=self.wished_by.key(),
            assessment_id=None if whole else AssessmentId(self.assessment.key()),
            item=self.item.key() if part == "note" else "",
        )
        if part == "note" and not new.item:
            self.fields["item"].set_error(self.texts("blocking.item_missing"))
            self.fit()
            return
        self.attempt(lambda: self._services.blocks.set(new))
