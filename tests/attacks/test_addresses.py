"""Addresses that somebody made up: paths out of their folder, queries, controls, ids without end. All are just unknown."""

from itertools import product
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.attacks import harmless
from tests.office import Office
from tests.web.browser import Browser, app_of

_PATHS = (
    "../../secret.key", "..%2f..%2fsecret.key", "....//....//screener.db", "..\\..\\secret.key", "/etc/passwd", "//etc/passwd",
    "%2e%2e/%2e%2e/settings.yaml", "policies/../../secret.key", "file:///etc/passwd", "C:\\secret.key", "secret.key\x00.yaml",
)  # fmt: skip
_IDS = (
    "' OR 1=1 --", "'; DROP TABLE person; --", "x' UNION SELECT password_hash FROM person --", "%", "\x00", "\r\nSet-Cookie: a=b",
    "{{7777*7777}}", "${7777*7777}", "%s%s%n", "\u202e", "e\u0301" * 2000, "0" * 6000, "-1", "\ud83d",
)  # fmt: skip
_SECRETS = ("root:", "SQLite format", "a" * 64, "$argon2")  # what would stand in what they ask for


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "<" in rule.rule and method in (rule.methods or ())]


def filled(rule: Rule, value: str) -> str:
    """Return a rule's address with a value in the place of each argument."""
    parts = []
    for is_argument, text in rule._trace:  # the only place where Werkzeug tells the parts of a rule
        fixed = {"kind": "candidates", "shape": "lever", "number": "1", "round_": "1"}
        parts.append(fixed.get(text, value) if is_argument else text)
    return "".join(parts).removeprefix("|").removeprefix("/").join(["/", ""]) if parts else "/"


def sent(text: str) -> str:
    return quote(text, safe="/%:\\", errors="surrogatepass")


@pytest.mark.parametrize("values", [_PATHS, _IDS], ids=["paths", "ids"])
def test_what_somebody_made_up_is_not_there(office: Office, values: tuple[str, ...]) -> None:
    app = app_of(office)
    browser, people = Browser(office, office.sam, app), office.instance.store.persons()
    shown, tried = set(), 0
    for rule, value in product(rules(app, "GET"), values):
        answer = browser.get(filled(rule, sent(value)))
        check(answer, rule, value)
        tried += 1
        if answer.status_code == 200:
            shown.add(rule.endpoint)
    assert tried > 400
    assert shown == set()
    assert office.instance.store.persons() == people


def test_nor_is_it_where_something_would_be_changed(office: Office) -> None:
    app = app_of(office)
    browser, people = Browser(office, office.sam, app), office.instance.store.persons()
    token = browser.token()
    for rule, value in product(rules(app, "POST"), ("' OR 1=1 --", "../../secret.key", "\x00", "\ud83d")):
        check(browser.client.post(filled(rule, sent(value)), data={"csrf_token": token}), rule, value)
    assert office.instance.store.persons() == people


def check(answer: TestResponse, rule: Rule, value: str) -> None:
    assert answer.status_code < 500, (rule.rule, value)
    assert not any(secret in answer.text for secret in _SECRETS), (rule.rule, value)
    harmless.check_headers(answer)
