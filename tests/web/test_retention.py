"""Pages about keeping and erasing: who sees them, what they say, and what they do."""

import pytest

from screener.journeys.erasing import erase_candidate
from screener.storage.records import Candidate, Opening
from tests.journeys.rated import note, rated
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
