"""Every page can be used by everybody, as far as axe-core can tell, in light and dark and on a telephone."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from werkzeug.exceptions import HTTPException

from screener.journeys.accounts import new_address
from screener.journeys.demo import make_demo
from screener.journeys.instance import open_instance
from screener.journeys.openings import close_opening
from screener.journeys.voluntary import token_of
from screener.web import create_app
from tests.browser.pages import OFFLINE, Complaints, LivePage, Meeting, Visit
from tests.browser.server import Server
from tests.journeys.pools import FEMALE, MALE, finished, times
from tests.office import Office

VENDOR = Path(__file__).parents[1] / "vendor" / "axe-core-4.14.1"
AXE = (VENDOR / "axe.min.js").read_text(encoding="utf-8")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
ROLES = ("administrator", "hr", "hiring-manager", "interviewer")
NO_PAGES = {
    "static",
    "accounts.token",
    "live.notes",
    "voluntary.addresses_file",
    "comparing.workbook",
    "comparing.table",
    "comparing.data",
    "comparing.record",
    "comparing.candidates_records",
    "impact.counts",
    "exchange.scorecards",
    "bank.schema",
    "bank.known",
    "bank.effect",
    "retention.erased",
    "retention.everything",
    "audit.candidates_data",
    "audit.candidates_table",
    "monitoring.health",
    "monitoring.ready",
    "monitoring.metrics",
    "accounts.to_provider",
    "accounts.from_provider",
    "accounts.by_proxy",
}  # data for scripts and monitors, files, and addresses that only lead on
ELSEWHERE = {
    "accounts.sign_in",
    "accounts.join",
    "accounts.by_address",
    "accounts.handed_out",
    "comparing.side_by_side",
    "importing.preview",
    "tokens.made",
    "voluntary.questions",
    "bank.draft",
    "bank.arriving",
}  # in tests of their own
# there is one for each of many files or candidates, and no way on from them
LEAVES = {"bank.edit", "audit.trail", "retention.erase", "retention.opening"}
MOST_ALIKE = 2  # pages of one address for one role, if they are made differently
Looks = tuple[str, frozenset[tuple[str, str]]]  # an address's name, and the elements of its page
RUN = """async (rules) => {
  const how = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const { violations } = await axe.run(document, how);
  return violations.filter((v) => ["serious", "critical"].includes(v.impact)).flatMap((v) =>
    v.nodes.map((node) => `${v.id} (${v.impact}): ${node.target} ${node.failureSummary.split("\\n").slice(1).join(" ")}`));
}"""


def wrong_in(page: Page) -> list[str]:
    """Return what is wrong with a page as it is open now, with everything that can be unfolded unfolded."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    page.evaluate(AXE)
    found: list[str] = []
    for name, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme="light")
        found += [f"{name}: {words}" for words in page.evaluate(RUN)]
        page.emulate_media(color_scheme="dark")
        found += [f"{name}, dark: {words}" for words in page.evaluate(RUN, ["color-contrast"])]
    if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
        found.append("narrow: the page scrolls sideways")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration, which has every kind of page filled with something."""
    folder = tmp_path_factory.mktemp("demo") / "instance"
    make_demo(folder)
    server = Server(folder, folder.parent / "log.txt", is_demo=True)
    server.start()
    yield server
    server.kill()
    assert "Traceback" not in server.told(), server.told()


@pytest.fixture(scope="module")
def app(demo: Server) -> Iterator[Flask]:
    """The application itself, to know every address that there is."""
    instance = open_instance(demo.folder)
    yield create_app(instance)
    instance.close()


@pytest.fixture(scope="module")
def walked() -> set[Looks]:
    """Every page that was walked by somebody."""
    return set()


def walk(page: Page, app: Flask, walked: set[Looks]) -> Iterator[None]:
    """Follow every link from the first page on, and open each page that is made otherwise than those before."""
    routes = app.url_map.bind("localhost")
    known, waiting, own = {"/"}, ["/"], Counter[str]()
    while waiting:
        address = waiting.pop(0)
        try:
            name = routes.match(urlsplit(address).path, "GET")[0]
        except HTTPException:
            continue
        if name in NO_PAGES or (name in LEAVES and own[name] >= MOST_ALIKE):
            continue
        answer = page.request.get(address)
        if not answer.ok:
            continue
        text = answer.text()
        for link in re.findall(r'href="(/[^"#]*)', text):
            if link not in known and not link.startswith("/static"):
                known.add(link)
                waiting.append(link)
        looks = (name, frozenset(re.findall(r'<(\w+)(?:[^>]*? class="([^"]*)")?', text)))
        if looks in walked or own[name] >= MOST_ALIKE:
            continue
        walked.add(looks)
        own[name] += 1
        page.goto(address)
        if page.locator("#stage").count():
            expect(page.locator("#stage[data-ready=yes]")).to_be_attached()
        yield


def address_of(demo: Server, role: str) -> str:
    return [line.split()[1] for line in demo.told().splitlines() if line.startswith(f"{role} ")][-1]


def test_the_checker_is_the_one_that_its_note_describes() -> None:
    assert sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest() in (VENDOR / "README.md").read_text(
        encoding="utf-8"
    )


def test_the_check_sees_what_is_wrong(device: Callable[..., BrowserContext]) -> None:
    page = device().new_page()
    page.set_content(
        """<html lang="en"><title>Wrong</title><main><h1>Wrong</h1><input>
        <p style="color: #ccc; background: #fff">Pale</p><p style="width: 700px">Broad</p></main>"""
    )
    found = "\n".join(wrong_in(page))
    assert "wide: label (critical)" in found
    assert "narrow: color-contrast (serious)" in found
    assert "narrow, dark: color-contrast (serious)" in found
    assert "narrow: the page scrolls sideways" in found


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_has_anything_seriously_wrong(
    role: str, demo: Server, app: Flask, device: Callable[..., BrowserContext], walked: set[Looks]
) -> None:
    page = device(base_url=demo.address).new_page()
    page.goto(address_of(demo, role))
    wrong: list[str] = []
    for _ in walk(page, app, walked):
        wrong += [f"{page.url}: {words}" for words in wrong_in(page)]
    assert not wrong, "\n".join(wrong)


def test_every_page_was_walked(app: Flask, walked: set[Looks]) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    pages -= {name for name in pages if name.startswith("api.")}  # for programs
    assert pages - NO_PAGES - ELSEWHERE == {name for name, _ in walked}


def test_nothing_is_seriously_wrong_before_signing_in_and_after_something_went_wrong(
    visit: Visit, office: Office, server: Server, device: Callable[..., BrowserContext], complaints: Complaints
) -> None:
    complaints.expected += ("status of 400", "status of 403", "status of 404", "status of 405", "status of 422")
    page = device(base_url=server.address).new_page()
    secret = new_address(office.instance, office.sam, office.ingrid.id)
    for address in ("/sign-in", "/join", f"/sign-in/{secret}", "/sign-in/unknown"):
        page.goto(address)
        assert not wrong_in(page), address
    for address, button in (("/sign-in", "Sign in"), ("/join", "Join")):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert not wrong_in(page), address
    page = visit(office.helen)
    for address in ("/nowhere", "/candidates/nobody", "/sign-out", "/openings/new"):
        page.goto(address)
        assert not wrong_in(page), address
    page.get_by_role("button", name="Set up the opening").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert not wrong_in(page)
    for wish in ("Make a sign-in address", "Make an access code"):
        page.goto(f"/people/{office.marcus.id}")
        page.get_by_role("button", name=wish).click()
        expect(page.locator(".secret")).to_be_visible()
        assert not wrong_in(page), wish


def test_nothing_is_seriously_wrong_on_the_pages_of_tokens(visit: Visit, office: Office) -> None:
    page = visit(office.sam)
    page.goto("/tokens")
    assert not wrong_in(page), "none yet"
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert not wrong_in(page), "refused"
    page.get_by_label("Name").fill("Greenhouse sync")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator(".secret").first).to_be_visible()
    assert not wrong_in(page), "made"
    page.get_by_role("link", name="Done").click()
    assert not wrong_in(page), "kept"


def test_nothing_is_seriously_wrong_on_the_pages_of_a_list_that_is_imported(visit: Visit, office: Office) -> None:
    opening = office.opening()
    known = "Marcus Adeyemi,marcus@halvorsen.example,,\n"
    for kind, text in (
        ("candidates", f"name,note,tag\nTessa Brandvold,{'a long note ' * 40},x\n,no name,\n{'x' * 100},,\n"),
        ("panel", f"name,email,role,moderator\n{known}Mei Castellanos,mei@x.example,,no\nBoss,b@x.example,hr,\n"),
    ):
        page = visit(office.helen)
        page.goto(f"/openings/{opening.id}/import/{kind}")
        page.get_by_role("button", name="Upload and look").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert not wrong_in(page), f"{kind}: refused"
        page.get_by_label("CSV file").set_input_files(
            {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        page.get_by_role("button", name="Upload and look").click()
        expect(page.get_by_role("heading", name="Will be added")).to_be_visible()
        assert not wrong_in(page), f"{kind}: shown"
        page.get_by_role("button", name="leave out").click()
        expect(page.get_by_role("status")).to_contain_text("left out")
        assert not wrong_in(page), f"{kind}: taken over"


def test_nothing_is_seriously_wrong_on_the_voluntary_questions_and_what_they_come_to(
    visit: Visit, office: Office, server: Server, device: Callable[..., BrowserContext]
) -> None:
    candidate = office.candidate(office.opening())
    page = device(base_url=server.address).new_page()
    page.goto(f"/voluntary/{token_of(office.instance, candidate.id)}")
    assert not wrong_in(page), "questions"
    page.get_by_label("Female").check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert not wrong_in(page), "half answered"
    page.get_by_label("Female").check()
    page.get_by_label("I do not wish to say").last.check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Your answer is kept")
    close_opening(office.instance, office.helen, candidate.opening_id)
    page.reload()
    assert not wrong_in(page), "closed"
    for title in ("One", "Other"):
        finished(office, [*times(FEMALE, 12, chosen=3), *times(replace(MALE, level=4), 12, chosen=4)], title)
    page = visit(office.helen)
    page.goto("/adverse-impact")
    expect(page.get_by_role("heading", name="Who was chosen")).to_be_visible()
    assert not wrong_in(page), "adverse impact"
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the counts").click()
    assert download.value.suggested_filename == "adverse-impact.csv"


def test_nothing_is_seriously_wrong_on_the_live_page_in_any_state(
    marcus_at_work: tuple[LivePage, Meeting], office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
    complaints.expected += (OFFLINE, "status of 400", "status of 401")
    live.page.keyboard.press("?")
    expect(live.page.locator("#help")).to_be_visible()
    assert not wrong_in(live.page), "help"
    live.page.keyboard.press("Escape")
    live.type(second, "I keep marketing away from my customers.")
    live.rate(second, 2)
    live.is_saved()
    live.part(second).get_by_role("link", name="Compare").click()
    expect(live.shown.locator(".read")).to_be_visible()
    live.skip(first, "No time left")
    live.go_to(second)
    live.note(second).evaluate("note => { note.value = 'x'.repeat(19999); }")
    live.page.keyboard.press("n")
    live.page.keyboard.type("too long")
    expect(live.part(second).locator(".wrong")).to_be_visible()
    assert not wrong_in(live.page), "suggestions and a note that is too long"
    live.note(second).fill("Shorter.")
    other = live.another_tab().open()
    live.page.context.set_offline(True)
    live.type(second, "One.")
    other.type(second, "Other.")
    live.is_offline()
    other.is_offline()
    assert not wrong_in(live.page), "offline"
    live.page.context.set_offline(False)
    expect(live.part(second).locator("[data-others] .notice")).to_be_visible()
    assert not wrong_in(live.page), "two windows"
    office.instance.store.end_sessions(office.marcus.id, office.instance.now())
    live.type(second, " More.")
    expect(live.again).to_be_visible()
    assert not wrong_in(live.page), "signed out"
    live.again.get_by_role("button", name="Later").click()
    expect(live.warnings.get_by_role("button", name="Sign in again")).to_be_visible()
    assert not wrong_in(live.page), "later"
