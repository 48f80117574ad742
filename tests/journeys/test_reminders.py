"""Reminders: who still has to do what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from screener.errors import NotFound
from screener.journeys.openings import close_opening
from screener.journeys.panels import remove_panelist
from screener.journeys.reminders import reminders
from screener.storage.records import Candidate, Consensus, Person
from tests.office import Office


def submit(office: Office, candidate: Candidate, *raters: Person, round_: int = 1) -> None:
    """Plan a round, and let everybody submit."""
    for rater in raters:
        interview = office.interview(candidate, rater, round=round_)
        (seat,) = office.instance.store.seats(interview_id=interview.id)
        office.instance.store.submit(seat.scorecard.id, office.instance.now())


def test_it_says_what_each_person_has_open_the_most_pressing_first(office: Office) -> None:
    opening, store = office.opening(), office.instance.store
    cards = {}
    for name in ("A planned", "B begun", "C left just now", "D left long ago"):
        interview = office.interview(office.candidate(opening, name), office.marcus)
        cards[name] = store.seats(interview_id=interview.id)[0].scorecard.id
    for name in ("B begun", "C left just now", "D left long ago"):
        store.begin(cards[name], office.instance.now())
    store.leave(cards["D left long ago"], office.instance.now())
    office.clock.forward(hours=5)
    store.leave(cards["C left just now"], office.instance.now())
    (reminder,) = reminders(office.instance, office.helen).people
    assert reminder.person == office.marcus
    names = [interview.seat.candidate.name for interview in reminder.interviews]
    assert names == ["D left long ago", "C left just now", "B begun", "A planned"]
    assert [interview.waiting for interview in reminder.interviews] == [timedelta(hours=5), timedelta(0), None, None]


def test_the_moderator_is_reminded_of_a_round_that_everybody_has_submitted(office: Office) -> None:
    opening = office.opening()
    candidate = office.candidate(opening)
    submit(office, candidate, office.marcus, office.yuki)
    (reminder,) = reminders(office.instance, office.helen).people
    assert reminder.person == office.ingrid
    (waiting,) = reminder.rounds
    assert (waiting.candidate, waiting.opening, waiting.round, waiting.scorecards) == (candidate, opening, 1, 2)
    office.instance.store.open_consensus(Consensus(candidate.id, 1, office.ingrid.id, office.instance.now()))
    assert reminders(office.instance, office.helen).people == ()
    submit(office, candidate, office.marcus, office.yuki, round_=2)
    assert reminders(office.instance, office.helen).people[0].rounds[0].round == 2


def test_a_round_that_is_not_complete_or_has_one_rater_needs_no_discussion_yet(office: Office) -> None:
    opening = office.opening()
    submit(office, office.candidate(opening, "One"), office.marcus)
    half = office.candidate(opening, "Half")
    submit(office, half, office.marcus)
    office.interview(half, office.yuki)
    (reminder,) = reminders(office.instance, office.helen).people
    assert (reminder.person, reminder.rounds) == (office.yuki, ())


def test_rounds_without_a_moderator_are_told_apart(office: Office) -> None:
    opening = office.opening()
    submit(office, office.candidate(opening), office.marcus, office.yuki)
    remove_panelist(office.instance, office.helen, opening.id, office.ingrid.id)
    found = reminders(office.instance, office.helen)
    assert found.people == ()
    assert [waiting.opening.id for waiting in found.unled] == [opening.id]


def test_a_moderator_whose_account_has_ended_moderates_no_more(office: Office) -> None:
    submit(office, office.candidate(office.opening()), office.marcus, office.yuki)
    office.instance.store.change_person(replace(office.ingrid, ended_at=office.instance.now()))
    assert len(reminders(office.instance, office.helen).unled) == 1


def test_nothing_is_asked_for_in_closed_openings_and_of_candidates_who_withdrew(office: Office) -> None:
    closed, open_ = office.opening(), office.opening()
    submit(office, office.candidate(closed, "One"), office.marcus, office.yuki)
    office.interview(office.candidate(closed, "Two"), office.marcus)
    gone = office.candidate(open_)
    office.interview(gone, office.marcus)
    office.instance.store.change_candidate(replace(gone, withdrawn_at=office.instance.now()))
    close_opening(office.instance, office.helen, closed.id)
    found = reminders(office.instance, office.helen)
    assert (found.people, found.unled) == ((), ())


def test_a_hiring_manager_sees_their_own_openings_and_an_interviewer_none(office: Office) -> None:
    own, other = office.opening(), office.opening(panel=(office.marcus,))
    office.interview(office.candidate(own, "Own"), office.marcus)
    office.interview(office.candidate(other, "Other"), office.marcus)
    submit(office, office.candidate(other, "Third"), office.marcus, office.yuki)
    found = reminders(office.instance, office.ingrid)
    assert [i.seat.candidate.name for reminder in found.people for i in reminder.interviews] == ["Own"]
    assert found.unled == ()
    with pytest.raises(NotFound):
        reminders(office.instance, office.marcus)
