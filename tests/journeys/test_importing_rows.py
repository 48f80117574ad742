"""Columns are found by what they are called, and every row of a list ends up somewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.errors import Refused
from screener.journeys.importing_rows import NAME_TITLES, WHOLE_ROW, Known, Line, columns_of, lines_of, planned
from screener.text.table import Row, Table

TITLES = {**NAME_TITLES, "note": ("note", "notes")}


def table(*rows: tuple[str, ...]) -> Table:
    header, *others = (Row(number, cells) for number, cells in enumerate(rows, 1))
    return Table(header, tuple(others), "UTF-8", ",")


@pytest.mark.parametrize("title", ["name", "NAME", " Full_Name ", "candidate", "Candidate-Name", "ｎａｍｅ"])
def test_a_column_is_found_however_it_is_written(title: str) -> None:
    columns = columns_of(Row(1, ("Tag", title)), TITLES)
    assert columns.places == {"name": 1}
    assert columns.ignored == ("Tag",)


def test_a_name_may_stand_in_two_columns() -> None:
    found = table(("Last Name", "first_name"), ("Brandvold", " Tessa "), ("", "Cher"))
    columns = columns_of(found.header, TITLES)
    assert [" ".join(line.text("name").split()) for line in lines_of(found, columns)] == ["Tessa Brandvold", "Cher"]
    line = next(lines_of(found, columns))
    line.refuse("name", "No.")
    assert line.wrong[0].column == "first_name and Last Name"


def test_a_whole_name_goes_before_its_parts_which_are_then_ignored() -> None:
    columns = columns_of(Row(1, ("First name", "Last name", "Name")), TITLES)
    assert (columns.places, columns.ignored) == ({"name": 2}, ("First name", "Last name"))


def test_ignored_columns_are_named_even_without_a_title() -> None:
    columns = columns_of(Row(1, ("name", "", "Tag", "Tag", "x" * 80, "a\nb")), TITLES)
    assert columns.ignored == ("column 2, which has no title", "Tag", "Tag", "x" * 60 + "…", "a b")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (("Name", "name "), "Two columns hold the same: “Name” and “name”"),
        (("Name", "note", "NOTES"), "“note” and “NOTES”"),
        (("First name", "note"), "No column is called “name”"),
        (("Tessa Brandvold", "a note"), "it is: “Tessa Brandvold”, “a note”."),
        (("", "a"), "“column 1, which has no title”, “a”"),
    ],
)
def test_columns_that_cannot_be_told_are_refused(header: tuple[str, ...], said: str) -> None:
    with pytest.raises(Refused) as refusal:
        columns_of(Row(1, header), TITLES)
    assert said in str(refusal.value)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(
    ("cells", "is_right"),
    [(("A", "n"), True), (("A",), False), (("A", "n", "x"), False), (("A", "n", " ", ""), True)],
)
def test_a_row_has_as_many_cells_as_the_header_but_for_empty_ones_at_its_end(
    cells: tuple[str, ...], is_right: bool
) -> None:
    found = table(("name", "note"), cells)
    (line,) = lines_of(found, columns_of(found.header, TITLES))
    assert [wrong.column for wrong in line.wrong] == ([] if is_right else [WHOLE_ROW])
    if not is_right:
        count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        assert f"It has {count} where the header has 2" in line.wrong[0].message


CELLS = st.sampled_from(["A", "B", "known", "wrong", "", "  "])


@given(st.lists(st.lists(CELLS, min_size=1, max_size=3).map(tuple), max_size=12))
def test_every_row_is_in_one_group_and_none_is_lost(rows: list[tuple[str, ...]]) -> None:
    found = table(("name", "note"), *rows)

    def read(line: Line) -> tuple[int] | Known:
        if line.text("name") == "wrong":
            line.refuse("name", "No.")
            line.refuse("note", "Nor this.")
        return Known(line.number, "", "") if line.text("name") == "known" else (line.number,)

    plan = planned(lines_of(found, columns_of(found.header, TITLES)), read)
    new, known, wrong = [n for (n,) in plan.new], [k.line for k in plan.known], {w.line for w in plan.wrong}
    assert sorted([*new, *known, *wrong]) == [row.line for row in found.rows]
    assert plan.left_out == len(wrong)
