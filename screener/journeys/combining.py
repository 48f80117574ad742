"""The submitted scorecards of a candidate's round side by side: levels by competency, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from screener.aggregate.totals import weighted_mean
from screener.journeys.scorecards import Card, CompetencyLevel
from screener.storage.records import Opening

# Levels are means, and a difference of means such as 4.33 − 3.33 must not miss 1 by a rounding of the computer's.
_DIGITS = 6


@dataclass(frozen=True)
class CompetencyRow:
    """A competency with each rater's level side by side; None where a rater's guide does not have it.

    `weight` is the opening's, None where it has none. `difference` is None unless two raters have evidence.
    """

    competency: str
    name: str
    weight: float | None
    levels: tuple[CompetencyLevel | None, ...]
    combined: float | None
    difference: float | None


@dataclass(frozen=True)
class Total:
    """A weighted mean over the competencies with evidence, of all that have a weight."""

    level: float | None
    with_evidence: int
    competencies: int


@dataclass(frozen=True)
class Combined:
    """The submitted scorecards of a round side by side. `expected` is how many there are to be."""

    cards: tuple[Card, ...]
    rows: tuple[CompetencyRow, ...]
    total: Total
    expected: int


def combined_of(cards: Sequence[Card], opening: Opening, expected: int) -> Combined:
    """Put submitted scorecards side by side: each competency's mean over its raters, and the total by the opening's
    weights. What has no evidence is in no mean and is told as coverage."""
    weights = {weighting.competency: weighting.weight for weighting in opening.weights}
    names = {level.competency: level.name for card in cards for level in card.competencies}
    rows = tuple(
        _row(competency, names.get(competency) or _rubric_name(cards, competency), weights.get(competency), cards)
        for competency in dict.fromkeys([*weights, *names])
    )
    total = total_of([(row.weight, row.combined) for row in rows])
    return Combined(tuple(cards), rows, total, expected)


def total_of(levels: Sequence[tuple[float | None, float | None]]) -> Total:
    """Return the weighted mean of levels, given as weight and level; what lacks either is not in it."""
    weighted = [(weight, level) for weight, level in levels if weight is not None]
    counted = [(weight, level) for weight, level in weighted if level is not None]
    return Total(weighted_mean(counted), len(counted), len(weighted))


def _row(competency: str, name: str, weight: float | None, cards: Sequence[Card]) -> CompetencyRow:
    levels = tuple(
        next((level for level in card.competencies if level.competency == competency), None) for card in cards
    )
    found = [level.level for level in levels if level and level.level is not None]
    return CompetencyRow(
        competency,
        name,
        weight,
        levels,
        sum(found) / len(found) if found else None,
        round(max(found) - min(found), _DIGITS) if len(found) > 1 else None,
    )


def _rubric_name(cards: Sequence[Card], competency: str) -> str:
    """Name a competency that has a weight in the opening but is in nobody's guide."""
    return next((c.bank.rubrics[competency].name for c in cards if competency in c.bank.rubrics), competency)
