"""Scorecards as they are read: notes, ratings and levels of one rater for one interview, by question."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from screener.bank.load import Bank
from screener.bank.model import Guide, Question
from screener.journeys.banks import guide_of, wording_of
from screener.journeys.instance import Instance
from screener.storage.records import Asking, Draft, FlagAnswer, PlacementChoice, Rating, Seat

CLOSING = "closing"  # the name under which the note at the end is kept, beside those of the questions
_BETWEEN_WINDOWS = "\n\n"
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
    competencies: tuple[CompetencyLevel, ...]
    closing: tuple[Draft, ...]
    late: tuple[Draft, ...]

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


def cards_of(instance: Instance, seats: Sequence[Seat]) -> tuple[Card, ...]:
    """Return the scorecards of these seats, in their order, in a fixed number of look-ups.

    Raises NotFound if the bank that an interview is pinned to does not have its guide.
    """
    ids = [seat.scorecard.id for seat in seats]
    store = instance.store
    heads, ratings = _by_card(store.heads_of(ids)), _by_card(store.ratings_of(ids))
    askings, placements = _by_card(store.askings_of(ids)), _by_card(store.placements_of(ids))
    verdicts = _by_card(store.flag_answers_of(ids))

    def card(seat: Seat) -> Card:
        bank = instance.shelf.pinned(seat.interview.bank).bank
        guide = guide_of(bank, seat.interview.guide)
        name, locked = seat.scorecard.id, seat.scorecard.submitted_at
        notes = [draft for draft in heads[name] if not _is_late(draft, locked)]
        answers = tuple(
            _answer(number, question, wording_of(question, guide, seat.opening.role), notes, ratings[name],
                    askings[name], placements[name], verdicts[name])
            for number, question in enumerate((bank.questions[each] for each in guide.questions), 1)
        )  # fmt: skip
        return Card(
            seat,
            bank,
            guide,
            answers,
            levels_of(answers, seat, bank, guide),
            tuple(draft for draft in notes if draft.question == CLOSING),
            tuple(draft for draft in heads[name] if _is_late(draft, locked)),
        )

    return tuple(card(seat) for seat in seats)


def levels_of(answers: Iterable[Answer], seat: Seat, bank: Bank, guide: Guide) -> tuple[CompetencyLevel, ...]:
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


def _answer(
    number: int,
    question: Question,
    wording: str,
    notes: Iterable[Draft],
    ratings: Iterable[Rating],
    askings: Iterable[Asking],
    placements: Iterable[PlacementChoice],
    verdicts: Iterable[FlagAnswer],
) -> Answer:
    def here(entries: Iterable[E]) -> tuple[E, ...]:
        return tuple(entry for entry in entries if entry.question == question.id)

    chosen = next(iter(here(placements)), None)
    return Answer(
        number,
        question,
        wording,
        here(notes),
        {rating.competency: rating for rating in here(ratings)},
        next(iter(here(askings)), None),
        chosen if chosen and chosen.value else None,
        here(verdicts),
    )


def _is_late(draft: Draft, locked: str | None) -> bool:
    return locked is not None and draft.saved_at > locked


def _by_card(entries: Iterable[E]) -> Mapping[str, list[E]]:
    sorted_out: dict[str, list[E]] = defaultdict(list)
    for entry in entries:
        sorted_out[entry.scorecard_id].append(entry)
    return sorted_out
