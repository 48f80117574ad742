"""A guide is composed with mouse, finger and keyboard, and without script; a slider says what it means."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import Complaints, Visit, eventually
from tests.browser.test_accessibility import AXE, RUN
from tests.office import Office

COMPOSE, THRESHOLDS = "/bank/guides/first-screen/compose", "/bank/policies/default/thresholds"


def order(page: Page) -> list[str]:
    found: list[str] = page.locator("input[name=questions]").evaluate_all("all => all.map(one => one.value)")
    return found


def budget(page: Page) -> str:
    return " ".join(page.locator("#budget p").inner_text().split())


def grip(page: Page, number: int) -> Locator:
    return page.locator(".asked-list > li").nth(number).locator(".grip")


@pytest.fixture
def composer(visit: Visit, office: Office) -> Page:
    page = visit(office.helen)
    page.goto(COMPOSE)
    expect(grip(page, 0)).to_be_visible()
    return page


def settled(page: Page) -> None:
    """Wait until the server has answered."""
    expect(page.locator("#composer[aria-busy]")).to_have_count(0)


def test_a_question_is_dragged_with_the_mouse(composer: Page) -> None:
    first, second, third, *others = order(composer)
    expect(composer.locator(".asked-list > li").first).to_contain_text("From minute 3")
    grip(composer, 2).scroll_into_view_if_needed()
    grip(composer, 2).hover()
    composer.mouse.down()
    to = grip(composer, 0).bounding_box()
    assert to
    composer.mouse.move(to["x"] + 5, to["y"] - 5, steps=12)
    composer.mouse.up()
    assert order(composer) == [third, first, second, *others]
    settled(composer)
    assert order(composer) == [third, first, second, *others]
    expect(composer.locator(".asked-list > li").first).to_contain_text("From minute 3")


def test_escape_puts_back_what_is_being_dragged(composer: Page) -> None:
    before = order(composer)
    grip(composer, 2).scroll_into_view_if_needed()
    grip(composer, 2).hover()
    composer.mouse.down()
    to = grip(composer, 0).bounding_box()
    assert to
    composer.mouse.move(to["x"] + 5, to["y"] - 5, steps=12)
    assert order(composer) != before
    composer.keyboard.press("Escape")
    assert order(composer) == before
    composer.mouse.up()


def test_a_question_is_dragged_with_a_finger(visit: Visit, office: Office) -> None:
    page = visit(office.helen, has_touch=True, viewport={"width": 360, "height": 800})
    page.goto(COMPOSE)
    first, second, *others = order(page)
    expect(grip(page, 0)).to_be_visible()
    page.locator("#asked").evaluate("part => part.scrollIntoView()")
    start, to = grip(page, 0).bounding_box(), page.locator(".asked-list > li").nth(1).bounding_box()
    assert start
    assert to
    session = page.context.new_cdp_session(page)
    x, y, end = start["x"] + 8, start["y"] + 8, to["y"] + to["height"] - 4
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x, "y": y + (end - y) * step / 10}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    eventually(page, lambda: order(page), [second, first, *others])


def test_with_the_keyboard_the_focus_stays_on_what_was_pressed(composer: Page) -> None:
    first, second, third, *others = order(composer)
    composer.locator(f"#down-{first}").focus()
    composer.keyboard.press("Enter")
    assert order(composer) == [second, first, third, *others]
    settled(composer)
    expect(composer.locator(f"#down-{first}")).to_be_focused()
    composer.keyboard.press("Enter")
    composer.keyboard.press("Shift+Tab")
    expect(composer.locator(f"#up-{first}")).to_be_focused()
    for _ in range(2):
        composer.keyboard.press("Enter")
    settled(composer)
    assert order(composer) == [first, second, third, *others]
    expect(composer.locator(f"#up-{first}")).to_be_disabled()
    expect(composer.locator(f"#down-{first}")).to_be_focused()
    composer.locator(f"#remove-{first}").press("Enter")
    expect(composer.locator(f"#remove-{second}")).to_be_focused()


def test_minutes_and_coverage_follow_and_what_is_typed_stays(composer: Page) -> None:
    expect(composer.locator("#budget")).to_contain_text("of 30 minutes")
    composer.get_by_label("Minutes in all").fill("20")
    composer.get_by_label("What the interviewer says last").fill("Thank you, that was all.")
    expect(composer.locator("#budget")).to_contain_text("too many")
    expect(composer.locator("#sum")).to_contain_text("(drop some, or allow more)")
    composer.get_by_label("Minutes in all").fill("60")
    composer.get_by_role("button", name="Propose what is missing").click()
    expect(composer.locator("#asked")).to_contain_text("The proposal asks on each competency once, then twice")
    assert len(order(composer)) == 10
    expect(composer.get_by_label("What the interviewer says last")).to_have_value("Thank you, that was all.")


def test_minutes_follow_while_they_are_typed(composer: Page) -> None:
    minutes = composer.get_by_label("Minutes in all")
    minutes.press("End")
    minutes.press("Backspace")
    minutes.press("Backspace")
    minutes.type("45")
    expect(composer.locator("#budget")).to_contain_text("of 45 minutes")
    expect(minutes).to_be_focused()
    expect(composer.locator("#length")).to_contain_text("The opening speaks of 30 minutes (“half an hour”)")
    composer.get_by_label("What the interviewer says first").fill("We have forty-five minutes.")
    expect(composer.locator("#length")).to_be_empty()


def test_a_question_is_added_from_the_list_of_a_competency(composer: Page) -> None:
    before = order(composer)
    composer.get_by_label("On", exact=True).select_option(label="Order of strategy")
    expect(composer.locator("#offered h3")).to_have_text("Order of strategy")
    composer.locator("#offered").get_by_role("button", name="Add").first.click()
    eventually(composer, lambda: len(order(composer)), len(before) + 1)
    assert order(composer)[-1].startswith("hierarchy-")
    expect(composer.locator("#sum")).to_contain_text("which this guide does not rate")


def test_when_the_server_is_out_of_reach_the_order_stays(composer: Page, complaints: Complaints) -> None:
    complaints.expected.append("net::ERR_")
    first, second, *others = order(composer)
    composer.context.set_offline(True)
    composer.locator(f"#down-{first}").click()
    expect(composer.get_by_text("The server cannot be reached")).to_be_visible()
    assert order(composer) == [second, first, *others]
    composer.context.set_offline(False)
    composer.locator(f"#down-{second}").click()
    expect(composer.get_by_text("The server cannot be reached")).to_have_count(0)


@pytest.mark.parametrize("has_script", [True, False])
def test_a_guide_is_kept_as_a_draft(visit: Visit, office: Office, has_script: bool, complaints: Complaints) -> None:
    complaints.expected.append("status of 422")
    page = visit(office.helen, java_script_enabled=has_script)
    page.goto(COMPOSE)
    first, second, *others = order(page)
    page.locator(f"#up-{second}").click()
    eventually(page, lambda: order(page), [second, first, *others])
    page.get_by_label("Name of the guide").fill("")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("Name of the guide")
    assert order(page) == [second, first, *others]
    page.get_by_label("Name of the guide").fill("A first talk")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("heading", name="Changes to the guide")).to_be_visible()
    expect(page.get_by_text("name: A first talk")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 800, 360])
@pytest.mark.parametrize("address", [COMPOSE, "/bank/new/guide", THRESHOLDS])
def test_pages_fit_on_any_screen(visit: Visit, office: Office, width: int, address: str) -> None:
    page = visit(office.helen, viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_slider_and_its_number_move_together(visit: Visit, office: Office) -> None:
    page = visit(office.helen)
    page.goto(THRESHOLDS)
    number, slider = page.locator("#show_from"), page.locator("[data-number=show_from]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(number).to_have_value("0.65")
    number.fill("0,7")
    expect(slider).to_have_value("0.7")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("show_from: 0.7")).to_be_visible()


@pytest.mark.parametrize("address", [COMPOSE, THRESHOLDS])
def test_nothing_stands_in_the_way_of_assistive_tools(visit: Visit, office: Office, address: str) -> None:
    page = visit(office.helen)
    page.goto(address)
    expect(page.locator("html.js")).to_be_attached()
    page.evaluate(AXE)
    assert page.evaluate(RUN, None) == []
