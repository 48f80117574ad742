"""A belief is entered as people do, evidence is marked with the mouse or the keyboard, and the draft shows the file."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import Visit
from tests.browser.test_accessibility import wrong_in
from tests.journeys.entered import TEXTS, make_new_belief
from tests.office import Office

ADDRESS = "/bank/new/philosophy"
NEW_QUESTION = "/bank/new/question"


def example(page: Page, group: str, place: int) -> Locator:
    return page.locator(f"#example-{group}-{place}-text")


def mark(page: Page, group: str, place: int) -> None:
    page.locator(f"[data-mark='example-{group}-{place}-text']").click()


def fill(page: Page, *, is_marked: bool) -> None:
    """Enter everything but the first example, whose evidence is to be marked by hand."""
    entered = make_new_belief()
    for name in ("name", "belief", "matters", "not_this", "patterns"):
        page.locator(f"#{name}").fill(getattr(entered, name))
    for name, value in (("kind", entered.kind), ("role", entered.role)):
        page.locator(f"[name={name}][value={value}]").check()
    for name, values in (("counterparts-healthy", ("common-purpose",)), ("competencies", entered.competencies)):
        for value in values:
            page.locator(f"[name={name}][value={value}]").check()
    page.locator("[name=sources]").first.check()
    for stance, probe in entered.probes.items():
        page.locator(f"#probes-{stance}").fill(probe)
    for group, texts in TEXTS.items():
        for place, text in enumerate(texts):
            example(page, group, place).fill(text if is_marked else re.sub("<<|>>", "", text))
    for policy, stand in entered.stands.items():
        page.locator(f"[name=policy-{policy}][value={stand.severity}]").check()
        page.locator(f"#reason-{policy}").fill(stand.reason)


def drag(page: Page, field: Locator) -> None:
    """Select the first line of a field with the mouse."""
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    page.mouse.move(box["x"] + 14, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 16, box["y"] + 20, steps=5)
    page.mouse.up()


def test_evidence_is_marked_with_the_mouse_and_the_draft_shows_the_file(visit: Visit, office: Office) -> None:
    page = visit(office.helen)
    page.goto(ADDRESS)
    fill(page, is_marked=True)
    field = example(page, "asserted", 0)
    field.fill("A discount closes the deal.")
    drag(page, field)
    mark(page, "asserted", 0)
    expect(field).to_have_value("<<A discount closes the deal.>>")
    mark(page, "asserted", 0)
    expect(field).to_have_value("A discount closes the deal.")
    drag(page, field)
    mark(page, "asserted", 0)
    page.get_by_role("button", name="Show the file").click()
    expect(page.get_by_role("heading", name="What will be written")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Go on", exact=True).last.click()
    expect(page.get_by_role("heading", name="New belief: Price alone wins the order")).to_be_visible()
    expect(page.get_by_text("<<A discount closes the deal.>>")).to_be_visible()
    expect(page.get_by_text("# yaml-language-server: $schema=../.schemas/philosophy.schema.json")).to_be_visible()


def test_evidence_is_marked_with_the_keyboard_and_undone(visit: Visit, office: Office) -> None:
    page = visit(office.helen)
    page.goto(ADDRESS)
    field = example(page, "past", 0)
    field.fill("It was the price. No longer.")
    mark(page, "past", 0)
    expect(page.locator("#example-past-0-text-room [role=status]")).to_contain_text("First select the words")
    field.press("Control+Home")
    for _ in range(7):
        field.press("Shift+ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_have_value("<<It was>> the price. No longer.")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("It was the price. No longer.")
    expect(page.locator("[data-mark='example-none-0-text']")).to_have_count(0)


def test_only_what_fits_the_kind_is_asked(visit: Visit, office: Office) -> None:
    page = visit(office.helen)
    page.goto(ADDRESS)
    page.locator("[name=kind][value=healthy]").check()
    expect(page.locator("#counterparts-healthy")).to_be_hidden()
    expect(page.get_by_role("heading", name="How severe it is")).to_be_hidden()
    page.locator("[name=kind][value=risky]").check()
    expect(page.locator("#counterparts-risky")).to_be_hidden()
    expect(page.locator("#counterparts-healthy")).to_be_visible()


def test_without_script_marks_are_typed_and_room_is_added(visit: Visit, office: Office) -> None:
    page = visit(office.helen, java_script_enabled=False)
    page.goto(ADDRESS)
    expect(page.get_by_text("or put them between << and >> yourself")).to_be_visible()
    expect(page.locator("[data-mark]").first).to_be_hidden()
    example(page, "past", 0).fill("It was <<the price>>.")
    page.get_by_role("button", name="Add another example: They held it once").click()
    expect(example(page, "past", 2)).to_be_in_viewport()
    expect(example(page, "past", 0)).to_have_value("It was <<the price>>.")
    page.locator("#name").fill("Half a thought")
    page.locator("#name").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("entries need another look")
    expect(example(page, "past", 0)).to_have_value("It was <<the price>>.")
    page.get_by_role("button", name="Keep as draft").click()
    expect(page.get_by_role("heading", name="New belief: Half a thought")).to_be_visible()


def test_a_question_is_entered_and_asked_in_a_guide(visit: Visit, office: Office) -> None:
    page = visit(office.helen)
    page.goto("/bank/new/question")
    for role in ("sales", "marketing", "both"):
        page.locator(f"#ask-{role}").fill("Tell me about a meeting that you moved.")
    for name, value in (("competency", "standing"), ("kind", "past-behaviour"), ("perspective", "time")):
        page.locator(f"[name={name}][value={value}]").check()
    page.locator("#minutes").fill("1")
    page.locator("#why").fill("Whose calendar gives way?")
    page.locator("#listen_for").fill("A case")
    page.locator("#probes-0").fill("When was it?")
    page.locator("#source").select_option(label="Miserably Misaligned")
    page.locator("#guide-marketing-leader").select_option(index=2)
    page.get_by_role("button", name="Go on", exact=True).last.click()
    expect(page.locator("#probes-0-wrong")).to_have_text("This needs at least 2 entries.")
    expect(page.locator("#why")).to_have_value("Whose calendar gives way?")
    page.locator("#probes-1").fill("And then?")
    page.get_by_role("button", name="Go on", exact=True).last.click()
    expect(page.get_by_role("heading", name="New question: standing-")).to_be_visible()
    expect(page.get_by_text("guides/marketing-leader.yaml").first).to_be_visible()


def test_nothing_is_seriously_wrong_on_the_forms(visit: Visit, office: Office) -> None:
    page = visit(office.helen)
    for address in ("/bank/new/question", ADDRESS):
        page.goto(address)
        assert not wrong_in(page), address
        page.get_by_role("button", name="Show the file").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert not wrong_in(page), f"{address} with mistakes"


def test_only_guides_that_rate_what_the_answer_shows_are_offered(visit: Visit, office: Office) -> None:
    page = visit(office.helen)
    page.goto(NEW_QUESTION)
    sales, first = page.locator("#guide-sales-leader"), page.locator("#guide-first-screen")
    expect(first).to_be_visible()
    first.select_option("first")
    page.locator("[name=competency][value=horizon]").check()
    expect(sales).to_be_visible()
    expect(first).to_be_hidden()
    expect(first).to_be_disabled()
    page.locator("[name=competency][value=standing]").check()
    expect(first).to_have_value("first")
    expect(first).to_be_enabled()


def test_without_script_all_guides_are_offered(visit: Visit, office: Office) -> None:
    page = visit(office.helen, java_script_enabled=False)
    page.goto(NEW_QUESTION)
    page.locator("[name=competency][value=horizon]").check()
    expect(page.locator("#guide-first-screen")).to_be_visible()
    expect(page.locator("#no-guide")).to_be_hidden()
