"""A backup of a large database while people save: how long it takes, and whether a save waits for it.

The server makes its backups in a thread beside those that answer, which is the harder case for saves; so that is
measured, and the same encrypted.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread

from screener.journeys.backup_sealing import PLAIN, Sealing, new_identity
from screener.journeys.backups import make_backup
from screener.journeys.instance import DATABASE, Instance, make_instance, new_id, open_instance
from screener.journeys.restoring import verify_backup
from screener.storage.records import Candidate, Draft, Interview, Opening, Person, Scorecard

SIZE = 2**30  # bytes
_NOTE = 4_000  # characters, a long answer
_EVERY = 0.02  # seconds between two saves, as two hundred interviewers make at worst
_ALONE = 5.0  # seconds of saves without a backup
_AT = "2026-03-02T09:00:00.000Z"


@contextmanager
def filled(size: int = SIZE) -> Iterator[Instance]:
    """Give an instance whose database has so many bytes of notes, and a scorecard `card` to save on."""
    with TemporaryDirectory() as made:
        folder = Path(made) / "instance"
        make_instance(folder)
        with closing(open_instance(folder)) as instance:
            _furnish(instance)
            _fill(folder / DATABASE, size // _NOTE)
            yield instance


def _furnish(instance: Instance) -> None:
    store = instance.store
    store.add_person(Person("ada", "Ada", "interviewer", created_at=_AT))
    store.add_opening(Opening("post", "Sales Director", "sales", "sales-leader", "default", (), "ada", _AT, {}))
    store.add_candidates([Candidate("cara", "post", "Cara", "", _AT)])
    interview = Interview("talk", "cara", 1, False, "sales-leader", "default", "nothing", "", _AT)
    store.add_interview(interview, [Scorecard("card", "talk", "ada", _AT)])


def _fill(file: Path, notes: int) -> None:
    """Write notes past the store: a million fsyncs would take an hour."""
    words = " ".join(f"sentence {number} of somebody who talks at length." for number in range(20_000))
    sql = (
        "INSERT INTO draft (scorecard_id, question, revision, parent, window, key, text, written_at, saved_at) "
        "VALUES ('card', 'q', ?, 0, 'w', ?, ?, ?, ?)"
    )
    rows = (
        (number, f"filled-{number}", words[(start := number * 97 % 800_000) : start + _NOTE], _AT, _AT)
        for number in range(1, notes + 1)
    )
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA synchronous = OFF")
        with database:
            database.executemany(sql, rows)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Saver:
    """Saves a note again and again, each on disk before the next, and keeps how long each took (milliseconds)."""

    def __init__(self, instance: Instance) -> None:
        self._instance, self._stop = instance, Event()
        self.took: list[float] = []
        self._thread = Thread(target=self._work)

    def __enter__(self) -> "Saver":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.wait(_EVERY):
            begun = time.perf_counter()
            self._instance.store.append_draft(Draft("card", "own", 0, 0, None, "w", new_id(), "A note.", _AT, _AT))
            self.took.append((time.perf_counter() - begun) * 1000)
        self._instance.store.release()

    def told(self) -> str:
        """Say how long saves took."""
        ranked = sorted(self.took)
        return f"{median(ranked):.1f} / {ranked[int(len(ranked) * 0.95)]:.1f} / {ranked[-1]:.0f} ms"


def backup_figures(size: int = SIZE) -> list[tuple[str, ...]]:
    """Return rows for the table of backups: what, measured, bar."""
    with filled(size) as instance, TemporaryDirectory() as kept:
        place = Path(kept)
        large = f"{(instance.folder / DATABASE).stat().st_size / 2**30:.1f} GB"
        with Saver(instance) as alone:
            time.sleep(_ALONE)
        rows: list[tuple[str, ...]] = [("saves without a backup, median / 95 of 100 / longest", alone.told(), "–")]
        for name, sealing in (("", PLAIN), (", encrypted", Sealing((new_identity(place / "key"),)))):
            file = place / f"made{len(rows)}.backup"
            with Saver(instance) as meanwhile:
                seconds = _seconds(partial(make_backup, instance.folder, file, sealing))
            rows.append((f"backup of a database of {large}{name}", f"{seconds:.1f} s", "20 s"))
            rows.append((f"saves meanwhile{name}", meanwhile.told(), "none waits for it"))
        seconds = _seconds(lambda: verify_backup(place / "made1.backup"))
        rows.append(("proving that it can be restored", f"{seconds:.1f} s", "–"))
    return rows


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    for row in backup_figures():
        print(" | ".join(row))
