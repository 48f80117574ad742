"""Everything can be done by keyboard, and it always shows where one is."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from screener.journeys.accounts import new_code
from tests.browser.pages import LivePage, Meeting, Visit
from tests.browser.server import Server
from tests.office import PASSWORD, Office

AtWork = tuple[LivePage, Meeting]
SCRIPT = Path(__file__).parents[2] / "screener" / "static" / "live.js"
WRITTEN = {"ArrowRight": "→", "ArrowLeft": "←"}  # how the help writes a key's name

# Where the keyboard is, whether that shows, and whether anything covers it.
PLACE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const isOutlined = (e) => getComputedStyle(e).outlineStyle !== "none" && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  const { left, top, width, height } = at.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + Math.min(height / 2, 20)];
  const over = document.elementFromPoint(x, y);
  const label = at.closest("label");
  return {
    name: (at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || at.value || at.id).split("\\n")[0],
    tag: at.tagName,
    isShown: isOutlined(at) || Boolean(label && isOutlined(label)),
    isUncovered: Boolean(over && (at.contains(over) || label?.contains(over))),
  };
}"""


def place(page: Page) -> dict[str, Any]:
    """Return where the keyboard is; it must be somewhere."""
    found: dict[str, Any] | None = page.evaluate(PLACE)
    assert found is not None, "the keyboard's place is lost"
    return found


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something of this name is reached; every stop on the way must show."""
    for _ in range(150):
        page.keyboard.press("Tab")
        at: dict[str, Any] | None = page.evaluate(PLACE)
        if at is None:
            continue  # the browser's own frame, between the end of the page and its beginning
        assert at["isShown"], f"the keyboard's place does not show: {at}"
        assert at["isUncovered"], f"something covers the keyboard's place: {at}"
        if name in at["name"]:
            return
    raise AssertionError(f"Tab never reaches {name!r}")


def test_an_interview_is_held_from_sign_in_to_submission_by_keyboard_alone(
    visit: Visit, office: Office, server: Server
) -> None:
    candidate = office.candidate(office.opening(), "Wanda Keymaster")
    held = Meeting(office, office.interview(candidate, office.marcus))
    page = visit(office.marcus)
    live = LivePage(page, held)
    press, write = page.keyboard.press, page.keyboard.type
    page.context.clear_cookies()
    page.goto("/sign-in")
    tab_to(page, "Email address")
    write(office.marcus.email)
    tab_to(page, "Password")
    write(PASSWORD)
    press("Enter")
    expect(page.get_by_role("heading", name="My interviews")).to_be_visible()
    tab_to(page, "Wanda Keymaster")
    press("Enter")
    expect(page.get_by_role("heading", name="Wanda Keymaster")).to_be_visible()
    tab_to(page, "Begin the interview")
    press("Enter")
    live.ready()

    first, second, third, *others = held.questions
    expect(live.part(first)).to_be_visible()
    press("n")
    write("Six years of fairs. j, k and 3 are letters here.")
    press("Escape")
    expect(live.part(first)).to_be_focused()
    press("3")
    expect(live.part(first).locator("[data-own] [value='3'][type=radio]")).to_be_focused()
    press("p")
    press("ArrowDown")
    expect(live.part(first).get_by_role("radio", name="Never")).to_be_checked()
    press("f")
    expect(live.part(first).locator("[data-help=probes]")).to_have_attribute("open", "")
    press("w")
    expect(live.part(first).locator("[data-help=why]")).to_have_attribute("open", "")
    live.is_saved()
    press("c")
    expect(live.part(first).locator(".read")).to_be_visible()
    place(page)
    press("j")
    expect(live.part(second)).to_be_focused()
    press("k")
    expect(live.part(first)).to_be_focused()
    press("n")
    press("Control+Enter")
    expect(live.part(second)).to_be_focused()
    press("s")
    expect(live.part(second).get_by_label("Why is it skipped?")).to_be_focused()
    write("No time left")
    press("Enter")
    expect(live.part(third)).to_be_focused()
    for question in (third, *others):
        expect(live.part(question)).to_be_focused()
        press("0")
        press("j")
    expect(live.part("closing")).to_be_focused()
    expect(page.locator("[data-open-count]")).to_have_text("0")
    tab_to(page, "Candidate has left")
    press("Enter")
    expect(page.get_by_role("heading", name="Review")).to_be_visible()
    tab_to(page, "Submit and lock")
    page.once("dialog", lambda dialog: dialog.accept())  # it asks whether one means it
    press("Enter")
    expect(page.get_by_text("Your scorecard is submitted and locked.")).to_be_visible()
    assert held.texts(office.marcus, first) == ["Six years of fairs. j, k and 3 are letters here."]
    (place_,) = office.instance.store.placements_of([held.card(office.marcus)])
    assert place_.value == "never"


def test_every_stop_on_the_live_page_shows_where_one_is(marcus_at_work: AtWork) -> None:
    live, _ = marcus_at_work
    for question in ("customer-has-marketed", "repair-fix-owner"):
        live.go_to(question)
        for part in live.shown.locator("details").all():
            part.evaluate("part => { part.open = true; }")
        tab_to(live.page, "Next question")


def test_the_help_lists_every_key_that_works(marcus_at_work: AtWork) -> None:
    live, _ = marcus_at_work
    table = re.search(r"const KEYS = \{(.*?)\n\};", SCRIPT.read_text(encoding="utf-8"), re.DOTALL)
    assert table
    known = {WRITTEN.get(key, key) for key in re.findall(r'^  "?([^":\s]+)"?: ', table[1], re.MULTILINE)}
    live.page.keyboard.press("?")
    told = set(live.page.locator("#help kbd").all_inner_texts())
    assert told == known | {"0", "1", "5", "Esc", "Ctrl", "Enter"}
    live.page.keyboard.press("j")
    live.page.keyboard.press("Escape")
    expect(live.page.locator("#help")).to_be_hidden()
    expect(live.part(live.meeting.questions[0])).to_be_visible()


def test_single_keys_can_be_switched_off_and_stay_so(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
    page = live.page
    page.keyboard.press("?")
    tab_to(page, "Switch off the keys")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.reload()
    live.ready()
    for key in "3jfwsp?":
        page.keyboard.press(key)
    expect(live.part(first)).to_be_visible()
    expect(live.part(first).locator("[data-own] :checked")).to_have_count(0)
    expect(live.part(first).locator("details[open]")).to_have_count(0)
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(live.part(second)).to_be_visible()
    tab_to(page, "Keys")
    page.keyboard.press("Enter")
    tab_to(page, "Switch off the keys")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(live.part(first)).to_be_visible()


def test_a_key_gives_back_the_rating_that_the_page_came_with(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    first = held.questions[0]
    live.rate(first, 4)
    live.is_saved()
    live.page.reload()
    live.ready().go_to(first)
    live.page.keyboard.press("2")
    live.page.keyboard.press("4")
    expect(live.part(first).locator("[data-own] [type=radio][value='4']")).to_be_checked()


def test_the_skip_link_leads_to_the_content_and_not_to_another_question(marcus_at_work: AtWork) -> None:
    live, held = marcus_at_work
    third = held.questions[2]
    live.go_to(third)
    live.page.evaluate("() => addEventListener('hashchange', () => { window.hasJumped = true; })")
    live.page.locator("a.skip").focus()
    live.page.keyboard.press("Enter")
    live.page.wait_for_function("window.hasJumped")
    expect(live.part(third)).to_be_visible()


def test_the_place_is_not_lost_when_a_flag_is_answered(marcus_at_work: AtWork) -> None:
    live, held = marcus_at_work
    live.type(held.questions[1], "I keep marketing away from my customers.")
    live.page.keyboard.press("Escape")
    live.page.keyboard.press("2")
    live.is_saved()
    live.page.keyboard.press("c")
    expect(live.shown.locator(".read")).to_be_visible()
    tab_to(live.page, "Adopt or dismiss it")
    live.page.keyboard.press("Enter")
    tab_to(live.page, "Your reason")
    live.page.keyboard.type("Said twice.")
    tab_to(live.page, "Adopt")
    live.page.keyboard.press("Enter")
    expect(live.shown.get_by_text("You have adopted it: Said twice.")).to_be_visible()
    place(live.page)
    tab_to(live.page, "Change that")


def test_an_access_code_is_entered_by_keyboard(visit: Visit, office: Office) -> None:
    page = visit(office.yuki)
    page.context.clear_cookies()
    page.goto("/sign-in")
    tab_to(page, "Join by access code")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Join by access code")).to_be_visible()
    tab_to(page, "Access code")
    page.keyboard.type(new_code(office.instance, office.helen, office.yuki.id))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
