"""Editing a file of the bank as text: what there is, what is wrong with it as one writes, how it would look."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from screener.bank.editors import schema_name
from screener.bank.load import is_bank_file
from screener.bank.problems import Problem
from screener.bank.yamlfile import MAX_BYTES
from screener.errors import NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.bank_difference import FileDifference, file_difference
from screener.journeys.bank_drafts import draft_file_of
from screener.journeys.bank_files import content_of, hash_of, is_text, path_within, text_of
from screener.journeys.bank_history import HistoryRow, history
from screener.journeys.bank_pages import Page, page_of
from screener.journeys.bank_proof import changed_library, prove, quick_problems
from screener.journeys.instance import Instance
from screener.journeys.schemas import write_schemas
from screener.storage.bank import BankDraft
from screener.storage.records import Person

__all__ = [
    "MAX_BYTES",
    "EditPage",
    "edit_page",
    "judge",
    "known_names",
    "preview_of",
    "schema_for",
    "thing_at",
    "written_page",
]


@dataclass(frozen=True)
class EditPage:
    """A file to be edited. `base` is the hash of what it goes by, `now` of what is on disk.

    With an open `draft`, `seen` is the hash of what that has, "" if it has nothing. `folder` and `name` tell the
    thing's own page. `conflict` is how what was written differs from what somebody else wrote meanwhile, on disk or
    into the draft (`is_drafted`).
    """

    path: str
    folder: str
    name: str
    text: str
    base: str
    now: str
    draft: BankDraft | None
    seen: str
    is_new: bool
    problems: tuple[Problem, ...]
    conflict: FileDifference | None
    is_drafted: bool
    last: HistoryRow | None


def edit_page(instance: Instance, actor: Person, path: str, draft_id: str = "") -> EditPage:
    """Return a file as it is on disk, or as an open draft has it.

    Raises NotAllowed but for HR, NotFound if neither has it, Conflict if the draft has ended, Refused for a file that
    is not UTF-8.
    """
    must_manage(actor)
    if not is_bank_file(path):
        raise NotFound(f"there is no {path}")
    on_disk = instance.shelf.library().contents.get(path)
    drafted = draft_file_of(instance, actor, draft_id, path) if draft_id else None
    content = drafted.content if drafted else on_disk
    if content is None:
        raise NotFound(f"there is no {path}")
    if not is_text(content):
        raise Refused(f"{path} is not saved as UTF-8. Open it in an editor on your desktop and save it as UTF-8 first.")
    base, seen = (drafted.base, hash_of(content)) if drafted else (hash_of(on_disk), "")
    return written_page(instance, actor, path, text_of(content), base, draft_id=draft_id, seen=seen)


def written_page(
    instance: Instance,
    actor: Person,
    path: str,
    text: str,
    base: str,
    *,
    draft_id: str = "",
    seen: str = "",
    is_proved: bool = False,
) -> EditPage:
    """Return a file as somebody has written it, with what is wrong with it; if `is_proved`, with the whole bank.

    Raises NotAllowed but for HR, Refused for a path outside of the bank.
    """
    must_manage(actor)
    library, folder = instance.shelf.library(), instance.shelf.folder
    on_disk = library.contents.get(path_within(path))
    content = content_of(text, on_disk)
    draft = instance.store.find_bank_draft(draft_id) if draft_id else None
    draft = None if draft is None or draft.ended_at else draft
    drafted = draft_file_of(instance, actor, draft.id, path) if draft else None
    theirs = _written_meanwhile(content, (on_disk, base), (drafted.content, seen) if drafted else None)
    proved = prove(library, folder, {path: content}).own if is_proved else None
    return EditPage(
        path,
        *thing_at(path),
        text,
        base,
        hash_of(on_disk),
        draft,
        hash_of(drafted.content) if drafted else "",
        on_disk is None,
        quick_problems(library, folder, {path: content}) if proved is None else proved,
        file_difference(path, theirs[0], content) if theirs else None,
        bool(theirs and theirs[1]),
        next(iter(history(instance, limit=1, path=path).rows), None),
    )


def _written_meanwhile(
    content: bytes, on_disk: tuple[bytes | None, str], drafted: tuple[bytes | None, str] | None
) -> tuple[bytes | None, bool] | None:
    """Return what others wrote meanwhile, and whether it stands in the draft; None if they wrote nothing.

    Both are what is there, and the hash of what was there when the text was opened.
    """
    for is_drafted, found in ((False, on_disk), (True, drafted)):
        if found and hash_of(found[0]) not in (found[1], hash_of(content)):
            return found[0], is_drafted
    return None


def thing_at(path: str) -> tuple[str, str]:
    """Return the folder and the name by which the bank's pages know the thing in a file."""
    return _folder_of(path), PurePosixPath(path).stem


def _folder_of(path: str) -> str:
    return "sources" if path == "sources.yaml" else PurePosixPath(path).parts[0]


def judge(instance: Instance, actor: Person, path: str, text: str) -> tuple[Problem, ...]:
    """Return what is wrong with a file as it is being written. Raises NotAllowed but for HR, Refused."""
    must_manage(actor)
    library, folder = instance.shelf.library(), instance.shelf.folder
    content = content_of(text, library.contents.get(path_within(path)))
    return quick_problems(library, folder, {path: content})


def preview_of(instance: Instance, actor: Person, path: str, text: str) -> Page:
    """Return the thing that a file would hold, as the bank's pages show it. Raises NotAllowed but for HR, Refused."""
    must_manage(actor)
    library, folder = instance.shelf.library(), instance.shelf.folder
    content = content_of(text, library.contents.get(path_within(path)))
    changed = changed_library(library, folder, {path: content})
    return page_of(instance, actor, *thing_at(path), changed, path)


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
