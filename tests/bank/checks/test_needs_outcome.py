from pathlib import Path

import pytest

from screener.bank.checks.needs_outcome import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import SLOTS, Data, make_needs, make_rubric, place_of, write_bank

NEEDS = SLOTS["needs"]
SALES, EVEN = make_needs()["outcomes"]


def write_outcomes(folder: Path, *outcomes: Data) -> Path:
    return write_bank(folder, needs={"outcomes": list(outcomes)})


def test_it_accepts_outcomes_that_can_all_be_reached(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path)) == []


@pytest.mark.parametrize("last", [{"lead": "sales", "margin": 0}, {"lead": "marketing"}, {"margin": 1}])
def test_it_reports_a_last_outcome_that_may_not_hold(tmp_path: Path, last: Data) -> None:
    write_outcomes(tmp_path, {**EVEN, **last})
    place = place_of(tmp_path / NEEDS, "id: no-lead")
    assert f"{NEEDS}:{place} needs-outcome" in found_by(check, tmp_path)
    assert "the last outcome must hold whatever was answered" in messages_of(check, tmp_path)[0]


@pytest.mark.parametrize(("lead", "margin", "most"), [("sales", 4, 3), ("marketing", 3, 2)], ids=["sales", "marketing"])
def test_it_reports_a_margin_that_cannot_be_reached(tmp_path: Path, lead: str, margin: int, most: int) -> None:
    write_outcomes(tmp_path, {**SALES, "lead": lead, "margin": margin}, EVEN)
    place = place_of(tmp_path / NEEDS, f"margin: {margin}")[:-1]
    (found,) = found_by(check, tmp_path)
    assert found == f"{NEEDS}:{place.split(':')[0]}:11 needs-outcome"
    assert messages_of(check, tmp_path) == [f"a margin of {margin} cannot be reached, {most} is the most (lower it)"]


def test_it_adds_up_the_points_of_all_questions(tmp_path: Path) -> None:
    first = make_needs()["questions"][0]
    questions = [first, {**first, "id": "other"}]
    write_bank(tmp_path, needs={"questions": questions, "outcomes": [{**SALES, "margin": 6}, EVEN]})
    assert found_by(check, tmp_path) == []


def test_it_reports_an_outcome_behind_one_that_always_holds(tmp_path: Path) -> None:
    write_outcomes(tmp_path, {**EVEN, "id": "first"}, SALES, EVEN)
    places = [place_of(tmp_path / NEEDS, f"id: {name}") for name in ("more-sales", "no-lead")]
    assert found_by(check, tmp_path) == [f"{NEEDS}:{place} needs-outcome" for place in places]


def test_it_reports_a_weight_that_the_guide_does_not_rate(tmp_path: Path) -> None:
    weight = {"competency": "six", "weight": 2, "reason": "For a reason."}
    write_bank(
        tmp_path,
        extra={"rubrics/six.yaml": make_rubric("six")},
        needs={"outcomes": [{**SALES, "weights": [*SALES["weights"], weight]}, EVEN]},
    )
    assert found_by(check, tmp_path) == [f"{NEEDS}:{place_of(tmp_path / NEEDS, 'six')} needs-outcome"]


def test_it_leaves_guides_that_do_not_exist_to_another_check(tmp_path: Path) -> None:
    assert found_by(check, write_outcomes(tmp_path, {**SALES, "guide": "nowhere"}, EVEN)) == []


def test_it_reports_an_outcome_that_an_earlier_one_always_forestalls(tmp_path: Path) -> None:
    write_outcomes(tmp_path, {**SALES, "margin": 1}, {**SALES, "id": "much-more-sales", "margin": 2}, EVEN)
    (message,) = messages_of(check, tmp_path)
    assert "put the larger margin first" in message
