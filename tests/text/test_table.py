"""A list is read as spreadsheets and people save it, or refused with the line and what to do."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screener.errors import Unreadable
from screener.text.table import DELIMITERS, MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Table, read_table


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("codec", "mark", "named"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("cp1252", b"", "Windows-1252"),
        ("latin-1", b"", "Windows-1252"),
    ],
)
def test_the_letters_are_told_by_the_mark_or_by_trying(codec: str, mark: bytes, named: str) -> None:
    table = read_table(mark + "name,note\r\nZoë Ångström,für José\r\n".encode(codec))
    assert table.encoding == named
    assert table.header.cells == ("name", "note")
    assert cells(table) == [("Zoë Ångström", "für José")]


def test_windows_letters_that_latin_1_has_not_are_read_too() -> None:
    assert cells(read_table("name\nO’Hara – “Bob” €".encode("cp1252"))) == [("O’Hara – “Bob” €",)]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_and_lines_end_as_they_do_in_the_header(delimiter: str, end: str) -> None:
    others = "".join(d for d in DELIMITERS if d != delimiter)
    text = end.join([f"name{delimiter}note", f'Tessa{delimiter}"a{delimiter}b"', f"Tariq{delimiter}x{others}y"])
    table = read_table(text.encode())
    assert table.delimiter == delimiter
    assert cells(table) == [("Tessa", f"a{delimiter}b"), ("Tariq", f"x{others}y")]
    assert [row.line for row in table.rows] == [2, 3]


def test_delimiters_within_quotes_of_the_header_do_not_count() -> None:
    table = read_table(b'"name, first, last";"notes,\nif any";id\nTessa;;7')
    assert table.header.cells == ("name, first, last", "notes,\nif any", "id")
    assert (table.delimiter, table.rows[0].line) == (";", 3)


def test_a_single_column_needs_no_delimiter() -> None:
    assert cells(read_table("name\nTessa Brandvold\nمحمد الفارسي\n🎯".encode())) == [
        ("Tessa Brandvold",), ("محمد الفارسي",), ("🎯",),
    ]  # fmt: skip


def test_rows_without_text_are_left_out_and_lines_are_those_of_the_file() -> None:
    table = read_table(b'\n,,\nname,note,id\n\nTessa,"one\r\ntwo\n\nfour",1\n , ,\t\nTariq,,2\n\n')
    assert table.header.line == 3
    assert [(row.line, row.cells[0]) for row in table.rows] == [(5, "Tessa"), (10, "Tariq")]
    assert table.rows[0].cells[1] == "one\r\ntwo\n\nfour"


def test_cells_stay_as_they_are_whatever_they_look_like() -> None:
    row = ("=1+1", "+1", "-1", "@SUM(A1)", "  blanks  ", 'say "x"', "<script>", "0012")
    text = io.StringIO()
    csv.writer(text).writerows([list("abcdefgh"), row])
    assert cells(read_table(text.getvalue().encode())) == [row]


def test_rows_may_have_more_and_fewer_cells_than_the_header() -> None:
    assert cells(read_table(b"a,b\n1\n1,2,3")) == [("1",), ("1", "2", "3")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \r\n ,, \n", "the file is empty"),
        (b"\xff\xfe", "the file is empty"),
        (b"name,note\n\n , \n", "one row only"),
        (b"PK\x03\x04 and so on", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel workbook"),
        (b"name\nTessa\nTar\x00iq", "line 3 holds a NUL"),
        ("name\nTessa".encode("utf-16-le"), "line 1 holds a NUL"),  # without its mark
        (b"\xff\xfen\x00a", "says that it is UTF-16"),
        (b"\xef\xbb\xbfname\nZo\xeb", "says that it is UTF-8"),
        (b"name\nTessa\n\x81\xff", "line 3 is neither UTF-8 nor Windows-1252"),
        (b'name,note\nTessa,x\nTariq,"never closed\nYaw,y\n', "in the row at line 3 do not close"),
        (b'name,note\n"Tessa" B,x', "in the row at line 2 do not close"),
        (b"name,note\nTessa,x\nTariq," + b"x" * 140_000, "cell in the row at line 3 is too long"),
        (b"," * MAX_COLUMNS + b"a\nb", f"has {MAX_COLUMNS + 1} columns"),
        (b"name\n" + b"x\n" * (MAX_ROWS + 1), "more than 50,000 rows"),
        (b"name\n" + b"x" * MAX_BYTES, "the file has 5.0 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_table(content)
    assert said in str(refusal.value)
    assert "(" in str(refusal.value)  # what to do


def test_as_many_rows_as_are_promised_are_taken() -> None:
    assert len(read_table(b"name\n" + b"x\n" * MAX_ROWS).rows) == MAX_ROWS


PIECES = st.sampled_from(
    ["name", "Zoë", ",", ";", "\t", '"', '""', "\n", "\r\n", "\r", " ", "=1+1", "\x00", "\x85", "\u2028", "\u202eב", "🙂", "PK\x03\x04"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])


def read_or_refused(content: bytes) -> Table | str:
    try:
        return read_table(content)
    except Unreadable as error:
        return str(error)


def check(content: bytes) -> None:
    table = read_or_refused(content)
    if isinstance(table, str):
        assert len(table.splitlines()) == 1
        return
    lines = [table.header.line, *(row.line for row in table.rows)]
    assert lines == sorted(set(lines))
    assert table.rows
    assert all(any(cell.strip() for cell in row.cells) for row in (table.header, *table.rows))


@given(TEXTS, CODECS)
@settings(max_examples=400)
@example('a,b\n"', "utf-8")
def test_any_text_is_read_or_refused(text: str, codec: str) -> None:
    check(text.encode(codec))


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"name,note\n"]))
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    check(start + content)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
ROWS = st.lists(st.tuples(CELLS, CELLS).filter(lambda row: bool("".join(row).strip())), min_size=1, max_size=8)


@given(ROWS, st.sampled_from(DELIMITERS), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=300)
def test_what_a_spreadsheet_writes_comes_back(rows: list[tuple[str, str]], delimiter: str, end: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("name", "note"), *rows])
    assert cells(read_table(text.getvalue().encode("utf-8-sig"))) == rows
