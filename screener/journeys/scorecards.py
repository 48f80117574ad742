"""Scorecards as they are read: notes, ratings and levels of one rater for one interview, by question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from screener.bank.load import Bank
from screener.bank.model import Guide, Question
from screener.journeys.banks import guide_of, wording_of
from screener.journeys.instance import Instance
from screener.storage.records import Asking, Draft, FlagAnswer, PlacementChoice, Rating, Seat

CLOSING = "closing"  # the name under which the note at the end is kept, beside those of the questions
_AT_ONCE = 200  # scorecards; a database takes only so many ids, and memory only so many notes
_BETWEEN_WINDOWS = "\n\n"
T = TypeVar("T")
E = TypeVar("E", Rating, PlacementChoice, Asking, FlagAnswer, Draft)


@dataclass(frozen=True)
class Answer:
    """What a rater has on one question. `notes` are several only where two windows wrote apart."""

    number: int
    question: Question
    wording: str
    notes: tuple[Draft, ...]
    ratings: Mapping[str, Rating]
    asking: Asking | None
    placement: PlacementChoice | None
    flag_answers: tuple[FlagAnswer, ...]

    @property
    def text(self) -> str:
        """The whole note."""
        return _BETWEEN_WINDOWS.join(draft.text for draft in self.notes if draft.text)

    @property
    def rating(self) -> Rating | None:
        """The rating on the question's own competency."""
        return self.ratings.get(self.question.competency)

    @property
    def is_skipped(self) -> bool:
        """Whether it was left out, with a reason."""
        return self.asking is not None and self.asking.state == "skipped"

    @property
    def is_asked(self) -> bool:
        """Whether it was put to the candidate: said so, noted or rated."""
        said_so = self.asking is not None and self.asking.state == "asked"
        return not self.is_skipped and (said_so or bool(self.text) or self.rating is not None)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is missing: rated (or "no evidence"), or skipped with a reason."""
        return self.is_skipped or self.rating is not None


@dataclass(frozen=True)
class CompetencyLevel:
    """A competency on one scorecard. `level` is the mean of the answers with evidence; None without any."""

    competency: str
    name: str
    weight: float
    level: float | None
    levels: tuple[int, ...]
    no_evidence: int
    questions: int


@dataclass(frozen=True)
class Card:
    """One rater's scorecard. `late` are notes that arrived after it was locked: kept, but no part of it."""

    seat: Seat
    bank: Bank
    guide: Guide
    answers: tuple[Answer, ...]
    closing: tuple[Draft, ...]
    late: tuple[Draft, ...]

    @cached_property
    def competencies(self) -> tuple[CompetencyLevel, ...]:
        """Each competency of the guide with the mean of its ratings; "no evidence" is in no mean."""
        return _levels_of(self.answers, self.seat, self.bank, self.guide)

    @property
    def closing_text(self) -> str:
        """The note at the end."""
        return _BETWEEN_WINDOWS.join(draft.text for draft in self.closing if draft.text)

    @property
    def missing(self) -> tuple[Answer, ...]:
        """The questions that still need a rating or a reason."""
        return tuple(answer for answer in self.answers if not answer.is_settled)

    @property
    def settled(self) -> int:
        """How many questions need nothing more."""
        return len(self.answers) - len(self.missing)

    def answer_to(self, question_id: str) -> Answer | None:
        """Return what there is on a question of the guide."""
        return next((answer for answer in self.answers if answer.question.id == question_id), None)


def in_parts(things: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return scorecards, or what stands for them, in stretches that may be read whole at the same time."""
    return (things[start : start + _AT_ONCE] for start in range(0, len(things), _AT_ONCE))


def cards_of(instance: Instance, seats: Sequence[Seat]) -> tuple[Card, ...]:
    """Return the scorecards of these seats, in their order, in a fixed number of look-ups.

    Raises NotFound if the bank that an interview is pinned to does not have its guide.
    """
    ids = [seat.scorecard.id for seat in seats]
    store = instance.store
    heads, ratings = _by_card(store.heads_of(ids)), _by_card(store.ratings_of(ids))
    askings, placements = _by_card(store.askings_of(ids)), _by_card(store.placements_of(ids))
    verdicts = _by_card(store.flag_answers_of(ids))

    wordings: dict[tuple[str, str, str], tuple[tuple[Question, str], ...]] = {}

    def card(seat: Seat) -> Card:
        bank = instance.shelf.pinned(seat.interview.bank).bank
        guide = guide_of(bank, seat.interview.guide)
        name, locked = seat.scorecard.id, seat.scorecard.submitted_at
        asked = (seat.interview.bank, guide.id, seat.opening.role)
        if asked not in wordings:
            wordings[asked] = _wordings(bank, guide, seat.opening.role)
        notes = _by_question(draft for draft in heads[name] if not _is_late(draft, locked))
        own = _Entries(
            notes, _by_question(ratings[name]), _by_question(askings[name]), _by_question(placements[name]),
            _by_question(verdicts[name]),
        )  # fmt: skip
        return Card(
            seat,
            bank,
            guide,
            tuple(own.answer(number, *question) for number, question in enumerate(wordings[asked], 1)),
            tuple(notes[CLOSING]),
            tuple(draft for draft in heads[name] if _is_late(draft, locked)),
        )

    return tuple(card(seat) for seat in seats)


def _wordings(bank: Bank, guide: Guide, role: str) -> tuple[tuple[Question, str], ...]:
    questions = (bank.questions[each] for each in guide.questions)
    return tuple((question, wording_of(question, guide, role)) for question in questions)


def _levels_of(answers: Iterable[Answer], seat: Seat, bank: Bank, guide: Guide) -> tuple[CompetencyLevel, ...]:
    """Return each competency of the guide with the mean of its ratings; "no evidence" is in no mean."""
    answers = tuple(answers)
    weights = {weighting.competency: weighting.weight for weighting in seat.opening.weights}

    def level(competency: str, own: float) -> CompetencyLevel:
        ratings = [a.ratings[competency] for a in answers if competency in a.ratings and not a.is_skipped]
        levels = tuple(rating.level for rating in ratings if rating.level is not None)
        return CompetencyLevel(
            competency,
            bank.rubrics[competency].name,
            weights.get(competency, own),
            sum(levels) / len(levels) if levels else None,
            levels,
            sum(rating.level is None for rating in ratings),
            sum(answer.question.competency == competency for answer in answers),
        )

    return tuple(level(weight.id, weight.weight) for weight in guide.competencies)


class _Entries(NamedTuple):
    """What a rater has, by question."""

    notes: Mapping[str, list[Draft]]
    ratings: Mapping[str, list[Rating]]
    askings: Mapping[str, list[Asking]]
    placements: Mapping[str, list[PlacementChoice]]
    verdicts: Mapping[str, list[FlagAnswer]]

    def answer(self, number: int, question: Question, wording: str) -> Answer:
        """Return what there is on a question."""
        here = question.id
        chosen = next(iter(self.placements[here]), None)
        return Answer(
            number,
            question,
            wording,
            tuple(self.notes[here]),
            {rating.competency: rating for rating in self.ratings[here]},
            next(iter(self.askings[here]), None),
            chosen if chosen and chosen.value else None,
            tuple(self.verdicts[here]),
        )


def _is_late(draft: Draft, locked: str | None) -> bool:
    return locked is not None and draft.saved_at > locked


def _by_card(entries: Iterable[E]) -> Mapping[str, list[E]]:
    sorted_out: dict[str, list[E]] = defaultdict(list)
    for entry in entries:
        sorted_out[entry.scorecard_id].append(entry)
    return sorted_out


def _by_question(entries: Iterable[E]) -> Mapping[str, list[E]]:
    sorted_out: dict[str, list[E]] = defaultdict(list)
    for entry in entries:
        sorted_out[entry.question].append(entry)
    return sorted_out
