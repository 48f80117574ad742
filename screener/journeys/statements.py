"""Single statements and answers → philosophies, levels."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screener.bank.model import Policy
from screener.journeys.banks import open_scorer, policy_of
from screener.scoring.answer import AnswerScore, Scorer
from screener.scoring.figures import Claim
from screener.scoring.flags import shown_from


@dataclass(frozen=True)
class Found(Claim):
    """A philosophy found in a statement. A tentative one is known to the reader by its examples alone."""

    confidence: float
    is_tentative: bool

    def as_data(self) -> dict[str, Any]:
        """Return the fields as data that `json` can write."""
        return dict(vars(self))


class Flagger:
    """Finds philosophies in single statements, those sure enough under a policy."""

    def __init__(self, scorer: Scorer, policy: Policy) -> None:
        self._scorer, self._policy = scorer, policy
        self.kinds = {name: philosophy.kind for name, philosophy in scorer.bank.philosophies.items()}

    def __call__(self, text: str, register: str, speaker: str) -> list[Found]:
        """Return what is found in a text."""
        return [
            Found(f.philosophy, f.stance, f.quote.start, f.quote.end, f.quote.of(text), f.confidence, f.is_tentative)
            for f in self._scorer.findings(text, register, speaker)
            if f.confidence >= shown_from(f, self._policy)
        ]


def flagger(bank_folder: Path, policy: str = "default") -> Flagger:
    """Return what finds philosophies with a bank. Raises NotFound, BankInvalid."""
    scorer = open_scorer(bank_folder)
    return Flagger(scorer, policy_of(scorer.bank, policy))


def rater(bank_folder: Path, policy: str = "default") -> Callable[[str, str, str, str], dict[str, Any]]:
    """Return a function of text, register, speaker and question that suggests levels by competency.

    Raises NotFound, BankInvalid.
    """
    scorer = open_scorer(bank_folder)
    levels_from = policy_of(scorer.bank, policy).levels_from

    def rate(text: str, register: str, speaker: str, question: str) -> dict[str, Any]:
        return _ratings(scorer.score(text, register, speaker, None, question, levels_from))

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
