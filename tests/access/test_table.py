"""Every address answers everybody as the table says, and the page that tells of it is up to date."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.access.document import PAGE, document
from tests.access.rights import NOT_FOUND, REFUSED, SIGN_IN, VIEWERS, YES, Answer, Row
from tests.access.table import ROWS
from tests.access.world import World
from tests.web.browser import app_of

_TAKEN_UP = (
    409,
    422,
)  # the person may, and something else stands in the way: a form that is not complete, for instance


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _nothing_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in the background would outlive what is taken back."""
    monkeypatch.setattr("screener.web.bank.drafts.Thread", _NoThread)


class _NoThread:
    def __init__(self, **_: Any) -> None: ...

    def start(self) -> None: ...


def answer_of(found: TestResponse) -> Answer | int:
    """Return what somebody got; the status where it is none of the four."""
    to_sign_in = found.status_code == 303 and found.location.startswith("/sign-in")
    if found.status_code == 401 or (to_sign_in and found.request.path != "/sign-out"):
        return SIGN_IN
    if found.status_code < 400 or found.status_code in _TAKEN_UP:
        return YES
    return {404: NOT_FOUND, 403: REFUSED}.get(found.status_code, found.status_code)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_an_address_answers_everybody_as_the_table_says(world: World, row: Row) -> None:
    found = {}
    for viewer in VIEWERS:
        with world.undone():
            found[viewer] = answer_of(world.visit(viewer, row))
    wrong = {
        viewer: f"{answer}, not {row.rights[viewer]}"
        for viewer, answer in found.items()
        if answer != row.rights[viewer]
    }
    assert wrong == {}


def test_every_address_stands_in_the_table_once(world: World) -> None:
    known = [(row.method, row.address) for row in ROWS]
    assert len(known) == len(set(known))
    assert set(addresses_of(world)) == set(known)


def addresses_of(world: World) -> Iterator[tuple[str, str]]:
    """Return each method with each address that the application has, without converters."""
    for rule in app_of(world.office).url_map.iter_rules():
        address = re.sub(r"<(?:[^<>]*:)?(\w+)>", r"<\1>", rule.rule)
        address = re.sub("^/static/[0-9a-f]{12}/", "/static/", address)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:  # HEAD is GET without its text
            yield method, address


def test_the_page_tells_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), "write it anew: python -m tests.access.document"
