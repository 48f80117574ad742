"""Texts read by two banks each, in this process or in several: the same comes out, in the same order."""

import os
import signal
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from screener.bank.load import library_of
from screener.errors import Unreadable
from screener.journeys.banks import policy_of, scorer_of
from screener.scoring.answer import Scorer
from screener.scoring.changed import Changes, Told, changes_between, shown_by

Contents = Mapping[str, bytes]  # of a bank's files by their path
_AT_ONCE = 8  # texts; half a second's work, so that a process ends soon when it is asked to
_AHEAD = 3  # portions that wait for each process, so that none of them idles
_WORTH_A_PROCESS = 24  # texts; to begin a process takes as long as reading so many
_LOOK_AGAIN_SECONDS = 0.1
_NICE = 10  # interviews go on on the same machine
_BANKS_AT_HAND = 2


@dataclass(frozen=True)
class Pair:
    """A text to be read twice under a policy: by the bank of this fingerprint, and by the new one."""

    bank: str
    policy: str
    told: Told


class Banks:
    """Banks by their fingerprints, made ready when they are first read by. Texts come bank by bank, so few are kept."""

    def __init__(self, contents: Mapping[str, Contents], known: Mapping[str, Scorer] | None = None) -> None:
        self.contents = contents
        self._ready: OrderedDict[str, Scorer] = OrderedDict(known or {})

    def scorer(self, fingerprint: str) -> Scorer:
        """Return a bank ready for scoring. Raises BankInvalid if it has mistakes."""
        if fingerprint not in self._ready:
            folder = Path(f"bank {fingerprint}")
            self._ready[fingerprint] = scorer_of(library_of(self.contents[fingerprint], folder), folder)
        self._ready.move_to_end(fingerprint)
        while len(self._ready) > _BANKS_AT_HAND:
            self._ready.popitem(last=False)
        return self._ready[fingerprint]

    def changes(self, pair: Pair, new: str) -> Changes:
        """Return what differs in a text between the bank that it is read by first and the new one."""
        shown = (
            shown_by(scorer, policy_of(scorer.bank, pair.policy), pair.told)
            for scorer in (self.scorer(pair.bank), self.scorer(new))
        )
        return changes_between(*shown)


def changes_in(
    pairs: Sequence[Pair], banks: Banks, new: str, workers: int, is_cancelled: Callable[[], bool]
) -> Generator[Changes]:
    """Return what differs in each text, in their order; it ends early once `is_cancelled` says so.

    With more than one worker and enough to read, processes of low priority share the work. They have ended when this
    generator has. Raises Unreadable if one of them dies, or if the reader's weights are missing.
    """
    workers = min(workers, len(pairs) // _WORTH_A_PROCESS)
    if workers > 1:
        yield from _by_processes(pairs, banks.contents, new, workers, is_cancelled)
        return
    for pair in pairs:
        if is_cancelled():
            return
        yield banks.changes(pair, new)


def _by_processes(
    pairs: Sequence[Pair], contents: Mapping[str, Contents], new: str, workers: int, is_cancelled: Callable[[], bool]
) -> Generator[Changes]:
    portions = iter([pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)])
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (contents, new))
    waiting: deque[Future[list[Changes]]] = deque()

    def hand_out(most: int) -> None:
        for portion in islice(portions, most):
            with _deaf_to_interrupts():
                waiting.append(pool.submit(_read, portion))

    try:
        hand_out(workers * _AHEAD)
        while waiting and not is_cancelled():
            if wait([waiting[0]], timeout=_LOOK_AGAIN_SECONDS).done:
                yield from waiting.popleft().result()
                hand_out(1)
    except BrokenProcessPool:
        raise Unreadable(
            "a process that read answers has ended unexpectedly (if there was too little memory, use fewer workers)"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let processes that begin here never hear Ctrl-C, which a terminal sends to all: who began them ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a process of its own

_own: list[tuple[Banks, str]] = []


def _begin(contents: Mapping[str, Contents], new: str) -> None:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    Thread(target=_end_with_parent, daemon=True).start()
    _own.append((Banks(contents), new))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(pairs: Sequence[Pair]) -> list[Changes]:
    ((banks, new),) = _own
    return [banks.changes(pair, new) for pair in pairs]
