"""A page of the file that a disk gave back wrong is found, whichever it is, and read by nobody as if it were right."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from screener.errors import ScreenerError
from screener.storage import open_store
from screener.storage.sqlite.copying import database_problems
from tests.journeys.entries import begun, submit
from tests.office import Office

PAGE = 4096
STEP = 1 if os.environ.get("SOAK") else 5  # every page, or a sample


@pytest.fixture
def file(office: Office) -> Path:
    """A database with a submitted interview, closed."""
    submit(office, begun(office))
    office.instance.close()
    return office.instance.folder / "screener.db"


def unused(file: Path) -> set[int]:
    """Return the pages that hold nothing: SQLite names how many there are, and dbstat leaves them out."""
    with closing(sqlite3.connect(file)) as database:
        (count,) = database.execute("PRAGMA page_count").fetchone()
        try:
            used = {number for (number,) in database.execute("SELECT pageno FROM dbstat")}
        except sqlite3.OperationalError:
            pytest.skip("this SQLite cannot say which pages it uses (it was built without dbstat)")
    return set(range(1, count + 1)) - used


def test_noise_in_any_page_is_found(file: Path, tmp_path: Path) -> None:
    assert database_problems(file) == ()
    content, free = file.read_bytes(), unused(file)
    chance, missed = random.Random(1), []
    for number in range(1, len(content) // PAGE + 1, STEP):
        if number in free:
            continue
        noise = chance.randbytes(PAGE)
        broken = tmp_path / f"page-{number}.db"
        broken.write_bytes(content[: (number - 1) * PAGE] + noise + content[number * PAGE :])
        if not database_problems(broken):
            missed.append(number)
        broken.unlink()
    assert missed == []


def test_a_file_with_its_tables_overwritten_is_refused_in_words(file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    shutil.copy(file, broken)
    content = broken.read_bytes()
    broken.write_bytes(content[:PAGE] + b"\xff" * (len(content) - PAGE))
    with (
        pytest.raises(ScreenerError, match=r"damaged|no database that Screener can use"),
        closing(open_store(broken)) as store,
    ):
        store.persons()
