"""Panel members from a list: people who have an account by their email, others with a new one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screener.errors import Refused
from screener.journeys import accounts
from screener.journeys.audit import About, note
from screener.journeys.importing_rows import (
    NAME_TITLES,
    Columns,
    Known,
    Line,
    Plan,
    Titles,
    columns_of,
    key_of,
    planned,
)
from screener.journeys.instance import Instance
from screener.journeys.limits import email_address, one_line
from screener.journeys.openings import is_same_name, plain_name
from screener.storage.records import Panelist, Person
from screener.text.table import Table

MOST_PEOPLE = 500
_TITLES: Titles = {
    **NAME_TITLES,
    "email": ("email", "email address", "mail"),
    "role": ("role",),
    "moderator": ("moderator", "moderates", "is moderator"),
}
_ROLES = {"": "interviewer", "interviewer": "interviewer", "hiringmanager": "hiring-manager"}
_ANSWERS = {
    "": False,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
}


@dataclass(frozen=True, slots=True)
class NewPanelist:
    """A row that puts somebody on the panel; without a `person_id` they get an account in this `role`.

    `is_member`: on the panel already, and now moderates. `remark` says what the list has otherwise than their account.
    """

    line: int
    name: str
    email: str
    role: str
    person_id: str
    is_moderator: bool
    is_member: bool
    remark: str


def panel_columns(table: Table) -> Columns:
    """Find the columns of a list of people.

    Raises Refused if they cannot be told, or if these are more people than a panel could have.
    """
    columns = columns_of(table.header, _TITLES)
    if "email" not in columns.places:
        raise Refused("No column is called “email”. Add it; it may be empty for those who come by access code.", "file")
    if len(table.rows) > MOST_PEOPLE:
        raise Refused(
            f"The list has {len(table.rows):,} people; at most {MOST_PEOPLE} can join a panel at once.", "file"
        )
    return columns


def plan_panel(instance: Instance, opening_id: str, lines: Iterable[Line]) -> Plan[NewPanelist]:
    """Return what a list of people comes to on an opening's panel."""
    return planned(lines, _Reader(instance.store.panel_of(opening_id), instance.store.persons()).read)


def add_new_panelists(instance: Instance, actor: Person, opening_id: str, wanted: Iterable[NewPanelist]) -> None:
    """Put people on the panel as it was planned, and make accounts for those who have none."""
    for new in wanted:
        person_id = new.person_id or accounts.add_person(instance, actor, new.name, new.email, new.role).id
        instance.store.set_panelist(opening_id, person_id, is_moderator=new.is_moderator)
        about = About(opening_id, subject=person_id)
        if not new.is_member:
            note(instance, actor, "panel.added", about, {"from": "list"})
        if new.is_moderator:
            note(instance, actor, "panel.moderator", about, {"from": "list"})


class _Reader:
    """Reads line by line, and knows the panel, everybody with an account, and who came before in the list."""

    def __init__(self, panel: Sequence[Panelist], people: Sequence[Person]) -> None:
        self._members = {member.person.id for member in panel}
        self._moderator = next((member.person for member in panel if member.is_moderator), None)
        self._by_email = {person.email: person for person in people if person.email}
        self._by_code = {plain_name(p.name): p for p in people if not p.email and not p.ended_at}
        self._names = {plain_name(member.person.name): "is on this panel already" for member in panel}
        self._emails: dict[str, int] = {}
        self._moderating = 0  # the line of who is to moderate

    def read(self, line: Line) -> NewPanelist | Known:
        """Return what a line comes to."""
        email = line.checked("email", email_address)
        name = " ".join(line.text("name").split())
        person = self._by_email.get(email) if email else self._by_code.get(plain_name(name))
        before = self._emails.setdefault(email, line.number) if email else line.number
        if before != line.number:
            line.refuse("email", f"Line {before} has the same address. Remove one of the two.")
        moderates = self._moderates(line, person)
        if person is None:
            return self._unknown(line, email, moderates)
        return self._with_account(line, person, name, moderates)

    def _with_account(self, line: Line, person: Person, name: str, moderates: bool) -> NewPanelist | Known:
        is_member = person.id in self._members
        remark = _remark(person, name, line.text("role"))
        self._comes(line, person.name)
        if person.ended_at:
            line.refuse("email", f"The account of {person.name} has ended. Choose somebody else.")
        if not person.email and not is_member:
            line.refuse(
                "name",
                f"There is an interviewer called {person.name} who comes by access code. Choose them on the panel’s "
                "page, or tell the two apart by name.",
            )
        if is_member and not moderates:
            return Known(line.number, person.name, remark)
        return NewPanelist(line.number, person.name, person.email, person.role, person.id, moderates, is_member, remark)

    def _unknown(self, line: Line, email: str, moderates: bool) -> NewPanelist:
        name = line.checked("name", lambda text: one_line(text, ""))
        role = _ROLES.get(key_of(line.text("role")), "")
        if not role:
            line.refuse(
                "role",
                "Only interviewers and hiring managers come in by a list. Write one of the two, or add this person "
                "under “People” first.",
            )
        if role == "hiring-manager" and not line.text("email").strip():
            line.refuse("email", "Enter an email address; only interviewers can come by access code alone.")
        if name and plain_name(name) in self._names:
            known = self._names[plain_name(name)]
            line.refuse("name", f"{name} {known}. If this is somebody else, add what tells them apart.")
        self._comes(line, name)
        return NewPanelist(line.number, name, email, role, "", moderates, False, "")

    def _comes(self, line: Line, name: str) -> None:
        self._names.setdefault(plain_name(name), f"stands in line {line.number} already")

    def _moderates(self, line: Line, person: Person | None) -> bool:
        """Whether this line makes somebody the moderator: one person is, and stays so if there is one."""
        wanted = _ANSWERS.get(key_of(line.text("moderator")))
        if wanted is None:
            line.refuse("moderator", "Write “yes” or “no”.")
        if not wanted or (person and person == self._moderator):
            return False
        if self._moderator:
            line.refuse(
                "moderator",
                f"{self._moderator.name} moderates this panel. Write “no”, and choose another moderator on the panel’s "
                "page if you wish.",
            )
        elif self._moderating:
            line.refuse("moderator", f"Line {self._moderating} names the moderator. One person moderates: write “no”.")
        self._moderating = self._moderating or line.number
        return True


def _remark(person: Person, name: str, role: str) -> str:
    """Return what a list says otherwise than somebody's account."""
    remarks = []
    if name and not is_same_name(name, person.name):
        remarks.append(f"The list says “{name[:120]}”; the name stays.")
    if key_of(role) not in ("", key_of(person.role)):
        remarks.append("The list names another role; the role stays.")
    return " ".join(remarks)
