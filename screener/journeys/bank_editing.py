"""Editing a file of the bank as text: what there is, what is wrong with it as one writes, how it would look."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from screener.bank.editors import schema_name
from screener.bank.load import is_bank_file
from screener.bank.problems import Problem
from screener.errors import NotFound
from screener.journeys.access import must_manage
from screener.journeys.bank_difference import FileDifference, file_difference
from screener.journeys.bank_drafts import draft_file_of
from screener.journeys.bank_files import content_of, hash_of, path_within, text_of
from screener.journeys.bank_history import HistoryRow, history
from screener.journeys.bank_pages import Page, page_of
from screener.journeys.bank_proof import changed_library, prove, quick_problems
from screener.journeys.instance import Instance
from screener.journeys.schemas import write_schemas
from screener.storage.bank import BankDraft
from screener.storage.records import Person


@dataclass(frozen=True)
class EditPage:
    """A file to be edited. `base` is the hash of what it goes by, `now` of what is on disk.

    `folder` and `name` tell the thing's own page.

    `conflict` is how what was written differs from what is on disk, where that is not what it goes by.
    """

    path: str
    folder: str
    name: str
    text: str
    base: str
    now: str
    draft: BankDraft | None
    is_new: bool
    problems: tuple[Problem, ...]
    conflict: FileDifference | None
    last: HistoryRow | None


def edit_page(instance: Instance, actor: Person, path: str, draft_id: str = "") -> EditPage:
    """Return a file as it is on disk, or as an open draft has it.

    Raises NotAllowed but for HR, NotFound if neither has it, Conflict if the draft has ended.
    """
    must_manage(actor)
    if not is_bank_file(path):
        raise NotFound(f"there is no {path}")
    on_disk = instance.shelf.library().contents.get(path)
    drafted = draft_file_of(instance, actor, draft_id, path) if draft_id else None
    content = drafted.content if drafted else on_disk
    if content is None:
        raise NotFound(f"there is no {path}")
    return written_page(
        instance, actor, path, text_of(content), drafted.base if drafted else hash_of(on_disk), draft_id
    )


def written_page(
    instance: Instance, actor: Person, path: str, text: str, base: str, draft_id: str = "", *, is_proved: bool = False
) -> EditPage:
    """Return a file as somebody has written it, with what is wrong with it; if `is_proved`, with the whole bank.

    Raises NotAllowed but for HR, Refused for a path outside of the bank.
    """
    must_manage(actor)
    library, folder = instance.shelf.library(), instance.shelf.folder
    on_disk = library.contents.get(path_within(path))
    content = content_of(text, on_disk)
    problems = (
        prove(library, folder, {path: content}).own if is_proved else quick_problems(library, folder, path, content)
    )
    is_conflict = hash_of(on_disk) not in (base, hash_of(content))
    return EditPage(
        path,
        "sources" if path == "sources.yaml" else PurePosixPath(path).parts[0],
        PurePosixPath(path).stem,
        text,
        base,
        hash_of(on_disk),
        instance.store.find_bank_draft(draft_id) if draft_id else None,
        on_disk is None,
        problems,
        file_difference(path, on_disk, content) if is_conflict else None,
        next(iter(history(instance, limit=1, path=path).rows), None),
    )


def judge(instance: Instance, actor: Person, path: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a file as it is being written. Raises NotAllowed but for HR, Refused."""
    must_manage(actor)
    library, folder = instance.shelf.library(), instance.shelf.folder
    return quick_problems(library, folder, path, content_of(text, library.contents.get(path_within(path))))


def preview_of(instance: Instance, actor: Person, path: str, text: str) -> Page:
    """Return the thing that a file would hold, as the bank's pages show it. Raises NotAllowed but for HR, Refused."""
    must_manage(actor)
    library, folder = instance.shelf.library(), instance.shelf.folder
    content = content_of(text, library.contents.get(path_within(path)))
    changed = changed_library(library, folder, {path: content})
    entry = changed.files[path].entry
    name = entry.id if entry else PurePosixPath(path).stem
    kind = "sources" if path == "sources.yaml" else PurePosixPath(path).parts[0]
    return page_of(instance, actor, kind, name, changed)


def known_names(instance: Instance, actor: Person) -> Mapping[str, list[str]]:
    """Return the ids that files may refer to, by what refers to them. Raises NotAllowed but for HR."""
    must_manage(actor)
    bank = instance.shelf.library().bank
    return {
        "competency": sorted(bank.rubrics),
        "question": sorted(bank.questions),
        "philosophy": sorted(bank.philosophies),
        "placement": sorted(bank.placements),
        "survey": sorted(bank.surveys),
        "guide": sorted(bank.guides),
        "source": list(bank.sources),
        "behaviour": sorted(bank.behaviours),
        "word list": sorted(bank.words),
    }


def schema_for(actor: Person, path: str) -> Mapping[str, object]:
    """Return the schema of the file at a path. Raises NotAllowed but for HR, Refused."""
    must_manage(actor)
    return write_schemas(None)[schema_name(path_within(path))]
