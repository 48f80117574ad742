"""Interviews are planned by HR, for the panel, once in a round, with what carries over said."""

from dataclasses import replace

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys.candidates import withdraw
from screener.journeys.consensus import open_discussion
from screener.journeys.planning import (
    Wish,
    choices_for,
    first_round_for,
    plan_for_all,
    plan_interviews,
    remove_interview,
    reschedule,
)
from screener.storage.records import Candidate, Opening
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office


@pytest.fixture
def wish(office: Office) -> Wish:
    return Wish([office.ingrid.id, office.marcus.id], "alone", 1, "sales-leader")


def seats(office: Office, candidate: Candidate) -> list[tuple[str, int]]:
    return [(s.rater.name, s.interview.round) for s in office.instance.store.seats(candidate_ids=[candidate.id])]


def refused(office: Office, candidate: Candidate, wish: Wish) -> Refused:
    """Plan what must be refused, see that nothing was planned, and return the refusal."""
    before = seats(office, candidate)
    with pytest.raises(Refused) as refusal:
        plan_interviews(office.instance, office.helen, candidate.id, wish)
    assert seats(office, candidate) == before
    return refusal.value


def test_it_plans_an_interview_for_each_rater(office: Office, candidate: Candidate, wish: Wish) -> None:
    made = plan_interviews(office.instance, office.helen, candidate.id, replace(wish, planned_for="2026-03-09T14:30"))
    assert len(made) == 2
    assert seats(office, candidate) == [("Ingrid Halvorsen", 1), ("Marcus Adeyemi", 1)]
    first = made[0]
    assert (first.is_joint, first.guide, first.policy, first.carried) == (False, "sales-leader", "default", "nothing")
    assert first.planned_for == "2026-03-09T14:30"


def test_it_plans_one_joint_interview_with_a_scorecard_for_each(
    office: Office, candidate: Candidate, wish: Wish
) -> None:
    (made,) = plan_interviews(office.instance, office.helen, candidate.id, replace(wish, way="joint"))
    assert made.is_joint
    assert len(office.instance.store.seats(interview_id=made.id)) == 2


def test_it_refuses_a_second_scorecard_in_a_round_by_name(office: Office, candidate: Candidate, wish: Wish) -> None:
    plan_interviews(office.instance, office.helen, candidate.id, wish)
    both = refused(office, candidate, wish)
    assert "Ingrid Halvorsen and Marcus Adeyemi have an interview" in str(both)
    one = refused(office, candidate, replace(wish, raters=[office.yuki.id, office.marcus.id], way="joint"))
    assert "Marcus Adeyemi has an interview" in str(one)
    assert (one.field, both.field) == ("raters", "raters")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"raters": []}, "raters"),
        ({"raters": ["nobody"]}, "raters"),
        ({"raters": ["<script>"] * 100}, "raters"),
        ({"way": ""}, "way"),
        ({"way": "by post"}, "way"),
        ({"round": 0}, "round"),
        ({"round": -1}, "round"),
        ({"round": 2}, "round"),
        ({"round": 10**30}, "round"),
        ({"guide": "no-such-guide"}, "guide"),
        ({"guide": "../../etc/passwd"}, "guide"),
        ({"guide": "first-screen"}, "guide_reason"),
        ({"guide": "first-screen", "guide_reason": " \n "}, "guide_reason"),
        ({"guide": "first-screen", "guide_reason": "x" * 1001}, "guide_reason"),
        ({"carried_note": "x" * 1001}, "carried_note"),
        ({"planned_for": "tomorrow"}, "planned_for"),
        ({"planned_for": "2026-02-30T10:00"}, "planned_for"),
        ({"planned_for": "0001-01-01T00:00"}, "planned_for"),
        ({"planned_for": "9999-12-31T23:59"}, "planned_for"),
        ({"planned_for": "2062-03-09T10:00"}, "planned_for"),
    ],
)
def test_it_refuses_what_cannot_be_planned(
    office: Office, candidate: Candidate, wish: Wish, changes: dict[str, object], field: str
) -> None:
    assert refused(office, candidate, replace(wish, **changes)).field == field  # type: ignore[arg-type]


def test_it_refuses_raters_who_are_not_on_the_panel(office: Office, candidate: Candidate, wish: Wish) -> None:
    assert refused(office, candidate, replace(wish, raters=[office.helen.id])).field == "raters"


def test_it_refuses_raters_whose_account_has_ended(office: Office, candidate: Candidate, wish: Wish) -> None:
    office.instance.store.change_person(replace(office.marcus, ended_at=office.instance.now()))
    assert refused(office, candidate, wish).field == "raters"


def test_it_refuses_a_joint_interview_of_one(office: Office, candidate: Candidate, wish: Wish) -> None:
    assert "at least two" in str(refused(office, candidate, replace(wish, raters=[office.yuki.id], way="joint")))


def test_another_guide_in_the_first_round_is_told_to_its_raters_with_the_reason(
    office: Office, candidate: Candidate, wish: Wish
) -> None:
    other = replace(wish, guide="first-screen", guide_reason="She has half an hour.", carried_note="Room 2")
    (made, _) = plan_interviews(office.instance, office.helen, candidate.id, other)
    assert made.guide == "first-screen"
    assert made.carried_note == "Not the opening’s own guide, because: She has half an hour.\n\nRoom 2"


def test_notes_of_any_script_stay_as_they_are(office: Office, opening: Opening, wish: Wish) -> None:
    for writing in WRITINGS:
        candidate = office.candidate(opening, writing)
        (made, _) = plan_interviews(office.instance, office.helen, candidate.id, replace(wish, carried_note=writing))
        assert made.carried_note == writing


# Rounds


def test_the_next_round_is_due_once_all_have_submitted(office: Office, candidate: Candidate) -> None:
    assert choices_for(office.instance, office.helen, candidate.id).rounds == (1,)
    office.interview(candidate, office.ingrid)
    assert choices_for(office.instance, office.helen, candidate.id).rounds == (1,)


def test_a_round_can_still_be_joined_until_the_panel_discusses_it(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.ingrid)
    choices = choices_for(office.instance, office.helen, candidate.id)
    assert (choices.rounds, choices.round, choices.taken) == ((2, 1), 2, frozenset())
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    assert choices_for(office.instance, office.helen, candidate.id).rounds == (2,)


@pytest.mark.parametrize("carried", ["nothing", "probes", "scorecards"])
def test_a_later_round_says_what_carries_over(office: Office, candidate: Candidate, wish: Wish, carried: str) -> None:
    hold(office, candidate, office.ingrid)
    later = replace(wish, round=2, guide="first-screen", carried=carried, carried_note="Ask about the dealers.")
    made = plan_interviews(office.instance, office.helen, candidate.id, later)
    assert {(i.round, i.carried, i.carried_note) for i in made} == {(2, carried, "Ask about the dealers.")}


@pytest.mark.parametrize("carried", ["", "everything", "<b>"])
def test_it_refuses_a_later_round_without_saying_what_carries_over(
    office: Office, candidate: Candidate, wish: Wish, carried: str
) -> None:
    hold(office, candidate, office.ingrid)
    assert refused(office, candidate, replace(wish, round=2, carried=carried)).field == "carried"


def test_the_first_round_carries_nothing_whatever_is_sent(office: Office, candidate: Candidate, wish: Wish) -> None:
    made = plan_interviews(office.instance, office.helen, candidate.id, replace(wish, carried="scorecards"))
    assert {interview.carried for interview in made} == {"nothing"}


# When, and by whom


def test_it_plans_nothing_for_candidates_who_have_withdrawn(office: Office, candidate: Candidate, wish: Wish) -> None:
    withdraw(office.instance, office.helen, candidate.id)
    assert "has withdrawn" in str(refused(office, candidate, wish))
    with pytest.raises(Refused):
        choices_for(office.instance, office.helen, candidate.id)


def test_it_plans_nothing_in_a_closed_opening(office: Office, wish: Wish) -> None:
    opening = office.opening(closed_at=office.instance.now())
    assert "closed" in str(refused(office, office.candidate(opening), wish))
    with pytest.raises(Refused, match="closed"):
        first_round_for(office.instance, office.helen, opening.id)


def test_only_hr_plans(office: Office, opening: Opening, candidate: Candidate, wish: Wish) -> None:
    made = office.interview(candidate, office.yuki)
    for person in (office.ingrid, office.yuki):
        with pytest.raises(NotAllowed):
            choices_for(office.instance, person, candidate.id)
        with pytest.raises(NotAllowed):
            plan_interviews(office.instance, person, candidate.id, wish)
        with pytest.raises(NotAllowed):
            remove_interview(office.instance, person, made.id)
    with pytest.raises(NotFound):
        plan_interviews(office.instance, office.marcus, candidate.id, wish)
    with pytest.raises(NotAllowed):
        plan_for_all(office.instance, office.ingrid, opening.id, [office.yuki.id], "alone", [candidate.id])
    with pytest.raises(NotFound):
        plan_for_all(office.instance, office.yuki, opening.id, [office.yuki.id], "alone", [candidate.id])


# Removing


def test_it_removes_an_interview_that_nobody_has_begun(office: Office, candidate: Candidate) -> None:
    made = office.interview(candidate, office.ingrid, office.yuki)
    assert remove_interview(office.instance, office.helen, made.id) == candidate
    assert seats(office, candidate) == []
    with pytest.raises(NotFound):
        remove_interview(office.instance, office.helen, made.id)


def test_it_keeps_an_interview_that_has_begun(office: Office, candidate: Candidate) -> None:
    made = hold(office, candidate, office.ingrid, submits=False)
    with pytest.raises(Conflict, match="has begun"):
        remove_interview(office.instance, office.helen, made.id)
    assert seats(office, candidate) == [("Ingrid Halvorsen", 1)]


# Another time


def test_it_sets_and_changes_the_time_of_an_interview_that_nobody_has_begun(
    office: Office, candidate: Candidate
) -> None:
    made = office.interview(candidate, office.ingrid, office.yuki, planned_for="2026-03-09T10:00")
    for wish, is_past in (("2026-03-12T14:30", False), ("2026-02-12T14:30", True)):
        changed = reschedule(office.instance, office.helen, made.id, wish)
        assert (changed.candidate, changed.planned_for, changed.is_past) == (candidate, wish, is_past)
        assert office.instance.store.seats(interview_id=made.id)[0].interview == replace(made, planned_for=wish)


@pytest.mark.parametrize("wish", ["", "  ", "soon", "2026-13-01T10:00", "0026-03-09T10:00", "9999-12-31T23:59", "\x00"])
def test_it_refuses_what_is_no_time(office: Office, candidate: Candidate, wish: str) -> None:
    made = office.interview(candidate, office.ingrid, planned_for="2026-03-09T10:00")
    with pytest.raises(Refused) as refusal:
        reschedule(office.instance, office.helen, made.id, wish)
    assert refusal.value.field == "planned_for"
    assert office.instance.store.seats(interview_id=made.id)[0].interview == made


def test_it_keeps_the_time_of_an_interview_that_has_begun_or_is_not_held(
    office: Office, candidate: Candidate, opening: Opening
) -> None:
    begun, planned = hold(office, candidate, office.ingrid, submits=False), office.interview(candidate, office.yuki)
    with pytest.raises(Conflict, match="has begun"):
        reschedule(office.instance, office.helen, begun.id, "2026-03-12T14:30")
    with pytest.raises(NotFound):
        reschedule(office.instance, office.helen, "x", "2026-03-12T14:30")
    withdraw(office.instance, office.helen, candidate.id)
    with pytest.raises(Refused, match="withdrawn"):
        reschedule(office.instance, office.helen, planned.id, "2026-03-12T14:30")


def test_only_hr_sets_a_time(office: Office, candidate: Candidate) -> None:
    made = office.interview(candidate, office.yuki)
    for person, trouble in ((office.ingrid, NotAllowed), (office.yuki, NotAllowed), (office.marcus, NotFound)):
        with pytest.raises(trouble):
            reschedule(office.instance, person, made.id, "2026-03-12T14:30")


# The whole grid


def test_some_candidates_can_be_left_out_of_the_grid(office: Office, opening: Opening, candidate: Candidate) -> None:
    other = office.candidate(opening, "Other")
    (made,) = plan_for_all(office.instance, office.helen, opening.id, [office.yuki.id], "alone", [other.id])
    assert made.candidate_id == other.id
    for ids, words in (([], "at least one candidate"), ([candidate.id, other.id], "meanwhile"), (["x"], "meanwhile")):
        with pytest.raises(Refused, match=words) as refusal:
            plan_for_all(office.instance, office.helen, opening.id, [office.yuki.id], "alone", ids)
        assert refusal.value.field == "candidates"
    assert seats(office, candidate) == []


def test_it_fills_the_grid_of_panel_and_candidates_in_one_step(office: Office, opening: Opening) -> None:
    waiting = [office.candidate(opening, f"Candidate {number:02}") for number in range(30)]
    planned, gone = office.candidate(opening, "Planned"), office.candidate(opening, "Gone")
    office.interview(planned, office.yuki)
    withdraw(office.instance, office.helen, gone.id)
    panel = [office.ingrid.id, office.marcus.id, office.yuki.id]
    everybody = [candidate.id for candidate in waiting]
    made = plan_for_all(office.instance, office.helen, opening.id, panel, "alone", everybody)
    assert len(made) == 90
    assert {interview.candidate_id for interview in made} == {candidate.id for candidate in waiting}
    assert seats(office, planned) == [("Yuki Tanabe", 1)]
    with pytest.raises(Refused, match="already"):
        plan_for_all(office.instance, office.helen, opening.id, panel, "alone", everybody)


def test_the_grid_can_be_filled_with_joint_interviews(office: Office, opening: Opening, candidate: Candidate) -> None:
    raters = [office.ingrid.id, office.yuki.id]
    (made,) = plan_for_all(office.instance, office.helen, opening.id, raters, "joint", [candidate.id])
    assert made.is_joint
    assert len(seats(office, candidate)) == 2


@pytest.mark.parametrize(("raters", "way"), [([], "alone"), (["nobody"], "alone"), (["nobody"], "")])
def test_it_refuses_a_grid_without_panel_members(
    office: Office, opening: Opening, candidate: Candidate, raters: list[str], way: str
) -> None:
    with pytest.raises(Refused):
        plan_for_all(office.instance, office.helen, opening.id, raters, way, [candidate.id])
    assert seats(office, candidate) == []


def test_an_opening_without_a_panel_says_so(office: Office) -> None:
    opening = office.opening(panel=())
    candidate = office.candidate(opening)
    with pytest.raises(Refused, match="Nobody is on this opening’s panel"):
        plan_for_all(office.instance, office.helen, opening.id, ["x"], "alone", [candidate.id])
