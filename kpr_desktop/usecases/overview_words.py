"""The figures of the unit's own work in words: titles, headings, lines, and a sentence that says the main thing."""

from __future__ import annotations

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_text, month_in_text
from kpr_desktop.usecases.overview_figures import from_three
from kpr_desktop.usecases.overview_records import SCORES, Figure, WorkOverview


class OverviewWords:
    """Words in the language of `texts`."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def number(self, count: int) -> str:
        """A count: `10 000`."""
        return self._texts.number(count)

    def title(self, figure_id: str) -> str:
        """What the figure is called."""
        return self._texts(f"overview.figure_{figure_id}")

    def column(self, figure_id: str, code: str) -> str:
        """A column's heading."""
        if code in SCORES:
            return code
        return self._texts(
            f"overview.column_{code}_{figure_id}" if code == "count" else f"overview.column_{code}"
        )

    def line(self, code: str, label: str) -> str:
        """What a line is called: its own label, a month, a band of minutes, or one of our words."""
        texts = self._texts
        if label:
            return label
        if code[:4].isdigit() and code[4:5] == "-":
            return month_in_text(code, texts.language)
        if code[0].isdigit():
            first, _, last = code.rstrip("+").partition("-")
            return (
                texts("overview.band", first=first, last=last)
                if last
                else texts("overview.band_over", first=first)
            )
        return texts(f"overview.row_{code}")

    def period(self, made: WorkOverview) -> str:
        """`2026` or `november 2026`."""
        if made.month:
            return month_in_text(f"{made.year}-{made.month:02}", self._texts.language)
        return str(made.year)

    def about(self, made: WorkOverview) -> str:
        """Whose work, and up to which day."""
        day = in_text(made.last, self._texts.language)
        return self._texts("overview.about", unit=made.unit, day=day)

    def sentence(self, made: WorkOverview, figure: Figure) -> str:
        """The main thing of a figure, with its true numbers: for the screen alone."""
        tell = {
            "assessments": self._tell_assessments,
            "needs": self._tell_needs,
            "services": self._tell_services,
            "completeness": self._tell_completeness,
            "time": self._tell_time,
            "due": self._tell_due,
        }
        return tell[figure.id](made, figure)

    def _tell_assessments(self, made: WorkOverview, figure: Figure) -> str:
        texts, period = self._texts, self.period(made)
        count = figure.facts["count"]
        if not count or made.month:
            return texts("overview.told_assessments_few", period=period, count=self.number(count))
        most = max(figure.lines, key=lambda each: each.cells[0])
        month = month_in_text(most.code, texts.language).rsplit(" ", 1)[0]
        return texts(
            "overview.told_assessments",
            period=period, count=self.number(count), month=month, most=self.number(most.cells[0]),
        )  # fmt: skip

    def _tell_needs(self, made: WorkOverview, figure: Figure) -> str:
        shares = [(help_ / of, bar.label) for bar in figure.bars for help_, of in [from_three(bar)] if of]
        if not shares:
            return self._texts("overview.told_needs_none", period=self.period(made))
        most, group = max(shares, key=lambda each: each[0])
        return self._texts("overview.told_needs", group=group, share=percent(most))

    def _tell_services(self, made: WorkOverview, figure: Figure) -> str:
        day = in_text(made.last, self._texts.language)
        if not figure.lines:
            return self._texts("overview.told_services_none", day=day)
        first = figure.lines[0]
        persons, most = self.number(figure.facts["persons"]), self.number(first.cells[0])
        return self._texts("overview.told_services", day=day, persons=persons, service=first.label, most=most)

    def _tell_completeness(self, made: WorkOverview, figure: Figure) -> str:
        held, missed = (sum(each.cells[at] for each in figure.lines) for at in (0, 1))
        if not held + missed:
            return self._texts("overview.told_completeness_none", period=self.period(made))
        if not missed:
            return self._texts("overview.told_completeness_all", period=self.period(made))
        worst = max(figure.lines, key=lambda each: each.cells[1])
        # Rounded down: a hundred is said of all alone.
        share = f"{100 * held // (held + missed)}"
        return self._texts(
            "overview.told_completeness", share=share, item=worst.label, missing=self.number(worst.cells[1])
        )

    def _tell_time(self, made: WorkOverview, figure: Figure) -> str:
        facts = figure.facts
        if not facts["shown"]:
            return self._texts("overview.told_time_hidden", least=made.least, staff=made.staff)
        return self._texts(
            "overview.told_time", minutes=facts["median"], count=self.number(facts["measured"])
        )

    def _tell_due(self, _made: WorkOverview, figure: Figure) -> str:
        facts = {name: self.number(figure.facts[name]) for name in ("overdue", "soon", "never", "drafts")}
        return self._texts("overview.told_due", **facts)


def percent(share: float) -> str:
    """A share from 0 to 1 in whole percent."""
    return f"{100 * share:.0f}"
