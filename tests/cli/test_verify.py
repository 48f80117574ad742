"""`screener verify`: in order, not in order, and what it cannot look at."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.journeys.accounts import first_address
from screener.journeys.instance import open_instance
from tests.cli.conftest import Run
from tests.factories import write_bank


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An instance with few questions, in which somebody was offered a way in."""
    folder = tmp_path / "ours"
    write_bank(folder / "questions")
    (folder / "secret.key").write_text("k" * 64 + "\n", encoding="ascii")
    with closing(open_instance(folder)) as instance:
        first_address(instance)
    return folder


def test_it_ends_with_where_the_trail_ends_and_proves_that_later(run: Run, small: Path) -> None:
    first = run("verify", small)
    assert (first.returncode, first.stdout.count(b"\n")) == (0, 1)
    assert b"all as it was written" in first.stderr
    head = first.stdout.decode().strip()
    again = run("verify", small, "--head", head, "--format", "json")
    found = json.loads(again.stdout)
    assert (again.returncode, found["head"], found["entries"], found["problems"]) == (0, head, 2, [])


def test_what_is_wrong_is_told_with_what_to_do(run: Run, small: Path) -> None:
    with closing(sqlite3.connect(small / "screener.db")) as own:
        own.executescript("DROP TRIGGER audit_entry_is_not_changed; UPDATE audit_entry SET at = 'x' WHERE number = 1")
    result = run("verify", small)
    assert result.returncode == 1
    assert result.stdout.decode().startswith("audit trail: entry 1 of the audit trail (person.added, x)")
    assert b"Keep a copy of the folder" in result.stderr


def test_what_is_no_instance_or_has_lost_its_database_is_told_in_a_line(run: Run, small: Path, tmp_path: Path) -> None:
    (small / "screener.db").unlink()
    for result in (run("verify", tmp_path / "none"), run("verify", small), run("verify", small, "--head", "x")):
        assert (result.returncode, result.stdout) == (2, b"")
        assert result.stderr.count(b"\n") == 1
    assert not (small / "screener.db").exists()
