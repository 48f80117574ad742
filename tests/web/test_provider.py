"""Signing in at a real OpenID provider, and everything that must not let anybody in."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from flask import Flask

from screener.errors import Unreadable
from screener.journeys import accounts, provider
from screener.journeys.audit import verify_audit
from screener.journeys.settings import Settings
from screener.storage.signing_in import Identity
from screener.web import create_app
from tests.office import PASSWORD, Office
from tests.web import openid
from tests.web.browser import Browser, app_of, words
from tests.web.openid import Provider, running_provider
from tests.web.test_candidates import Page

HELEN = {"sub": "h-1", "email": "helen@halvorsen.example", "email_verified": True, "name": "Helen Osei"}
NORA = {"sub": "n-1", "email": "nora@halvorsen.example", "email_verified": True, "name": "Nora Eide"}
Serve = Callable[..., Flask]


@pytest.fixture
def there(office: Office) -> Iterator[Provider]:
    """A provider under way, at which Helen is signed in."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with running_provider() as made:
        made.person = dict(HELEN)
        made.now = lambda: office.clock.moment.timestamp()
        yield made


@pytest.fixture
def serve(office: Office, there: Provider, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Return what makes the application that trusts the provider, with more settings."""
    monkeypatch.setenv("OPENID_SECRET", openid.SECRET)

    def make(ways: dict[str, object] | None = None, **more: object) -> Flask:
        named = {"issuer": there.issuer, "client_id": openid.CLIENT, "secret_from": "OPENID_SECRET", **more}
        settings = Settings.model_validate({"sign_in": {"provider": named, **(ways or {})}})
        office.instance = replace(office.instance, settings=settings)
        provider.must_be_usable(settings)
        return app_of(office)

    return make


@cache
def _elsewhere() -> httpx.Client:
    return httpx.Client()


def leave(browser: Browser, wanted: str = "") -> str:
    """Set out for the provider, and return the address at which one comes back from it."""
    out = browser.get("/sign-in/provider", query_string={"next": wanted} if wanted else {})
    assert out.status_code == 303, words(out)
    back = _elsewhere().get(out.location).headers["location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def told(browser: Browser, back: str) -> str:
    """Come back, be refused, and return what the page says."""
    answer = browser.get(back)
    assert answer.status_code == 403, answer.location
    assert not browser.is_in()
    Page(answer.text)
    return words(answer)


# Coming in


def test_who_is_known_by_email_comes_in_and_is_known_by_subject_from_then_on(
    office: Office, there: Provider, serve: Serve
) -> None:
    helen = Browser(office, app=serve())
    assert "Sign in with your organisation’s account" in words(helen.get("/sign-in"))
    answer = helen.get(leave(helen))
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Helen Osei" in helen.get("/").text
    helen.post("/sign-out")
    there.person |= {"email": "h.osei@elsewhere.example"}  # another address changes nothing
    assert helen.get(leave(helen)).location == "/"
    assert "Helen Osei" in helen.get("/").text
    (identity,) = office.instance.store.identities()
    assert (identity.subject, identity.person_id) == ("h-1", office.helen.id)


def test_it_leads_to_the_page_that_was_wanted_and_to_none_elsewhere(office: Office, serve: Serve) -> None:
    app = serve()
    for wanted, leads in (
        ("/reminders", "/reminders"), ("//evil.example", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"), ("/\t/evil.example", "/"), ("/" + "x" * 900, "/"),
    ):  # fmt: skip
        browser = Browser(office, app=app)
        assert browser.get(leave(browser, wanted)).location == leads


def test_the_way_there_tells_no_secret_and_asks_for_a_proof(office: Office, serve: Serve) -> None:
    out = Browser(office, app=serve()).get("/sign-in/provider")
    asked = parse_qs(urlsplit(out.location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://localhost/sign-in/provider/return"]
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert openid.SECRET not in out.location
    assert "code_verifier" not in asked


def test_several_windows_may_sign_in_at_once(office: Office, serve: Serve) -> None:
    browser = Browser(office, app=serve())
    first, second = leave(browser, "/reminders"), leave(browser)
    assert browser.get(first).location == "/reminders"
    browser.get(second)  # the sign-in of the first window stays
    assert browser.is_in()


def test_keys_may_be_changed_at_the_provider(office: Office, there: Provider, serve: Serve) -> None:
    app = serve()
    first, second = Browser(office, app=app), Browser(office, app=app)
    first.get(leave(first))
    there.published, there.seal = ["second"], lambda claims: openid.sign(claims, "second")
    second.get(leave(second))
    assert first.is_in()
    assert second.is_in()


def test_what_the_provider_says_of_itself_is_not_asked_for_each_time(
    office: Office, there: Provider, serve: Serve
) -> None:
    app = serve()
    for _ in range(3):
        browser = Browser(office, app=app)
        browser.get(leave(browser))
        assert browser.is_in()
    assert there.asked.count("/.well-known/openid-configuration") == 1
    assert there.asked.count("/keys") == 1


def test_everything_is_in_the_audit_trail(office: Office, there: Provider, serve: Serve) -> None:
    helen = Browser(office, app=serve())
    helen.get(leave(helen))
    there.person = {**NORA}
    helen.get(leave(helen))
    noted = [
        (entry.action, entry.facts.get("by"), entry.facts.get("why"))
        for entry, _ in office.instance.store.whole_audit()
    ]
    assert ("sign-in.begun", "provider", None) in noted
    assert ("identity.linked", None, None) in noted
    assert ("sign-in.refused", "provider", "not known") in noted
    assert verify_audit(office.instance).problems == ()


# What must not let anybody in


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "another-client"}, "aud"),
        ({"aud": ["another-client", "third"]}, "aud"),
        ({"aud": [openid.CLIENT, "another"], "azp": "another"}, "azp"),
        ({"iss": "https://evil.example"}, "iss"),
        ({"exp": 0}, "expired"),
        ({"exp": None}, "exp"),
        ({"iat": 32503680000}, ""),
        ({"sub": None}, "sub"),
        ({"sub": ""}, ""),
        ({"sub": 7}, ""),
        ({"at_hash": "made-up"}, "at_hash"),
    ],
    ids=str,
)
def test_claims_that_are_not_for_this_sign_in(
    office: Office, there: Provider, serve: Serve, spoil: dict[str, object], why: str
) -> None:
    there.spoil = lambda honest: {k: v for k, v in {**honest, **spoil}.items() if v is not None}
    browser = Browser(office, app=serve())
    said = told(browser, leave(browser))
    assert "cannot be believed" in said
    assert why in said


@pytest.mark.parametrize(
    "seal",
    [openid.unsigned, openid.signed_with_public_key, openid.tampered, lambda claims: openid.sign(claims, "never published"),
     lambda _: "nonsense", lambda _: "a.b.c", lambda _: None],
    ids=["none", "public key as secret", "tampered", "another key", "nonsense", "parts", "nothing"],
)  # fmt: skip
def test_seals_that_are_not_the_providers(
    office: Office, there: Provider, serve: Serve, seal: Callable[[openid.Claims], str]
) -> None:
    there.seal = seal
    browser = Browser(office, app=serve())
    assert "cannot be believed" in told(browser, leave(browser))


def test_an_unverified_email_links_nobody(office: Office, there: Provider, serve: Serve) -> None:
    app = serve()
    for verified in (False, None, "false", 0, "no"):
        there.person |= {"email_verified": verified}
        browser = Browser(office, app=app)
        assert "has not checked that helen@halvorsen.example is yours" in told(browser, leave(browser))
    assert office.instance.store.identities() == ()


def test_a_sign_in_of_another_browser_is_not_taken_over(office: Office, serve: Serve) -> None:
    """Somebody who is led to an attacker's answer would work in the attacker's account."""
    app = serve()
    attacker, victim = Browser(office, app=app), Browser(office, app=app)
    leave(victim)
    assert "was not begun in this browser" in told(victim, leave(attacker))


def test_the_code_of_one_browser_is_worth_nothing_in_another(office: Office, serve: Serve) -> None:
    app = serve()
    victim, thief = Browser(office, app=app), Browser(office, app=app)
    stolen = parse_qs(urlsplit(leave(victim)).query)["code"][0]
    own_state = parse_qs(urlsplit(leave(thief)).query)["state"][0]
    assert "used already or took too long" in told(thief, f"/sign-in/provider/return?code={stolen}&state={own_state}")


def test_an_answer_is_taken_once(office: Office, serve: Serve) -> None:
    browser = Browser(office, app=serve())
    back = leave(browser)
    assert browser.get(back).status_code == 303
    browser.post("/sign-out")
    assert "was used already" in told(browser, back)


def test_a_code_that_was_used_is_refused_by_the_provider_even_with_the_cookie_of_before(
    office: Office, serve: Serve
) -> None:
    app = serve()
    browser = Browser(office, app=app)
    back = leave(browser)
    kept = browser.client.get_cookie("screener")
    assert kept is not None
    browser.get(back)
    again = Browser(office, app=app)
    again.client.set_cookie("screener", kept.value)
    assert "used already or took too long" in told(again, back)


def test_an_answer_comes_within_ten_minutes(office: Office, serve: Serve) -> None:
    browser = Browser(office, app=serve())
    back = leave(browser)
    office.clock.forward(minutes=10)
    assert "longer than ten minutes" in told(browser, back)


@pytest.mark.parametrize("change", ["", "?", "?code=x", "?state=x", "?code=x&state=%00", "?code=x&state=" + "s" * 3000])
def test_made_up_answers_are_told(office: Office, serve: Serve, change: str) -> None:
    browser = Browser(office, app=serve())
    leave(browser)
    assert "was not begun in this browser" in told(browser, f"/sign-in/provider/return{change}")


def test_an_answer_that_names_another_provider_is_refused(office: Office, there: Provider, serve: Serve) -> None:
    app = serve()
    browser = Browser(office, app=app)
    assert "another issuer in the address" in told(browser, leave(browser) + "&iss=https://evil.example")
    browser = Browser(office, app=app)
    assert browser.get(leave(browser) + f"&iss={there.issuer}").status_code == 303


def test_a_provider_that_promises_its_name_has_to_give_it(office: Office, there: Provider, serve: Serve) -> None:
    there.metadata = {"authorization_response_iss_parameter_supported": True}
    browser = Browser(office, app=serve())
    assert "no issuer in the address" in told(browser, leave(browser))


def test_the_session_before_signing_in_is_worth_nothing_afterwards(office: Office, serve: Serve) -> None:
    app = serve()
    victim, attacker = Browser(office, app=app), Browser(office, app=app)
    back = leave(victim)
    planted = victim.client.get_cookie("screener")
    assert planted is not None
    victim.get(back)
    attacker.client.set_cookie("screener", planted.value)
    assert victim.is_in()
    assert not attacker.is_in()


# What goes wrong at the provider, in plain words


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("access_denied", "did not let you in"),
        ("login_required", "sign in there first"),
        ("temporarily_unavailable", "Wait a minute"),
        ("invalid_scope", "Tell your administrator"),
        ("<script>alert(1)</script>", "refused the sign-in"),
    ],
)
def test_a_refusal_is_told_in_our_words(office: Office, there: Provider, serve: Serve, error: str, said: str) -> None:
    there.error = error
    browser = Browser(office, app=serve())
    page = told(browser, leave(browser))
    assert said in page
    assert "words of the provider" not in page
    assert "alert" not in page


def test_a_provider_that_is_out_of_order_is_told(office: Office, there: Provider, serve: Serve) -> None:
    app = serve()
    browser = Browser(office, app=app)
    there.is_down = True
    assert "does not answer as it should" in told(browser, "/sign-in/provider")
    there.is_down = False
    back = leave(browser)
    there.is_down = True
    assert "does not answer as it should" in told(browser, back)


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"jwks_uri": 7},
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    office: Office, there: Provider, serve: Serve, metadata: dict[str, object]
) -> None:
    there.metadata = metadata
    assert "does not answer as it should" in told(Browser(office, app=serve()), "/sign-in/provider")


def test_a_wrong_secret_is_told_to_be_the_servers_fault(
    office: Office, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(office, app=serve())
    back = leave(browser)
    monkeypatch.setenv("OPENID_SECRET", "another")
    assert "does not accept this server" in told(browser, back)


# Who is let in, and as what


def test_who_is_not_known_is_refused_unless_people_are_added(office: Office, there: Provider, serve: Serve) -> None:
    there.person = dict(NORA)
    browser = Browser(office, app=serve())
    assert "Nobody here has the email address nora@halvorsen.example" in told(browser, leave(browser))
    app = serve(add_people=True, role="interviewer")
    browser = Browser(office, app=app)
    assert browser.get(leave(browser)).status_code == 303
    added = office.instance.store.find_person_by_email("nora@halvorsen.example")
    assert added is not None
    assert (added.name, added.role, added.password_hash) == ("Nora Eide", "interviewer", "")
    browser.post("/sign-out")
    browser.get(leave(browser))
    assert len(office.instance.store.persons()) == 6


def test_only_the_organisations_addresses_are_taken(office: Office, there: Provider, serve: Serve) -> None:
    app = serve(domains=["Halvorsen.example"], add_people=True, role="interviewer")
    for email in ("nora@evil.example", "nora@halvorsen.example.evil.example", "nora@sub.halvorsen.example"):
        there.person = {**NORA, "email": email}
        browser = Browser(office, app=app)
        assert "is not an address of this organisation" in told(browser, leave(browser))
    for unusable in ("", "no address", 7, None):
        there.person = {**NORA, "email": unusable}
        browser = Browser(office, app=app)
        assert "did not tell your email address" in told(browser, leave(browser))
    there.person = {**NORA, "email": "Nora@HALVORSEN.example"}
    browser = Browser(office, app=app)
    assert browser.get(leave(browser)).status_code == 303


def test_an_address_that_was_given_to_somebody_new_does_not_open_the_old_account(
    office: Office, there: Provider, serve: Serve
) -> None:
    app = serve()
    helen = Browser(office, app=app)
    helen.get(leave(helen))
    there.person |= {"sub": "h-2", "name": "Another Helen"}
    newcomer = Browser(office, app=app)
    assert "belongs to somebody else at your sign-in service" in told(newcomer, leave(newcomer))
    sam = Browser(office, office.sam, app)
    assert "Unlink the work account" in sam.get(f"/people/{office.helen.id}").text
    assert sam.post(f"/people/{office.helen.id}/unlink").status_code == 303
    assert not helen.is_in()
    assert newcomer.get(leave(newcomer)).status_code == 303
    (identity,) = office.instance.store.identities()
    assert identity.subject == "h-2"


def test_hr_unlinks_nobody_of_hr(office: Office, serve: Serve) -> None:
    helen = Browser(office, office.helen, serve())
    office.instance.store.add_identity(Identity("i", "s", office.sam.id, office.instance.now()))
    assert helen.post(f"/people/{office.sam.id}/unlink").status_code == 403
    assert office.instance.store.identities_of(office.sam.id)


def test_an_ended_account_stays_ended(office: Office, there: Provider, serve: Serve) -> None:
    app = serve(add_people=True, role="interviewer")
    for _ in range(2):  # not linked yet, and linked
        browser = Browser(office, app=app)
        back = leave(browser)
        person = office.instance.store.person_of(office.helen.id)
        office.instance.store.change_person(replace(person, ended_at=office.instance.now()))
        assert "Your account here has ended" in told(browser, back)
        office.instance.store.change_person(replace(person, ended_at=None))
        browser.get(leave(browser))
        assert browser.is_in()


def test_another_email_given_by_hr_ends_the_link(office: Office, there: Provider, serve: Serve) -> None:
    app = serve()
    office.instance.store.add_identity(Identity(there.issuer, "m-1", office.marcus.id, office.instance.now()))
    form = {"name": "Marcus Adeyemi", "email": "marcus2@halvorsen.example", "role": "interviewer"}
    assert Browser(office, office.sam, app).post(f"/people/{office.marcus.id}", **form).status_code == 303
    assert office.instance.store.identities() == ()


def test_nobody_takes_anothers_address_before_they_come(office: Office, serve: Serve) -> None:
    marcus = Browser(office, office.marcus, serve())
    answer = marcus.post("/account", name="Marcus", email="nora@halvorsen.example")
    assert "Your work account knows you by this address" in words(answer)
    assert marcus.post("/account", name="Marcus A.", email="marcus@halvorsen.example").status_code == 303


def test_who_comes_by_code_takes_no_address_either(office: Office, serve: Serve) -> None:
    yuki = Browser(office, office.yuki, serve())
    assert office.yuki.email == ""
    answer = yuki.post("/account", name="Yuki Tanabe", email="helen2@halvorsen.example")
    assert "Your work account knows you by this address" in words(answer)


def test_whoever_waited_in_an_account_is_out_once_its_owner_comes(
    office: Office, there: Provider, serve: Serve
) -> None:
    """Somebody may have entered the address as their own before a provider was asked, and set a password."""
    app = serve()
    waiting = Browser(office, office.helen, app)
    owner = Browser(office, app=app)
    owner.get(leave(owner))
    assert owner.is_in()
    assert not waiting.is_in()
    assert office.instance.store.person_of(office.helen.id).password_hash == ""


GROUPS = {"roles": {"Admins": "administrator", "People team": "hr"}, "roles_from": "groups"}


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["People team"], "hr"),
        ("People team", "hr"),
        (["Sales", "People team", "Admins"], "administrator"),
        (["people team"], None),  # names are compared letter by letter
        ([], None),
        (None, None),
        ([7, {"a": 1}], None),
    ],
)
def test_groups_give_roles_at_each_sign_in(
    office: Office, there: Provider, serve: Serve, groups: object, role: str | None
) -> None:
    there.person |= {"groups": groups}
    app = serve(**GROUPS)
    browser = Browser(office, app=app)
    if role is None:
        assert "None of your groups has a role here" in told(browser, leave(browser))
        return
    browser.get(leave(browser))
    assert office.instance.store.person_of(office.helen.id).role == role


def test_who_has_left_a_group_loses_its_rights_and_the_sign_ins_of_before(
    office: Office, there: Provider, serve: Serve
) -> None:
    app = serve(**GROUPS, role="interviewer")
    there.person |= {"groups": ["People team"]}
    before, after = Browser(office, app=app), Browser(office, app=app)
    before.get(leave(before))
    code_address = accounts.new_address(office.instance, office.sam, office.helen.id)
    assert before.get("/people").status_code == 200
    there.person |= {"groups": ["Sales"]}
    after.get(leave(after))
    assert not before.is_in()
    assert after.is_in()
    assert after.get("/people").status_code == 403
    assert Browser(office, app=app).get(f"/sign-in/{code_address}").status_code == 403


def test_the_last_administrator_keeps_the_role(office: Office, there: Provider, serve: Serve) -> None:
    there.person = {"sub": "s-1", "email": "sam@halvorsen.example", "email_verified": True, "groups": ["People team"]}
    browser = Browser(office, app=serve(**GROUPS))
    browser.get(leave(browser))
    assert browser.is_in()
    assert office.instance.store.person_of(office.sam.id).role == "administrator"


def test_new_people_get_the_role_of_their_groups(office: Office, there: Provider, serve: Serve) -> None:
    there.person = {**NORA, "roles": ["People team"]}
    browser = Browser(office, app=serve(**{**GROUPS, "roles_from": "roles"}, add_people=True))
    browser.get(leave(browser))
    added = office.instance.store.find_person_by_email("nora@halvorsen.example")
    assert added is not None
    assert added.role == "hr"


def test_other_claims_may_hold_the_address_and_who_checked_it(office: Office, there: Provider, serve: Serve) -> None:
    there.person = {"sub": "h-1", "upn": "helen@halvorsen.example", "xms_edov": True}
    browser = Browser(office, app=serve(email_from="upn", verified_from="xms_edov"))
    browser.get(leave(browser))
    assert browser.is_in()
    there.person = {"sub": "s-1", "email": "sam@halvorsen.example"}
    browser = Browser(office, app=serve(verified_from="always"))
    browser.get(leave(browser))
    assert "Sam Whitlock" in browser.get("/").text


# Without passwords


def test_passwords_can_be_switched_off(office: Office, serve: Serve) -> None:
    app = serve({"passwords": "off"})
    nobody = Browser(office, app=app)
    page = nobody.get("/sign-in")
    assert 'type="password"' not in page.text
    Page(page.text)
    answer = nobody.post("/sign-in", email="helen@halvorsen.example", password=PASSWORD)
    assert "Passwords are switched off here" in words(answer)
    assert not nobody.is_in()
    helen = Browser(office, office.helen, app)
    account = helen.get("/account")
    assert "New password" not in words(account)
    Page(account.text)
    assert helen.post("/account/password", password=PASSWORD).status_code == 403
    assert (
        nobody.post(f"/sign-in/{accounts.new_address(office.instance, office.helen, office.marcus.id)}").location == "/"
    )


def test_whose_sign_in_ends_in_an_interview_signs_in_again_in_another_window(office: Office, serve: Serve) -> None:
    interview = office.interview(office.candidate(office.opening()), office.marcus)
    for passwords in ("on", "off"):
        marcus = Browser(office, office.marcus, serve({"passwords": passwords}))
        marcus.post(f"/interviews/{interview.id}/begin")
        page = marcus.get(f"/interviews/{interview.id}")
        dialog = page.text[page.text.index('<dialog id="again"') :]
        assert 'href="/sign-in/provider" target="_blank"' in dialog
        assert ('type="password"' in dialog) is (passwords == "on")
        Page(page.text)


def test_codes_can_be_switched_off(office: Office, serve: Serve) -> None:
    code = accounts.new_code(office.instance, office.helen, office.yuki.id)
    nobody = Browser(office, app=serve({"codes": "no"}))
    assert "/join" not in nobody.get("/sign-in").text
    assert "switched off" in words(nobody.post("/join", code=code))
    assert not nobody.is_in()
    assert (
        Browser(office, office.helen, serve({"codes": "no"})).post(f"/people/{office.yuki.id}/code").status_code == 403
    )


def test_without_a_provider_there_is_nothing_at_its_addresses(office: Office) -> None:
    app = app_of(office)
    for path in ("/sign-in/provider", "/sign-in/provider/return?code=x&state=y", "/sign-in/proxy"):
        assert app.test_client().get(path).status_code == 404


# Settings


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "login.example"}, {"issuer": "http://login.example"}, {"issuer": "https://login.example/?a=b"},
        {"client_id": ""}, {"secret_from": "a secret itself"}, {"roles": {"x": "king"}}, {"role": "king"},
        {"domains": ["@x.example"]}, {"domains": ["nodots"]}, {"add_people": True},
    ],
    ids=str,
)  # fmt: skip
def test_mistakes_in_the_settings_are_refused(wrong: dict[str, object]) -> None:
    right = {"issuer": "https://login.example", "client_id": "x"}
    Settings.model_validate({"sign_in": {"provider": right}})
    with pytest.raises(ValueError, match="validation error"):
        Settings.model_validate({"sign_in": {"provider": {**right, **wrong}}})


def test_no_way_in_is_no_setting() -> None:
    with pytest.raises(ValueError, match="names no other way in"):
        Settings.model_validate({"sign_in": {"passwords": "off"}})


def test_a_missing_secret_is_told_at_the_start(office: Office, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENID_SECRET")
    with pytest.raises(Unreadable, match="OPENID_SECRET, which is empty"):
        serve()
    with pytest.raises(Unreadable, match="OPENID_SECRET, which is empty"):
        create_app(office.instance)


def test_a_missing_library_is_told_at_the_start(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "authlib.integrations.httpx_client", None)
    with pytest.raises(Unreadable, match=r"pip install 'screener\[sso\]'"):
        serve()
    provider.must_be_usable(Settings())  # who names no provider needs no library
