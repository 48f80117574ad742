"""Reading submitted scorecards beside everything else, so that no page waits for it."""

import logging
from queue import SimpleQueue
from threading import Lock, Thread

from flask import Flask, current_app

from screener.journeys.hearing import hear_opening
from screener.journeys.instance import Instance

_log = logging.getLogger(__name__)
_Key = tuple[str, bool]  # an opening, and whether it is read anew with today's bank


class Backlog:
    """Reads openings one after the other. Its thread ends with the server; what was not read is read another time."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._queue: SimpleQueue[_Key] = SimpleQueue()
        self._waiting: set[_Key] = set()
        self._lock = Lock()
        Thread(target=self._work, name="reading", daemon=True).start()

    def read(self, opening_id: str, *, is_reread: bool) -> None:
        """Read what has not been read of an opening. One that waits already is read once."""
        key = (opening_id, is_reread)
        with self._lock:
            if key not in self._waiting:
                self._waiting.add(key)
                self._queue.put(key)

    def __len__(self) -> int:
        return len(self._waiting)

    def _work(self) -> None:
        while True:
            key = self._queue.get()
            with self._lock:
                self._waiting.discard(key)  # what is submitted from now on is asked for anew
            try:
                hear_opening(self._instance, key[0], is_reread=key[1])
            except Exception:  # the next visit tries again; whoever looks after the server reads why
                _log.exception("the scorecards of opening %s could not be read", key[0])


def install(app: Flask, instance: Instance) -> None:
    """Let an application read in the background."""
    app.extensions["backlog"] = Backlog(instance)


def read(opening_id: str, *, is_reread: bool = False) -> bool:
    """Have an opening's scorecards read in the background; False where the application does not do that."""
    backlog: Backlog | None = current_app.extensions.get("backlog")
    if backlog is None:
        return False
    backlog.read(opening_id, is_reread=is_reread)
    return True
