"""The stores under test: every test with a store runs on each of them."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from screener.storage import Store, open_store
from tests.postgres import empty
from tests.storage.made import furnish

Open = Callable[[], Store]
NOT_TAKEN = (sqlite3.IntegrityError, psycopg.IntegrityError)  # what the tables themselves refuse


@pytest.fixture(params=["sqlite", "postgres"])
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Return what opens the same store once more, as after a restart or in another server."""
    if request.param == "sqlite":
        return lambda: open_store(tmp_path / "kept" / "screener.db")
    url: str = request.getfixturevalue("postgres")
    empty(url)
    return lambda: open_store(url)


@pytest.fixture
def store(open_again: Open) -> Iterator[Store]:
    """An empty store."""
    made = open_again()
    yield made
    made.close()


@pytest.fixture
def furnished(store: Store) -> Store:
    """A store with Ann and Ben, who interview Cara together: scorecards `card` and `bens`."""
    furnish(store)
    return store
