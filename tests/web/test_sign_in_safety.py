"""Signing in as somebody who attacks it tries to: guessing, fixing a session, and what ends one."""

import pytest
from flask import Flask

from screener.journeys import accounts
from tests.office import PASSWORD, Office
from tests.web.browser import Browser, app_of, words
from tests.web.test_candidates import Page

MARCUS = {"email": "marcus@halvorsen.example", "password": PASSWORD}
WRONG = {**MARCUS, "password": "wrong"}


@pytest.fixture
def app(office: Office, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(accounts, "is_right", lambda kept, password: bool(kept) and password == PASSWORD)
    return app_of(office)


@pytest.fixture
def nobody(office: Office, app: Flask) -> Browser:
    return Browser(office, app=app)


# Guessing


def test_who_guesses_is_told_to_wait_on_the_page_and_as_data(office: Office, nobody: Browser) -> None:
    for _ in range(12):
        nobody.post("/sign-in", **WRONG)
        office.clock.forward(seconds=5)
    nobody.post("/sign-in", **WRONG)
    answer = nobody.post("/sign-in", **MARCUS)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "8"
    assert "Wait 8 seconds" in words(answer)
    assert PASSWORD not in answer.text
    Page(answer.text)
    data = nobody.client.post(
        "/sign-in", data={"csrf_token": nobody.token(), **MARCUS}, headers={"Accept": "application/json"}
    )
    assert (data.status_code, data.headers["Retry-After"]) == (429, "8")
    assert data.json is not None
    assert "Wait 8 seconds" in data.json["error"]
    assert not nobody.is_in()


def test_a_browser_that_was_signed_in_before_is_let_in_while_others_guess(office: Office, app: Flask) -> None:
    marcus, thief = Browser(office, app=app), Browser(office, app=app)
    marcus.post("/sign-in", **MARCUS)
    cookie = marcus.client.get_cookie("screener-before")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    marcus.post("/sign-out")
    for _ in range(12):
        thief.post("/sign-in", **WRONG)
    assert thief.post("/sign-in", **MARCUS).status_code == 429
    assert marcus.post("/sign-in", **MARCUS).status_code == 303


# Fixed sessions


def test_a_session_that_was_planted_before_signing_in_is_worth_nothing_afterwards(office: Office, app: Flask) -> None:
    attacker, victim = Browser(office, app=app), Browser(office, app=app)
    attacker.token()
    planted = attacker.client.get_cookie("screener")
    assert planted is not None
    victim.client.set_cookie("screener", planted.value)
    assert victim.post("/sign-in", **MARCUS).status_code == 303
    given = victim.client.get_cookie("screener")
    assert given is not None
    assert given.value != planted.value
    assert victim.is_in()
    assert not attacker.is_in()


def test_who_signs_in_over_another_sign_in_leaves_nothing_of_it(office: Office, app: Flask) -> None:
    browser = Browser(office, office.helen, app)
    browser.post(f"/people/{office.yuki.id}/code")  # a secret that waits to be shown
    browser.post("/sign-in", **MARCUS)
    assert "Marcus Adeyemi" in browser.get("/").text
    assert browser.get("/handed-out").status_code == 303


@pytest.mark.parametrize("way", ["password", "code", "address"])
def test_each_way_in_starts_a_session_of_its_own(office: Office, app: Flask, way: str) -> None:
    tokens = set()
    for _ in range(2):
        browser = Browser(office, app=app)
        if way == "password":
            browser.post("/sign-in", **MARCUS)
        elif way == "code":
            browser.post("/join", code=accounts.new_code(office.instance, office.helen, office.yuki.id))
        else:
            browser.post(f"/sign-in/{accounts.new_address(office.instance, office.helen, office.marcus.id)}")
        with browser.client.session_transaction() as session:
            tokens.add(session["sign_in"])
    assert len(tokens) == 2
    assert all(len(token) >= 43 for token in tokens)  # 256 bits


# What ends one


def test_a_new_role_or_email_ends_every_sign_in(office: Office, app: Flask) -> None:
    for changes in ({"role": "hiring-manager"}, {"role": "hiring-manager", "email": "m.adeyemi@halvorsen.example"}):
        marcus, helen = Browser(office, office.marcus, app), Browser(office, office.helen, app)
        form = {"name": "Marcus Adeyemi", "email": MARCUS["email"], "role": "interviewer", **changes}
        assert helen.post(f"/people/{office.marcus.id}", **form).status_code == 303
        assert not marcus.is_in()
        assert helen.is_in()


def test_a_weak_password_is_refused_beside_its_field(office: Office, app: Flask) -> None:
    marcus = Browser(office, office.marcus, app)
    for password, told in (
        ("qwertyqwerty", "stolen elsewhere"),
        ("Marcus.Adeyemi", "little more than your name"),
        ("too short", "12 to 200 characters"),
    ):
        answer = marcus.post("/account/password", password=password)
        assert told in words(answer)
        assert password not in answer.text
        Page(answer.text)
    assert office.instance.store.person_of(office.marcus.id) == office.marcus


def test_passwords_may_be_pasted_and_kept_by_password_managers(office: Office, app: Flask) -> None:
    page = Browser(office, office.marcus, app).get("/account").text
    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page
    assert 'autocomplete="current-password"' in Browser(office, app=app).get("/sign-in").text
