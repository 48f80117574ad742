"""The page of backups, making one, and what whoever watches the servers is told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screener.journeys import backups
from screener.journeys.settings import BackupSettings, DatabaseSettings, Settings
from screener.web.backing_up import BackupKeeper
from tests.journeys.backed_up import open_served
from tests.office import Office
from tests.web.browser import Browser, words


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Office]:
    office = open_served(tmp_path / "ours")
    settings = Settings(backup=BackupSettings(every_hours=24, to=str(tmp_path / "kept")))
    office.instance = replace(office.instance, settings=settings)
    yield office
    office.instance.close()


def test_an_administrator_makes_one_and_sees_what_came_of_it(served: Office, tmp_path: Path) -> None:
    sam = Browser(served, served.sam)
    assert "There is no backup yet" in words(sam.get("/backups"))
    assert sam.post("/backups").location == "/backups"
    page = words(sam.get("/backups"))
    assert "The backup is made." in page
    assert "Sam Whitlock asked for it" in page
    assert f"Kept in {tmp_path / 'kept'}" in page
    assert "asked for it screener-20260302-090000.backup" in page
    assert "whoever gets a file has everything in it" in page


def test_why_one_failed_is_said_in_words(served: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_sum_of", lambda _file: -1)
    sam = Browser(served, served.sam)
    sam.post("/backups")
    page = words(sam.get("/backups"))
    assert "There is no backup: see below why." in page
    assert "Failed: " in page
    assert "gave back something else than was written there (use another disk)" in page


def test_where_postgresql_keeps_everything_the_page_says_who_makes_backups(served: Office) -> None:
    settings = Settings(
        backup=BackupSettings(every_hours=24), database=DatabaseSettings.model_validate({"url_from": "DATABASE_URL"})
    )
    served.instance = replace(served.instance, settings=settings)
    page = words(Browser(served, served.sam).get("/backups"))
    assert "PostgreSQL, which has backups of its own" in page
    assert "Back up now" not in page
    assert "There is no backup yet" not in page


def test_the_page_of_people_leads_there_for_administrators_only(served: Office) -> None:
    assert 'href="/backups"' in Browser(served, served.sam).get("/people").text
    assert 'href="/backups"' not in Browser(served, served.helen).get("/people").text
    assert Browser(served, served.helen).get("/backups").status_code == 403


def test_the_server_makes_what_is_due_and_survives_what_goes_wrong(
    served: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("screener.web.backing_up._LOOK_SECONDS", 3600.0)
    keeper = BackupKeeper(served.instance)
    with monkeypatch.context() as patch:
        patch.setattr("screener.web.backing_up.back_up_if_due", lambda _instance: 1 / 0)
        keeper.look(None)
    keeper.look(None)
    keeper.look(None)
    assert len(list((tmp_path / "kept").iterdir())) == 1
    served.clock.forward(minutes=1)
    keeper.look(served.sam)
    assert len(list((tmp_path / "kept").iterdir())) == 2
