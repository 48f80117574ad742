"""Whatever watches the servers learns whether they work, and nothing about people."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from screener.journeys import readiness
from screener.journeys.settings import Monitoring, Settings
from screener.storage.backups import BackupRun
from screener.storage.records import Candidate
from screener.storage.sqlite import connection
from screener.web import create_app
from tests.office import Office
from tests.web.conftest import Visit

TOKEN = "a token of many letters"


@pytest.fixture
def watched(office: Office, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of a server that gives figures to whoever has the token."""
    monkeypatch.setenv("METRICS_TOKEN", TOKEN)
    office.instance = replace(
        office.instance, settings=Settings(monitoring=Monitoring.model_validate({"token_from": "METRICS_TOKEN"}))
    )
    return create_app(office.instance).test_client()


def test_anybody_may_ask_whether_the_server_is_alive_and_ready(visit: Visit) -> None:
    assert visit().get("/health").get_json()["status"] == "ok"
    answer = visit().get("/ready")
    assert answer.status_code == 200
    assert answer.get_json() == {"status": "ready", "checks": {"database": "ok", "disk": "ok", "questions": "ok"}}


def test_it_is_not_ready_while_nobody_can_save(office: Office, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_WAIT_SECONDS", 0.05)
    office.instance.store.close()
    with closing(sqlite3.connect(office.instance.folder / "screener.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = visit().get("/ready")
        assert (answer.status_code, answer.get_json()["checks"]["database"]) == (503, "cannot be written now")
        assert visit().get("/health").status_code == 200
    assert visit().get("/ready").status_code == 200


def test_it_is_not_ready_when_the_disk_is_nearly_full(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_LEAST_FREE", 2**60)
    answer = visit().get("/ready")
    assert (answer.status_code, answer.get_json()["checks"]["disk"]) == (503, "nearly full")


def test_the_time_of_the_last_good_backup_is_a_figure(office: Office, watched: FlaskClient) -> None:
    name, header = "screener_last_good_backup_timestamp_seconds", {"Authorization": f"Bearer {TOKEN}"}
    assert name not in watched.get("/metrics", headers=header).text
    at = office.instance.now()
    office.instance.store.add_backup_run(BackupRun("one", "command", "", at, at))
    found = re.search(rf"^{name} (.+)$", watched.get("/metrics", headers=header).text, re.MULTILINE)
    assert found
    assert float(found[1]) == office.clock().timestamp()


def test_figures_are_for_whoever_has_the_token(watched: FlaskClient) -> None:
    assert watched.get("/metrics").status_code == 404
    assert watched.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
    answer = watched.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert "screener_build_info" in answer.text


def test_without_a_setting_there_are_no_figures(visit: Visit) -> None:
    assert visit().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_requests_are_counted_by_the_pattern_of_their_address(watched: FlaskClient, candidate: Candidate) -> None:
    watched.get(f"/candidates/{candidate.id}")
    watched.get("/sign-in")
    watched.get("/sign-in/a-secret-of-somebody")
    text = watched.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    assert 'screener_requests_total{endpoint="accounts.sign_in",method="GET",status="200"} 1.0' in text
    assert re.search(r'screener_request_seconds_count\{endpoint="accounts.by_address"\} 1\.0', text)
    assert candidate.id not in text
    assert "a-secret-of-somebody" not in text
