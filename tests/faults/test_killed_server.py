"""Servers are killed while interviewers type: every save that was acknowledged is there, and nothing is there twice.

Here a few type while a server is killed twice. In `make soak` two hundred do for ten minutes ($SOAK_SECONDS), before either server,
and another program holds the database now and then for longer than the server waits.
"""

import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.crowd import hired, kept_of, work_at_once
from screener.journeys.audit import verify_audit
from screener.journeys.instance import DATABASE, Instance, make_instance, open_instance
from tests.faults.disk import built_shim, on_failing_disk
from tests.faults.servers import KINDS, Server

IS_LONG = bool(os.environ.get("SOAK"))
SECONDS = float(os.environ.get("SOAK_SECONDS", 600)) if IS_LONG else 0.0
LEAST_KILLS = 2
PEOPLE, EVERY = (200, 2.0) if IS_LONG else (10, 0.25)
_CHANCE = random.Random()


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    folder = tmp_path / "instance"
    make_instance(folder)
    opened = open_instance(folder)
    yield opened
    opened.close()


def is_sound(instance: Instance) -> bool:
    with closing(sqlite3.connect(instance.folder / DATABASE)) as database:
        is_whole = database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        is_linked = database.execute("PRAGMA foreign_key_check").fetchall() == []
    return is_whole and is_linked and verify_audit(instance).problems == ()


class Misfortune(threading.Thread):
    """Kills a server at random until the time is up, and lets other things go wrong before that."""

    def __init__(self, server: Server, instance: Instance, trigger: Path, seconds: float) -> None:
        super().__init__()
        self.server, self.instance, self.trigger = server, instance, trigger
        self.until, self.kills = time.monotonic() + seconds, 0

    def run(self) -> None:
        while time.monotonic() < self.until or self.kills < LEAST_KILLS:
            time.sleep(_CHANCE.uniform(1.0, 12.0) if IS_LONG else 0.5)
            if IS_LONG and _CHANCE.random() < 0.1:
                self.hold()
            if _CHANCE.random() < 0.2 or self.kills == 1:
                self.fill()
            self.server.kill()
            self.kills += 1
            self.server.start()

    def is_over(self) -> bool:
        return not self.is_alive()

    def fill(self) -> None:
        """Let the disk be full for a moment."""
        self.trigger.touch()
        time.sleep(0.6)
        self.trigger.unlink()

    def hold(self) -> None:
        """Hold the database for longer than the server waits for it."""
        with closing(sqlite3.connect(self.instance.folder / DATABASE, isolation_level=None, timeout=60)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(9)


@pytest.mark.parametrize("kind", KINDS if IS_LONG else KINDS[:1])
def test_every_save_that_was_acknowledged_is_there_once(tmp_path: Path, instance: Instance, kind: str) -> None:
    crowd = hired(instance, PEOPLE)
    trigger = tmp_path / "the disk is full"
    environment = on_failing_disk(built_shim(tmp_path), instance.folder / DATABASE, FAULTS_WHILE=str(trigger))
    server = Server(kind, instance.folder, environment)
    server.start()
    misfortune = Misfortune(server, instance, trigger, SECONDS)
    try:
        misfortune.start()
        work_at_once(crowd, server.address, every=EVERY, is_over=misfortune.is_over, longest_wait=2.0)
    finally:
        misfortune.until, misfortune.kills = 0.0, max(misfortune.kills, LEAST_KILLS)
        misfortune.join()
        server.kill()
    kept = kept_of(instance, crowd)
    assert kept.is_true, kept
    assert misfortune.kills >= LEAST_KILLS
    assert kept.acknowledged >= 20
    assert {key for each in crowd for key in each.written} == {key for each in crowd for key in each.acknowledged}
    assert sum(each.refusals.unreachable for each in crowd) > 0  # it did happen while somebody saved
    statuses = {status for each in crowd for status in each.refusals.by_status}
    assert statuses <= {503}
    assert statuses or not IS_LONG
    assert is_sound(instance)
