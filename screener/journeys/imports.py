"""A transcript attached to an interview: who is who, and what the candidate said to each question.

It is kept beside the notes and never mixed with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from textwrap import shorten

from screener.errors import Conflict, NotAllowed, NotFound, Refused, Unreadable
from screener.journeys.access import manages, must_be_kept
from screener.journeys.audit import About, note
from screener.journeys.banks import guide_of, policy_of
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import LONGEST_NAME, one_line
from screener.scoring.answer import Scorer
from screener.scoring.interview import Answer, InterviewScore, QuestionScore, score_interview
from screener.storage.records import Person, Seat, TranscriptFile
from screener.text.transcript.read import MAX_BYTES, read_transcript
from screener.text.transcript.roles import Roles, roles_of
from screener.text.transcript.turns import Transcript

LARGEST_FILE = MAX_BYTES
CANDIDATE, INTERVIEWER, LEFT_OUT = "candidate", "interviewer", "left out"
_ROLES = (CANDIDATE, INTERVIEWER, LEFT_OUT)
_AT_HAND = 8  # scored transcripts; scoring one takes up to a second


@dataclass(frozen=True)
class Speaker:
    """A name in a transcript: how much it says, how it begins, and who it is taken to be ("" if that is open)."""

    label: str
    words: int
    first: str
    role: str


@dataclass(frozen=True)
class Attached:
    """A transcript with its speakers, and what was `said` by whom. `may_change`: no submitted scorecard rests on it."""

    seat: Seat
    file: TranscriptFile | None
    speakers: tuple[Speaker, ...]
    proposal: str
    said: tuple[tuple[str, str], ...]
    may_change: bool

    @property
    def is_assigned(self) -> bool:
        """Whether somebody has said who is who."""
        return bool(self.file and self.file.speakers)


@dataclass(frozen=True)
class HeardAnswer:
    """What the candidate said to a question by the transcript, and how the question was put."""

    how: str
    asked_as: str
    text: str
    seconds: float | None
    score: InterviewScore
    answer: Answer


def attached_of(instance: Instance, person: Person, interview_id: str) -> Attached:
    """Return the transcript of an interview for its raters and HR.

    Raises NotFound for everybody else.
    """
    seat = _seat(instance, person, interview_id)
    file = instance.store.find_transcript(interview_id)
    may_change = not _is_fixed(instance, interview_id, file)
    if file is None:
        return Attached(seat, None, (), "", (), may_change)
    transcript = _read(file.content, file.file_name)
    proposed, reason = _proposed(transcript, seat.candidate.name)
    said = tuple((turn.speaker, turn.text) for turn in transcript.turns)
    return Attached(seat, file, _speakers(transcript, file.speakers or proposed), reason, said, may_change)


def attach(
    instance: Instance, person: Person, interview_id: str, file_name: str, content: bytes, consent: str
) -> TranscriptFile:
    """Attach a transcript; one that was attached before is set aside. Who is who is asked next.

    `consent` says how the candidate agreed to be recorded. Raises NotFound, Conflict if a scorecard was submitted that
    rests on the one before, Refused with what is wrong with the file.
    """
    _must_be_open(instance, _seat(instance, person, interview_id))
    consent = one_line(consent, "consent", longest=300)
    name = one_line(file_name, "file", longest=LONGEST_NAME) if file_name.strip() else "transcript"
    try:
        transcript = _read(content, name)
    except Unreadable as error:
        message = str(error)
        raise Refused(message[0].upper() + message[1:] + ".", "file") from None
    if len(transcript.speakers) > 30:
        raise Refused("More than thirty names speak in this file, so it cannot be an interview.", "file")
    file = TranscriptFile(new_id(), interview_id, name, content, consent, person.id, instance.now(), {})
    with instance.store.transaction():
        seat = _seat(instance, person, interview_id)
        _must_be_open(instance, seat)  # a rater may have submitted in the meantime
        instance.store.add_transcript(file)
        _note(instance, person, "transcript.attached", seat, file.id, {"consent": consent, "file": name})
        instance.store.forget_hearings(interview_id)  # what was heard may have come from the one before
    return file


def assign(instance: Instance, person: Person, interview_id: str, roles: Mapping[str, str]) -> None:
    """Say who is who in the transcript.

    Raises NotFound, Conflict if a submitted scorecard rests on it, Refused unless a candidate and an interviewer are
    named.
    """
    _must_be_open(instance, _seat(instance, person, interview_id))
    file = instance.store.find_transcript(interview_id)
    if file is None:
        raise NotFound("no transcript is attached")
    labels = _read(file.content, file.file_name).speakers
    speakers = {label: roles.get(label, "") for label in labels}
    if any(role not in _ROLES for role in speakers.values()):
        raise Refused("Say for each name who it is.")
    if CANDIDATE not in speakers.values() or INTERVIEWER not in speakers.values():
        raise Refused("Name at least one candidate and one interviewer; otherwise questions and answers run together.")
    with instance.store.transaction():
        seat = _seat(instance, person, interview_id)
        _must_be_open(instance, seat)
        instance.store.assign_speakers(replace(file, speakers=speakers))
        _note(instance, person, "transcript.assigned", seat, file.id, speakers)
        instance.store.forget_hearings(interview_id)


def detach(instance: Instance, person: Person, interview_id: str) -> None:
    """Set the transcript aside.

    Raises NotFound, Conflict if a submitted scorecard rests on it.
    """
    with instance.store.transaction():
        seat = _seat(instance, person, interview_id)
        _must_be_open(instance, seat)
        file = instance.store.find_transcript(interview_id)
        instance.store.remove_transcript(interview_id, instance.now())
        if file:
            _note(instance, person, "transcript.removed", seat, file.id)
        instance.store.forget_hearings(interview_id)


def _note(
    instance: Instance, person: Person, action: str, seat: Seat, file_id: str, words: Mapping[str, str] | None = None
) -> None:
    """Note what became of a transcript: it is the interview's, and no single rater's."""
    note(instance, person, action, About(seat.opening.id, seat.candidate.id, seat.interview.id, file_id), words=words)


def heard_answers(instance: Instance, seat: Seat) -> dict[str, HeardAnswer] | None:
    """Return what the candidate said to each question; None without a transcript whose speakers are known."""
    file = instance.store.find_transcript(seat.interview.id)
    if file is None or not file.speakers:
        return None
    scorer = instance.shelf.pinned(seat.interview.bank)
    speakers = tuple(sorted(file.speakers.items()))
    score = _scored(file.content, file.file_name, speakers, seat.interview.guide, seat.interview.policy, scorer)
    return {q.question.id: _heard(score, q, q.answer) for q in score.questions if q.answer}


def heard_to(instance: Instance, seat: Seat, question_id: str) -> HeardAnswer | None:
    """Return what the candidate said to a question; None without a transcript in which it was put."""
    return (heard_answers(instance, seat) or {}).get(question_id)


@lru_cache(maxsize=_AT_HAND)
def _scored(
    content: bytes, file_name: str, speakers: tuple[tuple[str, str], ...], guide: str, policy: str, scorer: Scorer
) -> InterviewScore:
    who = dict(speakers)
    transcript = _read(content, file_name)
    turns = tuple(
        replace(turn, speaker=CANDIDATE if who[turn.speaker] == CANDIDATE else INTERVIEWER)
        for turn in transcript.turns
        if who[turn.speaker] != LEFT_OUT
    )
    roles = Roles(CANDIDATE, (INTERVIEWER,), "as assigned on the page")
    bank = scorer.bank
    return score_interview(
        replace(transcript, turns=turns), roles, guide_of(bank, guide), policy_of(bank, policy), scorer
    )


def _heard(score: InterviewScore, question: QuestionScore, answer: Answer) -> HeardAnswer:
    asked = score.transcript.turns[question.turn].text if question.turn is not None else ""
    seconds = score.transcript.turns[answer.turns[0]].seconds
    return HeardAnswer(question.how.value, asked, answer.text, seconds, score, answer)


@lru_cache(maxsize=_AT_HAND)
def _read(content: bytes, file_name: str) -> Transcript:
    return read_transcript(content, file_name)


def _proposed(transcript: Transcript, candidate: str) -> tuple[Mapping[str, str], str]:
    """Return who is who by the candidate's name or by how they talk, with the reason; nothing if it cannot be told."""
    named = [
        s for s in transcript.speakers if candidate.casefold() in s.casefold() or s.casefold() in candidate.casefold()
    ]
    try:
        roles = roles_of(transcript, named[0] if len(named) == 1 and len(transcript.speakers) > 1 else None)
    except (NotFound, Unreadable):
        return {}, ""
    reason = "bears the candidate’s name" if named else roles.reason
    return {s: CANDIDATE if s == roles.candidate else INTERVIEWER for s in transcript.speakers}, reason


def _speakers(transcript: Transcript, roles: Mapping[str, str]) -> tuple[Speaker, ...]:
    said: dict[str, list[str]] = {}
    for turn in transcript.turns:
        said.setdefault(turn.speaker, []).append(turn.text)
    return tuple(
        Speaker(
            label,
            sum(len(text.split()) for text in texts),
            shorten(texts[0], 160, placeholder=" …"),
            roles.get(label, ""),
        )
        for label, texts in said.items()
    )


def _seat(instance: Instance, person: Person, interview_id: str) -> Seat:
    seats = instance.store.seats(interview_id=interview_id)
    own = [seat for seat in seats if seat.rater.id == person.id]
    if own or (seats and manages(person)):
        must_be_kept(seats[0].candidate)
        return (own or list(seats))[0]
    raise NotFound("there is no such interview among yours")


def _must_be_open(instance: Instance, seat: Seat) -> None:
    if not seat.interview.started_at:
        raise NotAllowed("Begin the interview first; a transcript belongs to one that was held.")
    if _is_fixed(instance, seat.interview.id, instance.store.find_transcript(seat.interview.id)):
        raise Conflict("A scorecard was submitted with this transcript beside it, so the transcript stays as it is.")


def _is_fixed(instance: Instance, interview_id: str, file: TranscriptFile | None) -> bool:
    """Whether a scorecard was submitted while the transcript was attached. One that comes later can still be mended."""
    if file is None or not file.speakers:
        return False
    submitted = (seat.scorecard.submitted_at for seat in instance.store.seats(interview_id=interview_id))
    return any(at is not None and at >= file.attached_at for at in submitted)
