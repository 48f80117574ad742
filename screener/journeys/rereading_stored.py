"""The stored answers of finished interviews that somebody may see, and how each is read by two banks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from screener.bank.load import Bank
from screener.errors import BankInvalid, NotFound, Unreadable
from screener.journeys.access import is_heard, visible_seats
from screener.journeys.banks import guide_of
from screener.journeys.blinding import Names, blind_of
from screener.journeys.exporting import openings_with
from screener.journeys.imports import HeardAnswer, heard_answers
from screener.journeys.instance import Instance
from screener.journeys.readings import speaker_of
from screener.journeys.rereading_work import Pair
from screener.journeys.scorecards import Answer, Card, cards_of, in_parts
from screener.scoring.changed import Told
from screener.storage.records import Opening, Person, Rating, Seat

NOTES, TRANSCRIPT = SOURCES = ("notes", "transcript")


@dataclass(frozen=True)
class Finished:
    """A submitted scorecard. `name` is what its candidate is called; `hidden` has all names while they are hidden."""

    number: int
    seat: Seat
    name: str
    hidden: Names | None


@dataclass(frozen=True)
class Stored:
    """What a candidate said to a question by one source, with the rater's own ratings by competency."""

    finished: Finished
    number: int
    question: str
    wording: str
    source: str
    pair: Pair
    ratings: Mapping[str, Rating]

    @property
    def place(self) -> tuple[int, int, int]:
        """Where it stands among all: by scorecard, question and source."""
        return self.finished.number, self.number, SOURCES.index(self.source)


@dataclass(frozen=True)
class Missing:
    """A scorecard, or of one that can be read a question, that one of the banks has no means to read."""

    finished: Finished
    number: int
    wording: str
    reason: str

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among all: by scorecard and question."""
        return self.finished.number, self.number


def finished_scorecards(instance: Instance, viewer: Person | None, opening_id: str) -> tuple[Finished, ...]:
    """Return the submitted scorecards that a person may read, by opening, candidate, round and rater.

    Without a person all of them; of candidates who withdrew, and of openings that are closed, too: what was said there
    is read as anywhere else. Raises NotFound if there is no opening of that id.
    """
    openings: Iterable[Opening] = (
        openings_with(instance, opening_id=opening_id)
        if opening_id
        else (count.opening for count in instance.store.opening_counts(None))
    )
    found = (own for opening in openings for own in _of_opening(instance, viewer, opening))
    return tuple(Finished(number, *own) for number, own in enumerate(found))


def sight_of(instance: Instance, viewer: Person) -> str:
    """Return what changes when a person may read other finished scorecards than before, or other names are hidden."""
    own = finished_scorecards(instance, viewer, "")
    told = "\0".join(f"{one.seat.scorecard.id} {one.name if one.hidden else ''}" for one in own)
    return sha256(told.encode()).hexdigest()[:16]


def _of_opening(
    instance: Instance, viewer: Person | None, opening: Opening
) -> Iterator[tuple[Seat, str, Names | None]]:
    if not is_heard(opening):  # where nobody is shown what the machine hears, it is not shown by a detour either
        return
    store = instance.store
    panel, (candidates, _) = store.panel_of(opening.id), store.candidates_of(opening.id)
    hidden = Names(candidates, instance.secret) if blind_of(instance, opening).is_on else None
    seats: dict[str, list[Seat]] = defaultdict(list)
    for seat in store.seats_in(opening, candidates):
        seats[seat.candidate.id].append(seat)
    named = [(hidden.labels[own.id] if hidden else own.name, own) for own in candidates]
    if hidden:  # the order of their names would tell
        named.sort(key=lambda pair: (len(pair[0]), pair[0]))
    for name, candidate in named:
        own: Sequence[Seat] = seats[candidate.id]
        for seat in visible_seats(viewer, own, panel, "after-own") if viewer else own:  # no reason to look early
            if seat.scorecard.submitted_at:
                yield seat, name, hidden


class Shelves:
    """Finds the two banks by which an interview's answers are read. `before` is None for that of each interview."""

    def __init__(self, instance: Instance, before: Bank | None, after: Bank) -> None:
        self.instance, self._before, self.after = instance, before, after

    def before(self, own: Bank) -> Bank:
        """Return the bank by which an interview that was held with `own` is read first."""
        return self._before or own


def stored_answers(
    shelves: Shelves, finished: Sequence[Finished], is_cancelled: Callable[[], bool]
) -> Iterator[Stored | Missing]:
    """Return everything that there is to read in scorecards, bank by bank; it ends early if `is_cancelled`."""

    def held_with(own: Finished) -> tuple[str, str, str]:
        interview = own.seat.interview
        return interview.bank, interview.guide, interview.policy

    for terms, group in groupby(sorted(finished, key=held_with), held_with):
        every = list(group)
        if reason := _not_readable(shelves, *terms):
            yield from (Missing(own, 0, "", reason) for own in every)
            continue
        for part in in_parts(every):
            for own, card in zip(part, cards_of(shelves.instance, [own.seat for own in part]), strict=True):
                if is_cancelled():
                    return
                yield from _of_card(shelves, own, card)


def _not_readable(shelves: Shelves, bank: str, guide: str, policy: str) -> str:
    """Return why scorecards of interviews that were held so cannot be read by both banks; "" if they can."""
    try:
        own = shelves.instance.shelf.pinned(bank).bank
        guide_of(own, guide)
    except (NotFound, BankInvalid) as error:
        return str(error)
    for which, one in (("the bank before", shelves.before(own)), ("the new bank", shelves.after)):
        if guide not in one.guides:
            return f"{which} has no guide `{guide}`"
        if policy not in one.policies:
            return f"{which} has no policy `{policy}`"
    return ""


def _of_card(shelves: Shelves, own: Finished, card: Card) -> Iterator[Stored | Missing]:
    try:
        transcribed = heard_answers(shelves.instance, own.seat) or {}
    except (NotFound, Unreadable) as error:
        yield Missing(own, 0, "", f"its transcript cannot be read: {error}")
        transcribed = {}
    before = shelves.before(card.bank).fingerprint
    for answer in (one for one in card.answers if not one.is_skipped):
        heard = transcribed.get(answer.question.id)
        texts = {NOTES: answer.text, TRANSCRIPT: heard.text if heard else ""}
        sources = [source for source in SOURCES if texts[source].strip()]
        if sources and (reason := _not_asked(shelves, card, answer)):
            yield Missing(own, answer.number, answer.wording, reason)
            continue
        for source in sources:
            pair = Pair(before, card.seat.interview.policy, _told(card, answer, source, texts[source], heard))
            yield Stored(own, answer.number, answer.question.id, answer.wording, source, pair, answer.ratings)


def _told(card: Card, answer: Answer, source: str, text: str, heard: HeardAnswer | None) -> Told:
    """Return how an answer is read for its rater: all of it has happened, and is the same for both banks."""
    rated, wording = tuple(answer.ratings), answer.wording
    if source == NOTES or heard is None:
        return Told(text, "notes", speaker_of(card), rated, wording)
    spoken = (own.wording for own in heard.score.questions if own.answer is heard.answer)
    return Told(text, "spoken", speaker_of(card), rated, next(spoken, wording))


def _not_asked(shelves: Shelves, card: Card, answer: Answer) -> str:
    for which, bank in (("the bank before", shelves.before(card.bank)), ("the new bank", shelves.after)):
        if answer.question.id not in bank.questions:
            return f"{which} has no question `{answer.question.id}`"
    return ""
