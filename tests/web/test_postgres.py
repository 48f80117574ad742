"""The same pages from PostgreSQL as from a file, and two servers on one database.

Here a few type for some seconds. In `make soak` two hundred do for ten minutes ($SOAK_SECONDS), while servers are killed
and PostgreSQL crashes now and then.
"""

import os
import random
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
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

IS_LONG = bool(os.environ.get("SOAK"))
SECONDS = float(os.environ.get("SOAK_SECONDS", 600))
PEOPLE, EVERY = (200, 2.0) if IS_LONG else (6, 0.2)
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


class Misfortunes(threading.Thread):
    """Has the database's server crash and servers of ours killed while a crowd types."""

    def __init__(self, servers: list[Server], url: str) -> None:
        super().__init__()
        self.servers, self.alive, self.url = servers, list(servers), url
        self.crashes = self.kills = 0

    def run(self) -> None:
        if not IS_LONG:
            time.sleep(0.8)
            self.crash()
            time.sleep(1.2)
            self.kill(self.servers[0])
            time.sleep(1.0)
            return
        until = time.monotonic() + SECONDS
        while time.monotonic() < until or not self.kills:
            time.sleep(random.uniform(2.0, 12.0))
            if self.crashes <= self.kills // 2:
                self.crash()
            else:
                server = random.choice(self.servers)
                self.kill(server)
                server.start()
                self.alive.append(server)

    def crash(self) -> None:
        """Kill a process of PostgreSQL, which ends all the others and recovers from its log."""
        sql = "SELECT pid FROM pg_stat_activity WHERE application_name = 'screener' LIMIT 1"
        with psycopg.connect(self.url, autocommit=True) as connection:
            for (process,) in connection.execute(sql).fetchall():
                os.kill(process, signal.SIGKILL)
                self.crashes += 1

    def kill(self, server: Server) -> None:
        self.alive.remove(server)
        server.kill()
        self.kills += 1

    def is_over(self) -> bool:
        return not self.is_alive()


def test_two_servers_on_one_database_lose_and_double_nothing_whatever_crashes(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare(postgres)
    folder = tmp_path / "shared"
    make_instance(folder)
    (folder / "settings.yaml").write_text("database:\n  url_from: SHARED_DATABASE\n", encoding="utf-8")
    monkeypatch.setenv("SHARED_DATABASE", postgres)
    servers = [Server("waitress", folder), Server("waitress", folder)]
    store, answers = open_store(postgres), open_voluntary(postgres)
    shelf = LoadedShelf(shipped("questions"), store)
    with closing(Instance(folder, store, answers, shelf, secret_of(folder))) as instance:
        note_state(store, shelf.current().version, instance.now())
        crowd = hired(instance, PEOPLE)
        misfortunes, send = Misfortunes(servers, postgres), Typist.send
        monkeypatch.setattr(
            Typist, "send", lambda typist, _address: send(typist, random.choice(misfortunes.alive or servers).address)
        )
        try:
            for server in servers:
                server.start()
            misfortunes.start()
            work_at_once(crowd, "", every=EVERY, is_over=misfortunes.is_over, longest_wait=15.0 if IS_LONG else 0.5)
        finally:
            misfortunes.join()
            for server in servers:
                server.kill()
        kept = kept_of(instance, crowd)
        assert (misfortunes.crashes > 0, misfortunes.kills > 0) == (True, True)
        assert kept.is_true, kept
        assert kept.acknowledged > len(crowd)
        trail = verify_audit(instance)
        assert (trail.problems, trail.entries >= len(crowd)) == ((), True)
        assert [save.kind for save in store.bank_saves()] == ["begun"]  # each server saw the same questions
