"""What was heard lately, so that a page that is opened again need not be read again. No words are kept, only hashes.

One for all listeners of a network: what it hears in a text is the same whichever bank is read by.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

from screener.reading.chances import Floats
from screener.reading.heard import Heard, Judged
from screener.text.spans import Span

_MOST = 1_000  # passages; each takes some kilobytes, and some thirty where beliefs were added
T = TypeVar("T")


@dataclass
class Noted:
    """What a network makes of a stretch of a passage: numbers, and where they belong in the passage.

    `stance` and `meaning` are what beliefs that were added are found by; `alone` is where each sentence stands by
    itself, None as long as nobody has asked for it.
    """

    sentences: tuple[Span, ...]
    beliefs: tuple[Heard, ...]
    judged: tuple[Judged, ...]
    stance: Floats
    meaning: Floats
    is_heard: bool
    alone: tuple[Floats, ...] | None = None


class Kept(Generic[T]):
    """The latest hearings by what they were made from; safe to use from several threads."""

    def __init__(self) -> None:
        self._hearings: OrderedDict[bytes, T] = OrderedDict()
        self._lock = Lock()

    def hearing(self, told: tuple[str, ...], listen: Callable[[], T]) -> T:
        """Return the hearing for what was told; `listen` makes it if it is not at hand."""
        key = blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            if key in self._hearings:
                self._hearings.move_to_end(key)
                return self._hearings[key]
        made = listen()
        with self._lock:
            self._hearings[key] = made
            while len(self._hearings) > _MOST:
                self._hearings.popitem(last=False)
        return made
