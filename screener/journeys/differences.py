"""What was otherwise for some candidates than for the rest, so that they do not compare like with like."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from screener.journeys.standings import Standing

Kind = Literal["guide", "bank", "round", "panel"]

_KINDS: Mapping[Kind, Callable[[Standing], frozenset[object]]] = {
    "guide": lambda one: frozenset(seat.interview.guide for seat in one.seats),
    "bank": lambda one: frozenset(seat.interview.bank for seat in one.seats),
    "round": lambda one: frozenset(seat.interview.round for seat in one.seats),
    "panel": lambda one: one.panel if one.seats else frozenset(),
}


def differences_of(standings: Iterable[Standing]) -> Mapping[str, tuple[Kind, ...]]:
    """Return by candidate what was otherwise than for most; those with nothing submitted differ in nothing."""
    standings = tuple(standings)
    usual = {kind: _usual(map(of, standings)) for kind, of in _KINDS.items()}
    return {
        one.candidate.id: tuple(kind for kind, of in _KINDS.items() if (had := of(one)) and had != usual[kind])
        for one in standings
    }


def _usual(had: Iterable[frozenset[object]]) -> frozenset[object]:
    counts = Counter(own for own in had if own)
    return max(counts, key=lambda own: (counts[own], sorted(map(str, own))), default=frozenset())
