"""Everything that is done in an interview stands in the audit trail, and who may read it there."""

import csv
import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from screener.journeys.account_notes import note_refused
from screener.journeys.audit import verify_audit
from screener.journeys.trail import WITHHELD
from screener.storage.audit import AuditEntry
from screener.storage.records import Candidate, Interview
from tests.journeys.entries import OPINION, begun, draft, questions_of, rate_all, rating, send, submit
from tests.office import PASSWORD, Office
from tests.text.transcript.test_read import TEXTS
from tests.web.browser import Browser, words
from tests.web.conftest import Visit


def noted(office: Office) -> list[AuditEntry]:
    """Return every entry, the oldest first."""
    return [entry for entry, _ in reversed(office.instance.store.audit_entries())]


def actions(office: Office) -> list[str]:
    return [entry.action for entry in noted(office)]


def sent(browser: Browser, interview: Interview, *entries: Any) -> TestResponse:
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json"}
    return browser.client.post(
        f"/interviews/{interview.id}/journal", data=json.dumps({"entries": entries}), content_type="application/json",
        headers=headers,
    )  # fmt: skip


def arrive(office: Office, email: str) -> Browser:
    """Sign in by the form."""
    browser = Browser(office)
    browser.post("/sign-in", email=email, password=PASSWORD)
    assert browser.is_in()
    return browser


class Walk:
    """A whole search for one candidate, by the pages alone."""

    def __init__(self, office: Office) -> None:
        self.office, self.store = office, office.instance.store
        self.helen = arrive(office, "helen@halvorsen.example")
        self.marcus = arrive(office, "marcus@halvorsen.example")
        self.first, self.second = questions_of(office)[:2]

    def set_up(self) -> None:
        helen, office = self.helen, self.office
        helen.post("/openings/new", title="Sales Director", role="sales")
        self.opening = self.store.opening_counts(None)[0].opening
        base = f"/openings/{self.opening.id}"
        helen.post(f"{base}/panel", person=office.marcus.id)
        helen.post(f"{base}/panel/{office.marcus.id}/moderator")
        helen.post(base, names="Tessa Brandvold")
        ((self.candidate,), _) = self.store.candidates_of(self.opening.id)
        helen.post(
            f"/candidates/{self.candidate.id}/interviews/new", raters=office.marcus.id, way="alone", round="1",
            guide=self.opening.guide,
        )  # fmt: skip
        (seat,) = self.store.seats(opening_id=self.opening.id)
        self.interview = seat.interview

    def hold(self) -> None:
        base, office = f"/interviews/{self.interview.id}", self.office
        self.marcus.post(f"{base}/begin")
        sent(self.marcus, self.interview, draft(self.first, OPINION), rating(office, self.first, 3))
        sent(self.marcus, self.interview, rating(office, self.first, 2))
        self.marcus.get(f"{base}/questions/{self.first}/reading")
        sent(self.marcus, self.interview, rating(office, self.first, 1, reason="The words say so."))
        talk = (BytesIO(TEXTS["plain"].encode()), "talk.txt")
        answer = self.marcus.post(f"{base}/transcript", file=talk, consent="She said yes")
        answer.request.environ["wsgi.input"].close()
        self.marcus.post(f"{base}/transcript/remove")
        self.marcus.post(f"{base}/leave")
        rest = [rating(office, question, 3) for question in questions_of(office) if question != self.first]
        sent(self.marcus, self.interview, *rest)
        self.marcus.post(f"{base}/submit")

    def decide(self) -> None:
        base = f"/candidates/{self.candidate.id}"
        self.helen.post(f"{base}/rounds/1/consensus/open")
        self.helen.get(f"{base}/records.zip")
        self.helen.get(f"/openings/{self.opening.id}/compare.csv")
        self.helen.post(f"{base}/chosen")
        self.helen.post("/sign-out")


def test_a_whole_search_is_in_the_trail_step_by_step(office: Office) -> None:
    walk = Walk(office)
    walk.set_up()
    assert actions(office) == [
        "sign-in.begun", "sign-in.begun", "opening.added", "panel.added", "panel.moderator", "candidate.added",
        "interview.planned",
    ]  # fmt: skip
    walk.hold()
    others = len(questions_of(office)) - 1
    assert actions(office)[7:] == [
        "interview.begun", "rating.given", "rating.changed", "suggestion.shown", "rating.overridden",
        "transcript.attached", "transcript.removed", "interview.left", *["rating.given"] * others,
        "scorecard.submitted",
    ]  # fmt: skip
    so_far = len(actions(office))
    walk.decide()
    assert actions(office)[so_far:] == [
        "consensus.opened", "export.made", "export.made", "candidate.chosen", "sign-in.ended",
    ]  # fmt: skip
    assert {entry.origin for entry in noted(office)} == {"127.0.0.1"}
    assert verify_audit(office.instance).problems == ()
    _tells_what_counts(office, walk)
    _holds_nobodys_words(office)


def _tells_what_counts(office: Office, walk: Walk) -> None:
    found = {entry.action: entry for entry in noted(office)}
    begun_, overridden = found["interview.begun"], found["rating.overridden"]
    assert begun_.facts["bank"] == office.instance.shelf.current().version.fingerprint
    assert {"standing", "credit"} <= begun_.facts["rubrics"].keys()
    assert all(re.fullmatch("[0-9a-f]{16}", own) for own in begun_.facts["rubrics"].values())
    assert (overridden.facts["level"], overridden.facts["was"]) == (1, 2)
    assert overridden.facts["seen"]["notes"].keys() == {"level", "reader"}
    assert overridden.facts["seen"]["notes"]["reader"] == found["suggestion.shown"].facts["reader"]
    assert overridden.person_id == office.marcus.id
    assert (overridden.candidate_id, overridden.interview_id) == (walk.candidate.id, walk.interview.id)
    words_of = {entry.action: text for entry, text in office.instance.store.audit_entries() if text}
    assert json.loads(words_of["rating.overridden"]) == {"reason": "The words say so."}
    assert json.loads(words_of["transcript.attached"]) == {"consent": "She said yes", "file": "talk.txt"}


def _holds_nobodys_words(office: Office) -> None:
    """What people wrote stands beside the entries alone, where it can be erased."""
    told = json.dumps([entry.facts for entry in noted(office)])
    for wrote in ("Tessa", "Brandvold", "Sales Director", "The words say so", "She said yes", "marketing is there"):
        assert wrote not in told


def test_a_sign_in_that_is_refused_is_noted_without_what_was_entered(office: Office) -> None:
    browser = Browser(office)
    browser.post("/sign-in", email="marcus@halvorsen.example", password=PASSWORD[::-1])
    browser.post("/sign-in", email=PASSWORD, password=PASSWORD)
    browser.post("/join", code="ABCD-EFGH-JKLM")
    assert [(entry.action, entry.facts["by"], entry.person_id, entry.subject) for entry in noted(office)] == [
        ("sign-in.refused", "password", "", office.marcus.id),
        ("sign-in.refused", "password", "", ""),
        ("sign-in.refused", "code", "", ""),
    ]
    assert all(text is None for _, text in office.instance.store.audit_entries())


def test_drafts_of_notes_are_not_noted_one_by_one(office: Office) -> None:
    interview = begun(office)
    before = len(noted(office))
    send(office, interview, *(draft(questions_of(office)[0], f"State {number}", number) for number in range(9)))
    assert len(noted(office)) == before


def test_an_entry_that_arrives_twice_is_noted_once(office: Office) -> None:
    interview, own = begun(office), rating(office, questions_of(office)[0], 3)
    send(office, interview, own)
    send(office, interview, own)
    assert actions(office).count("rating.given") == 1


@pytest.fixture
def rated(office: Office) -> Interview:
    """An interview that Marcus has rated and not submitted."""
    interview = begun(office, office.marcus)
    rate_all(office, interview, 4)
    return interview


def candidate_of(office: Office, interview: Interview) -> Candidate:
    return office.instance.store.candidate_of(interview.candidate_id)


def test_hr_reads_the_trail_in_plain_words(visit: Visit, office: Office) -> None:
    visit(office.helen).post("/openings/new", data={"title": "Sales Director", "role": "sales"})
    page = words(visit(office.helen).get("/audit"))
    assert "Helen Osei 127.0.0.1 Opening added" in page
    assert "Title: “Sales Director”" in page


@pytest.mark.parametrize("name", ["ingrid", "marcus", "yuki"])
def test_others_do_not(visit: Visit, office: Office, rated: Interview, name: str) -> None:
    client = visit(getattr(office, name))
    assert client.get("/audit").status_code == 403
    assert client.get(f"/candidates/{rated.candidate_id}/trail.json").status_code in (403, 404)


def test_what_is_not_submitted_is_withheld_from_hr(visit: Visit, office: Office, rated: Interview) -> None:
    client = visit(office.helen)
    page = words(client.get("/audit"))
    assert WITHHELD in page
    assert "Level: 4" not in page
    assert WITHHELD not in words(client.get("/audit?action=rating.given"))  # the filter would tell what they are
    data = client.get(f"/candidates/{rated.candidate_id}/trail.json").get_json()
    own = [entry for entry in data["entries"] if entry["is_withheld"]]
    assert len(own) == len(questions_of(office))
    assert {(entry["title"], entry["action"], json.dumps(entry["facts"])) for entry in own} == {(WITHHELD, "", "{}")}
    submit(office, rated)
    assert "Level: 4" in words(client.get("/audit?action=rating.given"))


def test_somebody_of_hr_who_rates_too_waits_for_their_own(visit: Visit, office: Office, rated: Interview) -> None:
    submit(office, rated)
    office.interview(candidate_of(office, rated), office.helen)
    page = words(visit(office.helen).get("/audit"))
    assert "Level: 4" not in page
    assert "Scorecard submitted" in page  # that it happened is on the candidate's page too
    assert "Level: 4" in words(visit(office.sam).get("/audit"))


def test_the_trail_is_no_way_to_look_early_unnoted(visit: Visit, office: Office, rated: Interview) -> None:
    submit(office, rated)
    candidate = candidate_of(office, rated)
    opening = office.instance.store.opening_of(candidate.opening_id)
    office.instance.store.change_opening(replace(opening, ratings_seen="always"))
    office.interview(candidate, office.helen)
    assert "Level: 4" not in words(visit(office.helen).get("/audit"))


def test_the_trail_is_filtered_and_paged(visit: Visit, office: Office, rated: Interview) -> None:
    submit(office, rated)
    office.clock.forward(days=2)
    elsewhere = replace(office.instance, origin="192.0.2.7")
    for _ in range(101):
        note_refused(elsewhere, "password", None)
    client = visit(office.sam)
    first = client.get("/audit?action=sign-in.refused")
    assert first.text.count("192.0.2.7") == 100
    (older,) = re.findall(r'href="(/audit[^"]*before=\d+[^"]*)"', first.text)
    assert client.get(older.replace("&amp;", "&")).text.count("192.0.2.7") == 1
    assert "Signed in" in words(client.get(f"/audit?person={office.sam.id}"))
    of_march = words(client.get("/audit?since=2026-03-02&until=2026-03-02"))
    assert "Scorecard submitted" in of_march
    assert "Sign-in refused" not in of_march.split("When Who What")[1]
    assert "Nothing is noted that fits" in words(client.get(f"/audit?opening={office.opening().id}"))


@pytest.mark.parametrize(
    ("asks", "status"),
    [("since=yesterday", 422), ("action=none", 422), ("opening=x", 404), ("candidate=x", 404), ("before=x", 200),
     ("person=%00", 200), ("until=9999-12-31", 422)],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(visit: Visit, office: Office, asks: str, status: int) -> None:
    assert visit(office.helen).get(f"/audit?{asks}").status_code == status


def test_a_candidates_trail_is_one_file_without_formulas(visit: Visit, office: Office) -> None:
    candidate = office.candidate(office.opening(), "Tessa Brandvold")
    client = visit(office.helen)
    client.post(f"/candidates/{candidate.id}/change", data={"name": "=HYPERLINK(1)", "note": "So"})
    table = client.get(f"/candidates/{candidate.id}/trail.csv")
    rows = list(csv.DictReader(StringIO(table.data.decode("utf-8-sig"))))
    assert [row["Action"] for row in rows] == ["Candidate’s details changed"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert "'=HYPERLINK" in rows[0]["Words"] or rows[0]["Words"].startswith("name: ")
    data = client.get(f"/candidates/{candidate.id}/trail.json").get_json()
    assert [entry["action"] for entry in data["entries"]] == ["candidate.changed", "export.made"]
    assert data["entries"][0]["words"] == {"name": "=HYPERLINK(1)", "was": "Tessa Brandvold"}
    assert re.fullmatch(r"\d+:[0-9a-f]{64}", data["head"])


def test_an_erased_candidates_trail_has_no_words_left(visit: Visit, office: Office, rated: Interview) -> None:
    from screener.journeys.erasing import erase_candidate

    client, candidate = visit(office.helen), candidate_of(office, rated)
    client.post(f"/candidates/{candidate.id}/change", data={"name": "Tessa Holm", "note": ""})
    erase_candidate(office.instance, office.helen, candidate.id)
    data = client.get(f"/candidates/{candidate.id}/trail.json").get_json()
    assert not any(entry["words"] for entry in data["entries"])
    assert "Holm" not in json.dumps(data)
    assert "Candidate erased" in words(client.get(f"/audit?candidate={candidate.id}"))


def test_what_a_program_reads_is_noted_with_its_name(office: Office, visit: Visit, rated: Interview) -> None:
    from screener.journeys.tokens import make_token

    _, secret = make_token(office.instance, office.sam, "Greenhouse sync")
    opening = candidate_of(office, rated).opening_id
    for what in ("candidates", "comparison", "scorecards"):
        answer = Browser(office).get(
            f"/api/v1/openings/{opening}/{what}", headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200
    assert actions(office)[-3:] == ["api.read"] * 3
    assert "Greenhouse sync (a program)" in words(visit(office.helen).get("/audit"))
