"""The same pages from PostgreSQL as from a file."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from screener.journeys.instance import Instance
from screener.storage import open_store, open_voluntary
from screener.storage.moving import move_to_postgres
from screener.storage.records import Person
from screener.storage.voluntary import VoluntaryAnswer
from tests.journeys.compared import Compared, compared_opening, settle_tessa
from tests.journeys.entries import begun
from tests.office import Office
from tests.postgres import bare
from tests.web.browser import Browser, app_of

_ONE_TIME = re.compile(r'<input[^>]*name="csrf_token"[^>]*>|data-csrf="[^"]*"|<meta name="csrf[^>]*>')


@pytest.fixture
def compared(office: Office) -> Compared:
    """An opening with people compared and settled, an interview under way, and a voluntary answer."""
    found = compared_opening(office)
    settle_tessa(office, found)
    begun(office, office.marcus, office.yuki)
    office.instance.voluntary.keep_answer(VoluntaryAnswer("f" * 64, "female", ""))
    return found


@pytest.fixture
def moved(office: Office, compared: Compared, postgres: str) -> Iterator[Instance]:
    """The same organisation, kept in PostgreSQL."""
    bare(postgres)
    folder = office.instance.folder
    move_to_postgres(folder / "screener.db", folder / "voluntary.db", postgres, lambda _store: None)
    made = replace(office.instance, store=open_store(postgres), voluntary=open_voluntary(postgres))
    yield made
    made.close()


def addresses(office: Office, found: Compared) -> Iterator[str]:
    """Return the address of every page that there is something to show on; the bank's own are made from its files."""
    ids = {
        "opening_id": found.opening.id, "candidate_id": found.tessa.id, "interview_id": found.ingrids.id,
        "person_id": office.marcus.id, "round_": 1, "number": 1,
    }  # fmt: skip
    app = app_of(office)
    for rule in app.url_map.iter_rules():
        is_left_out = rule.rule in ("/sign-in/token", "/bank") or rule.rule.startswith(("/static", "/bank/sources"))
        if "GET" in (rule.methods or ()) and not is_left_out and rule.arguments <= ids.keys():
            yield app.url_map.bind("localhost").build(rule.endpoint, {name: ids[name] for name in rule.arguments})


def shown(answer: TestResponse) -> tuple[int, object]:
    kind = answer.mimetype or ""
    is_text = kind.startswith("text/") or "json" in kind
    return answer.status_code, _ONE_TIME.sub("", answer.text) if is_text else kind


def pages(office: Office, person: Person, found: Compared) -> dict[str, tuple[int, object]]:
    browser = Browser(office, person)
    return {address: shown(browser.get(address)) for address in addresses(office, found)}


def test_every_page_is_the_same(office: Office, compared: Compared, moved: Instance) -> None:
    from_file = pages(office, office.sam, compared)
    from_postgres = pages(replace(office, instance=moved), office.sam, compared)
    assert [address for address in from_file if from_file[address] != from_postgres[address]] == []
    assert sum(status == 200 for status, _ in from_file.values()) > 30
