"""What SQLite's own errors mean for those who save."""

import sqlite3
from pathlib import Path

from screener.errors import StorageTrouble, TroubleKind
from screener.storage.trouble import storage_trouble

_KINDS: dict[int, TroubleKind] = {
    sqlite3.SQLITE_FULL: "disk full",
    sqlite3.SQLITE_IOERR: "disk error",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_PROTOCOL: "busy",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_CANTOPEN: "unreachable",
    sqlite3.SQLITE_PERM: "unreachable",
}
_PRIMARY = 0xFF  # of a code with details, the part that says which kind it is


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection has the database now, so that it is worth while to look again."""
    return (getattr(error, "sqlite_errorcode", 0) & _PRIMARY) == sqlite3.SQLITE_BUSY


def trouble_of(error: sqlite3.Error, path: Path) -> StorageTrouble | None:
    """Return what an error means; None for a mistake of the program's own."""
    code = getattr(error, "sqlite_errorcode", None)  # what Python itself raises has none
    kind = None if code is None else _KINDS.get(code & _PRIMARY)
    return None if kind is None else storage_trouble(kind, path)
