"""Copies of a database file while others write to it, and what a file says of itself without being brought up to date.

A copy is made within one reading transaction. With a write-ahead log nobody waits for it: what is saved meanwhile goes
into the log, and is not in the copy.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from screener.errors import Unreadable

_WAIT_SECONDS = 10.0
_PAGES_AT_ONCE = 512  # 2 MB; after each the caller hears how far it has come
_PAGES_TO_DISK = 2048  # 8 MB at most wait to be written, so that the saves of others are not held up behind them
_MOST_PROBLEMS = 20

OnPage = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What a database file says of itself.

    `steps` are those that laid out its tables, in their order; `entries` and `seal` are where its audit trail ends (0
    and "" without one); `newest_at` is the newest time in it of anything that somebody did, "" if there is none.
    """

    steps: tuple[str, ...]
    entries: int
    seal: str
    newest_at: str


def copy_database(source: Path, target: Path, on_page: OnPage = lambda _done, _of: None) -> None:
    """Copy the database at `source`, as it is at this moment, into the new file `target`; others go on writing.

    `on_page` is told how many pages are copied, and of how many. Raises Unreadable if one cannot be read or the other
    not be written; then no file is left at `target`.
    """
    target.touch(mode=0o600, exist_ok=False)
    try:
        with _opened(source) as original, closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous = OFF")  # it is written to disk below, in small parts
            copy.execute("PRAGMA journal_mode = OFF")
            original.execute("BEGIN")
            original.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it sees one state only
            with target.open("rb") as written:
                original.backup(copy, pages=_PAGES_AT_ONCE, progress=_reporting(on_page, written.fileno()), sleep=0.01)
            original.execute("ROLLBACK")
    except BaseException as error:
        target.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error | OSError):
            raise Unreadable(f"{source} cannot be copied to {target.parent}: {error}") from None
        raise


def _reporting(on_page: OnPage, written: int) -> Callable[[int, int, int], None]:
    on_disk = 0

    def tell(_status: int, left: int, of: int) -> None:
        nonlocal on_disk
        if of - left - on_disk >= _PAGES_TO_DISK:
            os.fsync(written)
            on_disk = of - left
        on_page(of - left, of)

    return tell


def database_problems(path: Path) -> tuple[str, ...]:
    """Look through a whole database file, and return what is damaged in it."""
    try:
        with _opened(path) as database:
            found = [str(row[0]) for row in database.execute(f"PRAGMA integrity_check({_MOST_PROBLEMS})")]
            loose = database.execute("PRAGMA foreign_key_check").fetchmany(_MOST_PROBLEMS)
    except sqlite3.Error as error:
        return (str(error),)
    return tuple(line for line in found if line != "ok") + tuple(
        f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there" for row in loose
    )


def facts_of_database(path: Path) -> DatabaseFacts:
    """Return what a database file says of itself; nothing in it is changed.

    Raises Unreadable if it is not there or no database of Screener's.
    """
    try:
        with _opened(path) as database:
            sql = "SELECT name FROM _sqlite_migrations WHERE migration_set IN ('screener', 'screener-voluntary')"
            steps = tuple(name for (name,) in database.execute(f"{sql} ORDER BY id"))
            head = database.execute("SELECT number, seal FROM audit_head").fetchone() if "audit" in steps else None
            return DatabaseFacts(steps, head[0] if head else 0, head[1] if head else "", _newest(database))
    except sqlite3.Error as error:
        raise Unreadable(f"{path} is no database that Screener can use ({error})") from None


def backups_told_by(path: Path) -> tuple[str, str]:
    """Return when the newest good backup was begun ("" for never), and why a later one failed ("" if none did).

    Raises Unreadable if it is no database of Screener's.
    """
    if "backups" not in facts_of_database(path).steps:
        return "", ""
    with _opened(path) as database:
        sql = "SELECT begun_at, problem FROM backup_run WHERE ended_at IS NOT NULL ORDER BY begun_at DESC, id"
        runs = database.execute(sql).fetchall()
    good = next((at for at, problem in runs if not problem), "")
    return good, runs[0][1] if runs else ""


def sqlite_version() -> tuple[int, int, int]:
    """Return the version of SQLite in use."""
    return sqlite3.sqlite_version_info


def _newest(database: sqlite3.Connection) -> str:
    """Return the newest time; where records come by the thousand, the newest is the last that came."""
    newest = [""]
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, column, order in (
        ("audit_entry", "at", "number"), ("draft", "saved_at", "id"), ("rating", "saved_at", "id"),
        ("session", "seen_at", "seen_at"),
    ):  # fmt: skip
        if table in tables:
            sql = f"SELECT {column} FROM {table} ORDER BY {order} DESC LIMIT 1"  # noqa: S608 (named above)
            newest += [row[0] for row in database.execute(sql)]
    return max(newest)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that is there; opening must never make one."""
    address = f"{path.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)) as database:
        yield database
