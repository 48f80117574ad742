"""Everything that is kept. The only package that knows SQL; `open_store` is the way in."""

from pathlib import Path

from screener.storage.store import Store
from screener.storage.voluntary import VoluntaryStore

__all__ = ["Store", "VoluntaryStore", "open_store", "open_voluntary"]


def open_store(path: Path) -> Store:
    """Open the database file at `path`, made and brought up to date as needed.

    Raises Unreadable if it is no database of Screener's or comes from a newer version.
    """
    from screener.storage.sqlite import SqliteStore

    return SqliteStore(path)


def open_voluntary(path: Path) -> VoluntaryStore:
    """Open the file of voluntary answers at `path`, made and brought up to date as needed.

    Raises Unreadable if it is no such file or comes from a newer version.
    """
    from screener.storage.sqlite.voluntary import SqliteVoluntary

    return SqliteVoluntary(path)
