"""The log says what happened, and nothing about people."""

import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from screener.journeys.settings import Logging
from screener.storage.records import Candidate
from screener.web import create_app, logs
from tests.office import Office

SECRET = "planted-words-of-somebody"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What is written from now on, as JSON."""
    written, root = StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.InJson())
    requests = logging.getLogger("screener.requests")
    root.handlers[:] = [handler]
    requests.setLevel(logging.INFO)
    yield written
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    requests.setLevel(logging.NOTSET)


def lines(log: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_told_by_the_pattern_of_its_address(office: Office, candidate: Candidate, log: StringIO) -> None:
    browser = create_app(office.instance).test_client()
    answer = browser.get(f"/sign-in/{SECRET}", headers={"User-Agent": SECRET}, environ_base={"REMOTE_ADDR": "10.9.8.7"})
    browser.get(f"/candidates/{candidate.id}?search={SECRET}")
    told = lines(log)
    assert [one["address"] for one in told] == ["/sign-in/<secret>", "/candidates/<candidate_id>"]
    assert told[0]["request"] == answer.headers["X-Request-ID"]
    assert told[0]["status"] == answer.status_code
    assert not any(planted in log.getvalue() for planted in (SECRET, "10.9.8.7", candidate.id, candidate.name))


def test_a_mistake_of_ours_is_told_by_its_place_and_not_by_what_somebody_wrote(office: Office, log: StringIO) -> None:
    app = create_app(office.instance)

    def breaks() -> str:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error

    app.view_functions["accounts.by_address"] = lambda **_: breaks()
    answer = app.test_client().get(f"/sign-in/{SECRET}")
    assert answer.status_code == 500
    assert SECRET not in log.getvalue()
    assert SECRET not in answer.text
    mistake = next(one for one in lines(log) if one["logger"] == "screener.mistakes")
    assert "test_logs.py" in str(mistake["where"])
    assert "builtins.RuntimeError" in str(mistake["where"])
    assert "builtins.ValueError" in str(mistake["where"])


def test_a_line_for_people_says_the_same() -> None:
    record = logging.makeLogRecord({"msg": "request", "levelname": "INFO", "created": 0.0, "beside": {"status": 200}})
    assert logs.InLines().format(record) == "1970-01-01T00:00:00.000Z INFO request status=200"


def test_requests_are_logged_only_if_the_settings_say_so() -> None:
    root, requests = logging.getLogger(), logging.getLogger("screener.requests")
    before = root.handlers[:], root.level
    try:
        logs.begin(Logging())
        assert not requests.isEnabledFor(logging.INFO)
        logs.begin(Logging(format="json", requests=True))
        assert requests.isEnabledFor(logging.INFO)
        assert isinstance(root.handlers[0].formatter, logs.InJson)
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        requests.setLevel(logging.NOTSET)
