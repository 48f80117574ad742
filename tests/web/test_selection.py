"""Who was chosen, on the pages of candidate and opening."""

import pytest

from screener.journeys.openings import close_opening
from screener.storage.records import Candidate, Opening
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office
from tests.web.browser import Browser, forms_of, words
from tests.web.conftest import Visit
from tests.web.test_candidates import page_of


@pytest.fixture
def candidate(office: Office, opening: Opening) -> Candidate:
    candidate = office.candidate(opening)
    hold(office, candidate, office.marcus)
    return candidate


def test_hr_notes_it_and_takes_it_back(office: Office, candidate: Candidate, opening: Opening) -> None:
    helen, address = Browser(office, office.helen), f"/candidates/{candidate.id}"
    assert "was chosen for the post" not in words(helen.get(address))
    assert helen.post(f"{address}/chosen").location == address
    page = page_of(helen.get(address)).text
    assert "Tessa Brandvold is noted as chosen for the post." in page
    assert "Tessa Brandvold was chosen for the post. Noted by Helen Osei, 2 March 2026" in page
    assert "Tessa Brandvold chosen" in words(helen.get(f"/openings/{opening.id}"))
    assert helen.post(f"{address}/not-chosen").status_code == 303
    page = page_of(helen.get(address)).text
    assert "Not chosen: an earlier note was taken back. Noted by Helen Osei" in page
    assert "Tessa Brandvold chosen" not in words(helen.get(f"/openings/{opening.id}"))


def test_those_who_oversee_the_opening_read_it(office: Office, candidate: Candidate, opening: Opening) -> None:
    Browser(office, office.helen).post(f"/candidates/{candidate.id}/chosen")
    ingrid = Browser(office, office.ingrid)
    page = ingrid.get(f"/candidates/{candidate.id}")
    assert "was chosen for the post" in words(page)
    assert not [form for form in forms_of(page) if "chosen" in form]
    assert "Tessa Brandvold chosen" in words(ingrid.get(f"/openings/{opening.id}"))
    assert "chosen for the post" not in words(Browser(office, office.marcus).get(f"/candidates/{candidate.id}"))


def test_only_hr_notes_it(office: Office, visit: Visit, candidate: Candidate) -> None:
    for way in ("chosen", "not-chosen"):
        address = f"/candidates/{candidate.id}/{way}"
        assert visit(office.ingrid).post(address).status_code == 403
        assert visit(office.marcus).post(address).status_code == 403
        assert visit(office.yuki).post(address).status_code == 404
        assert "/sign-in" in visit().post(address).location
        assert visit(office.helen).get(address).status_code == 405
        assert Browser(office, office.helen).client.post(address).status_code == 400  # without a token
    assert office.instance.store.find_selection(candidate.id) is None


def test_closing_reminds_of_it(office: Office, candidate: Candidate, opening: Opening) -> None:
    helen, address = Browser(office, office.helen), f"/openings/{opening.id}"
    assert "Nobody is noted as chosen yet. Note it on the candidate’s page before you close" in words(
        helen.get(address)
    )
    helen.post(f"/candidates/{candidate.id}/chosen")
    assert "1 candidate is noted as chosen." in words(helen.get(address))
    assert "noted as chosen" not in words(Browser(office, office.ingrid).get(address))


def test_a_closed_opening_keeps_it_as_it_is(office: Office, candidate: Candidate, opening: Opening) -> None:
    helen, address = Browser(office, office.helen), f"/candidates/{candidate.id}"
    helen.post(f"{address}/chosen")
    close_opening(office.instance, office.helen, opening.id)
    page = helen.get(address)
    assert "was chosen for the post" in words(page)
    assert not [form for form in forms_of(page) if "chosen" in form]
    assert helen.post(f"{address}/not-chosen").status_code == 409


def test_names_of_any_script_stay_text(office: Office, opening: Opening) -> None:
    helen = Browser(office, office.helen)
    for name in WRITINGS:
        candidate = office.candidate(opening, name)
        helen.post(f"/candidates/{candidate.id}/chosen")
        answer = helen.get(f"/candidates/{candidate.id}")
        assert f"{name} was chosen for the post." in page_of(answer).text
        assert "<script>alert" not in answer.text
