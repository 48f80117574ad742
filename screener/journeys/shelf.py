"""The question bank as it is on disk now, and the states of it that interviews are pinned to."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from screener.bank.load import Bank, Library, files_of, library_of, load_library
from screener.errors import BankInvalid, NotFound, Unreadable
from screener.journeys.banks import scorer_of
from screener.scoring.answer import Scorer
from screener.storage.bank import BankVersion
from screener.storage.store import Store

_LOOK_AGAIN_SECONDS = 1.0
_PINNED_AT_HAND = 3  # a bank takes some 15 MB; interviews under way seldom use more than two states


@dataclass(frozen=True)
class Edition:
    """A state of the bank that can be scored with. `trouble` says why a newer one on disk is not used."""

    scorer: Scorer
    version: BankVersion
    trouble: str = ""

    @property
    def bank(self) -> Bank:
        """Everything that the bank holds."""
        return self.scorer.bank


class Shelf:
    """Hands out banks; safe to use from several threads. `note` is told of each good state that is taken over."""

    def __init__(self, folder: Path, store: Store, note: Callable[[BankVersion], None] = lambda _version: None) -> None:
        self.folder, self._store, self._note = folder, store, note
        self._lock = threading.RLock()
        self._pinned: OrderedDict[str, Scorer] = OrderedDict()
        self._library: Library | None = None
        self._seen = self._signature()
        self._looked_at = time.monotonic()
        self._untold: BankVersion | None = None
        self._edition = self._first()
        self._tell()

    def current(self) -> Edition:
        """Return the bank as it is on disk; the last good state while the files have mistakes."""
        with self._lock:
            self._look()
            edition = self._edition
        self._tell()
        return edition

    def library(self) -> Library:
        """Return what is on disk with the places of everything and its mistakes.

        Raises NotFound if the folder holds no bank any more.
        """
        with self._lock:
            self._look()
            if self._library is None:
                self._library = load_library(self.folder)
            library = self._library
        self._tell()
        return library

    def read(self, path: str) -> bytes | None:
        """Return what a file of the bank holds on disk at this moment; None if it is not there.

        Raises Unreadable if the disk refuses.
        """
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}") from None

    @contextmanager
    def edited(self) -> Iterator[None]:
        """Look at the folder, let nobody else look until what is written to it within is complete, and look again."""
        with self._lock:
            self._looked_at = 0.0
            self._look()
            try:
                yield
            finally:
                self._looked_at = 0.0
                self._look()

    def _tell(self) -> None:
        """Have a new state noted, without holding on to the shelf: whoever writes to the database may want it."""
        version = self._untold
        if version:
            self._note(version)
            with self._lock:
                if self._untold is version:  # what could not be noted is told again
                    self._untold = None

    def _look(self) -> None:
        if time.monotonic() - self._looked_at >= _LOOK_AGAIN_SECONDS:
            self._looked_at = time.monotonic()
            seen = self._signature()
            if seen != self._seen:
                self._seen = seen
                self._edition = self._reload()

    def pinned(self, fingerprint: str) -> Scorer:
        """Return the bank that an interview was started with; the current one if it is not pinned yet ("").

        Raises NotFound if that state was never kept.
        """
        edition = self.current()
        if fingerprint in ("", edition.version.fingerprint):
            return edition.scorer
        with self._lock:
            if fingerprint not in self._pinned:
                version = self._store.find_bank(fingerprint)
                if version is None:
                    raise NotFound(f"the question bank {fingerprint} of this interview was not kept")
                folder = Path(f"bank {fingerprint}")
                self._pinned[fingerprint] = scorer_of(library_of(version.files, folder), folder)
            self._pinned.move_to_end(fingerprint)
            while len(self._pinned) > _PINNED_AT_HAND:
                self._pinned.popitem(last=False)
            return self._pinned[fingerprint]

    def keep_current(self, at: str) -> str:
        """Keep the current state for the interviews that start with it, and return its fingerprint."""
        version = self.current().version
        self._store.keep_bank(BankVersion(version.fingerprint, version.files, at))
        return version.fingerprint

    def _first(self) -> Edition:
        """Return the bank on disk; with mistakes in it, the last good state that was seen, if any."""
        try:
            return self._load()
        except BankInvalid as error:
            for version in self._earlier():
                folder = Path(f"bank {version.fingerprint}")
                with suppress(BankInvalid):  # one file was mended while another had a mistake
                    return Edition(scorer_of(library_of(version.files, folder), folder), version, str(error))
            raise

    def _reload(self) -> Edition:
        try:
            return self._load()
        except (BankInvalid, NotFound) as error:
            return Edition(self._edition.scorer, self._edition.version, str(error))

    def _earlier(self) -> Iterator[BankVersion]:
        """Return the states that the bank was in, the newest first, and what the last interview began with."""
        for save in self._store.bank_saves():
            if version := self._store.find_bank(save.bank):
                yield version
        if latest := self._store.latest_bank():
            yield latest

    def _load(self) -> Edition:
        before, self._library = self._library, None
        library = self._library = load_library(self.folder, before)
        scorer = scorer_of(library, self.folder)
        edition = Edition(scorer, BankVersion(scorer.bank.fingerprint, library.contents, ""))
        self._untold = edition.version
        return edition

    def _signature(self) -> frozenset[tuple[str, int, int]]:
        """Return what changes when a file is edited, added or removed."""
        found = []
        for path in files_of(self.folder):
            try:
                state = path.stat()
                found.append((path.as_posix(), state.st_mtime_ns, state.st_size))
            except OSError:  # removed since the listing, or a link to nowhere: reading the bank will tell which
                found.append((path.as_posix(), 0, 0))
        return frozenset(found)


class ClosedShelf(Shelf):
    """Questions that nobody needs: they are not read, so their mistakes are in nobody's way."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self._store = folder, store

    def current(self) -> Edition:
        """Raise Unreadable: whoever opened the instance had no use for its questions."""
        raise Unreadable(f"{self.folder} was not read")

    def library(self) -> Library:
        """Raise Unreadable, as `current` does."""
        raise Unreadable(f"{self.folder} was not read")
