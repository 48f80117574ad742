"""Requests that no page of ours sends: other methods in disguise, many fields, two lengths, cookies that are forged."""

import json
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from screener.storage.records import Opening
from tests.journeys.entries import begun, card_of, draft, questions_of
from tests.office import Office
from tests.web.browser import Browser, app_of
from tests.web.test_edge import port, sent, served  # noqa: F401 (fixtures)

_SECONDS = 2.0  # far more than it takes; without a limit it would be minutes


@pytest.fixture
def app(office: Office) -> Flask:
    return app_of(office)


@pytest.fixture
def helen(office: Office, app: Flask) -> Browser:
    return Browser(office, office.helen, app)


def test_what_changes_something_is_never_done_by_a_link(helen: Browser, app: Flask, opening: Opening) -> None:
    token = helen.token()
    ends = {"opening_id": opening.id}
    for rule in app.url_map.iter_rules():
        methods = rule.methods or set()
        if "POST" in methods and "GET" not in methods and set(rule.arguments) <= set(ends):
            path = rule.rule.replace("<opening_id>", opening.id)
            shared = any(
                other.rule == rule.rule and "GET" in (other.methods or ()) for other in app.url_map.iter_rules()
            )
            answer = helen.get(path, query_string={"csrf_token": token, "title": "Changed", "_method": "POST"})
            assert answer.status_code in ({200, 303, 403} if shared else {404, 405}), rule.rule
    assert helen.office.instance.store.opening_of(opening.id) == opening


@pytest.mark.parametrize("disguise", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_in_disguise_is_not_believed(helen: Browser, opening: Opening, disguise: str) -> None:
    path = f"/openings/{opening.id}/title"
    data = {"csrf_token": helen.token(), "title": "Changed", "_method": "POST"}
    assert helen.client.get(path, headers={disguise: "POST"}, query_string=data).status_code == 405
    assert helen.client.post(path, headers={disguise: "GET"}, data={"title": "Changed"}).status_code == 400
    assert helen.client.open(path, method="TRACE").status_code == 405
    assert helen.office.instance.store.opening_of(opening.id) == opening


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/xml", ""]
)
def test_another_site_cannot_send_entries_as_a_form(office: Office, app: Flask, kind: str) -> None:
    """A browser asks before it sends JSON to another site; other kinds it sends at once, with the cookies."""
    interview = begun(office, office.marcus)
    browser, entry = Browser(office, office.marcus, app), draft(questions_of(office)[0], "Sent by another site")
    body = json.dumps({"entries": [entry], "csrf_token": "x"})
    answer = browser.client.post(f"/interviews/{interview.id}/journal", data=body, content_type=kind)
    assert answer.status_code in (400, 415)
    answer_kept = card_of(office, interview).answer_to(questions_of(office)[0])
    assert answer_kept is None or answer_kept.text == ""


MANY = {
    "fields": "&".join(f"f{number}=" for number in range(50_000)),
    "fields of one name": "name=x&" * 60_000,
    "signs of percent": "%25" * 150_000,
    "semicolons": ";" * 500_000,
    "brackets": "a" + "[b]" * 150_000 + "=1",
}


@pytest.mark.parametrize("body", MANY.values(), ids=MANY)
def test_many_fields_take_little_time(helen: Browser, body: str) -> None:
    start = time.process_time()
    answer = helen.client.post(
        "/account", data=f"csrf_token={helen.token()}&{body}", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (200, 303, 413)
    assert time.process_time() - start < _SECONDS


def test_many_parts_take_little_time(helen: Browser) -> None:
    part = '--B\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n'
    start = time.process_time()
    answer = helen.client.post(
        "/account", data=part * 9_000 + "--B--\r\n", content_type="multipart/form-data; boundary=B"
    )
    assert answer.status_code == 413
    assert time.process_time() - start < _SECONDS


def forged(app: Flask) -> dict[str, str]:
    """Return cookies that were not made by this server."""
    own = SecureCookieSessionInterface().get_signing_serializer(app)
    assert own is not None
    made = own.dumps({"sign_in": "x" * 43})
    other = URLSafeTimedSerializer("b" * 64, salt=own.salt, signer_kwargs={"key_derivation": "hmac"})
    return {
        "another key": str(other.dumps({"sign_in": "x"})),
        "no signature": str(made).partition(".")[0] + "..",
        "a changed letter": str(made)[:-1] + "_",
        "another type": str(own.dumps(["sign_in"])),
        "another token": str(made),
        "a token that is no text": str(own.dumps({"sign_in": {"$ne": ""}})),
        "a bomb": ".eJw" + "A" * 3000,
        "nothing": "", "controls": "\x01\x02", "letters": "ä",
    }  # fmt: skip


def test_a_forged_cookie_is_nobodys(office: Office, app: Flask) -> None:
    for name, value in forged(app).items():
        answer = Browser(office, app=app).client.get(
            "/account", headers={"Cookie": f"screener={value}".encode().decode("latin-1")}
        )
        assert answer.status_code == 303, name
        assert answer.location.startswith("/sign-in"), name


# Fields that nobody offered

Send = Callable[[Browser, Office, Opening], object]
EXTRA = {
    "id": "0" * 16, "role": "administrator", "person_id": "0" * 16, "password_hash": "x", "ended_at": "", "is_admin": "1", "created_by": "x",
    "closed_at": "2026-03-02T09:00:00.000Z", "opening_id": "0" * 16, "submitted_at": "x", "guide": "none", "policy": "none", "is_blind": "1",
    "withdrawn_at": "x", "note": "changed", "title": "Changed",
}  # fmt: skip


def test_a_form_changes_its_own_fields_alone(office: Office, app: Flask, opening: Opening) -> None:
    store, candidate = office.instance.store, office.candidate(opening)
    marcus, helen = Browser(office, office.marcus, app), Browser(office, office.helen, app)
    marcus.post("/account", **{**EXTRA, "name": "Marcus A.", "email": office.marcus.email})
    assert store.person_of(office.marcus.id) == replace(office.marcus, name="Marcus A.")
    helen.post(f"/openings/{opening.id}/title", **EXTRA)
    assert store.opening_of(opening.id) == replace(opening, title="Changed")
    helen.post(f"/candidates/{candidate.id}/change", **{**EXTRA, "name": "T. B."})
    assert store.candidate_of(candidate.id) == replace(candidate, name="T. B.", note="changed")


def test_hr_makes_nobody_an_administrator(office: Office, app: Flask, helen: Browser) -> None:
    for role in ("administrator", "hr", "root"):
        helen.post(f"/people/{office.marcus.id}", name="M", email=office.marcus.email, role=role)
        helen.post("/people", name="New", email="new@halvorsen.example", role=role)
    roles = sorted(person.role for person in office.instance.store.persons())
    assert roles == ["administrator", "hiring-manager", "hr", "interviewer", "interviewer"]


# As it is served: one request is one request

TWO_LENGTHS = {
    "two lengths": b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "chunks in disguise": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunks twice": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a signed length": b"Content-Length: +5\r\n\r\nhello",
    "a length in capitals": b"Content-Length: 0x5\r\n\r\nhello",
    "a blank before the colon": b"Content-Length : 5\r\n\r\nhello",
    "a line that goes on": b"X: a\r\n b\r\nContent-Length: 5, 6\r\n\r\nhello",
    "a bare line end": b"X: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk that is none": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
}


def test_a_request_of_two_readings_is_refused(port: int) -> None:  # noqa: F811
    for name, rest in TWO_LENGTHS.items():
        answer = sent(port, b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest)
        assert answer.count("HTTP/1.") == 1, name
        assert int(answer.split()[1]) in (400, 501), name


def test_chunks_come_before_a_length_and_what_follows_is_no_request_of_somebody_else(port: int) -> None:  # noqa: F811
    start = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n"
    answer = sent(port, start + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /told HTTP/1.1\r\n\r\n")
    assert answer.count("HTTP/1.") == 1
    assert "sender" not in answer
