"""Fixtures for tests of everything that is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An organisation with a real database."""
    made = open_office(tmp_path)
    yield made
    made.instance.store.close()
