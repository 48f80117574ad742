"""An instance is moved with its audit trail, which proves itself where it arrives."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.errors import NotFound, Refused
from screener.journeys.audit import ERASED, note, verify_audit
from screener.journeys.instance import Instance, make_instance, open_records
from screener.journeys.moving import move
from tests.postgres import bare


@pytest.fixture
def url(postgres: str) -> str:
    bare(postgres)
    return postgres


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An instance with three entries in its audit trail."""
    made = tmp_path / "instance"
    make_instance(made)
    with closing(open_records(made)) as instance:
        for word in ("one", "two\x00\ud800", "three"):
            note(instance, None, ERASED, facts={"why": 1}, words={"said": word.encode("utf-8", "replace").decode()})
    return made


def open_moved(folder: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Instance:
    (folder / "settings.yaml").write_text("database:\n  url_from: MOVED\n", encoding="utf-8")
    monkeypatch.setenv("MOVED", url)
    return open_records(folder)


def test_the_trail_proves_itself_where_it_arrives_and_goes_on(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_records(folder)) as instance:
        before = verify_audit(instance)
    moved = move(folder, url)
    assert moved.entries == 3
    with closing(open_moved(folder, url, monkeypatch)) as instance:
        assert verify_audit(instance) == before
        note(instance, None, ERASED)
        after = verify_audit(instance)
        assert (after.entries, after.problems) == (4, ())
        assert instance.store.last_bank_save() is not None


def test_a_trail_that_does_not_prove_itself_is_not_moved(folder: Path, url: str) -> None:
    with closing(sqlite3.connect(folder / "screener.db")) as file:
        file.execute("DROP TRIGGER audit_entry_is_not_changed")
        file.execute("UPDATE audit_entry SET at = 'then' WHERE number = 2")
        file.commit()
    with pytest.raises(Refused, match=r"entry 2 of the audit trail .*screener verify"):
        move(folder, url)


def test_what_is_no_instance_or_moved_already_is_not_moved(
    folder: Path, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFound, match="no instance"):
        move(tmp_path, url)
    open_moved(folder, url, monkeypatch).close()
    with pytest.raises(Refused, match=r"settings\.yaml names a PostgreSQL database already"):
        move(folder, url)
