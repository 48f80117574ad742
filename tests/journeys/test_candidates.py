"""Who sees a candidate and which scorecards; how levels are put together; what HR changes."""

from collections.abc import Mapping

import pytest

from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys import candidates
from screener.journeys.candidates import candidate_overview
from screener.journeys.consensus import finish, open_discussion, settle
from screener.journeys.instance import new_id
from screener.journeys.openings import close_opening, reopen_opening
from screener.storage.records import Candidate, Draft, FlagAnswer, Interview, Person, Rating, Weighting
from tests.office import Office

TROUBLES = ("", "   ", "x" * 121, "\x00\x07")
WRITINGS = (
    "<script>alert(1)</script>",
    "Zoë Brontë-O’Neill",
    "محمد بن سلمان",
    "李小龍 👩🏽‍💼",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
)


def hold(
    office: Office,
    candidate: Candidate,
    rater: Person,
    levels: Mapping[str, int | None] | None = None,
    *,
    submits: bool = True,
    **changes: object,
) -> Interview:
    """Hold an interview: every question is rated, with 3 where `levels` names no other for its competency."""
    interview = office.interview(candidate, rater, **changes)
    fill(office, interview, rater, levels or {}, submits=submits)
    return interview


def fill(
    office: Office, interview: Interview, rater: Person, levels: Mapping[str, int | None], *, submits: bool = True
) -> str:
    """Fill a rater's scorecard and return its id."""
    store, at = office.instance.store, office.instance.now()
    (seat,) = store.seats(interview_id=interview.id, person_id=rater.id)
    bank, card = office.instance.shelf.current().bank, seat.scorecard.id
    store.pin(interview.id, office.instance.shelf.keep_current(at), at)
    store.begin(card, at)
    for question in bank.guides[interview.guide].questions:
        competency = bank.questions[question].competency
        level = levels.get(competency, 3)
        store.append(Rating(card, question, competency, level, False, new_id(), at, at))
        note = f"{rater.name} on {question}"
        store.append_draft(Draft(card, question, 0, 0, None, "w", new_id(), note, at, at))
    if submits:
        store.submit(card, at)
    return card


@pytest.fixture
def candidate(office: Office) -> Candidate:
    return office.candidate(office.opening())


def names(office: Office, actor: Person, candidate: Candidate) -> list[str]:
    """Return whose scorecards a person reads."""
    rounds = candidate_overview(office.instance, actor, candidate.id).rounds
    return [sheet.seat.rater.name for round_ in rounds for sheet in round_.sheets if sheet.card]


def reasons(office: Office, actor: Person, candidate: Candidate) -> dict[str, str]:
    """Return why scorecards are not shown, by rater and round."""
    rounds = candidate_overview(office.instance, actor, candidate.id).rounds
    return {f"{s.seat.rater.name} {r.number}": s.hidden for r in rounds for s in r.sheets if s.hidden}


# Who sees a candidate


def test_it_shows_a_candidate_to_hr_administrators_the_panels_managers_and_raters(
    office: Office, candidate: Candidate
) -> None:
    hold(office, candidate, office.yuki)
    for person in (office.helen, office.sam, office.ingrid, office.yuki):
        assert candidate_overview(office.instance, person, candidate.id).candidacy.candidate == candidate


def test_it_hides_a_candidate_from_interviewers_who_do_not_rate_them(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.yuki)
    with pytest.raises(NotFound):  # although Marcus is on the panel
        candidate_overview(office.instance, office.marcus, candidate.id)


def test_it_hides_a_candidate_from_hiring_managers_of_other_openings(office: Office) -> None:
    theirs = office.candidate(office.opening(panel=(office.marcus,)))
    with pytest.raises(NotFound):
        candidate_overview(office.instance, office.ingrid, theirs.id)


@pytest.mark.parametrize("unknown", ["", "nobody", "' OR 1=1 --", "x" * 5000, "\x00"])
def test_it_knows_no_candidate_of_another_id(office: Office, unknown: str) -> None:
    with pytest.raises(NotFound):
        candidate_overview(office.instance, office.helen, unknown)


def test_only_hr_sees_hrs_note(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.yuki)
    candidates.change_candidate(office.instance, office.helen, candidate.id, candidate.name, "CV on the shared drive")
    notes = {p.name: candidate_overview(office.instance, p, candidate.id).note for p in (office.sam, office.yuki)}
    assert notes == {"Sam Whitlock": "CV on the shared drive", "Yuki Tanabe": ""}
    assert candidate_overview(office.instance, office.ingrid, candidate.id).note == ""


# Which scorecards


def test_it_shows_others_only_after_ones_own_submission(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus)
    own = hold(office, candidate, office.yuki, submits=False)
    assert names(office, office.yuki, candidate) == ["Yuki Tanabe"]
    assert reasons(office, office.yuki, candidate) == {"Marcus Adeyemi 1": "own-first"}
    (seat,) = office.instance.store.seats(interview_id=own.id)
    office.instance.store.submit(seat.scorecard.id, office.instance.now())
    assert names(office, office.yuki, candidate) == ["Marcus Adeyemi", "Yuki Tanabe"]


def test_it_shows_nobody_what_has_not_been_submitted(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus, submits=False)
    hold(office, candidate, office.yuki)
    assert names(office, office.helen, candidate) == ["Yuki Tanabe"]
    assert reasons(office, office.helen, candidate) == {"Marcus Adeyemi 1": "not-submitted"}
    assert reasons(office, office.yuki, candidate) == {"Marcus Adeyemi 1": "not-submitted"}


def test_a_hiring_manager_who_rates_waits_like_everybody_else(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus)
    assert names(office, office.ingrid, candidate) == ["Marcus Adeyemi"]
    hold(office, candidate, office.ingrid, submits=False)
    assert names(office, office.ingrid, candidate) == ["Ingrid Halvorsen"]


def test_a_later_round_that_starts_afresh_hides_the_earlier_one(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus)
    office.interview(candidate, office.yuki, round=2, carried="nothing")
    office.interview(candidate, office.ingrid, round=2, carried="nothing")
    assert reasons(office, office.yuki, candidate)["Marcus Adeyemi 1"] == "not-theirs"
    assert reasons(office, office.ingrid, candidate)["Marcus Adeyemi 1"] == "later-first"
    assert names(office, office.yuki, candidate) == names(office, office.ingrid, candidate) == []


def test_a_later_round_may_read_earlier_scorecards_if_they_carry_over(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus)
    office.interview(candidate, office.yuki, round=2, carried="scorecards")
    assert names(office, office.yuki, candidate) == ["Marcus Adeyemi"]


def test_what_carries_over_is_told_to_that_interviews_raters_and_hr(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus)
    office.interview(candidate, office.yuki, round=2, carried="probes", carried_note="Ask about the dealers")

    def note(person: Person) -> str:
        return candidate_overview(office.instance, person, candidate.id).rounds[1].meetings[0].note

    assert note(office.yuki) == note(office.helen) == note(office.ingrid) == "Ask about the dealers"
    assert note(office.marcus) == ""


def test_a_scorecard_that_was_not_begun_needs_no_guide_in_the_questions(office: Office, candidate: Candidate) -> None:
    office.interview(candidate, office.yuki, guide="removed-since")
    overview = candidate_overview(office.instance, office.yuki, candidate.id)
    assert overview.guides == {"removed-since": "removed-since"}
    assert names(office, office.yuki, candidate) == []


# Levels together


def test_a_level_is_the_mean_of_the_raters_with_evidence(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.ingrid, {"standing": 5, "horizon": None})
    hold(office, candidate, office.marcus, {"standing": 2, "horizon": 4})
    hold(office, candidate, office.yuki, {"standing": 2, "horizon": None})
    combined = candidate_overview(office.instance, office.helen, candidate.id).rounds[0].combined
    assert combined is not None
    rows = {row.competency: row for row in combined.rows}
    assert (rows["standing"].combined, rows["standing"].difference) == (3, 3)
    assert (rows["horizon"].combined, rows["horizon"].difference) == (4, None)
    assert (rows["credit"].combined, rows["credit"].difference) == (3, 0)


def test_the_total_goes_by_the_openings_weights_and_tells_its_coverage(office: Office) -> None:
    weights = (Weighting("standing", 3, "why"), Weighting("horizon", 1), Weighting("listening", 1))
    candidate = office.candidate(office.opening(weights=weights))
    hold(office, candidate, office.ingrid, {"standing": 5, "horizon": 1})
    combined = candidate_overview(office.instance, office.helen, candidate.id).rounds[0].combined
    assert combined is not None
    total = combined.total
    assert (total.level, total.with_evidence, total.competencies) == (4.0, 2, 3)
    rows = {row.competency: row for row in combined.rows}
    assert rows["credit"].weight is None  # rated, but without a weight in this opening
    assert (rows["listening"].name, rows["listening"].combined) == ("Feedback between the functions", None)


def test_nothing_rated_gives_no_total(office: Office, candidate: Candidate) -> None:
    nothing = dict.fromkeys(("standing", "horizon", "customer", "credit", "agreement", "repair"))
    hold(office, candidate, office.ingrid, nothing)
    combined = candidate_overview(office.instance, office.helen, candidate.id).rounds[0].combined
    assert combined is not None
    assert (combined.total.level, combined.total.with_evidence) == (None, 0)


def test_what_is_not_submitted_is_in_no_mean(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.marcus, {"standing": 5})
    hold(office, candidate, office.yuki, {"standing": 1}, submits=False)
    for actor, expected in ((office.helen, 5), (office.yuki, None)):
        combined = candidate_overview(office.instance, actor, candidate.id).rounds[0].combined
        level = next(r for r in combined.rows if r.competency == "standing").combined if combined else None
        assert level == expected


def test_settled_levels_show_only_when_final_and_to_those_who_may_read_the_round(
    office: Office, candidate: Candidate
) -> None:
    hold(office, candidate, office.ingrid)
    hold(office, candidate, office.marcus)
    open_discussion(office.instance, office.ingrid, candidate.id, 1)
    for competency in ("standing", "horizon", "customer", "credit", "agreement", "repair"):
        settle(office.instance, office.ingrid, candidate.id, 1, competency, 3, "")

    def settled(person: Person) -> dict[str, object]:
        return dict(candidate_overview(office.instance, person, candidate.id).rounds[0].settled)

    assert settled(office.marcus) == {}
    finish(office.instance, office.ingrid, candidate.id, 1)
    office.interview(candidate, office.yuki, round=2, carried="nothing")
    assert len(settled(office.marcus)) == 6
    assert settled(office.yuki) == {}


def test_flags_and_late_notes_come_with_the_scorecard(office: Office, candidate: Candidate) -> None:
    interview = hold(office, candidate, office.marcus)
    (seat,) = office.instance.store.seats(interview_id=interview.id)
    at = office.instance.now()
    office.instance.store.append(
        FlagAnswer(seat.scorecard.id, "horizon-last-weeks", "notes", "this-quarter-only", "only the quarter", "dismissed",
                   "said of others", new_id(), at, at)
    )  # fmt: skip
    office.clock.forward(minutes=5)
    later = office.instance.now()
    office.instance.store.append_draft(
        Draft(seat.scorecard.id, "horizon-last-weeks", 0, 1, None, "w", new_id(), "came late", later, later)
    )
    (sheet,) = candidate_overview(office.instance, office.helen, candidate.id).rounds[0].sheets
    assert sheet.card is not None
    answer = sheet.card.answer_to("horizon-last-weeks")
    assert answer is not None
    assert [flag.reason for flag in answer.flag_answers] == ["said of others"]
    assert [draft.text for draft in sheet.card.late] == ["came late"]


# What HR changes


def test_it_keeps_names_and_notes_of_any_script_as_they_are(office: Office, candidate: Candidate) -> None:
    for writing in WRITINGS:
        candidates.change_candidate(office.instance, office.helen, candidate.id, writing, writing)
        kept = office.instance.store.candidate_of(candidate.id)
        assert (kept.name, kept.note) == (writing, writing)


@pytest.mark.parametrize("name", TROUBLES)
def test_it_refuses_a_name_that_is_empty_or_too_long(office: Office, candidate: Candidate, name: str) -> None:
    with pytest.raises(Refused) as refusal:
        candidates.change_candidate(office.instance, office.helen, candidate.id, name, "")
    assert refusal.value.field == "name"
    assert office.instance.store.candidate_of(candidate.id) == candidate


def test_it_refuses_a_note_that_is_too_long(office: Office, candidate: Candidate) -> None:
    with pytest.raises(Refused, match="4,000 fit") as refusal:
        candidates.change_candidate(office.instance, office.helen, candidate.id, "Tessa", "x" * 4001)
    assert refusal.value.field == "note"


def test_it_refuses_another_candidate_s_name(office: Office, candidate: Candidate) -> None:
    office.candidate(office.instance.store.opening_of(candidate.opening_id), "Zoë Brontë")
    with pytest.raises(Refused, match="is among the candidates already") as refusal:
        candidates.change_candidate(office.instance, office.helen, candidate.id, " zoë  BRONTË", "")
    assert refusal.value.field == "name"
    office.candidate(office.opening(), "Elsewhere")
    for name in ("Elsewhere", candidate.name.upper()):
        candidates.change_candidate(office.instance, office.helen, candidate.id, name, "")
        assert office.instance.store.candidate_of(candidate.id).name == name


def test_only_hr_changes_a_candidate(office: Office, candidate: Candidate) -> None:
    hold(office, candidate, office.yuki)
    for person in (office.ingrid, office.yuki):
        for change in (candidates.withdraw, candidates.take_back_withdrawal, candidates.managed_candidate):
            with pytest.raises(NotAllowed):
                change(office.instance, person, candidate.id)
        with pytest.raises(NotAllowed):
            candidates.change_candidate(office.instance, person, candidate.id, "Other", "")
    with pytest.raises(NotFound):
        candidates.withdraw(office.instance, office.marcus, candidate.id)


def test_once_the_opening_is_closed_a_withdrawal_stays(office: Office, candidate: Candidate) -> None:
    candidates.withdraw(office.instance, office.helen, candidate.id)
    close_opening(office.instance, office.helen, candidate.opening_id)
    with pytest.raises(Conflict, match="Open it again"):
        candidates.take_back_withdrawal(office.instance, office.helen, candidate.id)
    assert office.instance.store.candidate_of(candidate.id).withdrawn_at
    reopen_opening(office.instance, office.helen, candidate.opening_id)
    assert candidates.take_back_withdrawal(office.instance, office.helen, candidate.id).withdrawn_at is None


def test_a_withdrawal_can_be_taken_back_and_keeps_its_first_day(office: Office, candidate: Candidate) -> None:
    first = candidates.withdraw(office.instance, office.helen, candidate.id).withdrawn_at
    office.clock.forward(days=1)
    assert candidates.withdraw(office.instance, office.helen, candidate.id).withdrawn_at == first
    assert candidates.take_back_withdrawal(office.instance, office.helen, candidate.id).withdrawn_at is None
    assert office.instance.store.candidate_of(candidate.id).withdrawn_at is None
