"""From a belief entered by form, over what it changes in a finished interview, to its adoption and back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from screener.bank.load import load_library
from screener.journeys.bank_files import write_files
from tests.browser.pages import Visit
from tests.browser.test_accessibility import wrong_in
from tests.browser.test_bank_forms import ADDRESS, fill
from tests.journeys.rated import locked, note, rated
from tests.office import Office

SAID = "Proud of the year. Then: nobody buys at the list price. Rang ten customers herself."


@pytest.fixture
def folder(office: Office) -> Iterator[Path]:
    """The folder of the bank, which is as it was afterwards."""
    folder = office.instance.shelf.folder
    before = load_library(folder).contents
    yield folder
    after = load_library(folder).contents
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    write_files(folder, {path: before.get(path) for path in changed})


@pytest.fixture
def said(office: Office) -> str:
    """Name a candidate who says it in a finished interview, with the bank as it was then."""
    candidate = office.candidate(office.opening(panel=(office.marcus,)), "Runa Solvang")
    seat = rated(office, candidate, office.marcus, {"standing": [3]}, submits=False)
    note(office, seat, SAID)
    locked(office, seat)
    return candidate.name


def worked_out(page: Page) -> None:
    """Have the effect worked out, and wait for it."""
    page.get_by_role("button", name="Read finished interviews with it").click()
    expect(page.locator("#effect")).to_contain_text("and 1 candidate read", timeout=60_000)


def adopted(page: Page, why: str) -> None:
    page.get_by_label("Why is the bank changed?").fill(why)
    page.get_by_role("button", name="Check the whole bank, and adopt").click()
    expect(page.get_by_text("The change is adopted.")).to_be_visible(timeout=60_000)


def test_a_new_belief_is_seen_in_a_stored_interview_adopted_and_taken_back(
    visit: Visit, office: Office, folder: Path, said: str
) -> None:
    page = visit(office.helen)
    page.goto(ADDRESS)
    fill(page, is_marked=True)
    page.get_by_role("button", name="Go on", exact=True).last.click()
    expect(page.get_by_role("heading", name="New belief: Price alone wins the order")).to_be_visible()
    worked_out(page)
    effect = page.locator("#effect")
    expect(effect.locator("details.changed").filter(has_text=said)).to_contain_text(
        "Appears: Price alone wins the order"
    )
    expect(effect.locator("blockquote")).to_contain_text(["nobody buys at the list price"])
    assert wrong_in(page) == []
    assert not (folder / "philosophies/price-alone-wins-the-order.yaml").exists()

    adopted(page, "We meet it often")
    assert (folder / "philosophies/price-alone-wins-the-order.yaml").is_file()
    expect(page.locator("main")).to_contain_text("We meet it often")
    assert wrong_in(page) == []

    page.get_by_role("link", name="History", exact=True).click()
    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("Helen Osei")
    expect(rows.first).to_contain_text("as it is now")
    assert wrong_in(page) == []
    rows.nth(1).get_by_role("link").first.click()
    page.get_by_role("button", name="Bring the whole bank back to this state").click()
    adopted(page, "On second thoughts")
    assert not (folder / "philosophies/price-alone-wins-the-order.yaml").exists()
    page.goto("/bank?kind=philosophies")
    expect(page.get_by_text("Price alone wins the order")).to_have_count(0)


def test_working_it_out_can_be_stopped(visit: Visit, office: Office, folder: Path, said: str) -> None:
    page = visit(office.helen)
    page.goto("/bank/edit/policies/default.yaml")
    page.get_by_role("button", name="Keep as draft").click()
    page.get_by_role("button", name="Read finished interviews with it").click()
    stop = page.get_by_role("button", name="Stop")
    expect(stop.or_(page.get_by_text("Nothing that is shown would change.")).first).to_be_visible()
    if stop.is_visible():
        stop.click()
        expect(page.locator("#effect")).to_contain_text("It was stopped after")
