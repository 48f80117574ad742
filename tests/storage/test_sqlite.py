"""What the store in one file does beyond the contract: survive kills and full disks, and know its own files."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from screener.errors import StorageTrouble, Unreadable
from screener.storage import Store, open_store
from screener.storage.sqlite import SqliteStore
from tests.storage.conftest import Open
from tests.storage.made import a_draft, furnish

ROOT = Path(__file__).parent.parent.parent
# Writes pairs of drafts, each pair in one transaction, and says so once they are kept.
WRITER = """
import sys
from pathlib import Path
from screener.storage import open_store
from tests.storage.made import a_draft
store, name, count = open_store(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
for number in range(count):
    texts = [f"{name} {number} {half}" for half in "ab"]
    with store.transaction():
        kept = [store.append_draft(a_draft(text, key=text.replace(" ", "-"))) for text in texts]
    print(*(f"{draft.revision}:{draft.text}" for draft in kept), sep="\\n", flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with a scorecard to write on."""
    path = tmp_path / "screener.db"
    store = open_store(path)
    furnish(store)
    store.close()
    return path


def start_writer(file: Path, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, str(file), name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kept(file: Path) -> list[str]:
    store = open_store(file)
    drafts = store.drafts_of("card", "q")
    store.close()
    assert [draft.revision for draft in drafts] == list(range(1, len(drafts) + 1))
    return [f"{draft.revision}:{draft.text}" for draft in drafts]


# Processes


def test_two_processes_that_write_at_once_lose_and_double_nothing(file: Path) -> None:
    writers = [start_writer(file, name, 40) for name in ("one", "two")]
    told = [line for writer in writers for line in writer.communicate(timeout=30)[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sorted(kept(file)) == sorted(told)
    assert len(told) == len(set(told)) == 160


def test_servers_that_start_together_lay_out_the_tables_once(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from screener.storage import open_store; open_store(Path(sys.argv[1])).persons()"
    command = [sys.executable, "-c", script, str(tmp_path / "new.db")]
    servers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(3)]
    assert [server.communicate(timeout=30)[1] for server in servers] == [b""] * 3


@pytest.mark.parametrize("after", [2, 61])
def test_what_was_acknowledged_is_there_after_a_kill(file: Path, after: int) -> None:
    writer = start_writer(file, "writer", 100_000)
    assert writer.stdout is not None
    told = [writer.stdout.readline().strip() for _ in range(after)]
    writer.kill()
    told += writer.communicate(timeout=30)[0].splitlines()
    found = kept(file)
    assert set(filter(None, told)) <= set(found)
    assert len(found) % 2 == 0  # and no half of a pair
    store = open_store(file)
    assert store.append_draft(a_draft("after", parent=len(found))).revision == len(found) + 1
    store.close()


def test_what_was_acknowledged_is_in_the_files_at_once(file: Path, tmp_path: Path) -> None:
    """A copy of the files as they lie is what a power cut would leave."""
    store = open_store(file)
    store.append_draft(a_draft("kept"))
    left = tmp_path / "left"
    left.mkdir()
    for path in file.parent.glob("screener.db*"):
        shutil.copy(path, left)
    store.close()
    assert kept(left / "screener.db") == ["1:kept"]


# Settings


def test_every_connection_writes_through_to_the_disk(file: Path) -> None:
    store = SqliteStore(file)
    seen: list[tuple[object, ...]] = []

    def look() -> None:
        names = ("synchronous", "journal_mode", "foreign_keys")
        seen.append(tuple(store._db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in names))

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    look()
    store.close()
    assert seen == [(2, "wal", 1)] * 4  # 2 is FULL


def test_each_thread_has_a_connection_of_its_own(file: Path) -> None:
    store, connections = SqliteStore(file), [0]
    thread = threading.Thread(target=lambda: connections.append(id(store._db.conn)))
    thread.start()
    thread.join()
    assert id(store._db.conn) not in connections
    store.close()


# Trouble


def test_a_full_disk_takes_nothing_along(file: Path) -> None:
    store = SqliteStore(file)
    pages = store._db.conn.execute("PRAGMA page_count").fetchone()[0]
    store._db.conn.execute(f"PRAGMA max_page_count = {pages + 2}")

    def write() -> None:
        with store.transaction():
            store.append_draft(a_draft("small"))
            store.append_draft(a_draft("x" * 200_000))

    with pytest.raises(StorageTrouble, match="the disk is full, so nothing was saved"):
        write()
    assert store.drafts_of("card", "q") == ()
    store.append_draft(a_draft("small", key="next-key"))
    store.close()
    assert kept(file) == ["1:small"]


def not_a_database(path: Path) -> None:
    path.write_bytes(b"This is a letter and no database.\n" * 200)


def cut_off(path: Path) -> None:
    store = open_store(path)
    furnish(store)
    store.close()
    path.write_bytes(path.read_bytes()[:5000])


def folder(path: Path) -> None:
    path.mkdir()


def another_programs(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmark (address TEXT)")
    connection.close()


@pytest.mark.parametrize("spoil", [not_a_database, cut_off, folder, another_programs])
def test_it_refuses_a_file_that_is_no_database_of_its_own(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = tmp_path / "screener.db"
    spoil(path)
    before = path.read_bytes()[100:] if path.is_file() else b""  # but for SQLite's own header
    with pytest.raises(Unreadable, match=r"screener\.db is "):
        open_store(path)
    assert before == (path.read_bytes()[100:] if path.is_file() else b"")


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "screener.db"
    path.touch()
    store = open_store(path)
    assert store.persons() == ()
    store.close()


@pytest.mark.parametrize("open_again", ["sqlite"], indirect=True)
def test_a_store_that_was_closed_lets_go_of_the_file(furnished: Store, open_again: Open) -> None:
    with furnished.transaction():
        pass
    furnished.close()
    other = open_again()
    other.append_draft(a_draft("free"))
    other.close()
