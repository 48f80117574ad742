"""What `screener doctor` says of what is kept: databases, their log, backups."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from screener.errors import ScreenerError, Unreadable
from screener.journeys.backup_schedule import place_of, sealing_of
from screener.journeys.backup_sealing import checked
from screener.journeys.doctor_findings import Finding, Patient, bad, megabytes, ok, warn
from screener.journeys.doctor_postgres import server
from screener.journeys.instance import DATABASE, VOLUNTARY, moment_of
from screener.storage.sqlite.copying import backups_told_by, database_problems, facts_of_database
from screener.storage.sqlite.upgrading import copies_before, missing_steps

_LARGE_LOG = 256 * 2**20  # bytes
_OLD = timedelta(days=2)


def databases(patient: Patient) -> Iterator[Finding]:
    """Are they whole, and laid out as this version has it?"""
    if not patient.is_in_a_file:
        yield from server(patient)
        return
    for name in (DATABASE, VOLUNTARY):
        yield from _database(patient, patient.folder / name)
    log = patient.folder / f"{DATABASE}-wal"
    if log.exists() and log.stat().st_size > _LARGE_LOG:
        told = f"the write-ahead log has {megabytes(log.stat().st_size)}"
        yield warn("database", told, "a program reads for very long, or was killed: restart the server")
    kept = copies_before(patient.folder / DATABASE)
    if kept:
        size = megabytes(sum(path.stat().st_size for path in kept))
        yield ok("database", f"copies from before upgrades: {', '.join(path.name for path in kept)} ({size})")


def _database(patient: Patient, path: Path) -> Iterator[Finding]:
    how = "stop the server, and restore the last good backup"
    try:
        facts_of_database(path)
        problems = () if patient.is_quick else database_problems(path)
        missing = missing_steps(path) if path.name == DATABASE else ()
    except Unreadable as error:
        yield bad("database", str(error), how)
        return
    if problems:
        yield bad("database", f"{path.name} is damaged: {problems[0]}", how)
    elif missing is None:
        yield bad("database", f"{path.name} is of a newer version of Screener", "install that version")
    elif missing:
        yield warn("database", f"{path.name} is of an earlier version", "the next start brings it up to date")
    else:
        looked = "opened, not looked through" if patient.is_quick else "whole"
        yield ok("database", f"{path.name} is {looked}, {megabytes(path.stat().st_size)}")


def backups(patient: Patient) -> Iterator[Finding]:
    """Is there a good one, and would it survive what it is for?"""
    if not patient.is_in_a_file:
        yield ok("backup", "the database is backed up by PostgreSQL's own programs (docs/databases.md)")
        return
    plan = patient.settings.backup
    yield from _last(patient)
    place = place_of(patient.folder, plan)
    if place.is_dir() and place.stat().st_dev == patient.folder.stat().st_dev:
        told = f"{place} is on the same disk as the instance"
        yield warn("backup", told, "copy backups to another machine, or name a folder on another disk")
    try:
        sealed = checked(sealing_of(plan))
    except ScreenerError as error:
        yield bad("backup", str(error), "mend `backup:` in settings.yaml")
        return
    if not sealed:
        told = "backups are not encrypted, and hold secret.key"
        yield warn("backup", told, "name a public key (`screener backup --new-key FILE`), or keep them as safe as this")
    if place.is_dir() and (free := shutil.disk_usage(place).free) < 2 * _size(patient):
        yield warn("backup", f"{megabytes(free)} free in {place}", "make room, or keep fewer")


def _last(patient: Patient) -> Iterator[Finding]:
    hours = patient.settings.backup.every_hours
    how = f"screener backup {patient.folder}" if not hours else "see People → Backups, and the server's log"
    try:
        good_at, problem = backups_told_by(patient.folder / DATABASE)
    except Unreadable:
        return  # told elsewhere
    if problem:
        yield bad("backup", f"the last one failed: {problem}", "mend that, and make one: People → Backups")
    longest = timedelta(hours=2 * hours) if hours else _OLD
    if not good_at:
        yield warn("backup", "there is none yet", how)
    elif patient.now - moment_of(good_at) > longest:
        yield bad("backup", f"the last good one is of {good_at}", how)
    elif not problem:
        yield ok("backup", f"the last good one is of {good_at}")


def _size(patient: Patient) -> int:
    return sum(path.stat().st_size for path in patient.folder.glob("*.db"))
