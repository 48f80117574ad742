import pytest

from screener.bank.load import load_library
from screener.paths import shipped
from screener.scoring.answer import Scorer


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    return Scorer(load_library(shipped("questions")).bank)
