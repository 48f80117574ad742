"""What all tests share: an organisation with a database, and how hypothesis tries things out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from screener.storage.records import Candidate, Opening
from tests.office import Office, open_office

# How long one input takes says something of the machine, not of the rule; speed is measured in bench/.
settings.register_profile("steady", deadline=None)
settings.register_profile("soak", deadline=None, max_examples=1_500)
settings.load_profile("steady")


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
