"""What came of backups is kept, and of several servers one alone does what only one may do."""

from dataclasses import replace

from screener.storage import Store
from screener.storage.backups import BackupRun
from tests.storage.made import AT, LATER

RUN = BackupRun("one", "scheduled", "", AT)


def test_a_backup_is_good_once_it_has_ended_without_a_problem(store: Store) -> None:
    store.add_backup_run(RUN)
    assert store.last_good_backup() is None
    ended = replace(RUN, ended_at=LATER, file="/srv/a.backup", size=5_000_000_000, is_sealed=True)
    store.end_backup_run(ended)
    store.add_backup_run(replace(RUN, id="two", begun_at=LATER))
    store.end_backup_run(replace(RUN, id="two", begun_at=LATER, ended_at=LATER, problem="the disk is full"))
    assert store.last_good_backup() == ended
    assert [run.id for run in store.backup_runs(5)] == ["two", "one"]
    assert [run.is_good for run in store.backup_runs(1)] == [False]


def test_old_ones_are_forgotten(store: Store) -> None:
    store.add_backup_run(RUN)
    store.add_backup_run(replace(RUN, id="two", begun_at=LATER))
    store.drop_backup_runs(LATER)
    assert [run.id for run in store.backup_runs(5)] == ["two"]


def test_one_holder_alone_has_a_lease(store: Store) -> None:
    nine, ten, eleven = "2026-03-02T09", "2026-03-02T10", "2026-03-02T11"
    assert store.take_lease("backup", "a", nine, ten, ten)
    assert not store.take_lease("backup", "b", nine, ten, ten)
    assert store.take_lease("other", "b", nine, ten, ten)
    assert store.take_lease("backup", "a", nine, eleven, eleven)  # longer
    assert not store.take_lease("backup", "b", ten, "2026-03-02T12", "2026-03-02T12")
    assert store.take_lease("backup", "b", eleven, "2026-03-02T12", "2026-03-02T12")
    store.end_lease("backup", "a")
    assert not store.take_lease("backup", "a", eleven, "2026-03-02T12", "2026-03-02T12")
    store.end_lease("backup", "b")
    assert store.take_lease("backup", "a", eleven, "2026-03-02T12", "2026-03-02T12")


def test_a_lease_from_when_the_clock_was_ahead_holds_nobody_up(store: Store) -> None:
    assert store.take_lease("backup", "a", "2027-01-01", "2027-01-02", "2027-01-02")
    assert store.take_lease("backup", "b", "2026-03-02", "2026-03-03", "2026-03-03")


def test_who_read_a_clock_a_moment_earlier_takes_it_from_nobody(store: Store) -> None:
    assert store.take_lease("backup", "a", "2026-03-02T09:00:01", "2026-03-02T10:00:01", "2026-03-02T10:05:01")
    assert not store.take_lease("backup", "b", "2026-03-02T09:00:00", "2026-03-02T10:00:00", "2026-03-02T10:05:00")
