"""What is submitted is read in the background: each opening once however often it is asked for, whatever goes wrong."""

import logging
import time
from collections.abc import Callable

import pytest

from screener.journeys.instance import Instance
from screener.storage.records import Opening
from screener.web import create_app
from screener.web.backlog import Backlog
from tests.journeys.entries import OPINION, draft, questions_of, rate_all, send
from tests.journeys.rated import locked, note, rated
from tests.office import Office
from tests.web.browser import Browser

PATIENCE = 60.0  # seconds: the reader's weights are loaded first


def until(there: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def silent(office: Office) -> Opening:
    """Return an opening with one submitted scorecard, in which there is nothing to read."""
    opening = office.opening()
    rated(office, office.candidate(opening), office.marcus, {"standing": [3]})
    return opening


def heard(instance: Instance, opening: Opening) -> bool:
    return bool(instance.store.heard_in(opening.id))


def test_it_reads_what_it_is_asked_to(office: Office) -> None:
    first, second = silent(office), silent(office)
    backlog = Backlog(office.instance)
    backlog.read(first.id, is_reread=False)
    until(lambda: heard(office.instance, first))
    assert not heard(office.instance, second)


def test_it_reads_anew_what_it_is_asked_to(office: Office) -> None:
    opening = office.opening()
    rated(office, office.candidate(opening), office.marcus, {"standing": [3]}, policy="sales-led")
    Backlog(office.instance).read(opening.id, is_reread=True)
    today = office.instance.shelf.current().bank.fingerprint
    until(lambda: office.instance.store.heard_in(opening.id, bank=today, policy="default"))
    assert not heard(office.instance, opening)


def test_an_opening_that_waits_is_read_once(office: Office, statements: list[str]) -> None:
    first, second = silent(office), silent(office)
    backlog = Backlog(office.instance)

    def looks(opening: Opening) -> int:
        return sum("FROM heard" in sql and opening.id in sql for sql in statements)

    with office.instance.store.transaction():  # so that it waits with the first one half read
        backlog.read(first.id, is_reread=False)
        until(lambda: looks(first))
        for _ in range(5):
            backlog.read(second.id, is_reread=False)
    until(lambda: heard(office.instance, second))
    third = silent(office)
    statements.clear()
    backlog.read(third.id, is_reread=False)
    until(lambda: any("INSERT INTO hearing" in sql for sql in statements))
    assert looks(second) == 0  # it did not stand in the queue any more


def test_what_is_submitted_while_it_reads_is_read_too(office: Office, statements: list[str]) -> None:
    opening = silent(office)
    late = rated(office, office.candidate(opening, "Late"), office.marcus, {"standing": [3]}, submits=False)
    backlog = Backlog(office.instance)
    with office.instance.store.transaction():
        backlog.read(opening.id, is_reread=False)
        until(lambda: any("FROM heard" in sql for sql in statements))
        locked(office, late)
        backlog.read(opening.id, is_reread=False)
    until(lambda: len(office.instance.store.heard_in(opening.id)) == 2)


def test_it_goes_on_after_a_mistake_and_says_which(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    opening = silent(office)
    backlog = Backlog(office.instance)
    with caplog.at_level(logging.ERROR):
        backlog.read("nowhere", is_reread=False)
        backlog.read(opening.id, is_reread=False)
        until(lambda: heard(office.instance, opening))
    (told,) = caplog.records
    assert "nowhere" in told.getMessage()
    assert told.exc_info


def test_a_scorecard_that_is_submitted_on_its_page_is_read(office: Office) -> None:
    app = create_app(office.instance, is_served=True)
    opening = office.opening()
    interview = office.interview(office.candidate(opening), office.marcus)
    browser = Browser(office, office.marcus, app)
    browser.post(f"/interviews/{interview.id}/begin")
    send(office, interview, draft(questions_of(office)[0], OPINION))
    rate_all(office, interview)
    sent = browser.post(f"/interviews/{interview.id}/submit")
    assert sent.status_code == 303
    until(lambda: heard(office.instance, opening))
    (hearing,) = office.instance.store.heard_in(opening.id)
    assert "marketing-serves-sales" in {flag.philosophy for flag in hearing.beliefs}


@pytest.mark.parametrize("is_served", [True, False])
def test_what_is_not_read_yet_is_read_when_somebody_compares(office: Office, is_served: bool) -> None:
    opening = office.opening()
    seat = rated(office, office.candidate(opening), office.marcus, {"standing": [3]}, submits=False)
    note(office, seat, "We meet in May.")
    locked(office, seat)
    browser = Browser(office, office.helen, create_app(office.instance, is_served=is_served))
    page = browser.get(f"/openings/{opening.id}/compare").text
    assert "1 scorecard still to be read for beliefs." in page
    assert ("They are being read now" in page, "Until then" in page) == (is_served, not is_served)
    if is_served:
        until(lambda: heard(office.instance, opening))
        assert "still to be read" not in browser.get(f"/openings/{opening.id}/compare").text
    else:
        assert not heard(office.instance, opening)


def test_what_is_not_read_yet_is_read_when_somebody_sets_thresholds(office: Office) -> None:
    opening = silent(office)
    browser = Browser(office, office.helen, create_app(office.instance, is_served=True))
    address, notice = "/bank/policies/default/thresholds", "Finished interviews are being read; reload the page"
    assert notice in browser.get(address).text
    until(lambda: heard(office.instance, opening))
    assert notice not in browser.get(address).text
