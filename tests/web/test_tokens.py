"""The pages of tokens: for administrators alone, a secret is shown once, and a token is withdrawn at once."""

import re

import pytest

from screener.journeys.tokens import make_token, tokens_of
from screener.storage.tokens import ApiToken
from tests.office import Office
from tests.web.browser import Browser, forms_of, words
from tests.web.conftest import Visit


@pytest.fixture
def sam(office: Office) -> Browser:
    return Browser(office, office.sam)


def kept(office: Office) -> list[ApiToken]:
    return [own.token for own in tokens_of(office.instance, office.sam)]


@pytest.mark.parametrize("who", ["helen", "ingrid", "marcus", "yuki"])
def test_only_administrators_get_there(office: Office, visit: Visit, who: str) -> None:
    token, _ = make_token(office.instance, office.sam, "Greenhouse sync")
    client = visit(getattr(office, who))
    assert client.get("/tokens").status_code == 403
    assert client.post("/tokens", data={"name": "Mine", "until": ""}).status_code == 403
    assert client.post(f"/tokens/{token.id}/withdraw").status_code == 403
    assert "Greenhouse sync" not in client.get("/tokens").text
    assert [(own.name, own.withdrawn_at) for own in kept(office)] == [("Greenhouse sync", None)]


def test_who_is_signed_out_signs_in(office: Office, visit: Visit) -> None:
    token, secret = make_token(office.instance, office.sam, "Greenhouse sync")
    client = visit()
    for answer in (client.get("/tokens"), client.get("/tokens/made"), client.post(f"/tokens/{token.id}/withdraw")):
        assert (answer.status_code, answer.location.startswith("/sign-in")) == (303, True)
    # A token lets programs read, and nobody sign in.
    assert client.get("/tokens", headers={"Authorization": f"Bearer {secret}"}).status_code == 303
    assert client.get("/", headers={"Authorization": f"Bearer {secret}"}).status_code == 303


def test_the_way_there_is_shown_to_administrators(office: Office, sam: Browser) -> None:
    assert 'href="/tokens"' in sam.get("/people").text
    assert 'href="/tokens"' not in Browser(office, office.helen).get("/people").text


def test_without_any_it_says_so(sam: Browser) -> None:
    page = sam.get("/tokens")
    assert "There are no tokens yet." in words(page)
    assert 'type="date"' in page.text
    assert forms_of(page)["/tokens#new"]["until"] == "2027-03-02"


def test_a_token_is_made_shown_once_and_works(office: Office, sam: Browser) -> None:
    sent = sam.post("/tokens", name=" Greenhouse  sync ", until="2026-12-31")
    assert (sent.status_code, sent.location) == (303, "/tokens/made")
    page = sam.get("/tokens/made")
    secret = re.findall(r'class="secret">(screener_[\w-]+)<', page.text)[0]
    assert "Greenhouse sync" in words(page)
    assert "works until 31 December 2026" in words(page)
    assert Browser(office).get("/api/v1/openings", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    again = sam.get("/tokens/made")
    assert again.location == "/tokens"
    listed = sam.get("/tokens")
    assert "A token is shown only once." in words(listed)
    assert "Greenhouse sync 2 March 2026 , by Sam Whitlock" in words(listed)
    assert secret not in listed.text


def test_without_a_day_it_works_for_a_year(office: Office, sam: Browser) -> None:
    sam.post("/tokens", name="Sync", until="")
    assert kept(office)[0].expires_at.startswith("2027-03-0")
    assert "2 March 2027" in words(sam.get("/tokens"))


@pytest.mark.parametrize(
    ("name", "until", "why"),
    [
        ("", "", "Enter the name of the program."),
        ("x" * 121, "", "120 fit"),
        ("Sync", "2020-01-01", "from today on"),
        ("Sync", "tomorrow", "year, month and day"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    office: Office, sam: Browser, name: str, until: str, why: str
) -> None:
    page = sam.post("/tokens", name=name, until=until)
    assert why in words(page)
    assert 'role="alert"' in page.text
    assert kept(office) == []


def test_a_form_without_its_token_is_not_taken(office: Office, sam: Browser) -> None:
    token, _ = make_token(office.instance, office.sam, "Sync")
    assert sam.client.post("/tokens", data={"name": "Other"}).status_code == 400
    assert sam.client.post(f"/tokens/{token.id}/withdraw").status_code == 400
    assert [own.withdrawn_at for own in kept(office)] == [None]


def test_a_token_is_withdrawn(office: Office, sam: Browser) -> None:
    token, secret = make_token(office.instance, office.sam, "Greenhouse sync")
    assert f"/tokens/{token.id}/withdraw" in forms_of(sam.get("/tokens"))
    assert sam.post(f"/tokens/{token.id}/withdraw").location == "/tokens"
    page = sam.get("/tokens")
    assert "“Greenhouse sync” does not work any more." in words(page)
    assert "withdrawn on 2 March 2026" in words(page)
    assert f"/tokens/{token.id}/withdraw" not in forms_of(page)
    asked = Browser(office).get("/api/v1/openings", headers={"Authorization": f"Bearer {secret}"})
    assert asked.status_code == 401
    assert sam.post("/tokens/nobody/withdraw").status_code == 404


def test_its_use_and_its_end_are_told(office: Office, sam: Browser) -> None:
    _, secret = make_token(office.instance, office.sam, "Sync", "2026-03-03")
    assert "never" in words(sam.get("/tokens"))
    Browser(office).get("/api/v1/openings", headers={"Authorization": f"Bearer {secret}"})
    assert "2 March 2026, " in words(sam.get("/tokens"))
    office.clock.forward(days=3)
    assert "expired on 3 March 2026" in words(Browser(office, office.sam).get("/tokens"))


def test_hostile_names_stay_text(office: Office, sam: Browser) -> None:
    sam.post("/tokens", name="<script>alert(1)</script>", until="")
    for address in ("/tokens/made", "/tokens"):
        page = sam.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
