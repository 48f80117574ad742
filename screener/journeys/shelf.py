"""The question bank as it is on disk now, and the states of it that interviews are pinned to."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from screener.bank.load import Bank, files_of, library_of, load_library
from screener.errors import BankInvalid, NotFound
from screener.journeys.banks import scorer_of
from screener.scoring.answer import Scorer
from screener.storage.records import BankVersion
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
    """Hands out banks; safe to use from several threads."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder, self._store = folder, store
        self._lock = threading.RLock()
        self._pinned: OrderedDict[str, Scorer] = OrderedDict()
        self._seen = self._signature()
        self._looked_at = time.monotonic()
        self._edition = self._first()

    def current(self) -> Edition:
        """Return the bank as it is on disk; the last good state while the files have mistakes."""
        with self._lock:
            if time.monotonic() - self._looked_at >= _LOOK_AGAIN_SECONDS:
                self._looked_at = time.monotonic()
                seen = self._signature()
                if seen != self._seen:
                    self._seen = seen
                    self._edition = self._reload()
            return self._edition

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
        """Return the bank on disk; with mistakes in it, the state that the last interview began with, if any."""
        try:
            return self._load()
        except (BankInvalid, NotFound) as error:
            version = self._store.latest_bank()
            if version is None:
                raise
            folder = Path(f"bank {version.fingerprint}")
            return Edition(scorer_of(library_of(version.files, folder), folder), version, str(error))

    def _reload(self) -> Edition:
        try:
            return self._load()
        except (BankInvalid, NotFound) as error:
            return Edition(self._edition.scorer, self._edition.version, str(error))

    def _load(self) -> Edition:
        library = load_library(self._folder)
        scorer = scorer_of(library, self._folder)
        return Edition(scorer, BankVersion(scorer.bank.fingerprint, library.contents, ""))

    def _signature(self) -> frozenset[tuple[str, int, int]]:
        """Return what changes when a file is edited, added or removed."""
        found = []
        for path in files_of(self._folder):
            try:
                state = path.stat()
                found.append((path.as_posix(), state.st_mtime_ns, state.st_size))
            except OSError:  # removed since the listing, or a link to nowhere: reading the bank will tell which
                found.append((path.as_posix(), 0, 0))
        return frozenset(found)
