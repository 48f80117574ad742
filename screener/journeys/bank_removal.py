"""Taking something out of the bank: a draft without its file, and without the entries of lists that name it."""

from collections import defaultdict
from collections.abc import Mapping

from screener.bank.load import Library
from screener.bank.references import references_of
from screener.bank.yamledit import removed
from screener.bank.yamlfile import PathKey
from screener.errors import NotFound
from screener.journeys.access import must_manage
from screener.journeys.bank_drafts import start_draft
from screener.journeys.bank_files import content_of, text_of
from screener.journeys.bank_search import title_of
from screener.journeys.instance import Instance
from screener.storage.bank import BankDraft
from screener.storage.records import Person

_OPTIONAL = ("placement", "survey")  # keys that a file need not have


def start_removal(instance: Instance, actor: Person, folder: str, name: str) -> BankDraft:
    """Return a draft that takes a thing out of the bank.

    Entries of lists that name it (a guide's questions, a policy's flags, a belief's counterparts) go with it; what
    cannot do without it is told as a problem of the draft. Raises NotAllowed but for HR, NotFound for what there is
    not.
    """
    must_manage(actor)
    library = instance.shelf.library()
    key = f"{folder}/{name}"
    path = library.paths.get(key, "")
    if not path or folder == "single":
        raise NotFound(f"there is no {key}")
    contents: dict[str, bytes | None] = {path: None, **_without(library, key)}
    return start_draft(instance, actor, f"Take out “{title_of(library, folder, name)}”", contents, library.contents)


def _without(library: Library, key: str) -> Mapping[str, bytes]:
    """Return the files that name a thing, without the entries that do."""
    entries: dict[str, set[PathKey]] = defaultdict(set)
    for reference in references_of(library):
        own = f"{reference.kind}/{reference.name}"
        if reference.file == key != own and (entry := _entry(reference.path)):
            entries[library.paths[own]].add(entry)
    return {path: _edited(library.contents[path], found) for path, found in entries.items()}


def _entry(path: PathKey) -> PathKey:
    """Return the path of the list's entry, or of the optional key, in which a reference stands; () if it is neither."""
    for length in range(len(path), 0, -1):
        if isinstance(path[length - 1], int):
            return path[:length]
    return path if path[-1] in _OPTIONAL else ()


def _edited(content: bytes, entries: set[PathKey]) -> bytes:
    text = text_of(content)
    for entry in sorted(entries, key=_order, reverse=True):  # from below, so that those above stay where they are
        try:
            text = removed(text, entry)
        except ValueError:  # written in a way in which it cannot be left out: the draft tells what refers to nothing
            continue
    return content_of(text, content)


def _order(path: PathKey) -> list[tuple[str, int]]:
    return [(step, 0) if isinstance(step, str) else ("", step) for step in path]
