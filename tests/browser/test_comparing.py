"""Comparing candidates as people do: by mouse, by keyboard alone, without script, and on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from screener.storage.records import Candidate, Opening
from tests.browser.pages import Visit
from tests.browser.test_accessibility import wrong_in
from tests.browser.test_keyboard import tab_to
from tests.journeys.rated import a_flag, heard, locked, note, put, questions_in, rated, skip, weighted_opening
from tests.office import Office

LEVELS = {"Ann Archer": 5, "Ben Baker": 3, "Cleo Carter": 4, "Dora Dyer": 2, "Emil Eder": 1, "Fay Fisher": 3}
BY_TOTAL = ["Ann Archer", "Cleo Carter", "Ben Baker", "Fay Fisher", "Dora Dyer", "Emil Eder"]


@pytest.fixture
def opening(office: Office) -> Opening:
    """An opening with six candidates, who are rated and read, and one of whom nothing is known yet."""
    opening = weighted_opening(office, outcome="capital-s")
    for name, level in LEVELS.items():
        candidate = office.candidate(opening, name)
        filled(office, candidate, level)
    office.candidate(opening, "Nobody Yet")
    return opening


def filled(office: Office, candidate: Candidate, level: int) -> None:
    for rater in (office.marcus, office.ingrid):
        seat = rated(office, candidate, rater, {"standing": [level, 3], "credit": [None]}, submits=False)
        note(office, seat, f"{candidate.name} counts leads.")
        put(office, seat, "fix-owner", "one-vp")
        skip(office, seat, 2, f"{candidate.name} had to leave")
        question = questions_in(office, seat.interview)[0]
        flags = [a_flag(question=question, quote=f"I, {candidate.name}, did it")] if level < 3 else []
        heard(office, locked(office, seat), *flags)


def come(page: Page, opening: Opening) -> Page:
    page.goto(f"/openings/{opening.id}")
    page.get_by_role("link", name="Compare candidates").click()
    expect(page.get_by_role("heading", name="Comparison")).to_be_visible()
    return page


def shown(page: Page) -> list[str]:
    """Return the candidates in the order of the rows."""
    return [
        re.sub(r"^Choose .*?\n", "", words).split("\n")[0].strip()
        for words in page.locator(".compare tbody th").all_inner_texts()
    ]


def heading(page: Page, name: str) -> None:
    page.locator(".compare thead").get_by_role("link", name=name, exact=True).click()


def pick(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Choose {name}").check()


def test_ticks_stay_when_rows_are_sorted_or_searched(visit: Visit, office: Office, opening: Opening) -> None:
    page = come(visit(office.helen), opening)
    pick(page, "Ann Archer", "Emil Eder")
    heading(page, "Candidate")
    expect(page.get_by_role("checkbox", name="Choose Ann Archer")).to_be_checked()
    page.get_by_label("Find by name").fill("Ann")
    page.get_by_role("button", name="Show", exact=True).click()
    assert shown(page) == ["Ann Archer"]
    page.get_by_role("button", name="Put the chosen side by side").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    expect(page.locator(".sides thead th")).to_have_text(["Competency", "Ann Archer", "Emil Eder"])


def test_the_words_of_a_belief_are_one_click_away(visit: Visit, office: Office, opening: Opening) -> None:
    page = come(visit(office.helen), opening)
    row = page.get_by_role("row").filter(has_text="Emil Eder")
    row.locator("summary").click()
    row.get_by_role("link", name="Read the words").click()
    expect(page.get_by_text("I, Emil Eder, did it").first).to_be_visible()


def test_headings_sort_the_rows_and_sort_them_the_other_way_round(
    visit: Visit, office: Office, opening: Opening
) -> None:
    page = come(visit(office.helen), opening)
    assert shown(page) == [*BY_TOTAL, "Nobody Yet"]
    sorted_by = page.locator("th[aria-sort]")
    expect(sorted_by).to_have_attribute("aria-sort", "descending")
    heading(page, "Total")
    expect(sorted_by).to_have_attribute("aria-sort", "ascending")
    assert shown(page) == [
        "Emil Eder",
        "Dora Dyer",
        "Ben Baker",
        "Fay Fisher",
        "Cleo Carter",
        "Ann Archer",
        "Nobody Yet",
    ]
    heading(page, "Candidate")
    expect(sorted_by).to_have_text("Candidate")
    assert shown(page) == [*LEVELS, "Nobody Yet"]
    heading(page, "Beliefs")
    assert set(shown(page)[:2]) == {"Dora Dyer", "Emil Eder"}
    standing = office.instance.shelf.current().bank.rubrics["standing"].name
    heading(page, standing)
    expect(sorted_by).to_contain_text(standing)
    assert shown(page) == [*BY_TOTAL, "Nobody Yet"]


def test_rows_are_chosen_by_what_is_known_and_by_name(visit: Visit, office: Office, opening: Opening) -> None:
    page = come(visit(office.helen), opening)
    page.get_by_label("Show", exact=True).select_option(label="those with a risky belief asserted")
    page.get_by_label("Sort by").select_option(label="name")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".compare tbody tr")).to_have_count(2)
    assert shown(page) == ["Dora Dyer", "Emil Eder"]
    page.get_by_label("Find by name").fill("eder")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".compare tbody tr")).to_have_count(1)
    page.get_by_label("Find by name").fill("nobody of this name")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Show everybody").click()
    expect(page.locator(".compare tbody tr")).to_have_count(7)
    expect(page.get_by_label("Sort by")).to_have_value("name")


def test_names_are_hidden_for_everybody_and_it_is_told_who_showed_them(
    visit: Visit, office: Office, opening: Opening
) -> None:
    page = come(visit(office.helen), opening)
    page.get_by_role("button", name="Hide the names").click()
    expect(page.get_by_text("Names are hidden on this page, for everybody.")).to_be_visible()
    assert sorted(shown(page)) == [f"Candidate {letter}" for letter in "ABCDEFG"]
    assert not [name for name in LEVELS if name in page.content()]
    other = come(visit(office.ingrid), opening)
    assert not [name for name in LEVELS if name in other.content()]
    pick(other, *shown(other)[:2])
    other.get_by_role("button", name="Put the chosen side by side").click()
    expect(other.get_by_role("heading", name="Side by side")).to_be_visible()
    assert not [part for name in LEVELS for part in name.split() if part in other.content()]
    come(other, opening).get_by_role("button", name="Show the names again").click()
    expect(other.get_by_text("that you did so is kept")).to_be_visible()
    page.reload()
    assert shown(page) == [*BY_TOTAL, "Nobody Yet"]
    page.get_by_text("When names were hidden").click()
    history = page.locator("details", has_text="When names were hidden").locator("li")
    expect(history).to_have_count(2)
    expect(history.first).to_contain_text("Helen Osei hid the names")
    expect(history.last).to_contain_text("Ingrid Halvorsen showed them again")


def test_two_to_five_are_put_side_by_side(visit: Visit, office: Office, opening: Opening) -> None:
    page = come(visit(office.helen), opening)
    button = page.get_by_role("button", name="Put the chosen side by side")
    pick(page, "Ann Archer")
    button.click()
    expect(page.get_by_text("Choose 2 to 5 candidates to put side by side (1 chosen).")).to_be_visible()
    pick(page, *LEVELS)
    button.click()
    expect(page.get_by_text("(6 chosen)")).to_be_visible()
    for names in (["Ann Archer", "Emil Eder"], list(LEVELS)[:5]):
        come(page, opening)
        pick(page, *names)
        button.click()
        expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
        columns = page.locator(".compare.sides thead th").all_inner_texts()[1:]
        assert columns == sorted(names, key=BY_TOTAL.index)
        expect(page.locator("svg.plot")).to_have_count(len(names))
        first = page.locator("section.question").first
        expect(first.get_by_role("heading", level=4)).to_have_count(len(names))
        expect(first.locator("blockquote")).to_have_count(2 * len(names))
    expect(page.get_by_text("I, Dora Dyer, did it").first).to_be_visible()
    expect(page.get_by_text("Emil Eder had to leave").first).to_be_visible()
    page.get_by_role("link", name="Comparison").click()
    expect(page.get_by_role("heading", name="Comparison")).to_be_visible()


def test_it_is_used_by_keyboard_alone(visit: Visit, office: Office, opening: Opening) -> None:
    page = visit(office.helen)
    page.goto(f"/openings/{opening.id}")
    tab_to(page, "Compare candidates")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Comparison")).to_be_visible()
    tab_to(page, "Find by name")
    page.keyboard.type("e")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("search=e"))
    tab_to(page, "Candidates and competencies")  # which is scrolled sideways by the arrows
    tab_to(page, "Total")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Total")
    for name in ("Choose Emil Eder", "Choose Dora Dyer"):
        tab_to(page, name)
        page.keyboard.press("Space")
    tab_to(page, "Put the chosen side by side")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    assert page.locator(".compare.sides thead th").all_inner_texts()[1:] == ["Emil Eder", "Dora Dyer"]


def test_it_is_used_without_script(visit: Visit, office: Office, opening: Opening) -> None:
    page = come(visit(office.helen, java_script_enabled=False), opening)
    heading(page, "Candidate")
    assert shown(page) == [*LEVELS, "Nobody Yet"]
    page.get_by_label("Show", exact=True).select_option("flagged")
    page.get_by_role("button", name="Show", exact=True).click()
    assert shown(page) == ["Dora Dyer", "Emil Eder"]
    page.get_by_text("1 high").first.click()
    expect(page.get_by_text("High, asserted:").first).to_be_visible()
    pick(page, "Dora Dyer", "Emil Eder")
    page.get_by_role("button", name="Put the chosen side by side").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    come(page, opening).get_by_role("button", name="Hide the names").click()
    expect(page.get_by_text("Names are hidden on this page, for everybody.")).to_be_visible()


def test_on_paper_everything_is_unfolded_and_nothing_is_to_click(
    visit: Visit, office: Office, opening: Opening
) -> None:
    page = come(visit(office.helen), opening)
    beliefs, reckoned = page.locator(".compare details li"), page.get_by_text("The interval holds what would come out")
    for part in (beliefs.first, reckoned):
        expect(part).to_be_hidden()
    page.emulate_media(media="print")
    for part in (*beliefs.all(), reckoned, page.locator("svg.plot"), page.get_by_text("A level is the mean of")):
        expect(part).to_be_visible()
    to_click = page.locator("button:visible, input:visible, select:visible, nav:visible, [name=candidate]:visible")
    expect(to_click).to_have_count(0)
    page.emulate_media(media="screen")
    pick(page, "Dora Dyer", "Emil Eder")
    page.get_by_role("button", name="Put the chosen side by side").click()
    page.emulate_media(media="print")
    expect(page.locator(".compare details li").first).to_be_visible()
    expect(page.locator("svg.plot").last).to_be_visible()
    expect(to_click).to_have_count(0)


def test_nothing_is_seriously_wrong_on_its_pages(visit: Visit, office: Office, opening: Opening) -> None:
    page = come(visit(office.helen), opening)
    assert not wrong_in(page)
    page.get_by_role("button", name="Hide the names").click()
    expect(page.get_by_text("Names are hidden on this page, for everybody.")).to_be_visible()
    assert not wrong_in(page), "hidden"
    pick(page, *shown(page)[:5])
    page.get_by_role("button", name="Put the chosen side by side").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    assert not wrong_in(page), "side by side"
    page.goto(f"/openings/{opening.id}/compare?search=nobody")
    assert not wrong_in(page), "nobody found"
