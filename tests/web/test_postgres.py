"""The same pages from PostgreSQL as from a file, and two servers on one database."""

import random
import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from bench.crowd import Typist, hired, kept_of, work_at_once
from screener.journeys.audit import verify_audit
from screener.journeys.bank_states import note_state
from screener.journeys.instance import Instance, make_instance, secret_of
from screener.paths import shipped
from screener.storage import open_store, open_voluntary
from screener.storage.moving import move_to_postgres
from screener.storage.records import Person
from screener.storage.voluntary import VoluntaryAnswer
from tests.faults.servers import Server
from tests.journeys.compared import Compared, compared_opening, settle_tessa
from tests.journeys.entries import begun
from tests.office import LoadedShelf, Office
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


# Several servers


class Wanderer:
    """Has each request of a crowd go to one of several servers, and ends one of them on the way."""

    def __init__(self, servers: list[Server], seconds: float) -> None:
        self.servers, self.until = servers, time.monotonic() + seconds
        self.killed = False

    def is_over(self) -> bool:
        if not self.killed and time.monotonic() > self.until - 1.0:
            self.servers[0].kill()
            self.killed = True
        return time.monotonic() > self.until

    def next(self) -> str:
        return random.choice(self.servers[1:] if self.killed else self.servers).address


def test_two_servers_on_one_database_lose_and_double_nothing_while_one_of_them_is_killed(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare(postgres)
    folder = tmp_path / "shared"
    make_instance(folder)
    (folder / "settings.yaml").write_text("database:\n  url_from: SHARED_DATABASE\n", encoding="utf-8")
    monkeypatch.setenv("SHARED_DATABASE", postgres)
    servers = [Server("waitress", folder), Server("waitress", folder)]
    send = Typist.send
    store, answers = open_store(postgres), open_voluntary(postgres)
    shelf = LoadedShelf(shipped("questions"), store)
    with closing(Instance(folder, store, answers, shelf, secret_of(folder))) as instance:
        note_state(store, shelf.current().version, instance.now())
        crowd = hired(instance, 6)
        try:
            for server in servers:
                server.start()
            wanderer = Wanderer(servers, 3.0)
            monkeypatch.setattr(Typist, "send", lambda typist, _address: send(typist, wanderer.next()))
            work_at_once(crowd, "", every=0.2, is_over=wanderer.is_over, longest_wait=0.5)
        finally:
            for server in servers:
                server.kill()
        kept = kept_of(instance, crowd)
        assert wanderer.killed
        assert kept.is_true, kept
        assert kept.acknowledged > len(crowd)
        trail = verify_audit(instance)
        assert (trail.problems, trail.entries >= len(crowd)) == ((), True)
        assert [save.kind for save in instance.store.bank_saves()] == ["begun"]  # each server saw the same questions
