"""Databases as earlier versions left them: each step's tables, every one of them with rows."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database, Migrations

from screener.storage.sqlite.migrations import migrations

STEPS = tuple(step.name for step in migrations.pending(Database(memory=True)))
ROWS = 3
_OBJECTS = {"needs", "levels", "places", "verdicts", "speakers", "facts"}
_LISTS = {"weights", "flags", "beliefs"}
_ONLY_ONE = {"audit_head"}


def steps_until(last: str) -> Migrations:
    """Return the steps of the version whose last one was `last`."""
    older = Migrations("screener")
    for step in migrations.pending(Database(memory=True)):
        older(name=step.name)(step.fn)
        if step.name == last:
            break
    return older


def make_older(path: Path, last: str) -> None:
    """Make a database of that version with rows in every table."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA foreign_keys = ON")
        steps_until(last).apply(Database(database))
        database.execute("PRAGMA synchronous = OFF")
        for table in _in_order(database):
            for number in range(1, 2 if table in _ONLY_ONE else ROWS + 1):
                _add(database, table, number)
    path.chmod(0o600)


def rows_of(path: Path) -> dict[str, list[dict[str, object]]]:
    """Return every row of every table, by column."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]
            for table in _in_order(database)
        }


def _in_order(database: sqlite3.Connection) -> list[str]:
    """Return the tables, each behind those to which its rows refer."""
    found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'")
    left = {
        name: {row[2] for row in database.execute(f"PRAGMA foreign_key_list({name})")} - {name} for (name,) in found
    }
    ordered: list[str] = []
    while left:
        ready = sorted(name for name, needed in left.items() if needed <= set(ordered))
        ordered += ready
        left = {name: needed for name, needed in left.items() if name not in ready}
    return ordered


def _add(database: sqlite3.Connection, table: str, number: int) -> None:
    refers = {row[3]: row[4] for row in database.execute(f"PRAGMA foreign_key_list({table})")}
    columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    values = {
        name: _value(refers.get(name, name), kind, number, is_needed=bool(is_needed or is_key))
        for _, name, kind, is_needed, _, is_key in columns
    }
    places = ", ".join(f":{name}" for name in values)
    database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", values)


def _value(name: str, kind: str, number: int, *, is_needed: bool) -> object:
    if kind == "INTEGER":
        return int(number % 2) if name.startswith(("is_", "after_")) else number
    if kind == "BLOB":
        return b"content %d" % number
    if name == "id":
        return f"id-{number}"  # the rows of all tables go by the same ids, so that references lead somewhere
    if name.endswith(("_at", "at")):
        return f"2026-03-0{number}T09:00:00.000Z" if is_needed or number > 1 else None
    if name in _OBJECTS | _LISTS:
        return json.dumps({} if name in _OBJECTS else [])
    return f"{name} {number} – “für uns”"
