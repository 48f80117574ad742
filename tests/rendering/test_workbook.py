"""Workbooks: texts stay texts whatever they look like, numbers stay numbers, and nothing is cut off."""

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from screener.rendering.tables import Row, Sheet
from screener.rendering.workbook import LONGEST_CELL, write_workbook

SHEET = Sheet("Notes", (("Candidate", 20), ("Level", 8), ("Heard share", 8), ("When", 16), ("Notes", 60)), keys=1)
HOSTILE = [
    '=HYPERLINK("http://evil.example","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "+1",
    "\t=1",
    "\n=1",
    "https://evil.example/",
    "mailto:eve@evil.example",
    "internal:Sheet2!A1",
    "123",
    '<r><t>x</t></is></c><c r="Z1"><f>1+1</f></c><c r="Y1" t="inlineStr"><is><t>y</t></r>',
    "<r></r>",
    "_x0041_",
    "{=1}",
    "محمد بن سلمان",
    "李小龍 👩🏽‍💼",
    "<b>&amp;</b>",
]


def written(*rows: Row, sheet: Sheet = SHEET, **options: Any) -> Any:
    return load_workbook(file_of(*rows, sheet=sheet, **options))


def file_of(*rows: Row, sheet: Sheet = SHEET, **options: Any) -> BytesIO:
    file = BytesIO()
    write_workbook(file, [sheet], ((sheet.name, row) for row in rows), **options)
    file.seek(0)
    return file


def cells(book: Any, name: str = "Notes") -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_a_text_whatever_it_looks_like(text: str) -> None:
    file = file_of((text, 3, None, None, text))
    book = load_workbook(file)
    for cell in (book["Notes"]["A2"], book["Notes"]["E2"]):
        assert cell.data_type in ("s", "inlineStr")
        assert cell.hyperlink is None
        assert str(cell.value).replace("_x005F_", "_").rstrip() == text.rstrip()
    assert book["Notes"].max_column == 5
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert not [name for name in archive.namelist() if name.endswith("sheet1.xml.rels")]  # where links would stand


def test_numbers_shares_and_moments_have_types_and_formats() -> None:
    book = written(("Tessa", 3, 0.83, datetime(2026, 3, 2, 9, 0), ""), ("Bram", 3.25, None, None, None))
    page = book["Notes"]
    assert cells(book)[1:] == [["Tessa", 3, 0.83, datetime(2026, 3, 2, 9, 0), None], ["Bram", 3.25, None, None, None]]
    assert (page["B2"].number_format, page["B3"].number_format) == ("General", "0.00")
    assert (page["C2"].number_format, page["D2"].number_format) == ("0 %", "yyyy-mm-dd hh:mm")


@pytest.mark.parametrize("letter", ["a ", "é ", "👩🏽 ", "x"], ids=["words", "accents", "emoji", "no blanks"])
def test_a_long_note_goes_on_in_further_rows_and_says_so(letter: str) -> None:
    note = letter * 40_000
    rows = cells(written(("Tessa", 3, 0.5, None, note), ("Bram", 1, None, None, "short")))
    assert [row[0] for row in rows[1:]] == ["Tessa"] * (len(rows) - 2) + ["Bram"]
    assert [row[1] for row in rows[1:]] == [3, *[None] * (len(rows) - 3), 1]  # no figure counts twice
    parts = [row[4] for row in rows[1:-1]]
    assert len(parts) > 1
    assert all(len(part.encode("utf-16-le")) // 2 <= LONGEST_CELL for part in parts)
    assert all(part.startswith("(continued) ") for part in parts[1:])
    assert all(part.endswith(" … (continued below)") for part in parts[:-1])
    joined = "".join(p.removeprefix("(continued) ").removesuffix(" … (continued below)") for p in parts)
    assert joined == note


def test_a_note_that_just_fits_stays_whole() -> None:
    assert len(cells(written(("Tessa", 3, None, None, "x" * LONGEST_CELL)))) == 2
    assert len(cells(written(("Tessa", 3, None, None, "x" * (LONGEST_CELL + 1))))) == 3


def test_what_no_cell_takes_is_left_out() -> None:
    text = "a\x00b\x07c\x1b[31md\r\ne\rf\ud800g\ufffeh\x85\tj"
    assert cells(written((text, 3, None, None, None)))[1][0] == "abc[31md\ne\nfgh\x85\tj"


def test_rows_beyond_what_a_sheet_holds_go_on_in_another() -> None:
    book = written(*(("Tessa", number, None, None, None) for number in range(1, 6)), most_rows=3)
    assert book.sheetnames == ["Notes", "Notes 2", "Notes 3"]
    found = [row for name in book.sheetnames for row in cells(book, name)[1:]]
    assert [row[1] for row in found] == [1, 2, 3, 4, 5]
    assert all(cells(book, name)[0][0] == "Candidate" for name in book.sheetnames)


def test_a_sheet_without_rows_has_its_heading() -> None:
    assert cells(written()) == [list(SHEET.heading)]


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_any_texts_make_a_workbook_without_formulas(texts: list[str]) -> None:
    book = written(*((text, None, None, None, text) for text in texts))
    assert not [cell for row in book["Notes"].iter_rows() for cell in row if cell.data_type == "f"]
    assert book["Notes"].max_column == 5


def test_texts_wrap_and_stand_at_the_top() -> None:
    cell = written(("Tessa", 3, None, None, "x"))["Notes"]["E2"]
    assert (cell.alignment.wrap_text, cell.alignment.vertical) == (True, "top")
