"""From an opening to the panel's settled levels, in the browsers of everybody who takes part."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.pages import LivePage, Visit, sign_in
from tests.browser.server import Server
from tests.office import Office

CANDIDATE = "Runa Solvang"


class Held(LivePage):
    """An interview that was opened from the first page, as people do."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, None)  # type: ignore[arg-type]
        page.goto("/")
        page.get_by_role("link", name=CANDIDATE).click()
        page.get_by_role("button", name="Begin the interview").click()
        self.ready()
        self.questions = [section.get_attribute("data-question") or "" for section in page.locator(".question").all()]


def set_up(page: Page, office: Office) -> str:
    """Set an opening up as HR does: needs, guide, panel, candidate, interviews. Return the new interviewer's code."""
    page.goto("/")
    page.get_by_role("link", name="New opening").first.click()
    page.get_by_label("Title of the post").fill("Sales Director North")
    page.get_by_role("radio", name="Sales", exact=True).check()
    page.get_by_role("button", name="Set up the opening").click()
    for question in page.locator("form.answers fieldset").all():
        question.get_by_role("radio").first.check()
    page.get_by_role("button", name="See what follows").click()
    page.get_by_role("button", name="Use this guide and these weights").click()
    page.get_by_label("Person").select_option(office.ingrid.id)
    page.get_by_role("button", name="Add to the panel").click()
    page.get_by_role("button", name="Make moderator").click()
    page.get_by_label("Name").fill("Noor Haddad")
    page.get_by_role("button", name="Add and make an access code").click()
    code = page.locator(".secret").inner_text()
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="On to the candidates").click()
    page.get_by_label("Names").fill(CANDIDATE)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Plan interviews").click()
    page.get_by_role("button", name="Plan for 1 candidate").click()
    expect(page.get_by_text("2 interviews planned.")).to_be_visible()
    return code


def hold(live: Held, name: str, level: int) -> None:
    """Hold an interview: notes and ratings by mouse and by keyboard, a place chosen, the last question skipped."""
    page, (first, second, *others, last, closing) = live.page, live.questions
    placing = live.part(first).locator("[data-placement]")
    beside = placing.locator("[data-after-choosing]")
    live.type(first, f"{name}: six years of trade fairs.")
    expect(beside).to_be_hidden()
    placing.get_by_role("radio", name="Years of").check()
    expect(beside).to_be_visible()
    placing.get_by_label("Years", exact=True).fill("6")
    live.rate(first, level)
    page.keyboard.press("j")
    expect(live.part(second)).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type(f"{name}: let the product team ride along.")
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    for question in others:
        page.keyboard.press("j")
        expect(live.part(question)).to_be_visible()
        page.keyboard.press(str(level))
    live.skip(last, "We ran out of time")
    expect(live.part(closing)).to_be_visible()
    expect(page.locator("[data-open-count]")).to_have_text("0")
    page.get_by_role("button", name="Candidate has left").click()


def submit(page: Page, name: str) -> None:
    expect(page.get_by_text("Every question is rated or skipped with a reason.")).to_be_visible()
    page.get_by_label("What the panel should know").fill(f"{name}: asked good questions.")
    page.get_by_role("button", name="Save this note").click()
    page.once("dialog", lambda dialog: dialog.accept())  # it asks whether one means it
    page.get_by_role("button", name="Submit and lock my scorecard").click()
    expect(page.get_by_text("Your scorecard is submitted and locked.")).to_be_visible()


def settle(page: Page) -> None:
    """Settle every level with a reason and finish, as the moderator does."""
    page.get_by_role("link", name="Go to the panel’s discussion").click()
    page.get_by_role("button", name="Open the discussion").click()
    names = [heading.inner_text() for heading in page.locator(".competency[id] h2").all()]
    assert len(names) > 1
    for name in names:
        section = page.locator(".competency[id]", has=page.get_by_role("heading", name=name, exact=True))
        section.get_by_role("radio").nth(2).check()
        section.get_by_label("Reason").fill("We heard the same and weighed it alike.")
        section.get_by_role("button", name=f"Settle {name}").click()
        expect(section.get_by_text("Settled on 3")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())  # it asks whether one means it
    page.get_by_role("button", name="Finish and lock the discussion").click()
    expect(page.get_by_text("Nothing in it can be changed any more.").first).to_be_visible()
    expect(page.get_by_role("button", name="Settle")).to_have_count(0)


def test_a_panel_comes_from_an_opening_to_its_settled_levels(
    visit: Visit, office: Office, device: Callable[..., BrowserContext], server: Server
) -> None:
    code = set_up(visit(office.helen), office)
    ingrid = visit(office.ingrid)
    noor = device(base_url=server.address).new_page()
    sign_in(noor, office.yuki, code)

    ingrids, noors = Held(ingrid), Held(noor)
    hold(ingrids, "Ingrid", 4)
    hold(noors, "Noor", 2)
    submit(ingrid, "Ingrid")

    noor.goto("/")
    noor.get_by_role("link", name=CANDIDATE).click()
    noors.ready()
    expect(noor.locator("body")).not_to_contain_text("Ingrid:")
    noor.get_by_role("link", name="Review", exact=True).click()
    expect(noor.locator("body")).not_to_contain_text("Ingrid:")
    ingrid.get_by_role("link", name="All scorecards").click()
    expect(ingrid.get_by_text("Noor Haddad has not submitted yet.")).to_be_visible()
    expect(ingrid.locator("body")).not_to_contain_text("Noor:")
    noor.goto(ingrid.url)
    expect(noor.get_by_text("You will see it once you have submitted yours.")).to_be_visible()
    expect(noor.locator("body")).not_to_contain_text("Ingrid:")

    noor.go_back()
    submit(noor, "Noor")
    noor.get_by_role("link", name="All scorecards").click()
    ingrid.reload()
    for page in (noor, ingrid):
        expect(page.locator("body")).to_contain_text("Ingrid: six years of trade fairs.")
        expect(page.locator("body")).to_contain_text("Noor: six years of trade fairs.")
    settle(ingrid)
    noor.reload()
    noor.get_by_role("link", name="Read the discussion").click()
    expect(noor.get_by_text("We heard the same and weighed it alike.").first).to_be_visible()
