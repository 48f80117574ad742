"""Legal holds: as long as one is on, nothing of a candidate or of a whole opening is deleted, by rule or by hand."""

from collections.abc import Iterable

from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.audit import About, note
from screener.journeys.candidates import managed_candidate
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import LONGEST_REASON, several_lines
from screener.journeys.openings import managed_opening
from screener.storage.records import Candidate, Person
from screener.storage.retention import Hold
from screener.storage.store import Store


def hold_candidate(instance: Instance, actor: Person, candidate_id: str, reason: str) -> Hold:
    """Put a hold on a candidate. Raises NotFound, NotAllowed but for HR, Erased, Refused without a reason."""
    reason = _reason(reason)
    with instance.store.transaction():
        candidate = managed_candidate(instance, actor, candidate_id)
        return _held(instance, actor, candidate.opening_id, candidate_id, reason)


def hold_opening(instance: Instance, actor: Person, opening_id: str, reason: str) -> Hold:
    """Put a hold on everybody in an opening. Raises NotFound, NotAllowed but for HR, Refused without a reason."""
    reason = _reason(reason)
    with instance.store.transaction():
        managed_opening(instance, actor, opening_id)
        return _held(instance, actor, opening_id, "", reason)


def lift_hold(instance: Instance, actor: Person, hold_id: str) -> Hold:
    """End a hold. Raises NotAllowed but for HR, NotFound if none is on under this id."""
    must_manage(actor)
    with instance.store.transaction():
        hold = next((own for own in instance.store.holds() if own.id == hold_id), None)
        if hold is None:
            raise NotFound("there is no such hold, or it has been lifted")
        instance.store.lift_hold(hold_id, actor.id, instance.now())
        note(instance, actor, "candidate.released", About(hold.opening_id, hold.candidate_id, subject=hold_id))
    return hold


def is_held(holds: Iterable[Hold], candidate: Candidate) -> bool:
    """Whether one of these holds is on a candidate, or on everybody in the opening."""
    return any(
        not own.lifted_at and own.candidate_id in ("", candidate.id) and own.opening_id == candidate.opening_id
        for own in holds
    )


def must_not_be_held(store: Store, candidate: Candidate) -> None:
    """Raise Conflict if a hold is on a candidate."""
    if is_held(store.holds_of(candidate.opening_id), candidate):
        raise Conflict("A legal hold is on, so nothing may be deleted. Lift it first, if it is over.")


def _held(instance: Instance, actor: Person, opening_id: str, candidate_id: str, reason: str) -> Hold:
    hold = Hold(new_id(), opening_id, candidate_id, reason, actor.id, instance.now())
    instance.store.add_hold(hold)
    # The reason stands with the hold alone: words about an opening could not be erased from the trail.
    note(instance, actor, "candidate.held", About(opening_id, candidate_id, subject=hold.id))
    return hold


def _reason(reason: str) -> str:
    reason = several_lines(reason, "reason", longest=LONGEST_REASON)
    if not reason:
        raise Refused("Say why, for example which claim was filed and when.", "reason")
    return reason
