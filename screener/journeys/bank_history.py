"""What states the bank has been in: who changed what when and why, and how states differ."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from screener.bank.load import load_library
from screener.errors import BankInvalid, NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.bank_difference import FileDifference, differences
from screener.journeys.banks import bank_folder_of
from screener.journeys.instance import QUESTIONS, Instance, database_of, open_instance
from screener.journeys.settings import load_settings
from screener.paths import shipped
from screener.storage import Store, open_store
from screener.storage.bank import BankSave
from screener.storage.records import Person

_AT_ONCE = 30
_MOST_DIGITS = 15  # of a number of a save
_SHORTEST_NAME = 6  # characters of a fingerprint that tell it from a number


@dataclass(frozen=True)
class HistoryRow:
    """A state, who brought it about (None: somebody outside of Screener), and the paths of the files that changed."""

    save: BankSave
    person: Person | None
    paths: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True)
class History:
    """A stretch of what was saved, the newest first. `older` is where the next stretch begins; None at the end."""

    rows: tuple[HistoryRow, ...]
    older: int | None


@dataclass(frozen=True)
class Change:
    """What a save changed against the state before it, and whether today's bank is that state."""

    row: HistoryRow
    files: tuple[FileDifference, ...]


@dataclass(frozen=True)
class Past:
    """The states that were noted of an instance's bank, and its folder: to be looked at whatever mistakes are there.

    `current` is the state that is in use, "" if none is; `trouble` says what keeps that on disk from being noted.
    """

    store: Store
    folder: Path
    current: str
    trouble: str


def past_of(instance: Instance) -> Past:
    """Return the past of the bank of an instance that is open."""
    edition = instance.shelf.current()
    return Past(instance.store, instance.shelf.folder, edition.version.fingerprint, edition.trouble)


@contextmanager
def open_past(folder: Path) -> Iterator[Past]:
    """Open the past of the bank of the instance in `folder`, which notes the state on disk if that has no mistakes.

    Raises NotFound if there is no instance, Unreadable if its database or key cannot be used.
    """
    try:
        instance = open_instance(folder)
    except BankInvalid as error:  # and no state without mistakes has ever been noted
        with closing(open_store(database_of(folder, load_settings(folder)))) as store:
            yield Past(store, folder / QUESTIONS, "", str(error))
        return
    with closing(instance):
        yield past_of(instance)


def history(instance: Instance, before: int | None = None, *, limit: int = _AT_ONCE, path: str = "") -> History:
    """Return what was saved, the newest first, before a number; with a `path` only what touched that file."""
    return history_in(past_of(instance), before, limit=limit, path=path)


def history_in(past: Past, before: int | None = None, *, limit: int = _AT_ONCE, path: str = "") -> History:
    """Return the same of a past."""
    saves = past.store.bank_saves(before=before, limit=-1 if path else limit + 1)
    rows: list[HistoryRow] = []
    for index, save in enumerate(saves):
        older = saves[index + 1] if index + 1 < len(saves) else None
        if len(rows) == limit:
            return History(tuple(rows), rows[-1].save.id)
        row = _row(past, save, older)
        if not path or path in row.paths:
            rows.append(row)
    return History(tuple(rows), None)


def history_for(instance: Instance, actor: Person, before: int | None = None, path: str = "") -> History:
    """Return what was saved to somebody who may see it. Raises NotAllowed but for HR."""
    must_manage(actor)
    return history(instance, before, path=path)


def change_of(instance: Instance, actor: Person, number: int) -> Change:
    """Return what a save changed. Raises NotAllowed but for HR, NotFound."""
    must_manage(actor)
    save = _save(instance, number)
    older = next(iter(instance.store.bank_saves(before=number, limit=1)), None)
    row = _row(past_of(instance), save, older)
    before = _files(instance.store, older.bank) if older else {}
    return Change(row, differences(before, _files(instance.store, save.bank)) if older else ())


def files_of_save(instance: Instance, number: int) -> Mapping[str, bytes]:
    """Return the files of the state that was saved under a number. Raises NotFound."""
    return _files(instance.store, _save(instance, number).bank)


def state_named(past: Past | None, name: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the fingerprint and the files of a state by how people name it.

    That is `now`, `shipped`, the number of a save, the beginning of a fingerprint, or the folder of a bank. Raises
    NotFound if there is none, Refused if the name fits several.
    """
    if name == "shipped":
        return _of_folder(shipped("questions"))
    if past and name == "now":
        return _of_folder(past.folder)
    number = int(name) if re.fullmatch(f"[0-9]{{1,{_MOST_DIGITS}}}", name) else 0
    if past and number and (save := past.store.find_bank_save(number)):
        return save.bank, _files(past.store, save.bank)
    if past and len(name) >= _SHORTEST_NAME and re.fullmatch("[0-9a-f]+", name):
        found = past.store.banks_beginning(name)
        if len(found) > 1:
            raise Refused(f"`{name}` begins the names of several states: {', '.join(found)}")
        if found:
            return found[0], _files(past.store, found[0])
    folder = Path(name)
    if name and folder.is_dir():
        return _of_folder(bank_folder_of(folder))
    known = "`now`, `shipped`, a number or fingerprint of `screener log`, or a folder" if past else "a folder"
    raise NotFound(f"there is no state of a bank called `{name}` (name {known})")


def _of_folder(folder: Path) -> tuple[str, Mapping[str, bytes]]:
    library = load_library(folder)
    return library.bank.fingerprint, library.contents


def _row(past: Past, save: BankSave, older: BankSave | None) -> HistoryRow:
    store = past.store
    here, there = store.bank_paths(save.bank), store.bank_paths(older.bank) if older else {}
    paths = tuple(path for path in sorted(here.keys() | there.keys()) if here.get(path) != there.get(path))
    person = store.person_of(save.person_id) if save.person_id else None
    return HistoryRow(save, person, paths if older else (), save.bank == past.current)


def _save(instance: Instance, number: int) -> BankSave:
    save = instance.store.find_bank_save(number)
    if save is None:
        raise NotFound(f"there is no saved state {number}")
    return save


def _files(store: Store, fingerprint: str) -> Mapping[str, bytes]:
    version = store.find_bank(fingerprint)
    if version is None:
        raise NotFound(f"the state {fingerprint} of the bank was not kept")
    return version.files
