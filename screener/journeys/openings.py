"""Openings: what there is to do, a new one, its title and its end, and the candidates that come in."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from screener.bank.load import Bank
from screener.bank.model import Guide
from screener.errors import Refused
from screener.journeys.access import manages, must_manage, opening_for
from screener.journeys.audit import About, about_candidate, note
from screener.journeys.instance import Instance, moment_of, new_id
from screener.journeys.limits import LONGEST_NAME, one_line
from screener.journeys.live import phase_of
from screener.storage.openings import OpeningCount
from screener.storage.records import Candidate, Opening, Panelist, Person, Seat, Weighting
from screener.storage.selection import Reopening

ROLES = ("sales", "marketing", "both")
MOST_CANDIDATES_AT_ONCE = 200
_DEFAULT_POLICY = "default"
_SENT_TWICE_SECONDS = 60
_URGENCY = {"candidate has left": 0, "under way": 1, "planned": 2, "submitted": 3}
CLOSED_ON_A_PAGE = 20  # of the closed openings on the first page
NEWEST = 30  # submitted scorecards on one's first page; older ones are found by their candidates


@dataclass(frozen=True)
class OwnInterviews:
    """A person's interviews: to hold or to finish, submitted, and those that nobody needs any more."""

    to_do: tuple[Seat, ...]
    submitted: tuple[Seat, ...]
    dropped: tuple[Seat, ...]
    newest: int = NEWEST

    def __bool__(self) -> bool:
        return bool(self.to_do or self.submitted or self.dropped)


@dataclass(frozen=True)
class Overview:
    """The first page: the openings that a person may see, and their own interviews.

    `closed` is a page of those that are closed, the newest first; `page` counts from 1.
    """

    open: tuple[OpeningCount, ...]
    closed: tuple[OpeningCount, ...]
    page: int
    pages: int
    own: OwnInterviews


def overview(instance: Instance, actor: Person, page: int = 1) -> Overview:
    """Return all openings for HR, those on whose panel they are for hiring managers, and one's own interviews."""
    own = _own_interviews(instance.store.seats_of_rater(actor.id, submitted=NEWEST))
    if not sees_openings(actor):
        return Overview((), (), 1, 1, own)
    store, person_id = instance.store, None if manages(actor) else actor.id
    pages = max(1, -(-store.number_of_openings(person_id, is_closed=True) // CLOSED_ON_A_PAGE))
    page = min(max(page, 1), pages)
    closed = store.opening_counts(
        person_id, is_closed=True, limit=CLOSED_ON_A_PAGE, offset=(page - 1) * CLOSED_ON_A_PAGE
    )
    return Overview(store.opening_counts(person_id, is_closed=False), closed, page, pages, own)


def openings_seen(
    instance: Instance, actor: Person, *, limit: int, offset: int
) -> tuple[tuple[OpeningCount, ...], int]:
    """Return a stretch of the openings that a person sees, the newest first, and how many there are in all."""
    if not sees_openings(actor):
        return (), 0
    person_id = None if manages(actor) else actor.id
    store = instance.store
    return store.opening_counts(person_id, limit=limit, offset=offset), store.number_of_openings(person_id)


def sees_openings(actor: Person) -> bool:
    """Whether a person sees openings at all: HR all of them, hiring managers those on whose panel they are."""
    return manages(actor) or actor.role == "hiring-manager"


def managed_opening(instance: Instance, actor: Person, opening_id: str) -> tuple[Opening, tuple[Panelist, ...]]:
    """Return an opening and its panel to somebody who may change it.

    Raises NotFound for those who may not see it, NotAllowed for those who may only see it.
    """
    found = opening_for(instance.store, actor, opening_id)
    must_manage(actor)
    return found


def new_opening(instance: Instance, actor: Person, title: str, role: str) -> Opening:
    """Return a new opening with the guide for its role; the same form sent twice makes one opening.

    Raises NotAllowed, Refused.
    """
    must_manage(actor)
    title = one_line(title, "title")
    if role not in ROLES:
        raise Refused("Choose what the post leads.", "role")
    bank, store = instance.shelf.current().bank, instance.store
    guide = _guide_for(bank, role)
    with store.transaction():
        before = _sent_before(instance, actor, title, role)
        if before is not None:
            return before
        opening = Opening(
            new_id(), title, role, guide.id, _policy_of(bank), weights_of(guide), actor.id, instance.now(), {}
        )
        store.add_opening(opening)
        facts = {"role": role, "guide": opening.guide, "policy": opening.policy}
        note(instance, actor, "opening.added", About(opening.id), facts, {"title": title})
    return opening


def weights_of(guide: Guide) -> tuple[Weighting, ...]:
    """Return the weights that a guide states for itself."""
    return tuple(Weighting(own.id, own.weight, own.reason or "") for own in guide.competencies)


def rename_opening(instance: Instance, actor: Person, opening_id: str, title: str) -> Opening:
    """Change the title of an opening and return it.

    Raises NotFound, NotAllowed, Refused.
    """
    title = one_line(title, "title")
    with instance.store.transaction():
        opening, _ = managed_opening(instance, actor, opening_id)
        renamed = replace(opening, title=title)
        instance.store.change_opening(renamed)
        if title != opening.title:
            note(instance, actor, "opening.renamed", About(opening_id), words={"title": title, "was": opening.title})
    return renamed


def close_opening(instance: Instance, actor: Person, opening_id: str) -> Opening:
    """Close an opening, so that no interview begins in it any more. Closing it twice changes nothing.

    Raises NotFound, NotAllowed.
    """
    return _with_end(instance, actor, opening_id, instance.now())


def reopen_opening(instance: Instance, actor: Person, opening_id: str) -> Opening:
    """Open a closed opening again; that it was is kept.

    Raises NotFound, NotAllowed.
    """
    with instance.store.transaction():
        was_closed = instance.store.opening_of(opening_id).closed_at
        opening = _with_end(instance, actor, opening_id, None)
        if was_closed:
            instance.store.add_reopening(Reopening(new_id(), opening_id, actor.id, instance.now()))
    return opening


def add_candidates(instance: Instance, actor: Person, opening_id: str, names: str) -> tuple[Candidate, ...]:
    """Add a candidate for each line of `names`: all of them, or none with a word why.

    Raises NotFound, NotAllowed, Refused if the opening is closed or a name is too long or there already.
    """
    store = instance.store
    with store.transaction():
        opening, _ = managed_opening(instance, actor, opening_id)
        if opening.closed_at:
            raise Refused("This opening is closed. Open it again before you add candidates.")
        wanted = _names(names)
        present, _ = store.candidates_of(opening_id)
        _must_differ(wanted, (candidate.name for candidate in present))
        at = instance.now()
        added = tuple(Candidate(new_id(), opening_id, name, "", at) for name in wanted)
        store.add_candidates(added)
        for candidate in added:
            note(instance, actor, "candidate.added", about_candidate(candidate), words={"name": candidate.name})
    return added


def is_same_name(one: str, other: str) -> bool:
    """Whether two names differ at most in capitals, blanks and ways of writing the same letter."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """Return what two names have in common that `is_same_name` takes for the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _own_interviews(seats: tuple[Seat, ...]) -> OwnInterviews:
    submitted = [seat for seat in seats if seat.scorecard.submitted_at]
    waiting = [seat for seat in seats if not seat.scorecard.submitted_at]
    dropped = tuple(seat for seat in waiting if seat.opening.closed_at or seat.candidate.withdrawn_at)
    to_do = (seat for seat in waiting if seat not in dropped)

    def turn(seat: Seat) -> tuple[int, bool, str, str]:
        planned_for = seat.interview.planned_for
        return _URGENCY[phase_of(seat)], not planned_for, planned_for, seat.interview.created_at

    latest_first = sorted(submitted, key=lambda seat: seat.scorecard.submitted_at or "", reverse=True)
    return OwnInterviews(tuple(sorted(to_do, key=turn)), tuple(latest_first), dropped)


def _guide_for(bank: Bank, role: str) -> Guide:
    """Return the longest guide for a role; one for any role where there is none."""
    fitting = [guide for guide in bank.guides.values() if guide.role == role]
    fitting = fitting or [guide for guide in bank.guides.values() if guide.role == "any"] or list(bank.guides.values())
    if not fitting:
        raise Refused("The question bank holds no guide yet. Add one before you set up an opening.")
    return max(fitting, key=lambda guide: (guide.minutes, guide.id))


def _policy_of(bank: Bank) -> str:
    if not bank.policies:
        raise Refused("The question bank holds no policy yet. Add one before you set up an opening.")
    return _DEFAULT_POLICY if _DEFAULT_POLICY in bank.policies else min(bank.policies)


def _sent_before(instance: Instance, actor: Person, title: str, role: str) -> Opening | None:
    """Return the opening that the same person made by the same form a moment ago, if nothing has happened in it."""
    for count in instance.store.opening_counts(None, is_closed=False):
        made = count.opening
        is_same = (made.title, made.role, made.created_by, made.closed_at) == (title, role, actor.id, None)
        age = instance.clock() - moment_of(made.created_at)
        if is_same and not count.candidates and age < timedelta(seconds=_SENT_TWICE_SECONDS):
            return made
    return None


def _with_end(instance: Instance, actor: Person, opening_id: str, at: str | None) -> Opening:
    with instance.store.transaction():
        opening, _ = managed_opening(instance, actor, opening_id)
        if bool(opening.closed_at) == bool(at):
            return opening
        changed = replace(opening, closed_at=at)
        instance.store.change_opening(changed)
        note(instance, actor, "opening.closed" if at else "opening.reopened", About(opening_id))
    return changed


def _names(text: str) -> tuple[str, ...]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise Refused("Enter a name, or several with one on each line.", "names")
    if len(lines) > MOST_CANDIDATES_AT_ONCE:
        raise Refused(
            f"These are {len(lines):,} names; {MOST_CANDIDATES_AT_ONCE} fit at once. Add them in several goes.", "names"
        )
    return tuple(_name(line) for line in lines)


def _name(line: str) -> str:
    if "\t" in line.strip():
        shown = " ".join(line.split())[:40]
        raise Refused(
            f"The line “{shown}” has a tab in it, as several cells of a sheet have. Put one name alone on each line. "
            "Nobody has been added yet.",
            "names",
        )
    try:
        return one_line(line, "names")
    except Refused:
        kept = line.strip()
        if len(kept) <= LONGEST_NAME:  # only signs that steer terminals, so that nothing was left of it
            raise Refused("One line has no name that can be read.", "names") from None
        raise Refused(
            f"“{kept[:40]}…” has {len(kept):,} characters; {LONGEST_NAME} fit. Please shorten it.", "names"
        ) from None


def _must_differ(wanted: Iterable[str], present: Iterable[str]) -> None:
    known = {plain_name(name): "is among the candidates already" for name in present}
    for name in wanted:
        if plain_name(name) in known:
            raise Refused(
                f"{name} {known[plain_name(name)]}. If this is somebody else, add what tells them apart, for example a "
                "middle name or a town. Nobody has been added yet.",
                "names",
            )
        known[plain_name(name)] = "stands here twice"
