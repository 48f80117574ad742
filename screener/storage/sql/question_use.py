"""What became of questions, in SQL."""

from typing import Any

from screener.storage.question_use import CameUp
from screener.storage.sql.connection import SqlConnection

_CARDS = """
JOIN scorecard ON scorecard.id = scorecard_id AND scorecard.submitted_at IS NOT NULL
JOIN interview ON interview.id = scorecard.interview_id
WHERE interview.candidate_id NOT IN (
  SELECT waiting.candidate_id FROM scorecard JOIN interview AS waiting ON waiting.id = scorecard.interview_id
  WHERE scorecard.person_id = :person AND scorecard.submitted_at IS NULL)
"""
_SKIPPED = f"""
SELECT scorecard_id, question, '', candidate_id, interview_id, NULL FROM asking {_CARDS}
AND state = 'skipped' AND NOT EXISTS (
  SELECT 1 FROM asking AS later WHERE later.scorecard_id = asking.scorecard_id AND later.question = asking.question
  AND (later.written_at, later.id) > (asking.written_at, asking.id))
"""  # noqa: S608
_RATED = f"""
SELECT scorecard_id, question, competency, candidate_id, interview_id, level, written_at, rating.id FROM rating {_CARDS}
"""  # noqa: S608


class SqlQuestionUse(SqlConnection):
    """See QuestionUseStore."""

    def came_up(self, *, but_for: str) -> tuple[CameUp, ...]:
        """Return what became of each question in each submitted scorecard."""
        person = {"person": but_for}
        skipped = {row[:2]: row for row in self._rows(_SKIPPED, person)}
        rated: dict[tuple[str, ...], tuple[Any, ...]] = {}
        # What was written last is found here: a window over ninety thousand rows would take three times as long.
        for row in self._rows(_RATED, person):
            before = rated.setdefault(row[:3], row)
            if before is not row and row[6:] > before[6:]:
                rated[row[:3]] = row
        rows = (*skipped.values(), *(row for what, row in rated.items() if what[:2] not in skipped))
        return tuple(CameUp._make(row[1:6]) for row in rows)
