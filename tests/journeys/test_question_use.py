"""How often questions were asked and how they were rated, and whom the figures leave out."""

from collections.abc import Sequence

import pytest

from screener.aggregate.agreement import Estimate
from screener.aggregate.separation import Separation
from screener.journeys.instance import new_id
from screener.journeys.question_use import NEVER_ASKED, QuestionUse, question_use, told_apart
from screener.storage.records import Candidate, Opening, Person, Rating, Seat
from tests.journeys.rated import questions_in, rated, skip
from tests.office import Office


def used(office: Office, question: str, actor: Person | None = None) -> QuestionUse:
    bank = office.instance.shelf.current().bank
    return question_use(office.instance, actor or office.helen, bank).get(question, NEVER_ASKED)


def rate_first(office: Office, candidate: Candidate, rater: Person, levels: Sequence[int | None], **more: bool) -> Seat:
    """Hold an interview whose first questions have these levels, each on its own competency."""
    seat = rated(office, candidate, rater, {}, submits=False)
    rate(office, seat, levels)
    if more.get("submits", True):
        office.instance.store.submit(seat.scorecard.id, office.instance.now())
    return seat


def rate(office: Office, seat: Seat, levels: Sequence[int | None]) -> None:
    at, bank = office.instance.now(), office.instance.shelf.current().bank
    for question, level in zip(questions_in(office, seat.interview), levels, strict=False):
        on = bank.questions[question].competency
        office.instance.store.append(Rating(seat.scorecard.id, question, on, level, False, new_id(), at, at))


@pytest.fixture
def first(office: Office, opening: Opening) -> str:
    """The first question of the guide."""
    return office.instance.shelf.current().bank.guides[opening.guide].questions[0]


def test_a_question_that_nobody_met_has_no_figures(office: Office, first: str) -> None:
    assert used(office, first) is NEVER_ASKED
    assert not NEVER_ASKED.is_shown


def test_it_counts_interviews_levels_and_ratings_without_evidence(office: Office, opening: Opening, first: str) -> None:
    for number, level in enumerate([1, 3, 3, 4, 5, None]):
        rate_first(office, office.candidate(opening, f"Candidate {number}"), office.marcus, [level])
    found = used(office, first)
    assert (found.interviews, found.asked, found.skipped, found.candidates) == (6, 6, 0, 5)
    assert (found.levels, found.no_evidence, found.ratings) == ({1: 1, 3: 2, 4: 1, 5: 1}, 1, 6)
    assert found.is_shown


def test_levels_of_fewer_than_five_candidates_are_not_shown(office: Office, opening: Opening, first: str) -> None:
    for number in range(4):
        candidate = office.candidate(opening, f"Candidate {number}")
        for rater in (office.marcus, office.yuki):
            rate_first(office, candidate, rater, [3])
    assert not used(office, first).is_shown


def test_an_interview_in_which_somebody_asked_it_counts_as_asked(office: Office, opening: Opening, first: str) -> None:
    store, at = office.instance.store, office.instance.now()
    candidate = office.candidate(opening)
    interview = office.interview(candidate, office.marcus, office.yuki)
    store.pin(interview.id, office.instance.shelf.keep_current(at), at)
    marcuses, yukis = store.seats(interview_id=interview.id)
    rate(office, marcuses, [4])
    skip(office, yukis)
    for seat in (marcuses, yukis):
        store.submit(seat.scorecard.id, at)
    assert (used(office, first).interviews, used(office, first).asked) == (1, 1)


def test_a_skipped_question_was_in_the_guide_and_not_asked(office: Office, opening: Opening, first: str) -> None:
    seat = rated(office, office.candidate(opening), office.marcus, {}, submits=False)
    skip(office, seat)
    office.instance.store.submit(seat.scorecard.id, office.instance.now())
    found = used(office, first)
    assert (found.interviews, found.asked, found.skipped, found.ratings) == (1, 0, 1, 0)


def test_only_ratings_on_the_questions_own_competency_count(office: Office, opening: Opening, first: str) -> None:
    rated(office, office.candidate(opening), office.marcus, {"hierarchy": [5]})
    assert used(office, first) is NEVER_ASKED


def test_who_has_still_to_rate_a_candidate_learns_nothing_of_them(office: Office, opening: Opening, first: str) -> None:
    candidate = office.candidate(opening)
    rate_first(office, candidate, office.marcus, [2])
    rate_first(office, candidate, office.helen, [5], submits=False)
    assert used(office, first, office.helen) is NEVER_ASKED
    assert used(office, first, office.sam).levels == {2: 1}


def test_a_questions_separation_rests_on_the_same_peoples_other_answers(
    office: Office, opening: Opening, first: str
) -> None:
    for number in range(10):
        level = number % 5 + 1
        rate_first(office, office.candidate(opening, f"Candidate {number}"), office.marcus, [level, level, 3])
    separation = used(office, first).separation
    assert separation
    assert separation.rest
    assert separation.candidates == 10
    assert separation.rest.value == pytest.approx(1)


@pytest.mark.parametrize(
    ("levels", "most"),
    [
        ({3: 10}, (3,)),
        ({3: 6, 4: 4}, (3, 4)),
        ({3: 6, 4: 3, 1: 1}, (3, 4)),
        ({3: 5, 4: 3, 1: 2}, ()),
        ({3: 5, 5: 5}, ()),
        ({}, ()),
    ],
    ids=str,
)
def test_it_says_which_level_nearly_everybody_got(levels: dict[int, int], most: tuple[int, ...]) -> None:
    assert QuestionUse(levels=levels).most == most


def separated(value: float, low: float, high: float, candidates: int = 30) -> QuestionUse:
    rest = Estimate(value, low, high)
    return QuestionUse(candidates, candidates, candidates, separation=Separation(candidates, 1.0, rest))


def test_what_tells_candidates_apart_more_surely_goes_first() -> None:
    best_first = [
        separated(0.5, 0.2, 0.8),
        separated(0.5, 0.3, 0.8, candidates=12),  # somewhat to well
        separated(0.3, 0.0, 0.6),
        separated(0.9, 0.1, 0.95, candidates=12),  # hardly to well
        separated(0.1, -0.3, 0.39, candidates=12),  # hardly to somewhat
        separated(0.1, -0.2, 0.3),
        NEVER_ASKED,
    ]
    places = [told_apart(use) for use in best_first]
    assert places == sorted(set(places), reverse=True)
    assert places[-1] == 0
