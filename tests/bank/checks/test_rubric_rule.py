from pathlib import Path

import pytest

from screener.bank.checks.rubric_rule import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import SLOTS, Data, make_rubric, place_of, write_bank

RUBRIC = SLOTS["rubric"]
RED = {"sign": "kind-red"}


def write_rule(folder: Path, **parts: list[Data]) -> Path:
    """Write a rubric whose second rule has these parts."""
    rule = {"because": "Of this", "level": 1, **parts}
    return write_bank(folder, rubric={"rules": [make_rubric()["rules"][0], rule]})


@pytest.mark.parametrize("parts", [{"all": [RED]}, {"any": [RED]}, {"all": [RED], "unless": [{"behaviour": "case"}]}])
def test_it_accepts_a_rule_that_asks_for_something(tmp_path: Path, parts: dict[str, list[Data]]) -> None:
    assert found_by(check, write_rule(tmp_path, **parts)) == []


@pytest.mark.parametrize("parts", [{}, {"all": []}, {"all": [], "any": [], "unless": [RED]}])
def test_it_reports_a_rule_that_would_always_hold(tmp_path: Path, parts: dict[str, list[Data]]) -> None:
    write_rule(tmp_path, **parts)
    place = place_of(tmp_path / RUBRIC, "because: Of this")
    assert found_by(check, tmp_path) == [f"{RUBRIC}:{place} rubric-rule"]
    assert "the rule asks for nothing" in messages_of(check, tmp_path)[0]


@pytest.mark.parametrize("part", ["all", "any", "unless"])
@pytest.mark.parametrize(
    "condition",
    [{"stance": "past"}, {"stance": "past", "sign": "kind-red", "behaviour": "case"}],
    ids=["nothing", "two things"],
)
def test_it_reports_a_condition_that_does_not_name_one_thing(tmp_path: Path, part: str, condition: Data) -> None:
    write_rule(tmp_path, **{"all": [RED], part: [RED, condition]})
    place = place_of(tmp_path / RUBRIC, "stance: past")
    assert found_by(check, tmp_path) == [f"{RUBRIC}:{place} rubric-rule"]
    assert messages_of(check, tmp_path) == ["name exactly one of `philosophy`, `sign` and `behaviour`"]


def test_it_reports_a_stance_that_would_be_passed_over(tmp_path: Path) -> None:
    write_rule(tmp_path, all=[{"sign": "kind-red", "stance": "rejected"}])
    (message,) = messages_of(check, tmp_path)
    assert message.startswith("only a philosophy is asked for in a stance")
