"""Two servers on one database lose nothing and keep nothing twice, whatever crashes.

Here a few type for some seconds. In `make soak` two hundred do for ten minutes ($SOAK_SECONDS), while servers are killed
and PostgreSQL crashes now and then.
"""

import os
import random
import signal
import threading
import time
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bench.crowd import Typist, hired, kept_of, work_at_once
from screener.journeys.audit import verify_audit
from screener.journeys.bank_states import note_state
from screener.journeys.instance import Instance, make_instance, secret_of
from screener.paths import shipped
from screener.storage import open_store, open_voluntary
from tests.faults.servers import Server
from tests.office import LoadedShelf
from tests.postgres import bare

IS_LONG = bool(os.environ.get("SOAK"))
SECONDS = float(os.environ.get("SOAK_SECONDS", 600))
PEOPLE, EVERY = (200, 2.0) if IS_LONG else (6, 0.2)


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
