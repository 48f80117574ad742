"""What a policy's thresholds do, in figures: by what is kept of finished interviews that were held under this policy.

Kept is each flag that was sure enough to be shown when its interview was read. So a threshold that is lower than the
one of that time shows at least as many as are counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import inf
from pathlib import Path
from typing import NamedTuple

from screener.bank.load import library_of
from screener.bank.model import Policy
from screener.journeys.instance import Instance
from screener.journeys.question_use import FEWEST_CANDIDATES
from screener.journeys.rereading_stored import finished_scorecards
from screener.journeys.scorecards import in_parts
from screener.storage.records import Person
from screener.storage.summaries import HeardFlag


class Bars(NamedTuple):
    """How sure the reader must be of a belief for it to show, and of one that it knows by examples alone."""

    usual: float
    suggested: float


@dataclass(frozen=True)
class Count:
    """How many flags show as a risk: at least so many, if some that would show were not kept."""

    number: int
    is_least: bool


@dataclass(frozen=True)
class Figures:
    """How many flags show as a risk by the policy as it is, and by what was entered."""

    now: Count
    then: Count


@dataclass(frozen=True)
class AllFigures:
    """Figures by belief, of all beliefs, and of what is suggested by examples alone."""

    by_belief: Mapping[str, Figures]
    whole: Figures
    suggested: Figures


@dataclass(frozen=True)
class Listened:
    """What was heard under a policy; `banks` are the states of the bank by which it was read.

    `unheard` are the openings that have scorecards which nobody has read yet.
    """

    scorecards: int
    candidates: int
    flags: tuple[HeardFlag, ...]
    banks: frozenset[str]
    unheard: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether figures may be shown: they come from enough people."""
        return self.candidates >= FEWEST_CANDIDATES


def heard_under(instance: Instance, actor: Person, policy_id: str) -> Listened:
    """Return what was heard in finished interviews that were held under a policy.

    Candidates whom the actor has still to rate are left out.
    """
    every = [own.seat for own in finished_scorecards(instance, actor, "")]
    seats = {seat.scorecard.id: seat for seat in every if seat.interview.policy == policy_id}
    hearings = [own for part in in_parts([*seats]) for own in instance.store.hearings_of(part)]
    read = [own for own in hearings if own.reader]  # for the others there was nothing to read them by
    known = {own.scorecard_id for own in hearings}
    return Listened(
        len(read),
        len({seats[own.scorecard_id].candidate.id for own in read}),
        tuple(flag for own in read for flag in own.flags),
        frozenset(own.bank for own in read),
        tuple(dict.fromkeys(seat.opening.id for name, seat in seats.items() if name not in known)),
    )


def bars_of(policy: Policy, belief: str) -> Bars:
    """Return from when a policy lets a belief show."""
    own = next((flag.show_from for flag in policy.flags if flag.philosophy == belief), None)
    return Bars(policy.show_from, policy.suggest_from) if own is None else Bars(own, own)


def figures_of(
    instance: Instance,
    heard: Listened,
    policy_id: str,
    now: Mapping[str, Bars | None],
    then: Mapping[str, Bars | None],
) -> AllFigures:
    """Count the flags of beliefs that a candidate holds.

    `now` and `then` are by the same beliefs; None for one that is no risk, or has no number.
    """
    kept = {(belief, bank): bars for bank in heard.banks for belief, bars in _kept(instance, bank, policy_id, now)}
    sure: dict[tuple[str, bool], list[float]] = {key: [] for key in product(now, (False, True))}
    for flag in heard.flags:
        if flag.stance == "asserted" and flag.philosophy in now:
            sure[flag.philosophy, flag.is_tentative].append(flag.confidence)

    def count(bars: Bars | None, belief: str, is_tentative: bool) -> Count:
        if bars is None:
            return Count(0, is_least=False)
        bar = bars[is_tentative]
        is_least = any(kept[belief, bank][is_tentative] > bar for bank in heard.banks)
        return Count(sum(one >= bar for one in sure[belief, is_tentative]), is_least)

    parts = {key: Figures(count(now[key[0]], *key), count(then[key[0]], *key)) for key in sure}
    by_belief = {belief: _sum(parts[belief, kind] for kind in (False, True)) for belief in now}
    suggested = _sum(own for (_, is_tentative), own in parts.items() if is_tentative)
    return AllFigures(by_belief, _sum(parts.values()), suggested)


def _kept(instance: Instance, bank: str, policy_id: str, beliefs: Iterable[str]) -> Iterable[tuple[str, Bars]]:
    """Return from when flags were kept with a state of the bank, by belief: never, if it had no such belief.

    Only the policy's file is read: a whole bank takes long, and would take the place of one that interviews use.
    """
    version = instance.store.find_bank(bank)
    files = version.files if version else {}
    path = f"policies/{policy_id}.yaml"
    own = {path: files[path]} if path in files else {}
    policy = library_of(own, Path(f"bank {bank}")).bank.policies.get(policy_id)
    for belief in beliefs:
        is_known = policy is not None and f"philosophies/{belief}.yaml" in files
        yield belief, bars_of(policy, belief) if policy and is_known else Bars(inf, inf)


def _sum(figures: Iterable[Figures]) -> Figures:
    every = tuple(figures)
    return Figures(_sum_of([own.now for own in every]), _sum_of([own.then for own in every]))


def _sum_of(counts: Iterable[Count]) -> Count:
    every = tuple(counts)
    return Count(sum(own.number for own in every), any(own.is_least for own in every))
