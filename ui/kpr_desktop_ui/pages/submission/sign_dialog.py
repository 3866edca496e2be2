"""The key for one file: read, used once, never kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.dispatch_records import Need
from kpr_desktop.usecases.messages import Dispatch
from kpr_desktop.usecases.output_ports import Envelope
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import Button, PassphraseEdit

MOST_BYTES = 1_000_000


class SignDialog(FieldsDialog):
    """A key file and its passphrase. `key_file` and `passphrase` are for whoever makes the file, who wipes them."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        words = ("title", "text", "yes", "no")
        found = [texts(f"desk.sign_{word}") for word in words]
        super().__init__(texts, (found[0], found[1], found[2], found[3]), parent)
        self._path: Path | None = None
        self.key_file, self.passphrase = bytearray(), bytearray()
        self.choose = Button(texts("desk.sign_choose"), icon="folder")
        self.line = PassphraseEdit()
        self.put("key_file", texts("desk.sign_key"), self.choose, texts("desk.sign_key_hint"))
        self.put("passphrase", texts("desk.sign_passphrase"), self.line, texts("desk.sign_once"))
        self.choose.clicked.connect(self._choose)
        self.yes.clicked.connect(lambda: self.attempt(self._read))
        self.begin()

    def _choose(self) -> None:
        texts = self.texts
        name, _ = QFileDialog.getOpenFileName(self, texts("desk.sign_choose"), "", texts("desk.sign_files"))
        if name:
            self._path = Path(name)
            self.choose.setText(self._path.name)
            self.fields["key_file"].clear_error()

    def _read(self) -> None:
        if self._path is None:
            raise UserFault("submission.key_missing", "key_file")
        passphrase = self.line.secret()
        if not passphrase:
            raise UserFault("certificate.no_passphrase", "passphrase")
        self.line.forget()
        try:
            with self._path.open("rb") as file:
                self.key_file = bytearray(file.read(MOST_BYTES + 1))
        except OSError:
            raise EnvironmentFault("submission.cannot_read") from None
        self.passphrase = passphrase


def dispatch_by(parent: QWidget, texts: Texts, way: Envelope) -> Dispatch | None:
    """How one file is put up, with the key asked for when the envelope is signed; None when that is given up."""
    if Need.CERTIFICATES not in way.needs:
        return Dispatch(way.id)
    dialog = SignDialog(texts, parent)
    answered = bool(dialog.exec())
    key, words = dialog.key_file, dialog.passphrase
    dialog.deleteLater()
    return Dispatch(way.id, key, words) if answered else None
