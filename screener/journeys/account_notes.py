"""What is noted of accounts in the audit trail."""

from collections.abc import Sequence

from screener.journeys.audit import About, note
from screener.journeys.instance import Instance
from screener.journeys.throttle import Counted
from screener.storage.records import Person


def note_refused(instance: Instance, by: str, person: Person | None) -> None:
    """Note that somebody was not let in; who they are is not known, only whose account they tried, if there is one."""
    note(instance, None, "sign-in.refused", About(subject=person.id if person else ""), {"by": by})


def note_held_back(instance: Instance, counted: Sequence[Counted], person: Person | None) -> None:
    """Note once that from this failure on each further try has to wait."""
    for one in counted:
        if one.now.failures == one.limit.free:
            about = About(subject=person.id if person else "")
            note(instance, None, "sign-in.held-back", about, {"counted by": one.limit.kind})


def note_added(instance: Instance, actor: Person | None, person: Person) -> None:
    """Note that an account was made; by the server without an actor."""
    note(instance, actor, "person.added", About(subject=person.id), {"role": person.role}, {"name": person.name})


def note_changed(instance: Instance, actor: Person, before: Person, after: Person) -> None:
    """Note what of an account was changed, with the words that were in its place."""
    changed = [name for name in ("name", "email", "role") if getattr(before, name) != getattr(after, name)]
    if changed:
        facts = {"changed": changed, "role": after.role, "was": before.role}
        words = {f"{name} was": str(getattr(before, name)) for name in changed if name != "role"}
        note(instance, actor, "person.changed", About(subject=after.id), facts, words)
