"""Adverse impact: do people of one group get through less often than those of another, and could that be chance?

Rates and the four-fifths ratio (29 CFR 1607.4 D), the difference in standard deviations, Fisher's exact test with
mid-p, and the scoring rate by the median (New York City, 6 RCNY § 5-301). No verdict on few people: with equal chances,
the four-fifths rule raises an alarm in three of four comparisons of ten with ten.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist, median
from typing import Literal

FOUR_FIFTHS = 0.8
CLEAR_DEVIATIONS = 2.0
CLEAR_MID_P = 0.05
FEWEST_PEOPLE = 30  # in either group
FEWEST_EXPECTED = 5.0  # selected or not, in either group, if the chances were equal
SMALLEST_SHARE = 0.02  # of all whose category is known: smaller categories may stay out of the ratios
UNKNOWN = ""  # the category of those who gave none
_POWER = 0.8
_ALIKE = 1 + 1e-7  # two tables' chances that differ by less are taken as equal

Verdict = Literal["too-few", "impact", "ratio-only", "difference-only", "none-found"]


@dataclass(frozen=True)
class Comparison:
    """A category beside the one with the highest rate.

    `deviations` is the difference of the rates in standard deviations, `mid_p` the chance of so great a difference
    where there is none; `needed` how many people a category it takes to find a ratio of four fifths four times in five.
    """

    ratio: float
    deviations: float
    mid_p: float
    verdict: Verdict
    needed: int


@dataclass(frozen=True)
class Category:
    """A group of people: how many were considered, how many got through, and how it compares.

    `comparison` is None for the category with the highest rate, for those that are too small, and where nobody got
    through.
    """

    name: str
    selected: int
    considered: int
    is_small: bool
    comparison: Comparison | None

    @property
    def rate(self) -> float:
        """The share that got through, from 0 to 1."""
        return self.selected / self.considered


@dataclass(frozen=True)
class Impact:
    """All categories of one kind (sex, say), those with the highest rates first, and how many people gave none."""

    categories: tuple[Category, ...]
    unknown: int

    @property
    def highest(self) -> Category | None:
        """What the others are compared with; None where nobody got through."""
        return next((own for own in self.categories if not own.is_small and own.selected), None)


def impact_of(people: Iterable[tuple[str, bool]]) -> Impact:
    """Compare categories, from the category of each person (UNKNOWN if they gave none) and whether they got through."""
    considered, selected = Counter[str](), Counter[str]()
    for name, is_selected in people:
        considered[name] += 1
        selected[name] += is_selected
    unknown = considered.pop(UNKNOWN, 0)
    known = considered.total()
    bare = [
        Category(name, selected[name], count, count < SMALLEST_SHARE * known, None)
        for name, count in considered.items()
    ]
    ordered = tuple(sorted(bare, key=lambda own: (-own.rate, own.name)))
    highest = Impact(ordered, unknown).highest
    return Impact(tuple(_compared(own, highest) for own in ordered), unknown)


def scored_above(scores: Sequence[float]) -> tuple[bool, ...]:
    """Return for each score whether it lies above the median of all: the rule's way from scores to a scoring rate."""
    middle = median(scores) if scores else 0.0
    return tuple(score > middle for score in scores)


def intersections(people: Iterable[Mapping[str, str]], kinds: Sequence[str]) -> tuple[str, ...]:
    """Return each person's category over several kinds at once ("female, Asian"); UNKNOWN if one of them is."""
    return tuple(
        ", ".join(own[kind] for kind in kinds) if all(own.get(kind, UNKNOWN) for kind in kinds) else UNKNOWN
        for own in people
    )


def deviations_between(selected: int, of: int, other_selected: int, other_of: int) -> float:
    """Return the difference between two rates in standard deviations of it where the chances are equal.

    Below 0 if the first rate is lower; 0 where everybody or nobody got through.
    """
    pooled = (selected + other_selected) / (of + other_of)
    error = math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / other_of))
    return (selected / of - other_selected / other_of) / error if error else 0.0


def mid_p(selected: int, of: int, other_selected: int, other_of: int) -> float:
    """Return the two-sided mid-p of Fisher's exact test: all tables no likelier than this one, itself by half."""
    through, everybody = selected + other_selected, of + other_of
    tables = range(max(0, through - other_of), min(of, through) + 1)
    all_tables = _log_choices(everybody, through)
    chances = [math.exp(_log_choices(of, own) + _log_choices(other_of, through - own) - all_tables) for own in tables]
    observed = chances[selected - tables.start]
    return math.fsum(chance for chance in chances if chance <= observed * _ALIKE) - observed / 2


def people_needed(rate: float) -> int:
    """Return how many people a category it takes to tell four fifths of a rate from the rate, in four of five cases.

    The usual formula for two proportions, two-sided at 5 % (Fleiss, Levin & Paik 2003, 4.14).
    """
    lower = FOUR_FIFTHS * rate
    middle = (rate + lower) / 2
    normal = NormalDist()
    sure = normal.inv_cdf(1 - CLEAR_MID_P / 2) * math.sqrt(2 * middle * (1 - middle))
    found = normal.inv_cdf(_POWER) * math.sqrt(rate * (1 - rate) + lower * (1 - lower))
    return math.ceil(((sure + found) / (rate - lower)) ** 2)


def _compared(own: Category, highest: Category | None) -> Category:
    if highest is None or own.is_small or own.name == highest.name:
        return own
    counts = own.selected, own.considered, highest.selected, highest.considered
    ratio, deviations, chance = own.rate / highest.rate, deviations_between(*counts), mid_p(*counts)
    comparison = Comparison(ratio, deviations, chance, _verdict(counts, ratio, deviations, chance),
                            people_needed(highest.rate))  # fmt: skip
    return Category(own.name, own.selected, own.considered, own.is_small, comparison)


def _verdict(counts: tuple[int, int, int, int], ratio: float, deviations: float, chance: float) -> Verdict:
    selected, of, other_selected, other_of = counts
    pooled = (selected + other_selected) / (of + other_of)
    if min(of, other_of) < FEWEST_PEOPLE or min(of, other_of) * min(pooled, 1 - pooled) < FEWEST_EXPECTED:
        return "too-few"
    is_low, is_clear = ratio < FOUR_FIFTHS, abs(deviations) >= CLEAR_DEVIATIONS or chance < CLEAR_MID_P
    if is_low:
        return "impact" if is_clear else "ratio-only"
    return "difference-only" if is_clear else "none-found"


def _log_choices(of: int, chosen: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(chosen + 1) - math.lgamma(of - chosen + 1)
