"""Where each candidate of an opening stands, made from the summaries of the scorecards that a person may read."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from screener.aggregate.totals import Card, Evidence, Spreads, Total, evidence_of, spreads_of, total_of, weighted_mean
from screener.journeys.access import oversees
from screener.journeys.blinding import Blind, labels_of, nameless
from screener.journeys.early_looks import early_looks, look_at_all
from screener.journeys.flag_counts import Beliefs, beliefs_of
from screener.journeys.hearing import Terms
from screener.journeys.instance import Instance
from screener.journeys.summaries import summaries_for
from screener.storage.records import Candidate, ConsensusLevel, Opening, Panelist, Person, Seat
from screener.storage.summaries import Heard, Summary

ALL_ROUNDS = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate in a round: the scorecards that may be read, and what they come to together.

    `cards` are raters' levels by competency, those with evidence alone, `evidence` the same in few numbers. `settled`
    is the total of what the panel settled on, None without a finished discussion. `waiting` counts scorecards that are
    not submitted, `hidden` submitted ones that the person may not read yet, `unheard` those that the machine has still
    to read, `unread` those that it could not read, `early` those whose raters looked before giving their own. `panel`
    has the ids of all raters who are planned for.
    """

    candidate: Candidate
    seats: tuple[Seat, ...]
    summaries: tuple[Summary, ...]
    cards: tuple[Card, ...]
    evidence: Evidence
    total: Total
    settled: float | None
    waiting: int
    hidden: int
    unheard: int
    unread: int
    early: int
    panel: frozenset[str]
    beliefs: Beliefs


@dataclass(frozen=True)
class InRound:
    """All candidates of an opening in one round, or in all together."""

    standings: tuple[Standing, ...]
    spreads: Spreads

    def __iter__(self) -> Iterator[Standing]:
        return iter(self.standings)


@dataclass(frozen=True)
class Standings:
    """What is known of an opening's candidates before a round is chosen.

    `rounds` counts the candidates with a submitted scorecard in each round.
    """

    instance: Instance
    opening: Opening
    candidates: tuple[Candidate, ...]
    seats: Mapping[str, tuple[Seat, ...]]
    visible: Mapping[str, tuple[Seat, ...]]
    summaries: Mapping[str, Summary]

    @property
    def weights(self) -> Mapping[str, float]:
        """The opening's weights by competency."""
        return {own.competency: own.weight for own in self.opening.weights}

    @property
    def rounds(self) -> Mapping[int, int]:
        """How many candidates have a submitted scorecard in each round."""
        found = Counter(
            round_
            for seats in self.seats.values()
            for round_ in {seat.interview.round for seat in seats if seat.scorecard.submitted_at}
        )
        return dict(sorted(found.items()))

    def in_round(self, round_: int, terms: Terms, blind: Blind) -> InRound:
        """Return where everybody stands in a round, with the beliefs that were heard by these terms."""
        store = self.instance.store
        known = () if terms.is_silent else store.heard_in(self.opening.id, bank=terms.bank, policy=terms.policy)
        heard, early = {own.scorecard_id: own for own in known}, early_looks(self.instance, self.opening.id)
        settled: dict[str, list[ConsensusLevel]] = defaultdict(list)
        for level in store.settled_in(self.opening.id):
            if round_ in (ALL_ROUNDS, level.round):
                settled[level.candidate_id].append(level)
        readable = {own.id: _of_round(self.visible.get(own.id, ()), round_) for own in self.candidates}
        cards = {own: tuple(card_of(self.summaries[seat.scorecard.id]) for seat in s) for own, s in readable.items()}
        weights = self.weights
        evidence = {candidate: evidence_of(own, weights) for candidate, own in cards.items()}
        spreads = spreads_of(evidence.values())
        labels = labels_of(self.candidates, self.instance.secret) if blind.is_on else {}
        return InRound(
            tuple(
                self._standing(
                    nameless(own, labels[own.id]) if labels else own,
                    round_, readable[own.id], cards[own.id], evidence[own.id], spreads, settled.get(own.id, ()),
                    None if terms.is_silent else heard, early.keys(),
                )
                for own in self.candidates
            ),
            spreads,
        )  # fmt: skip

    def _standing(
        self,
        candidate: Candidate,
        round_: int,
        readable: tuple[Seat, ...],
        cards: tuple[Card, ...],
        evidence: Evidence,
        spreads: Spreads,
        settled: Sequence[ConsensusLevel],
        heard: Mapping[str, Heard] | None,
        early: Set[str],
    ) -> Standing:
        seats = _of_round(self.seats.get(candidate.id, ()), round_)
        ids = [seat.scorecard.id for seat in readable]
        hearings = [heard[own] for own in ids if own in heard] if heard else []
        summaries = tuple(self.summaries[own] for own in ids)
        submitted = sum(seat.scorecard.submitted_at is not None for seat in seats)
        return Standing(
            candidate,
            readable,
            summaries,
            cards,
            evidence,
            total_of(evidence, spreads),
            _settled(settled, evidence.weights) if submitted == len(readable) else None,
            len(seats) - submitted,
            submitted - len(readable),
            # What was erased cannot be read any more, and where nothing is shown nothing is read.
            0 if candidate.erased_at or heard is None else len(readable) - len(hearings),
            sum(not hearing.reader for hearing in hearings),
            sum(own in early for own in ids),
            frozenset(seat.rater.id for seat in seats),
            beliefs_of(hearings, summaries),
        )


def standings_of(
    instance: Instance, opening: Opening, panel: Sequence[Panelist], actor: Person | None = None
) -> Standings:
    """Return an opening's candidates with the submitted scorecards that a person may read.

    Without a person all may be read: for who holds the instance's folder itself.
    """
    candidates, _ = instance.store.candidates_of(opening.id)
    seats: dict[str, list[Seat]] = defaultdict(list)
    for seat in instance.store.seats_in(opening, candidates):
        seats[seat.candidate.id].append(seat)
    return Standings(
        instance,
        opening,
        candidates,
        {candidate: tuple(own) for candidate, own in seats.items()},
        _visible(instance, actor, seats, panel),
        summaries_for(instance, opening.id, (seat for own in seats.values() for seat in own)),
    )


def card_of(summary: Summary) -> Card:
    """Return a rater's levels by competency, those with evidence alone."""
    return {
        competency: [level for level in levels if level is not None] if None in levels else levels  # type: ignore[misc]
        for competency, levels in summary.levels.items()
    }


def _settled(levels: Sequence[ConsensusLevel], weights: Mapping[str, float]) -> float | None:
    return weighted_mean((weights.get(own.competency, 0.0), own.level) for own in levels if own.level)


def _visible(
    instance: Instance, actor: Person | None, seats: Mapping[str, Sequence[Seat]], panel: Sequence[Panelist]
) -> Mapping[str, tuple[Seat, ...]]:
    """Return by candidate the submitted scorecards that a person may read."""
    readable = seats
    if actor and not (oversees(actor, panel) and _rates_nobody(actor, seats)):  # who oversees and rates nobody sees all
        readable = look_at_all(instance, actor, seats, panel)
    return {
        candidate: tuple([seat for seat in own if seat.scorecard.submitted_at]) for candidate, own in readable.items()
    }


def _rates_nobody(person: Person, seats: Mapping[str, Sequence[Seat]]) -> bool:
    return all(seat.rater.id != person.id for own in seats.values() for seat in own)


def _of_round(seats: Sequence[Seat], round_: int) -> tuple[Seat, ...]:
    return tuple([seat for seat in seats if round_ in (ALL_ROUNDS, seat.interview.round)])
