"""What has changed since last time, in sentences."""

from __future__ import annotations

from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.changes import Change, ChangeKind
from kpr_desktop.usecases.results import Results
from kpr_desktop_ui.pages.interview.words import Words


class ChangeWords:
    """Sentences about scores and changes, for the screen and for a screen reader."""

    __slots__ = ("_texts", "_words")

    def __init__(self, words: Words) -> None:
        self._words, self._texts = words, words.texts

    def score(self, item: str, score: str) -> str:
        """A score with its words; that nobody has scored it, when there is none."""
        if not score:
            return self._texts("interview.not_answered")
        text = self._words.value(self._words.book.items[item], score)
        return self._texts("interview.score_named", score=score, text=text)

    def sentence(self, change: Change) -> str:
        """From the one to the other, in the words of the scale."""
        item = self._words.book.items[change.item]
        before, now = (self._words.value(item, score) for score in (change.before, change.now))
        if change.kind is ChangeKind.NEW:
            return self._texts("interview.change_new", now=now)
        if change.kind is ChangeKind.GONE:
            return self._texts("interview.change_gone", before=before)
        return self._texts("interview.change_from_to", before=before, now=now)

    def same(self, results: Results) -> str:
        """How many are as last time; an empty text when none is."""
        count = sum(1 for change in results.changes if change.kind is ChangeKind.SAME)
        if count == 1:
            return self._texts("interview.change_same_one")
        return self._texts("interview.change_same", count=count) if count else ""

    def told(self, results: Results, assessment: Assessment, previous: Assessment | None) -> str:
        """The profile in sentences: each change, or each score when there is no last time."""
        lines = [
            self._named(change.item, self.sentence(change))
            for change in results.changes
            if change.kind is not ChangeKind.SAME
        ]
        if previous is None:
            items = [item.id for item in self._words.book.variables if assessment.value(item.id)]
            lines = [self._named(item, self.score(item, assessment.value(item))) for item in items]
            lines.insert(0, self._texts("interview.change_first"))
        return "\n".join(line for line in (*lines, self.same(results)) if line)

    def _named(self, item: str, text: str) -> str:
        return self._texts("interview.summary_line", item=self._words.short(item), text=text)
