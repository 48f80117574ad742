from pathlib import Path

import pytest

from screener.bank.checks.example_missing import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import (
    SLOTS,
    Data,
    make_philosophy,
    make_placement,
    make_rubric,
    place_of,
    write_bank,
    write_change,
)


def without_first(examples: list[Data], **labels: object) -> list[Data]:
    """Leave out the first example that has these labels."""
    index = next(i for i, e in enumerate(examples) if all(e.get(key) == value for key, value in labels.items()))
    return [*examples[:index], *examples[index + 1 :]]


MISSING = {
    **{
        f"{stance} of a philosophy": (
            "risky",
            without_first(make_philosophy()["examples"], stance=stance),
            f"{needed - 1} examples for `{stance}` (write at least {needed})",
        )
        for stance, needed in (("asserted", 6), ("past", 2), ("rejected", 2), ("reported", 2), ("none", 3))
    },
    **{
        f"level {level} of a rubric": (
            "rubric",
            without_first(make_rubric()["examples"], level=level),
            f"1 examples for `{level}` (write at least 2)",
        )
        for level in (1, 2, 3, 4, 5, "none")
    },
    **{
        f"{value} of a placement": (
            "placement",
            without_first(make_placement()["examples"], value=value),
            f"1 examples for `{value}` (write at least 2)",
        )
        for value in ("boss", "both", "none")
    },
}


@pytest.mark.parametrize("case", MISSING)
def test_it_reports_one_example_too_few(tmp_path: Path, case: str) -> None:
    slot, examples, message = MISSING[case]
    write_change(tmp_path, slot, {"examples": examples})
    place = place_of(tmp_path / SLOTS[slot], "examples:")
    assert found_by(check, tmp_path) == [f"{SLOTS[slot]}:{place} example-missing"]
    assert messages_of(check, tmp_path) == [message]


def test_it_reports_too_few_indirect_examples(tmp_path: Path) -> None:
    examples = [{k: v for k, v in e.items() if k != "indirect"} for e in make_philosophy()["examples"]]
    examples[0]["indirect"] = examples[1]["indirect"] = True
    examples[-1]["indirect"] = True  # a near miss does not count
    write_bank(tmp_path, risky={"examples": examples})
    place = place_of(tmp_path / SLOTS["risky"], "examples:")
    assert found_by(check, tmp_path) == [f"{SLOTS['risky']}:{place} example-missing"]
    assert messages_of(check, tmp_path) == ["2 of the asserted examples are `indirect: true` (write at least 3)"]


def test_it_reports_every_kind_of_which_there_is_none(tmp_path: Path) -> None:
    write_bank(tmp_path, risky={"examples": []}, rubric={"examples": []}, placement={"examples": []})
    assert len(found_by(check, tmp_path)) == (5 + 1) + 6 + 3


def test_it_asks_for_no_example_of_a_value_that_is_chosen_by_hand(tmp_path: Path) -> None:
    by_hand = {"id": "nobody", "label": "Nobody", "means": "It stays"}
    write_bank(tmp_path, placement={"values": [*make_placement()["values"], by_hand]})
    assert found_by(check, tmp_path) == []


WRONG: dict[str, tuple[str, list[Data]]] = {
    "philosophy": ("risky", make_philosophy()["examples"]),
    "rubric": ("rubric", make_rubric()["examples"]),
    "placement": ("placement", make_placement()["examples"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_it_reports_an_example_without_marked_evidence(tmp_path: Path, case: str) -> None:
    slot, examples = WRONG[case]
    first = {**examples[0], "text": "Nothing is marked in here."}
    write_change(tmp_path, slot, {"examples": [first, *examples[1:]]})
    place = place_of(tmp_path / SLOTS[slot], "Nothing is marked")
    assert found_by(check, tmp_path) == [f"{SLOTS[slot]}:{place} example-marks"]


@pytest.mark.parametrize("case", WRONG)
def test_it_reports_evidence_where_there_is_nothing_to_find(tmp_path: Path, case: str) -> None:
    slot, examples = WRONG[case]
    last = {**examples[-1], "text": "Here <<something is>> marked."}
    write_change(tmp_path, slot, {"examples": [*examples[:-1], last]})
    place = place_of(tmp_path / SLOTS[slot], "Here <<something")
    assert found_by(check, tmp_path) == [f"{SLOTS[slot]}:{place} example-marks"]
