"""A browser for each person, without a browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from screener.journeys.accounts import start_sign_in
from screener.storage.records import Person
from screener.storage.sqlite import SqliteStore
from screener.web import create_app
from tests.office import Office

Visit = Callable[..., FlaskClient]


@pytest.fixture
def visit(office: Office) -> Visit:
    """Return a client that is signed in as a person; as nobody without one. Forms need no CSRF token here."""
    app = create_app(office.instance)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)

    def client(person: Person | None = None) -> FlaskClient:
        made = app.test_client()
        if person is not None:
            token = start_sign_in(office.instance, person, "a test", "password")
            with made.session_transaction() as session:
                session["sign_in"] = token
        return made

    return client


@pytest.fixture
def statements(office: Office) -> Iterator[list[str]]:
    """Every statement that the office's database runs from now on."""
    seen: list[str] = []
    store = SqliteStore(office.instance.folder / "screener.db", on_statement=seen.append)
    office.instance = replace(office.instance, store=store)
    yield seen
    store.close()
