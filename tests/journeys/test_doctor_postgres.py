"""The doctor looks at a PostgreSQL database without changing it."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from screener.journeys.doctor_findings import Finding, Patient
from screener.journeys.doctor_kept import databases
from screener.journeys.settings import Settings
from screener.storage import open_store
from tests.postgres import bare

SETTINGS = Settings.model_validate({"database": {"url_from": "OURS"}})


def found(url: str) -> list[Finding]:
    return list(databases(Patient(Path(), SETTINGS, datetime.now(UTC), {"OURS": url})))


def test_a_database_that_is_as_it_should_be_is_told_with_its_place(postgres: str) -> None:
    open_store(postgres).close()
    first, *others = found(postgres)
    assert (first.about, first.state) == ("database", "ok")
    assert first.found.startswith("PostgreSQL 1")
    assert "5432/postgres" in first.found
    # the server of the tests is not made to outlive a power cut
    assert [(finding.state, finding.found.split()[0]) for finding in others] == [("bad", "fsync")]


@pytest.mark.parametrize(
    ("change", "state", "told"),
    [
        ("DELETE FROM screener.migration WHERE name = 'audit'", "warn", "earlier version"),
        ("INSERT INTO screener.migration (name) VALUES ('of tomorrow')", "bad", "newer version"),
    ],
)
def test_tables_of_another_version_are_told(postgres: str, change: str, state: str, told: str) -> None:
    open_store(postgres).close()
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(change)
    first = found(postgres)[0]
    bare(postgres)
    assert (first.state, told in first.found) == (state, True)


def test_a_new_database_is_not_laid_out_by_looking(postgres: str) -> None:
    bare(postgres)
    assert found(postgres)[0].state == "warn"
    with psycopg.connect(postgres) as connection:
        assert connection.execute("SELECT to_regclass('screener.person')").fetchone() == (None,)


@pytest.mark.parametrize(
    ("url", "told"),
    [("", "OURS holds no address"), ("postgresql://ann:secret@127.0.0.1:1/x?connect_timeout=2", "cannot be reached")],
)
def test_what_cannot_be_reached_is_told_without_the_password(url: str, told: str) -> None:
    (finding,) = found(url)
    assert finding.state == "bad"
    assert told in finding.found
    assert "secret" not in finding.found
