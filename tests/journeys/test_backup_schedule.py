"""Backups are made when they are due, by one server, and old ones go only once there is a newer one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from screener.errors import Conflict, NotAllowed
from screener.journeys import backup_schedule, backups
from screener.journeys.backup_schedule import (
    back_up_if_due,
    back_up_now,
    due_at,
    note_command,
    remove_old,
    state_for,
)
from screener.journeys.backup_sealing import new_identity
from screener.journeys.backups import make_backup
from screener.journeys.instance import stamp
from screener.journeys.settings import BackupSettings, Retention, Settings
from screener.storage.backups import BackupRun
from tests.journeys.backed_up import open_served
from tests.office import START, Office

VARIABLE = "NOT_SET_ANYWHERE"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Office]:
    """An organisation that plans a backup for every day."""
    office = open_served(tmp_path / "ours")
    plan(office, every_hours=24, to=str(tmp_path / "kept"))
    yield office
    office.instance.close()


def plan(office: Office, *, days: int = 35, **changes: object) -> None:
    settings = Settings(backup=BackupSettings(**changes), retention=Retention(backups_days=days))
    office.instance = replace(office.instance, settings=settings)


def kept(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "kept").glob("*.backup"))


def fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        return -1

    monkeypatch.setattr(backups, "_sum_of", refuse)


def test_one_is_due_at_once_and_then_each_day(served: Office, tmp_path: Path) -> None:
    run = back_up_if_due(served.instance)
    assert run is not None
    assert run.is_good
    assert kept(tmp_path) == ["screener-20260302-090000.backup"]
    assert back_up_if_due(served.instance) is None
    served.clock.forward(hours=23, minutes=59)
    assert back_up_if_due(served.instance) is None
    served.clock.forward(minutes=1)
    assert back_up_if_due(served.instance) is not None
    assert len(kept(tmp_path)) == 2


def test_none_is_made_unless_it_is_planned(served: Office) -> None:
    plan(served)
    assert due_at(served.instance) is None
    assert back_up_if_due(served.instance) is None


def test_one_that_failed_is_noted_and_tried_again_in_an_hour(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fails(patch)
        run = back_up_if_due(served.instance)
    assert run is not None
    assert "gave back something else" in run.problem
    assert kept(tmp_path) == []
    served.clock.forward(minutes=59)
    assert back_up_if_due(served.instance) is None
    served.clock.forward(minutes=1)
    again = back_up_if_due(served.instance)
    assert again is not None
    assert again.is_good


def test_a_clock_that_went_back_holds_no_backup_up(served: Office) -> None:
    served.clock.forward(days=400)
    back_up_if_due(served.instance)
    served.clock.moment = START
    run = back_up_if_due(served.instance)
    assert run is not None
    assert run.is_good
    served.clock.forward(minutes=1)
    assert back_up_if_due(served.instance) is None  # nor is one made each minute, until no good one of before is left


def test_only_one_of_several_servers_makes_it(served: Office) -> None:
    now = served.instance.clock()
    until = stamp(now + timedelta(hours=1))
    assert served.instance.store.take_lease("backup", "another server", stamp(now), until, until)
    assert back_up_if_due(served.instance) is None
    with pytest.raises(Conflict, match="being made already"):
        back_up_now(served.instance, served.sam)
    served.clock.forward(hours=1)
    assert back_up_if_due(served.instance) is not None


def test_the_lease_is_given_back_whatever_happens(served: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(backup_schedule, "make_backup", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            back_up_now(served.instance, served.sam)
    assert back_up_now(served.instance, served.sam).is_good


def test_who_asked_is_noted_in_the_trail(served: Office) -> None:
    run = back_up_now(served.instance, served.sam)
    (entry, words), *_ = served.instance.store.audit_entries(action="backup.made")
    assert (entry.person_id, entry.facts["kind"], entry.facts["size"]) == (served.sam.id, "asked", run.size)
    assert words is not None
    assert run.file in words


def test_one_from_the_command_line_counts_too(served: Office, tmp_path: Path) -> None:
    note_command(served.instance, make_backup(served.instance.folder, tmp_path / "own.backup", at=START))
    assert back_up_if_due(served.instance) is None
    assert state_for(served.instance, served.sam).runs[0][0].kind == "command"


def test_only_administrators_see_and_ask(served: Office) -> None:
    for person in (served.helen, served.ingrid, served.marcus):
        with pytest.raises(NotAllowed, match="Only administrators"):
            state_for(served.instance, person)
        with pytest.raises(NotAllowed, match="Only administrators"):
            back_up_now(served.instance, person)


def test_it_is_encrypted_as_the_settings_say(served: Office, tmp_path: Path) -> None:
    plan(served, to=str(tmp_path / "kept"), recipients=(new_identity(tmp_path / "key"),))
    assert back_up_now(served.instance, served.sam).is_sealed


def test_a_variable_that_is_empty_makes_no_plain_backup(served: Office, tmp_path: Path) -> None:
    plan(served, to=str(tmp_path / "kept"), passphrase_from=VARIABLE)
    run = back_up_now(served.instance, served.sam)
    assert VARIABLE in run.problem
    assert kept(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_told(served: Office, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    plan(served, to=str(tmp_path / "file" / "kept"))
    assert "cannot be written" in back_up_now(served.instance, served.sam).problem


# Old ones


def days_of_backups(served: Office, days: int) -> None:
    for _ in range(days):
        back_up_now(served.instance, served.sam)
        served.clock.forward(days=1)


def test_so_many_are_kept(served: Office, tmp_path: Path) -> None:
    plan(served, to=str(tmp_path / "kept"), keep=2)
    days_of_backups(served, 4)
    assert kept(tmp_path) == ["screener-20260304-090000.backup", "screener-20260305-090000.backup"]


def test_none_is_kept_longer_than_copies_may_be_but_for_the_newest(served: Office, tmp_path: Path) -> None:
    plan(served, to=str(tmp_path / "kept"), days=2)
    days_of_backups(served, 5)
    assert kept(tmp_path)[0] == "screener-20260304-090000.backup"
    served.clock.forward(days=100)
    remove_old(served.instance)
    assert kept(tmp_path) == ["screener-20260306-090000.backup"]


def test_nothing_is_removed_unless_there_is_a_newer_good_one(
    served: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(served, to=str(tmp_path / "kept"), keep=1)
    days_of_backups(served, 1)
    fails(monkeypatch)
    days_of_backups(served, 3)
    assert kept(tmp_path) == ["screener-20260302-090000.backup"]


def test_files_of_others_are_left_alone(served: Office, tmp_path: Path) -> None:
    plan(served, to=str(tmp_path / "kept"), keep=1)
    (tmp_path / "kept").mkdir()
    for name in ("screener-before-move.backup", "screener-20200101-000000.backup.gpg", "notes.txt"):
        (tmp_path / "kept" / name).touch()
    days_of_backups(served, 2)
    assert len(list((tmp_path / "kept").iterdir())) == 4


# How it stands


def test_it_says_what_is_under_way_late_and_stopped(served: Office) -> None:
    back_up_if_due(served.instance)
    assert not state_for(served.instance, served.sam).is_late
    served.clock.forward(hours=49)
    assert state_for(served.instance, served.sam).is_late
    run = BackupRun("begun", "scheduled", "", served.instance.now())
    served.instance.store.add_backup_run(run)
    assert state_for(served.instance, served.sam).under_way == run
    served.clock.forward(hours=4)
    assert state_for(served.instance, served.sam).under_way is None
