"""A browser that sends forms with their tokens, as people's do; and one that does not."""

import re
from functools import cache
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any, cast

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from screener.journeys import accounts
from screener.journeys.instance import Instance
from screener.journeys.settings import Settings
from screener.storage.records import Person
from screener.web import create_app
from tests.office import Office


def app_of(office: Office) -> Flask:
    """Return the application as it is served: with tokens, and mistakes as pages."""
    app = _app()
    app.extensions["screener"] = office.instance
    return app


@cache
def _app() -> Flask:
    """Make it once for all tests, so that its templates are compiled once; each test puts its own instance in."""
    instance = SimpleNamespace(secret="a" * 64, settings=Settings())
    app = create_app(cast(Instance, instance))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


class Browser:
    """One window. `post` sends a form with the session's token."""

    def __init__(self, office: Office, person: Person | None = None, app: Flask | None = None) -> None:
        self.office = office
        self.client: FlaskClient = (app or app_of(office)).test_client()
        if person is not None:
            token = accounts.sign_in_to_demo(office.instance, person, "a test")
            with self.client.session_transaction() as session:
                session["sign_in"] = token

    def token(self) -> str:
        return str(self.client.get("/sign-in/token").json["csrf"])  # type: ignore[index]

    def get(self, path: str, **wish: Any) -> TestResponse:
        return self.client.get(path, **wish)

    def post(self, path: str, **form: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **form})

    def is_in(self) -> bool:
        return bool(self.client.get("/sign-in/token").json["person"])  # type: ignore[index]


def words(answer: TestResponse) -> str:
    """Return what a page says, without tags and with plain blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


class _Forms(HTMLParser):
    """Collects what a browser without script would send, by the form's address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.found.setdefault(given.get("action", ""), {})
        if tag == "input" and "name" in given:
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in given:
                self._form[given["name"]] = given.get("value", "")
        if tag == "textarea":
            self._text = given.get("name", "")
            self._form[self._text] = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self._form[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._form[self._text] = self._form[self._text].removeprefix("\n").replace("\n", "\r\n")
            self._text = ""


def forms_of(answer: TestResponse) -> dict[str, dict[str, str]]:
    """Return the forms of a page: by their address, each field with its value as it stands."""
    return _Forms(answer.text).found
