"""Voluntary answers lie in a file of their own that tells nothing but how often each was given."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from screener.errors import Unreadable
from screener.journeys.instance import make_instance, open_instance
from screener.storage import VoluntaryStore, open_store, open_voluntary
from screener.storage.voluntary import VoluntaryAnswer
from tests.postgres import empty

KEYS = ("f" * 64, "0" * 64, "9" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "voluntary.db"


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, path: Path) -> Path | str:
    if request.param == "sqlite":
        return path
    url: str = request.getfixturevalue("postgres")
    empty(url)
    return url


@pytest.fixture
def kept(place: Path | str) -> Iterator[VoluntaryStore]:
    made = open_voluntary(place)
    yield made
    made.close()


def test_an_answer_comes_back_and_a_newer_one_takes_its_place(kept: VoluntaryStore) -> None:
    assert kept.answers() == {}
    kept.keep_answer(VoluntaryAnswer(KEYS[0], "female", "asian"))
    kept.keep_answer(VoluntaryAnswer(KEYS[1], "", "white"))
    kept.keep_answer(VoluntaryAnswer(KEYS[0], "female", ""))
    assert kept.answers() == {
        KEYS[0]: VoluntaryAnswer(KEYS[0], "female", ""),
        KEYS[1]: VoluntaryAnswer(KEYS[1], "", "white"),
    }


def test_removing_deletes_and_removing_nothing_does_no_harm(kept: VoluntaryStore) -> None:
    kept.keep_answer(VoluntaryAnswer(KEYS[0], "male", "white"))
    kept.remove_answer(KEYS[1])
    kept.remove_answer(KEYS[0])
    kept.remove_answer(KEYS[0])
    assert kept.answers() == {}


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_was_deleted_or_replaced_is_nowhere_in_the_folder(kept: VoluntaryStore, path: Path) -> None:
    kept.keep_answer(VoluntaryAnswer(KEYS[0], "a-telling-word", "white"))
    kept.keep_answer(VoluntaryAnswer(KEYS[1], "another-word", "white"))
    assert b"a-telling-word" in path.read_bytes()
    kept.keep_answer(VoluntaryAnswer(KEYS[0], "male", "white"))
    kept.remove_answer(KEYS[1])
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert not [word for word in (b"a-telling-word", b"another-word", KEYS[1].encode()) if word in left]
    assert [file.name for file in path.parent.iterdir()] == ["voluntary.db"]  # no log with the order of answers


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
def test_in_postgres_all_answers_look_as_if_they_had_come_at_once_and_no_old_one_is_left(
    kept: VoluntaryStore, place: str
) -> None:
    for key in KEYS:
        kept.keep_answer(VoluntaryAnswer(key, "male", "white"))
    kept.keep_answer(VoluntaryAnswer("5" * 64, "a-telling-word", "white"))
    kept.remove_answer("5" * 64)
    with psycopg.connect(place) as connection:
        rows = connection.execute("SELECT key, xmin FROM screener_voluntary.voluntary_answer ORDER BY ctid").fetchall()
        assert [key for key, _ in rows] == sorted(KEYS)
        assert len({age for _, age in rows}) == 1
        found = "SELECT current_setting('data_directory'), pg_relation_filepath('screener_voluntary.voluntary_answer')"
        (told,) = connection.execute(found).fetchall()
        assert b"a-telling-word" not in Path(*told).read_bytes()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_the_order_in_which_answers_came_cannot_be_read(kept: VoluntaryStore, path: Path) -> None:
    for key in KEYS:
        kept.keep_answer(VoluntaryAnswer(key, "male", "white"))
    with closing(sqlite3.connect(path)) as database:
        assert [key for (key,) in database.execute("SELECT key FROM voluntary_answer")] == sorted(KEYS)
        with pytest.raises(sqlite3.OperationalError, match="rowid"):
            database.execute("SELECT rowid FROM voluntary_answer")
        columns = {row[1] for row in database.execute("PRAGMA table_info(voluntary_answer)")}
    assert columns == {"key", "sex", "race"}


def test_it_is_there_after_a_restart_and_for_other_threads(kept: VoluntaryStore, place: Path | str) -> None:
    writers = [threading.Thread(target=kept.keep_answer, args=[VoluntaryAnswer(key, "male", "white")]) for key in KEYS]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    again = open_voluntary(place)
    assert set(again.answers()) == set(KEYS)
    again.close()


def test_the_two_files_are_not_taken_for_one_another(tmp_path: Path, path: Path) -> None:
    open_voluntary(path).close()
    open_store(tmp_path / "screener.db").close()
    with pytest.raises(Unreadable, match="another program"):
        open_store(path)
    with pytest.raises(Unreadable, match="another program"):
        open_voluntary(tmp_path / "screener.db")
    path.write_bytes(b"no database " * 100)
    with pytest.raises(Unreadable, match="no database"):
        open_voluntary(path)


def test_an_instance_made_without_it_gets_it_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    make_instance(folder)
    file = folder / "voluntary.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.unlink()
    opened = open_instance(folder)
    assert opened.voluntary.answers() == {}
    opened.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
