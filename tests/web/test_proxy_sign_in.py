"""Signing in by what a trusted proxy says, and by nobody else's word."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask

from screener.journeys import accounts
from screener.journeys.instance import Instance
from screener.journeys.settings import Settings
from screener.web import create_app
from tests.office import PASSWORD, Office
from tests.web.browser import Browser, words
from tests.web.test_candidates import Page

HEADER = "X-Forwarded-Email"
HELEN, MARCUS, NORA = "helen@halvorsen.example", "marcus@halvorsen.example", "nora@halvorsen.example"
Open = Callable[..., Browser]


@pytest.fixture
def serve(office: Office) -> Callable[..., Flask]:
    """Return what makes the application that trusts one proxy, with more settings."""

    def make(**more: object) -> Flask:
        proxy = {"header": HEADER, "name_header": "X-Forwarded-User", "domains": ["halvorsen.example"], **more}
        settings = Settings.model_validate(
            {"proxies": "1", "trusted": ["10.0.0.5"], "sign_in": {"proxy": proxy, "passwords": "off"}}
        )
        office.instance = replace(office.instance, settings=settings)
        app = _app()
        app.extensions["screener"] = office.instance
        return app

    return make


@cache
def _app() -> Flask:
    """Make it once: which machines are trusted is fixed when it starts, the rest is the instance's."""
    settings = Settings.model_validate({"proxies": "1", "trusted": ["10.0.0.5"]})
    return create_app(cast(Instance, SimpleNamespace(secret="a" * 64, settings=settings)))


def tell(browser: Browser, email: str | None, *, peer: str = "10.0.0.5", name: str = "") -> Browser:
    """Let the proxy say from now on who sits before a browser."""
    browser.client.environ_base["REMOTE_ADDR"] = peer
    for variable, value in (("HTTP_X_FORWARDED_EMAIL", email), ("HTTP_X_FORWARDED_USER", name)):
        browser.client.environ_base.pop(variable, None)
        if value:
            browser.client.environ_base[variable] = value
    return browser


@pytest.fixture
def opened(office: Office, serve: Callable[..., Flask]) -> Open:
    """Return what opens a window behind the proxy."""
    app = serve()
    return lambda email, **wish: tell(Browser(office, app=app), email, **wish)


def come(browser: Browser, path: str = "/account") -> str:
    """Ask for a page, follow where it leads, and return what is shown in the end."""
    return words(browser.get(path, follow_redirects=True))


def test_who_has_signed_in_at_the_proxy_is_led_to_the_page_they_wanted(opened: Open) -> None:
    helen = opened("Helen@Halvorsen.example")
    answer = helen.get("/reminders", follow_redirects=True)
    assert answer.request.path == "/reminders"
    assert "Helen Osei" in words(answer)
    assert helen.is_in()


@pytest.mark.parametrize("peer", ["10.0.0.6", "127.0.0.1", "203.0.113.5"])
def test_the_header_from_anywhere_else_is_nothing(opened: Open, peer: str) -> None:
    thief = opened(HELEN, peer=peer)
    assert "Helen" not in come(thief)
    answer = thief.get("/sign-in/proxy")
    assert answer.status_code == 403
    assert "does not say who you are" in words(answer)
    assert not thief.is_in()


def test_another_proxys_header_is_nothing_even_after_a_true_one(opened: Open) -> None:
    """A session that the proxy began is worth nothing past the proxy, so that a stolen cookie is not either."""
    helen = opened(HELEN)
    come(helen)
    assert helen.is_in()
    tell(helen, HELEN, peer="203.0.113.5")
    assert not helen.is_in()


def test_the_session_is_the_persons_whom_the_proxy_names_now(opened: Open) -> None:
    browser = opened(HELEN)
    assert "Helen Osei" in come(browser)
    tell(browser, MARCUS)
    assert not browser.is_in()
    assert "Marcus Adeyemi" in come(browser)
    tell(browser, None)
    assert not browser.is_in()


def test_who_signs_out_stays_out_until_they_want_in_again(
    opened: Open, serve: Callable[..., Flask], office: Office
) -> None:
    helen = tell(Browser(office, app=serve(sign_out="/oauth2/sign_out")), HELEN)
    come(helen)
    helen.post("/sign-out")
    page = helen.get("/sign-in")
    assert page.status_code == 200
    assert "You are signed out of Screener" in words(page)
    assert 'href="/oauth2/sign_out"' in page.text
    Page(page.text)
    assert not helen.is_in()
    assert helen.get("/sign-in/proxy").location == "/"
    assert helen.is_in()


def test_who_is_not_known_is_told_so(opened: Open) -> None:
    nora = opened(NORA)
    page = come(nora)
    assert "Nobody here has the email address nora@halvorsen.example" in page
    assert not nora.is_in()


def test_people_can_be_added_by_the_proxys_word(office: Office, serve: Callable[..., Flask]) -> None:
    nora = tell(Browser(office, app=serve(add_people="yes", role="interviewer")), NORA, name="Nora Eide")
    assert "Nora Eide" in come(nora)
    added = office.instance.store.find_person_by_email(NORA)
    assert added is not None
    assert (added.name, added.role) == ("Nora Eide", "interviewer")


@pytest.mark.parametrize(
    "email", ["nora@evil.example", "no address", "a@b@halvorsen.example", "'; DROP TABLE person --"]
)
def test_other_addresses_are_refused(office: Office, serve: Callable[..., Flask], email: str) -> None:
    thief = tell(Browser(office, app=serve(add_people="yes", role="interviewer")), email)
    answer = thief.get("/sign-in/proxy")
    assert answer.status_code == 403
    Page(answer.text)
    assert len(office.instance.store.persons()) == 5


def test_it_leads_to_pages_of_ours_only(opened: Open) -> None:
    for wanted, leads in (("/reminders", "/reminders"), ("//evil.example", "/"), ("https://evil.example", "/")):
        assert opened(HELEN).get("/sign-in/proxy", query_string={"next": wanted}).location == leads


def test_an_ended_account_stays_ended(office: Office, opened: Open) -> None:
    accounts.end_person(office.instance, office.sam, office.helen.id)
    assert "Your account here has ended" in come(opened(HELEN))


def test_a_one_time_address_works_beside_the_proxy(office: Office, opened: Open) -> None:
    marcus = opened(HELEN)  # a machine that somebody else has signed in on
    marcus.post(f"/sign-in/{accounts.new_address(office.instance, office.helen, office.marcus.id)}")
    assert "Marcus Adeyemi" in words(marcus.get("/account"))


def test_passwords_are_off_here(opened: Open) -> None:
    nobody = opened(None)
    assert "Passwords are switched off" in words(nobody.post("/sign-in", email=HELEN, password=PASSWORD))


@pytest.mark.parametrize(
    "wrong",
    [
        {"sign_in": {"proxy": {"header": HEADER}}},  # no proxy at all
        {"proxies": "1", "sign_in": {"proxy": {"header": HEADER}}},  # none that is named
        {"trusted": ["10.0.0.5"], "sign_in": {"proxy": {"header": HEADER}}},
        {"proxies": "1", "trusted": ["10.0.0.5"], "sign_in": {"proxy": {"header": "X Email"}}},
        {
            "proxies": "1",
            "trusted": ["10.0.0.5"],
            "sign_in": {"proxy": {"header": HEADER, "sign_out": "//evil.example"}},
        },
        {"proxies": "1", "trusted": ["10.0.0.5"], "sign_in": {"proxy": {"header": HEADER, "sign_out": "javascript:x"}}},
    ],
    ids=str,
)
def test_settings_that_would_trust_anybody_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Settings.model_validate(wrong)
