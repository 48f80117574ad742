"""What the network judged → suggested levels, in the words of the rubrics, with the sentences they rest on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from screener.bank.load import Bank
from screener.reading.heard import Judged, Shown
from screener.scoring.ratings import Evidence, Rating
from screener.scoring.reader import Finding

_KINDS = {
    "view": "what they hold",
    "case": "a concrete case",
    "action": "what they did themselves",
    "result": "what came of it",
}
_HELD_FROM = 0.6  # the confidence from which a risky philosophy holds a level back
_HELD_BACK = 2


@dataclass(frozen=True)
class Judgement:
    """What the network makes of one competency: the level (1–5) that it speaks for, and why it may be another.

    `rating` is what is suggested if its confidence comes to `needed`; `held_back_by` are the risky philosophies found.
    """

    rating: Rating
    level: int
    needed: float
    held_back_by: tuple[Finding, ...]


def judged_ratings(
    judged: Iterable[Judged],
    findings: Sequence[Finding],
    bank: Bank,
    competencies: Iterable[str],
    sure_from: float,
) -> list[Rating]:
    """Return a suggestion for each competency that the network is sure enough of, and can quote something for."""
    judgements = judgements_of(judged, findings, bank, competencies, sure_from)
    return [own.rating for own in judgements if own.rating.confidence >= own.needed]


def judgements_of(
    judged: Iterable[Judged],
    findings: Sequence[Finding],
    bank: Bank,
    competencies: Iterable[str],
    sure_from: float,
) -> Iterator[Judgement]:
    """Return what the network makes of each competency for which it can quote something, however surely.

    Who is found to hold a risky philosophy that bears on a competency gets no more than a 2 on it; and since a belief
    is something to judge by, half the sureness is enough there.
    """
    by_name = {level.competency: level for level in judged if level.shown}
    for name in competencies:
        if name in by_name and name in bank.rubrics:
            against = tuple(f for f in findings if _is_against(f, name, bank))
            level = min(5, max(1, round(by_name[name].level)))
            rating = _rating(by_name[name], min(_HELD_BACK, level) if against else level, bank)
            yield Judgement(rating, level, sure_from / 2 if against else sure_from, against)


def _rating(judged: Judged, level: int, bank: Bank) -> Rating:
    rubric = bank.rubrics[judged.competency]
    anchor = rubric.levels[level - 1].short.replace("**", "")
    evidence = tuple(Evidence(shown.quote, _reason(shown)) for shown in judged.shown)
    return Rating(rubric.id, rubric.name, level, judged.confidence, anchor, evidence)


def _is_against(finding: Finding, competency: str, bank: Bank) -> bool:
    philosophy = bank.philosophies[finding.philosophy]
    is_held = finding.stance == "asserted" and finding.confidence >= _HELD_FROM and not finding.is_tentative
    return is_held and philosophy.kind == "risky" and competency in philosophy.competencies


def _reason(shown: Shown) -> str:
    return "; ".join(_KINDS[kind] for kind in shown.kinds) or "bears on it"
