"""A candidate's total with its 95 % interval, and who cannot be told apart.

The total is the weighted mean of the competencies with evidence. Three things make it uncertain; their variances add:

    raters    r² / number of raters          another panel would have rated more severely or more kindly
    answers   a² · Σ (wᵢ² / nᵢ) / (Σ wᵢ)²    with nᵢ answers on competency i; others would have gone better or worse
    gaps      c² · u²                        the share u of the weights has no evidence and may be better or worse

r is how far raters' totals of the same candidate differ, a how far a rater's levels within a competency do, c how far a
candidate's competencies do (all as standard deviations, in levels). They are estimated from the opening, and from what
structured interviews show elsewhere as long as the opening is small: each prior counts as ten observations.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

import numpy as np

from screener.aggregate.quantiles import UPPER, t_quantile

LOWEST, HIGHEST = 1.0, 5.0
_PRIOR_WEIGHT = 10  # degrees of freedom
# One interviewer's rating is .44 reliable (Huffcutt et al. 2013); where levels spread by .8, its error is then
# √(.56 · .8²). Answers to different questions agree less than raters do about one answer (Blouin et al. 2011).
_PRIOR_RATERS, _PRIOR_ANSWERS, _PRIOR_COMPETENCIES = 0.6, 0.8, 0.8


Card = Mapping[str, Sequence[int]]  # one rater's levels by competency, one for each answer with evidence


@dataclass(frozen=True)
class Spreads:
    """Standard deviations, in levels, of raters, of answers within a competency, and of a candidate's competencies.

    `freedom` is how many observations of raters they rest upon, the prior's among them.
    """

    raters: float
    answers: float
    competencies: float
    freedom: float


@dataclass(frozen=True)
class Total:
    """A weighted mean with its 95 % interval, in levels; None without any evidence.

    `covered` is the share of the weights that has evidence, `error` the standard error.
    """

    level: float | None
    low: float | None
    high: float | None
    covered: float
    raters: int
    error: float = 0.0


def level_of(cards: Iterable[Card], competency: str) -> float | None:
    """Return a candidate's level on a competency: the mean over raters of each one's mean; None without evidence."""
    means = [fmean(card[competency]) for card in cards if card.get(competency)]
    return fmean(means) if means else None


def weighted_mean(levels: Iterable[tuple[float, float]]) -> float | None:
    """Return the mean of levels, given as weight and level; None if none of them has any weight."""
    levels = tuple(levels)
    whole = sum(weight for weight, _ in levels)
    return sum(weight * level for weight, level in levels) / whole if whole else None


def spreads_of(candidates: Iterable[Sequence[Card]], weights: Mapping[str, float]) -> Spreads:
    """Return how far raters, answers and competencies differ within an opening's candidates."""
    raters, answers, competencies = _Pool(_PRIOR_RATERS), _Pool(_PRIOR_ANSWERS), _Pool(_PRIOR_COMPETENCIES)
    for cards in candidates:
        totals = (weighted_mean(_weighted(card, weights)) for card in cards)
        raters.add([total for total in totals if total is not None])
        levels = (level_of(cards, competency) for competency in weights)
        competencies.add([level for level in levels if level is not None])
        for card in cards:
            for levels_given in card.values():
                answers.add(levels_given)
    return Spreads(raters.deviation, answers.deviation, competencies.deviation, raters.freedom)


def total_of(cards: Sequence[Card], weights: Mapping[str, float], spreads: Spreads) -> Total:
    """Return a candidate's total over all raters' scorecards by the formula above, cut off at the ends of the scale."""
    found = {competency: level_of(cards, competency) for competency in weights}
    levels = {competency: level for competency, level in found.items() if level is not None}
    level = weighted_mean((weights[competency], own) for competency, own in levels.items())
    if level is None:
        return Total(None, None, None, 0.0, 0)
    heard = sum(weights[competency] for competency in levels)
    covered = heard / sum(weights.values())
    raters = sum(any(card.get(competency) for competency in levels) for card in cards)
    # Several raters in one conversation heard the same answers: the fullest scorecard tells how many there were.
    answers = {c: max(len(card.get(c, ())) for card in cards) for c in levels}
    from_raters = spreads.raters**2 / raters
    from_answers = spreads.answers**2 * sum(weights[c] ** 2 / answers[c] for c in levels) / heard**2
    from_gaps = (spreads.competencies * (1 - covered)) ** 2
    error = math.sqrt(from_raters + from_answers + from_gaps)
    reach = _reach(spreads.freedom) * error
    return Total(level, max(LOWEST, level - reach), min(HIGHEST, level + reach), covered, raters, error)


def places_of(totals: Mapping[str, Total], spreads: Spreads) -> Mapping[str, tuple[int, int]]:
    """Return for each candidate with a total the best and the worst place that the totals leave open, from 1.

    Two candidates are told apart only if the 95 % interval of their difference leaves out 0.
    """
    names = [name for name, total in totals.items() if total.level is not None]
    levels = np.array([totals[name].level for name in names], dtype=float)
    errors = np.array([totals[name].error for name in names])
    reach = _reach(spreads.freedom) * np.hypot(errors[:, None], errors[None, :])
    above = levels[:, None] - levels[None, :] > reach  # of a row's candidate over a column's
    best, worst = 1 + above.sum(0), len(names) - above.sum(1)
    return {name: (int(best[place]), int(worst[place])) for place, name in enumerate(names)}


def _weighted(card: Card, weights: Mapping[str, float]) -> Iterator[tuple[float, float]]:
    return ((weights.get(competency, 0.0), fmean(levels)) for competency, levels in card.items() if levels)


class _Pool:
    """A standard deviation within groups, pooled over them, that begins at a prior."""

    def __init__(self, prior: float) -> None:
        self.squares, self.freedom = _PRIOR_WEIGHT * prior**2, float(_PRIOR_WEIGHT)

    def add(self, group: Sequence[float]) -> None:
        """Take in a group; a single value says nothing."""
        if len(group) > 1:
            middle = fmean(group)
            self.squares += math.fsum((value - middle) ** 2 for value in group)
            self.freedom += len(group) - 1

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        return math.sqrt(self.squares / self.freedom)


@lru_cache(maxsize=64)
def _reach(freedom: float) -> float:
    return t_quantile(UPPER, freedom)
