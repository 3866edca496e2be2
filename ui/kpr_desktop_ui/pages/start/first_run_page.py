"""Making the first vault."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, Fault, UserFault
from kpr_desktop_ui.pages.new_passphrase import NewPassphrase
from kpr_desktop_ui.pages.start.first_run_form import FirstRunForm, suggested_login
from kpr_desktop_ui.pages.start.folder import AskFolder, ask_folder
from kpr_desktop_ui.pages.start.start_page import StartPage
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.banner import Banner
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.choice_card import ChoiceCard
from kpr_desktop_ui.widgets.columns import Columns
from kpr_desktop_ui.widgets.combo_box import ComboBox
from kpr_desktop_ui.widgets.field import Field
from kpr_desktop_ui.widgets.flow_layout import FlowLayout
from kpr_desktop_ui.widgets.line_edit import LineEdit

if TYPE_CHECKING:
    from kpr_desktop.usecases.session import Session
    from kpr_desktop.usecases.vault import VaultDoor

REAL, TRAINING = "real", "training"


class FirstRunPage(StartPage):
    """Real or for training, municipality, first user, passphrase, and where the vault shall lie.

    `training_only`: a program on a memory stick makes no real vault, and says so.
    """

    speaks = True

    def __init__(
        self, texts: Texts, home: Path, choose: AskFolder = ask_folder, *, training_only: bool = False
    ) -> None:
        super().__init__(texts, texts("start.first_title"), texts("start.first_lead"), 820)
        self._home, self._choose, self._training_only = home, choose, training_only
        self._own_login = self._own_path = False
        self.kinds = {
            REAL: ChoiceCard(REAL, texts("start.real"), texts("start.real_detail")),
            TRAINING: ChoiceCard(TRAINING, texts("start.training"), texts("start.training_detail")),
        }
        self.municipality = ComboBox(searchable=True)
        self.unit, self.user_name, self.login, self.path = LineEdit(), LineEdit(), LineEdit(40), LineEdit()
        self.phrase = NewPassphrase(texts, texts("start.passphrase"), strong=True)
        self.browse = Button(texts("start.browse"))
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.make = Button(texts("start.create"), "primary", texts("common.enter_key"))
        self.make.setEnabled(False)
        self.fields = self._fields()
        self._lay_out()
        self._connect()
        if training_only:
            self.banner.set_message("info", texts("start.stick"))
            self.banner.show()
        self._choose_kind(TRAINING if training_only else REAL)

    def enter(self, door: VaultDoor) -> None:
        super().enter(door)
        try:
            door.self_check()
        except EnvironmentFault as fault:
            self._failed(fault)
            self.make.setEnabled(False)
            return
        year = door.clock().year
        places = [(each.number, door.places.label(each, year)) for each in door.places.all_for(year)]
        self.municipality.set_items(places)
        self.phrase.use(
            lambda secret: door.words.check(secret, (self.login.text(), self.user_name.text())),
            lambda: door.words.suggest(strong=not self.training()),
        )
        self.make.setEnabled(True)

    def begin(self) -> None:
        self.municipality.setFocus()

    def form(self) -> FirstRunForm:
        """The fields as typed."""
        return FirstRunForm(
            municipality=self.municipality.key(),
            unit=self.unit.text(),
            user_name=self.user_name.text(),
            login=self.login.text(),
            path=self.path.text(),
        )

    def half_typed(self) -> dict[str, str]:
        return {
            **self.form()._asdict(),
            "kind": TRAINING if self.training() else REAL,
            "passphrase": self.phrase.passphrase.text(),
            "again": self.phrase.again.text(),
            "own_login": "1" if self._own_login else "",
            "own_path": "1" if self._own_path else "",
        }

    def take_back(self, kept: Mapping[str, str]) -> None:
        """A folder that only we proposed is proposed anew, named in the new language."""
        self._own_login, self._own_path = bool(kept["own_login"]), bool(kept["own_path"])
        self._choose_kind(kept["kind"])
        self.municipality.set_key(kept["municipality"])
        lines = {"unit": self.unit, "user_name": self.user_name, "login": self.login}
        if self._own_path:
            lines["path"] = self.path
        for name, line in lines.items():
            line.setText(kept[name])
        for name, edit in (("passphrase", self.phrase.passphrase), ("again", self.phrase.again)):
            edit.setText(kept[name])
            edit.edited.emit(kept[name])

    def training(self) -> bool:
        """Whether a training vault is wanted."""
        return self.kinds[TRAINING].is_selected()

    def create_vault(self) -> None:
        """Make the vault, or show what is wrong beside the fields."""
        if self.door is None or not self.make.isEnabled():
            return
        form = self.form()
        faults = [*form.faults(), *self.phrase.faults()]
        order = list(self.fields)
        faults.sort(key=lambda fault: order.index(fault.field or ""))
        self._show_faults(faults)
        if faults:
            return
        from kpr_desktop.usecases.vault import FirstRun  # noqa: PLC0415 - not before the first window is painted

        secret = self.phrase.secret()
        first = FirstRun(
            path=Path(form.path.strip()),
            municipality=form.municipality,
            unit=form.unit,
            user_name=form.user_name,
            login=form.login.strip().lower(),
            passphrase=secret,
            training=self.training(),
        )
        door = self.door

        def work() -> Session:
            try:
                return door.create(first)
            finally:
                secret[:] = bytes(len(secret))

        self._busy(busy=True)
        from kpr_desktop_ui.tasks import run  # noqa: PLC0415 - not before the first page has been painted

        run(self, work, self._created, self._failed)

    def choose_existing(self) -> None:
        """Let the person point to a vault that is there already."""
        chosen = self._choose(self, self.t("start.choose_vault"), self._home)
        if chosen is not None:
            self.log_in_wanted.emit(chosen)

    def _fields(self) -> dict[str, Field]:
        t = self.t
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(self.browse)
        place.setFocusProxy(self.path)
        fields = {
            "municipality": Field(t("start.municipality"), self.municipality, t("start.municipality_hint")),
            "unit": Field(t("start.unit"), self.unit, t("start.unit_hint")),
            "user_name": Field(t("start.user_name"), self.user_name),
            "login": Field(t("start.login"), self.login),
            **self.phrase.fields,
            "path": Field(t("start.path"), place),
        }
        self.path.setAccessibleName(t("start.path"))
        return fields

    def _lay_out(self) -> None:
        theme = Theme.current()
        body = self.card.body
        body.setSpacing(theme.space("s"))
        body.addWidget(self.banner)
        kinds = Columns(2, 640)
        for kind, card in self.kinds.items():
            if kind == TRAINING or not self._training_only:
                kinds.add(card)
        body.addWidget(kinds)
        pairs = Columns(2, 640)
        for name in ("municipality", "unit", "user_name", "login"):
            pairs.add(self.fields[name])
        body.addWidget(pairs)
        body.addWidget(self.phrase)
        body.addWidget(self.fields["path"])
        self.existing = Button(self.t("start.existing"), "quiet")
        self.existing.clicked.connect(self.choose_existing)
        self.restore = Button(self.t("backup.restore_link"), "quiet")
        self.restore.clicked.connect(self.restore_wanted)
        row = QWidget()
        flow = FlowLayout(row, theme.space("s"), end=1)
        for button in (self.existing, self.restore, self.make):
            flow.addWidget(button)
        body.addSpacing(theme.space("xs"))
        body.addWidget(row)

    def _connect(self) -> None:
        for card in self.kinds.values():
            card.chosen.connect(self._choose_kind)
        for name, line in (
            ("unit", self.unit),
            ("user_name", self.user_name),
            ("login", self.login),
            ("path", self.path),
        ):
            line.edited.connect(lambda _text, name=name: self.fields[name].clear_error())
        for line in (
            self.unit,
            self.user_name,
            self.login,
            self.path,
            self.phrase.passphrase,
            self.phrase.again,
        ):
            line.returnPressed.connect(self.create_vault)
        self.municipality.chosen.connect(lambda _key: self.fields["municipality"].clear_error())
        self.user_name.edited.connect(self._suggest_login)
        self.login.edited.connect(lambda text: setattr(self, "_own_login", bool(text)))
        self.path.edited.connect(lambda text: setattr(self, "_own_path", bool(text)))
        self.browse.clicked.connect(self._browse)
        self.make.clicked.connect(self.create_vault)

    def _choose_kind(self, kind: str) -> None:
        for code, card in self.kinds.items():
            card.set_selected(code == kind)
        self.phrase.set_strong(strong=kind == REAL)
        if not self._own_path:
            self.path.setText(str(self._free(self.t(f"start.folder_{kind}"))))

    def _free(self, name: str) -> Path:
        """A folder in `home` that is not there yet."""
        names = [name, *(f"{name}-{number}" for number in range(2, 100))]
        return next(
            (self._home / each for each in names if not (self._home / each).exists()), self._home / name
        )

    def _suggest_login(self, name: str) -> None:
        if not self._own_login:
            self.login.setText(suggested_login(name))
            self.fields["login"].clear_error()

    def _browse(self) -> None:
        chosen = self._choose(self, self.t("start.choose_place"), Path(self.path.text() or str(self._home)))
        if chosen is not None:
            self._own_path = True
            kind = TRAINING if self.training() else REAL
            folder = chosen if not any(chosen.iterdir()) else chosen / self.t(f"start.folder_{kind}")
            self.path.setText(str(folder))
            self.fields["path"].clear_error()

    def _created(self, session: Session) -> None:
        self.phrase.forget()
        self.opened.emit(session)

    def _failed(self, fault: Fault) -> None:
        self._busy(busy=False)
        if isinstance(fault, UserFault) and fault.field in self.fields:
            self._show_faults([fault])
            return
        self.banner.set_message("stop", self.t.fault(fault))
        self.banner.show()
        self.make.setFocus()

    def _show_faults(self, faults: list[UserFault]) -> None:
        self.banner.hide()
        for field in self.fields.values():
            field.clear_error()
        for fault in faults:
            self.fields[fault.field or ""].set_error(self.t.fault(fault))
        if faults:
            self.fields[faults[0].field or ""].editor.setFocus()

    def _busy(self, *, busy: bool) -> None:
        widgets: list[QWidget] = [
            *self.kinds.values(),
            *self.fields.values(),
            self.phrase,
            self.existing,
            self.make,
        ]
        for widget in widgets:
            widget.setEnabled(not busy)
        self.make.setText(self.t("start.creating" if busy else "start.create"))
