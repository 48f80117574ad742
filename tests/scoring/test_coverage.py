"""What no example proves, beyond what tests/journeys/test_checking.py asks of phrases and rules."""

from pathlib import Path

import pytest

from screener.journeys.checking import check_bank
from tests.factories import SLOTS, Data, make_behaviours, make_philosophy, make_rubric, place_of, shown, write_change


def coverage_of(folder: Path, slot: str, change: Data) -> list[str]:
    return shown(check_bank(write_change(folder, slot, change), coverage=True).problems, folder)


@pytest.mark.parametrize("slot", ["risky", "rubric", "placement", "behaviours", "cue"])
def test_it_warns_of_a_word_list_that_no_phrase_of_its_file_names(tmp_path: Path, slot: str) -> None:
    used = make_philosophy()["words"] if slot == "risky" else {}
    found = coverage_of(tmp_path, slot, {"words": {**used, "nobody-asks": ["a word", "another word"]}})
    path = SLOTS[slot]
    assert found == [f"{path}:{place_of(tmp_path / path, 'nobody-asks')} word-list-unused"]
    (problem,) = check_bank(tmp_path, coverage=True).problems
    assert problem.level == "warning"
    assert check_bank(tmp_path).is_clean


def test_a_list_that_only_another_list_names_is_used(tmp_path: Path) -> None:
    words = {"made": ["{won}"], "won": ["made", "won"]}
    assert coverage_of(tmp_path, "risky", {"words": words}) == []


def test_a_list_of_the_whole_bank_may_wait_for_its_phrase(tmp_path: Path) -> None:
    lists = {"number": ["one", "two"], "ours": ["my people", "our team"], "waiting": ["a word"]}
    assert coverage_of(tmp_path, "words", {"lists": lists}) == []


def test_a_list_is_unused_though_one_of_the_same_name_is_used_elsewhere(tmp_path: Path) -> None:
    found = coverage_of(tmp_path, "behaviours", make_behaviours() | {"words": {"made": ["made"]}})
    assert [line.split(" ")[1] for line in found] == ["word-list-unused"]


def test_a_rule_is_not_proved_by_another_with_the_same_reason(tmp_path: Path) -> None:
    never = {"because": "It is red", "level": 2, "all": [{"sign": "kind-red"}, {"behaviour": "case"}]}
    found = coverage_of(tmp_path, "rubric", {"rules": [*make_rubric()["rules"], never]})
    place = place_of(tmp_path / SLOTS["rubric"], "because: It is red", nth=2)
    assert found == [f"{SLOTS['rubric']}:{place} rule-never-holds"]
