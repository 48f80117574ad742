"""What PostgreSQL's own errors mean for those who save."""

import psycopg
from psycopg import errors

from screener.errors import StorageTrouble, TroubleKind
from screener.storage.postgres.address import place_of
from screener.storage.trouble import storage_trouble

_KINDS: dict[type[psycopg.Error], TroubleKind] = {
    errors.DiskFull: "disk full",
    errors.IoError: "disk error",
    errors.DataCorrupted: "damaged",
    errors.IndexCorrupted: "damaged",
    errors.ReadOnlySqlTransaction: "read-only",
    errors.LockNotAvailable: "busy",
    errors.DeadlockDetected: "busy",
    errors.SerializationFailure: "busy",
    errors.TooManyConnections: "busy",
    errors.OutOfMemory: "busy",
    errors.QueryCanceled: "busy",
    errors.InsufficientPrivilege: "read-only",
}


def trouble_of(error: psycopg.Error, url: str, *, is_lost: bool) -> StorageTrouble | None:
    """Return what an error means; None for a mistake of the program's own. `is_lost`: the connection is gone."""
    kind = next((kind for cause, kind in _KINDS.items() if isinstance(error, cause)), None)
    if kind is None and is_lost:
        kind = "unreachable"
    return None if kind is None else storage_trouble(kind, f"the PostgreSQL database {place_of(url)}")
