from pathlib import Path

import pytest

from screener.bank.checks.guide_coverage import check
from screener.bank.load import load_library
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import COMPETENCIES, SLOTS, make_guide, make_question, make_rubric, place_of, shown, write_bank

GUIDE = SLOTS["guide"]
MORE = ("six", "seven", "eight", "nine")


def write_guide(folder: Path, competencies: list[str]) -> None:
    """Write a guide on these competencies, with rubrics and questions for those that are new."""
    extra = {f"rubrics/{name}.yaml": make_rubric(name) for name in MORE}
    extra |= {f"items/{name}/{name}-case.yaml": make_question(name) for name in MORE}
    rated = [{"id": name, "weight": 1} for name in competencies]
    write_bank(folder, extra=extra, guide={"competencies": rated, "questions": [f"{n}-case" for n in competencies]})


@pytest.mark.parametrize("count", [5, 8])
def test_it_accepts_five_to_eight_competencies(tmp_path: Path, count: int) -> None:
    write_guide(tmp_path, [*COMPETENCIES, *MORE][:count])
    assert found_by(check, tmp_path) == []


@pytest.mark.parametrize("count", [4, 9])
def test_it_reports_too_few_or_too_many_competencies(tmp_path: Path, count: int) -> None:
    write_guide(tmp_path, [*COMPETENCIES, *MORE][:count])
    assert found_by(check, tmp_path) == [f"{GUIDE}:{place_of(tmp_path / GUIDE, 'competencies:')} guide-coverage"]
    assert messages_of(check, tmp_path)[0].startswith(f"{count} competencies (choose 5 to 8")


def test_it_reports_a_competency_that_no_question_asks_about(tmp_path: Path) -> None:
    write_bank(tmp_path, guide={"questions": make_guide()["questions"][1:]})
    assert found_by(check, tmp_path) == [f"{GUIDE}:{place_of(tmp_path / GUIDE, 'id: standing')} guide-coverage"]


def test_it_reports_a_question_on_what_the_guide_does_not_rate(tmp_path: Path) -> None:
    extra = {"rubrics/six.yaml": make_rubric("six"), "items/six/six-case.yaml": make_question("six")}
    write_bank(tmp_path, extra=extra, guide={"questions": [*make_guide()["questions"], "six-case"]})
    assert found_by(check, tmp_path) == [f"{GUIDE}:{place_of(tmp_path / GUIDE, 'six-case')} guide-coverage"]


def test_it_reports_a_single_question_without_a_reason(tmp_path: Path) -> None:
    second = {"items/credit/credit-second.yaml": make_question("credit", id="credit-second")}
    write_bank(
        tmp_path,
        extra=second,
        guide={"questions": [*make_guide()["questions"], "credit-second"], "single_question_reason": None},
    )
    expected = [name for name in COMPETENCIES if name != "credit"]
    assert found_by(check, tmp_path) == [
        f"{GUIDE}:{place_of(tmp_path / GUIDE, f'id: {name}')} guide-coverage" for name in expected
    ]


def test_it_does_not_take_a_question_with_mistakes_for_a_missing_one(tmp_path: Path) -> None:
    write_bank(tmp_path, question={"minutes": 0})
    assert shown(check(load_library(tmp_path)), tmp_path) == []
