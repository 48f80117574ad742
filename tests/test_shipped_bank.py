"""The bank that ships is clean, complete, proved by its examples, and in words of its own."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from screener.bank.load import load_library
from screener.journeys.checking import check_bank
from screener.paths import shipped

FOLDER = shipped("questions")
BANK = load_library(FOLDER).bank
COMPETENCIES = {
    "standing", "horizon", "customer", "credit", "agreement", "repair", "hierarchy", "self-knowledge", "listening",
}  # fmt: skip
RISKY = {
    "marketing-serves-sales", "sales-serves-marketing", "contempt-for-marketers", "contempt-for-salespeople",
    "sole-credit", "blame-the-other-side", "this-quarter-only", "ivory-tower", "customer-gatekeeping",
    "lead-volume-vanity", "not-my-fix", "silver-bullet", "top-down-dictate", "going-rogue", "they-will-come",
    "one-discipline",
}  # fmt: skip
HEALTHY = {
    "common-purpose", "shared-definitions", "feedback-loop", "field-exposure", "shared-credit", "strategy-first",
    "both-horizons", "own-the-fix", "knows-own-bent",
}  # fmt: skip


def test_it_has_no_problem_with_coverage_on() -> None:
    assert check_bank(FOLDER, coverage=True).problems == ()


def test_it_holds_every_philosophy_and_competency() -> None:
    assert set(BANK.rubrics) == COMPETENCIES
    assert {p.id for p in BANK.philosophies.values() if p.kind == "risky"} == RISKY
    assert {p.id for p in BANK.philosophies.values() if p.kind == "healthy"} == HEALTHY


@pytest.mark.parametrize("competency", sorted(COMPETENCIES))
@pytest.mark.parametrize("role", ["sales", "marketing", "both"])
def test_each_competency_has_six_questions_for_each_leader_three_of_them_on_past_behaviour(
    competency: str, role: str
) -> None:
    questions = [q for q in BANK.questions.values() if q.competency == competency and q.ask.spoken_to(role)]
    assert len(questions) >= 6
    assert sum(q.kind == "past-behaviour" for q in questions) >= 3


def test_questions_come_from_every_perspective() -> None:
    perspectives = Counter(q.perspective for q in BANK.questions.values())
    assert min(perspectives[p] for p in ("importance", "time", "intimacy", "contribution", "together")) >= 5


def test_each_placement_is_asked_under_a_question() -> None:
    assert {q.placement for q in BANK.questions.values() if q.placement} == set(BANK.placements)


@pytest.mark.parametrize("rubric", BANK.rubrics.values(), ids=BANK.rubrics)
def test_each_rubric_has_an_example_answer_of_every_level_that_can_be_read(rubric) -> None:  # type: ignore[no-untyped-def]
    read = {example.level for example in rubric.examples if not example.known_miss}
    assert {1, 2, 3, 4, 5, "none"} <= read


def run_of_words(text: str, length: int = 6) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+(?:'[a-z]+)*", text.lower().replace("’", "'").replace("<<", "").replace(">>", ""))
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


MEASURED = [Path(__file__).parent.parent / "bench" / "data" / name for name in ("statements.jsonl", "answers.jsonl")]


@pytest.mark.parametrize("path", MEASURED, ids=lambda p: p.name)
def test_the_bank_shares_no_run_of_six_words_with_the_texts_it_is_measured_on(path: Path) -> None:
    measured: set[tuple[str, ...]] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        measured |= run_of_words(json.loads(line)["text"])
    examples = [e.text for p in BANK.philosophies.values() for e in p.examples]
    examples += [e.text for r in BANK.rubrics.values() for e in r.examples]
    examples += [sentence for r in BANK.rubrics.values() for s in r.signs for sentence in s.fires]
    assert len(measured) > 1000
    assert not measured & set().union(*map(run_of_words, examples))
