"""Backups as the settings plan them: when one is due, making it, noting what came of it, removing old ones."""

import re
import secrets
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from screener.errors import Conflict, NotAllowed, NotFound, ScreenerError, Unreadable
from screener.journeys.audit import note
from screener.journeys.backup_sealing import Sealing
from screener.journeys.backups import Backup, OnPart, make_backup
from screener.journeys.instance import (
    CLOCKS_DIFFER,
    DATABASE,
    Instance,
    is_instance,
    moment_of,
    new_id,
    open_records,
    stamp,
)
from screener.journeys.leases import lease
from screener.journeys.settings import BackupSettings, load_settings, secret_from
from screener.storage.backups import BackupKind, BackupRun
from screener.storage.records import Person
from screener.storage.sqlite.upgrading import missing_steps, remove_copies_before

MADE, FAILED = "backup.made", "backup.failed"
_LEASE = "backup"
_LEASE_HOURS = 1  # a backup that takes longer is given up by the others
_UNDER_WAY = "A backup is being made already. Please wait until it is done."
_AGAIN_HOURS = 1  # after one that failed
_LISTED = 20
_REMEMBERED_DAYS = 365
_NAMED = re.compile(r"screener-(\d{8}-\d{6})\.backup")


@dataclass(frozen=True)
class BackupState:
    """How an instance stands with backups.

    `good` is the newest that came to a good end, `runs` the last ones with the people who asked for them, `under_way`
    one that is being made now. `due_at` is when the next is planned, None if none is; `is_late` says that it should
    have been made long ago, `is_elsewhere` that PostgreSQL keeps everything, and has backups of its own.
    """

    good: BackupRun | None
    runs: tuple[tuple[BackupRun, Person | None], ...]
    under_way: BackupRun | None
    place: Path
    plan: BackupSettings
    due_at: str | None
    is_late: bool
    is_elsewhere: bool


def state_for(instance: Instance, actor: Person) -> BackupState:
    """Return how the instance stands with backups. Raises NotAllowed but for administrators."""
    _must_administer(actor)
    return state_of(instance)


def state_of(instance: Instance) -> BackupState:
    """Return how the instance stands with backups."""
    store, plan = instance.store, instance.settings.backup
    runs, people = store.backup_runs(_LISTED), {person.id: person for person in store.persons()}
    good, due = store.last_good_backup(), due_at(instance)
    under_way = next((run for run in runs if _is_under_way(instance, run)), None)
    is_late = bool(due and plan.every_hours and instance.clock() > due + timedelta(hours=plan.every_hours))
    return BackupState(
        good, tuple((run, people.get(run.person_id)) for run in runs), under_way, place_of(instance.folder, plan),
        plan, stamp(due) if due else None, is_late, bool(instance.settings.database.url_from),
    )  # fmt: skip


def place_of(folder: Path, plan: BackupSettings) -> Path:
    """Return the folder for backups that the settings name, which may be told from the instance's folder."""
    return folder / plan.to


def sealing_of(plan: BackupSettings) -> Sealing:
    """Return to whom the settings have backups encrypted. Raises Unreadable if the variable that they name is empty."""
    passphrase = secret_from(plan.passphrase_from)
    if plan.passphrase_from and not passphrase:
        raise Unreadable(f"the variable {plan.passphrase_from} of the environment holds no passphrase for backups")
    return Sealing(plan.recipients, passphrase)


def due_at(instance: Instance) -> datetime | None:
    """Return when the next backup is planned; None if the settings plan none.

    One that failed is tried again an hour later. What seems to be in the future, because the clock went back, does not
    count.
    """
    hours = instance.settings.backup.every_hours
    if not hours or instance.settings.database.url_from:
        return None
    now = instance.clock()
    begun = [(moment_of(run.begun_at), run) for run in instance.store.backup_runs(_LISTED)]
    past = [(at, run) for at, run in begun if at <= now + CLOCKS_DIFFER]
    good = next((at for at, run in past if run.is_good), None)
    due = good + timedelta(hours=hours) if good else now
    if past and not past[0][1].is_good:
        due = max(due, past[0][0] + timedelta(hours=min(hours, _AGAIN_HOURS)))
    return due


def back_up_if_due(instance: Instance) -> BackupRun | None:
    """Make the planned backup if it is time and no other server makes one; return what came of it, or None."""
    if not _is_due(instance):
        return None
    try:
        return _back_up(instance, None, "scheduled")
    except Conflict:
        return None


def _is_due(instance: Instance) -> bool:
    due = due_at(instance)
    return due is not None and due <= instance.clock()


def back_up_now(instance: Instance, actor: Person) -> BackupRun:
    """Make a backup because an administrator asks for it, and return what came of it.

    Raises NotAllowed for others, Conflict if one is being made.
    """
    _must_administer(actor)
    return _back_up(instance, actor, "asked")


def must_be_free(instance: Instance, actor: Person) -> None:
    """Raise NotAllowed but for administrators, Conflict while a backup is being made."""
    _must_administer(actor)
    if any(_is_under_way(instance, run) for run in instance.store.backup_runs(_LISTED)):
        raise Conflict(_UNDER_WAY)


def back_up_folder(
    folder: Path, to: Path | None, sealing: Sealing, on_part: OnPart = lambda _d, _o: None
) -> tuple[Backup, str]:
    """Make a backup from the command line, where and to whom the settings say unless that is given.

    The other value says why it could not be noted among the others, "" if it was. Raises as `make_backup` does.
    """
    if not is_instance(folder):
        raise NotFound(f"{folder} holds no instance of Screener (name the folder that `screener serve` is given)")
    plan = load_settings(folder).backup
    place = to or place_of(folder, plan)
    if to is None:
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise Unreadable(f"{place} cannot be made: {error.strerror} (name another folder for backups)") from None
    made = make_backup(folder, place, sealing or sealing_of(plan), on_part=on_part)
    try:
        if missing_steps(folder / DATABASE) != ():  # the next start brings it up to date, and not a backup
            return made, "the database is of another version"
        with closing(open_records(folder)) as records:
            note_command(replace(records, origin="command line"), made)
    except ScreenerError as error:
        return made, str(error)
    return made, ""


def note_command(instance: Instance, made: Backup) -> None:
    """Note a backup that was made from the command line, so that it counts among the others."""
    run = BackupRun(
        new_id(), "command", "", made.made_at, instance.now(), str(made.file.resolve()), made.size, made.is_sealed
    )
    with instance.store.transaction():
        instance.store.add_backup_run(run)
        _note(instance, None, run)


def _back_up(instance: Instance, actor: Person | None, kind: BackupKind) -> BackupRun:
    store, now = instance.store, instance.clock()
    with lease(instance, _LEASE, secrets.token_hex(8), timedelta(hours=_LEASE_HOURS), _UNDER_WAY):
        if kind == "scheduled" and not _is_due(instance):
            raise Conflict(_UNDER_WAY)  # somebody else was quicker
        run = BackupRun(new_id(), kind, actor.id if actor else "", stamp(now))
        store.add_backup_run(run)
        try:
            run = _outcome(instance, run)
        except BaseException:
            store.end_backup_run(replace(run, ended_at=instance.now(), problem="It was interrupted."))
            raise
        with store.transaction():
            store.end_backup_run(run)
            store.drop_backup_runs(stamp(now - timedelta(days=_REMEMBERED_DAYS)))
            _note(instance, actor, run)
        if run.is_good:
            remove_old(instance)
        return run


def _outcome(instance: Instance, run: BackupRun) -> BackupRun:
    plan = instance.settings.backup
    place = place_of(instance.folder, plan)
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = make_backup(instance.folder, place, sealing_of(plan), moment_of(run.begun_at))
    except ScreenerError as error:
        return replace(run, ended_at=instance.now(), file=str(place), problem=str(error))
    except OSError as error:
        problem = f"{place} cannot be written: {error.strerror}"
        return replace(run, ended_at=instance.now(), file=str(place), problem=problem)
    return replace(run, ended_at=instance.now(), file=str(made.file), size=made.size, is_sealed=made.is_sealed)


def remove_old(instance: Instance) -> tuple[Path, ...]:
    """Remove backups beyond those to keep, and whatever holds people longer than copies may be kept; return them.

    The newest backup stays, however old it is. Only files in the settings' folder that are named as we name them are
    looked at, and none that were made when the clock was ahead: they tell nothing of the others' age.
    """
    plan, days = instance.settings.backup, instance.settings.retention.backups_days
    since, latest = (
        f"{moment:%Y%m%d-%H%M%S}"
        for moment in (instance.clock() - timedelta(days=days), instance.clock() + CLOCKS_DIFFER)
    )
    made = {own: at for own, at in _backups_in(place_of(instance.folder, plan)).items() if at <= latest}
    removed = []
    for rank, place in enumerate(sorted(made, key=lambda own: made[own], reverse=True)):
        if rank >= plan.keep or (rank and made[place] < since):
            with suppress(OSError):
                place.unlink()
                removed.append(place)
    return (*removed, *remove_copies_before(instance.folder / DATABASE, days))


def _backups_in(place: Path) -> Mapping[Path, str]:
    found = ((own, _NAMED.fullmatch(own.name)) for own in place.glob("screener-*.backup"))
    return {own: match[1] for own, match in found if match and own.is_file()}


def _is_under_way(instance: Instance, run: BackupRun) -> bool:
    since = instance.clock() - timedelta(hours=_LEASE_HOURS)
    return not run.ended_at and moment_of(run.begun_at) > since


def _note(instance: Instance, actor: Person | None, run: BackupRun) -> None:
    facts = {"kind": run.kind, "size": run.size, "is_sealed": run.is_sealed}
    words = {"file": run.file, "problem": run.problem}
    note(instance, actor, MADE if run.is_good else FAILED, facts=facts, words=words)


def _must_administer(actor: Person) -> None:
    if actor.role != "administrator":
        raise NotAllowed("Only administrators look after backups.")
