"""Pages about keeping and erasing: who sees them, what they say, and what they do."""

import pytest

from screener.journeys.erasing import erase_candidate
from screener.journeys.expiring import expire
from screener.journeys.openings import close_opening
from screener.storage.records import Candidate, Opening
from tests.journeys.rated import note, rated
from tests.journeys.test_expiring import after, look
from tests.office import Office
from tests.web.browser import Browser, words


@pytest.fixture
def helen(office: Office) -> Browser:
    return Browser(office, office.helen)


# Erasing


def test_what_goes_and_what_stays_is_said_before(helen: Browser, candidate: Candidate) -> None:
    page = words(helen.get(f"/candidates/{candidate.id}/erase"))
    assert "This cannot be taken back" in page
    assert f"under “Erased candidate {candidate.id[:4]}”" in page
    assert "Copies are kept for 35 days. From 7 April 2026 on" in page
    assert helen.office.instance.store.candidate_of(candidate.id).erased_at is None


def test_nothing_is_erased_without_the_tick(helen: Browser, candidate: Candidate) -> None:
    assert "Tick this if you have read" in words(helen.post(f"/candidates/{candidate.id}/erase"))
    assert helen.office.instance.store.candidate_of(candidate.id).erased_at is None


def test_it_erases_and_goes_back_to_the_opening(helen: Browser, opening: Opening, candidate: Candidate) -> None:
    answer = helen.post(f"/candidates/{candidate.id}/erase", is_sure="y")
    assert (answer.status_code, answer.location) == (303, f"/openings/{opening.id}")
    assert "From 7 April 2026 on no backup holds them either" in words(helen.get(answer.location))
    assert helen.office.instance.store.candidate_of(candidate.id).erased_at


def test_it_says_where_the_name_stands_besides(helen: Browser, opening: Opening, candidate: Candidate) -> None:
    office = helen.office
    other = office.candidate(opening, "Ovid Lindqvist")
    helen.post(f"/candidates/{other.id}/change", name="Ovid Lindqvist", note="As good as tessa  brandvold")
    office.candidate(office.opening(title="Head of Tessa Brandvold"), "TESSA BRANDVOLD")
    page = words(helen.get(f"/candidates/{candidate.id}/erase"))
    assert "HR’s note on Ovid Lindqvist" in page
    assert "Opening “Head of Tessa Brandvold”: its title" in page
    assert "a candidate of the same name" in page


def test_an_erased_candidate_is_shown_by_figures_and_can_be_neither_changed_nor_erased(
    helen: Browser, candidate: Candidate
) -> None:
    seat = rated(helen.office, candidate, helen.office.marcus, {"standing": [3]})
    note(helen.office, seat, "Her own words")
    erase_candidate(helen.office.instance, helen.office.helen, candidate.id)
    page = helen.get(f"/candidates/{candidate.id}")
    assert "were erased on 2 March 2026" in words(page)
    assert f"/candidates/{candidate.id}/erase" not in page.text
    assert "Tessa" not in page.text
    for address in ("erase", "change"):
        answer = helen.get(f"/candidates/{candidate.id}/{address}")
        assert answer.status_code == 410
        assert "The data on this candidate have been erased." in words(answer)


@pytest.mark.parametrize("address", [
    "/openings/{opening}", "/openings/{opening}/compare", "/openings/{opening}/compare.xlsx",
    "/openings/{opening}/compare.csv", "/openings/{opening}/panel-statistics", "/openings/{opening}/debrief",
    "/openings/{opening}/scorecards/ashby.json", "/candidates/{candidate}", "/candidates/{candidate}/records.zip", "/",
])  # fmt: skip
def test_every_page_copes_with_somebody_erased(
    helen: Browser, opening: Opening, candidate: Candidate, address: str
) -> None:
    for rater in (helen.office.marcus, helen.office.yuki):
        note(helen.office, rated(helen.office, candidate, rater, {"standing": [3]}), "Her own words")
    erase_candidate(helen.office.instance, helen.office.helen, candidate.id)
    answer = helen.get(address.format(opening=opening.id, candidate=candidate.id))
    assert answer.status_code == 200
    assert b"Brandvold" not in answer.data


def test_a_rater_is_told_that_the_data_are_erased(office: Office, candidate: Candidate) -> None:
    seat = rated(office, candidate, office.marcus, {"standing": [3]})
    erase_candidate(office.instance, office.helen, candidate.id)
    marcus = Browser(office, office.marcus)
    page = marcus.get(f"/interviews/{seat.interview.id}")
    assert (page.status_code, "Erased" in page.text) == (410, True)
    entries = {"entries": [], "person": office.marcus.id}
    answer = marcus.client.post(
        f"/interviews/{seat.interview.id}/journal", json=entries, headers={"X-CSRFToken": marcus.token()}
    )
    assert answer.json == {"error": "The data on this candidate have been erased.", "code": "erased"}


def test_a_device_learns_which_of_its_interviews_are_erased(office: Office, candidate: Candidate) -> None:
    gone = office.interview(candidate, office.marcus)
    kept = office.interview(office.candidate(office.opening(), "Ovid Lindqvist"), office.marcus)
    erase_candidate(office.instance, office.helen, candidate.id)
    browser = Browser(office, office.yuki)
    found = browser.get(f"/retention/erased?interview={gone.id}&interview={kept.id}&interview=unknown")
    assert found.json == {"erased": [gone.id]}


# What goes when


@pytest.fixture
def settled(office: Office, opening: Opening, candidate: Candidate) -> Opening:
    """A closed opening in which one candidate stands."""
    return close_opening(office.instance, office.helen, opening.id)


def test_everything_is_said_before_anybody_has_chosen_a_rule(helen: Browser, settled: Opening) -> None:
    page = words(helen.get("/retention"))
    assert "nothing of them is deleted by itself" in page
    assert f"{settled.title} none 1 2 March 2026 never by itself" in page
    assert "Nobody has looked yet" in page
    assert "California: 4 years The law asks that records be kept for so long: 2 CCR 11013(c)" in page


def test_a_rule_is_chosen_for_an_opening(helen: Browser, settled: Opening, candidate: Candidate) -> None:
    address = f"/openings/{settled.id}/retention"
    assert "No rule holds" in words(helen.get(address))
    assert helen.post(address, rule="germany-180-days").status_code == 303
    page = words(helen.get(address))
    assert "The rule is now: Germany: 180 days." in page
    assert "Tessa Brandvold from 29 August 2026 (180 days from 2 March 2026 )" in page
    assert "Germany: 180 days 1 2 March 2026 29 August 2026" in words(helen.get("/retention"))
    helen.post(address, rule="")
    assert "No rule holds" in words(helen.get(address))
    entries = helen.office.instance.store.audit_entries(action="retention.rule")
    assert [entry.facts for entry, _ in entries] == [{"rule": ""}, {"rule": "germany-180-days"}]


def test_a_rule_that_there_is_not_is_refused(helen: Browser, settled: Opening) -> None:
    assert "Choose one of the rules" in words(helen.post(f"/openings/{settled.id}/retention", rule="never"))


def test_a_hold_is_set_and_lifted(helen: Browser, settled: Opening, candidate: Candidate) -> None:
    address = f"/openings/{settled.id}/retention"
    refused = helen.post(f"{address}/hold", candidate=candidate.id, reason=" ")
    assert refused.status_code == 422
    assert "Say why" in words(refused)
    assert helen.post(f"{address}/hold", candidate=candidate.id, reason="A claim of 3 March").status_code == 303
    assert "Tessa Brandvold A claim of 3 March Set by Helen Osei" in words(helen.get(address))
    assert "Tessa Brandvold in Sales Director A claim of 3 March" in words(helen.get("/retention"))
    page = helen.get(f"/candidates/{candidate.id}/erase")
    assert "A legal hold is on" in words(page)
    assert "Erase for good" not in page.text
    assert "A legal hold is on" in words(helen.post(f"/candidates/{candidate.id}/erase", is_sure="y"))
    (hold,) = helen.office.instance.store.holds()
    helen.post(f"/retention/holds/{hold.id}/lift")
    assert "lifted by Helen Osei" in words(helen.get(address))
    assert helen.office.instance.store.candidate_of(candidate.id).erased_at is None


def test_a_hold_on_everybody_and_on_nobody_of_another_opening(helen: Browser, settled: Opening) -> None:
    other = helen.office.candidate(helen.office.opening(), "Ovid Lindqvist")
    address = f"/openings/{settled.id}/retention"
    assert helen.post(f"{address}/hold", candidate=other.id, reason="A claim").status_code == 404
    helen.post(f"{address}/hold", candidate="", reason="A claim")
    assert "Everybody in Sales Director" in words(helen.get("/retention"))


def test_a_law_that_asks_for_longer_is_told_before_erasing(
    helen: Browser, settled: Opening, candidate: Candidate
) -> None:
    helen.post(f"/openings/{settled.id}/retention", rule="us-1-year")
    page = words(helen.get(f"/candidates/{candidate.id}/erase"))
    assert "asks for these records to be kept until 2 March 2027 (29 CFR 1602.14)" in page
    helen.post(f"/openings/{settled.id}/retention", rule="germany-180-days")
    assert "asks for these records" not in words(helen.get(f"/candidates/{candidate.id}/erase"))


def test_what_was_deleted_is_told_without_names(helen: Browser, settled: Opening) -> None:
    office = helen.office
    helen.post(f"/openings/{settled.id}/retention", rule="germany-180-days")
    after(office, days=181)
    expire(office.instance)
    page = words(Browser(office, office.helen).get("/retention"))
    assert "the server 1 candidate erased. No backup holds them from 5 October 2026 on." in page
    assert "1 candidate erased so far" in page
    assert "Tessa" not in page


def test_a_clock_that_is_wrong_is_told_and_can_be_confirmed(helen: Browser, settled: Opening) -> None:
    office = helen.office
    office.clock.forward(days=30)
    look(office)
    office.opening()
    office.clock.forward(days=-10)
    browser = Browser(office, office.helen)
    assert "Nothing is deleted at the moment" in words(browser.get("/retention"))
    assert browser.post("/retention/clock").status_code == 303
    assert "Set the clock right" not in words(browser.get("/retention"))
