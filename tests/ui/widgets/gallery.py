"""Every widget in one picture, in each palette, at 100 and 200 %.

`python -m tests.ui.widgets.gallery` fills build/ui/.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme, load_tokens
from kpr_desktop_ui.theme.theme import load_fonts
from kpr_desktop_ui.theme.tokens import MODES
from kpr_desktop_ui.widgets import (
    Banner,
    Button,
    Card,
    Cell,
    CheckBox,
    ChoiceCard,
    Column,
    Columns,
    ComboBox,
    DataTable,
    DateEdit,
    EmptyState,
    Field,
    Label,
    LineEdit,
    NavGroup,
    Navigator,
    NavRow,
    NoteEdit,
    PersonHead,
    ProblemList,
    ProblemRow,
    Row,
    ScoreCard,
    StateChip,
)

SCORES = (
    ("1", "Går greit, som før"),
    ("2", "Klarer det alene, men strever eller gjør det annerledes enn før"),
    ("3", "Klarer deler, trenger en person til resten"),
    ("4", "Deltar, men en person må være til stede hele tiden"),
    ("5", "Trenger en person til alt"),
    ("9", "Ikke relevant å kartlegge"),
)


@dataclass(frozen=True)
class Picture:
    width: int = 2
    height: int = 3
    stride: int = 8
    data: bytes = bytes(24)


def buttons() -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addWidget(Button("Neste", "primary", "Enter"))
    row.addWidget(Button("Tilbake"))
    row.addWidget(Button("Vis for bruker", key_hint="F6", icon="eye"))
    row.addWidget(Button("Avbryt", "quiet"))
    row.addWidget(Button("Forkast", "danger"))
    row.addWidget(Button("Gå til feltet", small=True))
    shut = Button("Stengt", "primary")
    shut.setEnabled(False)
    row.addWidget(shut)
    row.addStretch(1)
    return holder


def chips() -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    for text, kind in (
        ("Øvingshvelv", "neutral"),
        ("Kladd", "info"),
        ("Ferdig", "ok"),
        ("Bør sees på", "warning"),
        ("Stopper", "stop"),
    ):
        row.addWidget(StateChip(text, kind))
    row.addStretch(1)
    return holder


def form() -> QWidget:
    columns = Columns()
    name = Field("Navn", LineEdit(), "Slik det står i Folkeregisteret.", "Kan sendes til KPR")
    name.editor.setText("Blid Fjellbekk")
    born = Field("Fødselsdato", DateEdit("dd.mm.åååå"))
    born.set_error("Datoen finnes ikke. Sjekk dag og måned.")
    note = Field("Notat", NoteEdit())
    note.editor.set_text("Trenger hjelp inn i dusjen to ganger i uken.")
    note.editor.setMaximumHeight(Theme.current().px(80))
    place = Field("Kommune", ComboBox([("4201", "Risør"), ("4202", "Grimstad")], searchable=True))
    kind = Field("Grunn", ComboBox([("new", "Ny søknad"), ("change", "Endring")]))
    box = CheckBox("Trenger tolk")
    box.setChecked(True)
    for each in (name, born, note, place, kind, box):
        columns.add(each)
    return columns


def scores() -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setSpacing(Theme.current().space("s"))
    for code, text in SCORES:
        card = ScoreCard(code, text, "Hjelperen kan gå til og fra" if code == "3" else "")
        card.set_selected(code == "3")
        row.addWidget(card)
    return holder


def navigator() -> Navigator:
    made = Navigator("Kartlegging")
    rows = tuple(
        NavRow(f"v{at}", text, "answered" if badge != "–" else "open", badge)
        for at, (text, badge) in enumerate(
            (
                ("Innendørs", "2"),
                ("Utendørs", "4"),
                ("Personlig hygiene", "3"),
                ("Spise", "9"),
                ("Toalett", "–"),
            )
        )
    )
    made.set_groups(
        [
            NavGroup("social", "Sosial fungering", (NavRow("a", "Sosial deltakelse", "answered", "1"),)),
            NavGroup("care", "Egenomsorg", rows),
            NavGroup(
                "senses", "Egen helse, kognisjon og sanser", (NavRow("b", "Hørsel"), NavRow("c", "Syn"))
            ),
        ],
        "v2",
    )
    made.setFixedHeight(Theme.current().px(320))
    return made


def table() -> DataTable:
    made = DataTable("Personer")
    made.set_columns([Column("Person", 1), Column("Hva", 3), Column("Frist", 0)])
    made.set_rows(
        [
            Row(
                "1",
                ("Blid Fjellbekk", Cell("Sluttdato før startdato på langtidsopphold", "stop"), "23.11.2026"),
            ),
            Row(
                "2",
                (
                    "Rolig Sjøsprøyt",
                    Cell("Langtidsopphold og praktisk bistand samtidig", "warning"),
                    "15.01.2027",
                ),
            ),
            Row("3", ("Lun Granbar", "–", "")),
        ]
    )
    made.select("1")
    made.setFixedHeight(Theme.current().px(220))
    return made


def problems() -> ProblemList:
    made = ProblemList()
    made.set_problems(
        [
            ProblemRow(
                "stop",
                "Husstand er ikke besvart. Kartleggingen kan ikke avsluttes uten.",
                "Gå til feltet",
                "household",
            ),
            ProblemRow("warning", "19 av 20 er vurdert som «ikke relevant».", "Se over", "v01"),
        ]
    )
    return made


def gallery() -> QWidget:
    """All widgets in a column."""
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    head = PersonHead()
    head.set_person(
        "Blid Fjellbekk",
        ["84 år", "14.03.42 •••••"],
        [("Øvingshvelv", "neutral"), ("Skjermet adresse", "warning")],
    )
    card = Card("Usikker på skåren?")
    card.body.addWidget(Label("Trengs en annen person? Ja."))
    card.body.addWidget(Label("Forslag: 3", "muted"))
    column.addWidget(head)
    for role in ("title", "heading", "body", "muted", "small", "error"):
        column.addWidget(Label("Hvordan går det med vask, dusj, tenner og hår? Č đ ŋ ☐ ☑", role))
    for each in (buttons(), chips(), scores(), form()):
        column.addWidget(each)
    row = QHBoxLayout()
    row.addWidget(navigator(), 1)
    middle = QVBoxLayout()
    for each in (
        ChoiceCard("1", "Bor alene"),
        ChoiceCard("2", "Bor sammen med andre", "Også kollektiv og bofellesskap"),
        card,
    ):
        middle.addWidget(each)
    middle.itemAt(1).widget().set_selected(True)
    row.addLayout(middle, 2)
    column.addLayout(row)
    column.addWidget(Banner("info", "Kladden fra 12. november er åpnet der du slapp."))
    column.addWidget(Banner("warning", "Endret ett steg. Ingen begrunnelse kreves.", "Forstått"))
    column.addWidget(problems())
    column.addWidget(table())
    column.addWidget(
        EmptyState("users", "Ingen personer ennå", "Registrer den første, så står den her.", "Ny person")
    )
    return page


def main(folder: Path = Path("build/ui")) -> None:
    """Render the pictures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts()
    folder.mkdir(parents=True, exist_ok=True)
    for mode in MODES:
        for scale in (1.0, 2.0):
            Theme(load_tokens(), mode, scale).apply(app)
            page = gallery()
            page.resize(round(1180 * scale), page.heightForWidth(round(1180 * scale)))
            page.show()
            app.processEvents()
            page.grab().save(str(folder / f"gallery-{mode}-{round(scale * 100)}.png"))
            page.close()
            page.deleteLater()


if __name__ == "__main__":
    main()
