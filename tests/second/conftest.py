"""A small bank for the second reader."""

from pathlib import Path

import pytest

from screener.bank.load import Bank, load_library
from tests.factories import write_bank


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """The bank of the factories: the beliefs sole-credit and shared-credit, five competencies."""
    folder: Path = tmp_path_factory.mktemp("bank")
    return load_library(write_bank(folder)).bank
