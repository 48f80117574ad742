"""When the disk or the database refuses, people are told so, keep what they wrote, and are taken at the next try."""

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask import Flask

from screener.storage.records import Interview
from screener.storage.sqlite import SqliteStore, connection
from screener.web.logs import InJson
from tests.journeys.entries import begun, draft, note_of, questions_of, rating
from tests.office import Office
from tests.web.browser import Browser, app_of, words

Break = Callable[[], Callable[[], None]]
TEXT = "She rang her counterpart first."


@pytest.fixture
def app(office: Office, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(connection, "_WAIT_SECONDS", 0.05)
    office.instance.store.release()  # the next connection is opened with the shorter patience
    return app_of(office)


@pytest.fixture
def interview(office: Office) -> Interview:
    """An interview that Marcus has begun."""
    return begun(office, office.marcus)


@pytest.fixture
def marcus(office: Office, app: Flask) -> Browser:
    return Browser(office, office.marcus, app)


@pytest.fixture
def locked(office: Office) -> Iterator[sqlite3.Connection]:
    """Another program that holds the database until it is told to let go."""
    with closing(sqlite3.connect(office.instance.folder / "screener.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def pragma(office: Office, words: str) -> None:
    store = office.instance.store
    assert isinstance(store, SqliteStore)
    store._db.conn.execute(f"PRAGMA {words}")


def test_a_page_that_saves_is_told_and_is_taken_when_the_database_is_free(
    office: Office, interview: Interview, marcus: Browser, locked: sqlite3.Connection
) -> None:
    question, path = questions_of(office)[0], f"/interviews/{interview.id}/journal"
    token = marcus.token()
    batch = {"entries": [draft(question, TEXT), rating(office, question, 3)]}
    held_up = marcus.client.post(path, json=batch, headers={"X-CSRFToken": token})
    assert held_up.status_code == 503
    assert held_up.headers["Retry-After"] == "10"
    told = held_up.get_json()
    assert told["code"] == "storage"
    assert told["error"].startswith("Nothing was saved. What you wrote is still on this page")
    assert "Another program holds the database." in told["error"]
    locked.execute("ROLLBACK")
    for _ in range(2):  # as a browser whose first receipt was lost
        taken = marcus.client.post(path, json=batch, headers={"X-CSRFToken": token})
        assert [receipt["state"] for receipt in taken.get_json()["receipts"]] == ["saved", "saved"]
    assert note_of(office, interview, question) == TEXT


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("max_page_count = 1", "The server’s disk is full."),  # no page can be added
        ("query_only = ON", "The server may not write to the database."),
    ],
)
def test_a_form_without_script_gets_its_words_back(
    office: Office, interview: Interview, marcus: Browser, trouble: str, told: str
) -> None:
    question = questions_of(office)[0]
    path = f"/interviews/{interview.id}/questions/{question}"
    form = {"key": "a" * 24, "text": TEXT * 400, "was_text": "", "revision": "0"}
    pragma(office, trouble)
    answer = marcus.post(path, **form)
    assert answer.status_code == 503
    assert "Nothing was saved. What you wrote is still on this page" in words(answer)
    assert told in words(answer)
    assert TEXT in answer.text
    pragma(office, "max_page_count = 100000")
    pragma(office, "query_only = OFF")
    assert note_of(office, interview, question) == ""
    assert marcus.post(path, **form).status_code == 303
    assert note_of(office, interview, question) == TEXT * 400


def test_what_was_saved_can_be_read_while_the_disk_is_full(office: Office, marcus: Browser) -> None:
    marcus.get("/")
    office.clock.forward(minutes=2)  # so that the sign-in would be noted as used
    pragma(office, "query_only = ON")
    assert marcus.get("/").status_code == 200


def test_a_page_that_cannot_be_read_says_so_without_asking_the_database_again(
    office: Office, marcus: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    marcus.get("/")
    break_pages(office)
    answer = marcus.get("/")
    assert answer.status_code == 503
    assert "This page cannot be shown now. The database is damaged." in words(answer)


def test_programs_are_answered_in_json(office: Office, app: Flask) -> None:
    break_pages(office)
    answer = app.test_client().get("/api/v1/health")
    assert (answer.status_code, answer.get_json()["error"]) == (503, "unavailable")


def break_pages(office: Office) -> None:
    """Overwrite everything but the first page, as a bad disk may."""
    office.instance.store.close()
    path = office.instance.folder / "screener.db"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_the_disk_under_everything_else_is_told_alike(
    marcus: Browser, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "refused", "/srv/secret-folder")

    monkeypatch.setattr("screener.journeys.openings.overview", refuse)
    answer = marcus.get("/")
    assert answer.status_code == 503
    assert "secret-folder" not in answer.text


def test_any_other_refusal_of_the_system_is_a_mistake_of_ours(marcus: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EBADF, "refused")

    monkeypatch.setattr("screener.journeys.openings.overview", refuse)
    assert marcus.get("/").status_code == 500


def test_the_log_says_what_kind_of_trouble_and_nothing_of_anybody(
    office: Office, interview: Interview, marcus: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    question = questions_of(office)[0]
    pragma(office, "query_only = ON")
    with caplog.at_level(logging.ERROR, "screener.storage"):
        marcus.post(f"/interviews/{interview.id}/questions/{question}", key="a" * 24, text=TEXT, was_text="")
    (line,) = [InJson().format(record) for record in caplog.records if record.name == "screener.storage"]
    assert '"trouble": "read-only"' in line
    assert "/interviews/<interview_id>/questions/<question_id>" in line
    for personal in (TEXT, interview.id, "Marcus", str(office.instance.folder)):
        assert personal not in line
