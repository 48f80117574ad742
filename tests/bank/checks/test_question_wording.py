from pathlib import Path

import pytest

from screener.bank.checks.question_wording import check
from tests.bank.checks.problems import found_by, messages_of
from tests.factories import SLOTS, place_of, write_bank

GUIDE, QUESTION = SLOTS["guide"], SLOTS["question"]


def test_it_accepts_questions_that_everybody_can_be_asked(tmp_path: Path) -> None:
    assert found_by(check, write_bank(tmp_path)) == []


def test_it_reports_a_question_without_any_wording(tmp_path: Path) -> None:
    write_bank(tmp_path, question={"ask": {}})
    assert f"{QUESTION}:{place_of(tmp_path / QUESTION, 'ask')} question-wording" in found_by(check, tmp_path)


@pytest.mark.parametrize(
    ("role", "worded", "missing"),
    [
        ("sales", "marketing", "sales"),
        ("marketing", "sales", "marketing"),
        ("both", "sales", "both"),
        ("any", "sales", "marketing, both"),
    ],
)
def test_it_reports_a_guide_that_asks_without_its_wording(tmp_path: Path, role: str, worded: str, missing: str) -> None:
    write_bank(tmp_path, guide={"role": role}, question={"ask": {worded: "Tell me."}})
    assert found_by(check, tmp_path) == [f"{GUIDE}:{place_of(tmp_path / GUIDE, 'standing-case')} question-wording"]
    assert f"`standing-case` has no wording for {missing} (" in messages_of(check, tmp_path)[0]


def test_it_accepts_a_question_with_the_wording_of_the_guide_only(tmp_path: Path) -> None:
    write_bank(tmp_path, guide={"role": "marketing"}, question={"ask": {"marketing": "Tell me."}})
    assert found_by(check, tmp_path) == []
