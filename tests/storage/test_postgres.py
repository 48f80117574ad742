"""What the store in PostgreSQL does beyond the contract: its tables are SQLite's, and no writer comes between."""

import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlite_utils import Database

from screener import storage
from screener.errors import StorageTrouble, Unreadable
from screener.storage import open_store, open_voluntary
from screener.storage.audit import AuditEntry, AuditHead
from screener.storage.postgres import PostgresStore
from screener.storage.postgres.address import connected
from screener.storage.postgres.migrations import STEPS
from screener.storage.postgres.statements import from_kept, to_kept, translated
from screener.storage.postgres.trouble import trouble_of
from screener.storage.sql.connection import AlreadyThere
from screener.storage.sqlite.migrations import migrations
from tests.postgres import empty, new_database
from tests.storage.made import a_draft, a_person, furnish

ROOT = Path(__file__).parent.parent.parent
_KINDS = {"TEXT": "text", "INTEGER": "bigint", "BLOB": "bytea"}
Layout = dict[tuple[str, str], tuple[str, bool]]


@pytest.fixture
def url(postgres: str) -> str:
    """The address of an empty database."""
    empty(postgres)
    return postgres


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    """A store with a scorecard to write on."""
    made = PostgresStore(url)
    empty(url)
    furnish(made)
    yield made
    made.close()


# Tables


def test_each_step_of_sqlite_has_its_twin() -> None:
    assert list(STEPS) == [step.name for step in migrations.pending(Database(memory=True))], (
        "write each new step in storage/sqlite/migrations.py and in storage/postgres/migrations.py, with one name"
    )


def test_both_have_the_same_tables_and_columns(store: PostgresStore, url: str, tmp_path: Path) -> None:
    open_store(tmp_path / "screener.db").close()
    with closing(sqlite3.connect(tmp_path / "screener.db")) as file, psycopg.connect(url) as server:
        assert columns_of_server(server) == columns_of_file(file)
        assert keys_of_server(server) == keys_of_file(file)


def test_every_text_is_in_binary_order(store: PostgresStore, url: str) -> None:
    sql = (
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'screener' "
        "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    with psycopg.connect(url) as server:
        assert server.execute(sql).fetchall() == []


def columns_of_file(file: sqlite3.Connection) -> Layout:
    found: Layout = {}
    for (table,) in tables_of(file):
        for _, name, kind, is_required, _, key in file.execute(f"PRAGMA table_info({table})"):
            found[table, name] = (_KINDS[kind], bool(is_required or key))
    return found


def columns_of_server(server: "psycopg.Connection[tuple[Any, ...]]") -> Layout:
    sql = (
        "SELECT table_name, column_name, data_type, is_nullable = 'NO' FROM information_schema.columns "
        "WHERE table_schema = 'screener' AND table_name <> 'migration' AND column_name <> 'rowid'"
    )
    return {(table, name): (kind, required) for table, name, kind, required in server.execute(sql)}


def keys_of_file(file: sqlite3.Connection) -> set[tuple[str, str]]:
    """Return which columns of which table are one of a kind, and which lead to another table."""
    found = set()
    for (table,) in tables_of(file):
        key = [(row[5], row[1]) for row in file.execute(f"PRAGMA table_info({table})") if row[5]]
        found.add((table, ",".join(name for _, name in sorted(key))))
        for _, name, is_unique, origin, _ in file.execute(f"PRAGMA index_list({table})").fetchall():
            if is_unique and origin != "pk":
                found.add((table, ",".join(row[2] for row in file.execute(f"PRAGMA index_info({name})"))))
        for row in file.execute(f"PRAGMA foreign_key_list({table})"):
            found.add((table, f"{row[3]} to {row[2]}"))
    return found


def keys_of_server(server: "psycopg.Connection[tuple[Any, ...]]") -> set[tuple[str, str]]:
    indexes = "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'screener' AND tablename <> 'migration'"
    found = {
        (table, re.sub(r'[ "]', "", definition.split("(", 1)[1].split(")")[0]))
        for table, definition in server.execute(indexes)
        if "UNIQUE" in definition
    }
    leads = (
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'f' AND connamespace = 'screener'::regnamespace"
    )
    for table, definition in server.execute(leads):
        own, other = re.findall(r"\((\w+)\) REFERENCES (?:screener\.)?(\w+)", definition)[0]
        found.add((table.removeprefix("screener."), f"{own} to {other}"))
    return found


def tables_of(file: sqlite3.Connection) -> list[tuple[str]]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlite_migrations'"
    return file.execute(sql).fetchall()


# Statements and texts


@pytest.mark.parametrize(
    ("portable", "own"),
    [
        ("SELECT a FROM b WHERE c = ? AND d = :name", "SELECT a FROM b WHERE c = %s AND d = %(name)s"),
        ("SELECT '?:x%' FROM b", "SELECT '?:x%%' FROM b"),
        ("SELECT a % 2, b::text FROM c", "SELECT a %% 2, b::text FROM c"),
        (
            "SELECT a FROM b ORDER BY b.name COLLATE NOCASE, id",
            'SELECT a FROM b ORDER BY lower(b.name COLLATE "C"), id',
        ),
        ("SELECT a FROM b LIMIT ? OFFSET ?", "SELECT a FROM b LIMIT nullif(%s, -1) OFFSET %s"),
        ("SELECT a FROM b WHERE c IN ()", "SELECT a FROM b WHERE c IN (NULL)"),
    ],
)
def test_a_portable_statement_becomes_its_own(portable: str, own: str) -> None:
    assert translated(portable) == own


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "\x01", "\x01\x01", "\x00\x01\x00\x02", "plain \\x00", "🙂"])
def test_a_text_that_it_would_refuse_comes_back_as_it_was(text: str) -> None:
    (kept,) = to_kept((text,))
    assert "\x00" not in kept
    assert from_kept([("id", kept, None, 3)], (0, 1, 2)) == [("id", text, None, 3)]


def test_names_are_in_the_order_of_sqlite(store: PostgresStore, tmp_path: Path) -> None:
    file = open_store(tmp_path / "screener.db")
    for number, name in enumerate(
        (
            "émile",
            "Zoë",
            "_x",
            "Ärne",
            "ann",
            "Ann",
            "aNN",
            "李",
            "[",
            "Z",
            "a b",
            "ab",
            "\x00",
            "\x00z",
            "\x01",
            "\x02",
        )
    ):
        for store_ in (store, file):
            store_.add_person(a_person(name, id=str(number)))
    in_file = [person.name for person in file.persons()]
    file.close()
    assert [person.name for person in store.persons() if person.id not in ("ann", "ben")] == in_file


# Transactions


def test_what_is_there_already_does_not_spoil_the_transaction(store: PostgresStore) -> None:
    with store.transaction():
        with pytest.raises(AlreadyThere):
            store._insert("person", a_person("Ann"))
        store.add_person(a_person("Cleo"))
    assert store.person_of("cleo").name == "Cleo"


def test_a_transaction_in_which_a_statement_failed_is_not_taken_for_kept(store: PostgresStore) -> None:
    def pass_over() -> None:
        with store.transaction():
            store.add_person(a_person("Cleo"))
            with pytest.raises(psycopg.Error):
                store._write("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        pass_over()
    assert [person.name for person in store.persons()] == ["Ann", "Ben"]


@pytest.mark.parametrize(
    ("one", "other", "waits"),
    [
        ("", "", True), ("", "card", True), ("card", "", True), ("card", "card", True), ("card", "bens", False),
    ],
)  # fmt: skip
def test_who_writes_on_the_same_waits(store: PostgresStore, one: str, other: str, waits: bool) -> None:
    done = threading.Event()

    def write() -> None:
        with store.transaction(other):
            done.set()
        store.release()

    thread = threading.Thread(target=write)
    with store.transaction(one):
        thread.start()
        assert done.wait(0.3 if waits else 5) is not waits
    thread.join(5)
    assert done.is_set()


def test_a_single_statement_that_writes_waits_too(store: PostgresStore) -> None:
    def submit() -> None:
        store.submit("card", "now")
        store.release()

    thread = threading.Thread(target=submit)
    with store.transaction("card"):
        thread.start()
        time.sleep(0.2)
        submitted = [seat.scorecard.submitted_at for seat in store.seats(person_id="ann")]
        store.append_draft(a_draft("before"))
    thread.join(5)
    assert submitted == [None]
    assert [seat.scorecard.submitted_at for seat in store.seats(person_id="ann")] == ["now"]


def cut_off(url: str) -> None:
    """End every connection of ours, as a server that is started anew does."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'screener'"
        )


def test_it_connects_anew_after_the_server_was_started_anew(store: PostgresStore, url: str) -> None:
    for use in (store.persons, lambda: store.add_person(a_person("Cleo"))):
        cut_off(url)
        use()
    assert len(store.persons()) == 3


def test_a_connection_that_is_lost_within_a_transaction_keeps_nothing_of_it(store: PostgresStore, url: str) -> None:
    def write() -> None:
        with store.transaction():
            store.add_person(a_person("Cleo"))
            cut_off(url)
            store.add_person(a_person("Dora"))

    with pytest.raises(StorageTrouble, match="cannot be reached"):
        write()
    store.add_person(a_person("Emil"))
    assert [person.name for person in store.persons()] == ["Ann", "Ben", "Emil"]


def test_who_waits_too_long_is_told_and_holds_nothing_afterwards(store: PostgresStore) -> None:
    told = list[StorageTrouble]()

    def write() -> None:
        store._connection().execute("SET lock_timeout = '100ms'")
        with pytest.raises(StorageTrouble) as raised:
            store.add_person(a_person("Cleo"))
        told.append(raised.value)
        store.persons()
        store.release()

    thread = threading.Thread(target=write)
    with store.transaction("card"):
        thread.start()
        thread.join(5)
    assert [trouble.kind for trouble in told] == ["busy"]
    store.add_person(a_person("Cleo"))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (psycopg.errors.DiskFull, "disk full"), (psycopg.errors.IoError, "disk error"),
        (psycopg.errors.DataCorrupted, "damaged"), (psycopg.errors.ReadOnlySqlTransaction, "read-only"),
        (psycopg.errors.DeadlockDetected, "busy"), (psycopg.errors.AdminShutdown, "unreachable"),
    ],
)  # fmt: skip
def test_what_the_server_refuses_is_told_by_its_kind(error: type[psycopg.Error], kind: str) -> None:
    trouble = trouble_of(error("x"), "postgresql://ann:secret@localhost/screener", is_lost=kind == "unreachable")
    assert trouble is not None
    assert (trouble.kind, "secret" in str(trouble)) == (kind, False)
    assert trouble_of(psycopg.errors.UndefinedColumn("x"), "postgresql://localhost/x", is_lost=False) is None


# The audit trail


def test_the_audit_trail_is_only_added_to(store: PostgresStore) -> None:
    entry = AuditEntry(1, "now", "ann", "server", "x", "", "", "", "", {}, "", "seal")
    store.add_audit_entry(entry, None, AuditHead(1, "seal", "proof"))
    for sql in (
        "UPDATE audit_entry SET at = 'then'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_head",
        "TRUNCATE audit_head",
    ):
        with pytest.raises(psycopg.errors.RaiseException, match="only added to"):
            store._write(sql)
    assert store.audit_entries() == ((entry, None),)


# The address


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://ann@db/screener", "does not begin with postgresql://"),
        ("postgresql://ann:se@cret@db/screener", "%40"),
        ("postgresql://ann:secret@db:port/screener", "cannot be read"),
        ("postgresql://ann:se/cret@db/screener", "%2F"),
        ("postgresql://ann:secret@db/screener", "has to be reached by TLS"),
        ("postgresql://ann:secret@localhost,10.0.0.7/screener", "has to be reached by TLS"),
        ("postgresql://ann:secret@localhost/screener?hostaddr=10.0.0.7&sslmode=prefer", "has to be reached by TLS"),
        (
            "postgresql://ann:secret@127.0.0.1:1/screener?connect_timeout=2",
            r"127\.0\.0\.1:1/screener cannot be reached",
        ),
        ("postgresql://ann:secret@/screener?host=/nowhere", "/nowhere:5432/screener cannot be reached"),
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_the_password(address: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told) as raised:
        open_store(address)
    assert "cret" not in str(raised.value)


@pytest.mark.parametrize("more", ["db/x?sslmode=require", "db/x?sslmode=verify-full", "localhost/x", "[::1]/x", "/x"])
def test_another_machine_is_reached_by_tls_and_this_one_as_it_likes(monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    monkeypatch.setattr(psycopg, "connect", lambda url, **_settings: url)
    assert str(connected(f"postgresql://ann@{more}")) == f"postgresql://ann@{more}"


def test_a_database_that_is_not_there_is_told_with_how_to_make_it(postgres: str) -> None:
    with pytest.raises(Unreadable, match=r"createdb --encoding UTF8 nowhere"):
        open_store(postgres.replace("/postgres?", "/nowhere?"))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  password authentication failed for user "ann"', "does not take the password of ann"),
        ("FATAL:  sorry, too many clients already", "no connection left"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "does not let this machine in"),
        ("server does not support SSL, but SSL was required", "cannot be reached safely"),
        ("", "no reason was given"),
    ],
)
def test_what_the_server_says_is_told_in_words(monkeypatch: pytest.MonkeyPatch, said: str, told: str) -> None:
    def refuse(*_args: object, **_settings: object) -> None:
        raise psycopg.OperationalError(said)

    monkeypatch.setattr(psycopg, "connect", refuse)
    with pytest.raises(Unreadable, match=told):
        open_store("postgresql://ann:secret@localhost/screener")


def test_without_the_library_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "find_spec", lambda _name: None)
    for opens in (open_store, open_voluntary):
        with pytest.raises(Unreadable, match=r"screener\[postgres\]"):
            opens("postgresql://db/screener")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("CREATE SCHEMA screener; CREATE TABLE screener.bookmark (address TEXT)", "another program's"),
        ("CREATE SCHEMA screener; CREATE TABLE screener.migration (name TEXT); INSERT INTO screener.migration VALUES ('x')", "newer version"),
    ],
)  # fmt: skip
def test_it_refuses_a_database_that_is_not_its_own(postgres: str, spoil: str, told: str) -> None:
    with new_database(postgres, "others") as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(spoil)
        with pytest.raises(Unreadable, match=told):
            open_store(url)


def test_a_step_that_fails_leaves_nothing_behind(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = {**STEPS, "another": "CREATE TABLE another (id TEXT); SELECT 1 / 0"}
    with new_database(postgres, "stepped") as url:
        with monkeypatch.context() as patch:
            patch.setattr(PostgresStore, "_steps", newer)
            with pytest.raises(Unreadable, match="division by zero"):
                open_store(url)
        open_store(url).close()
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT to_regclass('screener.another')").fetchone() == (None,)


# Processes

# Writes pairs of drafts, each pair in one transaction, and says so once they are kept.
WRITER = """
import sys
from screener.storage import open_store
from tests.storage.made import a_draft
store, name, count = open_store(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    texts = [f"{name} {number} {half}" for half in "ab"]
    with store.transaction("card" if number % 2 else ""):
        kept = [store.append_draft(a_draft(text, key=text.replace(" ", "-"))) for text in texts]
    print(*(f"{draft.revision}:{draft.text}" for draft in kept), sep="\\n", flush=True)
"""


def start_writer(url: str, name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, url, name, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kept(store: PostgresStore) -> list[str]:
    drafts = store.drafts_of("card", "q")
    assert [draft.revision for draft in drafts] == list(range(1, len(drafts) + 1))
    return [f"{draft.revision}:{draft.text}" for draft in drafts]


def test_two_processes_that_write_at_once_one_of_them_killed_lose_and_double_nothing(
    store: PostgresStore, url: str
) -> None:
    steady, killed = start_writer(url, "steady", 40), start_writer(url, "killed", 100_000)
    assert killed.stdout is not None
    told = [killed.stdout.readline().strip() for _ in range(31)]
    killed.kill()
    told += killed.communicate(timeout=30)[0].splitlines()
    told += steady.communicate(timeout=30)[0].splitlines()
    found = kept(store)
    assert steady.returncode == 0
    assert set(filter(None, told)) <= set(found)
    assert len(found) % 2 == 0  # and no half of a pair
    assert len(found) == len({text.split(":")[1] for text in found})


def test_servers_that_start_together_lay_out_the_tables_once(postgres: str) -> None:
    script = "import sys; from screener.storage import open_store; open_store(sys.argv[1]).persons()"
    with new_database(postgres, "together") as url:
        command = [sys.executable, "-c", script, url]
        servers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(2)]
        assert [server.communicate(timeout=30)[1] for server in servers] == [b""] * 2


def test_what_was_removed_can_be_overwritten_once_nobody_reads_it(store: PostgresStore, url: str) -> None:
    store.append_draft(a_draft("a word"))
    with psycopg.connect(url) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT text FROM screener.draft")
        store.erase_words("cara")
        assert not store.overwrite_removed()
    assert store.overwrite_removed()
