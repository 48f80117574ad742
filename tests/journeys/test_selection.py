"""Who was chosen: HR notes it, those who oversee the opening read it, and nobody else learns of it."""

import pytest

from screener.errors import Conflict, NotAllowed, NotFound
from screener.journeys.candidates import candidacy_for, take_back_withdrawal, withdraw
from screener.journeys.grid import grid_of
from screener.journeys.openings import close_opening, reopen_opening
from screener.journeys.selection import Choice, choice_on, note_chosen
from screener.storage.records import Candidate, Person
from tests.journeys.test_candidates import hold
from tests.office import Office


@pytest.fixture
def candidate(office: Office) -> Candidate:
    """Somebody whom Yuki has interviewed."""
    candidate = office.candidate(office.opening())
    hold(office, candidate, office.yuki)
    return candidate


def note(office: Office, candidate: Candidate, is_chosen: bool = True, by: Person | None = None) -> Candidate:
    return note_chosen(office.instance, by or office.helen, candidate.id, is_chosen=is_chosen)


def seen(office: Office, person: Person, candidate: Candidate) -> Choice | None:
    return choice_on(office.instance, person, candidacy_for(office.instance, person, candidate.id))


def notes(office: Office) -> list[tuple[bool, str]]:
    rows = office.instance.store._rows("SELECT is_chosen, person_id FROM selection ORDER BY id")  # type: ignore[attr-defined]
    return [(bool(is_chosen), person) for is_chosen, person in rows]


def test_hr_notes_it_and_it_says_who_and_when(office: Office, candidate: Candidate) -> None:
    at = office.instance.now()
    assert note(office, candidate) == candidate
    office.clock.forward(hours=1)
    choice = seen(office, office.sam, candidate)
    assert choice is not None
    assert choice.latest is not None
    assert (choice.is_chosen, choice.by, choice.latest.at, choice.may_note) == (True, "Helen Osei", at, True)


def test_taking_it_back_adds_a_note_and_keeps_the_first(office: Office, candidate: Candidate) -> None:
    note(office, candidate)
    note(office, candidate, is_chosen=False, by=office.sam)
    choice = seen(office, office.helen, candidate)
    assert choice is not None
    assert (choice.is_chosen, choice.by) == (False, "Sam Whitlock")
    assert notes(office) == [(True, office.helen.id), (False, office.sam.id)]


def test_doing_it_twice_adds_nothing(office: Office, candidate: Candidate) -> None:
    note(office, candidate, is_chosen=False)
    assert notes(office) == []
    note(office, candidate)
    note(office, candidate, by=office.sam)
    assert notes(office) == [(True, office.helen.id)]


def test_several_may_be_chosen_in_one_opening(office: Office, candidate: Candidate) -> None:
    other = office.candidate(office.instance.store.opening_of(candidate.opening_id), "Rolf Kessinger")
    note(office, candidate)
    note(office, other)
    grid = grid_of(office.instance, office.helen, candidate.opening_id)
    assert grid.chosen == 2
    assert all(row.is_chosen for row in grid.rows)


def test_managers_on_the_panel_read_it_and_may_not_note_it(office: Office, candidate: Candidate) -> None:
    note(office, candidate)
    choice = seen(office, office.ingrid, candidate)
    assert choice is not None
    assert (choice.is_chosen, choice.may_note) == (True, False)
    with pytest.raises(NotAllowed):
        note(office, candidate, is_chosen=False, by=office.ingrid)
    assert grid_of(office.instance, office.ingrid, candidate.opening_id).rows[0].is_chosen


def test_interviewers_are_told_nothing(office: Office, candidate: Candidate) -> None:
    note(office, candidate)
    assert seen(office, office.yuki, candidate) is None  # although she rated them
    with pytest.raises(NotAllowed):
        note(office, candidate, by=office.yuki)
    with pytest.raises(NotFound):
        note(office, candidate, by=office.marcus)
    assert len(notes(office)) == 1


def test_managers_off_the_panel_find_nothing(office: Office) -> None:
    theirs = office.candidate(office.opening(panel=(office.marcus,)))
    with pytest.raises(NotFound):
        note(office, theirs, by=office.ingrid)


@pytest.mark.parametrize("unknown", ["", "nobody", "' OR 1=1 --", "\x00"])
def test_it_knows_no_other_candidate(office: Office, unknown: str) -> None:
    with pytest.raises(NotFound):
        note_chosen(office.instance, office.helen, unknown, is_chosen=True)


def test_a_closed_opening_is_settled_until_it_is_opened_again(office: Office, candidate: Candidate) -> None:
    note(office, candidate)
    close_opening(office.instance, office.helen, candidate.opening_id)
    for is_chosen in (True, False):
        with pytest.raises(Conflict, match="Open it again"):
            note(office, candidate, is_chosen=is_chosen)
    choice = seen(office, office.helen, candidate)
    assert choice is not None
    assert (choice.is_chosen, choice.may_note) == (True, False)
    reopen_opening(office.instance, office.helen, candidate.opening_id)
    note(office, candidate, is_chosen=False)
    assert len(notes(office)) == 2


def test_who_has_withdrawn_is_not_chosen_but_a_note_can_be_taken_back(office: Office, candidate: Candidate) -> None:
    withdraw(office.instance, office.helen, candidate.id)
    choice = seen(office, office.helen, candidate)
    assert choice is not None
    assert not choice.may_note
    with pytest.raises(Conflict, match="has withdrawn"):
        note(office, candidate)
    take_back_withdrawal(office.instance, office.helen, candidate.id)
    note(office, candidate)
    withdraw(office.instance, office.helen, candidate.id)
    choice = seen(office, office.helen, candidate)
    assert choice is not None
    assert choice.may_note
    note(office, candidate, is_chosen=False)
    assert notes(office)[-1][0] is False


def test_the_grid_marks_the_chosen_and_counts_them_beyond_its_page(office: Office, candidate: Candidate) -> None:
    note(office, candidate)
    grid = grid_of(office.instance, office.helen, candidate.opening_id, "nobody of this name")
    assert (grid.rows, grid.chosen) == ((), 1)
