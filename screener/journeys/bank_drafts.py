"""Changes of the bank: written as drafts, proved, adopted. What somebody else wrote meanwhile is never overwritten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from screener.bank.problems import Problem
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.bank_difference import FileDifference, file_difference
from screener.journeys.bank_files import Contents, content_of, hash_of, path_within, write_files
from screener.journeys.bank_proof import OnFile, Proof, changed_library, prove, quick_problems
from screener.journeys.bank_states import add_state
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import LONGEST_REASON, one_line, several_lines
from screener.storage.bank import BankDraft, BankDraftFile, BankSave, BankVersion, SaveKind
from screener.storage.records import Person

LARGEST_TEXT = 5 * 1024 * 1024  # bytes that are looked at; a file of the bank may have far fewer
NOTHING_CHANGED = "There is nothing to save: the bank says this already."


@dataclass(frozen=True)
class DraftedFile:
    """A file of a draft beside what is on disk now. In a conflict that is not what the draft goes by."""

    file: BankDraftFile
    difference: FileDifference
    problems: tuple[Problem, ...]
    is_conflict: bool


@dataclass(frozen=True)
class DraftPage:
    """A draft with everything that stands in its way. `seal` tells which contents these are."""

    draft: BankDraft
    author: Person
    files: tuple[DraftedFile, ...]
    seal: str

    @property
    def is_adoptable(self) -> bool:
        """Whether nothing is known to stand in its way; adopting proves the whole bank."""
        hindered = any(f.is_conflict or any(p.level == "error" for p in f.problems) for f in self.files)
        return bool(self.files) and self.draft.ended_at is None and not hindered


@dataclass(frozen=True)
class Adoption:
    """What came of adopting a change: the state that was saved, or None with what stands in its way."""

    save: BankSave | None
    proof: Proof


def start_draft(
    instance: Instance, actor: Person, title: str, contents: Contents, kind: SaveKind = "edited"
) -> BankDraft:
    """Keep a change of the bank as a draft, based on what is on disk now.

    Raises NotAllowed but for HR, Refused for a path outside of the bank or an empty title.
    """
    must_manage(actor)
    title, now = one_line(title, "title"), instance.now()
    draft = BankDraft(new_id(), actor.id, kind, title, now, now)
    on_disk = instance.shelf.library().contents
    with instance.store.transaction():
        instance.store.add_bank_draft(draft)
        for path, content in contents.items():
            base = hash_of(on_disk.get(path_within(path)))
            instance.store.set_bank_draft_file(BankDraftFile(draft.id, path, base, content))
    return draft


def open_drafts(instance: Instance, actor: Person) -> tuple[tuple[BankDraft, Person, tuple[str, ...]], ...]:
    """Return the drafts that wait, each with who made it and the paths of its files. Raises NotAllowed but for HR."""
    must_manage(actor)
    store = instance.store
    return tuple(
        (draft, store.person_of(draft.person_id), tuple(f.path for f in store.bank_draft_files_of(draft.id)))
        for draft in store.bank_drafts()
    )


def draft_page(instance: Instance, actor: Person, draft_id: str) -> DraftPage:
    """Return a draft beside what is on disk. Raises NotAllowed but for HR, NotFound."""
    must_manage(actor)
    draft, files = _draft(instance, draft_id), instance.store.bank_draft_files_of(draft_id)
    library, folder = instance.shelf.library(), instance.shelf.folder
    together = changed_library(library, folder, {f.path: f.content for f in files})
    drafted = tuple(
        DraftedFile(
            file,
            file_difference(file.path, library.contents.get(file.path), file.content),
            () if file.content is None else quick_problems(together, folder, file.path, file.content),
            hash_of(library.contents.get(file.path)) not in (file.base, hash_of(file.content)),
        )
        for file in files
    )
    return DraftPage(draft, instance.store.person_of(draft.person_id), drafted, seal_of(files))


def draft_file_of(instance: Instance, actor: Person, draft_id: str, path: str) -> BankDraftFile | None:
    """Return a file as an open draft has it; None if the draft does not touch it. Raises NotAllowed but for HR."""
    must_manage(actor)
    files = instance.store.bank_draft_files_of(open_draft(instance, draft_id).id)
    return next((file for file in files if file.path == path), None)


def put_file(instance: Instance, actor: Person, draft_id: str, path: str, text: str, base: str) -> BankDraftFile:
    """Put a file's text into a draft; `base` is the hash of what it goes by.

    Raises NotAllowed but for HR, NotFound, Conflict if the draft has ended, Refused for a path outside of the bank.
    """
    must_manage(actor)
    on_disk = instance.shelf.library().contents.get(path_within(path))
    file = BankDraftFile(draft_id, path, base, content_of(text, on_disk))
    with instance.store.transaction():
        draft = open_draft(instance, draft_id)
        instance.store.set_bank_draft_file(file)
        instance.store.change_bank_draft(replace(draft, changed_at=instance.now()))
    return file


def take_out(instance: Instance, actor: Person, draft_id: str, path: str) -> None:
    """Take a file out of a draft; without any left, the draft is dropped. Raises as `put_file` does."""
    must_manage(actor)
    with instance.store.transaction():
        draft = open_draft(instance, draft_id)
        instance.store.drop_bank_draft_file(draft_id, path)
        left = instance.store.bank_draft_files_of(draft_id)
        now = instance.now()
        instance.store.change_bank_draft(replace(draft, changed_at=now, ended_at=None if left else now))


def discard(instance: Instance, actor: Person, draft_id: str) -> None:
    """Drop a draft. Raises NotAllowed but for HR, NotFound, Conflict if it has ended."""
    must_manage(actor)
    with instance.store.transaction():
        _end(instance, open_draft(instance, draft_id))


def adopt_draft(
    instance: Instance, actor: Person, draft_id: str, reason: str, seal: str, on_file: OnFile = lambda _done, _of: None
) -> Adoption:
    """Prove a draft with the whole bank, and write it to disk if it is clean.

    Raises NotAllowed but for HR, NotFound, Conflict if it has ended, is not what was shown (`seal`), or goes by files
    that have changed since; Refused without a reason.
    """
    must_manage(actor)
    draft, files = open_draft(instance, draft_id), instance.store.bank_draft_files_of(draft_id)
    if seal != seal_of(files):
        raise Conflict("This draft has been changed since you looked at it. Look at it again before you adopt it.")
    adoption = adopt(instance, actor.id, files, draft.kind, reason, on_file)
    if adoption.save:
        _end(instance, draft)
    return adoption


def save_file(
    instance: Instance, actor: Person, path: str, text: str, base: str, reason: str, *, draft_id: str = ""
) -> Adoption:
    """Prove a changed file with the whole bank, and write it to disk if it is clean.

    Raises NotAllowed but for HR, Conflict if the file is not as it was (`base`), Refused without a reason.
    """
    must_manage(actor)
    on_disk = instance.shelf.library().contents.get(path_within(path))
    file = BankDraftFile(draft_id, path, base, content_of(text, on_disk))
    return adopt(instance, actor.id, [file], "edited", reason)


def seal_of(files: Iterable[BankDraftFile]) -> str:
    """Return what tells the contents of drafts apart."""
    told = "\0".join(f"{file.path}\0{file.base}\0{hash_of(file.content)}" for file in files)
    return sha256(told.encode()).hexdigest()[:16]


def adopt(
    instance: Instance,
    person_id: str | None,
    files: Sequence[BankDraftFile],
    kind: SaveKind,
    reason: str,
    on_file: OnFile = lambda _done, _of: None,
) -> Adoption:
    """Prove a change with the whole bank, and write it to disk if it is clean. Who may do so is for the caller to ask.

    Raises Conflict if a file is not as the change goes by, Refused without a reason or if nothing would change.
    """
    reason = several_lines(reason, "reason", longest=LONGEST_REASON, is_needed=True)
    shelf, contents = instance.shelf, {file.path: file.content for file in files}
    library = shelf.library()
    _refuse_conflicts(library.contents, files)
    proof = prove(library, shelf.folder, contents, on_file)
    if not proof.is_clean:
        return Adoption(None, proof)
    if proof.library.contents == library.contents:
        raise Refused(NOTHING_CHANGED)
    with instance.store.transaction(), shelf.edited():
        _refuse_conflicts({path: shelf.read(path) for path in contents}, files)
        now = instance.now()
        version = BankVersion(proof.library.bank.fingerprint, proof.library.contents, now)
        save = add_state(instance.store, version, BankSave(0, "", kind, person_id, reason, now))
        write_files(shelf.folder, contents)
    return Adoption(save, proof)


def _refuse_conflicts(on_disk: Contents, files: Iterable[BankDraftFile]) -> None:
    """Raise Conflict for a file that is not as the change goes by. One that is already as it should become is none."""
    for file in files:
        if hash_of(on_disk.get(file.path)) not in (file.base, hash_of(file.content)):
            raise Conflict(
                f"{file.path} has been changed since you began. Nothing was overwritten: look at the difference, "
                "take over what you need, and save again."
            )


def _draft(instance: Instance, draft_id: str) -> BankDraft:
    draft = instance.store.find_bank_draft(draft_id)
    if draft is None:
        raise NotFound("there is no such draft")
    return draft


def open_draft(instance: Instance, draft_id: str) -> BankDraft:
    """Return a draft that waits. Raises NotFound, Conflict if it has ended."""
    draft = _draft(instance, draft_id)
    if draft.ended_at:
        raise Conflict("This draft has been adopted or dropped already.")
    return draft


def _end(instance: Instance, draft: BankDraft) -> None:
    with instance.store.transaction():
        instance.store.change_bank_draft(replace(draft, ended_at=instance.now()))
        instance.store.remove_bank_effects(draft_id=draft.id)
