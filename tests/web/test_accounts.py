"""Coming in and going out by the browser, and that nothing is done that a person did not ask for."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from screener.journeys import accounts
from screener.storage.records import Person
from tests.journeys.test_candidates import WRITINGS
from tests.office import PASSWORD, Office
from tests.web.browser import Browser, app_of, words
from tests.web.test_candidates import Page

NEW_PASSWORD = "seven plain words in a row"
MARCUS = {"email": "marcus@halvorsen.example", "password": PASSWORD}
OPEN = {"accounts.sign_in", "accounts.join", "accounts.by_address", "accounts.token", "accounts.sign_out", "static",
        "accounts.to_provider", "accounts.from_provider", "accounts.by_proxy",
        "voluntary.questions", "monitoring.health", "monitoring.ready", "monitoring.metrics"}  # fmt: skip


@pytest.fixture
def app(office: Office) -> Flask:
    return app_of(office)


@pytest.fixture
def nobody(office: Office, app: Flask) -> Browser:
    """A window in which nobody is signed in."""
    return Browser(office, app=app)


@pytest.fixture
def marcus(office: Office, app: Flask) -> Browser:
    return Browser(office, office.marcus, app)


@pytest.fixture
def helen(office: Office, app: Flask) -> Browser:
    return Browser(office, office.helen, app)


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """Return the addresses for people; those for programs know no sign-in (tests/web/test_api.py)."""
    found = (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))
    return (rule for rule in found if not rule.endpoint.startswith("api."))


def address_of(rule: Rule) -> str:
    """Return an address that the rule takes."""
    first_choice = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
    return re.sub(r"<(?:int:)?[^>]+>", "1", first_choice)


# Signing in and out


def test_email_and_password_lead_to_the_first_page(nobody: Browser) -> None:
    Page(nobody.get("/sign-in").text)
    answer = nobody.post("/sign-in", **MARCUS)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Marcus Adeyemi" in nobody.get("/").text


@pytest.mark.parametrize(
    "form",
    [{"email": "marcus@halvorsen.example", "password": "wrong"}, {"email": "who@x.example", "password": PASSWORD}],
)
def test_what_was_wrong_is_not_said_and_the_password_not_sent_back(nobody: Browser, form: dict[str, str]) -> None:
    answer = nobody.post("/sign-in", **form)
    assert "do not belong together" in words(answer)
    assert form["email"] in answer.text
    assert form["password"] not in answer.text
    assert not nobody.is_in()


@pytest.mark.parametrize("form", [{}, {"email": ""}, {"email": "marcus@halvorsen.example"}, {"password": PASSWORD}])
def test_an_incomplete_form_is_shown_again(nobody: Browser, form: dict[str, str]) -> None:
    answer = nobody.post("/sign-in", **form)
    assert "Enter your" in words(answer)
    Page(answer.text)


def test_signing_out_ends_it_for_good(office: Office, app: Flask, marcus: Browser) -> None:
    copied = marcus.client.get_cookie("screener")
    assert copied is not None
    answer = marcus.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not marcus.is_in()
    thief = Browser(office, app=app)
    thief.client.set_cookie("screener", copied.value)
    assert not thief.is_in()


def test_signing_out_twice_is_no_trouble(marcus: Browser) -> None:
    assert [marcus.post("/sign-out").status_code for _ in range(2)] == [303, 303]


def test_a_code_is_taken_with_and_without_dashes(office: Office, app: Flask) -> None:
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    for typed in (code, code.replace("-", "").lower(), f" {code.replace('-', ' ')} "):
        browser = Browser(office, app=app)
        assert browser.post("/join", code=typed).status_code == 303
        assert "Yuki Tanabe" in browser.get("/").text


def test_a_code_that_has_ended_is_told(office: Office, nobody: Browser) -> None:
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    office.clock.forward(days=61)
    answer = nobody.post("/join", code=code)
    assert "not known or has ended" in words(answer)
    Page(answer.text)


# Addresses that work once


def test_an_address_signs_in_once_and_looking_at_it_does_not_use_it_up(office: Office, nobody: Browser) -> None:
    address = f"/sign-in/{accounts.new_address(office.instance, office.helen, office.marcus.id)}"
    for _ in range(3):  # a chat program's preview
        page = nobody.get(address)
        assert "Sign in as Marcus Adeyemi" in words(page)
        assert nobody.client.head(address).status_code == 200
    assert not nobody.is_in()
    assert nobody.post(address).status_code == 303
    assert nobody.is_in()
    nobody.post("/sign-out")
    for answer in (nobody.get(address), nobody.post(address)):
        assert answer.status_code == 403
        assert "has been used or has ended" in words(answer)


def test_an_address_that_has_ended_is_told(office: Office, nobody: Browser) -> None:
    secret = accounts.new_address(office.instance, office.helen, office.marcus.id)
    office.clock.forward(days=4)
    assert nobody.get(f"/sign-in/{secret}").status_code == 403
    assert nobody.post(f"/sign-in/{secret}").status_code == 403


@pytest.mark.parametrize("secret", ["nothing", "%00", "%F0%9F%91%8D", "%ED%A0%80", "x" * 3000, "..", "' OR 1=1 --"])
def test_no_other_address_signs_in(nobody: Browser, secret: str) -> None:
    assert nobody.get(f"/sign-in/{secret}").status_code in (403, 404, 405)
    assert not nobody.is_in()


def test_who_has_no_password_yet_is_led_to_set_one(office: Office, nobody: Browser) -> None:
    added = accounts.add_person(office.instance, office.helen, "Petra", "petra@halvorsen.example", "interviewer")
    answer = nobody.post(f"/sign-in/{accounts.new_address(office.instance, office.helen, added.id)}")
    assert answer.location == "/account"
    assert "Choose a password below" in words(nobody.get("/account"))


def test_the_first_administrator_is_led_to_an_email_and_a_password(office: Office, app: Flask, nobody: Browser) -> None:
    office.instance.store.change_person(Person(office.sam.id, "Administrator", "administrator", created_at=""))
    secret = accounts.first_address(office.instance)
    assert nobody.post(f"/sign-in/{secret}").location == "/account"
    assert "Enter your email address" in words(nobody.get("/account"))
    nobody.post("/account", name="Sam Whitlock", email="sam@halvorsen.example")
    assert "Choose a password below" in words(nobody.get("/account"))
    assert nobody.post("/account/password", password=NEW_PASSWORD).status_code == 303
    again = Browser(office, app=app)
    assert again.post("/sign-in", email="sam@halvorsen.example", password=NEW_PASSWORD).status_code == 303


# How long it lasts


def test_a_sign_in_ends_after_three_idle_hours_and_leads_back_afterwards(office: Office, marcus: Browser) -> None:
    office.clock.forward(hours=2, minutes=59)
    assert marcus.get("/account").status_code == 200
    office.clock.forward(hours=3, seconds=1)
    answer = marcus.get("/account?a=1&b=2")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/account?a%3D1%26b%3D2"
    page = marcus.get(answer.location)
    assert 'name="next" value="/account?a=1&amp;b=2"' in page.text
    assert marcus.post("/sign-in", next="/account?a=1&b=2", **MARCUS).location == "/account?a=1&b=2"


def test_a_sign_in_ends_after_twelve_hours_however_busy(office: Office, marcus: Browser) -> None:
    for _ in range(12):
        office.clock.forward(hours=1)
        assert marcus.is_in()
    office.clock.forward(seconds=1)
    assert not marcus.is_in()


def test_a_sign_in_can_be_ended_from_another_device(office: Office, app: Flask, marcus: Browser) -> None:
    elsewhere = Browser(office, office.marcus, app)
    page = marcus.get("/account").text
    (ends,) = re.findall(r'action="(/account/sign-ins/[0-9a-f]+/end)"', page)  # not for this device
    assert marcus.post(ends).status_code == 303
    assert (marcus.is_in(), elsewhere.is_in()) == (True, False)
    assert elsewhere.get("/account").location.startswith("/sign-in")


def test_nobody_ends_anothers_sign_in(office: Office, marcus: Browser, helen: Browser) -> None:
    (theirs,) = accounts.sessions_of(office.instance, office.helen)
    marcus.post(f"/account/sign-ins/{theirs.hash}/end")
    assert helen.is_in()


def test_an_ended_account_is_out_at_once(office: Office, marcus: Browser, helen: Browser) -> None:
    assert helen.post(f"/people/{office.marcus.id}/end").status_code == 303
    assert marcus.get("/").location == "/sign-in"
    assert not marcus.is_in()


def test_a_new_password_signs_out_everywhere_else(office: Office, app: Flask, marcus: Browser) -> None:
    elsewhere = Browser(office, office.marcus, app)
    assert marcus.post("/account/password", password=NEW_PASSWORD).status_code == 303
    assert (marcus.is_in(), elsewhere.is_in()) == (True, False)


@pytest.mark.parametrize("cookie", ["", "nonsense", "eyJzaWduX2luIjoiYSJ9.aaaa.bbbb", "x" * 3000])
def test_a_forged_cookie_signs_nobody_in(nobody: Browser, cookie: str) -> None:
    nobody.client.set_cookie("screener", cookie)
    assert nobody.get("/account").status_code == 303
    assert not nobody.is_in()


# Signing in again in place, as the live page does


def test_a_script_signs_in_and_gets_a_fresh_token(office: Office, nobody: Browser) -> None:
    data = {"csrf_token": nobody.token(), **MARCUS}
    answer = nobody.client.post("/sign-in", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["person"] == office.marcus.id
    sent = nobody.client.post(
        "/account", data={"csrf_token": answer.json["csrf"], "name": "M", "email": MARCUS["email"]}
    )
    assert sent.status_code == 303


@pytest.mark.parametrize(("changes", "status"), [({"password": "wrong"}, 403), ({"password": ""}, 422)])
def test_a_script_is_told_as_data(nobody: Browser, changes: dict[str, str], status: int) -> None:
    data = {"csrf_token": nobody.token(), **MARCUS, **changes}
    answer = nobody.client.post("/sign-in", data=data, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["error"]


def test_a_part_of_a_page_is_told_that_it_is_signed_out(nobody: Browser) -> None:
    answer = nobody.get("/interviews/1/questions/q/reading", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "Sign in again" in words(answer)
    assert "<html" not in answer.text


# Where it leads


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/reminders", "/reminders"),
        ("/interviews/1?x=1#q", "/interviews/1?x=1#q"),
        ("", "/"),
        ("reminders", "/"),
        ("//evil.example", "/"),
        ("//[", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("http://evil.example", "/"),
        ("https:evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("data:text/html,x", "/"),
        (" //evil.example", "/"),
        ("/@evil.example", "/@evil.example"),
        ("/x" * 4000, "/x" * 4000),
    ],
    ids=lambda value: ascii(value)[:24],
)
def test_after_signing_in_it_leads_to_pages_of_ours_only(nobody: Browser, wanted: str, leads: str) -> None:
    answer = nobody.post("/sign-in", next=wanted, **MARCUS)
    assert (answer.status_code, answer.location) == (303, leads)
    assert "Set-Cookie: a" not in str(answer.headers)


@pytest.mark.parametrize("wanted", WRITINGS)
def test_where_it_leads_is_written_safely_on_the_page(nobody: Browser, wanted: str) -> None:
    for path in ("/sign-in", "/join"):
        page = nobody.get(path, query_string={"next": wanted})
        assert page.status_code == 200
        Page(page.text)
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


# Forgery


def test_every_form_is_refused_without_its_token(office: Office, app: Flask) -> None:
    """Table over all addresses, so that a new one is under it at once."""
    browser = Browser(office, office.sam, app)
    before = office.instance.store.persons(), office.instance.store.opening_counts(None)
    tried = []
    for rule in rules(app, "POST"):
        if rule.endpoint == "voluntary.questions":  # it leads back to itself, as there is no sign-in: test_voluntary.py
            continue
        for data in ({}, {"csrf_token": "forged"}):
            answer = browser.client.post(address_of(rule), data=data)
            tried.append((rule.rule, answer.status_code))
            assert answer.status_code == 400, rule.rule
            assert "Reload it and send it again" in words(answer), rule.rule
    assert len(tried) > 60
    assert (office.instance.store.persons(), office.instance.store.opening_counts(None)) == before
    assert browser.is_in()


def test_another_windows_token_is_no_token(office: Office, app: Flask, marcus: Browser) -> None:
    theirs = Browser(office, office.helen, app).token()
    assert marcus.client.post("/account", data={"csrf_token": theirs, "name": "X", "email": ""}).status_code == 400


def test_a_token_from_before_signing_in_ends_with_it(nobody: Browser) -> None:
    before = nobody.token()
    nobody.post("/sign-in", **MARCUS)
    assert nobody.client.post("/account", data={"csrf_token": before, "name": "X"}).status_code == 400


def test_a_token_lasts_as_long_as_the_sign_in(office: Office, marcus: Browser) -> None:
    token = marcus.token()
    for _ in range(4):
        office.clock.forward(hours=2, minutes=50)
        assert marcus.is_in()
    sent = marcus.client.post("/account", data={"csrf_token": token, "name": "M", "email": MARCUS["email"]})
    assert sent.status_code == 303


def test_nobodys_forms_lead_to_signing_in(nobody: Browser) -> None:
    answer = nobody.client.post("/account", data={"name": "X"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")


# Who gets where


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_gets_anywhere_but_to_the_door(app: Flask, nobody: Browser, method: str) -> None:
    closed = [rule for rule in rules(app, method) if rule.endpoint not in OPEN]
    assert len(closed) > 15
    for rule in closed:
        answer = nobody.get(address_of(rule)) if method == "GET" else nobody.post(address_of(rule))
        assert answer.status_code == 303, rule.rule
        assert answer.location.startswith("/sign-in"), rule.rule
        data = nobody.client.open(address_of(rule), method=method, headers={"Accept": "application/json", "X-CSRFToken": nobody.token()})  # fmt: skip
        assert data.status_code == 401, rule.rule
        assert data.json is not None
        assert data.json["code"] == "signed-out", rule.rule


@pytest.mark.parametrize(
    ("actor", "status"), [("sam", 200), ("helen", 200), ("ingrid", 403), ("marcus", 403), ("yuki", 403)]
)
def test_people_are_looked_after_by_hr(office: Office, app: Flask, actor: str, status: int) -> None:
    browser = Browser(office, getattr(office, actor), app)
    before = office.instance.store.persons()
    assert browser.get("/people").status_code == status
    assert browser.get(f"/people/{office.yuki.id}").status_code == status
    done = 303 if status == 200 else status
    assert browser.post(f"/people/{office.yuki.id}/address").status_code == done
    assert browser.post(f"/people/{office.yuki.id}/code").status_code == done
    assert ("/people" in browser.get("/").text) is (status == 200)
    assert browser.post("/people", name="Petra", email="p@x.example", role="interviewer").status_code == done
    if status == 403:
        assert browser.post(f"/people/{office.marcus.id}/end").status_code == 403
        assert office.instance.store.persons() == before
        assert office.instance.store.keys_of(office.yuki.id) == ()


def test_hr_is_offered_no_roles_that_it_may_not_give(office: Office, app: Flask, helen: Browser) -> None:
    assert 'value="administrator"' not in helen.get("/people").text
    answer = helen.post("/people", name="Petra", email="p@x.example", role="administrator")
    assert answer.status_code in (200, 422)
    assert len(office.instance.store.persons()) == 5
    assert helen.post(f"/people/{office.sam.id}/end").status_code == 403
    assert helen.post(f"/people/{office.sam.id}/address").status_code == 403
    assert 'value="administrator"' in Browser(office, office.sam, app).get("/people").text


@pytest.mark.parametrize("path", ["/people/nobody", "/people/%00", "/people/' OR 1=1", "/people/" + "x" * 3000])
def test_unknown_people_are_not_found(helen: Browser, path: str) -> None:
    assert helen.get(path).status_code == 404
    for step in ("", "/address", "/code", "/end"):
        assert helen.post(path + step, name="X", email="", role="interviewer").status_code == 404


def test_codes_and_addresses_are_shown_once(office: Office, helen: Browser) -> None:
    for step, pattern in (("code", r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}"), ("address", r"/sign-in/[\w-]{32}")):
        assert helen.post(f"/people/{office.yuki.id}/{step}").status_code == 303
        page = helen.get("/handed-out")
        found = re.search(pattern, page.text)
        assert found is not None
        Page(page.text)
        assert helen.get("/handed-out").status_code == 303  # reloaded: nothing is shown, and nothing new is made
        for other in ("/people", f"/people/{office.yuki.id}"):
            assert found[0] not in helen.get(other).text


def test_codes_are_refused_to_roles_that_need_an_account(office: Office, helen: Browser) -> None:
    answer = helen.post(f"/people/{office.ingrid.id}/code")
    assert answer.status_code == 422
    assert "Access codes are for interviewers" in words(answer)


def test_one_does_not_end_oneself(office: Office, app: Flask) -> None:
    answer = Browser(office, office.sam, app).post(f"/people/{office.sam.id}/end")
    assert answer.status_code == 422
    assert "Ask another administrator" in words(answer)


# What is entered


@pytest.mark.parametrize("name", WRITINGS)
def test_names_are_shown_as_they_are_written(office: Office, helen: Browser, name: str) -> None:
    helen.post("/people", name=name, email="", role="interviewer")
    added = next(person for person in office.instance.store.persons() if person.name == name)
    for path in ("/people", f"/people/{added.id}"):
        page = helen.get(path)
        Page(page.text)
        assert name in words(page).replace("&#39;", "'") or "&lt;" in page.text or "&#34;" in page.text
        assert "<script>alert" not in page.text
        assert "<img" not in page.text


def test_a_browser_that_calls_itself_markup_does_no_harm(office: Office, app: Flask, nobody: Browser) -> None:
    data = {"csrf_token": nobody.token(), **MARCUS}
    nobody.client.post("/sign-in", data=data, headers={"User-Agent": "<script>alert(1)</script>" * 50})
    page = nobody.get("/account").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"name": "", "email": "m@x.example"}, "Enter your name."),
        ({"name": "\u200b", "email": "m@x.example"}, "Please fill this in."),
        ({"name": "x" * 121, "email": "m@x.example"}, "121 characters; 120 fit"),
        ({"name": "M", "email": "no address"}, "Enter an email address like"),
        ({"name": "M", "email": "helen@halvorsen.example"}, "another person’s email"),
        ({"name": "M", "email": ""}, "cannot be empty"),
    ],
)
def test_ones_own_details_are_refused_beside_what_was_entered(
    office: Office, marcus: Browser, form: dict[str, str], told: str
) -> None:
    answer = marcus.post("/account", **form)
    assert told.replace("’", "'") in words(answer).replace("’", "'").replace("&#39;", "'")
    assert (form["email"] or form["name"]) in answer.text
    Page(answer.text)
    assert office.instance.store.person_of(office.marcus.id) == office.marcus


@pytest.mark.parametrize("password", ["short", "x" * 12, "y" * 201])
def test_a_poor_password_is_refused_with_a_word(marcus: Browser, password: str) -> None:
    answer = marcus.post("/account/password", password=password)
    assert 'class="wrong"' in answer.text
    assert password not in answer.text


# Headers and cookies


def answers(office: Office, app: Flask) -> Iterator[TestResponse]:
    """Return pages, data and mistakes of every kind."""
    sam, nobody = Browser(office, office.sam, app), Browser(office, app=app)
    for rule in rules(app, "GET"):
        if rule.endpoint != "static":
            yield sam.get(address_of(rule))
            yield nobody.get(address_of(rule))
    yield sam.get("/no/such/page")
    yield sam.client.delete("/account")
    yield sam.client.post("/account")
    yield sam.client.post("/account", data={"name": "x" * 600_000})
    yield sam.post("/people", name="", email="", role="")
    yield sam.get("/static/0/missing.css")


def test_every_answer_carries_its_headers(office: Office, app: Flask) -> None:
    statuses = set()
    for answer in answers(office, app):
        statuses.add(answer.status_code)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in policy
    assert statuses >= {200, 303, 400, 404, 405, 413}


def test_a_mistake_of_ours_is_a_page_with_its_headers_and_without_a_trace(
    office: Office, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    helen = Browser(office, office.helen, app)
    monkeypatch.setattr(accounts, "people", fail)
    answer = helen.get("/people")
    assert answer.status_code == 500
    assert "The mistake is ours" in words(answer)
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    Page(answer.text)


def test_no_page_holds_script_or_style_of_its_own(office: Office, app: Flask) -> None:
    for answer in answers(office, app):
        if answer.mimetype == "text/html" and answer.status_code != 303:
            Page(answer.text)  # refuses style attributes and handlers
            assert not re.search(r"<script(?![^>]* src=)", answer.text)
            assert "<style" not in answer.text


def test_the_cookie_is_kept_from_scripts_and_other_sites(nobody: Browser) -> None:
    answer = nobody.post("/sign-in", **MARCUS)
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("screener=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Expires=" in cookie


def test_static_files_may_be_kept_and_nothing_else_is_served(app: Flask, nobody: Browser) -> None:
    (rule,) = [rule for rule in app.url_map.iter_rules() if rule.endpoint == "static"]
    base = rule.rule.removesuffix("<path:filename>")
    answer = nobody.get(f"{base}app.css")
    assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    answer.close()
    for path in ("../web/__init__.py", "..%2f..%2fpaths.py", "%2e%2e/errors.py", "//etc/passwd", "nothing.css"):
        assert nobody.get(base + path, follow_redirects=True).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_answered_with_a_page(marcus: Browser, method: str) -> None:
    answer = marcus.client.open("/account", method=method, headers={"X-CSRFToken": marcus.token()})
    assert answer.status_code == 405
    assert "own buttons" in words(answer)


def test_a_form_that_is_too_large_is_told_on_a_page(marcus: Browser) -> None:
    answer = marcus.post("/account", name="x" * 600_000, email="")
    assert answer.status_code == 413
    assert "larger than this page takes" in words(answer)
    Page(answer.text)
