"""What the disk refuses in a transaction: all of it is undone, and nothing that comes after slips in."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from screener.errors import StorageTrouble
from screener.storage.sqlite import SqliteStore, connection
from tests.storage.made import a_draft, furnish


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = SqliteStore(tmp_path / "screener.db")
    furnish(made)
    yield made
    made.close()


def fill(store: SqliteStore) -> None:
    """Let no page be added any more."""
    pages = store._db.conn.execute("PRAGMA page_count").fetchone()[0]
    store._db.conn.execute(f"PRAGMA max_page_count = {pages}")


def test_after_a_trouble_a_transaction_takes_nothing_more_even_if_it_was_caught(store: SqliteStore) -> None:
    fill(store)

    def save() -> None:
        with store.transaction():
            store.append_draft(a_draft("before"))
            with suppress(StorageTrouble):
                store.append_draft(a_draft("x" * 200_000))
            store.append_draft(a_draft("after"))

    with pytest.raises(StorageTrouble, match="disk is full"):
        save()
    assert store.drafts_of("card", "q") == ()


def test_a_trouble_that_was_caught_at_the_end_keeps_nothing_either(store: SqliteStore) -> None:
    fill(store)

    def save() -> None:
        with store.transaction():
            store.append_draft(a_draft("before"))
            with suppress(StorageTrouble):
                store.append_draft(a_draft("x" * 200_000))

    with pytest.raises(StorageTrouble):
        save()
    assert store.drafts_of("card", "q") == ()


def test_the_next_transaction_is_as_good_as_any(store: SqliteStore) -> None:
    fill(store)
    with pytest.raises(StorageTrouble):
        store.append_draft(a_draft("x" * 200_000))
    store.append_draft(a_draft("small"))
    assert [draft.text for draft in store.drafts_of("card", "q")] == ["small"]


def test_who_waits_too_long_for_another_program_is_told_that_it_is_busy(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(tmp_path / "screener.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageTrouble, match="another program holds the database") as caught:
            store.append_draft(a_draft("waits"))
        assert caught.value.kind == "busy"
    assert store.append_draft(a_draft("waits")).revision == 1


def test_who_waits_too_long_for_another_thread_is_told_the_same(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "_WAIT_SECONDS", 0.05)
    is_held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with store.transaction():
            is_held.set()
            may_end.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait(10)
    try:
        with pytest.raises(StorageTrouble, match="holds the database"):
            store.append_draft(a_draft("waits"))
    finally:
        may_end.set()
        holder.join()
    assert store.append_draft(a_draft("waits")).revision == 1
