"""The store under test. Another backend takes part by another `open_at`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screener.storage import Store, open_store
from tests.storage.made import furnish

Open = Callable[[], Store]


@pytest.fixture
def open_again(tmp_path: Path) -> Open:
    """Return what opens the same store once more, as after a restart or in another server."""
    return lambda: open_store(tmp_path / "kept" / "screener.db")


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
