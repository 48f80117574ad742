"""What became of questions in submitted scorecards: rated or skipped."""

from typing import NamedTuple, Protocol


class CameUp(NamedTuple):
    """A question in a submitted scorecard: the level that counts on a competency, None for "no evidence".

    A skipped question has an empty competency, and no other entry in that scorecard.
    """

    question: str
    competency: str
    candidate_id: str
    interview_id: str
    level: int | None

    @property
    def is_skipped(self) -> bool:
        """Whether the rater said that it was skipped."""
        return not self.competency


class QuestionUseStore(Protocol):
    """What became of questions, over all openings."""

    def came_up(self, *, but_for: str) -> tuple[CameUp, ...]:
        """Return what became of each question in each submitted scorecard.

        Candidates on whom the person `but_for` has still to submit a scorecard are left out: that person rates first.
        """
        ...
