from pathlib import Path

import pytest

from screener.bank.checks.guide_minutes import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import SLOTS, make_guide, place_of, write_bank, write_change

GUIDE = SLOTS["guide"]


@pytest.mark.parametrize("minutes", [34, 35, 60])
def test_it_accepts_questions_that_fit_in(tmp_path: Path, minutes: int) -> None:
    assert found_by(check, write_bank(tmp_path, guide={"minutes": minutes})) == []


def test_it_reports_a_guide_that_takes_a_minute_too_long(tmp_path: Path) -> None:
    write_bank(tmp_path, guide={"minutes": 33})
    assert found_by(check, tmp_path) == [f"{GUIDE}:{place_of(tmp_path / GUIDE, '33')} guide-minutes"]
    assert messages_of(check, tmp_path) == [
        "questions, opening and closing take 34 minutes of 33 (drop some, or allow more)"
    ]


@pytest.mark.parametrize(
    ("slot", "change"),
    [("guide", {"opening_minutes": 11}), ("guide", {"closing_minutes": 12}), ("question", {"minutes": 12})],
    ids=["opening", "closing", "question"],
)
def test_it_counts_every_part(tmp_path: Path, slot: str, change: dict[str, int]) -> None:
    write_change(tmp_path, slot, change)
    assert found_by(check, tmp_path) == [f"{GUIDE}:{place_of(tmp_path / GUIDE, '40')} guide-minutes"]


def test_it_leaves_questions_that_do_not_exist_to_another_check(tmp_path: Path) -> None:
    questions = [*make_guide()["questions"], "nowhere"]
    assert found_by(check, write_bank(tmp_path, guide={"questions": questions})) == []
