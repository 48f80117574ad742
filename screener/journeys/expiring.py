"""Deleting what is due: by each opening's rule, never under a legal hold, and never by a clock that cannot be right."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from screener.errors import Conflict, NotFound, ScreenerError
from screener.journeys.access import must_manage
from screener.journeys.audit import About, note
from screener.journeys.erasing import erase_again, erase_in_database, settle
from screener.journeys.holds import is_held
from screener.journeys.instance import Instance, moment_of, new_id, stamp
from screener.journeys.leases import lease
from screener.journeys.retention_rules import Rule, rules_in
from screener.journeys.tidying import remove_what_is_old
from screener.storage.records import Candidate, Opening, Person
from screener.storage.retention import Decided, Expiry, LastDone

DAILY, CLOCK = "expiry", "clock"  # when somebody looked, and up to which time a clock was confirmed
_AT_WORK = timedelta(minutes=30)  # after that, a process that has not given the work back is taken for dead
_DAY = timedelta(hours=23)
_SKEW = timedelta(minutes=5)  # between the clocks of several servers
_QUIET = timedelta(days=8)  # somebody looks every day, or every week


@dataclass(frozen=True)
class Due:
    """A candidate whose time is counted: since when, by which rule, until when, and whether a hold is on."""

    candidate: Candidate
    opening: Opening
    rule: Rule
    since: str
    ends: str
    is_held: bool


@dataclass(frozen=True)
class Expired:
    """What deleting came to. `trouble` says why nothing was deleted; `failed` counts what could not be.

    In a look that deletes nothing, `erased` are those whom it would erase.
    """

    erased: tuple[Due, ...]
    held: tuple[Due, ...]
    failed: int
    trouble: str
    is_overwritten: bool


def rule_of(instance: Instance, opening_id: str) -> Rule | None:
    """Return the rule by which an opening's data are kept; None where nothing is deleted by itself."""
    return _rules(instance)(opening_id)


def counted(instance: Instance, *, opening_id: str = "") -> Iterator[Due]:
    """Return everybody whose time is counted, of one opening or of all.

    It runs from when the opening was closed, or from a withdrawal while it is open, and from no earlier than the last
    thing that was kept of the candidate: so a clock that was wrong when the opening was closed deletes nothing early.
    """
    rule_for, holds = _rules(instance), instance.store.holds()
    for own in instance.store.decided(opening_id=opening_id):
        rule = rule_for(own.opening.id)
        if rule:
            since = _since(own)
            ends = stamp(rule.ends(moment_of(since)))
            yield Due(own.candidate, own.opening, rule, since, ends, is_held(holds, own.candidate))


def due_now(instance: Instance) -> Iterator[Due]:
    """Return everybody whose time is over, those under a hold too."""
    now = instance.now()
    for own in counted(instance):
        if own.ends <= now:
            exact = _exactly(instance, own)
            if exact.ends <= now:
                yield exact


def expire(
    instance: Instance, actor: Person | None = None, *, is_clock_right: bool = False, holder: str = ""
) -> Expired:
    """Delete everything that is due, and keep a report of it without words.

    `is_clock_right` is said by somebody who has looked at the clock. Raises Conflict while another process does it.
    """
    now, taken = instance.clock(), "Another process is deleting what is due right now. Try again in a few minutes."
    with lease(instance, DAILY, holder or holder_of(), _AT_WORK, taken):
        if is_clock_right:
            _confirm_clock(instance, actor)
        erase_again(instance)  # whoever restored PostgreSQL's own backup brought people back
        done = _expired(instance, actor, "" if is_clock_right else clock_trouble(instance))
        instance.store.note_done(LastDone(DAILY, stamp(now)))
    return done


def would_expire(instance: Instance) -> Expired:
    """Return what would be deleted now, and delete nothing."""
    trouble = clock_trouble(instance)
    due = tuple(due_now(instance))
    return Expired(_free(due), tuple(own for own in due if own.is_held), 0, trouble, is_overwritten=True)


def expire_daily(instance: Instance, holder: str) -> Expired | None:
    """Do a day's work if it is time and nobody else does it: delete what is due and what waits too long.

    None where there was nothing to do. `holder` names the process.
    """
    looked_at = _looked_at(instance)
    if looked_at and instance.clock() - looked_at < _DAY:
        return None
    remove_what_is_old(instance)
    try:
        return expire(instance, holder=holder)
    except Conflict:
        return None


def _expired(instance: Instance, actor: Person | None, trouble: str) -> Expired:
    due = tuple(due_now(instance))
    erased, failed = list[Due](), 0
    trouble = trouble if due else ""  # nothing waits for the clock
    for own in () if trouble else _free(due):
        try:
            with instance.store.transaction():
                if _is_due_no_more(instance, own):
                    continue  # opened again, under another rule, or with something new
                told = {"rule": own.rule.id, "due": own.ends[:10]}
                erase_in_database(instance, actor, own.candidate.id, "rule", told)
            erased.append(own)
        except (Conflict, NotFound):
            continue  # held or erased since it was looked at
        except ScreenerError:
            failed += 1
    held = tuple(own for own in due if own.is_held)
    done = Expired(tuple(erased), held, failed, trouble, _settled(instance))
    if erased or failed or trouble:
        report = _report(instance, actor, done)
        with instance.store.transaction():
            instance.store.add_expiry(report)
            numbers = {"erased": len(erased), "held": len(held), "failed": failed, "is_stopped": bool(trouble)}
            note(instance, actor, "retention.run", About(subject=report.id), numbers)
    return done


def _is_due_no_more(instance: Instance, due: Due) -> bool:
    now = instance.now()
    still = (own for own in counted(instance, opening_id=due.opening.id) if own.candidate.id == due.candidate.id)
    return not any(_exactly(instance, own).ends <= now for own in still)


def _settled(instance: Instance) -> bool:
    """Settle outside the database what can be settled now: who was erased is erased, and has to be reported."""
    try:
        return settle(instance)
    except ScreenerError:
        return False


def _free(due: tuple[Due, ...]) -> tuple[Due, ...]:
    return tuple(own for own in due if not own.is_held)


def holder_of() -> str:
    """Return what names this process among those that share a database."""
    return f"{socket.gethostname()} {os.getpid()} {new_id()}"


def clock_trouble(instance: Instance) -> str:
    """Return why the clock cannot be trusted with deleting; "" if it can.

    One that stands before what was done last has gone back. One by which nobody has looked for longer than a week may
    have gone ahead: then this look only says what is due, and a day passes in which the clock can be set right.
    """
    store, now = instance.store, instance.clock()
    newest = store.newest_record()
    if newest > max(stamp(now + _SKEW), store.last_done(CLOCK)):
        return (
            f"The clock says {stamp(now)}, but the last thing was done at {newest}. Set the clock right. If it is "
            "right and that time was wrong, say so on the page “Keeping and deleting” or with --clock-is-right."
        )
    looked_at = _looked_at(instance)
    if looked_at is None or now - looked_at > _QUIET:
        return (
            "This is the first look at what is due for more than a week. In case the clock has gone ahead "
            f"(it says {stamp(now)}), nothing is deleted before tomorrow; say --clock-is-right to delete at once."
        )
    return ""


def _looked_at(instance: Instance) -> datetime | None:
    """Return when somebody last looked at what is due; a time that is yet to come does not count."""
    done_at = instance.store.last_done(DAILY)
    return moment_of(done_at) if done_at and done_at <= instance.now() else None


def confirm_clock(instance: Instance, actor: Person) -> None:
    """Say that the clock is right, although something was done later by it. Raises NotAllowed but for HR."""
    must_manage(actor)
    with instance.store.transaction():
        _confirm_clock(instance, actor)


def _confirm_clock(instance: Instance, actor: Person | None) -> None:
    store, newest = instance.store, instance.store.newest_record()
    if newest <= stamp(instance.clock() + _SKEW):
        return
    store.note_done(LastDone(CLOCK, newest))
    note(instance, actor, "retention.clock", facts={"newest": newest})


def _rules(instance: Instance) -> Callable[[str], Rule | None]:
    """Return what finds the rule of an opening: its own, else the settings'. One that is gone deletes nothing."""
    settings = instance.settings.retention
    rules, chosen = rules_in(settings), instance.store.opening_rules()

    def rule_for(opening_id: str) -> Rule | None:
        own = chosen.get(opening_id)
        return rules.get(own.rule if own else settings.rule)

    return rule_for


def _since(own: Decided) -> str:
    """Return from when at the earliest a candidate's time counts."""
    candidate, opening = own.candidate, own.opening
    decided = opening.closed_at or candidate.withdrawn_at or ""
    return max(decided, opening.created_at, candidate.added_at, candidate.withdrawn_at or "")


def _exactly(instance: Instance, own: Due) -> Due:
    """Count from the last thing that was kept of somebody, which takes a look at everything."""
    since = max(own.since, instance.store.last_record_of(own.candidate.id))
    return Due(own.candidate, own.opening, own.rule, since, stamp(own.rule.ends(moment_of(since))), own.is_held)


def _report(instance: Instance, actor: Person | None, done: Expired) -> Expiry:
    facts: Mapping[str, Any] = {
        "erased": [_told(own) for own in done.erased],
        "held": [_told(own) for own in done.held],
        "failed": done.failed,
        "trouble": done.trouble,
        "is_overwritten": done.is_overwritten,
    }
    return Expiry(new_id(), instance.now(), actor.id if actor else "", instance.origin, facts)


def _told(own: Due) -> Mapping[str, str]:
    return {"candidate": own.candidate.id, "opening": own.opening.id, "rule": own.rule.id, "due": own.ends[:10]}
