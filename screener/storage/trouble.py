"""What a database refuses for reasons that are not ours, told alike for every database, and what to do about it."""

from screener.errors import StorageTrouble, TroubleKind

_TOLD: dict[TroubleKind, str] = {
    "disk full": "the disk is full, so nothing was saved (free some space there, then do it again)",
    "disk error": "the disk reports an error, so nothing was saved (look at the disk and at the system's log; if it "
    "goes on, restore the latest backup on another disk)",
    "busy": "another program holds the database, so nothing was saved (do it again in a moment; if it goes on, end the "
    "program that holds it, such as a database browser or a copy that hangs)",
    "damaged": "the database is damaged (stop the server, keep the files as they are, and restore the latest backup)",
    "read-only": "the database may only be read, so nothing was saved (let the user whom the server runs as write to "
    "the file and to its folder)",
    "unreachable": "the database cannot be reached (is the folder there, is the database running, and may the user "
    "whom the server runs as come to it?)",
}


def storage_trouble(kind: TroubleKind, where: object) -> StorageTrouble:
    """Return the exception for a trouble; `where` is the database's file or address, without a password in it."""
    return StorageTrouble(kind, f"{where}: {_TOLD[kind]}")
