"""A change that a page makes to a file of the bank: the rest of the file stays as it is, and nobody is overwritten."""

from collections.abc import Mapping
from typing import Any

from screener.bank.load import Library
from screener.bank.yamledit import updated
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.bank_drafts import NOTHING_CHANGED, start_draft
from screener.journeys.bank_files import content_of, hash_of, text_of
from screener.journeys.instance import Instance
from screener.storage.bank import BankDraft
from screener.storage.records import Person


def file_hash(instance: Instance, actor: Person, key: str) -> str:
    """Return what tells the contents of a file on disk, which is named by folder and id.

    Raises NotAllowed but for HR, NotFound if there is none or it has a mistake.
    """
    must_manage(actor)
    return _hash_in(instance.shelf.library(), key)


def edited(content: bytes, data: Mapping[str, Any], by: str) -> bytes:
    """Return a file's content with its values made equal to `data`; entries of its lists are told apart `by` a key.

    Raises Refused for a file that is written in a way in which this cannot be done without losing something.
    """
    try:
        return content_of(updated(text_of(content), data, by=(by,)), content)
    except ValueError as error:
        raise Refused(f"This file cannot be changed from here: {error}.") from None


def draft_of_edit(
    instance: Instance, actor: Person, key: str, base: str, data: Mapping[str, Any], by: str, title: str
) -> BankDraft:
    """Make a draft in which a file, named by folder and id, says `data`. `base` is the hash of what was opened.

    Raises NotAllowed but for HR, NotFound, Conflict if the file is not the one that was opened, Refused if it says this
    already or cannot be changed so.
    """
    must_manage(actor)
    library = instance.shelf.library()
    if _hash_in(library, key) != base:
        raise Conflict(
            "This has been changed since you opened it. Keep yours all the same to see both side by side on the "
            "draft’s page before anything is adopted, or open it anew."
        )
    path = library.paths[key]
    content = edited(library.contents[path], data, by)
    if content == library.contents[path]:
        raise Refused(NOTHING_CHANGED)
    return start_draft(instance, actor, title, {path: content}, library.contents)


def _hash_in(library: Library, key: str) -> str:
    if key not in library.paths:
        raise NotFound(f"there is no `{key}`, or its file has a mistake")
    return hash_of(library.contents[library.paths[key]])
