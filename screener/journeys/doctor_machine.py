"""What `screener doctor` says of the machine: programs, rights, disk, clock."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from screener.errors import Unreadable
from screener.journeys.backup_schedule import place_of
from screener.journeys.doctor_findings import Finding, Patient, bad, megabytes, ok, warn
from screener.journeys.instance import CLOCKS_DIFFER, DATABASE, KEY, VOLUNTARY
from screener.storage.sqlite.copying import facts_of_database, sqlite_version

_OLDEST_SQLITE = (3, 37, 0)  # tables that take only values of their types
_LEAST_FREE = 100 * 2**20  # bytes, below which the server says that it is not ready
_FEW_FREE = 2**30
_OVER_NETWORKS = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs", "glusterfs", "fuse.glusterfs", "ceph")
_MOUNTS = Path("/proc/mounts")


def programs(_patient: Patient) -> Iterator[Finding]:
    """Are Python and SQLite new enough?"""
    python, version = sys.version.split()[0], ".".join(map(str, sqlite_version()))
    found = f"Python {python}, SQLite {version}"
    if sqlite_version() < _OLDEST_SQLITE:
        yield bad("programs", found, "use a Python with SQLite 3.37 or newer")
    else:
        yield ok("programs", found)


def rights(patient: Patient) -> Iterator[Finding]:
    """May others on this machine read what they must not, and may we write?"""
    if os.name != "posix":
        yield ok("rights", "not looked at on this system: let only the server's account read the folder")
        return
    backups = place_of(patient.folder, patient.settings.backup).glob("*.backup")
    others = [
        path for path in (*(patient.folder / name for name in (KEY, DATABASE, VOLUNTARY)), *backups) if _is_open(path)
    ]
    for path in others:
        told = f"others on this machine may read or write {path.name}"
        yield bad("rights", told, f"chmod 600 {path}")
    refused = [
        own for own in (patient.folder, patient.folder / DATABASE) if own.exists() and not os.access(own, os.W_OK)
    ]
    if refused:
        yield bad("rights", f"{refused[0]} cannot be written", "start the doctor and the server as the folder's owner")
    elif not others:
        yield ok("rights", "key, databases and backups are for the server's account only")


def _is_open(path: Path) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def disk(patient: Patient) -> Iterator[Finding]:
    """Is there room, and is it a disk on which SQLite is safe?"""
    free = shutil.disk_usage(patient.folder).free
    own = 0
    for path in patient.folder.glob("*.db*"):
        with suppress(FileNotFoundError):  # the log of a database comes and goes
            own += path.stat().st_size
    found, advice = f"{megabytes(free)} free", "make room, or move the instance to a larger disk"
    if free < _LEAST_FREE:
        yield bad("disk", found, advice)
    elif free < max(_FEW_FREE, 2 * own):
        told = f"{found}; the databases have {megabytes(own)}, and a backup or an upgrade needs as much again"
        yield warn("disk", told, advice)
    else:
        yield ok("disk", found)
    kind = _file_system(patient.folder)
    if patient.is_in_a_file and kind.startswith(_OVER_NETWORKS):
        told = f"the folder lies on a network file system ({kind}), whose locks SQLite cannot rely on"
        yield bad("disk", told, "move it to a disk of this machine, or keep everything in PostgreSQL")


def _file_system(folder: Path) -> str:
    """Return the kind of file system that a folder is on; "" where the system does not tell."""
    try:
        mounts = [line.split(" ") for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ""
    place = folder.resolve()
    around = [(len(parts[1]), parts[2]) for parts in mounts if len(parts) > 2 and place.is_relative_to(parts[1])]
    return max(around)[1] if around else ""


def clock(patient: Patient) -> Iterator[Finding]:
    """Has the clock gone back? Then what was done last is in the future."""
    zone = patient.now.astimezone()
    yield ok("time zone", f"pages show times as of {zone:%Z} (UTC{zone:%z}); TZ sets another zone")
    if not patient.is_in_a_file:
        return
    try:
        newest = facts_of_database(patient.folder / DATABASE).newest_at
    except Unreadable:
        return  # told elsewhere
    limit = (patient.now + CLOCKS_DIFFER).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if newest > limit:
        told = f"the newest entry is of {newest}, which is in the future"
        yield bad(
            "clock", told, "the clock has gone back or was ahead: set it by NTP (nothing is lost; docs/backup.md)"
        )
    else:
        yield ok("clock", f"the newest entry is of {newest}" if newest else "there is no entry yet")
