"""What a PostgreSQL server says of itself and of our database there; nothing is changed."""

from contextlib import closing
from dataclasses import dataclass

from screener.storage.postgres.address import connected, place_of
from screener.storage.postgres.migrations import STEPS

# What makes a save safe; with any of them off, what was acknowledged may be gone after a power cut.
_SAFE = ("fsync", "full_page_writes")
_FACTS = """
SELECT current_setting('server_version'), current_setting('server_encoding'), pg_database_size(current_database()),
  (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
"""


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What was found.

    `size` is the database's in bytes. `missing` are the steps of our tables that are to be applied, all of them for a
    new database, None if it has steps that this version does not know. `off` are settings that make saves unsafe.
    """

    place: str
    version: str
    encoding: str
    size: int
    connections: int
    most_connections: int
    missing: tuple[str, ...] | None
    off: tuple[str, ...]


def facts_of_server(url: str) -> ServerFacts:
    """Look at the database at an address. Raises Unreadable or StorageTrouble if it cannot be had."""
    with closing(connected(url)) as connection:
        ((version, encoding, size, connections, most),) = connection.execute(_FACTS).fetchall()
        off = [name for name in _SAFE if connection.execute(f"SHOW {name}").fetchone() != ("on",)]
        applied = set[str]()
        if connection.execute("SELECT to_regclass('screener.migration')").fetchone() != (None,):
            applied = {name for (name,) in connection.execute("SELECT name FROM screener.migration")}
        missing = None if applied - set(STEPS) else tuple(name for name in STEPS if name not in applied)
        return ServerFacts(place_of(url), version, encoding, size, connections, most, missing, tuple(off))
