"""Copies of a database as it was before it was brought up to date: the way back to the version before."""

import time
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from screener.errors import Unreadable
from screener.storage.sqlite.copying import copy_database, facts_of_database
from screener.storage.sqlite.migrations import migrations

KEPT = 3  # copies at most
_MARK = ".before-"
_DAY_SECONDS = 24 * 3600


def keep_copy(path: Path, step: str) -> Path:
    """Copy the database at `path` beside it, as it is before a step; another copy from before that step is replaced.

    Raises Unreadable if the disk has no room for it.
    """
    place = path.with_name(f"{path.name}{_MARK}{step}")
    waiting = place.with_name(f".{place.name}.new")
    try:
        waiting.unlink(missing_ok=True)  # left by a program that was killed
        copy_database(path, waiting)
        waiting.replace(place)
    except (OSError, Unreadable) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Unreadable(
            f"{path} has to be brought up to date, and no copy could be put beside it before: {reason} (nothing was "
            "changed; make room, and start again)"
        ) from None
    for old in copies_before(path)[KEPT:]:
        with suppress(OSError):
            old.unlink(missing_ok=True)
    return place


def missing_steps(path: Path) -> tuple[str, ...] | None:
    """Return which steps a database lacks; None if it has some of a newer version. Raises Unreadable if it is none."""
    known = [step.name for step in migrations.pending(Database(memory=True))]
    there = set(facts_of_database(path).steps)
    return None if there - set(known) else tuple(name for name in known if name not in there)


def copies_before(path: Path) -> tuple[Path, ...]:
    """Return the copies beside a database, the newest first."""
    found = [(own.stat().st_mtime, own) for own in path.parent.glob(f"{path.name}{_MARK}*") if own.is_file()]
    return tuple(own for _, own in sorted(found, reverse=True))


def remove_copies_before(path: Path, days: int) -> tuple[Path, ...]:
    """Remove the copies beside a database that are older than so many days (they hold who was erased); return them."""
    removed = []
    for own in copies_before(path):
        with suppress(OSError):
            if time.time() - own.stat().st_mtime > days * _DAY_SECONDS:
                own.unlink()
                removed.append(own)
    return tuple(removed)
