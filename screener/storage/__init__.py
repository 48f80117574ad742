"""Everything that is kept. The only package that knows SQL; `open_store` is the way in."""

from importlib.util import find_spec
from pathlib import Path

from screener.errors import Unreadable
from screener.storage.store import Store
from screener.storage.voluntary import VoluntaryStore

__all__ = ["Store", "VoluntaryStore", "must_have_postgres", "open_store", "open_voluntary"]


def open_store(place: Path | str) -> Store:
    """Open the database file at `place`, or the PostgreSQL database at that address, brought up to date as needed.

    Raises Unreadable if it cannot be had, is no database of Screener's or comes from a newer version.
    """
    if isinstance(place, str):
        must_have_postgres()
        from screener.storage.postgres import PostgresStore

        return PostgresStore(place)
    from screener.storage.sqlite import SqliteStore

    return SqliteStore(place)


def open_voluntary(place: Path | str) -> VoluntaryStore:
    """Open the file of voluntary answers at `place`, or those in the PostgreSQL database at that address.

    Raises Unreadable if it cannot be had, is nothing of the kind or comes from a newer version.
    """
    if isinstance(place, str):
        must_have_postgres()
        from screener.storage.postgres.voluntary import PostgresVoluntary

        return PostgresVoluntary(place)
    from screener.storage.sqlite.voluntary import SqliteVoluntary

    return SqliteVoluntary(place)


def must_have_postgres() -> None:
    """Raise Unreadable without the library for PostgreSQL, which whoever keeps everything in a file does not need."""
    if find_spec("psycopg") is None:
        raise Unreadable('PostgreSQL needs a library that is not installed (run `pip install "screener[postgres]"`)')
