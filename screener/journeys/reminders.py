"""Who still has to do what, by person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from screener.errors import NotFound
from screener.journeys.access import manages
from screener.journeys.instance import Instance, moment_of
from screener.journeys.live import Phase, phase_of
from screener.storage.records import Person, Seat
from screener.storage.store import RoundToDiscuss

_URGENCY: tuple[Phase, ...] = ("candidate has left", "under way", "planned")


@dataclass(frozen=True)
class OpenInterview:
    """An interview that its rater has not submitted. `waiting` is how long ago the candidate left."""

    seat: Seat
    phase: Phase
    waiting: timedelta | None


@dataclass(frozen=True)
class Reminder:
    """All that one person still has to do."""

    person: Person
    interviews: tuple[OpenInterview, ...]
    rounds: tuple[RoundToDiscuss, ...]

    @property
    def count(self) -> int:
        """How many things wait for this person."""
        return len(self.interviews) + len(self.rounds)


@dataclass(frozen=True)
class Reminders:
    """What waits, by person; `unled` are rounds to be discussed whose panel has nobody to lead it."""

    people: tuple[Reminder, ...]
    unled: tuple[RoundToDiscuss, ...]


def reminders(instance: Instance, actor: Person) -> Reminders:
    """Return who still has to do what: in all openings for HR, in those on whose panel they are for hiring managers.

    Raises NotFound for everybody else.
    """
    if not manages(actor) and actor.role != "hiring-manager":
        raise NotFound("there are no reminders for interviewers")
    store = instance.store
    seats: Iterable[Seat] = store.seats(is_open=True)
    rounds: Iterable[RoundToDiscuss] = store.rounds_to_discuss()
    if not manages(actor):
        own = {count.opening.id for count in store.opening_counts(actor.id)}
        seats = [seat for seat in seats if seat.opening.id in own]
        rounds = [waiting for waiting in rounds if waiting.opening.id in own]
    people: dict[str, Person] = {}
    interviews: dict[str, list[OpenInterview]] = defaultdict(list)
    led: dict[str, list[RoundToDiscuss]] = defaultdict(list)
    unled: list[RoundToDiscuss] = []
    for seat in seats:
        people[seat.rater.id] = seat.rater
        interviews[seat.rater.id].append(_open_interview(instance, seat))
    for waiting in rounds:
        if waiting.moderator is None or waiting.moderator.ended_at:
            unled.append(waiting)
        else:
            people[waiting.moderator.id] = waiting.moderator
            led[waiting.moderator.id].append(waiting)
    by_name = sorted(people.values(), key=lambda person: (person.name.casefold(), person.id))
    return Reminders(
        tuple(Reminder(person, _in_order(interviews[person.id]), tuple(led[person.id])) for person in by_name),
        tuple(unled),
    )


def _open_interview(instance: Instance, seat: Seat) -> OpenInterview:
    left_at = seat.scorecard.left_at
    return OpenInterview(seat, phase_of(seat), instance.clock() - moment_of(left_at) if left_at else None)


def _in_order(interviews: Iterable[OpenInterview]) -> tuple[OpenInterview, ...]:
    """Put first what is most pressing: the longest wait, then what has begun, then what is planned soonest."""

    def turn(interview: OpenInterview) -> tuple[int, timedelta, bool, str]:
        planned_for = interview.seat.interview.planned_for
        return _URGENCY.index(interview.phase), -(interview.waiting or timedelta()), not planned_for, planned_for

    return tuple(sorted(interviews, key=turn))
