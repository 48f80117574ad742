"""Single statements and answers → philosophies, levels."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.journeys.banks import open_scorer, policy_of
from screener.scoring.answer import AnswerScore
from screener.scoring.flags import shown_from


@dataclass(frozen=True)
class Found:
    """A philosophy found in a statement."""

    philosophy: str
    stance: str
    confidence: float
    start: int
    end: int
    quote: str

    def as_data(self) -> dict[str, Any]:
        """Return the fields as data that `json` can write."""
        return dict(vars(self))


def flagger(bank_folder: Path, policy: str = "default") -> Callable[[str, str, str], list[Found]]:
    """Return a function of text, register and speaker that finds philosophies sure enough under a policy.

    Raises NotFound, BankInvalid.
    """
    scorer = open_scorer(bank_folder)
    stand = policy_of(scorer.bank, policy)

    def flag(text: str, register: str, speaker: str) -> list[Found]:
        return [
            Found(f.philosophy, f.stance, f.confidence, f.quote.start, f.quote.end, f.quote.of(text))
            for f in scorer.findings(text, register, speaker)
            if f.confidence >= shown_from(f.philosophy, stand)
        ]

    return flag


def rater(bank_folder: Path) -> Callable[[str, str, str], dict[str, Any]]:
    """Return a function of text, register and speaker that suggests levels by competency.

    Raises NotFound, BankInvalid.
    """
    scorer = open_scorer(bank_folder)

    def rate(text: str, register: str, speaker: str) -> dict[str, Any]:
        return _ratings(scorer.score(text, register, speaker))

    return rate


def _ratings(score: AnswerScore) -> dict[str, Any]:
    text = score.passage.text
    return {
        rating.competency: {
            "level": rating.level,
            "confidence": rating.confidence,
            "evidence": [
                {"start": e.quote.start, "end": e.quote.end, "quote": e.quote.of(text), "reason": e.reason}
                for e in rating.evidence
            ],
        }
        for rating in score.ratings
    }
