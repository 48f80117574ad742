"""Changes of the bank that wait: what is in them, what stands in their way. What others wrote is never overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from screener.bank.problems import Problem
from screener.bank.yamlfile import MAX_BYTES
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.bank_difference import FileDifference, file_difference
from screener.journeys.bank_files import Contents, content_of, hash_of, path_within
from screener.journeys.bank_history import HistoryRow, files_of_save, history
from screener.journeys.bank_proof import quick_problems
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import LONGEST_NAME, one_line
from screener.storage.bank import BankDraft, BankDraftFile, SaveKind
from screener.storage.records import Person

NOTHING_CHANGED = "There is nothing to save: the bank says this already."


@dataclass(frozen=True)
class DraftedFile:
    """A file of a draft beside what is on disk now. In a conflict that is not what the draft goes by.

    `last` is then what changed it last, if that is known.
    """

    file: BankDraftFile
    difference: FileDifference
    problems: tuple[Problem, ...]
    is_conflict: bool
    last: HistoryRow | None


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


def start_draft(
    instance: Instance,
    actor: Person,
    title: str,
    contents: Contents,
    read: Mapping[str, bytes],
    kind: SaveKind = "edited",
) -> BankDraft:
    """Keep a change of the bank as a draft. It goes by the files as they were `read`, by path, when it was made.

    Raises NotAllowed but for HR, Refused for a path outside of the bank or an empty title.
    """
    must_manage(actor)
    title, now = one_line(shortened(title), "title"), instance.now()
    draft = BankDraft(new_id(), actor.id, kind, title, now, now)
    with instance.store.transaction():
        instance.store.add_bank_draft(draft)
        for path, content in contents.items():
            base = hash_of(read.get(path_within(path)))
            instance.store.set_bank_draft_file(BankDraftFile(draft.id, path, base, content))
    return draft


def restore(instance: Instance, actor: Person, number: int, path: str = "") -> BankDraft:
    """Return a draft that brings the bank, or one of its files, back into the state of a save.

    Raises NotAllowed but for HR, NotFound, Refused if it is in that state.
    """
    must_manage(actor)
    then, now = files_of_save(instance, number), instance.shelf.library().contents
    paths = {path} if path else then.keys() | now.keys()
    contents: Contents = {own: then.get(own) for own in sorted(paths) if then.get(own) != now.get(own)}
    if not contents:
        raise Refused(NOTHING_CHANGED)
    title = f"Back to state {number}{f' of {path}' if path else ''}"
    return start_draft(instance, actor, title, contents, now, "restored")


def shortened(title: str) -> str:
    """Return a title that is made of something that may be long, cut so that it fits."""
    return title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1]}…"


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
    problems = quick_problems(library, folder, {f.path: f.content for f in files}) if not draft.ended_at else ()
    elsewhere = [problem for problem in problems if problem.file not in {file.path for file in files}]
    drafted = []
    for file in files:
        now = library.contents.get(file.path)
        own = [problem for problem in problems if problem.file == file.path]
        is_conflict = hash_of(now) not in (file.base, hash_of(file.content))
        last = next(iter(history(instance, limit=1, path=file.path).rows), None) if is_conflict else None
        difference = file_difference(file.path, now, file.content)
        others = elsewhere if file == files[-1] else []
        drafted.append(DraftedFile(file, difference, (*own, *others), is_conflict, last))
    return DraftPage(draft, instance.store.person_of(draft.person_id), tuple(drafted), seal_of(files))


def draft_file_of(instance: Instance, actor: Person, draft_id: str, path: str) -> BankDraftFile | None:
    """Return a file as an open draft has it; None if the draft does not touch it. Raises NotAllowed but for HR."""
    must_manage(actor)
    return _file_in(instance, open_draft(instance, draft_id).id, path)


def keep_file(
    instance: Instance, actor: Person, path: str, text: str, base: str, *, draft_id: str = "", seen: str = ""
) -> BankDraft:
    """Put a file's text into a draft, a new one unless one is named, and return the draft.

    `base` is the hash of what the text goes by, `seen` of what the draft had when it was opened ("" if it had nothing).
    Raises NotAllowed but for HR, NotFound, Conflict if the draft has ended or somebody has written into it meanwhile,
    Refused for a path outside of the bank or a text that no file of it may have.
    """
    must_manage(actor)
    content = content_of(text, instance.shelf.library().contents.get(path_within(path)))
    if len(content) > MAX_BYTES:
        raise Refused(f"This has {len(content) // 1024:,} kB; {MAX_BYTES // 1024} kB fit. Please split it.", "text")
    with instance.store.transaction():
        draft = (
            open_draft(instance, draft_id)
            if draft_id
            else start_draft(instance, actor, f"Changes to {path}", {}, {}, "edited")
        )
        there = _file_in(instance, draft.id, path)
        if there and hash_of(there.content) not in (seen, hash_of(content)):
            raise Conflict(
                f"Somebody has written into {path} of this draft since you opened it. Nothing was overwritten: look at "
                "the difference, take over what you need, and keep it again."
            )
        instance.store.set_bank_draft_file(BankDraftFile(draft.id, path, base, content))
        instance.store.change_bank_draft(replace(draft, changed_at=instance.now()))
    return draft


def take_out(instance: Instance, actor: Person, draft_id: str, path: str) -> bool:
    """Take a file out of a draft; without any left, the draft is dropped. Return whether it is still there.

    Raises NotAllowed but for HR, NotFound, Conflict if the draft has ended.
    """
    must_manage(actor)
    store = instance.store
    with store.transaction():
        draft = open_draft(instance, draft_id)
        store.drop_bank_draft_file(draft_id, path)
        if store.bank_draft_files_of(draft_id):
            store.change_bank_draft(replace(draft, changed_at=instance.now()))
            return True
        end_draft(instance, draft_id)
        return False


def discard(instance: Instance, actor: Person, draft_id: str) -> None:
    """Drop a draft. Raises NotAllowed but for HR, NotFound, Conflict if it has ended."""
    must_manage(actor)
    with instance.store.transaction():
        open_draft(instance, draft_id)
        end_draft(instance, draft_id)


def seal_of(files: Iterable[BankDraftFile]) -> str:
    """Return what tells the contents of drafts apart."""
    told = "\0".join(f"{file.path}\0{file.base}\0{hash_of(file.content)}" for file in files)
    return sha256(told.encode()).hexdigest()[:16]


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


def end_draft(instance: Instance, draft_id: str) -> None:
    """Note that a draft has ended, and drop what was worked out for it. Raises NotFound."""
    with instance.store.transaction():
        instance.store.change_bank_draft(replace(_draft(instance, draft_id), ended_at=instance.now()))
        instance.store.remove_bank_effects(draft_id=draft_id)


def _file_in(instance: Instance, draft_id: str, path: str) -> BankDraftFile | None:
    return next((file for file in instance.store.bank_draft_files_of(draft_id) if file.path == path), None)
