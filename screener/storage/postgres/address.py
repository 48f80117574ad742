"""Connecting to a database by its address, and what is wrong when that fails, without telling the password."""

from ipaddress import ip_address
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from screener.errors import StorageTrouble, Unreadable

FORM = "postgresql://USER:PASSWORD@HOST:5432/DATABASE"
# A server of ours that vanished must not hold its locks: the database's server asks whether it is still there.
_ALIVE = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"

_ENCRYPTED = ("require", "verify-ca", "verify-full")


def connected(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """Connect to a database. Raises StorageTrouble, or Unreadable for an address that is none; both say what to do."""
    told = _told(url)
    try:
        return psycopg.connect(
            url, autocommit=True, cursor_factory=psycopg.ClientCursor, connect_timeout=10, client_encoding="UTF8",
            application_name="screener", keepalives_idle=30, keepalives_interval=10, keepalives_count=3,
            options=f"{told['options']} {_ALIVE}".strip(),
        )  # fmt: skip
    except psycopg.OperationalError as error:
        raise StorageTrouble("unreachable", _trouble(str(error), told)) from None


def place_of(url: str) -> str:
    """Return where a database is, without user and password. Raises Unreadable if the address cannot be read."""
    return _told(url)["place"]


def _told(url: str) -> dict[str, str]:
    if not url.startswith(("postgresql://", "postgres://")):
        raise Unreadable(f"the address of the database does not begin with postgresql:// (write it as {FORM})")
    try:
        found = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        found = {}
    host, port = str(found.get("host") or "this machine"), str(found.get("port") or 5432)
    user, name = str(found.get("user") or ""), str(found.get("dbname") or found.get("user") or "")
    is_odd = "@" in host + name or not f"0{port}".replace(",", "").isdigit()
    if not found or is_odd:  # a part of the password may stand anywhere now, so nothing of it is shown
        how = "in a password, @ : / % are written %40 %3A %2F %25"
        raise Unreadable(f"the address of the database cannot be read (write it as {FORM}; {how})")
    place = f"{host}:{port}/{name}"
    hosts = ",".join(str(found[part]) for part in ("host", "hostaddr") if found.get(part)).split(",")
    if not all(map(_is_here, hosts)) and found.get("sslmode") not in _ENCRYPTED:
        how = "add ?sslmode=verify-full to the address, with sslrootcert=FILE where the authority is your own"
        raise Unreadable(f"the PostgreSQL database {place} is on another machine and has to be reached by TLS ({how})")
    return {"place": place, "user": user, "database": name, "options": str(found.get("options") or "")}


def _is_here(host: str) -> bool:
    """Whether a host is this machine: the way by a socket, or the loopback."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _trouble(said: str, told: dict[str, str]) -> str:
    """Say in words what the library said; its own text stands at the end where we know nothing better."""
    where = f"the PostgreSQL database {told['place']}"
    if "password authentication failed" in said or "no password supplied" in said:
        return f"{where} does not take the password of {told['user'] or 'its user'} (correct the address)"
    if "does not exist" in said and "database" in said:
        return f"{where} does not exist (make it with `createdb --encoding UTF8 {told['database']}`)"
    if "too many" in said or "remaining connection slots" in said:
        return f"{where} has no connection left (raise max_connections there, or run fewer processes and threads)"
    if "no pg_hba.conf entry" in said:
        return f"{where} does not let this machine in (see pg_hba.conf there)"
    if "SSL" in said or "certificate" in said:
        return f"{where} cannot be reached safely: {_last(said)} (see sslmode and sslrootcert)"
    return f"{where} cannot be reached: {_last(said)} (does it run, and is the address right?)"


def _last(said: str) -> str:
    return said.strip().splitlines()[-1].strip().rstrip(".") if said.strip() else "no reason was given"
