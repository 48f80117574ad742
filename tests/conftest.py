"""What all tests share: an organisation with a database, and how hypothesis tries things out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from screener.journeys import shelf
from screener.journeys.bank_states import note_state
from screener.storage.records import Candidate, Opening
from tests.factories import write_bank
from tests.office import Office, open_office
from tests.postgres import server

# How long one input takes says something of the machine, not of the rule; speed is measured in bench/.
settings.register_profile("steady", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=1_500)
settings.load_profile("steady")

_LONG = ("tests/browser/", "tests/faults/", "tests/cli/", "tests/attacks/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that neither of two processes is left with one of them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a database of PostgreSQL, on a server that runs for the tests alone."""
    with server() as url:
        yield url


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An organisation with a real database."""
    made = open_office(tmp_path)
    yield made
    made.instance.close()


@pytest.fixture
def opening(office: Office) -> Opening:
    """An opening of sales leaders, with Ingrid, Marcus and Yuki on its panel."""
    return office.opening()


@pytest.fixture
def candidate(office: Office, opening: Opening) -> Candidate:
    """Tessa, of whom nothing is known yet."""
    return office.candidate(opening)


@pytest.fixture
def bank(office: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a small bank that the organisation owns from now on; each change in it is seen at once."""
    monkeypatch.setattr(shelf, "_LOOK_AGAIN_SECONDS", 0.0)
    folder, store = write_bank(office.instance.folder / "questions"), office.instance.store
    own = shelf.Shelf(folder, store, lambda version: note_state(store, version, office.instance.now()))
    office.instance = replace(office.instance, shelf=own)
    return folder
