"""An access request is answered by one file: everything on the candidate, nothing of others, and noted."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from screener.journeys import audit, imports
from screener.journeys.audit import About
from screener.journeys.erasing import erase_candidate
from screener.journeys.trail import WITHHELD
from screener.storage.records import Candidate, Opening
from tests.journeys.rated import heard, judge, note, rated, skip
from tests.office import Office
from tests.web.browser import Browser

TALK = b"Marcus: Where does your yearly plan begin?\n\nTessa: With the market.\n\nMarcus: And then?\n\nTessa: Then we sell.\n"


@pytest.fixture
def files(office: Office, opening: Opening, candidate: Candidate) -> dict[str, bytes]:
    """What Helen gets on Tessa, of whom two people have written."""
    office.candidate(opening, "Ovid Lindqvist")
    Browser(office, office.helen).post(
        f"/candidates/{candidate.id}/change", name=candidate.name, note="CV in the folder"
    )
    seat = rated(office, candidate, office.marcus, {"standing": [3]}, submits=False)
    note(office, seat, "Stronger than Ovid Lindqvist, says MARCUS ADEYEMI; marcus@halvorsen.example")
    judge(office, seat, "sole-credit", "dismissed")
    imports.attach(office.instance, office.marcus, seat.interview.id, "../talk.txt", TALK, "Asked at the start")
    office.instance.store.submit(seat.scorecard.id, office.instance.now())
    heard(office, seat)
    open_one = rated(office, candidate, office.yuki, {}, submits=False)
    skip(office, open_one, reason="Not submitted yet")
    about = About(candidate=candidate.id, subject=open_one.scorecard.id)
    audit.note(office.instance, office.yuki, "rating.overridden", about, words={"reason": "Not submitted yet"})
    return got(office, candidate)


def got(office: Office, candidate: Candidate) -> dict[str, bytes]:
    answer = Browser(office, office.helen).get(f"/candidates/{candidate.id}/everything.zip")
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_its_trail_tells_nothing_of_scorecards_that_are_not_submitted(files: dict[str, bytes]) -> None:
    assert not any(b"Not submitted yet" in content for content in files.values())
    entries = json.loads(files["data.json"])["trail"]
    assert any(entry["what"] == WITHHELD for entry in entries)
    assert not any('{"' in entry["words"] for entry in entries)


def test_it_is_one_file_to_be_read_and_for_programs(files: dict[str, bytes]) -> None:
    assert next(iter(files)) == "read-me-first.html"
    endings = sorted(name.rsplit(".")[-1] for name in files)
    assert endings == ["html", "html", "html", "json", "txt"]
    assert all("/" not in name and ".." not in name for name in files)
    assert TALK in files.values()
    first = files["read-me-first.html"].decode()
    assert all(name in first for name in files if name != "read-me-first.html")
    assert "CV in the folder" in first
    data = json.loads(files["data.json"])
    (own, other) = data["records"] if data["records"][0]["transcripts"] else reversed(data["records"])
    (card,) = own["scorecards"]
    assert card["interviewer"].startswith("Interviewer ")
    (first_question,) = (question for question in card["questions"] if question["notes"])
    assert first_question["notes"][0]["text"].startswith("Stronger than another candidate, says Interviewer ")
    assert first_question["flag_answers"][0]["verdict"] == "dismissed"
    assert other["scorecards"][0]["is_readable"] is False
    assert "1 scorecard that is not finished" in first


def test_nobody_else_is_named(files: dict[str, bytes], office: Office) -> None:
    everything = b"".join(content for content in files.values() if content != TALK)
    for person in office.instance.store.persons():
        for own in (person.name, person.email, person.id, person.password_hash):
            assert not own or own.encode() not in everything
    assert b"Ovid" not in everything
    assert b"Not submitted yet" not in everything
    assert b"Tessa Brandvold" in everything


def test_that_it_was_made_is_noted(files: dict[str, bytes], office: Office, candidate: Candidate) -> None:
    assert files
    (entry, _), *_ = office.instance.store.audit_entries(action="access.answered")
    assert (entry.candidate_id, entry.person_id) == (candidate.id, office.helen.id)
    assert (
        "Access request answered, by Somebody of the organisation"
        in got(office, candidate)["read-me-first.html"].decode()
    )


def test_somebody_without_interviews_has_a_file_too(office: Office, candidate: Candidate) -> None:
    assert set(got(office, candidate)) == {"read-me-first.html", "data.json"}


def test_there_is_none_of_an_erased_candidate(office: Office, candidate: Candidate) -> None:
    erase_candidate(office.instance, office.helen, candidate.id)
    assert Browser(office, office.helen).get(f"/candidates/{candidate.id}/everything.zip").status_code == 410
