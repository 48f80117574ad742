"""Scorecards as files for tracking systems, for people who oversee an opening."""

import pytest

from screener.journeys.blinding import set_blind
from screener.storage.records import Candidate, Opening
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office
from tests.web.browser import Browser, words
from tests.web.conftest import Visit
from tests.web.test_api import SHAPES, must_be

FILES = ("greenhouse", "ashby", "lever")


@pytest.fixture
def candidate(office: Office, opening: Opening) -> Candidate:
    candidate = office.candidate(opening)
    hold(office, candidate, office.marcus)
    hold(office, candidate, office.yuki, submits=False)
    return candidate


@pytest.mark.parametrize("shape", FILES)
def test_a_file_holds_the_submitted_scorecards(
    office: Office, opening: Opening, candidate: Candidate, shape: str
) -> None:
    answer = Browser(office, office.helen).get(f"/openings/{opening.id}/scorecards/{shape}.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="scorecards-{shape}.json"'
    (found,) = answer.json  # type: ignore[misc]
    must_be(SHAPES[shape], found)
    assert found["screener"]["rater"]["name"] == "Marcus Adeyemi"


@pytest.mark.parametrize(
    ("who", "status"), [("sam", 200), ("helen", 200), ("ingrid", 200), ("marcus", 404), ("yuki", 404), ("off", 404)]
)
def test_it_is_for_those_who_oversee_the_opening(
    office: Office, visit: Visit, opening: Opening, candidate: Candidate, who: str, status: int
) -> None:
    if who == "off":
        office.instance.store.remove_panelist(opening.id, office.ingrid.id)
    client = visit(office.ingrid if who == "off" else getattr(office, who))
    for shape in FILES:
        assert client.get(f"/openings/{opening.id}/scorecards/{shape}.json").status_code == status
        assert client.post(f"/openings/{opening.id}/scorecards/{shape}.json").status_code == 405
        assert "/sign-in" in visit().get(f"/openings/{opening.id}/scorecards/{shape}.json").location


@pytest.mark.parametrize("shape", ["screener", "workday", "greenhouse.html"])
def test_there_are_no_files_of_other_shapes(office: Office, opening: Opening, shape: str) -> None:
    assert Browser(office, office.helen).get(f"/openings/{opening.id}/scorecards/{shape}.json").status_code == 404


def test_an_opening_without_scorecards_gives_an_empty_file(office: Office, opening: Opening) -> None:
    assert Browser(office, office.helen).get(f"/openings/{opening.id}/scorecards/lever.json").json == []


@pytest.mark.parametrize("writing", WRITINGS)
def test_texts_are_given_as_they_are(office: Office, opening: Opening, writing: str) -> None:
    hold(office, office.candidate(opening, writing), office.marcus)
    (found,) = Browser(office, office.helen).get(f"/openings/{opening.id}/scorecards/lever.json").json  # type: ignore[misc]
    assert found["screener"]["candidate_name"] == writing


def test_hidden_names_stay_hidden(office: Office, opening: Opening, candidate: Candidate) -> None:
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    for shape in FILES:
        told = Browser(office, office.helen).get(f"/openings/{opening.id}/scorecards/{shape}.json").text
        assert "Candidate A" in told
        assert "Tessa" not in told


def test_the_openings_page_leads_there_once_there_is_something(
    office: Office, opening: Opening, candidate: Candidate
) -> None:
    address = f"/openings/{opening.id}/scorecards/greenhouse.json"
    page = Browser(office, office.helen).get(f"/openings/{opening.id}")
    assert address in page.text
    assert "Greenhouse , Ashby , Lever ." in words(page)
    assert address not in Browser(office, office.helen).get(f"/openings/{office.opening().id}").text
    assert address not in Browser(office, office.ingrid).get(f"/openings/{opening.id}").text
