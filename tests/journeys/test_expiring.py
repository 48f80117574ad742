"""Deleting by rule: counted from the decision, never under a hold, never early whatever the clock does, and once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from screener.errors import Conflict, Erased, NotAllowed, NotFound, Refused, Unreadable
from screener.journeys import expiring, openings
from screener.journeys.audit import ERASED, verify_audit
from screener.journeys.candidates import withdraw
from screener.journeys.erasing import erase_candidate, erase_in_database
from screener.journeys.expiring import (
    clock_trouble,
    confirm_clock,
    counted,
    expire,
    expire_daily,
    would_expire,
)
from screener.journeys.holds import hold_candidate, hold_opening, lift_hold
from screener.journeys.instance import Instance, stamp
from screener.journeys.retention_rules import SHIPPED, Rule, rules_in
from screener.journeys.settings import Retention, RetentionRule, Settings
from screener.storage.records import Candidate, Draft, Opening
from screener.storage.retention import LastDone, OpeningRule
from tests.journeys.rated import rated
from tests.office import START, Office


@pytest.fixture
def office(office: Office) -> Office:
    """An organisation in Germany, which looks at what is due every day."""
    office.instance = replace(office.instance, settings=Settings(retention=Retention(rule="germany-180-days")))
    return office


def after(office: Office, **amount: float) -> None:
    """Let time pass, with a look at what is due the day before."""
    office.clock.forward(**amount)
    office.clock.forward(days=-1)
    look(office)
    office.clock.forward(days=1)


def look(office: Office) -> None:
    office.instance.store.note_done(LastDone("expiry", office.instance.now()))


def close(office: Office, opening: Opening) -> None:
    openings.close_opening(office.instance, office.helen, opening.id)


def is_erased(office: Office, candidate: Candidate) -> bool:
    return office.instance.store.candidate_of(candidate.id).erased_at is not None


# Rules


@pytest.mark.parametrize(
    ("rule", "start", "end"),
    [
        ("germany-180-days", "2026-03-02", "2026-08-29"),
        ("us-1-year", "2026-03-02", "2027-03-02"),
        ("us-1-year", "2028-02-29", "2029-03-01"),
        ("california-4-years", "2028-02-29", "2032-02-29"),
        ("us-contractors-2-years", "2026-12-31", "2028-12-31"),
    ],
)
def test_a_rule_counts_days_or_years_of_the_calendar(rule: str, start: str, end: str) -> None:
    assert SHIPPED[rule].ends(datetime.fromisoformat(start)) == datetime.fromisoformat(end)


def test_there_are_rules_for_180_days_one_two_and_four_years() -> None:
    assert {rule.period for rule in SHIPPED.values()} == {"180 days", "1 year", "2 years", "4 years"}


def test_an_organisation_has_rules_of_its_own() -> None:
    own = RetentionRule(name="Spain: 1 year", years=1, source="our counsel")
    rules = rules_in(Retention(rule="spain", rules={"spain": own}))
    assert rules["spain"] == Rule("spain", "Spain: 1 year", 0, 1, False, "our counsel")
    assert set(SHIPPED) < set(rules)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Retention(rule="germany"), "there is no rule `germany`.*germany-180-days"),
        (Retention(rules={"own": RetentionRule(name="Own")}), "needs either `days` or `years`"),
        (Retention(rules={"own": RetentionRule(name="Own", days=1, years=1)}), "needs either `days` or `years`"),
    ],
)
def test_a_rule_that_cannot_be_is_told(settings: Retention, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        rules_in(settings)


# What is due


def test_time_runs_from_the_closing_and_ends_to_the_day(office: Office, opening: Opening, candidate: Candidate) -> None:
    close(office, opening)
    (own,) = counted(office.instance)
    assert (own.candidate, own.since, own.ends) == (candidate, stamp(START), stamp(START + timedelta(days=180)))
    after(office, days=179, hours=23)
    assert expire(office.instance).erased == ()
    office.clock.forward(hours=1)
    assert [own.candidate.id for own in expire(office.instance).erased] == [candidate.id]
    assert is_erased(office, candidate)


def test_nothing_is_due_in_an_opening_that_is_open_but_who_withdrew(office: Office, opening: Opening) -> None:
    stays, goes = office.candidate(opening), office.candidate(opening, "Ovid Lindqvist")
    withdraw(office.instance, office.helen, goes.id)
    after(office, days=181)
    assert [own.candidate.id for own in expire(office.instance).erased] == [goes.id]
    assert not is_erased(office, stays)


def test_without_a_rule_nothing_goes(office: Office, opening: Opening, candidate: Candidate) -> None:
    office.instance = replace(office.instance, settings=Settings())
    close(office, opening)
    after(office, days=5_000)
    assert expire(office.instance).erased == ()


def test_an_openings_own_rule_goes_before_the_settings(office: Office) -> None:
    here, there = office.opening(), office.opening()
    kept, gone = office.candidate(here), office.candidate(there)
    at = office.instance.now()
    office.instance.store.set_opening_rule(OpeningRule(here.id, "california-4-years", office.helen.id, at))
    for opening in (here, there):
        close(office, opening)
    after(office, days=200)
    expire(office.instance)
    assert (is_erased(office, kept), is_erased(office, gone)) == (False, True)
    after(office, days=1_300)
    expire(office.instance)
    assert is_erased(office, kept)


@pytest.mark.parametrize("rule", ["", "gone-with-the-settings"])
def test_an_opening_whose_rule_is_none_or_gone_keeps_everything(
    office: Office, opening: Opening, candidate: Candidate, rule: str
) -> None:
    store = office.instance.store
    store.set_opening_rule(OpeningRule(opening.id, rule, office.helen.id, office.instance.now()))
    close(office, opening)
    after(office, days=5_000)
    assert expire(office.instance).erased == ()


def test_what_was_kept_after_the_closing_counts(office: Office, opening: Opening, candidate: Candidate) -> None:
    seat = rated(office, candidate, office.marcus, {})
    close(office, opening)
    office.clock.forward(days=30)
    at = office.instance.now()
    office.instance.store.append_draft(Draft(seat.scorecard.id, "q", 0, 0, None, "w", "a-late-note", "Late", at, at))
    after(office, days=179)
    assert expire(office.instance).erased == ()
    after(office, days=1)
    assert len(expire(office.instance).erased) == 1


def test_opening_it_again_stops_the_time(office: Office, opening: Opening, candidate: Candidate) -> None:
    close(office, opening)
    openings.reopen_opening(office.instance, office.helen, opening.id)
    after(office, days=400)
    assert expire(office.instance).erased == ()


def test_a_dry_run_says_what_would_go_and_deletes_nothing(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    close(office, opening)
    after(office, days=181)
    assert [own.candidate for own in would_expire(office.instance).erased] == [candidate]
    assert not is_erased(office, candidate)
    assert office.instance.store.expiries() == ()


# Legal holds


def test_a_hold_on_a_candidate_keeps_everything_until_it_is_lifted(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    other = office.candidate(opening, "Ovid Lindqvist")
    hold = hold_candidate(office.instance, office.helen, candidate.id, "A claim was filed on 1 April.")
    close(office, opening)
    after(office, days=400)
    done = expire(office.instance)
    assert ([own.candidate for own in done.erased], [own.candidate for own in done.held]) == ([other], [candidate])
    with pytest.raises(Conflict, match="legal hold"):
        erase_candidate(office.instance, office.helen, candidate.id)
    lift_hold(office.instance, office.sam, hold.id)
    expire(office.instance)
    assert is_erased(office, candidate)
    (kept,) = office.instance.store.holds_of(opening.id)
    assert (kept.lifted_by, kept.reason) == (office.sam.id, "")  # who and when stays, what was said goes


def test_a_hold_on_an_opening_is_on_all_its_candidates_and_on_no_others(office: Office, opening: Opening) -> None:
    elsewhere = office.opening()
    held, free = office.candidate(opening), office.candidate(elsewhere)
    hold_opening(office.instance, office.helen, opening.id, "Works council")
    for own in (opening, elsewhere):
        close(office, own)
    after(office, days=400)
    expire(office.instance)
    assert (is_erased(office, held), is_erased(office, free)) == (False, True)


def test_holds_are_hrs_need_a_reason_and_stand_in_the_trail(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    instance = office.instance
    with pytest.raises(NotAllowed):
        hold_candidate(instance, office.ingrid, candidate.id, "Why")
    with pytest.raises(NotFound):
        hold_opening(instance, office.marcus, opening.id, "Why")
    for set_one in (hold_candidate, hold_opening):
        with pytest.raises(Refused, match="Say why"):
            set_one(instance, office.helen, candidate.id if set_one is hold_candidate else opening.id, "  ")
    hold = hold_candidate(instance, office.helen, candidate.id, "A claim")
    with pytest.raises(NotAllowed):
        lift_hold(instance, office.ingrid, hold.id)
    lift_hold(instance, office.helen, hold.id)
    with pytest.raises(NotFound):
        lift_hold(instance, office.helen, hold.id)
    entries = instance.store.audit_entries(candidate_id=candidate.id)
    assert [(entry.action, entry.subject, words) for entry, words in entries] == [
        ("candidate.released", hold.id, None),
        ("candidate.held", hold.id, None),
    ]


def test_a_hold_that_is_set_while_others_are_deleted_is_kept(
    office: Office, opening: Opening, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(office, opening)
    after(office, days=400)
    due = tuple(counted(office.instance))
    hold_candidate(office.instance, office.helen, candidate.id, "A claim, this moment")
    monkeypatch.setattr("screener.journeys.expiring.due_now", lambda _: due)
    done = expire(office.instance)
    assert (done.erased, done.failed) == ((), 0)
    assert not is_erased(office, candidate)


# The report


def test_the_report_has_ids_dates_and_rules_and_no_word(office: Office, opening: Opening, candidate: Candidate) -> None:
    close(office, opening)
    after(office, days=181)
    expire(office.instance, office.helen)
    (report,) = office.instance.store.expiries()
    assert (report.person_id, report.origin) == (office.helen.id, "server")
    told = {"candidate": candidate.id, "opening": opening.id, "rule": "germany-180-days", "due": "2026-08-29"}
    assert report.facts == {"erased": [told], "held": [], "failed": 0, "trouble": "", "is_overwritten": True}
    entry, _ = office.instance.store.audit_entries(action=ERASED)[0]
    assert (entry.facts["because"], entry.facts["rule"], entry.facts["due"]) == ("rule", told["rule"], told["due"])
    assert verify_audit(office.instance).problems == ()


def test_a_look_that_finds_nothing_leaves_no_report(office: Office) -> None:
    look(office)
    expire(office.instance)
    assert office.instance.store.expiries() == ()


def test_what_cannot_be_deleted_does_not_keep_the_rest(
    office: Office, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = office.candidate(opening), office.candidate(opening, "Ovid Lindqvist")
    close(office, opening)
    after(office, days=181)

    def fails_once(instance: object, actor: object, candidate_id: str, *rest: object) -> object:
        if candidate_id == first.id:
            raise Unreadable("the disk is full")
        return erase_in_database(instance, actor, candidate_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("screener.journeys.expiring.erase_in_database", fails_once)
    done = expire(office.instance)
    assert ([own.candidate for own in done.erased], done.failed) == ([second], 1)


# The clock


def test_a_clock_that_has_gone_back_deletes_nothing(office: Office, opening: Opening, candidate: Candidate) -> None:
    close(office, opening)
    after(office, days=400)
    look(office)
    withdraw(office.instance, office.helen, office.candidate(office.opening(), "Somebody Else").id)
    office.clock.forward(days=-100)
    done = expire(office.instance)
    assert done.erased == ()
    assert "Set the clock right" in done.trouble
    assert office.instance.store.expiries()[0].facts["trouble"] == done.trouble


def test_an_opening_that_was_closed_by_a_clock_gone_back_counts_from_what_is_kept(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    seat = rated(office, candidate, office.marcus, {})
    office.clock.forward(days=-2_000)
    close(office, opening)
    office.clock.forward(days=2_000)
    assert seat.scorecard.submitted_at
    (own,) = counted(office.instance)
    assert own.since == candidate.added_at
    after(office, days=179)
    assert expire(office.instance).erased == ()


def test_a_clock_that_goes_ahead_deletes_nothing_for_a_day(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    close(office, opening)
    look(office)
    office.clock.forward(days=3_650)
    office.opening()  # people go on working by that clock
    done = expire_daily(office.instance, "server")
    assert done is not None
    assert done.erased == ()
    assert "nothing is deleted before tomorrow" in done.trouble
    office.clock.forward(days=-3_649)  # set right
    assert "Set the clock right" in clock_trouble(office.instance)
    assert not is_erased(office, candidate)


def test_who_has_looked_at_the_clock_can_say_that_it_is_right(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    close(office, opening)
    office.clock.forward(days=1_000)
    office.opening()
    office.clock.forward(days=-700)
    assert expire(office.instance).trouble
    confirm_clock(office.instance, office.helen)
    with pytest.raises(NotAllowed):
        confirm_clock(office.instance, office.ingrid)
    assert len(expire(office.instance).erased) == 1
    assert office.instance.store.audit_entries(action="retention.clock")


def test_the_first_look_waits_a_day_unless_told_otherwise(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    close(office, opening)
    office.clock.forward(days=400)
    assert expire(office.instance).erased == ()
    assert len(expire(office.instance, is_clock_right=True).erased) == 1


# Every day


def test_one_process_does_the_days_work(office: Office, opening: Opening, candidate: Candidate) -> None:
    close(office, opening)
    after(office, days=181)
    office.clock.forward(hours=-2)
    assert expire_daily(office.instance, "one") is None  # looked at yesterday, later in the day
    office.clock.forward(hours=2)
    done = expire_daily(office.instance, "one")
    assert done is not None
    assert len(done.erased) == 1
    assert expire_daily(office.instance, "two") is None
    office.clock.forward(days=1)
    assert expire_daily(office.instance, "two") is not None


def test_what_another_process_is_at_is_left_to_it_until_it_must_be_dead(office: Office) -> None:
    store, now = office.instance.store, office.instance.now()
    until = stamp(START + timedelta(minutes=30))
    assert store.take_lease("expiry", "one", now, until, until)
    assert expire_daily(office.instance, "two") is None
    with pytest.raises(Conflict, match="Another process"):
        expire(office.instance)
    office.clock.forward(minutes=31)
    assert expire_daily(office.instance, "two") is not None


def test_work_that_was_taken_by_a_clock_far_ahead_can_be_taken(office: Office) -> None:
    store, now = office.instance.store, office.instance.now()
    store.take_lease("expiry", "one", now, *2 * ("2036-01-01T00:00:00.000Z",))
    assert expire_daily(office.instance, "two") is not None


def test_an_erased_candidate_is_not_due_again(office: Office, opening: Opening, candidate: Candidate) -> None:
    close(office, opening)
    after(office, days=181)
    expire(office.instance)
    assert tuple(counted(office.instance)) == ()
    with pytest.raises(Erased):
        erase_candidate(office.instance, office.helen, candidate.id)


def test_who_is_due_no_more_when_their_turn_comes_stays(
    office: Office, opening: Opening, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = office.candidate(opening, "Zora Quist")
    close(office, opening)
    after(office, days=181)

    def first_then_opened_again(instance: Instance, *given: Any) -> object:
        erased = erase_in_database(instance, *given)
        openings.reopen_opening(instance, office.helen, opening.id)
        return erased

    monkeypatch.setattr(expiring, "erase_in_database", first_then_opened_again)
    expire(office.instance)
    assert [is_erased(office, own) for own in (candidate, other)].count(True) == 1


def test_whom_a_backup_of_the_databases_own_brought_back_is_erased_again(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    erase_candidate(office.instance, office.helen, candidate.id)
    office.instance.store.change_candidate(candidate)
    expire(office.instance)
    assert is_erased(office, candidate)
