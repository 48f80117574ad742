"""What other systems are given: openings, candidates, and submitted scorecards, with names hidden where they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from screener.errors import NotAllowed
from screener.journeys.access import opening_for
from screener.journeys.blinding import Names, Plain, Veil, blind_of, nameless, texts_of
from screener.journeys.candidates import candidacy_for
from screener.journeys.early_looks import look_at_all
from screener.journeys.instance import Instance
from screener.journeys.openings import openings_seen
from screener.journeys.scorecards import Answer, Card, CompetencyLevel, cards_of, in_parts
from screener.storage.importing import ExternalId
from screener.storage.openings import OpeningCount
from screener.storage.records import Candidate, Interview, Opening, Panelist, Person, Scorecard, Seat

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """Which stretch of a list is wanted: pages count from 1, each of `size` items."""

    number: int
    size: int

    def of(self, items: Sequence[T]) -> "Stretch[T]":
        """Cut the page out of a whole list."""
        return Stretch(tuple(items[(self.number - 1) * self.size : self.number * self.size]), len(items))


EVERYTHING = Page(1, 1_000_000)


@dataclass(frozen=True)
class Stretch(Generic[T]):
    """A stretch of a list, and how long the whole list is."""

    items: tuple[T, ...]
    total: int


@dataclass(frozen=True)
class Subject:
    """A candidate without HR's note. While names are hidden a letter stands for the name, and `ids` are left out.

    `ids` are those in other systems; `submitted` and `scorecards` count the scorecards that are in, and all of them.
    """

    candidate: Candidate
    is_hidden: bool
    ids: tuple[ExternalId, ...]
    submitted: int
    scorecards: int

    def id_in(self, scheme: str) -> str | None:
        """Return the id in another system, the first by its letters where there are several."""
        return next((own.value for own in self.ids if own.scheme == scheme), None)


@dataclass(frozen=True)
class GivenFlag:
    """A belief that was suggested for an answer, and whether the rater adopted or dismissed it, and why."""

    philosophy: str
    name: str
    verdict: str
    quote: str
    reason: str


@dataclass(frozen=True)
class GivenAnswer:
    """What a rater has on a question: ratings by competency (None is "no evidence"), notes, a place in a scheme."""

    number: int
    question: str
    competency: str
    wording: str
    is_asked: bool
    skipped_because: str | None
    ratings: tuple[tuple[str, int | None], ...]
    notes: str
    place: tuple[str, str, int | None] | None
    flags: tuple[GivenFlag, ...]


@dataclass(frozen=True)
class Handover:
    """A submitted scorecard as it is handed over. `closing` is the note at the end."""

    subject: Subject
    opening: Opening
    interview: Interview
    guide: str
    rater: Person
    scorecard: Scorecard
    levels: tuple[CompetencyLevel, ...]
    answers: tuple[GivenAnswer, ...]
    closing: str


def must_be_ready(instance: Instance) -> None:
    """Ask the database something small; what is wrong with it is raised."""
    instance.store.find_token("")


def openings_read(instance: Instance, actor: Person, page: Page) -> Stretch[OpeningCount]:
    """Return the openings that a person sees, the open ones and the newest first."""
    return Stretch(*openings_seen(instance, actor, limit=page.size, offset=(page.number - 1) * page.size))


def opening_read(instance: Instance, actor: Person, opening_id: str) -> OpeningCount:
    """Return an opening with how far it has come. Raises NotFound for those who may not see it."""
    opening_for(instance.store, actor, opening_id)
    (count,) = instance.store.opening_counts(None, opening_id=opening_id)
    return count


def subjects_of(instance: Instance, actor: Person, opening_id: str, page: Page) -> Stretch[Subject]:
    """Return an opening's candidates by name, those who withdrew last. Raises NotFound as `opening_read`."""
    opening, _ = opening_for(instance.store, actor, opening_id)
    roster = _Roster(instance, opening)
    found = page.of(roster.candidates)
    seats = _by_candidate(instance.store.seats(candidate_ids=[candidate.id for candidate in found.items]))
    return Stretch(tuple(roster.subject(own, seats.get(own.id, ())) for own in found.items), found.total)


def handovers_of_opening(instance: Instance, actor: Person, opening_id: str, page: Page) -> Stretch[Handover]:
    """Return the submitted scorecards of an opening that a person may read, the first submitted first.

    Raises NotFound as `opening_read`.
    """
    opening, panel = opening_for(instance.store, actor, opening_id)
    return _handovers(instance, actor, opening, panel, instance.store.seats(opening_id=opening_id), page)


def handovers_of_candidate(instance: Instance, actor: Person, candidate_id: str, page: Page) -> Stretch[Handover]:
    """Return the submitted scorecards of a candidate that a person may read, the first submitted first.

    Raises NotFound for those who may not see the candidate, NotAllowed while names are hidden: who asks for one by its
    id would learn which letter it is.
    """
    found = candidacy_for(instance, actor, candidate_id)
    if blind_of(instance, found.opening).is_on:
        raise NotAllowed("Names are hidden in this opening. Read the scorecards of the whole opening instead.")
    return _handovers(instance, actor, found.opening, found.panel, found.seats, page)


def _handovers(
    instance: Instance,
    actor: Person,
    opening: Opening,
    panel: Sequence[Panelist],
    seats: Sequence[Seat],
    page: Page,
) -> Stretch[Handover]:
    by_candidate = _by_candidate(seats)
    readable = (seat for own in look_at_all(instance, actor, by_candidate, panel).values() for seat in own)
    submitted = [seat for seat in readable if seat.scorecard.submitted_at]
    found = page.of(sorted(submitted, key=lambda seat: (seat.scorecard.submitted_at or "", seat.scorecard.id)))
    if not found.items:
        return Stretch((), found.total)
    roster = _Roster(instance, opening)
    cards = (card for part in in_parts(found.items) for card in cards_of(instance, part))
    return Stretch(tuple(roster.handover(card, by_candidate[card.seat.candidate.id]) for card in cards), found.total)


def _by_candidate(seats: Iterable[Seat]) -> dict[str, list[Seat]]:
    found: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        found[seat.candidate.id].append(seat)
    return found


class _Roster:
    """An opening's candidates as they may be told of."""

    def __init__(self, instance: Instance, opening: Opening) -> None:
        self._opening = opening
        candidates, _ = instance.store.candidates_of(opening.id)
        self._names = Names(candidates if blind_of(instance, opening).is_on else (), instance.secret)
        self._labels = self._names.labels
        # By name, their order would give away who is who.
        self.candidates = sorted(candidates, key=self._place) if self._labels else candidates
        self._ids: dict[str, list[ExternalId]] = defaultdict(list)
        for own in () if self._labels else instance.store.all_external_ids_of(opening.id):
            self._ids[own.candidate_id].append(own)

    def subject(self, candidate: Candidate, seats: Sequence[Seat]) -> Subject:
        """Return a candidate with all scorecards counted."""
        label = self._labels.get(candidate.id)
        return Subject(
            nameless(candidate, label) if label else candidate,
            label is not None,
            tuple(self._ids[candidate.id]),
            sum(seat.scorecard.submitted_at is not None for seat in seats),
            len(seats),
        )

    def handover(self, card: Card, seats: Sequence[Seat]) -> Handover:
        """Return a scorecard as it may leave."""
        seat, plain = card.seat, self._plain(card)
        return Handover(
            self.subject(seat.candidate, seats),
            self._opening,
            seat.interview,
            card.guide.name,
            seat.rater,
            seat.scorecard,
            card.competencies,
            tuple(_given(card, answer, plain) for answer in card.answers),
            plain(card.closing_text),
        )

    def _place(self, candidate: Candidate) -> tuple[bool, int, str]:
        label = self._labels[candidate.id]
        return candidate.withdrawn_at is not None, len(label), label

    def _plain(self, card: Card) -> Plain:
        if not self._labels:
            return str
        candidate = card.seat.candidate.id
        return partial(Veil(self._names, {candidate}, texts_of([card])).over, candidate_id=candidate)


def _given(card: Card, answer: Answer, plain: Plain) -> GivenAnswer:
    place = answer.placement
    beliefs = card.bank.philosophies
    return GivenAnswer(
        answer.number,
        answer.question.id,
        answer.question.competency,
        answer.wording,
        answer.is_asked,
        plain(answer.asking.reason) if answer.asking and answer.is_skipped else None,
        () if answer.is_skipped else tuple((name, rating.level) for name, rating in answer.ratings.items()),
        plain(answer.text),
        (place.placement, place.value, place.amount) if place else None,
        tuple(
            GivenFlag(
                flag.philosophy,
                beliefs[flag.philosophy].name if flag.philosophy in beliefs else flag.philosophy,
                flag.verdict,
                plain(flag.quote),
                plain(flag.reason),
            )
            for flag in answer.flag_answers
        ),
    )
