"""Making backups beside everything else: when they are due, and when an administrator asks for one."""

import logging
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from flask import Flask, current_app

from screener.errors import Conflict
from screener.journeys.backup_schedule import back_up_if_due, back_up_now
from screener.journeys.instance import Instance
from screener.storage.backups import BackupRun
from screener.storage.records import Person

_log = logging.getLogger(__name__)
_LOOK_SECONDS = 60.0


class BackupKeeper:
    """Looks every minute whether a backup is due. Its thread ends with the server.

    Each process of a server has one; a lease in the database lets one of them make the backup.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._asked: SimpleQueue[Person] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        if instance.settings.backup.every_hours:
            self._start()

    def ask(self, person: Person) -> None:
        """Make a backup as soon as can be, because somebody asks for it."""
        self._asked.put(person)
        self._start()

    def look(self, person: Person | None) -> None:
        """Make a backup for whoever asks, or if one is due. Whatever goes wrong is noted, and tried again."""
        try:
            run = back_up_now(self._instance, person) if person else back_up_if_due(self._instance)
            if run is not None:
                _tell(run)
        except Conflict:
            _log.info("another server makes a backup already")
        except Exception:
            _log.exception("a backup could not be made")
        finally:
            self._instance.store.release()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="backups", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            try:
                person = self._asked.get(timeout=_LOOK_SECONDS)
            except Empty:
                person = None
            self.look(person)


def _tell(run: BackupRun) -> None:
    if run.is_good:
        _log.info("a backup of %d bytes was made", run.size)
    else:
        _log.error("there is no backup (see the page of backups, or `screener doctor`)")


def install(app: Flask, instance: Instance) -> None:
    """Let an application make backups in the background."""
    app.extensions["backups"] = BackupKeeper(instance)


def ask(person: Person) -> bool:
    """Have a backup made in the background; False where the application does not do that."""
    keeper: BackupKeeper | None = current_app.extensions.get("backups")
    if keeper is None:
        return False
    keeper.ask(person)
    return True
