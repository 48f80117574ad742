"""Copies of a database are of one moment, whoever writes to it, and damage is found."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.errors import Unreadable
from screener.storage import open_store
from screener.storage.sqlite import copying
from screener.storage.sqlite.copying import copy_database, database_problems, facts_of_database
from tests.storage.made import a_draft, furnish


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "screener.db"
    store = open_store(path)
    furnish(store)
    with store.transaction():
        for number in range(300):
            store.append_draft(a_draft("words " * 400, key=f"key {number}", parent=number))
    store.close()
    return path


def drafts_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        count: int = database.execute("SELECT count(*) FROM draft").fetchone()[0]
    return count


def test_a_copy_is_of_the_moment_at_which_it_began(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, told = open_store(file), list[tuple[int, int]]()

    def write(done: int, of: int) -> None:
        told.append((done, of))
        store.append_draft(a_draft("later", key=f"later {done}", parent=0))

    monkeypatch.setattr(copying, "_PAGES_AT_ONCE", 50)
    copy_database(file, tmp_path / "copy.db", write)
    assert len(told) > 1  # it came in between, and did not begin the copy anew
    assert told[-1][0] == told[-1][1]
    assert drafts_in(tmp_path / "copy.db") == 300
    assert len(store.drafts_of("card", "q")) == 300 + len(told)
    assert database_problems(tmp_path / "copy.db") == ()
    store.close()


def test_a_copy_that_fails_leaves_no_file(file: Path, tmp_path: Path) -> None:
    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_database(file, tmp_path / "copy.db", stop)
    with pytest.raises(Unreadable, match="cannot be copied"):
        copy_database(tmp_path / "nothing.db", tmp_path / "copy.db")
    assert {path.name for path in tmp_path.iterdir()} == {"screener.db"}


def test_a_damaged_page_is_found(file: Path) -> None:
    assert database_problems(file) == ()
    content = bytearray(file.read_bytes())
    content[-4096 * 40 : -4096 * 39] = b"\xff" * 4096
    file.write_bytes(content)
    assert database_problems(file)


def test_what_is_no_database_is_found(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("words " * 1000, encoding="ascii")
    assert "not a database" in database_problems(tmp_path / "text.db")[0]
    with pytest.raises(Unreadable, match="no database that Screener can use"):
        facts_of_database(tmp_path / "text.db")


def test_a_file_says_which_steps_laid_it_out_and_what_is_newest(file: Path) -> None:
    facts = facts_of_database(file)
    assert facts.steps[0] == "first_tables"
    assert (facts.entries, facts.seal) == (0, "")
    assert facts.newest_at == a_draft("any").saved_at
