"""The audit trail as HR and administrators read it, and a candidate's own part of it as a file.

It tells nobody what somebody else noted or rated before they may read that scorecard: such an entry says that there was
something, by whom and when, and no more.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from itertools import islice

from screener.errors import NotFound, Refused
from screener.journeys.access import must_manage, visible_seats
from screener.journeys.audit import ACTIONS, about_candidate, note
from screener.journeys.candidates import Candidacy, candidacy_for, may_read_round
from screener.journeys.instance import Instance, stamp
from screener.storage.audit import AuditEntry
from screener.storage.records import Candidate, Opening, Panelist, Person, Seat

ENTRIES_A_PAGE = 100
WITHHELD = "Something noted or rated"  # the title of an entry that somebody may not read yet
# What tells of a scorecard's contents, by the beginning of the action; and of a round's, once all have submitted.
_OF_SCORECARDS = ("rating.", "place.", "question.", "suggestion.", "flag.", "opinion.", "scorecard.")
_OF_ROUNDS = ("consensus.",)
_TOLD_ANYHOW = ("scorecard.submitted", "consensus.opened", "consensus.finished")  # that it happened, without figures
_NOBODY = {"command line": "the command line", "server": "Screener itself"}

Rows = tuple[tuple[AuditEntry, str | None], ...]


@dataclass(frozen=True)
class Wish:
    """Which entries are wanted; "" for any. Days are ISO 8601 in the server's time zone, the last one included."""

    person: str = ""
    opening: str = ""
    candidate: str = ""
    action: str = ""
    since: str = ""
    until: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Told:
    """An entry with names in the place of ids. `facts` and `words` are empty where it `is_withheld`."""

    entry: AuditEntry
    who: str
    action: str
    opening: str
    candidate: str
    subject: str
    facts: Mapping[str, object]
    words: Mapping[str, str]
    is_withheld: bool


@dataclass(frozen=True)
class Trail:
    """A stretch of the trail, the newest first. `older` is the number to go on from; None at its beginning.

    `people`, `openings` and `actions` are what there is to choose from, by id.
    """

    wish: Wish
    entries: tuple[Told, ...]
    older: int | None
    people: Mapping[str, str]
    openings: Mapping[str, str]
    actions: Mapping[str, str]
    candidate: Candidate | None


@dataclass(frozen=True)
class CandidatesTrail:
    """Everything that is noted about a candidate, the oldest first, and where the whole trail ends."""

    candidate: Candidate
    opening: Opening
    made_at: str
    made_by: str
    head: str
    entries: tuple[Told, ...]
    people: Mapping[str, str]


def trail_of(instance: Instance, actor: Person, wish: Wish) -> Trail:
    """Return a stretch of the trail.

    Raises NotAllowed but for HR and administrators, NotFound for an opening or candidate that there is not, Refused for
    an action or a day that is none.
    """
    must_manage(actor)
    if wish.action and wish.action not in ACTIONS:
        raise Refused("Choose an action from the list.", "action")
    since, until = _moment(wish.since, "since", timedelta()), _moment(wish.until, "until", timedelta(days=1))
    opening = instance.store.opening_of(wish.opening) if wish.opening else None
    candidate = instance.store.candidate_of(wish.candidate) if wish.candidate else None
    found = partial(
        instance.store.audit_entries, person_id=wish.person, opening_id=opening.id if opening else "",
        action=wish.action, since=since, until=until, candidate_id=candidate.id if candidate else "",
    )  # fmt: skip
    told = tuple(islice(_to_be_told(_Teller(instance, actor), wish, found), ENTRIES_A_PAGE + 1))
    names, shown = _Names(instance), told[:ENTRIES_A_PAGE]
    return Trail(
        wish, shown, shown[-1].entry.number if len(told) > ENTRIES_A_PAGE else None, names.people, names.openings,
        dict(sorted(ACTIONS.items(), key=lambda pair: pair[1])), candidate,
    )  # fmt: skip


def _to_be_told(teller: "_Teller", wish: Wish, found: Callable[..., Rows]) -> Iterator[Told]:
    """Return the entries that a wish finds. One that is withheld is not found by its action, which would tell it."""
    before = wish.before
    while rows := found(before=before, limit=ENTRIES_A_PAGE + 1):
        before = rows[-1][0].number
        for own in teller.told(rows):
            if not (wish.action and own.is_withheld and own.entry.action not in _TOLD_ANYHOW):
                yield own


def candidates_trail(instance: Instance, actor: Person, candidate_id: str, form: str) -> CandidatesTrail:
    """Return everything that is noted about a candidate, and note that it was taken out as a file of a `form`.

    Raises NotFound, NotAllowed but for HR and administrators.
    """
    candidate = candidacy_for(instance, actor, candidate_id).candidate
    must_manage(actor)
    store = instance.store
    entries, head = told_about(instance, actor, candidate_id), store.audit_head()
    note(instance, actor, "export.made", about_candidate(candidate), {"what": f"trail.{form}", "entries": len(entries)})
    where = f"{head.number}:{head.seal}" if head else "0:"
    return CandidatesTrail(
        candidate,
        store.opening_of(candidate.opening_id),
        instance.now(),
        actor.name,
        where,
        entries,
        _Names(instance).people,
    )


def told_about(instance: Instance, actor: Person, candidate_id: str) -> tuple[Told, ...]:
    """Return everything that is noted about a candidate as a person may read it, the oldest first."""
    rows = instance.store.audit_entries(candidate_id=candidate_id)
    return tuple(reversed(tuple(_Teller(instance, actor).told(rows))))


def _moment(day: str, field: str, later: timedelta) -> str:
    """Return when a day begins, or so much `later`, as times are kept; "" for none."""
    if not day.strip():
        return ""
    try:
        return stamp(datetime.combine(date.fromisoformat(day.strip()), time()).astimezone() + later)
    except (ValueError, OverflowError):
        raise Refused("Enter the day as year, month and day, for example 2026-03-31.", field) from None


class _Names:
    """What ids are called. What was removed, or is another program, goes by what is known of it."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @cached_property
    def people(self) -> Mapping[str, str]:
        """Everybody, and the programs that read, by name."""
        persons = {person.id: person.name for person in self._instance.store.persons()}
        tokens = {f"token-{token.id}": f"{token.name} (a program)" for token, _ in self._instance.store.tokens()}
        return {**persons, **tokens}

    @cached_property
    def openings(self) -> Mapping[str, str]:
        """Every opening by its title, the open ones and the newest first."""
        return {own.opening.id: own.opening.title for own in self._instance.store.opening_counts(None)}

    def who(self, entry: AuditEntry) -> str:
        """Return who did something."""
        if entry.person_id:
            return self.people.get(entry.person_id, entry.person_id)
        return _NOBODY.get(entry.origin, "somebody who was not signed in")


class _Teller:
    """Tells entries to one person."""

    def __init__(self, instance: Instance, actor: Person) -> None:
        self._instance, self._actor, self._names = instance, actor, _Names(instance)
        self._candidacies: dict[str, Candidacy | None] = {}
        self._readable: dict[str, frozenset[str]] = {}

    def told(self, rows: Iterable[tuple[AuditEntry, str | None]]) -> Iterable[Told]:
        """Return entries as the person may read them."""
        return (self._told(entry, words) for entry, words in rows)

    def _told(self, entry: AuditEntry, words: str | None) -> Told:
        is_withheld = not self._may_read(entry)
        is_named = not is_withheld or entry.action in _TOLD_ANYHOW
        candidacy = self._candidacy(entry.candidate_id)
        return Told(
            entry,
            self._names.who(entry),
            ACTIONS.get(entry.action, entry.action) if is_named else WITHHELD,
            self._names.openings.get(entry.opening_id, entry.opening_id),
            candidacy.candidate.name if candidacy else entry.candidate_id,
            self._names.people.get(entry.subject, ""),
            {} if is_withheld else entry.facts,
            {} if is_withheld or words is None else json.loads(words),
            is_withheld,
        )

    def _may_read(self, entry: AuditEntry) -> bool:
        if entry.action.startswith(_OF_SCORECARDS):
            return entry.subject in self._scorecards(entry.candidate_id)
        if entry.action.startswith(_OF_ROUNDS):
            candidacy, round_ = self._candidacy(entry.candidate_id), entry.facts.get("round")
            return candidacy is not None and isinstance(round_, int) and may_read_round(self._actor, candidacy, round_)
        return True

    def _scorecards(self, candidate_id: str) -> frozenset[str]:
        if candidate_id not in self._readable:
            own = self._candidacy(candidate_id)
            # a trail is no reason to look before one's own rating, whatever the opening lets raters see
            seats = visible_seats(self._actor, own.seats, own.panel, "after-own") if own else ()
            self._readable[candidate_id] = frozenset(seat.scorecard.id for seat in seats)
        return self._readable[candidate_id]

    def _candidacy(self, candidate_id: str) -> Candidacy | None:
        if candidate_id and candidate_id not in self._candidacies:
            self._candidacies[candidate_id] = self._looked_up(candidate_id)
        return self._candidacies.get(candidate_id)

    def _looked_up(self, candidate_id: str) -> Candidacy | None:
        store = self._instance.store
        try:
            candidate = store.candidate_of(candidate_id)
        except NotFound:
            return None
        opening = store.opening_of(candidate.opening_id)
        panel: tuple[Panelist, ...] = store.panel_of(opening.id)
        seats: tuple[Seat, ...] = store.seats(candidate_ids=[candidate_id])
        return Candidacy(candidate, opening, panel, seats)
