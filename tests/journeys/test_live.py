"""An interview begins once, ends when the candidate has left, and is locked when everything is rated."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest

from screener.errors import Conflict, NotAllowed, NotFound
from screener.journeys import live, readings
from screener.journeys.scorecards import CLOSING
from screener.storage.records import Interview, Opening
from tests.journeys.entries import (
    OPINION,
    bank_of,
    begun,
    card_of,
    draft,
    entry,
    note_of,
    questions_of,
    rate_all,
    rating,
    send,
    submit,
)
from tests.office import Office


@pytest.fixture
def planned(office: Office) -> Interview:
    """An interview that Marcus is planned for."""
    return office.interview(office.candidate(office.opening()), office.marcus)


def opened(office: Office, interview: Interview) -> live.Live:
    return live.open_live(office.instance, office.marcus, interview.id)


# Beginning


def test_a_planned_interview_shows_what_will_be_asked(office: Office, planned: Interview) -> None:
    found = opened(office, planned)
    guide = bank_of(office).guides["sales-leader"]
    assert found.phase == "planned"
    assert tuple(item.question.id for item in found.questions) == tuple(guide.questions)
    assert [item.answer.number for item in found.questions] == list(range(1, len(guide.questions) + 1))
    starts = [item.starts for item in found.questions]
    assert starts[0] == guide.opening_minutes
    minutes = [item.question.minutes for item in found.questions]
    assert [later - sooner for sooner, later in pairwise(starts)] == minutes[:-1]
    rated = {weight.id for weight in guide.competencies}
    assert all(rubric.id in rated for item in found.questions for rubric in item.also)


def test_beginning_pins_the_questions_and_starts_the_clock_once(office: Office, planned: Interview) -> None:
    live.begin(office.instance, office.marcus, planned.id)
    first = opened(office, planned).seat
    assert first.interview.bank == office.instance.shelf.current().version.fingerprint
    assert office.instance.store.find_bank(first.interview.bank) is not None
    assert first.scorecard.started_at == first.interview.started_at == office.instance.now()
    office.clock.forward(minutes=5)
    live.begin(office.instance, office.marcus, planned.id)
    assert opened(office, planned).seat == first


def test_two_windows_that_begin_at_once_begin_once(office: Office, planned: Interview) -> None:
    with ThreadPoolExecutor(4) as windows:
        list(windows.map(lambda _: live.begin(office.instance, office.marcus, planned.id), range(8)))
    assert opened(office, planned).phase == "under way"


def test_each_rater_of_a_conversation_begins_for_themselves(office: Office) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus, office.yuki)
    live.begin(office.instance, office.marcus, interview.id)
    office.clock.forward(minutes=2)
    theirs = live.open_live(office.instance, office.yuki, interview.id)
    assert (theirs.phase, theirs.other_raters) == ("planned", ("Marcus Adeyemi",))
    live.begin(office.instance, office.yuki, interview.id)
    seats = office.instance.store.seats(interview_id=interview.id)
    assert len({seat.scorecard.started_at for seat in seats}) == 2
    assert {seat.interview.started_at for seat in seats} == {"2026-03-02T09:00:00.000Z"}


def test_nobody_begins_with_a_candidate_who_has_withdrawn(office: Office, planned: Interview) -> None:
    candidate = office.instance.store.candidate_of(planned.candidate_id)
    office.instance.store.change_candidate(replace(candidate, withdrawn_at=office.instance.now()))
    with pytest.raises(NotAllowed, match="Tessa Brandvold has withdrawn"):
        live.begin(office.instance, office.marcus, planned.id)
    assert opened(office, planned).phase == "planned"


def closed(office: Office, interview: Interview) -> Opening:
    candidate = office.instance.store.candidate_of(interview.candidate_id)
    opening = replace(office.instance.store.opening_of(candidate.opening_id), closed_at=office.instance.now())
    office.instance.store.change_opening(opening)
    return opening


def test_nobody_begins_in_an_opening_that_is_closed(office: Office, planned: Interview) -> None:
    closed(office, planned)
    with pytest.raises(NotAllowed, match="closed"):
        live.begin(office.instance, office.marcus, planned.id)


def test_what_was_begun_can_be_finished_although_the_opening_was_closed(office: Office) -> None:
    interview = begun(office)
    closed(office, interview)
    submit(office, interview)
    assert opened(office, interview).phase == "submitted"


@pytest.mark.parametrize("actor", ["sam", "helen", "ingrid", "yuki"])
def test_an_interview_is_its_raters_alone(office: Office, planned: Interview, actor: str) -> None:
    by = getattr(office, actor)
    for step in (live.open_live, live.begin, live.leave, live.submit):
        with pytest.raises(NotFound):
            step(office.instance, by, planned.id)
    assert opened(office, planned).phase == "planned"


# Leaving


def test_the_candidate_leaves_and_may_come_back(office: Office) -> None:
    interview = begun(office)
    office.clock.forward(minutes=44)
    live.leave(office.instance, office.marcus, interview.id)
    left = opened(office, interview)
    assert (left.phase, left.seat.scorecard.left_at) == ("candidate has left", "2026-03-02T09:44:00.000Z")
    live.leave(office.instance, office.marcus, interview.id, is_back=True)
    assert opened(office, interview).phase == "under way"


def test_nothing_ends_that_has_not_begun(office: Office, planned: Interview) -> None:
    for step in (live.leave, live.submit):
        with pytest.raises(NotAllowed, match="Begin"):
            step(office.instance, office.marcus, planned.id)


def test_notes_and_ratings_go_on_after_the_candidate_has_left(office: Office) -> None:
    interview = begun(office)
    live.leave(office.instance, office.marcus, interview.id)
    first = questions_of(office)[0]
    assert {r.state for r in send(office, interview, draft(first, "noted later"), rating(office, first))} == {"saved"}
    assert note_of(office, interview, first) == "noted later"


# Submitting


def test_it_refuses_to_lock_while_ratings_are_missing_and_names_them(office: Office) -> None:
    interview = begun(office)
    rated, skipped, *missing = questions_of(office)
    send(
        office, interview, rating(office, rated, None), entry("asking", question=skipped, state="skipped", reason="late"),
        draft(missing[0], "a note is no rating"),
    )  # fmt: skip
    with pytest.raises(NotAllowed) as refusal:
        live.submit(office.instance, office.marcus, interview.id)
    numbers = ", ".join(str(number) for number in range(3, len(questions_of(office)) + 1))
    assert str(refusal.value).endswith(f"why they were skipped: {numbers}.")
    assert opened(office, interview).phase == "under way"


def test_a_rating_on_another_competency_settles_no_question(office: Office) -> None:
    interview, bank = begun(office), bank_of(office)
    rated = {weight.id for weight in bank.guides["sales-leader"].competencies}
    question, also = next((q, c) for q in questions_of(office) for c in bank.questions[q].also if c in rated)
    send(office, interview, *(rating(office, each) for each in questions_of(office) if each != question))
    send(office, interview, rating(office, question, 4, also))
    with pytest.raises(NotAllowed, match=rf"skipped: {questions_of(office).index(question) + 1}\."):
        live.submit(office.instance, office.marcus, interview.id)


def test_everything_rated_or_skipped_is_locked_with_the_time(office: Office) -> None:
    interview = begun(office)
    rate_all(office, interview, None)
    send(office, interview, entry("asking", question=questions_of(office)[0], state="skipped", reason="no time"))
    office.clock.forward(minutes=60)
    live.submit(office.instance, office.marcus, interview.id)
    card = card_of(office, interview).seat.scorecard
    assert card.submitted_at == card.left_at == "2026-03-02T10:00:00.000Z"  # at the latest now the candidate has left
    assert opened(office, interview).phase == "submitted"


def test_locking_keeps_when_the_candidate_left(office: Office) -> None:
    interview = begun(office)
    rate_all(office, interview)
    live.leave(office.instance, office.marcus, interview.id)
    office.clock.forward(minutes=10)
    live.submit(office.instance, office.marcus, interview.id)
    assert card_of(office, interview).seat.scorecard.left_at == "2026-03-02T09:00:00.000Z"


def test_a_scorecard_is_locked_once_for_all(office: Office) -> None:
    interview = begun(office)
    submit(office, interview)
    before = card_of(office, interview)
    office.clock.forward(minutes=1)
    with pytest.raises(Conflict, match="locked"):
        live.submit(office.instance, office.marcus, interview.id)
    for is_back in (False, True):
        with pytest.raises(Conflict, match="locked"):
            live.leave(office.instance, office.marcus, interview.id, is_back=is_back)
    live.begin(office.instance, office.marcus, interview.id)
    assert card_of(office, interview) == before


def test_of_two_windows_that_submit_at_once_one_is_told(office: Office) -> None:
    interview = begun(office)
    rate_all(office, interview)

    def lock(_: int) -> bool:
        try:
            live.submit(office.instance, office.marcus, interview.id)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as windows:
        assert sum(windows.map(lock, range(8))) == 1


def test_each_rater_locks_their_own(office: Office) -> None:
    interview = begun(office, office.marcus, office.yuki)
    submit(office, interview)
    assert live.open_live(office.instance, office.yuki, interview.id).phase == "under way"


# What earlier rounds leave


def adopted(office: Office, interview: Interview, verdict: str) -> str:
    """Have Marcus hear a risky belief in round 1, and return what is to be asked about it."""
    question = next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing")
    send(office, interview, draft(question, OPINION), rating(office, question, 1))
    given = {
        "source": "notes",
        "philosophy": "marketing-serves-sales",
        "verdict": verdict,
        "reason": "In so many words.",
        "key": "k" * 8,
    }
    readings.answer_flag(office.instance, office.marcus, interview.id, question, given)
    submit(office, interview)
    return bank_of(office).philosophies["marketing-serves-sales"].probes.asserted


@pytest.mark.parametrize(
    ("carried", "verdict", "is_shown"),
    [
        ("nothing", "adopted", False), ("probes", "adopted", True), ("scorecards", "adopted", True),
        ("probes", "dismissed", False),
    ],
)  # fmt: skip
def test_follow_ups_carry_over_as_planned(office: Office, carried: str, verdict: str, is_shown: bool) -> None:
    first = begun(office)
    probe = adopted(office, first, verdict)
    candidate = office.instance.store.candidate_of(first.candidate_id)
    second = office.interview(candidate, office.ingrid, round=2, carried=carried)
    found = live.open_live(office.instance, office.ingrid, second.id)
    assert found.probes == ((probe,) if is_shown else ())
    assert all(not item.answer.text and not item.answer.ratings for item in found.questions)


def test_what_is_not_submitted_leaves_nothing(office: Office) -> None:
    first = begun(office)
    question = next(q for q in questions_of(office) if bank_of(office).questions[q].competency == "standing")
    send(office, first, draft(question, OPINION), rating(office, question, 1))
    given = {
        "source": "notes",
        "philosophy": "marketing-serves-sales",
        "verdict": "adopted",
        "reason": "Said so.",
        "key": "k" * 8,
    }
    readings.answer_flag(office.instance, office.marcus, first.id, question, given)
    candidate = office.instance.store.candidate_of(first.candidate_id)
    second = office.interview(candidate, office.ingrid, round=2, carried="probes")
    assert live.open_live(office.instance, office.ingrid, second.id).probes == ()


def test_a_colleagues_notes_and_ratings_are_not_on_ones_page(office: Office) -> None:
    """Not even in a conversation that both hold together, and whether or not the colleague has submitted."""
    interview = begun(office, office.marcus, office.yuki)
    question = questions_of(office)[0]
    send(office, interview, draft(question, "Marcus heard"), rating(office, question, 5), draft(CLOSING, "M"))
    submit(office, interview)
    theirs = live.open_live(office.instance, office.yuki, interview.id)
    assert theirs.card.closing == ()
    assert all(not item.answer.text and not item.answer.ratings for item in theirs.questions)
