"""A list of candidates or panel members from elsewhere: uploaded, looked at, and taken over as a whole or not at all.

Transcripts come in by `imports.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys import accounts
from screener.journeys.importing_candidates import (
    NewCandidate,
    add_new_candidates,
    candidate_columns,
    plan_candidates,
)
from screener.journeys.importing_panel import NewPanelist, add_new_panelists, panel_columns, plan_panel
from screener.journeys.importing_rows import Columns, Plan, lines_of
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import one_line
from screener.journeys.openings import managed_opening
from screener.journeys.tidying import remove_what_is_old
from screener.storage.importing import ImportFile, ListKind
from screener.storage.records import Opening, Person
from screener.text.table import MAX_BYTES, MAX_ROWS, Table, read_table

LARGEST_LIST, MOST_ROWS = MAX_BYTES, MAX_ROWS
LONGEST_SCHEME = 40
_LONGEST_FILE_NAME = 255
_COLUMNS: Mapping[ListKind, Callable[[Table], Columns]] = {"candidates": candidate_columns, "panel": panel_columns}


@dataclass(frozen=True)
class Preview:
    """An uploaded list, how it was read, and what it comes to now. `seal` is another if it comes to something else."""

    opening: Opening
    file: ImportFile
    table: Table
    columns: Columns
    plan: Plan[NewCandidate | NewPanelist]
    seal: str


@dataclass(frozen=True)
class Taken:
    """A list that was taken over: how many rows were added and left out, and how many people got an account.

    Nothing was added where the list had been taken over before.
    """

    opening: Opening
    file: ImportFile
    added: int
    left_out: int
    accounts: int


def opening_for_list(instance: Instance, actor: Person, opening_id: str, kind: ListKind) -> Opening:
    """Return an opening to somebody who may bring a list to it.

    Raises NotFound, NotAllowed, Refused for candidates of a closed opening.
    """
    opening, _ = managed_opening(instance, actor, opening_id)
    if kind == "candidates" and opening.closed_at:
        raise Refused("This opening is closed. Open it again before you add candidates.")
    return opening


def upload(
    instance: Instance, actor: Person, opening_id: str, kind: ListKind, file_name: str, content: bytes, scheme: str
) -> ImportFile:
    """Keep a list for a day at most, until it is taken over; nothing in the opening changes.

    `scheme` says from which system its ids are. Raises NotFound, NotAllowed, Refused with what is wrong with the file.
    """
    opening_for_list(instance, actor, opening_id, kind)
    columns = _COLUMNS[kind](_read(content))
    name = one_line(file_name, "file", longest=_LONGEST_FILE_NAME) if file_name.strip() else "list"
    scheme = one_line(scheme, "scheme", longest=LONGEST_SCHEME, is_needed=False).casefold()
    if "external_id" in columns.places and not scheme:
        title = columns.titles["external_id"]
        raise Refused(
            f"The column “{title}” holds ids. Say from which system they are, for example “greenhouse”.", "scheme"
        )
    remove_what_is_old(instance)
    file = ImportFile(new_id(), opening_id, actor.id, kind, name, scheme, content, instance.now())
    instance.store.add_import_file(file)
    return file


def preview_of(instance: Instance, actor: Person, file_id: str) -> Preview:
    """Return what a list comes to, to the person who uploaded it.

    Raises NotFound, NotAllowed, Conflict if it was taken over before, Refused if the opening was closed.
    """
    return _preview(instance, actor, _own(instance, actor, file_id))


def take(instance: Instance, actor: Person, file_id: str, seal: str) -> Taken:
    """Take a list over: all of what its preview with this seal said, or nothing. The copy of the list is dropped.

    Twice adds nothing twice. Raises NotFound, NotAllowed, Conflict if it comes to something else by now, Refused if
    nothing in it can be added or the opening was closed.
    """
    store = instance.store
    with store.transaction():
        file = _own(instance, actor, file_id)
        if file.taken_at:
            return Taken(managed_opening(instance, actor, file.opening_id)[0], file, 0, 0, 0)
        preview = _preview(instance, actor, file)
        opening, plan = preview.opening, preview.plan
        if preview.seal != seal:
            raise Conflict(
                "Something has changed since this page was made. Look at it again; nothing has been added yet."
            )
        if not plan.new:
            raise Refused("There is nothing in this list that can be added.")
        store.take_import_file(file_id, instance.now())
        candidates = [new for new in plan.new if isinstance(new, NewCandidate)]
        people = [new for new in plan.new if isinstance(new, NewPanelist)]
        add_new_candidates(instance, actor, opening.id, file.scheme, candidates)
        add_new_panelists(instance, actor, opening.id, people)
    return Taken(opening, file, len(plan.new), plan.left_out, sum(not person.person_id for person in people))


def discard(instance: Instance, actor: Person, file_id: str) -> ImportFile:
    """Remove a list that is not to be taken over, and return what it was.

    Raises NotFound, NotAllowed.
    """
    with instance.store.transaction():
        file = _own(instance, actor, file_id)
        instance.store.remove_import_file(file_id)
    return file


def without_way_in(instance: Instance, actor: Person, opening_id: str) -> tuple[Opening, tuple[Person, ...]]:
    """Return those of a panel who have neither a password nor an address or code by which they could come.

    Raises NotFound, NotAllowed.
    """
    opening, panel = managed_opening(instance, actor, opening_id)
    people = (member.person for member in panel)
    return opening, tuple(
        p for p in people if not (p.ended_at or p.password_hash or accounts.open_keys_of(instance, p))
    )


def _own(instance: Instance, actor: Person, file_id: str) -> ImportFile:
    remove_what_is_old(instance)
    file = instance.store.find_import_file(file_id)
    if file is None or file.person_id != actor.id:
        raise NotFound("there is no such list")
    return file


def _preview(instance: Instance, actor: Person, file: ImportFile) -> Preview:
    opening = opening_for_list(instance, actor, file.opening_id, file.kind)
    if file.taken_at:
        raise Conflict(f"The list “{file.name}” has been taken over already. Nothing has been added twice.")
    table = _read(file.content)
    columns = _COLUMNS[file.kind](table)
    lines = lines_of(table, columns)
    plan: Plan[NewCandidate | NewPanelist] = (
        plan_candidates(instance, opening.id, file.scheme, lines)
        if file.kind == "candidates"
        else plan_panel(instance, opening.id, lines)
    )
    return Preview(opening, file, table, columns, plan, sha256(repr(plan).encode()).hexdigest())


def _read(content: bytes) -> Table:
    try:
        return read_table(content)
    except Unreadable as error:
        message = str(error)
        raise Refused(message[0].upper() + message[1:] + ".", "file") from None
