"""What became of questions: what was written last, of submitted scorecards alone."""

from dataclasses import replace

import pytest

from screener.storage import Store
from screener.storage.question_use import CameUp
from tests.storage.made import (
    AT,
    LATER,
    a_candidate,
    a_card,
    a_person,
    a_rating,
    an_asking,
    an_interview,
    an_opening,
)


def came_up(store: Store, but_for: str = "nobody") -> list[CameUp]:
    return sorted(store.came_up(but_for=but_for), key=str)


@pytest.fixture
def submitted(furnished: Store) -> Store:
    """Ann's and Ben's scorecards of Cara, both submitted."""
    for card in ("card", "bens"):
        furnished.submit(card, LATER)
    return furnished


def test_a_rating_comes_with_whose_and_where_it_was_given(submitted: Store) -> None:
    submitted.append(a_rating(4))
    submitted.append(a_rating(None, question="r"))
    assert came_up(submitted) == [
        CameUp("q", "standing", "cara", "talk", 4),
        CameUp("r", "standing", "cara", "talk", None),
    ]


def test_the_rating_that_was_written_last_counts_whenever_it_arrived(submitted: Store) -> None:
    submitted.append(replace(a_rating(2), written_at=LATER))
    submitted.append(a_rating(5))
    assert [own.level for own in came_up(submitted)] == [2]


def test_of_two_ratings_at_the_same_moment_the_later_kept_counts(submitted: Store) -> None:
    for level in (2, 5, 3):
        submitted.append(a_rating(level))
    assert [own.level for own in came_up(submitted)] == [3]


def test_each_competency_and_each_scorecard_has_its_own(submitted: Store) -> None:
    submitted.append(a_rating(4))
    submitted.append(replace(a_rating(3), competency="credit"))
    submitted.append(a_rating(5, card="bens"))
    assert [(own.competency, own.level) for own in came_up(submitted)] == [
        ("credit", 3), ("standing", 4), ("standing", 5),
    ]  # fmt: skip


def test_a_skipped_question_has_no_rating(submitted: Store) -> None:
    submitted.append(a_rating(4))
    submitted.append(an_asking("skipped"))
    assert came_up(submitted) == [CameUp("q", "", "cara", "talk", None)]
    assert came_up(submitted)[0].is_skipped


def test_a_skip_that_was_taken_back_is_none(submitted: Store) -> None:
    submitted.append(a_rating(4))
    for state in ("skipped", "asked"):
        submitted.append(an_asking(state))
    assert came_up(submitted) == [CameUp("q", "standing", "cara", "talk", 4)]


def test_scorecards_that_are_not_submitted_tell_nothing(furnished: Store) -> None:
    furnished.append(a_rating(4))
    furnished.append(an_asking("skipped", card="bens"))
    assert came_up(furnished) == []


def test_candidates_on_whom_somebody_has_still_to_submit_are_left_out_for_them_alone(furnished: Store) -> None:
    furnished.add_person(a_person("Cem"))
    furnished.add_opening(an_opening("other"))
    furnished.add_candidates([a_candidate("Dora", "other")])
    furnished.add_interview(an_interview("their-talk", "dora"), [a_card("theirs", "their-talk")])
    for card, level in (("card", 4), ("theirs", 2)):
        furnished.append(a_rating(level, card=card))
        furnished.submit(card, AT)
    assert [own.level for own in came_up(furnished, "ben")] == [2]
    assert [own.level for own in came_up(furnished, "cem")] == [4, 2]
    furnished.submit("bens", LATER)
    assert [own.level for own in came_up(furnished, "ben")] == [4, 2]
