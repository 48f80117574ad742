"""How far a rater's levels lie from the reference levels of sample answers.

A difference is the level given less the reference: below 0 is more severe than the reference, above 0 more lenient.
Answers on which either side says "no evidence" have no difference; they are counted apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

BLOCK = 10  # ratings that one point of the line rests on
FEWEST = 10  # ratings below which a mean says more about the answers that came up than about the rater


@dataclass(frozen=True)
class PracticeRating:
    """A level from 1 to 5 beside the reference level; None is "no evidence"."""

    competency: str
    level: int | None
    reference: int | None

    @property
    def difference(self) -> int | None:
        """How many levels above (below 0: under) the reference; None where either side says "no evidence"."""
        return None if self.level is None or self.reference is None else self.level - self.reference


@dataclass(frozen=True)
class Deviation:
    """The mean difference and the mean distance (without its sign) of `ratings`, in levels.

    None below FEWEST ratings.
    """

    ratings: int
    mean: float | None
    distance: float | None


@dataclass(frozen=True)
class Block:
    """The mean difference and the mean distance of BLOCK ratings, in levels."""

    mean: float
    distance: float


@dataclass(frozen=True)
class Agreement:
    """How a competency was rated: how many of its ratings are the reference level, or at most one level from it."""

    competency: str
    deviation: Deviation
    same: int
    within_one: int

    @property
    def same_share(self) -> float:
        """The share of ratings that are the reference level."""
        return self.same / self.deviation.ratings

    @property
    def within_one_share(self) -> float:
        """The share of ratings that are at most one level from the reference."""
        return self.within_one / self.deviation.ratings


@dataclass(frozen=True)
class NoEvidence:
    """How "no evidence" was used: where the reference has a level, and where it has none.

    It was `given` to so many of the answers `with_level`, and `missed` (a level was given) in so many of those
    `without_level`.
    """

    given: int
    with_level: int
    missed: int
    without_level: int


@dataclass(frozen=True)
class Practice:
    """A rater's practice. `blocks` are the whole blocks of BLOCK ratings in time; `to_next` fill the next one.

    Blocks, competencies and the deviation rest on ratings with a level on both sides; `ratings` counts all.
    """

    ratings: int
    deviation: Deviation
    blocks: tuple[Block, ...]
    to_next: int
    competencies: tuple[Agreement, ...]
    no_evidence: NoEvidence


def practice_of(ratings: Sequence[PracticeRating]) -> Practice:
    """Return what a rater's ratings, in the order of time, come to."""
    differences = _differences(ratings)
    whole = len(differences) // BLOCK * BLOCK
    return Practice(
        len(ratings),
        deviation_of(ratings),
        tuple(_block(differences[start : start + BLOCK]) for start in range(0, whole, BLOCK)),
        BLOCK - (len(differences) - whole),
        _agreements(ratings),
        _no_evidence(ratings),
    )


def deviation_of(ratings: Iterable[PracticeRating]) -> Deviation:
    """Return how far ratings lie from their references on average."""
    return _deviation(_differences(ratings))


def _differences(ratings: Iterable[PracticeRating]) -> list[int]:
    return [rating.difference for rating in ratings if rating.difference is not None]


def _deviation(differences: Sequence[int]) -> Deviation:
    if len(differences) < FEWEST:
        return Deviation(len(differences), None, None)
    whole = _block(differences)
    return Deviation(len(differences), whole.mean, whole.distance)


def _block(differences: Sequence[int]) -> Block:
    return Block(fmean(differences), fmean(map(abs, differences)))


def _agreements(ratings: Iterable[PracticeRating]) -> tuple[Agreement, ...]:
    """Return the competencies of which at least one rating has a difference, in the order of their first one."""
    found: dict[str, list[int]] = defaultdict(list)
    for rating in ratings:
        if rating.difference is not None:
            found[rating.competency].append(rating.difference)
    return tuple(
        Agreement(name, _deviation(differences), _within(differences, 0), _within(differences, 1))
        for name, differences in found.items()
    )


def _within(differences: Iterable[int], levels: int) -> int:
    return sum(abs(difference) <= levels for difference in differences)


def _no_evidence(ratings: Sequence[PracticeRating]) -> NoEvidence:
    with_level = [rating for rating in ratings if rating.reference is not None]
    without_level = [rating for rating in ratings if rating.reference is None]
    return NoEvidence(
        sum(rating.level is None for rating in with_level),
        len(with_level),
        sum(rating.level is not None for rating in without_level),
        len(without_level),
    )
