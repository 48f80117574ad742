"""The grid: who has come how far with whom."""

import pytest

from screener.errors import NotFound, Refused
from screener.journeys.grid import CANDIDATES_ON_A_PAGE, Cell, Grid, grid_of
from screener.journeys.instance import new_id
from screener.storage.records import Asking, Candidate, Interview, Opening, Person, Rating
from tests.office import Office


def begun(office: Office, interview: Interview) -> str:
    """Pin and begin an interview, and return the scorecard's id."""
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    office.instance.store.pin(
        interview.id, office.instance.shelf.keep_current(office.instance.now()), office.instance.now()
    )
    office.instance.store.begin(seat.scorecard.id, office.instance.now())
    return seat.scorecard.id


def rate(office: Office, scorecard: str, question: str, competency: str = "", level: int | None = 3) -> None:
    at = office.instance.now()
    own = competency or office.instance.shelf.current().bank.questions[question].competency
    office.instance.store.append(Rating(scorecard, question, own, level, False, new_id(), at, at))


def ask(office: Office, scorecard: str, question: str, state: str) -> None:
    at = office.instance.now()
    office.instance.store.append(Asking(scorecard, question, state, "No time", new_id(), at, at))  # type: ignore[arg-type]


def cells(grid: Grid, candidate: Candidate, rater: Person) -> tuple[Cell, ...]:
    (row,) = (row for row in grid.rows if row.candidate.id == candidate.id)
    return row.cells[grid.raters.index(rater)]


def questions(office: Office, opening: Opening) -> list[str]:
    return office.instance.shelf.current().bank.guides[opening.guide].questions


def test_raters_are_the_panel_and_whoever_has_a_scorecard(office: Office) -> None:
    opening = office.opening(panel=(office.ingrid,))
    candidate = office.candidate(opening)
    office.interview(candidate, office.marcus)
    grid = grid_of(office.instance, office.helen, opening.id)
    assert grid.raters == (office.ingrid, office.marcus)
    assert cells(grid, candidate, office.ingrid) == ()
    assert [cell.phase for cell in cells(grid, candidate, office.marcus)] == ["planned"]


def test_it_counts_what_is_rated_or_skipped_once(office: Office) -> None:
    opening = office.opening()
    candidate = office.candidate(opening)
    card = begun(office, office.interview(candidate, office.marcus))
    first, second, third, fourth, fifth, *_ = questions(office, opening)
    rate(office, card, first)
    rate(office, card, first, level=5)  # changed
    rate(office, card, second, level=None)  # "no evidence" is a rating
    ask(office, card, third, "skipped")
    ask(office, card, fourth, "skipped")
    ask(office, card, fourth, "open")  # taken back
    rate(office, card, fifth, competency="listening")  # its own rating is still missing
    ask(office, card, first, "skipped")  # rated before: still one question
    (cell,) = cells(grid_of(office.instance, office.helen, opening.id), candidate, office.marcus)
    assert (cell.phase, cell.rated, cell.questions, cell.is_rated) == ("under way", 3, 12, False)


def test_it_says_when_all_is_rated_and_when_it_is_submitted(office: Office) -> None:
    opening = office.opening()
    candidate = office.candidate(opening)
    card = begun(office, office.interview(candidate, office.marcus))
    for question in questions(office, opening):
        rate(office, card, question)
    (cell,) = cells(grid_of(office.instance, office.helen, opening.id), candidate, office.marcus)
    assert cell.is_rated
    office.instance.store.leave(card, office.instance.now())
    (cell,) = cells(grid_of(office.instance, office.helen, opening.id), candidate, office.marcus)
    assert cell.phase == "candidate has left"
    office.instance.store.submit(card, office.instance.now())
    grid = grid_of(office.instance, office.helen, opening.id)
    assert cells(grid, candidate, office.marcus)[0].phase == "submitted"
    assert (grid.candidates, grid.scorecards, grid.submitted) == (1, 1, 1)


def test_rounds_stand_one_under_the_other(office: Office) -> None:
    opening = office.opening()
    candidate = office.candidate(opening)
    office.interview(candidate, office.marcus, round=2, guide="first-screen")
    assert grid_of(office.instance, office.helen, opening.id).has_rounds
    office.interview(candidate, office.marcus)
    grid = grid_of(office.instance, office.helen, opening.id)
    assert [cell.round for cell in cells(grid, candidate, office.marcus)] == [1, 2]


def test_it_is_still_shown_when_a_bank_or_a_guide_is_gone(office: Office) -> None:
    opening = office.opening(guide_reason="", policy="gone")
    candidate = office.candidate(opening)
    interview = office.interview(candidate, office.marcus)
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    office.instance.store.pin(interview.id, "a bank that was not kept", office.instance.now())
    office.instance.store.begin(seat.scorecard.id, office.instance.now())
    grid = grid_of(office.instance, office.helen, opening.id)
    assert grid.policy is None
    (cell,) = cells(grid, candidate, office.marcus)
    assert (cell.questions, cell.is_rated) == (None, False)


def test_it_pages_and_searches(office: Office) -> None:
    opening = office.opening()
    names = [f"Candidate {number:03}" for number in range(CANDIDATES_ON_A_PAGE + 5)]
    office.instance.store.add_candidates([Candidate(new_id(), opening.id, n, "", office.instance.now()) for n in names])
    first = grid_of(office.instance, office.helen, opening.id)
    assert [row.candidate.name for row in first.rows] == names[:50]
    assert (first.found, first.pages) == (55, 2)
    assert [row.candidate.name for row in grid_of(office.instance, office.helen, opening.id, page=2).rows] == names[50:]
    found = grid_of(office.instance, office.helen, opening.id, " candidate 00 ")
    assert (found.found, found.candidates, found.withdrawn) == (10, 55, 0)
    assert grid_of(office.instance, office.helen, opening.id, "%_nobody").rows == ()


@pytest.mark.parametrize("page", [0, -1, 2, 10**30])
def test_there_is_no_page_beyond_the_last(office: Office, page: int) -> None:
    with pytest.raises(NotFound):
        grid_of(office.instance, office.helen, office.opening().id, page=page)


def test_it_refuses_an_endless_search(office: Office) -> None:
    with pytest.raises(Refused):
        grid_of(office.instance, office.helen, office.opening().id, "x" * 121)


def test_it_shows_weights_by_name_with_their_reasons_and_the_outcome(office: Office) -> None:
    grid = grid_of(office.instance, office.helen, office.opening(outcome="capital-s").id)
    assert grid.outcome == "Capital S"
    assert grid.weights[0].name == "Standing of the two functions"
    assert grid.moderator == office.ingrid
    assert grid_of(office.instance, office.helen, office.opening().id).outcome == ""


def test_a_stranger_sees_nothing_and_a_hiring_manager_their_own(office: Office) -> None:
    opening, other = office.opening(), office.opening(panel=(office.marcus,))
    assert grid_of(office.instance, office.ingrid, opening.id)
    for person, opening_id in ((office.ingrid, other.id), (office.marcus, opening.id), (office.helen, "nothing")):
        with pytest.raises(NotFound):
            grid_of(office.instance, person, opening_id)


def test_it_counts_the_states_of_the_questions_that_candidates_were_asked_in(office: Office) -> None:
    opening = office.opening()
    for bank in ("one", "one", "two"):
        interview = office.interview(office.candidate(opening, bank + new_id()), office.marcus)
        office.instance.store.pin(interview.id, bank, office.instance.now())
    office.interview(office.candidate(opening, "Planned"), office.marcus)
    assert grid_of(office.instance, office.helen, opening.id).banks == 2
