"""What was heard lately, so that a page that is opened again need not be read again. No words are kept, only hashes."""

from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from threading import Lock

from screener.reading.heard import Hearing

_MOST = 2_000  # passages; each takes some kilobytes


class Kept:
    """The latest hearings by what they were made from; safe to use from several threads."""

    def __init__(self) -> None:
        self._hearings: OrderedDict[bytes, Hearing] = OrderedDict()
        self._lock = Lock()

    def hearing(self, told: tuple[str, ...], listen: Callable[[], Hearing]) -> Hearing:
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
