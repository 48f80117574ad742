"""The lists of the bank on a telephone: everything of a line stands below it, and nothing is cut off."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Visit
from tests.office import Office

CUT_OFF = "() => [...document.querySelectorAll('.scroll')].filter((own) => own.scrollWidth > own.clientWidth).length"
LINES = "(own) => Math.round(own.getBoundingClientRect().height / parseFloat(getComputedStyle(own).lineHeight))"


@pytest.fixture
def phone(visit: Visit, office: Office) -> Page:
    return visit(office.helen, viewport={"width": 360, "height": 800})


@pytest.mark.parametrize("address", ["/bank?kind=items", "/bank?kind=items&order=asked", "/bank/history"])
def test_nothing_is_cut_off(phone: Page, address: str) -> None:
    phone.goto(address)
    expect(phone.locator("tbody tr").first).to_be_visible()
    assert phone.evaluate(CUT_OFF) == 0
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_what_stands_in_a_state_is_not_broken_letter_by_letter(phone: Page) -> None:
    phone.goto("/bank/history")
    number = phone.locator(".saves tbody th a").first
    expect(number).to_contain_text("State")
    assert number.evaluate(LINES) == 1
    assert phone.locator(".saves time").first.evaluate(LINES) == 1
    expect(phone.locator(".saves thead")).to_be_hidden()
