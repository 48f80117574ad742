"""Who interviews for an opening, and who leads the discussion afterwards."""

from dataclasses import dataclass

from screener.errors import NotFound, Refused
from screener.journeys import accounts
from screener.journeys.audit import About, note
from screener.journeys.instance import Instance
from screener.journeys.limits import one_line
from screener.journeys.openings import is_same_name, managed_opening
from screener.storage.records import Opening, Panelist, Person


@dataclass(frozen=True)
class Panel:
    """An opening's panel, and who could join it."""

    opening: Opening
    members: tuple[Panelist, ...]
    others: tuple[Person, ...]

    @property
    def moderator(self) -> Person | None:
        """Who leads the discussion."""
        return next((member.person for member in self.members if member.is_moderator), None)


def panel_of(instance: Instance, actor: Person, opening_id: str) -> Panel:
    """Return an opening's panel to somebody who may change it.

    Raises NotFound, NotAllowed.
    """
    opening, members = managed_opening(instance, actor, opening_id)
    on_it = {member.person.id for member in members}
    others = (person for person in instance.store.persons() if not person.ended_at and person.id not in on_it)
    return Panel(opening, members, tuple(others))


def add_panelist(instance: Instance, actor: Person, opening_id: str, person_id: str) -> Person:
    """Put somebody on a panel and return them; twice changes nothing.

    Raises NotFound, NotAllowed, Refused for somebody who is not there or whose account has ended.
    """
    store = instance.store
    with store.transaction():
        _, members = managed_opening(instance, actor, opening_id)
        try:
            person = store.person_of(person_id)
        except NotFound:
            raise Refused("Choose somebody from the list.", "person") from None
        if person.ended_at:
            raise Refused(f"The account of {person.name} has ended. Choose somebody else.", "person")
        if person.id not in {member.person.id for member in members}:
            store.set_panelist(opening_id, person.id, is_moderator=False)
            note(instance, actor, "panel.added", About(opening_id, subject=person.id))
    return person


def add_new_interviewer(instance: Instance, actor: Person, opening_id: str, name: str) -> tuple[Person, str]:
    """Put somebody new on a panel, and return them with the access code by which they come.

    Raises NotFound, NotAllowed, Refused for a name that is on the panel already.
    """
    with instance.store.transaction():
        _, members = managed_opening(instance, actor, opening_id)
        name = one_line(name, "name")
        if any(is_same_name(name, member.person.name) for member in members):
            raise Refused(
                f"{name} is on this panel already. If this is somebody else, add what tells them apart.", "name"
            )
        person = accounts.add_person(instance, actor, name, "", "interviewer")
        instance.store.set_panelist(opening_id, person.id, is_moderator=False)
        note(instance, actor, "panel.added", About(opening_id, subject=person.id))
        return person, accounts.new_code(instance, actor, person.id)


def remove_panelist(instance: Instance, actor: Person, opening_id: str, person_id: str) -> Person:
    """Take somebody off a panel and return them; their interviews stay theirs.

    Raises NotFound, NotAllowed.
    """
    with instance.store.transaction():
        member = _member(instance, actor, opening_id, person_id)
        instance.store.remove_panelist(opening_id, person_id)
        note(instance, actor, "panel.removed", About(opening_id, subject=person_id))
    return member.person


def choose_moderator(instance: Instance, actor: Person, opening_id: str, person_id: str) -> Person:
    """Let one of the panel lead its discussion instead of whoever did before.

    Raises NotFound, NotAllowed.
    """
    store = instance.store
    with store.transaction():
        chosen = _member(instance, actor, opening_id, person_id)
        for member in store.panel_of(opening_id):
            if member.is_moderator or member == chosen:
                store.set_panelist(opening_id, member.person.id, is_moderator=member.person.id == person_id)
        if not chosen.is_moderator:
            note(instance, actor, "panel.moderator", About(opening_id, subject=person_id))
    return chosen.person


def _member(instance: Instance, actor: Person, opening_id: str, person_id: str) -> Panelist:
    _, members = managed_opening(instance, actor, opening_id)
    for member in members:
        if member.person.id == person_id:
            return member
    raise NotFound("nobody of this panel")
