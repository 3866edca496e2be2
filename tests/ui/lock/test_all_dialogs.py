"""No dialog of the program can be forgotten: each keeps what is typed in it at a lock, or has a reason not to."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog

import kpr_desktop_ui

NO_TEXT = "nothing can be typed in it"
SECRET = "holds a secret, which is never kept"
BASE = "only other dialogs are made of it"
EXEMPT = {
    "access.blocked_dialog.BlockedDialog": NO_TEXT,
    "access.fields_dialog.FieldsDialog": BASE,
    "access.slot_dialog.SlotDialog": SECRET,
    "audit.line_dialog.LineDialog": NO_TEXT,
    "backup.drill_dialog.DrillDialog": SECRET,
    "backup.progress_dialog.ProgressDialog": NO_TEXT,
    "exchange.import_dialog.ImportDialog": NO_TEXT,
    "form_dialog.FormDialog": BASE,
    "help.guide_dialog.GuideDialog": NO_TEXT,
    "help.help_dialog.HelpDialog": NO_TEXT,
    "help.report_dialog.ReportDialog": "shows what the program wrote, and nothing can be typed in it",
    "interview.day_dialog.DayDialog": BASE,
    "interview.jump_dialog.JumpDialog": "holds a search, which is typed again in a second",
    "interview.note_dialog.NoteDialog": NO_TEXT,
    "keeping_dialog.KeepingDialog": BASE,
    "letters.batch_delivery_dialog.BatchDeliveryDialog": "holds a way and a day, proposed anew",
    "passphrase_dialog.PassphraseDialog": SECRET,
    "rights.request_view_dialog.RequestViewDialog": NO_TEXT,
    "rights.rights_dialog.RightsDialog": BASE,
    "services.decision_dialog.DecisionDialog": "kept by the form it belongs to (test_half_typed.py)",
    "services.end_dialog.EndDialog": NO_TEXT,
    "services.move_dialog.MoveDialog": "kept by the form it belongs to (test_service_versions.py)",
    "settings.change_passphrase_dialog.ChangePassphraseDialog": SECRET,
    "submission.contents_dialog.ContentsDialog": NO_TEXT,
    "submission.receipt_dialog.ReceiptDialog": "holds one choice; the file beside it is read again from its place",
    "submission.sign_dialog.SignDialog": SECRET,
    "submission.sure_dialog.SureDialog": NO_TEXT,
    "widgets.dialogs.QuestionDialog": NO_TEXT,
}
EDITORS = {
    "LineEdit",
    "TextEdit",
    "PlainEdit",
    "NoteEdit",
    "DateEdit",
    "QLineEdit",
    "QPlainTextEdit",
    "QTextEdit",
}
KEPT_BY_FORM = "kept with its page's form (test_half_typed.py)"
IN_DIALOG = "is part of a dialog that keeps its fields"
SAVED = "every gesture is saved in the draft"
BEFORE = "stands before log-in, where no lock can come"
SEARCH = "holds a search"
FORMS = {
    "audit/control_view.py": KEPT_BY_FORM,
    "audit/log_view.py": SEARCH,
    "consents/consent_form.py": IN_DIALOG,
    "gallery/controls.py": "shows each field in each of its states, and keeps nothing",
    "help/manual_view.py": SEARCH,
    "interview/date_answer.py": SAVED,
    "interview/entries_editor.py": SAVED,
    "interview/interview_start.py": IN_DIALOG,
    "letters/letter_form.py": KEPT_BY_FORM,
    "settings/look_card.py": KEPT_BY_FORM,
    "letters/delivery_form.py": "a way and a day, proposed anew; the letter is recorded, and its list asks for them",
    "persons/form_editor.py": KEPT_BY_FORM,
    "persons/persons_page.py": SEARCH,
    "practice/name_step.py": "a name to practise under, proposed anew; practice vaults hold no health data",
    "recovery/code_entry.py": SECRET,
    "services/change_rows.py": KEPT_BY_FORM,
    "services/decision_row.py": KEPT_BY_FORM,
    "services/pause_rows.py": KEPT_BY_FORM,
    "services/service_form.py": KEPT_BY_FORM,
    "settings/fields.py": KEPT_BY_FORM,
    "start/first_run_page.py": BEFORE,
    "start/restore_page.py": BEFORE,
    "submission/approval_card.py": "a sentence that is typed to show that it was read",
    "submission/setup_view.py": KEPT_BY_FORM,
}
KEEPS = ("kept", "give_back", "kept_about")
"""What dialog_keeper.Keeps asks for."""
ROOT = Path(kpr_desktop_ui.__file__).parent


def dialogs() -> Iterator[tuple[str, type[QDialog]]]:
    """Every dialog of the program, by its module and name."""
    for found in pkgutil.walk_packages(kpr_desktop_ui.__path__, "kpr_desktop_ui."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, QDialog) and kind.__module__ == found.name:
                yield f"{found.name}.{name}".removeprefix("kpr_desktop_ui.").removeprefix("pages."), kind


def forgotten(found: Iterator[tuple[str, type[QDialog]]]) -> list[str]:
    """Those that neither keep what is typed nor have a reason not to."""
    return [
        name
        for name, kind in found
        if name not in EXEMPT
        and not (getattr(kind, "kept_as", "") and all(hasattr(kind, each) for each in KEEPS))
    ]


def test_every_dialog_keeps_its_text_or_has_a_reason_not_to() -> None:
    found = dict(dialogs())
    assert len(found) > 30
    assert forgotten(iter(found.items())) == []
    assert EXEMPT.keys() <= found.keys(), "an exemption for what is not there"
    for name in EXEMPT:
        assert not getattr(found[name], "kept_as", ""), f"{name} keeps, and is exempt"


def test_a_new_dialog_is_found() -> None:
    class Forgetful(QDialog):
        pass

    assert forgotten(iter([("new.Forgetful", Forgetful)])) == ["new.Forgetful"]


def test_everything_that_can_be_typed_in_is_accounted_for() -> None:
    making = set()
    for path in (ROOT / "pages").rglob("*.py"):
        calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
        names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        if names & EDITORS and not path.name.endswith("_dialog.py"):
            making.add(path.relative_to(ROOT / "pages").as_posix())
    assert making == FORMS.keys()
