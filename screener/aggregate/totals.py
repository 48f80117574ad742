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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from screener.aggregate.quantiles import UPPER, t_quantile

LOWEST, HIGHEST = 1.0, 5.0
_PRIOR_WEIGHT = 10  # degrees of freedom
_AT_ONCE = 256  # candidates who are compared with all others at the same time
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """A candidate's scorecards in few numbers, made in one pass: many thousand are compared at a time.

    `levels` are by competency the mean over raters of each one's mean, `answers` how many the fullest scorecard has:
    who sat in one conversation heard the same ones. `totals` are those of the raters. `apart` are the squares by which
    answers differ from their rater's mean on the competency, and from how many they come beyond the first.
    """

    weights: Mapping[str, float]
    levels: Mapping[str, float]
    answers: Mapping[str, int]
    totals: tuple[float, ...]
    apart: tuple[float, int]


def evidence_of(cards: Iterable[Card], weights: Mapping[str, float]) -> Evidence:
    """Return what a candidate's scorecards come to by these weights; what has no evidence is in nothing."""
    means: dict[str, list[float]] = {}
    answers: dict[str, int] = {}
    totals = []
    squares, freedom = 0.0, 0
    for card in cards:
        whole = weighted = 0.0
        for competency, levels in card.items():
            count = len(levels)
            if not count:
                continue
            together = sum(levels) if count > 1 else levels[0]
            mean = together / count
            means.setdefault(competency, []).append(mean)
            if count > answers.get(competency, 0):
                answers[competency] = count
            if count > 1:
                squares += sum([level * level for level in levels]) - together * mean
                freedom += count - 1
            weight = weights.get(competency, 0.0)
            whole += weight
            weighted += weight * mean
        if whole:
            totals.append(weighted / whole)
    levels_together = {competency: sum(own) / len(own) for competency, own in means.items()}
    return Evidence(weights, levels_together, answers, tuple(totals), (squares, freedom))


def weighted_mean(levels: Iterable[tuple[float, float]]) -> float | None:
    """Return the mean of levels, given as weight and level; None if none of them has any weight."""
    levels = tuple(levels)
    whole = sum(weight for weight, _ in levels)
    return sum(weight * level for weight, level in levels) / whole if whole else None


def spreads_of(candidates: Iterable[Evidence]) -> Spreads:
    """Return how far raters, answers and competencies differ within an opening's candidates."""
    raters, answers, competencies = _Pool(_PRIOR_RATERS), _Pool(_PRIOR_ANSWERS), _Pool(_PRIOR_COMPETENCIES)
    for one in candidates:
        raters.add(one.totals)
        competencies.add([level for competency, level in one.levels.items() if competency in one.weights])
        answers.squares += one.apart[0]
        answers.freedom += one.apart[1]
    return Spreads(raters.deviation, answers.deviation, competencies.deviation, raters.freedom)


def total_of(one: Evidence, spreads: Spreads) -> Total:
    """Return a candidate's total over all raters' scorecards by the formula above, cut off at the ends of the scale."""
    heard = {competency: weight for competency, weight in one.weights.items() if competency in one.levels}
    whole = sum(heard.values())
    if not whole:
        return Total(None, None, None, 0.0, 0)
    level = sum(weight * one.levels[competency] for competency, weight in heard.items()) / whole
    covered = whole / sum(one.weights.values())
    raters = len(one.totals)
    from_raters = spreads.raters**2 / raters
    answered = sum(weight**2 / one.answers[competency] for competency, weight in heard.items())
    from_answers = spreads.answers**2 * answered / whole**2
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
    best, worst = np.ones(len(names), dtype=int), np.full(len(names), len(names))
    for start in range(0, len(names), _AT_ONCE):  # all pairs of ten thousand would take a gigabyte
        some = slice(start, start + _AT_ONCE)
        reach = _reach(spreads.freedom) * np.hypot(errors[some, None], errors)
        above = levels[some, None] - levels > reach  # of a row's candidate over a column's
        best += above.sum(0)
        worst[some] -= above.sum(1)
    return {name: (int(best[place]), int(worst[place])) for place, name in enumerate(names)}


class _Pool:
    """A standard deviation within groups, pooled over them, that begins at a prior."""

    def __init__(self, prior: float) -> None:
        self.squares, self.freedom = _PRIOR_WEIGHT * prior**2, float(_PRIOR_WEIGHT)

    def add(self, group: Sequence[float]) -> None:
        """Take in a group; a single value says nothing."""
        if len(group) > 1:
            middle = sum(group) / len(group)
            self.squares += sum((value - middle) ** 2 for value in group)
            self.freedom += len(group) - 1

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        return math.sqrt(self.squares / self.freedom)


@lru_cache(maxsize=64)
def _reach(freedom: float) -> float:
    return t_quantile(UPPER, freedom)
