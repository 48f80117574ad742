"""The server deletes what is due by itself, and a mistake in it stops neither the server nor the next look."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from screener.journeys.openings import close_opening
from screener.journeys.settings import Retention, Settings
from screener.storage.records import Candidate, Opening
from screener.web import create_app, daily
from screener.web.daily import Daily
from tests.journeys.test_expiring import after
from tests.office import Office

PATIENCE = 20.0  # seconds


def until(there: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "_FIRST_SECONDS", 0.0)
    monkeypatch.setattr(daily, "_EVERY_SECONDS", 0.01)


@pytest.fixture
def due(office: Office, opening: Opening, candidate: Candidate) -> Candidate:
    """Tessa, whose time is over."""
    office.instance = replace(office.instance, settings=Settings(retention=Retention(rule="germany-180-days")))
    close_opening(office.instance, office.helen, opening.id)
    after(office, days=181)
    return candidate


def is_erased(office: Office, candidate: Candidate) -> bool:
    return office.instance.store.candidate_of(candidate.id).erased_at is not None


@pytest.mark.usefixtures("often")
def test_it_deletes_what_is_due_once_a_day(office: Office, due: Candidate) -> None:
    work = Daily(office.instance)
    until(lambda: is_erased(office, due))
    until(lambda: len(office.instance.store.expiries()) == 1)
    work.stop()


@pytest.mark.usefixtures("often")
def test_a_mistake_is_told_and_the_next_look_tries_again(
    office: Office, due: Candidate, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries = []

    def fails(*_: object) -> None:
        tries.append(1)
        raise RuntimeError

    monkeypatch.setattr(daily, "expire_daily", fails)
    with caplog.at_level(logging.ERROR):
        work = Daily(office.instance)
        until(lambda: len(tries) > 2)
        work.stop()
    assert "what is due could not be deleted" in caplog.text


def test_only_a_server_does_the_days_work(office: Office) -> None:
    assert "daily" not in create_app(office.instance).extensions
    served = create_app(office.instance, is_served=True)
    served.extensions["daily"].stop()
