from pathlib import Path

import pytest

from screener.bank.checks.duplicate_entry import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import (
    SLOTS,
    Data,
    make_behaviours,
    make_guide,
    make_needs,
    make_placement,
    make_policy,
    make_rubric,
    make_survey,
    place_of,
    write_bank,
    write_change,
)


def twice(entries: list[Data]) -> list[Data]:
    return [*entries, entries[0]]


CASES: dict[str, tuple[str, Data, str, int]] = {
    "question of a guide": ("guide", {"questions": twice(make_guide()["questions"])}, "standing-case", 2),
    "competency of a guide": ("guide", {"competencies": twice(make_guide()["competencies"])}, "id: standing", 2),
    "sign of a rubric": ("rubric", {"signs": twice(make_rubric()["signs"])}, "id: kind-red", 2),
    "value of a placement": ("placement", {"values": twice(make_placement()["values"])}, "id: boss", 2),
    "question of an assessment": ("needs", {"questions": twice(make_needs()["questions"])}, "id: gap", 2),
    "outcome of an assessment": ("needs", {"outcomes": twice(make_needs()["outcomes"])}, "id: more-sales", 2),
    "answer of an assessment": (
        "needs",
        {"questions": [{"id": "gap", "text": "?", "answers": twice(make_needs()["questions"][0]["answers"])}]},
        "id: leads",
        2,
    ),
    "flag of a policy": ("policy", {"flags": twice(make_policy()["flags"])}, "philosophy: sole-credit", 2),
    "accepted by a policy": (
        "policy",
        {"accepted": [{"philosophy": "shared-credit", "reason": word} for word in ("One", "Two")]},
        "philosophy: shared-credit",
        2,
    ),
    "behaviour": ("behaviours", {"behaviours": twice(make_behaviours()["behaviours"])}, "id: case", 2),
    "source": ("sources", {"sources": [{"title": "A Book", "about": word} for word in "ab"]}, "title: A Book", 2),
    "group of a survey": ("survey", {"groups": twice(make_survey()["groups"])}, "id: asked", 2),
    "share of a survey": ("survey", {"shares": twice(make_survey()["shares"])}, "value: boss", 2),
    "counterpart of a philosophy": ("risky", {"counterparts": ["shared-credit", "shared-credit"]}, "shared-credit", 2),
    "other competency of a question": ("question", {"also": ["credit", "credit"]}, "credit", 2),
}


@pytest.mark.parametrize("case", CASES)
def test_it_reports_what_stands_twice_in_one_list(tmp_path: Path, case: str) -> None:
    slot, change, words, nth = CASES[case]
    write_change(tmp_path, slot, change)
    assert found_by(check, tmp_path) == [
        f"{SLOTS[slot]}:{place_of(tmp_path / SLOTS[slot], words, nth)} duplicate-entry"
    ]


def test_it_says_where_the_first_one_stands(tmp_path: Path) -> None:
    write_bank(tmp_path, guide={"questions": ["credit-case", "repair-case", "repair-case", "repair-case"]})
    assert (
        messages_of(check, tmp_path)
        == ["`repair-case` stands in this list already, as entry 2 (remove one of the two)"] * 2
    )


def test_it_lets_two_files_name_the_same(tmp_path: Path) -> None:
    write_bank(tmp_path, extra={"guides/other.yaml": make_guide(id="other")})
    assert found_by(check, tmp_path) == []
