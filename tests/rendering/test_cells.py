"""Tables for spreadsheet programs: nothing that people entered is taken for a formula."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.rendering.cells import csv_text


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:], newline="")))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\u00a0=1", "\t1", "\r1"])
def test_a_text_that_steers_gets_an_apostrophe(cell: str) -> None:
    assert read(csv_text([[cell, "x"]])) == [[f"'{cell}", "x"]]


def test_numbers_stay_numbers_and_none_is_empty() -> None:
    assert read(csv_text([[-2.5, 0, None, "", "9 %"]])) == [["-2.5", "0", "", "", "9 %"]]


def test_texts_of_any_script_with_quotes_and_lines_come_back() -> None:
    row = ["Zoë “Z”", "محمد", "李 👩🏽‍💼", 'a "b", c', "one\ntwo", "<script>"]
    assert read(csv_text([row])) == [row]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_no_text_begins_as_a_formula_does(cells: list[str]) -> None:
    (row,) = read(csv_text([[*cells, "end"]]))
    assert [own.replace("'", "") for own in row[:-1]] == [own.replace("'", "") for own in cells]
    for own in row:
        pieces = (piece for line in own.splitlines() for part in line.split(";") for piece in part.split("\t"))
        assert not [piece for piece in pieces if piece.lstrip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a\n=1+1", "a\n'=1+1"),
        ("a\r\n@x", "a\r\n'@x"),
        ("a\n \u00a0-1", "a\n' \u00a0-1"),
        ("\n\n=1", "\n\n'=1"),
        ("\t=1", "'\t'=1"),
        ("Bob;=cmd|'/C calc'!A0;x", "Bob;'=cmd|'/C calc'!A0;x"),
    ],
)
def test_the_apostrophe_stands_where_another_program_would_cut_the_cell(cell: str, written: str) -> None:
    assert read(csv_text([[cell, "x"]])) == [[written, "x"]]


@pytest.mark.parametrize("cell", ["＝1+1", "＋1", "－1", "＠x"])
def test_wide_signs_count_too(cell: str) -> None:
    assert read(csv_text([[cell, "x"]])) == [[f"'{cell}", "x"]]


@pytest.mark.parametrize("cell", ["a = b", "a-b", "a\nb = c", "3 + 4", "–", "a; b - c"])
def test_signs_elsewhere_do_not_matter(cell: str) -> None:
    assert read(csv_text([[cell, "x"]])) == [[cell, "x"]]
