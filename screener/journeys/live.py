"""An interview as its rater holds it: begin, the questions with all that is needed to ask and rate, leave, submit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from screener.bank.fingerprint import fingerprint_of
from screener.bank.model import Placement, Question, Rubric, Survey
from screener.errors import Conflict, NotAllowed
from screener.journeys.access import own_seat
from screener.journeys.audit import about_seat, note
from screener.journeys.banks import guide_of, policy_of
from screener.journeys.digests import digest_of
from screener.journeys.imports import HeardAnswer, heard_answers
from screener.journeys.instance import Instance
from screener.journeys.scorecards import Answer, Card, cards_of
from screener.journeys.summaries import summary_of
from screener.storage.records import Draft, Opening, Person, Seat

Phase = Literal["planned", "under way", "candidate has left", "submitted"]


@dataclass(frozen=True)
class LiveQuestion:
    """A question with what stands beside it. `starts` is the minute at which its turn comes if all goes to plan."""

    answer: Answer
    starts: int
    rubric: Rubric
    also: tuple[Rubric, ...]
    placement: Placement | None
    survey: Survey | None
    heard: HeardAnswer | None

    @property
    def question(self) -> Question:
        """The question itself."""
        return self.answer.question


@dataclass(frozen=True)
class Live:
    """Everything on a rater's page. `probes` are what earlier rounds left to be asked, if they carry over."""

    card: Card
    phase: Phase
    questions: tuple[LiveQuestion, ...]
    probes: tuple[str, ...]
    other_raters: tuple[str, ...]
    has_transcript: bool
    now: str

    @property
    def seat(self) -> Seat:
        """The rater's scorecard with all that it belongs to."""
        return self.card.seat


def open_live(instance: Instance, person: Person, interview_id: str) -> Live:
    """Return a rater's own interview.

    Raises NotFound for anybody else's, Conflict if its guide has been removed before it began.
    """
    seat = own_seat(instance.store, person, interview_id)
    if not seat.interview.bank and seat.interview.guide not in instance.shelf.current().bank.guides:
        raise Conflict(
            "The guide of this interview is no longer in the question bank. Ask HR to plan the interview anew."
        )
    (card,) = cards_of(instance, [seat])
    seats = instance.store.seats(candidate_ids=[seat.candidate.id])
    heard = heard_answers(instance, seat)
    return Live(
        card,
        phase_of(seat),
        _questions(card, heard or {}),
        _carried_probes(instance, seat, seats),
        tuple(s.rater.name for s in seats if s.interview.id == interview_id and s.rater.id != person.id),
        heard is not None,
        instance.now(),
    )


def notes_of(instance: Instance, person: Person, interview_id: str) -> tuple[str | None, tuple[Draft, ...]]:
    """Return when a rater's scorecard was locked, and their notes as they are kept.

    Raises NotFound for anybody else's.
    """
    card = own_seat(instance.store, person, interview_id).scorecard
    return card.submitted_at, instance.store.heads_of([card.id])


def phase_of(seat: Seat) -> Phase:
    """Return how far a rater has come."""
    if seat.scorecard.submitted_at:
        return "submitted"
    if seat.scorecard.left_at:
        return "candidate has left"
    return "under way" if seat.scorecard.started_at else "planned"


def begin(instance: Instance, person: Person, interview_id: str) -> None:
    """Begin: pin the interview to the question bank as it is now, and let the clock run.

    Doing it twice changes nothing. Raises NotFound, NotAllowed for a candidate who has withdrawn or a closed opening.
    """
    seat = own_seat(instance.store, person, interview_id)
    if seat.scorecard.started_at:
        return
    if seat.candidate.withdrawn_at:
        raise NotAllowed(f"{seat.candidate.name} has withdrawn, so this interview is not held.")
    if seat.opening.closed_at:
        raise NotAllowed("This opening is closed, so this interview is not held.")
    with instance.store.transaction():
        facts: dict[str, Any] = {
            "bank": seat.interview.bank,
            "guide": seat.interview.guide,
            "policy": seat.interview.policy,
        }
        if not seat.interview.bank:  # in a joint interview somebody else may have begun
            facts |= _pinned(instance, seat)
        instance.store.begin(seat.scorecard.id, instance.now())
        note(instance, person, "interview.begun", about_seat(seat), facts)


def leave(instance: Instance, person: Person, interview_id: str, *, is_back: bool = False) -> None:
    """Note that the candidate has left, or is back.

    Raises NotFound, NotAllowed before the beginning, Conflict once submitted.
    """
    with instance.store.transaction():
        seat = _unlocked(instance, person, interview_id)
        instance.store.leave(seat.scorecard.id, None if is_back else instance.now())
        if bool(seat.scorecard.left_at) == is_back:
            note(instance, person, "interview.resumed" if is_back else "interview.left", about_seat(seat))


def submit(instance: Instance, person: Person, interview_id: str) -> Opening:
    """Lock a rater's scorecard, and return the opening that it belongs to.

    Raises NotFound, Conflict if it is locked already, NotAllowed while a question has neither a rating nor a reason.
    """
    seat = _unlocked(instance, person, interview_id)
    with instance.store.transaction():
        (card,) = cards_of(instance, [seat])
        if card.missing:
            numbers = ", ".join(str(answer.number) for answer in card.missing)
            raise NotAllowed(
                f"Not everything is rated yet. Rate these questions, or say why they were skipped: {numbers}."
            )
        if not seat.scorecard.left_at:
            instance.store.leave(seat.scorecard.id, instance.now())
        # Not before the last note, even if the server's clock was set back: what is later than the lock is no part.
        written = (draft.saved_at for draft in instance.store.heads_of([seat.scorecard.id]))
        locked = max([instance.now(), *written])
        if not instance.store.submit(seat.scorecard.id, locked):
            raise _locked()
        instance.store.add_summary(summary_of(card))
        facts = {
            "levels": {own.competency: own.level for own in card.competencies},
            "skipped": [answer.question.id for answer in card.answers if answer.is_skipped],
            "locked": locked,
            "digest": digest_of(instance.store, seat.scorecard.id, locked),
        }
        note(instance, person, "scorecard.submitted", about_seat(seat), facts)
    return seat.opening


def _pinned(instance: Instance, seat: Seat) -> dict[str, Any]:
    """Pin an interview to the question bank as it is now, and return what it is rated by, as the audit trail tells."""
    edition, interview = instance.shelf.current(), seat.interview
    guide = guide_of(edition.bank, interview.guide)
    policy_of(edition.bank, interview.policy)
    bank = instance.shelf.keep_current(instance.now())
    instance.store.pin(interview.id, bank, instance.now())
    paths = {own.id: f"rubrics/{own.id}.yaml" for own in guide.competencies}
    files = edition.version.files
    rubrics = {own: fingerprint_of({path: files[path]}) for own, path in paths.items() if path in files}
    return {"bank": bank, "rubrics": rubrics}


def _unlocked(instance: Instance, person: Person, interview_id: str) -> Seat:
    seat = own_seat(instance.store, person, interview_id)
    if seat.scorecard.submitted_at:
        raise _locked()
    if not seat.scorecard.started_at:
        raise NotAllowed("Begin the interview first.")
    return seat


def _locked() -> Conflict:
    return Conflict("This scorecard has been submitted and is locked. Nothing in it can be changed any more.")


def _questions(card: Card, heard: "dict[str, HeardAnswer]") -> tuple[LiveQuestion, ...]:
    bank, starts, found = card.bank, card.guide.opening_minutes, []
    rated = {weight.id for weight in card.guide.competencies}
    for answer in card.answers:
        question = answer.question
        placement = bank.placements.get(question.placement or "")
        found.append(
            LiveQuestion(
                answer,
                starts,
                bank.rubrics[question.competency],
                tuple(bank.rubrics[name] for name in question.also if name in rated),
                placement,
                bank.surveys.get(placement.survey or "") if placement else None,
                heard.get(question.id),
            )
        )
        starts += question.minutes
    return tuple(found)


def _carried_probes(instance: Instance, seat: Seat, seats: Sequence[Seat]) -> tuple[str, ...]:
    """Return the follow-ups to flags that earlier rounds adopted, without saying whose they were."""
    if seat.interview.carried == "nothing":
        return ()
    earlier = {
        s.scorecard.id: s for s in seats if s.interview.round < seat.interview.round and s.scorecard.submitted_at
    }
    adopted = [answer for answer in instance.store.flag_answers_of(earlier) if answer.verdict == "adopted"]
    probes = []
    for answer in adopted:
        bank = instance.shelf.pinned(earlier[answer.scorecard_id].interview.bank).bank
        probes.append(bank.philosophies[answer.philosophy].probes.asserted)
    return tuple(dict.fromkeys(probes))
