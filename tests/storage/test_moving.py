"""Everything that a file can hold arrives in PostgreSQL as it was, or nothing is left there."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from screener.errors import Refused, StorageTrouble, Unreadable
from screener.storage import Store, moving, open_store, open_voluntary
from screener.storage.bank import BankSave
from screener.storage.moving import Table, move_to_postgres
from screener.storage.postgres import receiving
from screener.storage.sqlite.sending import sending
from screener.storage.voluntary import VoluntaryAnswer
from tests.postgres import bare
from tests.storage.made import AT, a_draft, a_person, furnish

ODD = (
    "", "plain", "a\x00b", "\x00", "\x01", "\x01\x01\x00", "tab\tline\nreturn\r\\N \\. \\x00", "Zoë – “½”", "\ufeff", "\ufffe",
    "e\u0301 é", "\u200e\u202eright", "👩🏽‍💼 \U0010ffff", "'\";--", " \x0b\x7f\x85",
)  # fmt: skip
Content = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def url(postgres: str) -> str:
    """The address of a database in which nothing has been made yet."""
    bare(postgres)
    return postgres


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Both files as an instance has them, without rows."""
    database, voluntary = tmp_path / "screener.db", tmp_path / "voluntary.db"
    open_store(database).close()
    open_voluntary(voluntary).close()
    return database, voluntary


def fill(path: Path) -> Content:
    """Put rows into every table, with every odd text in every column that takes one; return what each table holds."""
    content: Content = {}
    with closing(sqlite3.connect(path)) as file, sending(path) as source:
        tables = source.tables()
    with closing(sqlite3.connect(path)) as file:
        for table in tables:
            leads = {row[3]: (row[2], row[4]) for row in file.execute(f"PRAGMA foreign_key_list({table.name})")}
            kinds = {row[1]: row[2] for row in file.execute(f"PRAGMA table_info({table.name})")}
            rows = [
                tuple(
                    value_of(content, tables, table.name, column, kinds[column], leads, number)
                    for column in table.columns
                )
                for number in range(1 if table.name == "audit_head" else len(ODD))
            ]
            places = ", ".join("?" * len(table.columns))
            file.executemany(f"INSERT INTO {table.name} VALUES ({places})", rows)
            content[table.name] = rows
        file.commit()
    return content


def value_of(
    content: Content, tables: Iterable[Table], table: str, column: str, kind: str, leads: dict[str, tuple[str, str]], number: int
) -> Any:  # fmt: skip
    if column in leads:
        other, key = leads[column]
        place = next(own for own in tables if own.name == other).columns.index(key)
        return content[other][number][place] if other != table else f"{number}{ODD[number]}"
    if kind == "INTEGER":
        return number + 1 if column in ("id", "number") else number % 5 + 1
    if kind == "BLOB":
        return bytes(range(256)) * number
    return f"{number}{ODD[number]}"


def kept_in(url: str, content: Content) -> Content:
    """Return what a database holds, read without anything of ours but how NUL is written."""
    found: Content = {}
    with psycopg.connect(url) as connection:
        for table in content:
            numbered = (
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'screener' AND table_name = %s"
            )
            names = {name for (name,) in connection.execute(numbered, (table,))}
            order = next((name for name in ("rowid", "id", "number") if name in names), "ctid")
            rows = connection.execute(f"SELECT * FROM screener.{table} ORDER BY {order}").fetchall()
            wide = len(content[table][0])
            found[table] = sorted((tuple(decoded(value) for value in row[:wide]) for row in rows), key=str)
    return found


def decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.replace("\x01\x02", "\ue000").replace("\x01\x01", "\x00").replace("\ue000", "\x01")


def schemas_in(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        listed = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'screener%' ORDER BY 1")
        return [name for (name,) in listed]


def nothing(_store: Store) -> None:
    """Look at nothing before it is kept."""


def test_every_value_of_every_table_arrives(files: tuple[Path, Path], url: str) -> None:
    content, told = fill(files[0]), list[tuple[int, int]]()
    move_to_postgres(*files, url, nothing, lambda done, of: told.append((done, of)))
    assert kept_in(url, content) == {table: sorted(rows, key=str) for table, rows in content.items()}
    assert told[-1] == (2 * sum(map(len, content.values())),) * 2
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_both_stores_read_the_same_and_numbers_go_on(files: tuple[Path, Path], url: str) -> None:
    with closing(open_store(files[0])) as store:
        furnish(store)
        for text in ODD:
            store.append_draft(a_draft(text))
        store.add_bank_save(BankSave(0, "f", "begun", None, "", AT))
    with closing(open_voluntary(files[1])) as answers:
        answers.keep_answer(VoluntaryAnswer("f" * 64, "female", ""))
    move_to_postgres(*files, url, nothing)
    with closing(open_store(files[0])) as old, closing(open_store(url)) as new, closing(open_voluntary(url)) as answers:
        assert new.drafts_of("card", "q") == old.drafts_of("card", "q")
        assert [draft.text for draft in new.drafts_of("card", "q")] == list(ODD)
        assert new.append_draft(a_draft("next")).revision == len(ODD) + 1
        assert new.add_bank_save(BankSave(0, "g", "outside", None, "", AT)).id == 2
        assert set(answers.answers()) == {"f" * 64}


@pytest.mark.parametrize("where", ["screener.person", "screener_voluntary.voluntary_answer"])
def test_a_database_with_something_in_it_is_refused_and_stays_as_it_was(
    files: tuple[Path, Path], url: str, where: str
) -> None:
    with closing(open_store(url)) as store, closing(open_voluntary(url)) as answers:
        if where.startswith("screener."):
            store.add_person(a_person("Ann"))
        else:
            answers.keep_answer(VoluntaryAnswer("f" * 64, "female", ""))
    with pytest.raises(Refused, match=f"not empty: it has rows in {where}"):
        move_to_postgres(*files, url, nothing)
    with closing(open_store(url)) as store, closing(open_voluntary(url)) as answers:
        assert len(store.persons()) + len(answers.answers()) == 1


def test_an_empty_database_that_a_server_has_opened_is_taken(files: tuple[Path, Path], url: str) -> None:
    open_store(url).close()
    with closing(open_store(files[0])) as store:
        store.add_person(a_person("Ann"))
    move_to_postgres(*files, url, nothing)
    with closing(open_store(url)) as store:
        assert [person.name for person in store.persons()] == ["Ann"]


@pytest.mark.parametrize(
    ("name", "spoil"),
    [("rating", lambda rows: rows[1:]), ("draft", lambda rows: [*rows[:-1], (*rows[-1][:-1], "x")])],
)
def test_what_arrives_otherwise_is_found_and_nothing_is_left(
    files: tuple[Path, Path], url: str, monkeypatch: pytest.MonkeyPatch, name: str, spoil: Any
) -> None:
    fill(files[0])
    take = receiving._Schema.take

    def lose(schema: Any, table: Table, rows: Iterable[Any]) -> None:
        take(schema, table, spoil(list(rows)) if table.name == name else rows)

    monkeypatch.setattr(receiving._Schema, "take", lose)
    with pytest.raises(Unreadable, match=f"the table {name} did not arrive as it was"):
        move_to_postgres(*files, url, nothing)
    assert schemas_in(url) == []


def test_the_order_of_rows_without_a_number_is_part_of_what_arrives(
    files: tuple[Path, Path], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(files[0])
    take = receiving._Schema.take
    monkeypatch.setattr(receiving._Schema, "take", lambda schema, table, rows: take(schema, table, list(rows)[::-1]))
    with pytest.raises(Unreadable, match="did not arrive as it was"):
        move_to_postgres(*files, url, nothing)


def test_a_check_that_fails_leaves_nothing(files: tuple[Path, Path], url: str) -> None:
    fill(files[0])

    def refuse(store: Store) -> None:
        assert len(store.persons()) == len(ODD)
        raise Unreadable("not as it should be")

    with pytest.raises(Unreadable, match="not as it should be"):
        move_to_postgres(*files, url, refuse)
    assert schemas_in(url) == []


def test_a_text_that_is_none_is_told_with_its_place(files: tuple[Path, Path], url: str) -> None:
    with closing(open_store(files[0])) as store:
        furnish(store)
    with closing(sqlite3.connect(files[0])) as file:
        file.execute("UPDATE person SET name = CAST(x'41EDA08042' AS TEXT) WHERE id = 'ben'")  # half a surrogate pair
        file.commit()
    with pytest.raises(Unreadable, match=r"the row ben of the table person holds in name bytes that are no text"):
        move_to_postgres(*files, url, nothing)
    assert schemas_in(url) == []


def test_nobody_writes_into_the_file_meanwhile(files: tuple[Path, Path]) -> None:
    with (
        sending(files[0]),
        closing(sqlite3.connect(files[0], timeout=0.1)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("DELETE FROM person")


def test_a_file_that_is_being_written_to_is_not_moved(files: tuple[Path, Path], url: str) -> None:
    with closing(sqlite3.connect(files[0], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageTrouble, match="another program holds the database"):
            move_to_postgres(*files, url, nothing)
    assert schemas_in(url) == []


def test_values_that_differ_have_different_sums() -> None:
    rows: list[tuple[Any, ...]] = [
        ("1",), (1,), (b"1",), (None,), ("",), (b"",), ("a", "b"), ("ab", ""), ("", "ab"), ("a", None), ("-",), (-1,),
    ]  # fmt: skip
    sums = set()
    for row in rows:
        counted = moving._Sum()
        list(counted.over([row]))
        sums.add(counted.content().hash)
    assert len(sums) == len(rows)
