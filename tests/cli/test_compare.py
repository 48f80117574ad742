"""`compare` and `export`: the same figures as the pages, on standard output or in a file, and what is refused."""

import csv
import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from screener.journeys.blinding import set_blind
from screener.journeys.comparison import View, comparison_of
from screener.journeys.instance import make_instance
from tests.cli.conftest import Run
from tests.cli.test_bad_input import assert_refused
from tests.journeys.compared import Compared, compared_opening
from tests.journeys.test_candidates import hold
from tests.office import Office, open_office
from tests.rendering.test_comparison_json import SCHEMA


@dataclass(frozen=True)
class Served:
    """An instance in a folder."""

    folder: Path
    office: Office
    found: Compared


@pytest.fixture
def served(tmp_path: Path) -> Served:
    folder = tmp_path / "ours"
    make_instance(folder)
    office = open_office(folder)
    return Served(folder, office, compared_opening(office))


def read(text: bytes) -> list[dict[str, str]]:
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(text.decode("utf-8-sig"), newline="")))


# Comparing


def test_json_keeps_to_the_schema_and_says_what_the_page_says(run: Run, served: Served) -> None:
    result = run("compare", served.folder, "--guide", "sales-leader", "--format", "json")
    assert result.returncode == 0, result.stderr
    assert result.stderr == b""
    data = json.loads(result.stdout)
    (comparison,) = data["comparisons"]
    Draft202012Validator(SCHEMA).validate(comparison)
    office, found = served.office, served.found
    page = comparison_of(office.instance, office.helen, found.opening.id, View(page=0))
    assert [own["total"]["level"] for own in comparison["candidates"]] == [row.total.level for row in page.rows]
    assert comparison["unheard"] == page.unheard == 0  # it was read for that
    tessa = next(own for own in comparison["candidates"] if own["name"] == "Tessa Brandvold")
    assert ("high", "asserted") in {(own["severity"], own["stance"]) for own in tessa["beliefs"]["risky"]}


def test_reading_is_left_out_where_it_is_not_wanted(run: Run, served: Served) -> None:
    result = run("compare", served.folder, "--guide", "sales-leader", "--format", "json", "--no-reading")
    assert json.loads(result.stdout)["comparisons"][0]["unheard"] == 3
    assert served.office.instance.store.heard_in(served.found.opening.id) == ()


def test_csv_has_the_same_figures_and_says_which_opening_if_several(run: Run, served: Served) -> None:
    one = read(run("compare", served.folder, "--guide", "sales-leader", "--format", "csv", "--no-reading").stdout)
    assert [row["Candidate"] for row in one] == ["Tessa Brandvold", "Bram Osterholt", "Zoë <b>"]
    assert "Opening" not in one[0]
    assert float(one[0]["Standing of the two functions"]) == 3.5
    other = served.office.opening(title="=Sales")
    served.office.candidate(other, "@Ada")
    several = read(run("compare", served.folder, "--guide", "sales-leader", "--format", "csv", "--no-reading").stdout)
    assert {(row["Opening"], row["Candidate"]) for row in several} >= {
        ("'=Sales", "'@Ada"),
        ("Sales Director", "Zoë <b>"),
    }
    only = run("compare", served.folder, "--opening", other.id, "--format", "csv", "--no-reading")
    assert [row["Candidate"] for row in read(only.stdout)] == ["'@Ada"]


def test_text_is_for_people(run: Run, served: Served) -> None:
    result = run("compare", served.folder, "--guide", "sales-leader", "--round", "1", "--no-reading", COLUMNS="140")
    text = result.stdout.decode()
    assert result.returncode == 0
    for words in (
        "Sales Director (round 1)",
        "Tessa Brandvold",
        "3.5",
        "not read yet",
        "1  Standing of the two functions",
    ):
        assert words in text, words


def test_hidden_names_stay_hidden(run: Run, served: Served) -> None:
    set_blind(served.office.instance, served.office.helen, served.found.opening.id, is_blind=True)
    for style in ("text", "csv", "json"):
        said = run(
            "compare", served.folder, "--guide", "sales-leader", "--format", style, "--no-reading"
        ).stdout.decode()
        assert "Candidate A" in said
        assert "Tessa" not in said


def test_what_cannot_be_compared_is_refused_in_one_line(run: Run, served: Served, tmp_path: Path) -> None:
    assert_refused(run("compare", served.folder), "Name the openings by --guide, or one by --opening")
    assert_refused(run("compare", served.folder, "--guide", "sales-leeder"), "did you mean `sales-leader`?")
    assert_refused(run("compare", served.folder, "--opening", "nowhere"), "there is no opening `nowhere`")
    assert_refused(run("compare", served.folder, "--guide", "sales-leader", "--round", "2", "--no-reading"), "no round 2 (known: 1)")  # fmt: skip
    assert_refused(run("compare", served.folder, "--guide", "sales-leader", "--round", "-1"), "--round")
    assert_refused(run("compare", tmp_path / "nothing", "--guide", "sales-leader"), "holds no instance")


# Exporting


def test_export_writes_everything_into_a_workbook(run: Run, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "all.xlsx"
    result = run("export", served.folder, file)
    assert (result.returncode, result.stdout) == (0, b""), result.stderr
    assert "3 scorecards in" in result.stderr.decode()
    assert "3 not read for beliefs yet" in result.stderr.decode()
    book = load_workbook(file)
    assert book["Ratings"].max_row == 1 + 12 * 3 + 1
    assert {cell.value for cell in book["Candidates"]["A"]} == {
        "Candidate",
        "Tessa Brandvold",
        "Bram Osterholt",
        "Zoë <b>",
    }
    assert list(tmp_path.glob(".*")) == []


def test_export_of_several_openings_says_which(run: Run, served: Served, tmp_path: Path) -> None:
    other = served.office.opening(title="Head of Sales")
    served.office.candidate(other, "Ada")
    file = tmp_path / "all.xlsx"
    assert run("export", served.folder, file).returncode == 0
    rows = [[cell.value for cell in row] for row in load_workbook(file)["Candidates"].iter_rows()]
    assert rows[0][:2] == ["Opening", "Candidate"]
    assert ["Head of Sales", "Ada"] in [row[:2] for row in rows]
    assert run("export", served.folder, file, "--opening", other.id).returncode == 0  # it takes the other's place
    assert load_workbook(file)["Candidates"]["A2"].value == "Ada"


def test_both_take_a_round_or_all_together(run: Run, served: Served, tmp_path: Path) -> None:
    hold(served.office, served.found.tessa, served.office.yuki, round=2)
    counts = {}
    for round_ in ("0", "1", "2"):
        file = tmp_path / f"{round_}.xlsx"
        assert run("export", served.folder, file, "--round", round_).returncode == 0
        counts[round_] = load_workbook(file)["Ratings"].max_row - 1
        result = run("compare", served.folder, "--guide", "sales-leader", "--round", round_, "--format", "json", "--no-reading")  # fmt: skip
        assert json.loads(result.stdout)["comparisons"][0]["round"] == (int(round_) or None)
    assert counts == {"0": 49, "1": 37, "2": 12}
    assert_refused(run("export", served.folder, tmp_path / "3.xlsx", "--round", "3"), "no round 3 (known: 1, 2)")


def test_what_cannot_be_written_is_refused_and_leaves_nothing(run: Run, served: Served, tmp_path: Path) -> None:
    assert_refused(run("export", served.folder, tmp_path / "all.csv"), "ends in .xlsx")
    assert_refused(run("export", served.folder, tmp_path / "no" / "all.xlsx"), "cannot be written: No such file")
    assert_refused(run("export", served.folder, tmp_path / "all.xlsx", "--opening", "x"), "there is no opening `x`")
    assert_refused(run("export", tmp_path, tmp_path / "all.xlsx"), "holds no instance")
    assert not list(tmp_path.glob("*.xlsx"))
    empty = tmp_path / "empty"
    make_instance(empty)
    assert_refused(run("export", empty, tmp_path / "all.xlsx"), "no opening in this instance yet")
