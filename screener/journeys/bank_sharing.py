"""Handing the bank on, and taking over one that arrives: as a draft for HR in the browser, at once at a terminal."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from screener import __version__
from screener.bank.load import is_bank_file, load_library
from screener.bank.problems import Problem
from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys.access import must_manage
from screener.journeys.bank_adoption import adopt
from screener.journeys.bank_archive import LARGEST_ARCHIVE, Archive, is_beside, licence_in, read_archive, write_archive
from screener.journeys.bank_drafts import start_draft
from screener.journeys.bank_files import hash_of
from screener.journeys.bank_merge import OPTIONAL, TAKEN, Merge, merged
from screener.journeys.bank_origin import Line, note_arrival, origin_of
from screener.journeys.bank_proof import OnFile, changed_library, problems_on_disk, prove
from screener.journeys.instance import QUESTIONS, Instance
from screener.journeys.tidying import ARRIVING, remove_what_is_old
from screener.journeys.whole_files import write_whole
from screener.paths import shipped
from screener.storage.bank import BankDraft, BankDraftFile, SaveKind
from screener.storage.records import Person

_KINDS: Mapping[Line, SaveKind] = {"shipped": "upgraded", "imported": "imported"}


@dataclass(frozen=True)
class Arriving:
    """A bank that has arrived. `along` are files beside a shipped bank that belong to the program, such as schemas."""

    line: Line
    archive: Archive
    along: Mapping[str, bytes]

    @property
    def title(self) -> str:
        """What a change is called that takes it over."""
        if self.line == "shipped":
            return f"Upgraded to Screener {__version__}"
        licence = f" ({self.archive.licence})" if self.archive.licence else ""
        return f"Imported “{self.archive.title}”{licence}"


@dataclass(frozen=True)
class ArrivingPage:
    """What has arrived, and what it comes to beside the bank on disk."""

    arriving: Arriving
    merge: Merge


@dataclass(frozen=True)
class SharePage:
    """What HR may hand on or take over: what this version of Screener brings, upgrades that wait as drafts, a licence.

    `upgrade` is None if nothing in it has to be decided.
    """

    upgrade: Merge | None
    drafts: tuple[BankDraft, ...]
    licence: str


@dataclass(frozen=True)
class Taken:
    """What was taken over at once. With `problems` nothing was.

    `beside` are the new texts that were written beside files that somebody has edited; `edited_beside` those that lay
    there from before, and were left as somebody has edited them.
    """

    merge: Merge
    problems: tuple[Problem, ...] = ()
    beside: tuple[str, ...] = ()
    edited_beside: tuple[str, ...] = ()


def export_bank(folder: Path, title: str = "", licence: str = "", on_file: OnFile = lambda _done, _of: None) -> bytes:
    """Return the bank in a folder, or in an instance's, as a zip. It is proved before, examples too.

    Without a title it is called like the folder; without a licence it goes by the one that lies beside the bank.
    Raises NotFound if there is no bank, Refused if it has mistakes or no licence.
    """
    bank = folder / QUESTIONS if (folder / QUESTIONS).is_dir() else folder
    proof = prove(load_library(bank), bank, {}, on_file)
    if wrong := next((p for p in (*proof.own, *proof.old) if p.level == "error"), None):
        raise Refused(
            f"The bank has a mistake; mend it before you hand the bank on: {wrong.file}, line {wrong.line}: "
            f"{wrong.message}."
        )
    beside = _beside(bank)
    licence = licence.strip() or licence_in(beside)
    if not licence:
        raise Refused("Say under which licence others may use the bank, such as CC-BY-4.0.", "licence")
    return write_archive(title.strip() or folder.resolve().name, licence, proof.library.contents, beside)


def exported(instance: Instance, actor: Person, title: str, licence: str) -> bytes:
    """Return the bank as a zip. Raises NotAllowed but for HR, and Refused as `export_bank` does."""
    must_manage(actor)
    if not title.strip():
        raise Refused("Please fill this in.", "title")
    return export_bank(instance.shelf.folder, title, licence)


def share_page(instance: Instance, actor: Person) -> SharePage:
    """Return what can be handed on or taken over. Raises NotAllowed but for HR."""
    must_manage(actor)
    merge = _compared(instance, shipped_bank())
    drafts = tuple(draft for draft in instance.store.bank_drafts() if draft.kind == "upgraded")
    is_needed = bool(merge.of(*TAKEN, "merge"))
    return SharePage(merge if is_needed else None, drafts, licence_in(_beside(instance.shelf.folder)))


def upload(instance: Instance, actor: Person, content: bytes) -> str:
    """Keep a bank from elsewhere for a day, to be looked at, and return its name.

    Raises NotAllowed but for HR, Refused if it is no bank, or not one that can be trusted to be whole.
    """
    must_manage(actor)
    read_archive(content)
    remove_what_is_old(instance)
    name, stash = sha256(content).hexdigest()[:16], instance.folder / ARRIVING
    try:
        stash.mkdir(mode=0o700, exist_ok=True)
        write_whole(stash / f"{name}.zip", content)
    except OSError as error:
        raise Unreadable(f"{stash} cannot be written: {error.strerror}") from None
    return name


def arriving_page(instance: Instance, actor: Person, name: str = "") -> ArrivingPage:
    """Return what an uploaded bank comes to; without a name, what this version of Screener brings.

    Raises NotAllowed but for HR, NotFound if it is not kept any more.
    """
    must_manage(actor)
    arriving = _uploaded(instance, name) if name else shipped_bank()
    return ArrivingPage(arriving, _compared(instance, arriving))


def start_taking(instance: Instance, actor: Person, name: str, also: Collection[str], seal: str) -> BankDraft | None:
    """Return a draft with what is new or replaced, and with those of the other files that are named in `also`.

    None if that comes to nothing; what was decided is noted all the same, and not asked again. Raises NotAllowed but
    for HR, NotFound as `arriving_page`, Conflict if it comes to something else than what was looked at (`seal`).
    """
    must_manage(actor)
    arriving = _uploaded(instance, name) if name else shipped_bank()
    with instance.store.transaction():
        merge = _compared(instance, arriving)
        if seal != merge.seal:
            raise _meanwhile()
        wanted = [*merge.of(*TAKEN), *(file for file in merge.of(*OPTIONAL) if file.path in also)]
        contents = {file.path: file.theirs for file in wanted}
        draft = None
        if contents:
            read = {file.path: file.mine for file in wanted if file.mine is not None}
            draft = start_draft(instance, actor, arriving.title, contents, read, _KINDS[arriving.line])
        _note(instance, arriving)
    return draft


def take_over(
    instance: Instance, arriving: Arriving, *, is_dry: bool = False, on_file: OnFile = lambda _done, _of: None
) -> Taken:
    """Take over what is new or was never edited here, if the whole bank is clean with it.

    What was edited here stays, with the new text beside it. A dry run only says what would come of it. Raises Conflict
    if somebody changes the bank meanwhile; nothing is written then.
    """
    library, shelf = instance.shelf.library(), instance.shelf
    merge = _compared(instance, arriving)
    files = [BankDraftFile("", file.path, hash_of(file.mine), file.theirs) for file in merge.of(*TAKEN)]
    contents = {file.path: file.content for file in files}
    if files:
        wrong = _errors(problems_on_disk(changed_library(library, shelf.folder, contents), shelf.folder))
        if not wrong and is_dry:
            wrong = _errors(prove(library, shelf.folder, contents, on_file).own)
        elif not wrong:
            kind = _KINDS[arriving.line]
            wrong = _errors(adopt(instance, None, files, kind, arriving.title, on_file).proof.own)
        if wrong:
            return Taken(merge, wrong)
    if is_dry:
        return Taken(merge)
    beside, edited = _write_beside(instance, merge)
    with instance.store.transaction():
        _note(instance, arriving)
    return Taken(merge, (), beside, edited)


def shipped_bank(folder: Path | None = None) -> Arriving:
    """Return the bank that comes with this version of Screener."""
    folder = folder or shipped(QUESTIONS)
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    files = {path: content for path, content in contents.items() if is_bank_file(path)}
    beside = {path: content for path, content in contents.items() if is_beside(path)}
    archive = Archive(f"Screener {__version__}", licence_in(beside), __version__, "", files, beside)
    return Arriving("shipped", archive, {path: content for path, content in contents.items() if path not in files})


def arriving_bank(file: Path) -> Arriving:
    """Read a bank that somebody handed on. Raises NotFound or Unreadable for the file, Refused for what it holds."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_ARCHIVE + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {file} (check the name and the folder)") from None
    except OSError as error:
        raise Unreadable(f"{file} cannot be read: {error.strerror}") from None
    return Arriving("imported", read_archive(content), {})


def _compared(instance: Instance, arriving: Arriving) -> Merge:
    origin = origin_of(instance.shelf.folder, instance.store)
    return merged(instance.shelf.library().contents, arriving.archive.files, origin, arriving.line)


def _note(instance: Instance, arriving: Arriving) -> None:
    """Note that somebody has decided about what arrived, and bring along what belongs to the program."""
    folder = instance.shelf.folder
    origin = origin_of(folder, instance.store)
    known = replace(origin, made_with=frozenset(origin.came["shipped"]))  # these are written whenever they come
    here = {path: folder / path for path in arriving.along}
    mine = {path: place.read_bytes() for path, place in here.items() if place.is_file()}
    for file in merged(mine, arriving.along, known, arriving.line).of(*TAKEN):
        write_whole(here[file.path], file.theirs or b"")
    note_arrival(folder, origin, arriving.line, {**arriving.archive.files, **arriving.along})


def _uploaded(instance: Instance, name: str) -> Arriving:
    file = instance.folder / ARRIVING / f"{name}.zip"
    if not re.fullmatch("[0-9a-f]{16}", name) or not file.is_file():
        raise NotFound("this bank is not kept any more (upload it again)")
    return arriving_bank(file)


def _meanwhile() -> Conflict:
    return Conflict("Something has changed since this page was made. Look at it again before you go on.")


def _errors(problems: Collection[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.level == "error")


def _beside(folder: Path) -> Mapping[str, bytes]:
    """Return the licence and readme that lie in a bank's folder itself; what a link leads to may be anything."""
    found = (path for path in sorted(folder.iterdir()) if is_beside(path.name))
    return {path.name: path.read_bytes() for path in found if path.is_file() and not path.is_symlink()}


def _write_beside(instance: Instance, merge: Merge) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the new texts of edited files beside them. Return those names, and those that somebody has edited there."""
    folder = instance.shelf.folder
    origin = origin_of(folder, instance.store)
    written, edited = [], []
    for file in merge.of("merge"):
        name = f"{file.path}.new"
        place = folder / name
        is_edited = place.is_file() and place.read_bytes() != file.theirs
        if is_edited and not origin.is_known(file.path, place.read_bytes(), "shipped", "imported"):
            edited.append(name)
        else:
            write_whole(place, file.theirs or b"")
            written.append(name)
    return tuple(written), tuple(edited)
