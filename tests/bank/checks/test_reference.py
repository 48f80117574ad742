from pathlib import Path

import pytest

from screener.bank.checks.reference import check
from screener.bank.load import load_library
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import (
    SLOTS,
    Data,
    make_guide,
    make_needs,
    make_placement,
    make_rubric,
    place_of,
    shown,
    write_bank,
    write_change,
)

NO = "nowhere"
SALES, EVEN = make_needs()["outcomes"]
STAND = {"philosophy": NO, "severity": "low"}


def ruled(part: str, **condition: str) -> Data:
    rule: Data = {"level": 1, "because": "It is so", "all": [{"sign": "kind-red"}]}
    return {"rules": [{**rule, part: [condition]}]}


CASES: dict[str, tuple[str, Data]] = {
    "competency of a question": ("question", {"competency": NO}),
    "other competency of a question": ("question", {"also": ["credit", NO]}),
    "placement of a question": ("question", {"placement": NO}),
    "question of a guide": ("guide", {"questions": [*make_guide()["questions"], NO]}),
    "competency of a guide": ("guide", {"competencies": [{"id": NO, "weight": 1}]}),
    "counterpart of a philosophy": ("risky", {"counterparts": ["shared-credit", NO]}),
    "competency of a philosophy": ("risky", {"competencies": [NO]}),
    "flag of a policy": ("policy", {"flags": [STAND]}),
    "accepted by a policy": ("policy", {"accepted": [{"philosophy": NO, "reason": "So"}]}),
    "sign that a rule asks for": ("rubric", ruled("all", sign=NO)),
    "philosophy that a rule asks for": ("rubric", ruled("any", philosophy=NO, stance="past")),
    "behaviour that a rule rules out": ("rubric", ruled("unless", behaviour=NO)),
    "competency of a placement": ("placement", {"competency": NO}),
    "survey of a placement": ("placement", {"survey": NO}),
    "value of an example": (
        "placement",
        {"examples": [{"value": NO, "text": "It <<is>> so."}, *make_placement()["examples"]]},
    ),
    "group of a share": ("survey", {"shares": [{"value": "boss", "label": "x", "share": 1, "of": NO}]}),
    "guide of an outcome": ("needs", {"outcomes": [{**SALES, "guide": NO}, EVEN]}),
    "weight of an outcome": (
        "needs",
        {"outcomes": [{**SALES, "weights": [{"competency": NO, "weight": 1, "reason": "So"}]}, EVEN]},
    ),
}


def test_it_accepts_references_to_what_exists(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path)) == []


@pytest.mark.parametrize("case", CASES)
def test_it_reports_a_reference_to_nothing(tmp_path: Path, case: str) -> None:
    slot, change = CASES[case]
    write_change(tmp_path, slot, change)
    place = place_of(tmp_path / SLOTS[slot], NO)
    assert found_by(check, tmp_path) == [f"{SLOTS[slot]}:{place} dangling-reference"]
    assert f"`{NO}`" in messages_of(check, tmp_path)[0]


@pytest.mark.parametrize(
    ("slot", "change", "message"),
    [
        ("risky", {"counterparts": ["sole-credit"]}, "there is no healthy philosophy `sole-credit`"),
        ("healthy", {"counterparts": ["shared-credit"]}, "there is no risky philosophy `shared-credit`"),
    ],
    ids=["risky", "healthy"],
)
def test_it_reports_a_counterpart_of_the_same_kind(tmp_path: Path, slot: str, change: Data, message: str) -> None:
    assert messages_of(check, write_change(tmp_path, slot, change))[0].startswith(message)


def test_it_asks_what_was_meant(tmp_path: Path) -> None:
    write_bank(tmp_path, policy={"flags": [{"philosophy": "sole-credits", "severity": "low"}]})
    assert messages_of(check, tmp_path) == ["there is no philosophy `sole-credits` (did you mean `sole-credit`?)"]


def test_it_does_not_take_a_sign_of_another_rubric(tmp_path: Path) -> None:
    signs = [*make_rubric()["signs"], {**make_rubric()["signs"][0], "id": "of-its-own"}]
    write_bank(
        tmp_path,
        rubric={"signs": signs},
        extra={"rubrics/credit.yaml": make_rubric("credit", **ruled("all", sign="of-its-own"))},
    )
    assert [line.split(":")[0] for line in found_by(check, tmp_path)] == ["rubrics/credit.yaml"]


@pytest.mark.parametrize(
    "slot", ["risky", "healthy", "rubric", "question", "guide", "placement", "survey", "behaviours", "words", "sources"]
)
@pytest.mark.parametrize("broken", [{"extra": "x"}, "a: b: c\n", b"\xff"], ids=["shape", "syntax", "encoding"])
def test_it_does_not_take_a_file_with_mistakes_for_a_missing_one(
    tmp_path: Path, slot: str, broken: Data | str | bytes
) -> None:
    library = load_library(write_change(tmp_path, slot, broken))
    assert len(library.problems) == 1
    assert shown(check(library), tmp_path) == []


def test_it_does_not_take_a_file_that_cannot_be_read_for_a_missing_one(tmp_path: Path) -> None:
    write_bank(tmp_path, rubric=None)
    (tmp_path / SLOTS["rubric"]).mkdir()
    library = load_library(tmp_path)
    assert [problem.code for problem in library.problems] == ["file-unreadable"]
    assert shown(check(library), tmp_path) == []
