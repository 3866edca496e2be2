"""Scores of practice cases."""

from __future__ import annotations

import json
from datetime import datetime

from kpr_desktop.store.database import Database
from kpr_desktop.store.rows import Hand
from kpr_desktop.usecases.records import PracticeScore

_SAVE = (
    "INSERT INTO practice_score (id, case_id, scorer, device_id, made_at, scores) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (case_id, scorer) DO UPDATE SET made_at = excluded.made_at, scores = excluded.scores"
)


class PracticeTable:
    """PracticeScores of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._hand = hand

    def save(self, score: PracticeScore) -> None:
        """Put in, or take the place of the scorer's earlier scores of the case."""
        values = json.dumps(dict(score.scores))
        made = score.made_at.isoformat()
        self._database.run(_SAVE, (score.id, score.case_id, score.scorer, self._hand.device_id, made, values))

    def of_case(self, case_id: str) -> list[PracticeScore]:
        """By scorer's name."""
        rows = self._database.rows(
            "SELECT id, case_id, scorer, made_at, scores FROM practice_score WHERE case_id = ? ORDER BY scorer",
            (case_id,),
        )
        return [
            PracticeScore(row[0], row[1], row[2], datetime.fromisoformat(row[3]), json.loads(row[4]))
            for row in rows
        ]
