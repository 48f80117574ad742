"""Every answer carries its headers: each address, each method, for people, programs and nobody, and every mistake."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from screener.journeys.settings import Settings
from screener.web import create_app
from screener.web.headers import always_sent
from tests.office import Office
from tests.web.browser import Browser, app_of
from tests.web.test_accounts import address_of
from tests.web.test_candidates import Page

ALWAYS = always_sent(is_behind_tls=False)


@pytest.fixture
def app(office: Office) -> Flask:
    return app_of(office)


def answers(office: Office, app: Flask) -> Iterator[tuple[str, TestResponse]]:
    """Ask for every address, by every method, as an administrator and as nobody."""
    for person, methods in ((office.sam, ("GET", "POST", "PUT")), (None, ("GET",))):
        browser = Browser(office, person, app)
        token = browser.token()
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if rule.rule in ("/sign-out", "/sign-in/<secret>"):
                continue  # they would end the sign-in that the others need
            for method in methods:
                headers = {"X-CSRFToken": token} if method != "POST" else {}
                yield f"{method} {rule.rule}", browser.client.open(address_of(rule), method=method, headers=headers)


def test_every_address_answers_with_every_header(office: Office, app: Flask) -> None:
    statuses, others = set(), set()
    for asked, answer in answers(office, app):
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy, asked
        assert "unsafe" not in policy, asked
        if policy != ALWAYS["Content-Security-Policy"]:
            others.add(asked)
        missing = [name for name, value in ALWAYS.items() if answer.headers.get(name) != value]
        assert missing in ([], ["Content-Security-Policy"]), asked
        assert "Server" not in answer.headers, asked
        assert "Access-Control-Allow-Origin" not in answer.headers, asked
        statuses.add(answer.status_code)
        answer.close()
    assert statuses >= {200, 303, 400, 401, 404, 405}
    assert others <= {"GET /bank/<path:path>/edit", "POST /bank/<path:path>/edit"}  # the editor has a style of its own


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_that_stands_in_a_page() -> None:
    rules = dict(part.strip().partition(" ")[::2] for part in ALWAYS["Content-Security-Policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["base-uri"] == "'none'"
    assert rules["form-action"] == "'self'"
    assert set(" ".join(rules.values()).split()) == {"'none'", "'self'", "data:"}
    assert "data:" not in "".join(value for name, value in rules.items() if name != "img-src")


def test_static_files_carry_them_too_and_may_be_kept(app: Flask) -> None:
    (rule,) = [rule for rule in app.url_map.iter_rules() if rule.endpoint == "static"]
    answer = app.test_client().get(rule.rule.replace("<path:filename>", "page.js"))
    assert answer.status_code == 200
    assert answer.mimetype in ("text/javascript", "application/javascript")
    for name, value in ALWAYS.items():
        assert name == "Cache-Control" or answer.headers[name] == value
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    answer.close()


def test_behind_tls_every_answer_holds_browsers_to_it(office: Office) -> None:
    office.instance = replace(
        office.instance, settings=Settings.model_validate({"address": "https://screener.example"})
    )
    app = create_app(office.instance)
    for path in ("/", "/sign-in", "/no-such-page", "/api/v1/openings", "/static/0/none.css", "/health", "/voluntary/x"):
        answer = app.test_client().get(path, base_url="https://screener.example")
        assert answer.headers["Strict-Transport-Security"].startswith("max-age="), path
        assert "includeSubDomains" in answer.headers["Strict-Transport-Security"], path


@pytest.mark.parametrize(
    "path",
    ["/account", "/sign-in", "/openings/new", "/people", "/interviews/1/journal", "/voluntary/x", "/no-such-page"],
)
def test_what_is_too_large_is_refused_in_plain_english(office: Office, app: Flask, path: str) -> None:
    sam = Browser(office, office.sam, app)
    answer = sam.client.post(path, data=b"x" * 9_000_000, content_type="application/x-www-form-urlencoded",
                             headers={"X-CSRFToken": sam.token()})  # fmt: skip
    assert answer.status_code in (413, 404, 405)
    assert answer.headers["Cache-Control"] == "no-store"
    if answer.status_code == 413:
        assert "larger than this page takes" in answer.text
        Page(answer.text)


def test_no_template_holds_script_style_or_handlers(office: Office, app: Flask) -> None:
    sam = Browser(office, office.sam, app)
    for path in ("/", "/account", "/people", "/sign-in", "/join", "/openings/new", "/bank"):
        page = sam.get(path, follow_redirects=True).text
        assert not re.search(r"<script(?![^>]* src=)|\son[a-z]+=|\sstyle=|javascript:", page), path
