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


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\n=1"])
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
    assert [own.removeprefix("'") for own in row[:-1]] == [own.removeprefix("'") for own in cells]
    assert not [own for own in row if own.lstrip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("cell", ["a\n=1+1", "a\r\n@x", "a\n \u00a0-1", "＝1+1", "＠x", "\r"])
def test_a_line_that_steers_and_wide_signs_count_too(cell: str) -> None:
    assert read(csv_text([[cell, "x"]])) == [[f"'{cell}", "x"]]


@pytest.mark.parametrize("cell", ["a = b", "a-b", "a\nb = c", "3 + 4", "–"])
def test_signs_elsewhere_do_not_matter(cell: str) -> None:
    assert read(csv_text([[cell, "x"]])) == [[cell, "x"]]
