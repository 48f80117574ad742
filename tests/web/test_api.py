"""What other programs read: with a token that works, only by reading, and as docs/openapi.json says."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from screener.journeys.blinding import set_blind
from screener.journeys.candidates import change_candidate, withdraw
from screener.journeys.comparison import View, comparison_of
from screener.journeys.tokens import make_token, withdraw_token
from screener.rendering.comparison_json import comparison_data
from screener.storage.importing import ExternalId
from screener.storage.records import Candidate, Opening
from tests.journeys.handed import half_submitted
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office
from tests.web.browser import Browser, app_of

DESCRIPTION = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
SHAPES = {
    "screener": "Scorecard", "greenhouse": "GreenhouseScorecard", "ashby": "AshbyFeedback", "lever": "LeverFeedback",
}  # fmt: skip
METHODS = ("post", "put", "patch", "delete", "options")


class Program:
    """Another program with a token."""

    def __init__(self, office: Office, secret: str) -> None:
        self.client = app_of(office).test_client()
        self.secret = secret

    def get(self, path: str, **headers: str) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.secret}", **headers}
        return self.client.get(f"/api/v1{path}", headers=sent)

    def read(self, path: str) -> Any:
        """Return an answer that has to be one."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture
def program(office: Office) -> Program:
    return Program(office, make_token(office.instance, office.sam, "Sync")[1])


@pytest.fixture
def candidate(office: Office, opening: Opening) -> Candidate:
    """Somebody whom a tracking system knows, on whom two of three have submitted."""
    candidate = half_submitted(office, opening)
    office.instance.store.add_external_ids([ExternalId(opening.id, "greenhouse", "GH-4711", candidate.id)])
    return candidate


def addresses(opening: Opening, candidate: Candidate) -> tuple[str, ...]:
    of = f"/openings/{opening.id}"
    return (
        "/openings", of, f"{of}/candidates", f"{of}/comparison", f"{of}/scorecards",
        f"/candidates/{candidate.id}/scorecards",
    )  # fmt: skip


def must_be(kind: str, data: Any) -> None:
    """Check data against what the description says of this kind."""
    schema = {"$ref": f"#/components/schemas/{kind}", "components": DESCRIPTION["components"]}
    Draft202012Validator(schema).validate(data)


def must_be_refused(answer: TestResponse, status: int) -> str:
    """Check that an answer is a mistake in JSON, and return what it says."""
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    must_be("Problem", answer.json)
    assert "Traceback" not in answer.text
    assert "Set-Cookie" not in answer.headers
    return str(answer.json["message"])  # type: ignore[index]


# Who is let in


def test_without_a_token_nothing_is_read(office: Office, opening: Opening, candidate: Candidate) -> None:
    client = app_of(office).test_client()
    for address in addresses(opening, candidate):
        answer = client.get(f"/api/v1{address}")
        assert "Authorization" in must_be_refused(answer, 401)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
        assert "Tessa" not in answer.text


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer x", "bearer x", "Basic c2FtOng=", "Token {secret}", "{secret}", "Bearer {secret}x", "Bearer x{secret}", "Bearer \xe9"]
)  # fmt: skip
def test_a_token_that_is_none_is_refused(office: Office, program: Program, header: str) -> None:
    answer = program.get("/openings", Authorization=header.format(secret=program.secret))
    must_be_refused(answer, 401)


def test_a_token_that_has_ended_is_refused(office: Office, program: Program) -> None:
    token, secret = make_token(office.instance, office.sam, "Other", "2026-03-04")
    other = Program(office, secret)
    assert other.get("/openings").status_code == 200
    office.clock.forward(days=3)
    answer = other.get("/openings")
    assert "expired" in must_be_refused(answer, 401)
    assert "invalid_token" in answer.headers["WWW-Authenticate"]
    assert program.get("/openings").status_code == 200
    withdraw_token(office.instance, office.sam, token.id)
    for own in office.instance.store.tokens():
        withdraw_token(office.instance, office.sam, own[0].id)
    must_be_refused(program.get("/openings"), 401)


@pytest.mark.parametrize("name", ["token", "access_token", "api_token"])
def test_a_token_in_the_address_is_refused(office: Office, program: Program, name: str) -> None:
    alone = program.client.get(f"/api/v1/openings?{name}={program.secret}")
    assert "A token in the address is not read." in must_be_refused(alone, 401)
    beside = program.get(f"/openings?{name}={program.secret}")
    assert "never into an address" in must_be_refused(beside, 422)


def test_a_sign_in_is_no_token(office: Office, opening: Opening) -> None:
    must_be_refused(Browser(office, office.sam).get("/api/v1/openings"), 401)


def test_nothing_is_kept_in_cookies(office: Office, opening: Opening, candidate: Candidate, program: Program) -> None:
    for address in addresses(opening, candidate):
        answer = program.get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_browsers_sign_in_is_not_prolonged(office: Office, program: Program) -> None:
    browser = Browser(office, office.sam)
    with browser.client.session_transaction() as session:
        session.permanent = True
    asked = browser.get("/api/v1/openings", headers={"Authorization": f"Bearer {program.secret}"})
    assert (asked.status_code, "Set-Cookie" in asked.headers) == (200, False)
    assert "Set-Cookie" in browser.get("/people").headers


def test_health_and_the_description_need_no_token(office: Office) -> None:
    client = app_of(office).test_client()
    assert client.get("/api/v1/health").json == {"status": "ok"}
    assert client.get("/api/v1/openapi.json").json == DESCRIPTION


# Only by reading, only JSON


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_are_refused(
    office: Office, opening: Opening, candidate: Candidate, program: Program, method: str
) -> None:
    for address in (*addresses(opening, candidate), "/health", "/openapi.json"):
        sent = {"Authorization": f"Bearer {program.secret}"}
        answer = getattr(program.client, method)(f"/api/v1{address}", headers=sent)
        assert "use GET" in must_be_refused(answer, 405)
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_head_is_taken(program: Program, opening: Opening) -> None:
    answer = program.client.head("/api/v1/openings", headers={"Authorization": f"Bearer {program.secret}"})
    assert (answer.status_code, answer.text, answer.headers["X-Total-Count"]) == (200, "", "1")


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*", "text/html, */*;q=0.1", ""])
def test_json_is_given_to_who_takes_it(program: Program, accept: str) -> None:
    answer = program.get("/openings", Accept=accept)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;q=0", "json", "image/*"])
def test_nothing_else_is_given(program: Program, accept: str) -> None:
    assert "Answers are JSON" in must_be_refused(program.get("/openings", Accept=accept), 406)


@pytest.mark.parametrize(
    "address", ["/nothing", "/openings/", "/openings/nobody", "/openings/nobody/candidates", "/openings/nobody/comparison", "/openings/nobody/scorecards", "/candidates/nobody/scorecards", "/candidates/nobody", "", "/../v2", "/openings/%00", "/openings/%2e%2e", "//openings"]
)  # fmt: skip
def test_what_is_not_there_is_not_found(program: Program, address: str) -> None:
    must_be_refused(program.get(address), 404)


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=", "page=1.0", "page=1000001", "page=٣", "page=" + "9" * 400, "per_page=0", "per_page=101", "page=1&page=2", "pages=1", "search=x", "round=1", "shape=lever", "x"]
)  # fmt: skip
def test_parameters_out_of_their_limits_are_refused(program: Program, query: str) -> None:
    must_be_refused(program.get(f"/openings?{query}"), 422)


@pytest.mark.parametrize("query", ["shape=workday", "shape=", "shape=Greenhouse", "round=1"])
def test_shapes_that_are_not_known_are_refused(
    program: Program, opening: Opening, candidate: Candidate, query: str
) -> None:
    must_be_refused(program.get(f"/openings/{opening.id}/scorecards?{query}"), 422)
    must_be_refused(program.get(f"/candidates/{candidate.id}/scorecards?{query}"), 422)


@pytest.mark.parametrize(
    ("round_", "status"), [("-1", 422), ("1000", 422), ("x", 422), ("7", 404), ("0", 200), ("1", 200)]
)
def test_rounds_are_those_that_there_are(
    program: Program, opening: Opening, candidate: Candidate, round_: str, status: int
) -> None:
    assert program.get(f"/openings/{opening.id}/comparison?round={round_}").status_code == status


def test_our_own_mistakes_are_told_without_a_traceback(
    program: Program, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screener.journeys.exchange.openings_seen", lambda *_, **__: 1 / 0)
    assert "ours" in must_be_refused(program.get("/openings"), 500)


# What is read


def test_openings_and_candidates_are_as_described(
    office: Office, program: Program, opening: Opening, candidate: Candidate
) -> None:
    (found,) = program.read("/openings")
    must_be("Opening", found)
    assert program.read(f"/openings/{opening.id}") == found
    assert (found["title"], found["candidates"], found["scorecards"]) == ("Sales Director", 1, {"submitted": 2, "expected": 3})  # fmt: skip
    (own,) = program.read(f"/openings/{opening.id}/candidates")
    must_be("Candidate", own)
    assert (own["id"], own["name"]) == (candidate.id, "Tessa Brandvold")
    assert own["external_ids"] == [{"scheme": "greenhouse", "value": "GH-4711"}]


def test_openings_are_read_without_being_on_their_panel(office: Office, program: Program) -> None:
    office.opening(panel=(), title="Marketing Director", closed_at=office.instance.now())
    (found,) = program.read("/openings")
    assert (found["title"], found["closed_at"]) == ("Marketing Director", office.instance.now())


def test_an_instance_without_openings_gives_an_empty_list(program: Program) -> None:
    answer = program.get("/openings")
    assert (answer.json, answer.headers["X-Total-Count"]) == ([], "0")
    assert 'rel="next"' not in answer.headers["Link"]


def test_the_comparison_is_that_of_the_page(
    office: Office, program: Program, opening: Opening, candidate: Candidate
) -> None:
    found = program.read(f"/openings/{opening.id}/comparison")
    must_be("Comparison", found)
    shown = comparison_of(office.instance, office.helen, opening.id, View(page=0))
    assert found == json.loads(json.dumps(comparison_data(shown, office.instance.now())))
    assert [own["name"] for own in found["candidates"]] == ["Tessa Brandvold"]


def test_an_empty_opening_has_a_comparison_too(office: Office, program: Program, opening: Opening) -> None:
    found = program.read(f"/openings/{opening.id}/comparison")
    must_be("Comparison", found)
    assert (found["candidates"], found["round"]) == ([], None)
    for what in ("candidates", "scorecards"):
        assert program.read(f"/openings/{opening.id}/{what}") == []


@pytest.mark.parametrize(("shape", "kind"), SHAPES.items())
def test_submitted_scorecards_come_in_each_shape(
    program: Program, opening: Opening, candidate: Candidate, shape: str, kind: str
) -> None:
    found = program.read(f"/openings/{opening.id}/scorecards?shape={shape}")
    assert len(found) == 2  # Yuki has not submitted
    for own in found:
        must_be(kind, own)
    assert "Yuki" not in json.dumps(found)
    assert program.read(f"/candidates/{candidate.id}/scorecards?shape={shape}") == found


def test_without_a_shape_it_is_our_own(program: Program, opening: Opening, candidate: Candidate) -> None:
    address = f"/openings/{opening.id}/scorecards"
    assert program.read(address) == program.read(f"{address}?shape=screener")


def test_the_id_of_the_tracking_system_is_used(program: Program, candidate: Candidate) -> None:
    first, _ = program.read(f"/candidates/{candidate.id}/scorecards?shape=greenhouse")
    assert (first["candidate_id"], first["screener"]["candidate_id_scheme"]) == ("GH-4711", "greenhouse")
    first, _ = program.read(f"/candidates/{candidate.id}/scorecards?shape=lever")
    assert (first["screener"]["candidate_id"], first["screener"]["candidate_id_scheme"]) == (candidate.id, "screener")


def test_hrs_note_is_never_given(office: Office, program: Program, opening: Opening, candidate: Candidate) -> None:
    change_candidate(office.instance, office.helen, candidate.id, candidate.name, "Salary above range")
    for address in addresses(opening, candidate):
        assert "Salary above range" not in program.get(address).text
    for shape in SHAPES:
        assert "Salary above range" not in program.get(f"/openings/{opening.id}/scorecards?shape={shape}").text


def test_who_withdrew_is_marked_and_stands_last(
    office: Office, program: Program, opening: Opening, candidate: Candidate
) -> None:
    office.candidate(opening, "Zora Ahlgren")
    withdraw(office.instance, office.helen, candidate.id)
    at = office.instance.now()
    found = program.read(f"/openings/{opening.id}/candidates")
    assert [(own["name"], own["withdrawn_at"]) for own in found] == [("Zora Ahlgren", None), ("Tessa Brandvold", at)]
    compared = program.read(f"/openings/{opening.id}/comparison")
    must_be("Comparison", compared)
    assert [(own["name"], own["place"]) for own in compared["candidates"]][-1] == ("Tessa Brandvold", None)
    for shape in ("greenhouse", "ashby", "lever"):
        cards = program.read(f"/openings/{opening.id}/scorecards?shape={shape}")
        assert {own["screener"]["withdrawn_at"] for own in cards} == {at}


@pytest.mark.parametrize("writing", WRITINGS)
def test_texts_are_given_as_they_are(office: Office, program: Program, opening: Opening, writing: str) -> None:
    hold(office, office.candidate(opening, writing), office.marcus)
    answer = program.get(f"/openings/{opening.id}/candidates")
    assert answer.json[0]["name"] == writing  # type: ignore[index]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for shape, kind in SHAPES.items():
        (found,) = program.read(f"/openings/{opening.id}/scorecards?shape={shape}")
        must_be(kind, found)
        assert writing in (found.get("candidate", {}).get("name"), found.get("screener", {}).get("candidate_name"))


# Hidden names


def test_while_names_are_hidden_candidates_go_by_letters_and_without_ids(
    office: Office, program: Program, opening: Opening, candidate: Candidate
) -> None:
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    told = [program.get(f"/openings/{opening.id}/scorecards?shape={shape}") for shape in SHAPES]
    told += [program.get(f"/openings/{opening.id}/{what}") for what in ("candidates", "comparison")]
    for answer in told:
        assert answer.status_code == 200
        assert "Candidate A" in answer.text
        for secret in ("Tessa", "Brandvold", candidate.id, "GH-4711"):
            assert secret not in answer.text
    must_be("Comparison", told[-1].json)
    must_be("Candidate", told[-2].json[0])  # type: ignore[index]
    for answer, kind in zip(told, SHAPES.values(), strict=False):
        must_be(kind, answer.json[0])  # type: ignore[index]


def test_while_names_are_hidden_nobody_is_asked_for_by_id(
    office: Office, program: Program, opening: Opening, candidate: Candidate
) -> None:
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    assert "Names are hidden" in must_be_refused(program.get(f"/candidates/{candidate.id}/scorecards"), 403)


# Pages


def links_of(answer: TestResponse) -> dict[str, str]:
    found = (link.split(">; rel=") for link in answer.headers["Link"].split(", "))
    return {name.strip('"'): address.removeprefix("<") for address, name in found}


@pytest.mark.parametrize("what", ["candidates", "comparison", "scorecards"])
def test_following_the_links_reads_everything_once(
    office: Office, program: Program, opening: Opening, what: str
) -> None:
    names = [f"Somebody {number}" for number in range(5)]
    for name in names:
        hold(office, office.candidate(opening, name), office.marcus)
    wanted: str | None = f"/api/v1/openings/{opening.id}/{what}?per_page=2"
    read: list[str] = []
    visited = 0
    while wanted:
        answer = program.get(wanted.removeprefix("/api/v1"))
        assert answer.headers["X-Total-Count"] == "5"
        data: Any = answer.json
        items = data["candidates"] if what == "comparison" else data
        read += [own["candidate"]["name"] if what == "scorecards" else own["name"] for own in items]
        wanted, visited = links_of(answer).get("next"), visited + 1
    assert (sorted(read), visited) == (names, 3)


def test_links_name_the_pages_that_there_are(office: Office, program: Program, opening: Opening) -> None:
    for number in range(3):
        office.candidate(opening, f"Somebody {number}")
    address = f"/api/v1/openings/{opening.id}/candidates"

    def links(page: int) -> dict[str, str]:
        found = links_of(program.get(f"/openings/{opening.id}/candidates?per_page=1&page={page}"))
        return {name: own.rsplit("page=", 1)[1] for name, own in found.items() if own.startswith(address)}

    assert links(1) == {"first": "1", "next": "2", "last": "3"}
    assert links(2) == {"first": "1", "prev": "1", "next": "3", "last": "3"}
    assert links(3) == {"first": "1", "prev": "2", "last": "3"}
    assert links(9) == {"first": "1", "prev": "3", "last": "3"}
    assert program.read(f"/openings/{opening.id}/candidates?page=9") == []


def test_links_keep_what_was_asked(program: Program, opening: Opening, candidate: Candidate) -> None:
    answer = program.get(f"/openings/{opening.id}/scorecards?shape=lever&per_page=1")
    assert "shape=lever" in links_of(answer)["next"]
    assert program.get(links_of(answer)["next"].removeprefix("/api/v1")).json[0]["fields"]  # type: ignore[index]


# The description


def test_the_description_is_of_version_3_1_and_is_served_as_it_is_committed(program: Program) -> None:
    assert DESCRIPTION["openapi"].startswith("3.1")
    assert program.read("/openapi.json") == DESCRIPTION


def test_every_address_and_nothing_else_is_described(office: Office) -> None:
    app: Flask = app_of(office)
    served = {
        rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert served == set(DESCRIPTION["paths"])
    assert all(set(own) == {"get"} for own in DESCRIPTION["paths"].values())


def test_every_schema_of_the_description_is_a_schema_and_used() -> None:
    text = json.dumps(DESCRIPTION)
    for kind, schema in DESCRIPTION["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert f'"#/components/schemas/{kind}"' in text, kind
    for part in ("parameters", "responses", "headers"):
        assert all(f'"#/components/{part}/{name}"' in text for name in DESCRIPTION["components"][part])
