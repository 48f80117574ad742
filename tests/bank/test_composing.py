"""A proposal covers what is rated, keeps to the minutes, prefers what was done, and is the same each time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.bank.composing import (
    Shortfall,
    can_be_put_to,
    coverage_of,
    minutes_for_two,
    planned_minutes,
    proposal,
    rearranged,
)
from screener.bank.load import load_library
from screener.bank.model import Question
from tests.factories import make_question

SHIPPED = load_library(Path(__file__).parents[2] / "questions").bank.questions


def question(name: str, competency: str = "standing", **changes: object) -> Question:
    return Question.model_validate(make_question(competency, id=name, **changes))


def bank(*questions: Question) -> Mapping[str, Question]:
    return {one.id: one for one in questions}


def test_each_competency_is_asked_about_once_before_any_is_twice() -> None:
    found = proposal(
        bank(question("a"), question("b"), question("c", "credit")), "sales", 10, {"standing": 1, "credit": 1}
    )
    assert found.questions == ("a", "c")
    assert found.shortfalls == (
        Shortfall("standing", 1, "no-time", minutes=5, left=0),
        Shortfall("credit", 1, "no-question"),
    )


def test_past_behaviour_comes_first_and_then_another_kind() -> None:
    view, deed, other = question("a", kind="view"), question("c"), question("b", perspective="time")
    assert proposal(bank(view, deed, other), "sales", 5, {"standing": 1}).questions == ("b",)
    assert proposal(bank(view, deed, other), "sales", 10, {"standing": 1}).questions == ("b", "a")


@pytest.mark.parametrize(
    ("better", "other"),
    [
        ({"perspective": "time"}, {"perspective": "importance"}),
        ({"also": ["credit"]}, {"also": []}),
        ({"minutes": 4}, {"minutes": 5}),
    ],
)
def test_of_two_questions_the_one_that_spreads_wider_or_is_shorter_is_taken(
    better: dict[str, Any], other: dict[str, Any]
) -> None:
    known = bank(question("a", **other), question("z", **better), question("k", "credit"))
    found = proposal(known, "sales", 60, {"credit": 2, "standing": 1}, kept=("k",))
    assert found.questions[1] == "z"


def test_ties_go_by_id() -> None:
    assert proposal(bank(question("b"), question("a")), "sales", 5, {"standing": 1}).questions == ("a",)


def test_a_long_question_does_not_take_the_place_of_another_competency() -> None:
    known = bank(question("long", minutes=9), question("short", kind="view", minutes=3), question("c", "credit"))
    assert proposal(known, "sales", 8, {"standing": 1, "credit": 1}).questions == ("short", "c")


def test_what_also_touches_least_gets_its_second_question_first() -> None:
    known = bank(
        question("a", "standing", also=["credit"]), question("b", "credit", also=[]),
        question("c", "standing", kind="view"), question("d", "credit", kind="view"),
    )  # fmt: skip
    found = proposal(known, "sales", 15, {"credit": 1, "standing": 1})
    assert found.questions == ("b", "a", "c")


def test_what_weighs_most_comes_first_when_time_is_short() -> None:
    known = bank(question("a"), question("b", "credit"))
    assert proposal(known, "sales", 5, {"standing": 1, "credit": 2}).questions == ("b",)


def test_only_questions_with_a_wording_for_the_leader_are_considered() -> None:
    known = bank(question("a", ask={"marketing": "Tell me."}), question("b", ask={"sales": "Tell me."}))
    assert proposal(known, "sales", 60, {"standing": 1}).questions == ("b",)
    assert proposal(known, "any", 60, {"standing": 1}).questions == ()
    assert not can_be_put_to(known["b"], "any")


def test_what_was_chosen_stays_in_its_order_and_new_questions_stand_beside_their_competency() -> None:
    known = bank(
        question("a"), question("b", "credit"), question("c", kind="view"), question("d", "credit", kind="view")
    )
    found = proposal(known, "sales", 60, {"standing": 1, "credit": 1}, kept=("b", "gone", "a"))
    assert found.questions == ("b", "d", "gone", "a", "c")


def test_coverage_counts_own_questions_those_that_touch_it_and_minutes() -> None:
    asked = [question("a", also=["credit"]), question("b", minutes=3), question("c", "credit")]
    own, other = coverage_of(asked, ["standing", "credit"])
    assert (own.own, own.also, own.minutes) == (2, 0, 8)
    assert (other.own, other.also, other.minutes) == (1, 1, 5)


def test_planned_are_the_opening_the_questions_that_there_are_and_the_closing() -> None:
    assert planned_minutes(bank(question("a", minutes=3), question("b")), ["a", "gone", "b"], 4, 2) == 14


def test_two_questions_on_each_competency_take_as_long_as_those_that_would_be_proposed() -> None:
    known = bank(
        question("a", minutes=3), question("b", kind="view", minutes=4), question("c", kind="view", minutes=9),
        question("d", "credit", minutes=7), question("e", "repair", minutes=60),
        question("f", "credit", ask={"marketing": "Tell me."}, minutes=1),
    )  # fmt: skip
    assert minutes_for_two(known, "sales", {"standing": 1, "credit": 1}) == 3 + 4 + 7


@pytest.mark.parametrize(
    ("wish", "name", "order"),
    [
        ("up", "b", "bac"), ("up", "a", "abc"), ("down", "b", "acb"), ("down", "c", "abc"), ("remove", "b", "ac"),
        ("add", "d", "abcd"), ("add", "a", "abc"), ("up", "x", "abc"), ("stir", "a", "abc"),
    ],
)  # fmt: skip
def test_a_question_is_moved_taken_out_or_added(wish: str, name: str, order: str) -> None:
    assert rearranged(("a", "b", "c"), wish, name) == tuple(order)


@given(
    st.integers(0, 120),
    st.sampled_from(["sales", "marketing", "both", "any"]),
    st.lists(st.sampled_from(sorted({q.competency for q in SHIPPED.values()})), unique=True),
    st.lists(st.sampled_from(sorted(SHIPPED)), unique=True, max_size=4),
)
def test_it_never_takes_too_long_asks_twice_or_asks_what_cannot_be_asked(
    budget: int, role: str, competencies: list[str], kept: list[str]
) -> None:
    found = proposal(SHIPPED, role, budget, dict.fromkeys(competencies, 1.0), kept)
    assert len(set(found.questions)) == len(found.questions)
    assert [name for name in found.questions if name in kept] == kept
    added = [SHIPPED[name] for name in found.questions if name not in kept]
    taken = sum(SHIPPED[name].minutes for name in kept)
    assert not added or taken + sum(q.minutes for q in added) <= budget
    assert all(can_be_put_to(q, role) and q.competency in competencies for q in added)
    for own in coverage_of([SHIPPED[name] for name in found.questions], competencies):
        assert own.own >= 2 or own.competency in {short.competency for short in found.shortfalls}
