"""An opening lets raters see ratings and suggestions after their own, at once, or never; what they see early is noted."""

from collections.abc import Mapping

import pytest

from screener.errors import NotAllowed, NotFound, Refused
from screener.journeys.audit import verify_audit
from screener.journeys.candidates import candidate_overview
from screener.journeys.comparison import comparison_of
from screener.journeys.consensus import discussion_of, open_discussion
from screener.journeys.debrief import debrief_of
from screener.journeys.exporting import export_of
from screener.journeys.hearing import hear_opening
from screener.journeys.readings import answer_flag, read_ahead, read_answer
from screener.journeys.rereading_stored import finished_scorecards
from screener.journeys.side_by_side import side_by_side
from screener.journeys.visibility import set_visibility, visibility_of
from screener.storage.records import Interview, Opening, Person, Sight
from tests.journeys.entries import OPINION, bank_of, begun, card_of, draft, questions_of, rate_all, rating, send, submit
from tests.journeys.test_candidates import hold
from tests.office import Office

REASON = "We build on one another’s questions"


def allow(office: Office, opening: Opening, ratings: Sight = "after-own", suggestions: Sight = "after-own") -> Opening:
    return set_visibility(office.instance, office.helen, opening.id, ratings, suggestions, REASON)


def noted(office: Office) -> list[tuple[str, str, Mapping[str, object]]]:
    """Return the early looks in the trail, the first first: who, for which scorecard, and at what."""
    entries = office.instance.store.audit_entries(action="early.look")
    return [(entry.person_id, entry.subject, entry.facts) for entry, _ in reversed(entries)]


# Setting it


def test_both_wait_for_ones_own_until_somebody_chooses_otherwise(office: Office, opening: Opening) -> None:
    found = visibility_of(office.instance, office.helen, opening.id)
    assert (found.opening.ratings_seen, found.opening.suggestions_seen) == ("after-own", "after-own")
    assert (found.is_begun, found.looks, found.changes) == (False, 0, ())


def test_a_change_is_kept_with_its_reason_and_noted(office: Office, opening: Opening) -> None:
    changed = allow(office, opening, "always", "never")
    assert office.instance.store.opening_of(opening.id) == changed
    assert (changed.ratings_seen, changed.suggestions_seen, changed.seen_reason) == ("always", "never", REASON)
    (change,) = visibility_of(office.instance, office.helen, opening.id).changes
    assert (change.by, change.before, change.after) == ("Helen Osei", ("after-own", "after-own"), ("always", "never"))
    assert change.reason == REASON
    assert verify_audit(office.instance).problems == ()


def test_setting_the_same_again_notes_nothing(office: Office, opening: Opening) -> None:
    allow(office, opening, "always")
    set_visibility(office.instance, office.helen, opening.id, "always", "after-own", "")
    assert len(visibility_of(office.instance, office.helen, opening.id).changes) == 1


def test_a_reason_is_needed_for_what_is_not_usual(office: Office, opening: Opening) -> None:
    with pytest.raises(Refused, match="why"):
        set_visibility(office.instance, office.helen, opening.id, "never", "after-own", "  ")
    allow(office, opening, "never")
    back = set_visibility(office.instance, office.helen, opening.id, "after-own", "after-own", "")
    assert (back.ratings_seen, back.seen_reason) == ("after-own", "")


def test_once_an_interview_has_begun_every_change_needs_a_reason(office: Office) -> None:
    interview = begun(office)
    opening = office.instance.store.candidate_of(interview.candidate_id).opening_id
    set_visibility(office.instance, office.helen, opening, "always", "after-own", REASON)
    with pytest.raises(Refused, match="why"):
        set_visibility(office.instance, office.helen, opening, "after-own", "after-own", "")
    set_visibility(office.instance, office.helen, opening, "after-own", "after-own", "It was a mistake")


@pytest.mark.parametrize(
    ("ratings", "suggestions"), [("", "never"), ("never", "sometimes"), ("after-own\x00", "never")]
)
def test_it_takes_no_other_choice(office: Office, opening: Opening, ratings: str, suggestions: str) -> None:
    with pytest.raises(Refused, match="one of the three"):
        set_visibility(office.instance, office.helen, opening.id, ratings, suggestions, REASON)


@pytest.mark.parametrize(("actor", "error"), [("ingrid", NotAllowed), ("marcus", NotFound)])
def test_only_hr_sets_it(office: Office, opening: Opening, actor: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        set_visibility(office.instance, getattr(office, actor), opening.id, "always", "always", REASON)
    with pytest.raises(error):
        visibility_of(office.instance, getattr(office, actor), opening.id)


# Ratings


@pytest.fixture
def rated(office: Office, opening: Opening) -> Interview:
    """Marcus is still writing on Tessa; Yuki has submitted."""
    candidate = office.candidate(opening)
    hold(office, candidate, office.yuki)
    return hold(office, candidate, office.marcus, submits=False)


def read_by(office: Office, person: Person, interview: Interview) -> list[str]:
    rounds = candidate_overview(office.instance, person, interview.candidate_id).rounds
    return [sheet.seat.rater.name for round_ in rounds for sheet in round_.sheets if sheet.card]


def test_at_once_means_once_the_colleague_has_submitted(office: Office, opening: Opening, rated: Interview) -> None:
    assert read_by(office, office.marcus, rated) == ["Marcus Adeyemi"]
    allow(office, opening, "always")
    assert read_by(office, office.marcus, rated) == ["Marcus Adeyemi", "Yuki Tanabe"]
    assert read_by(office, office.yuki, rated) == ["Yuki Tanabe"]  # Marcus has not


def test_an_early_look_at_ratings_is_noted_once_and_stands_on_the_scorecard(
    office: Office, opening: Opening, rated: Interview
) -> None:
    read_by(office, office.marcus, rated)
    assert noted(office) == []
    allow(office, opening, "always")
    for _ in range(2):
        read_by(office, office.marcus, rated)
    card = card_of(office, rated).seat.scorecard.id
    assert noted(office) == [(office.marcus.id, card, {"at": "ratings"})]
    office.instance.store.submit(card, office.instance.now())
    (round_,) = candidate_overview(office.instance, office.helen, rated.candidate_id).rounds
    assert {sheet.seat.rater.name: len(sheet.early) for sheet in round_.sheets} == {
        "Marcus Adeyemi": 1,
        "Yuki Tanabe": 0,
    }
    (row,) = comparison_of(office.instance, office.helen, opening.id).rows
    assert row.early == 1
    assert visibility_of(office.instance, office.helen, opening.id).looks == 1
    assert verify_audit(office.instance).problems == ()


def test_who_has_nothing_to_give_does_not_look_early(office: Office, opening: Opening, rated: Interview) -> None:
    allow(office, opening, "always")
    for person in (office.helen, office.ingrid, office.yuki):
        read_by(office, person, rated)
        if person != office.yuki:
            comparison_of(office.instance, person, opening.id)
    assert noted(office) == []


@pytest.mark.parametrize("look", [comparison_of, export_of, debrief_of])
def test_an_early_look_at_a_comparison_is_noted_too(office: Office, opening: Opening, look: object) -> None:
    candidate = office.candidate(opening)
    hold(office, candidate, office.yuki)
    hold(office, candidate, office.ingrid, submits=False)
    allow(office, opening, "always")
    look(office.instance, office.ingrid, opening.id)  # type: ignore[operator]
    assert [person for person, _, _ in noted(office)] == [office.ingrid.id]


def test_where_raters_never_see_ratings_the_discussion_is_for_those_who_oversee_it(
    office: Office, opening: Opening, rated: Interview
) -> None:
    allow(office, opening, "never")
    office.instance.store.submit(card_of(office, rated).seat.scorecard.id, office.instance.now())
    assert read_by(office, office.marcus, rated) == ["Marcus Adeyemi"]
    (round_,) = candidate_overview(office.instance, office.marcus, rated.candidate_id).rounds
    assert [sheet.hidden for sheet in round_.sheets] == ["", "never"]
    open_discussion(office.instance, office.ingrid, rated.candidate_id, 1)
    assert discussion_of(office.instance, office.helen, rated.candidate_id, 1).items
    with pytest.raises(NotAllowed, match="do not see each other’s ratings"):
        discussion_of(office.instance, office.marcus, rated.candidate_id, 1)


def test_never_wins_over_what_was_planned_to_carry_over(office: Office, opening: Opening) -> None:
    candidate = office.candidate(opening)
    hold(office, candidate, office.yuki)
    later = hold(office, candidate, office.marcus, submits=False, round=2, carried="scorecards")
    assert len(read_by(office, office.marcus, later)) == 2
    allow(office, opening, "never")
    assert read_by(office, office.marcus, later) == ["Marcus Adeyemi"]


# Suggestions


@pytest.fixture
def written(office: Office) -> Interview:
    """Marcus has noted an opinion, and rated nothing yet."""
    interview = begun(office)
    send(office, interview, draft(questions_of(office)[0], OPINION))
    return interview


def opening_in(office: Office, interview: Interview) -> Opening:
    store = office.instance.store
    return store.opening_of(store.candidate_of(interview.candidate_id).opening_id)


def test_suggestions_come_before_rating_where_the_opening_lets_them_and_are_marked(
    office: Office, written: Interview
) -> None:
    first, second = questions_of(office)[:2]
    with pytest.raises(NotAllowed, match="once you have rated"):
        read_answer(office.instance, office.marcus, written.id, first)
    allow(office, opening_in(office, written), suggestions="always")
    for _ in range(2):
        reading = read_answer(office.instance, office.marcus, written.id, first)
    assert reading.sources[0].flags
    assert list(reading.names) == [bank_of(office).questions[first].competency]
    card = card_of(office, written).seat.scorecard.id
    assert noted(office) == [(office.marcus.id, card, {"at": "suggestions", "question": first})]
    send(office, written, rating(office, first), rating(office, second))
    marks = [answer.rating.after_suggestion for answer in card_of(office, written).answers[:2] if answer.rating]
    assert marks == [True, False]


def test_a_look_after_rating_or_at_nothing_is_no_early_one(office: Office, written: Interview) -> None:
    first, second = questions_of(office)[:2]
    allow(office, opening_in(office, written), suggestions="always")
    assert read_answer(office.instance, office.marcus, written.id, second).sources == ()
    send(office, written, rating(office, first))
    assert read_answer(office.instance, office.marcus, written.id, first).sources
    assert noted(office) == []


def test_a_flag_that_was_seen_early_can_be_answered(office: Office, written: Interview) -> None:
    allow(office, opening_in(office, written), suggestions="always")
    first = questions_of(office)[0]
    flag = read_answer(office.instance, office.marcus, written.id, first).sources[0].flags[0]
    given = {"source": "notes", "philosophy": flag.philosophy, "verdict": "dismissed", "reason": "A joke"}
    assert answer_flag(office.instance, office.marcus, written.id, first, given).verdicts


def test_where_suggestions_are_never_shown_nobody_sees_any(office: Office, written: Interview) -> None:
    opening = opening_in(office, written)
    submit(office, written)
    hear_opening(office.instance, opening.id)
    other = office.candidate(opening, "Bram Osterholt")
    hold(office, other, office.marcus)
    pair = [written.candidate_id, other.id]

    def heard() -> list[object]:
        """Return everything that the machine heard, from wherever it shows."""
        rows = comparison_of(office.instance, office.helen, opening.id).rows
        beliefs = [flag for row in rows for flag in row.beliefs.flags]
        export = export_of(office.instance, office.helen, opening.id)
        beside = side_by_side(office.instance, office.helen, opening.id, pair)
        answers = [a for question in beside.questions for given in question.answers for a in given]
        pack = debrief_of(office.instance, office.helen, opening.id)
        return [
            *beliefs,
            *(belief for card in export.scorecards() for belief in card.beliefs),
            *(belief for answer in answers for belief in answer.beliefs),
            *(belief for dossier in pack.dossiers for belief in dossier.beliefs),
        ]

    assert heard()
    allow(office, opening, suggestions="never")
    assert heard() == []
    assert [row.unheard for row in comparison_of(office.instance, office.helen, opening.id).rows] == [0, 0]
    assert list(finished_scorecards(office.instance, office.helen, opening.id)) == []
    with pytest.raises(NotAllowed, match="shows no suggestions"):
        read_answer(office.instance, office.marcus, written.id, questions_of(office)[0])


def test_where_suggestions_are_never_shown_nothing_is_read(office: Office, written: Interview) -> None:
    opening = allow(office, opening_in(office, written), suggestions="never")
    rate_all(office, written)
    read_ahead(office.instance, office.marcus, written.id)
    submit(office, written)
    hear_opening(office.instance, opening.id)
    assert office.instance.store.heard_in(opening.id) == ()
