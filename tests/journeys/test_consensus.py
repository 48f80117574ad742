"""The discussion opens when all are in, is settled by its moderator with reasons, and is locked at its end."""

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys.candidates import withdraw
from screener.journeys.consensus import Discussion, discussion_of, finish, open_discussion, settle
from screener.storage.records import Candidate, Person
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office

COMPETENCIES = ("standing", "horizon", "customer", "credit", "agreement", "repair")


@pytest.fixture
def candidate(office: Office) -> Candidate:
    """Somebody on whom Ingrid and Marcus have submitted; Marcus moderates nothing."""
    candidate = office.candidate(office.opening())
    hold(office, candidate, office.ingrid, {"standing": 5, "horizon": 4, "credit": None, "repair": None})
    hold(office, candidate, office.marcus, {"standing": 2, "horizon": 3, "repair": None})
    return candidate


@pytest.fixture
def opened(office: Office, candidate: Candidate) -> Candidate:
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    return candidate


def seen(office: Office, person: Person, candidate: Candidate, round_: int = 1) -> Discussion:
    return discussion_of(office.instance, person, candidate.id, round_)


def settle_all(office: Office, candidate: Candidate) -> None:
    for competency in COMPETENCIES:
        settle(office.instance, office.ingrid, candidate.id, 1, competency, 3, "We talked it over.")


# Opening


def test_the_moderator_and_hr_may_open_it(office: Office, candidate: Candidate) -> None:
    assert seen(office, office.ingrid, candidate).may_open
    assert seen(office, office.helen, candidate).may_open
    assert not seen(office, office.marcus, candidate).may_open
    with pytest.raises(NotAllowed, match="moderator or HR"):
        open_discussion(office.instance, office.marcus, candidate.id, 1)
    open_discussion(office.instance, office.helen, candidate.id, 1)
    found = seen(office, office.marcus, candidate)
    assert found.consensus is not None
    assert found.names[found.consensus.moderator_id] == "Ingrid Halvorsen"  # who moderates the panel


def test_without_a_moderator_whoever_opens_it_stands_as_one(office: Office, candidate: Candidate) -> None:
    office.instance.store.set_panelist(candidate.opening_id, office.ingrid.id, is_moderator=False)
    open_discussion(office.instance, office.helen, candidate.id, 1)
    found = office.instance.store.find_consensus(candidate.id, 1)
    assert found is not None
    assert found.moderator_id == office.helen.id


def test_opening_twice_changes_nothing(office: Office, opened: Candidate) -> None:
    office.clock.forward(hours=1)
    before = office.instance.store.find_consensus(opened.id, 1)
    open_discussion(office.instance, office.helen, opened.id, 1)
    assert office.instance.store.find_consensus(opened.id, 1) == before


def test_it_refuses_to_open_until_all_have_submitted(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.yuki, submits=False)
    with pytest.raises(Refused, match="Still missing: Yuki Tanabe"):
        open_discussion(office.instance, office.ingrid, candidate.id, 1)
    found = seen(office, office.helen, candidate)
    assert not found.may_open
    assert found.items == ()  # nothing is shown of those who have submitted
    assert [person.name for person in found.waiting_for] == ["Yuki Tanabe"]


@pytest.mark.parametrize("round_", [0, 2, 10**30])
def test_it_knows_no_other_round(office: Office, opened: Candidate, round_: int) -> None:
    for step in (discussion_of, open_discussion, finish):
        with pytest.raises(NotFound):
            step(office.instance, office.helen, opened.id, round_)


# Reading


def test_raters_hr_and_the_panels_managers_read_along(office: Office, opened: Candidate) -> None:
    for person in (office.ingrid, office.marcus, office.helen, office.sam):
        assert len(seen(office, person, opened).items) == 6


def test_interviewers_who_do_not_rate_the_candidate_find_nothing(office: Office, opened: Candidate) -> None:
    with pytest.raises(NotFound):
        seen(office, office.yuki, opened)


def test_a_rater_who_has_not_submitted_is_told_when(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.yuki, submits=False)
    with pytest.raises(NotAllowed, match="once you have submitted your own scorecard"):
        seen(office, office.yuki, candidate)


def test_a_later_round_that_starts_afresh_does_not_read_it(office: Office, opened: Candidate) -> None:
    office.interview(opened, office.yuki, round=2, carried="nothing")
    with pytest.raises(NotAllowed, match="for its raters"):
        seen(office, office.yuki, opened)
    with pytest.raises(NotFound):
        seen(office, office.yuki, opened, 3)


def test_a_later_round_reads_it_if_scorecards_carry_over(office: Office, opened: Candidate) -> None:
    office.interview(opened, office.yuki, round=2, carried="scorecards")
    assert len(seen(office, office.yuki, opened).items) == 6


def test_an_overseer_with_a_later_round_of_their_own_waits(office: Office) -> None:
    candidate = office.candidate(office.opening())
    hold(office, candidate, office.marcus)
    open_discussion(office.instance, office.helen, candidate.id, 1)
    assert seen(office, office.ingrid, candidate).items
    office.interview(candidate, office.ingrid, round=2, carried="nothing")
    with pytest.raises(NotAllowed, match="your own scorecard of round 2"):
        seen(office, office.ingrid, candidate)


def test_a_moderator_who_does_not_rate_reads_and_settles(office: Office) -> None:
    opening = office.opening(panel=(office.marcus,))
    office.instance.store.set_panelist(opening.id, office.yuki.id, is_moderator=True)
    candidate = office.candidate(opening)
    hold(office, candidate, office.marcus)
    open_discussion(office.instance, office.yuki, candidate.id, 1)
    assert seen(office, office.yuki, candidate).may_settle


def test_the_largest_differences_come_first(office: Office, opened: Candidate) -> None:
    rows = [(item.row.competency, item.row.difference) for item in seen(office, office.marcus, opened).items]
    assert rows[:2] == [("standing", 3), ("horizon", 1)]
    assert {difference for _, difference in rows[2:]} == {0, None}


def test_each_item_has_the_raters_levels_their_answers_and_the_anchors(office: Office, opened: Candidate) -> None:
    item = seen(office, office.marcus, opened).items[0]
    assert [rater.level for rater in item.raters] == [5, 2]
    assert item.raters[0].answers[0].text.startswith("Ingrid Halvorsen on standing")
    assert [anchor.level for anchor in item.anchors] == [1, 2, 3, 4, 5]


def test_both_totals_stay_side_by_side(office: Office, opened: Candidate) -> None:
    settle(office.instance, office.ingrid, opened.id, 1, "standing", 2, "The launch was ordered from above.")
    found = seen(office, office.marcus, opened)
    assert (found.initial.with_evidence, found.initial.competencies) == (5, 6)
    assert (found.final.level, found.final.with_evidence) == (2, 1)


# Settling


def test_it_settles_and_keeps_who_when_and_why(office: Office, opened: Candidate) -> None:
    settle(office.instance, office.ingrid, opened.id, 1, "standing", 4, "First thought")
    office.clock.forward(minutes=5)
    settle(office.instance, office.helen, opened.id, 1, "standing", None, "Second thought")
    item = seen(office, office.marcus, opened).items[0]
    told = [(level.level, level.reason, level.person_id) for level in item.history]
    assert told == [(4, "First thought", office.ingrid.id), (None, "Second thought", office.helen.id)]
    assert item.settled == item.history[-1]
    assert [rater.level for rater in item.raters] == [5, 2]


def test_only_the_moderator_and_hr_settle_and_finish(office: Office, opened: Candidate) -> None:
    assert not seen(office, office.marcus, opened).may_settle
    with pytest.raises(NotAllowed, match="Only the moderator or HR"):
        settle(office.instance, office.marcus, opened.id, 1, "standing", 3, "Because")
    with pytest.raises(NotAllowed):
        finish(office.instance, office.marcus, opened.id, 1)
    with pytest.raises(NotFound):
        settle(office.instance, office.yuki, opened.id, 1, "standing", 3, "Because")
    assert office.instance.store.consensus_levels_of(opened.id) == ()


def test_it_refuses_to_settle_before_it_is_opened(office: Office, candidate: Candidate) -> None:
    with pytest.raises(Refused, match="not been opened"):
        settle(office.instance, office.ingrid, candidate.id, 1, "standing", 3, "Because")


@pytest.mark.parametrize(
    ("competency", "level", "reason", "field"),
    [
        ("standing", 7, "Because", "level"),
        ("standing", 0, "Because", "level"),
        ("standing", -1, "Because", "level"),
        ("no-such-thing", 3, "Because", ""),
        ("<script>", 3, "Because", ""),
        ("listening", 3, "Because", ""),  # in the bank, but in nobody's guide
        ("standing", 3, "x" * 1001, "reason"),
        ("standing", 4, "", "reason"),  # the raters differ, although 4 is their rounded mean
        ("horizon", 4, " \n\t", "reason"),
        ("customer", 4, "", "reason"),  # all gave 3
        ("customer", None, "", "reason"),
        ("repair", 3, "", "reason"),  # nobody has evidence
    ],
)
def test_it_refuses_what_cannot_be_settled(
    office: Office, opened: Candidate, competency: str, level: int | None, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        settle(office.instance, office.ingrid, opened.id, 1, competency, level, reason)
    assert refusal.value.field == field
    assert office.instance.store.consensus_levels_of(opened.id) == ()


@pytest.mark.parametrize(("competency", "level"), [("customer", 3), ("credit", 3), ("repair", None)])
def test_it_needs_no_reason_where_raters_agree_on_it(
    office: Office, opened: Candidate, competency: str, level: int | None
) -> None:
    settle(office.instance, office.ingrid, opened.id, 1, competency, level, "")
    assert len(office.instance.store.consensus_levels_of(opened.id)) == 1


@pytest.mark.parametrize(("levels", "rounded"), [((2, 3, 3), 3), ((2, 3, 2), 2), ((3, 4), 4), ((2, 3), 3)])
def test_the_mean_is_rounded_with_halves_upward(office: Office, levels: tuple[int, ...], rounded: int) -> None:
    candidate = office.candidate(office.opening())
    for person, level in zip((office.ingrid, office.marcus, office.yuki), levels, strict=False):
        hold(office, candidate, person, {"standing": level})
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    items = {item.row.competency: item for item in seen(office, office.ingrid, candidate).items}
    assert items["standing"].rounded == rounded


def test_reasons_of_any_script_stay_as_they_are(office: Office, opened: Candidate) -> None:
    for writing in WRITINGS:
        settle(office.instance, office.ingrid, opened.id, 1, "standing", 3, writing)
    assert [level.reason for level in office.instance.store.consensus_levels_of(opened.id)] == list(WRITINGS)


# The end


def test_it_refuses_to_finish_while_something_is_open(office: Office, opened: Candidate) -> None:
    settle(office.instance, office.ingrid, opened.id, 1, "standing", 3, "Because")
    with pytest.raises(Refused, match="Settle these first: This quarter"):
        finish(office.instance, office.ingrid, opened.id, 1)


def test_nothing_changes_once_it_is_finished(office: Office, opened: Candidate) -> None:
    settle_all(office, opened)
    finish(office.instance, office.ingrid, opened.id, 1)
    found = seen(office, office.ingrid, opened)
    assert found.is_final
    assert not found.may_settle
    with pytest.raises(Conflict, match="finished"):
        settle(office.instance, office.ingrid, opened.id, 1, "standing", 5, "On reflection")
    with pytest.raises(Conflict, match="finished"):
        finish(office.instance, office.helen, opened.id, 1)
    after = seen(office, office.marcus, opened)
    assert after.items == found.items
    assert [rater.level for rater in after.items[0].raters] == [5, 2]


def test_a_withdrawn_candidates_discussion_is_only_read(office: Office, opened: Candidate) -> None:
    settle_all(office, opened)
    withdraw(office.instance, office.helen, opened.id)
    found = seen(office, office.ingrid, opened)
    assert found.items
    assert not found.may_settle
    with pytest.raises(Conflict, match="withdrawn"):
        settle(office.instance, office.ingrid, opened.id, 1, "standing", 5, "Because")
    with pytest.raises(Conflict, match="withdrawn"):
        finish(office.instance, office.ingrid, opened.id, 1)


def test_a_discussion_does_not_begin_on_a_withdrawn_candidate(office: Office, candidate: Candidate) -> None:
    withdraw(office.instance, office.helen, candidate.id)
    assert not seen(office, office.ingrid, candidate).may_open
    with pytest.raises(Conflict):
        open_discussion(office.instance, office.ingrid, candidate.id, 1)


def test_a_round_with_different_guides_settles_what_any_of_them_has(office: Office) -> None:
    candidate = office.candidate(office.opening())
    hold(office, candidate, office.ingrid)
    hold(office, candidate, office.marcus, guide="first-screen")
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    items = {item.row.competency: item for item in seen(office, office.ingrid, candidate).items}
    assert [rater.is_in_guide for rater in items["horizon"].raters] == [True, False]
    settle(office.instance, office.ingrid, candidate.id, 1, "horizon", 3, "")
    assert len(office.instance.store.consensus_levels_of(candidate.id)) == 1
