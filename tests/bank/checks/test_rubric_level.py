from pathlib import Path

import pytest

from screener.bank.checks.rubric_level import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import SLOTS, Data, make_rubric, place_of, write_bank

RUBRIC = SLOTS["rubric"]


def levels(index: int, **changes: object) -> list[Data]:
    scale: list[Data] = make_rubric()["levels"]
    return [{**level, **changes} if number == index else level for number, level in enumerate(scale)]


def test_it_accepts_five_levels_from_the_lowest(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path)) == []


def test_it_reports_levels_out_of_order(tmp_path: Path) -> None:
    scale = make_rubric()["levels"]
    write_bank(tmp_path, rubric={"levels": [scale[1], scale[0], *scale[2:]]})
    line = [int(place_of(tmp_path / RUBRIC, "- level:", nth).split(":")[0]) for nth in (1, 2)]
    assert found_by(check, tmp_path) == [f"{RUBRIC}:{number}:10 rubric-level" for number in line]
    assert messages_of(check, tmp_path)[0].startswith("level 2 stands where level 1 belongs")


def test_it_reports_a_level_that_stands_twice(tmp_path: Path) -> None:
    write_bank(tmp_path, rubric={"levels": levels(4, level=4)})
    assert [m[:39] for m in messages_of(check, tmp_path)] == ["level 4 stands where level 5 belongs (l"]


@pytest.mark.parametrize("count", [1, 14])
def test_it_accepts_a_short_form_of_up_to_fourteen_words(tmp_path: Path, count: int) -> None:
    short = " ".join(["**one**", *["word"] * (count - 1)])
    assert found_by(check, write_bank(tmp_path, rubric={"levels": levels(2, short=short)})) == []


def test_it_reports_a_short_form_that_is_too_long(tmp_path: Path) -> None:
    write_bank(tmp_path, rubric={"levels": levels(2, short=" ".join(["**one**", *["word"] * 14]))})
    place = place_of(tmp_path / RUBRIC, "'**one**")
    assert found_by(check, tmp_path) == [f"{RUBRIC}:{place} rubric-level"]
    assert messages_of(check, tmp_path) == ["the short form has 15 words (at most 14)"]


@pytest.mark.parametrize("short", ["No key word", "**One** and **two**", "An **open one"])
def test_it_reports_a_short_form_without_one_key_word(tmp_path: Path, short: str) -> None:
    write_bank(tmp_path, rubric={"levels": levels(0, short=short)})
    (found,) = found_by(check, tmp_path)
    assert found.startswith(f"{RUBRIC}:{place_of(tmp_path / RUBRIC, 'short:').split(':')[0]}:10 ")
    assert "marks no key word" in messages_of(check, tmp_path)[0]
