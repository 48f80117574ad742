"""Moving everything from a file into PostgreSQL, each value as it was, and proved before anything of it is kept.

Both databases are read anew, row by row, and compared. All of it is one transaction of the target's: what goes wrong
leaves nothing behind.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from screener.errors import Unreadable
from screener.storage.store import Store

OnRow = Callable[[int, int], None]
Row = tuple[Any, ...]
_TELL_EVERY = 500  # rows


@dataclass(frozen=True)
class Table:
    """A table as it is moved: its columns in order, and how many rows it has."""

    name: str
    columns: tuple[str, ...]
    rows: int


class Source(Protocol):
    """A database that is read from and cannot change meanwhile."""

    def tables(self) -> Sequence[Table]:
        """Return the tables, each behind those to which it refers."""
        ...

    def rows(self, table: Table) -> Iterator[Row]:
        """Return a table's rows in the order in which they came."""
        ...


class Target(Protocol):
    """An empty database that takes rows."""

    def take(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows to a table."""

    def rows(self, table: Table) -> Iterator[Row]:
        """Return what the table holds now, in the order in which it came."""
        ...


@dataclass(frozen=True)
class Content:
    """What a table holds: how many rows, and a hash of all their values in their order."""

    rows: int
    hash: str


def move_tables(source: Source, target: Target, on_row: Callable[[], None]) -> None:
    """Copy every table, and compare what arrived. Raises Unreadable if anything differs."""
    for table in source.tables():
        sent = _Sum()
        target.take(table, _counted(sent.over(source.rows(table)), on_row))
        came = _Sum()
        for _ in came.over(target.rows(table)):
            on_row()
        if sent.content() != came.content():
            raise Unreadable(
                f"the table {table.name} did not arrive as it was: {sent.content().rows} rows left, "
                f"{came.content().rows} came (nothing was kept; please report this)"
            )


def move_to_postgres(
    database: Path, voluntary: Path, url: str, check: Callable[[Store], None], on_row: OnRow = lambda _done, _of: None
) -> int:
    """Move both files into the PostgreSQL database at an address, and return how many rows that were.

    The files stay as they are, and cannot be written to meanwhile. `check` looks at the new store before it is kept.
    `on_row` is told how much is done, and of how much. Raises Refused if the database is not empty, Unreadable or
    StorageTrouble if something cannot be read or does not arrive; then nothing is left there.
    """
    from screener.storage.postgres.receiving import receiving
    from screener.storage.sqlite.sending import sending

    with sending(database) as main, sending(voluntary) as answers:
        of = 2 * sum(table.rows for source in (main, answers) for table in source.tables())
        tell = _teller(on_row, of)
        with receiving(url) as (store, target, answers_target):
            move_tables(main, target, tell)
            move_tables(answers, answers_target, tell)
            check(store)
        on_row(of, of)
        return of // 2


def _teller(on_row: OnRow, of: int) -> Callable[[], None]:
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if done % _TELL_EVERY == 0:
            on_row(done, of)

    return tell


def _counted(rows: Iterable[Row], on_row: Callable[[], None]) -> Iterator[Row]:
    for row in rows:
        on_row()
        yield row


class _Sum:
    """Adds rows up to one hash while they go by."""

    def __init__(self) -> None:
        self._rows, self._hash = 0, blake2b(digest_size=16)

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            self._rows += 1
            self._hash.update(repr(row).encode())  # no two different rows are written alike
            yield row

    def content(self) -> Content:
        return Content(self._rows, self._hash.hexdigest())
