"""Everything that is kept of an interview, for who has a right to know: nothing summed up, nothing left out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from screener.bank.load import Bank
from screener.bank.model import Guide
from screener.errors import BankInvalid, NotFound, Unreadable
from screener.journeys.access import must_manage
from screener.journeys.banks import wording_of
from screener.journeys.candidates import Candidacy, candidacy_for, may_read_round
from screener.journeys.early_looks import look_at
from screener.journeys.instance import Instance
from screener.journeys.scorecards import CLOSING
from screener.storage.records import (
    Asking,
    Consensus,
    ConsensusLevel,
    Draft,
    FlagAnswer,
    Interview,
    Person,
    PlacementChoice,
    Rating,
    Reading,
    Seat,
    TranscriptFile,
)
from screener.storage.selection import Selection
from screener.text.transcript.read import read_transcript


@dataclass(frozen=True)
class ShownReading:
    """What the machine read in a text, as the rater was shown it. `data` is what was kept of it."""

    reading: Reading
    data: Mapping[str, Any]


@dataclass(frozen=True)
class KeptQuestion:
    """All that a rater left on a question, in the order in which it was kept. `number` is None for the closing note."""

    number: int | None
    wording: str
    competency: str
    notes: tuple[Draft, ...]
    ratings: tuple[Rating, ...]
    askings: tuple[Asking, ...]
    placements: tuple[PlacementChoice, ...]
    readings: tuple[ShownReading, ...]
    flag_answers: tuple[FlagAnswer, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not (self.notes or self.ratings or self.askings or self.placements or self.readings or self.flag_answers)


@dataclass(frozen=True)
class KeptScorecard:
    """A rater's scorecard; without questions where the person who asks may not read it yet."""

    seat: Seat
    is_readable: bool
    questions: tuple[KeptQuestion, ...]

    def is_late(self, draft: Draft) -> bool:
        """Whether a note arrived after the scorecard was locked."""
        locked = self.seat.scorecard.submitted_at
        return locked is not None and draft.saved_at > locked


@dataclass(frozen=True)
class KeptTranscript:
    """A transcript: who said what, as it was read. `trouble` says why it cannot be read any more."""

    file: TranscriptFile
    turns: tuple[tuple[str, str], ...]
    trouble: str


@dataclass(frozen=True)
class InterviewRecord:
    """Everything that is kept of an interview.

    `levels` has every level that the round's discussion settled on, in time; `hides_discussion` says that the person
    who asks may not read it yet. `selections` are the notes of whether the candidate was chosen. `names` are those of
    competencies, beliefs, schemes and places as they were then.
    """

    candidacy: Candidacy
    interview: Interview
    guide: str
    scorecards: tuple[KeptScorecard, ...]
    transcripts: tuple[KeptTranscript, ...]
    consensus: Consensus | None
    levels: tuple[ConsensusLevel, ...]
    hides_discussion: bool
    selections: tuple[Selection, ...]
    names: Mapping[str, str]
    people: Mapping[str, str]
    made_at: str
    made_by: str


def record_of(instance: Instance, actor: Person, interview_id: str) -> InterviewRecord:
    """Return everything that is kept of an interview, for HR. What HR may not read yet is named and left out.

    Raises NotFound for those who may not see the candidate, NotAllowed but for HR.
    """
    seats = instance.store.seats(interview_id=interview_id)
    if not seats:
        raise NotFound("there is no such interview")
    candidacy = _candidacy(instance, actor, seats[0].candidate.id)
    return _Clerk(instance, actor, candidacy).record(seats)


def interviews_of(instance: Instance, actor: Person, candidate_id: str) -> tuple[Interview, ...]:
    """Return a candidate's interviews by round, for HR.

    Raises NotFound for those who may not see the candidate and without any interview, NotAllowed but for HR.
    """
    seats = _candidacy(instance, actor, candidate_id).seats
    found = {seat.interview.id: seat.interview for seat in seats}
    if not found:
        raise NotFound("there is no interview with this candidate")
    return tuple(found.values())


def _candidacy(instance: Instance, actor: Person, candidate_id: str) -> Candidacy:
    candidacy = candidacy_for(instance, actor, candidate_id)
    must_manage(actor)
    return candidacy


class _Clerk:
    """Collects what is kept of a candidate's interviews."""

    def __init__(self, instance: Instance, actor: Person, candidacy: Candidacy) -> None:
        self._instance, self._actor, self._candidacy = instance, actor, candidacy
        self._readable = look_at(instance, actor, candidacy.seats, candidacy.panel)

    def record(self, seats: Sequence[Seat]) -> InterviewRecord:
        """Return everything of the interview that these scorecards belong to."""
        store, interview = self._instance.store, seats[0].interview
        pinned = _Pinned(self._instance, interview, self._candidacy.opening.role)
        may_read = may_read_round(self._actor, self._candidacy, interview.round)
        levels = store.consensus_levels_of(interview.candidate_id) if may_read else ()
        consensus = store.find_consensus(interview.candidate_id, interview.round)
        return InterviewRecord(
            self._candidacy,
            interview,
            pinned.guide.name if pinned.guide else interview.guide,
            tuple(self._scorecard(seat, pinned) for seat in seats),
            tuple(map(_transcript, store.transcripts_of(interview.id))),
            consensus,
            tuple(level for level in levels if level.round == interview.round),
            consensus is not None and not may_read,
            store.selections_of(interview.candidate_id),
            pinned.names,
            {person.id: person.name for person in store.persons()},
            self._instance.now(),
            self._actor.name,
        )

    def _scorecard(self, seat: Seat, pinned: "_Pinned") -> KeptScorecard:
        if seat not in self._readable:
            return KeptScorecard(seat, False, ())
        kept = _Kept(self._instance, seat.scorecard.id)
        asked = [*pinned.questions, *(own for own in kept.questions if own not in (*pinned.questions, CLOSING))]
        questions = (
            kept.question(own, number, pinned.wording(own), pinned.competency(own))
            for number, own in enumerate(asked, 1)
        )
        closing = kept.question(CLOSING, None, "Closing note", "")
        return KeptScorecard(seat, True, (*questions, *(() if closing.is_empty else (closing,))))


class _Kept:
    """What a scorecard has, by question."""

    def __init__(self, instance: Instance, scorecard_id: str) -> None:
        def every(kind: Any) -> Any:
            return instance.store.everything_of(scorecard_id, kind)

        self._notes: Sequence[Draft] = every(Draft)
        self._ratings: Sequence[Rating] = every(Rating)
        self._askings: Sequence[Asking] = every(Asking)
        self._placements: Sequence[PlacementChoice] = every(PlacementChoice)
        self._readings: Sequence[Reading] = every(Reading)
        self._flag_answers: Sequence[FlagAnswer] = every(FlagAnswer)

    @property
    def questions(self) -> list[str]:
        """The ids of all questions on which something is kept."""
        kept = (self._notes, self._ratings, self._askings, self._placements, self._readings, self._flag_answers)
        return list(dict.fromkeys(own.question for entries in kept for own in entries))

    def question(self, question: str, number: int | None, wording: str, competency: str) -> KeptQuestion:
        """Return what is kept on a question."""
        return KeptQuestion(
            number,
            wording,
            competency,
            tuple(own for own in self._notes if own.question == question),
            tuple(own for own in self._ratings if own.question == question),
            tuple(own for own in self._askings if own.question == question),
            tuple(own for own in self._placements if own.question == question),
            tuple(ShownReading(own, json.loads(own.data)) for own in self._readings if own.question == question),
            tuple(own for own in self._flag_answers if own.question == question),
        )


class _Pinned:
    """The questions that an interview was held with; ids go for names where that bank is gone or has mistakes."""

    def __init__(self, instance: Instance, interview: Interview, role: str) -> None:
        self._bank: Bank | None = None
        with suppress(NotFound, BankInvalid):
            self._bank = instance.shelf.pinned(interview.bank).bank
        self._role = role
        self.guide: Guide | None = self._bank.guides.get(interview.guide) if self._bank else None

    @property
    def questions(self) -> tuple[str, ...]:
        """The guide's questions, in order."""
        return tuple(self.guide.questions) if self.guide else ()

    def wording(self, question: str) -> str:
        """Return how a question was to be spoken."""
        known = self._bank.questions.get(question) if self._bank else None
        return wording_of(known, self.guide, self._role) if known and self.guide else question

    def competency(self, question: str) -> str:
        """Return the name of the competency that a question is asked for."""
        known = self._bank.questions.get(question) if self._bank else None
        return self.names.get(known.competency, known.competency) if known else ""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What competencies, beliefs and schemes are called; places by "scheme/place"."""
        return dict(_names(self._bank)) if self._bank else {}


def _names(bank: Bank) -> Iterator[tuple[str, str]]:
    yield from ((own.id, own.name) for own in bank.philosophies.values())
    yield from ((own.id, own.name) for own in bank.rubrics.values())
    for scheme in bank.placements.values():
        yield scheme.id, scheme.name
        yield from ((f"{scheme.id}/{place.id}", place.label) for place in scheme.values)


def _transcript(file: TranscriptFile) -> KeptTranscript:
    try:
        turns = read_transcript(file.content, file.file_name).turns
    except Unreadable as error:
        return KeptTranscript(file, (), str(error))
    return KeptTranscript(file, tuple((turn.speaker, turn.text) for turn in turns), "")
