"""Databases of every earlier version are brought up to date without losing a row; one that fails stays as it was."""

import sqlite3
import stat
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from sqlite_utils import Database

from screener.errors import Unreadable
from screener.storage import open_store
from screener.storage.sqlite import SqliteStore, connection, upgrading
from screener.storage.sqlite.copying import database_problems, facts_of_database
from screener.storage.sqlite.upgrading import copies_before, remove_copies_before
from tests.storage.older import STEPS, make_older, rows_of, steps_until
from tests.storage.test_migrations import TABLES, with_step

# What each released step leaves, so that none is ever changed; a step that is released joins the list.
RELEASED = {
    "first_tables": "aa74d9392b30680f",
    "comparing": "a18cabd1d96738a6",
    "practice": "639e4495e113d38d",
    "importing": "a65cc8470fa4573c",
    "selection": "1bc4f81de4d209dd",
    "tokens": "d0788537da228dd5",
    "bank_states": "88b607d70b57696e",
    "audit": "49016a33136a4195",
}
MOVED = {"bank_file"}  # tables whose rows were put elsewhere by a later step, which has a test of its own


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "screener.db"


def layout_after(last: str) -> str:
    database = Database(memory=True)
    steps_until(last).apply(database)
    told = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name").fetchall()
    return sha256("\n".join(sql for (sql,) in told if "_sqlite_migrations" not in sql).encode()).hexdigest()[:16]


@pytest.mark.parametrize("step", RELEASED)
def test_a_released_step_is_never_changed(step: str) -> None:
    assert layout_after(step) == RELEASED[step]


@pytest.mark.parametrize("last", STEPS[:-1])
def test_a_database_of_every_earlier_version_keeps_every_row(path: Path, last: str) -> None:
    make_older(path, last)
    before = rows_of(path)
    assert all(before.values())
    store = SqliteStore(path)
    after = rows_of(path)
    for table in set(before) - MOVED:
        for old, new in zip(before[table], after[table], strict=True):
            assert {name: new[name] for name in old} == old, table
    for table, kind in TABLES.items():
        assert len(store._all(kind, table, "")) == len(after[table])
    store.close()
    assert database_problems(path) == ()
    assert facts_of_database(path).steps == STEPS
    (copy,) = copies_before(path)  # how it was, for the way back
    assert copy.name == f"screener.db.before-{STEPS[STEPS.index(last) + 1]}"
    assert rows_of(copy) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_new_database_and_one_that_is_up_to_date_are_not_copied(path: Path) -> None:
    open_store(path).close()
    open_store(path).close()
    assert copies_before(path) == ()


@pytest.mark.parametrize("last", [STEPS[0], STEPS[-1]])
def test_a_step_that_fails_leaves_it_as_it_was_and_says_what_to_do(
    path: Path, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_older(path, last)
    before = rows_of(path)
    with monkeypatch.context() as patch:
        patch.setattr(connection, "migrations", with_step(fails=True))
        with pytest.raises(Unreadable, match=r"the disk is full \(it is as it was; go on with the version before"):
            open_store(path)
    assert rows_of(path) == before
    assert facts_of_database(path).steps == steps_names(last)
    open_store(path).close()


def steps_names(last: str) -> tuple[str, ...]:
    return STEPS[: STEPS.index(last) + 1]


def test_without_room_for_the_copy_nothing_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_older(path, STEPS[2])
    before = rows_of(path)

    def fills_up(_source: Path, target: Path) -> None:
        raise Unreadable(f"{target} cannot be written: database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(upgrading, "copy_database", fills_up)
        with pytest.raises(Unreadable, match="nothing was changed; make room"):
            open_store(path)
    assert rows_of(path) == before
    assert copies_before(path) == ()


def test_a_killed_upgrade_is_done_again(path: Path) -> None:
    make_older(path, STEPS[2])
    path.with_name(f".screener.db.before-{STEPS[3]}.new").write_bytes(b"half")
    open_store(path).close()
    assert [copy.name for copy in copies_before(path)] == [f"screener.db.before-{STEPS[3]}"]
    assert not list(path.parent.glob(".*"))


def test_three_copies_are_kept_and_old_ones_go_with_the_backups(path: Path) -> None:
    for step in STEPS[:5]:
        path.unlink(missing_ok=True)
        make_older(path, step)
        open_store(path).close()
    assert len(copies_before(path)) == 3
    assert remove_copies_before(path, days=1) == ()
    assert len(remove_copies_before(path, days=-1)) == 3
    assert copies_before(path) == ()


def test_servers_that_start_together_bring_it_up_to_date_once(path: Path) -> None:
    import threading

    make_older(path, STEPS[1])
    failures: list[Exception] = []

    def start() -> None:
        try:
            open_store(path).close()
        except Exception as error:
            failures.append(error)

    servers = [threading.Thread(target=start) for _ in range(3)]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
    assert failures == []
    assert len(copies_before(path)) == 1
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM _sqlite_migrations").fetchone() == (len(STEPS),)
