"""What somebody may not see looks like what there is not: the same answer, with about the same work behind it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from werkzeug.test import TestResponse

from screener.journeys import passwords
from tests.access.rights import ADMINISTRATORS, MANAGERS, NOT_FOUND, REFUSED, VIEWERS, Row
from tests.access.table import ROWS
from tests.access.world import World

# What an address is about in the first place; the rest of it is about a part of that.
IDS = re.compile(r"<(\w+_id|token|secret|session|hold)>")
MADE_UP = "0123456789abcdef"
MOST_APART = 6  # statements: what there is takes a look at whose it is, well under a thousandth of a second
ABOUT_SOMETHING = [row for row in ROWS if IDS.search(row.address)]
OTHERS = [row for row in ABOUT_SOMETHING if NOT_FOUND in row.rights.values()]
FOR_A_ROLE = [row for row in ABOUT_SOMETHING if row.rights in (MANAGERS, ADMINISTRATORS)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()


def made_up(row: Row) -> dict[str, str]:
    """Return another id for what an address is about."""
    name = IDS.search(row.address)
    assert name
    return {name[1]: MADE_UP}


def told(answer: TestResponse) -> tuple[object, ...]:
    """Return everything that an answer tells, but for what is another one each time."""
    headers = sorted((name, value) for name, value in answer.headers if name not in ("Set-Cookie", "X-Request-ID"))
    text = re.sub(r'(name="csrf_token" (type="hidden" )?value|data-csrf)="[^"]+"', "", answer.get_data(as_text=True))
    return answer.status_code, headers, text


@pytest.mark.parametrize("row", OTHERS, ids=str)
def test_somebody_elses_looks_like_what_is_not_there(world: World, row: Row) -> None:
    for viewer in (viewer for viewer in VIEWERS if row.rights[viewer] == NOT_FOUND):
        with world.undone(), world.statements() as behind_theirs:
            theirs = told(world.visit(viewer, row))
        with world.undone(), world.statements() as behind_nothing:
            nothing = told(world.visit(viewer, row, made_up(row)))
        assert theirs == nothing, viewer
        assert abs(len(behind_theirs) - len(behind_nothing)) <= MOST_APART, viewer


@pytest.mark.parametrize("row", FOR_A_ROLE, ids=str)
def test_who_may_not_do_something_at_all_does_not_learn_what_there_is(world: World, row: Row) -> None:
    for viewer in (viewer for viewer in VIEWERS if row.rights[viewer] == REFUSED):
        with world.undone():
            assert told(world.visit(viewer, row)) == told(world.visit(viewer, row, made_up(row))), viewer


# Whether somebody has an account


class _Counting:
    """Does what the hasher does, and counts how often it works hard."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher, self.verified = hasher, 0

    def verify(self, kept: str, password: str) -> bool:
        self.verified += 1
        return self._hasher.verify(kept, password)


SIGN_IN = next(row for row in ROWS if str(row) == "POST /sign-in")


@pytest.mark.parametrize("name", ["marcus", "hugo", "helen"])  # with a password, without one, and whose account ended
def test_signing_in_does_not_tell_who_has_an_account(world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Not by the words, and not by the time: the slow part is done for everybody, once."""
    hasher, store, email = _Counting(passwords._hasher), world.office.instance.store, f"{name}@halvorsen.example"
    monkeypatch.setattr(passwords, "_hasher", hasher)

    def tried(address: str) -> tuple[str, int, int]:
        """Return what is answered, and how much work it took: hashes, and statements."""
        before = hasher.verified
        row = replace(SIGN_IN, sends={"email": address, "password": "not the right words"})
        with world.undone(), world.statements() as behind:
            store.change_person(replace(store.person_of(world.office.helen.id), ended_at=world.office.instance.now()))
            answer = told(world.visit("nobody", row))
        return str(answer).replace(address, ""), hasher.verified - before, len(behind)

    theirs, nothing = tried(email), tried(f"{'x' * len(name)}@halvorsen.example")
    assert theirs[:2] == nothing[:2]
    assert theirs[1] == 1
    assert abs(theirs[2] - nothing[2]) <= MOST_APART
