"""What a store can do, in the words of the journeys. Each verb is all or nothing; `transaction` joins several.

`x_of` raises NotFound, `find_x` may return None, `xs_of` returns a tuple. No connection, row or SQL leaves a store.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from screener.storage.audit import AuditStore
from screener.storage.backups import BackupStore
from screener.storage.bank import BankStore
from screener.storage.calibration import CalibrationStore
from screener.storage.erasing import ErasingStore
from screener.storage.importing import ImportStore
from screener.storage.openings import OpeningStore
from screener.storage.question_use import QuestionUseStore
from screener.storage.records import (
    Asking,
    Candidate,
    Consensus,
    ConsensusLevel,
    Draft,
    EarlyLook,
    Entry,
    FlagAnswer,
    Interview,
    KeyKind,
    Opening,
    Person,
    PlacementChoice,
    Rating,
    Reading,
    Scorecard,
    Seat,
    Session,
    SignInKey,
    TranscriptFile,
)
from screener.storage.retention import RetentionStore
from screener.storage.selection import SelectionStore
from screener.storage.signing_in import SignInStore
from screener.storage.summaries import SummaryStore
from screener.storage.tokens import TokenStore

K = TypeVar("K", Draft, Rating, PlacementChoice, Asking, FlagAnswer, Reading)


@dataclass(frozen=True, slots=True)
class RoundToDiscuss:
    """A candidate's round that every rater has submitted, and for which no discussion has begun.

    `submitted_at` is when the last rater did; the moderator is None where the panel has none.
    """

    opening: Opening
    candidate: Candidate
    round: int
    scorecards: int
    submitted_at: str
    moderator: Person | None


class AccountStore(Protocol):
    """People, how they sign in, and where they are signed in."""

    def add_person(self, person: Person) -> None:
        """Keep a person. Raises Conflict if the email is taken."""

    def change_person(self, person: Person) -> None:
        """Replace a person's name, role, email, password and end. Raises Conflict if the email is taken."""

    def person_of(self, person_id: str) -> Person:
        """Return a person. Raises NotFound."""
        ...

    def find_person_by_email(self, email: str) -> Person | None:
        """Return the person with this email (compared without case)."""
        ...

    def persons(self) -> tuple[Person, ...]:
        """Return everybody, by name."""
        ...

    def add_key(self, key: SignInKey) -> None:
        """Keep a sign-in address or an access code."""

    def find_key(self, key_hash: str) -> SignInKey | None:
        """Return a key by the hash of its secret."""
        ...

    def keys_of(self, person_id: str) -> tuple[SignInKey, ...]:
        """Return a person's keys, the newest first."""
        ...

    def use_key(self, key_hash: str, at: str) -> bool:
        """Mark a key as used; False if it had been used or withdrawn before."""
        ...

    def withdraw_keys(self, person_id: str, kind: KeyKind, at: str) -> None:
        """Make a person's keys of one kind useless."""

    def start_session(self, session: Session) -> None:
        """Keep a new sign-in."""

    def find_session(self, token_hash: str) -> tuple[Session, Person] | None:
        """Return a sign-in and whose it is."""
        ...

    def sessions_of(self, person_id: str) -> tuple[Session, ...]:
        """Return a person's sign-ins that have not ended, the latest seen first."""
        ...

    def touch_session(self, token_hash: str, at: str) -> None:
        """Note that a sign-in was used."""

    def end_sessions(self, person_id: str, at: str, *, only: str = "", but: str = "") -> None:
        """End a person's sign-ins: all, `only` one, or all `but` one (by hash)."""


class InterviewStore(Protocol):
    """Interviews, scorecards, transcripts and consensus."""

    def add_interview(self, interview: Interview, scorecards: Sequence[Scorecard]) -> None:
        """Keep a planned interview with a scorecard for each rater."""

    def remove_interview(self, interview_id: str) -> bool:
        """Remove an interview that nobody has started; False if somebody has."""
        ...

    def reschedule(self, interview_id: str, planned_for: str) -> bool:
        """Set when an interview that nobody has started is to be held; False if somebody has."""
        ...

    def seats(
        self,
        *,
        person_id: str | None = None,
        opening_id: str | None = None,
        candidate_ids: Collection[str] | None = None,
        interview_id: str | None = None,
        is_open: bool = False,
    ) -> tuple[Seat, ...]:
        """Return the scorecards that meet all the conditions given; `is_open`: not submitted, nobody withdrawn.

        In the order of candidate, round and rater.
        """
        ...

    def seats_in(self, opening: Opening, candidates: Collection[Candidate]) -> tuple[Seat, ...]:
        """Return the scorecards of an opening with candidates that are known, in the order of round and rater.

        For many thousands: what is known already is not read again with each of them.
        """
        ...

    def candidates_without_interviews(self, opening_id: str) -> tuple[Candidate, ...]:
        """Return those of an opening's candidates for whom nothing is planned and who have not withdrawn, by name."""
        ...

    def seats_of_rater(self, person_id: str, *, submitted: int) -> tuple[Seat, ...]:
        """Return a rater's scorecards that are not submitted, and the newest `submitted` of those that are."""
        ...

    def pin(self, interview_id: str, bank: str, at: str) -> None:
        """Pin an interview to a bank at its start; once only."""

    def begin(self, scorecard_id: str, at: str) -> None:
        """Note that a rater has begun; once only."""

    def leave(self, scorecard_id: str, at: str | None) -> None:
        """Note that the candidate has left, or take that back."""

    def submit(self, scorecard_id: str, at: str) -> bool:
        """Lock a scorecard; False if it was locked before."""
        ...

    def add_early_look(self, look: EarlyLook) -> bool:
        """Note that a rater looked early; False if that was noted before."""
        ...

    def early_looks_in(self, opening_id: str) -> tuple[EarlyLook, ...]:
        """Return the early looks of an opening's raters, in time."""
        ...

    def add_transcript(self, transcript: TranscriptFile) -> None:
        """Keep a transcript; one that was attached before is marked as removed."""

    def find_transcript(self, interview_id: str) -> TranscriptFile | None:
        """Return the transcript that is attached to an interview."""
        ...

    def transcripts_of(self, interview_id: str) -> tuple[TranscriptFile, ...]:
        """Return every transcript that was attached to an interview, those that were set aside too, in time."""
        ...

    def assign_speakers(self, transcript: TranscriptFile) -> None:
        """Replace who is who in a transcript."""

    def remove_transcript(self, interview_id: str, at: str) -> None:
        """Mark the attached transcript as removed."""

    def open_consensus(self, consensus: Consensus) -> None:
        """Begin a discussion; once only."""

    def find_consensus(self, candidate_id: str, round_: int) -> Consensus | None:
        """Return the discussion of a candidate's round."""
        ...

    def consensuses_of(self, candidate_id: str) -> tuple[Consensus, ...]:
        """Return all discussions of a candidate by round."""
        ...

    def rounds_to_discuss(self) -> tuple[RoundToDiscuss, ...]:
        """Return the rounds of two and more raters that wait for their discussion, in openings that are not closed."""
        ...

    def add_consensus_level(self, level: ConsensusLevel) -> None:
        """Add a level that the panel settled on; the latest for each competency counts."""

    def consensus_levels_of(self, candidate_id: str) -> tuple[ConsensusLevel, ...]:
        """Return every level that was settled on for a candidate, in time."""
        ...

    def finish_consensus(self, candidate_id: str, round_: int, at: str) -> bool:
        """Lock a discussion; False if it was locked before."""
        ...


class AnswerStore(Protocol):
    """What raters write during and after an interview. Only added to."""

    def append_draft(self, draft: Draft) -> Draft:
        """Add a state of a note and return it with its revision; a repeated key returns what was kept before."""
        ...

    def heads_of(self, scorecard_ids: Collection[str]) -> tuple[Draft, ...]:
        """Return the drafts that no other follows: one for each note, or one for each window that wrote apart."""
        ...

    def drafts_of(self, scorecard_id: str, question: str) -> tuple[Draft, ...]:
        """Return every state of a note."""
        ...

    def append(self, entry: Entry) -> bool:
        """Add what a rater did; False if an entry with its key was kept before."""
        ...

    def last_entry_at(self, scorecard_id: str) -> str:
        """Return the latest time at which an entry of a scorecard was kept, notes left out; "" for none."""
        ...

    def has_entry(self, scorecard_id: str, key: str) -> bool:
        """Whether an entry with this key was kept."""
        ...

    def ratings_of(self, scorecard_ids: Collection[str]) -> tuple[Rating, ...]:
        """Return the rating written last for each question and competency."""
        ...

    def rated_counts(self, scorecard_ids: Collection[str], rated_on: Mapping[str, str]) -> Mapping[str, int]:
        """Return how many questions are rated or skipped, by scorecard (0 for one that was not touched).

        `rated_on` says on which competency each question must have its rating.
        """
        ...

    def placements_of(self, scorecard_ids: Collection[str]) -> tuple[PlacementChoice, ...]:
        """Return the choice written last for each question and scheme."""
        ...

    def askings_of(self, scorecard_ids: Collection[str]) -> tuple[Asking, ...]:
        """Return how each question came up, as it was written last."""
        ...

    def flag_answers_of(self, scorecard_ids: Collection[str]) -> tuple[FlagAnswer, ...]:
        """Return the answer written last to each flag, for each source."""
        ...

    def everything_of(self, scorecard_id: str, kind: type[K]) -> tuple[K, ...]:
        """Return every record of a kind that a scorecard has, as they were kept, changed and replaced ones too."""
        ...

    def add_reading(self, reading: Reading) -> None:
        """Keep what was shown to a rater."""

    def readings_of(self, scorecard_ids: Collection[str]) -> tuple[Reading, ...]:
        """Return the latest reading for each question and source."""
        ...


class Store(
    AccountStore,
    OpeningStore,
    InterviewStore,
    AnswerStore,
    SummaryStore,
    QuestionUseStore,
    BankStore,
    CalibrationStore,
    ImportStore,
    SelectionStore,
    TokenStore,
    SignInStore,
    AuditStore,
    BackupStore,
    ErasingStore,
    RetentionStore,
    Protocol,
):
    """Everything that is kept. `upgraded` are the steps by which it was brought up to date when it was opened."""

    upgraded: tuple[str, ...]

    def transaction(self, on: str = "") -> AbstractContextManager[None]:
        """Join the verbs called within: all of them are kept, or none. No other writer comes between.

        With `on`, an id, only writers on the same wait for each other, where the database can do that; whatever is read
        within to decide on must then belong to that id. Within another transaction it holds for the rest of that one.
        """
        ...

    def damages(self) -> tuple[str, ...]:
        """Look through everything that is kept, and return what of it is damaged; others go on working."""
        ...

    def release(self) -> None:
        """Let go of what this thread alone has of the database; a thread that ends calls it last."""

    def close(self) -> None:
        """Let go of the database."""
