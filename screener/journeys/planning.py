"""Planning interviews: who holds them, alone or together, in which round, and what earlier rounds hand on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import cast, get_args

from screener.bank.model import Guide
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import must_be_kept, must_manage, opening_for, visible_seats
from screener.journeys.audit import About, note
from screener.journeys.candidates import Candidacy, candidacy_for
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import several_lines
from screener.storage.records import Candidate, Carried, Interview, Opening, Panelist, Person, Scorecard

ALONE, JOINT = "alone", "joint"
_EARLIEST, _LATEST = timedelta(days=366), timedelta(days=3 * 366)  # what lies beyond is a slip of the keyboard
_NO_TIME = "Enter a day and a time, for example 24/03/2026, 10:30."
_OTHER_GUIDE = "Not the opening’s own guide, because: "


@dataclass(frozen=True)
class Wish:
    """What HR enters for a candidate. `raters` are people's ids; `planned_for` is as a browser writes local times.

    `guide_reason` says why the first round leaves the opening's guide; `carried` is needed from the second round on.
    """

    raters: Collection[str]
    way: str
    round: int
    guide: str
    guide_reason: str = ""
    planned_for: str = ""
    carried: str = ""
    carried_note: str = ""


@dataclass(frozen=True)
class Choices:
    """What there is to choose from for a candidate. `rounds` begins with the one that is due.

    `taken` are the people who have a scorecard in the due round already.
    """

    candidacy: Candidacy
    raters: tuple[Person, ...]
    taken: frozenset[str]
    rounds: tuple[int, ...]
    guides: tuple[Guide, ...]

    @property
    def round(self) -> int:
        """The round that is due."""
        return self.rounds[0]


@dataclass(frozen=True)
class FirstRound:
    """An opening's panel and those candidates for whom nothing is planned yet."""

    opening: Opening
    raters: tuple[Person, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Rescheduled:
    """The candidate of an interview that has a new time."""

    candidate: Candidate
    planned_for: str
    is_past: bool


def choices_for(instance: Instance, actor: Person, candidate_id: str) -> Choices:
    """Return what there is to choose from when interviews with a candidate are planned.

    Raises NotFound, NotAllowed but for HR, Refused for a candidate who has withdrawn and in a closed opening.
    """
    candidacy = candidacy_for(instance, actor, candidate_id)
    must_manage(actor)
    _must_be_open(candidacy)
    rounds = _rounds(instance, candidacy)
    return Choices(
        candidacy,
        _raters(candidacy.panel),
        frozenset(seat.rater.id for seat in candidacy.seats_of(rounds[0])),
        rounds,
        _guides(instance, candidacy.opening),
    )


def plan_interviews(instance: Instance, actor: Person, candidate_id: str, wish: Wish) -> tuple[Interview, ...]:
    """Plan one interview for each rater, or one that they hold together.

    Raises NotFound, NotAllowed but for HR, Refused with what to change.
    """
    with instance.store.transaction():  # so that a form sent twice finds the scorecards of the first time
        choices = choices_for(instance, actor, candidate_id)
        raters = _chosen(wish.raters, choices.raters, wish.way)
        _must_be_due(wish.round, choices)
        _must_be_free(raters, choices.candidacy, wish.round)
        carried, note = _carried(wish, choices)
        at, policy = _local_time(instance, wish.planned_for), choices.candidacy.opening.policy
        is_joint, now = wish.way == JOINT, instance.now()
        pattern = Interview("", candidate_id, wish.round, is_joint, wish.guide, policy, carried, note, now, at)
        return _made(instance, actor, choices.candidacy.opening, raters, pattern)


def first_round_for(instance: Instance, actor: Person, opening_id: str) -> FirstRound:
    """Return an opening's panel and the candidates for whom nothing is planned yet.

    Raises NotFound, NotAllowed but for HR, Refused in a closed opening.
    """
    opening, panel = opening_for(instance.store, actor, opening_id)
    must_manage(actor)
    if opening.closed_at:
        raise Refused("This opening is closed, so no more interviews are planned in it.")
    return FirstRound(opening, _raters(panel), instance.store.candidates_without_interviews(opening_id))


def plan_for_all(
    instance: Instance,
    actor: Person,
    opening_id: str,
    rater_ids: Collection[str],
    way: str,
    candidate_ids: Collection[str],
) -> tuple[Interview, ...]:
    """Plan the first round for those of the candidates without interviews who are chosen, by the opening's own guide.

    Raises NotFound, NotAllowed but for HR, Refused with what to change.
    """
    with instance.store.transaction():
        waiting = first_round_for(instance, actor, opening_id)
        if not waiting.candidates:
            raise Refused("Every candidate of this opening has interviews already.")
        raters = _chosen(rater_ids, waiting.raters, way)
        candidates = _chosen_candidates(candidate_ids, waiting.candidates)
        opening = waiting.opening
        _guide_among(_guides(instance, opening), opening.guide)
        pattern = Interview(
            "", "", 1, way == JOINT, opening.guide, opening.policy, "nothing", "", created_at=instance.now()
        )
        made = (_made(instance, actor, opening, raters, replace(pattern, candidate_id=c.id)) for c in candidates)
        return tuple(interview for interviews in made for interview in interviews)


def remove_interview(instance: Instance, actor: Person, interview_id: str) -> Candidate:
    """Remove an interview that nobody has begun, and return its candidate.

    Raises NotFound, NotAllowed but for HR, Conflict if somebody has begun.
    """
    with instance.store.transaction():
        candidate = _candidacy_of(instance, actor, interview_id).candidate
        if not instance.store.remove_interview(interview_id):
            raise Conflict("This interview has begun, so it stays. What was written in it is kept.")
        note(instance, actor, "interview.removed", About(candidate.opening_id, candidate.id, interview_id))
    return candidate


def reschedule(instance: Instance, actor: Person, interview_id: str, planned_for: str) -> Rescheduled:
    """Set or change the time of an interview that nobody has begun. A time that is past is taken.

    Raises NotFound, NotAllowed but for HR, Refused for what is no time and where nothing is planned any more, Conflict
    if somebody has begun.
    """
    candidacy = _candidacy_of(instance, actor, interview_id)
    _must_be_open(candidacy)
    at = _local_time(instance, planned_for)
    if not at:
        raise Refused(_NO_TIME, "planned_for")
    with instance.store.transaction():
        if not instance.store.reschedule(interview_id, at):
            raise Conflict("This interview has begun, so its time stays as it is.")
        about = About(candidacy.opening.id, candidacy.candidate.id, interview_id)
        note(instance, actor, "interview.rescheduled", about, {"planned for": at})
    return Rescheduled(candidacy.candidate, at, datetime.fromisoformat(at).astimezone() < instance.clock())


def _candidacy_of(instance: Instance, actor: Person, interview_id: str) -> Candidacy:
    """Return the candidate of an interview to HR."""
    seats = instance.store.seats(interview_id=interview_id)
    if not seats:
        raise NotFound("there is no such interview")
    candidacy = candidacy_for(instance, actor, seats[0].candidate.id)
    must_manage(actor)
    return candidacy


def _must_be_open(candidacy: Candidacy) -> None:
    must_be_kept(candidacy.candidate)
    if candidacy.candidate.withdrawn_at:
        raise Refused(f"{candidacy.candidate.name} has withdrawn, so no more interviews are planned.")
    if candidacy.opening.closed_at:
        raise Refused("This opening is closed, so no more interviews are planned in it.")


def _rounds(instance: Instance, candidacy: Candidacy) -> tuple[int, ...]:
    """Return the rounds that may be planned, the due one first.

    A round is due until all have submitted; it can still be joined later, but not once the panel discusses it.
    """
    latest = candidacy.round
    if latest == 0:
        return (1,)
    if not candidacy.all_submitted(latest):
        return (latest,)
    is_discussed = instance.store.find_consensus(candidacy.candidate.id, latest) is not None
    return (latest + 1,) if is_discussed else (latest + 1, latest)


def _raters(panel: Sequence[Panelist]) -> tuple[Person, ...]:
    """Return who of a panel can still sign in."""
    return tuple(member.person for member in panel if not member.person.ended_at)


def _guides(instance: Instance, opening: Opening) -> tuple[Guide, ...]:
    """Return all guides, the opening's own first."""
    guides = instance.shelf.current().bank.guides.values()
    return tuple(sorted(guides, key=lambda guide: (guide.id != opening.guide, guide.name)))


def _guide_among(guides: Sequence[Guide], name: str) -> Guide:
    found = next((guide for guide in guides if guide.id == name), None)
    if found is None:
        raise Refused("Choose a guide from the list.", "guide")
    return found


def _chosen(ids: Collection[str], offered: Sequence[Person], way: str) -> tuple[Person, ...]:
    if way not in (ALONE, JOINT):
        raise Refused("Say whether they interview alone or together.", "way")
    if not offered:
        raise Refused("Nobody is on this opening’s panel yet. Put somebody on it first.", "raters")
    if not ids:
        raise Refused("Choose at least one person.", "raters")
    if not set(ids) <= {person.id for person in offered}:
        raise Refused("Choose people from this opening’s panel.", "raters")
    raters = tuple(person for person in offered if person.id in ids)
    if way == JOINT and len(raters) < 2:
        raise Refused("A joint interview needs at least two people.", "raters")
    return raters


def _chosen_candidates(ids: Collection[str], offered: Sequence[Candidate]) -> tuple[Candidate, ...]:
    if not ids:
        raise Refused("Choose at least one candidate.", "candidates")
    if not set(ids) <= {candidate.id for candidate in offered}:
        raise Refused("Somebody has planned for some of them meanwhile. Look at the list again.", "candidates")
    return tuple(candidate for candidate in offered if candidate.id in ids)


def _must_be_due(round_: int, choices: Choices) -> None:
    if round_ not in choices.rounds:
        due = " or ".join(f"round {number}" for number in choices.rounds)
        raise Refused(f"Only {due} can be planned now.", "round")


def _must_be_free(raters: Sequence[Person], candidacy: Candidacy, round_: int) -> None:
    """A rater judges a candidate once in a round."""
    taken = {seat.rater.id for seat in candidacy.seats_of(round_)}
    names = [person.name for person in raters if person.id in taken]
    if names:
        who = f"{', '.join(names[:-1])} and {names[-1]} have" if len(names) > 1 else f"{names[0]} has"
        raise Refused(f"{who} an interview with {candidacy.candidate.name} in round {round_} already.", "raters")
    for person in raters:
        if _may_have_read(person, candidacy, round_):
            raise Refused(
                f"{person.name} may have read what others submitted in round {round_}, and would not judge afresh. "
                f"Plan {person.name} for the next round.",
                "raters",
            )


def _may_have_read(person: Person, candidacy: Candidacy, round_: int) -> bool:
    """Whether somebody without a scorecard in a round could see others' in it."""
    visible = visible_seats(person, candidacy.seats, candidacy.panel)
    is_over = candidacy.all_submitted(round_) and candidacy.is_moderator(person)
    return is_over or any(seat.interview.round == round_ for seat in visible)


def _carried(wish: Wish, choices: Choices) -> tuple[Carried, str]:
    """Return what earlier rounds hand on, and the note that raters read with it."""
    opening, note = choices.candidacy.opening, several_lines(wish.carried_note, "carried_note")
    guide = _guide_among(choices.guides, wish.guide)
    if wish.round > 1:
        if wish.carried not in get_args(Carried):
            raise Refused("Say what these interviewers see of earlier rounds.", "carried")
        return cast(Carried, wish.carried), note
    if guide.id == opening.guide:
        return "nothing", note
    if not wish.guide_reason.strip():
        raise Refused("Say why the first round does not use this opening’s guide.", "guide_reason")
    reason = _OTHER_GUIDE + several_lines(wish.guide_reason, "guide_reason")
    return "nothing", f"{reason}\n\n{note}".strip()


def _local_time(instance: Instance, text: str) -> str:
    """Return a local time as browsers write it, to the minute; "" for none."""
    if not text.strip():
        return ""
    try:
        moment = datetime.fromisoformat(text.strip())
        away = moment.astimezone() - instance.clock()
    except (ValueError, OverflowError, OSError):
        raise Refused(_NO_TIME, "planned_for") from None
    if not -_EARLIEST <= away <= _LATEST:
        raise Refused("This day is too far away. Check the year.", "planned_for")
    return moment.astimezone().replace(tzinfo=None).isoformat(timespec="minutes")


def _made(
    instance: Instance, actor: Person, opening: Opening, raters: Sequence[Person], pattern: Interview
) -> tuple[Interview, ...]:
    """Keep interviews like `pattern`: a joint one with all raters, or one for each."""
    made = []
    for group in [raters] if pattern.is_joint else [[person] for person in raters]:
        interview = replace(pattern, id=new_id())
        cards = [Scorecard(new_id(), interview.id, person.id, interview.created_at) for person in group]
        instance.store.add_interview(interview, cards)
        _note_planned(instance, actor, opening, interview, group)
        made.append(interview)
    return tuple(made)


def _note_planned(
    instance: Instance, actor: Person, opening: Opening, interview: Interview, raters: Sequence[Person]
) -> None:
    facts = {
        "round": interview.round, "guide": interview.guide, "policy": interview.policy, "carried": interview.carried,
        "raters": [person.id for person in raters], "planned for": interview.planned_for,
    }  # fmt: skip
    about = About(opening.id, interview.candidate_id, interview.id)
    note(instance, actor, "interview.planned", about, facts, {"note": interview.carried_note})
