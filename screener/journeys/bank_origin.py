"""Which texts of the bank came from elsewhere, so that what nobody here has changed can be told from what HR wrote.

`.shipped.json` says which texts an instance was made with, and is never changed. `.arrived.json` says which came later,
with a newer version of Screener or in a bank from others; it is written when somebody decides about them. Which of them
were ever part of the bank is known from its history. Without these files everything counts as HR's own.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from screener.journeys.bank_files import hash_of
from screener.journeys.whole_files import write_whole
from screener.storage.store import Store

SHIPPED_RECORD = ".shipped.json"
_ARRIVED_RECORD = ".arrived.json"
Line = Literal["shipped", "imported"]  # with whom a text came: with Screener, or in somebody's bank
Texts = Mapping[str, frozenset[str]]  # the hashes of texts by their path within the bank


@dataclass(frozen=True)
class Origin:
    """What is known of where the bank's texts came from.

    `made_with` are the paths that were there when the instance was made; `came` are texts from elsewhere by their line;
    `had` are those that were ever part of the bank here, whoever wrote them.
    """

    made_with: frozenset[str]
    came: Mapping[Line, Texts]
    had: Texts

    def is_known(self, path: str, content: bytes, *lines: Line) -> bool:
        """Whether a text came from elsewhere, by one of these lines."""
        return any(_hashes(content) & self.came[line].get(path, frozenset()) for line in lines)

    def was_had(self, path: str, content: bytes) -> bool:
        """Whether a text was ever part of the bank here."""
        return bool(_hashes(content) & self.had.get(path, frozenset()))

    def was_there(self, path: str) -> bool:
        """Whether there was ever a file of this name here."""
        return path in self.had or path in self.made_with


def plain(content: bytes) -> bytes:
    """Return a text with plain line ends: systems and editors change them, and that is no edit."""
    return content.replace(b"\r\n", b"\n")


def origin_of(folder: Path, store: Store) -> Origin:
    """Return what is known of where the texts in a bank's folder came from."""
    made_with = {path: told for path, told in _read(folder / SHIPPED_RECORD).items() if isinstance(told, str)}
    arrived = _arrived(folder)
    shipped = {path: arrived["shipped"].get(path, frozenset()) | {told} for path, told in made_with.items()}
    had: dict[str, set[str]] = defaultdict(set)
    for bank in {save.bank for save in store.bank_saves()}:
        for path, told in store.bank_paths(bank).items():
            had[path].add(told)
    return Origin(
        frozenset(made_with),
        {"shipped": {**arrived["shipped"], **shipped}, "imported": arrived["imported"]},
        {path: frozenset(told) for path, told in had.items()},
    )


def note_arrival(folder: Path, origin: Origin, line: Line, contents: Mapping[str, bytes]) -> None:
    """Note that texts came from elsewhere. To be called within a transaction, so that nobody else does meanwhile.

    What HR wrote itself, and got back in somebody's bank, stays HR's own. Raises Unreadable if the disk refuses.
    """
    new = {
        path: hash_of(plain(content))
        for path, content in contents.items()
        if line == "shipped" or not origin.was_had(path, content)
    }
    before = _arrived(folder)
    texts = {path: before[line].get(path, frozenset()) | {told} for path, told in new.items()}
    after = {**before, line: {**before[line], **texts}}
    if after == before:
        return
    told = {name: {path: sorted(paths[path]) for path in sorted(paths)} for name, paths in after.items()}
    write_whole(folder / _ARRIVED_RECORD, f"{json.dumps(told, indent=1)}\n".encode())


def _arrived(folder: Path) -> dict[Line, Texts]:
    told = _read(folder / _ARRIVED_RECORD)
    lines: tuple[Line, ...] = ("shipped", "imported")
    return {line: _texts(told.get(line)) for line in lines}


def _texts(told: object) -> Texts:
    if not isinstance(told, dict):
        return {}
    return {path: frozenset(_named(hashes)) for path, hashes in told.items() if isinstance(hashes, list)}


def _named(hashes: Iterable[object]) -> set[str]:
    return {told for told in hashes if isinstance(told, str)}


def _read(file: Path) -> Mapping[str, object]:
    """Return what a record says; nothing if it is not there or spoilt, so that more counts as HR's own."""
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _hashes(content: bytes) -> set[str]:
    return {hash_of(content), hash_of(plain(content))}
