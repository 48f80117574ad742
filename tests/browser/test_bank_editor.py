"""A file of the bank is written in an editor that checks, completes and explains; without script in a plain field."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from screener.bank.load import load_library
from screener.journeys.bank_files import write_files
from tests.browser.pages import Complaints, Visit, eventually
from tests.browser.test_accessibility import wrong_in
from tests.office import Office

BELIEF = "philosophies/sole-credit.yaml"
QUESTION = "items/credit/credit-largest-order.yaml"


@pytest.fixture
def folder(office: Office) -> Iterator[Path]:
    """The folder of the bank, which is as it was afterwards."""
    folder = office.instance.shelf.folder
    before = load_library(folder).contents
    yield folder
    after = load_library(folder).contents
    write_files(folder, {path: before[path] for path in before if before[path] != after.get(path)})


@pytest.fixture
def helen(visit: Visit, office: Office) -> Page:
    return visit(office.helen)


def opened(page: Page, path: str = BELIEF) -> Locator:
    """Open a file and return the editor, with the cursor at the end of the text."""
    page.goto(f"/bank/edit/{path}")
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    return editor


def text(page: Page) -> str:
    return page.locator("#text").input_value()


def take(page: Page) -> None:
    """Take what is offered. The list takes no key in its first moment, so that none is taken unawares."""
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")


def leave(page: Page) -> None:
    """Go away although something is written."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/bank")


def test_a_mistake_is_shown_in_place_as_one_types_and_leads_there(helen: Page) -> None:
    opened(helen)
    helen.keyboard.type("bogus: 1\n")
    told = helen.locator("#problems a[data-line]")
    expect(told).to_have_count(1)
    expect(helen.locator("#problems")).to_contain_text("“bogus” is not known here")
    expect(helen.locator(".cm-lintRange-error")).to_have_text("bogus")
    helen.keyboard.press("Control+Home")
    told.click()
    helen.keyboard.type("Z")
    assert "\nZbogus: 1" in text(helen)
    for _ in range(4):  # however what was typed is taken together
        helen.keyboard.press("Control+z")
    assert "bogus" not in text(helen)
    expect(helen.locator("#problems")).to_contain_text("No mistakes in this file.")
    leave(helen)


def test_the_box_at_a_mistake_says_the_same_as_the_list(helen: Page) -> None:
    opened(helen)
    helen.keyboard.type("bogus: 1\n")
    told = helen.locator("#problems li")
    expect(told).to_have_count(1)
    helen.keyboard.press("Control+Home")
    helen.keyboard.press("F8")
    box = helen.locator(".cm-tooltip .cm-diagnostic")
    expect(box).to_contain_text("“bogus” is not known here")
    assert told.inner_text().endswith(box.inner_text())
    leave(helen)


def test_an_example_that_fails_is_shown_as_one_types(helen: Page) -> None:
    opened(helen)
    helen.keyboard.type("  - stance: asserted\n")
    helen.keyboard.type("text: It is <<raining>> today.")
    expect(helen.locator("#problems")).to_contain_text("nothing was found")
    expect(helen.locator(".cm-evidence")).not_to_have_count(0)
    leave(helen)


def test_keys_values_and_names_are_offered_and_explained(helen: Page) -> None:
    opened(helen)
    helen.keyboard.type("  - st")
    offered = helen.locator(".cm-tooltip-autocomplete li")
    expect(offered.first).to_contain_text("stance")
    take(helen)
    expect(offered.filter(has_text="rejected")).to_have_count(1)
    helen.keyboard.type("rep")
    expect(offered.first).to_contain_text("reported")
    take(helen)
    eventually(helen, lambda: text(helen).endswith("- stance: reported"), True)
    helen.keyboard.press("Control+i")
    expect(helen.locator(".cm-hint")).to_contain_text("How the speaker stands to the belief")
    leave(helen)
    opened(helen, QUESTION)
    helen.locator(".cm-line").filter(has_text="competency:").click()
    helen.keyboard.press("End")
    for _ in "credit":
        helen.keyboard.press("Backspace")
    helen.keyboard.type("stan")
    expect(offered.first).to_contain_text("standing")
    leave(helen)


def test_keys_check_without_saving_and_lead_out_of_the_editor(helen: Page, folder: Path) -> None:
    before = (folder / QUESTION).read_bytes()
    opened(helen, QUESTION)
    helen.keyboard.type("# a note\n")
    helen.keyboard.press("Control+s")
    expect(helen.get_by_text("The whole bank was checked with this change")).to_be_visible()
    assert text(helen).endswith("# a note\n")
    assert (folder / QUESTION).read_bytes() == before
    helen.locator(".cm-content").click()
    helen.keyboard.press("Tab")
    expect(helen.locator(".cm-content")).not_to_be_focused()
    leave(helen)


def test_what_is_written_is_seen_below_and_saved(helen: Page, folder: Path) -> None:
    opened(helen, QUESTION)
    helen.locator(".cm-line").filter(has_text="How did you first hear").or_(
        helen.locator(".cm-line").filter(has_text="How did the buyer first hear of you?")
    ).click()
    helen.keyboard.press("End")
    helen.keyboard.type(" And when was that?")
    helen.locator("#preview summary").first.click()
    helen.get_by_label("Why is it changed?").fill("The time matters")
    helen.get_by_role("button", name="Check and save").click()
    expect(helen.get_by_text(f"{QUESTION} is saved.")).to_be_visible(timeout=60_000)
    assert "hear of you? And when was that?" in (folder / QUESTION).read_text(encoding="utf-8")
    assert helen.locator("#preview").inner_html().count("And when was that?") == 1


def test_two_people_see_the_difference_and_nothing_is_lost(
    helen: Page, visit: Visit, office: Office, folder: Path, complaints: Complaints
) -> None:
    complaints.expected.append("status of 422")
    sam = visit(office.sam)
    for page, words in ((helen, "# from Helen\n"), (sam, "# from Sam\n")):
        opened(page, QUESTION)
        page.keyboard.type(words)
        page.get_by_label("Why is it changed?").fill("A note")
    sam.get_by_role("button", name="Check and save").click()
    expect(sam.get_by_text("is saved.")).to_be_visible(timeout=60_000)
    helen.get_by_role("button", name="Check and save").click()
    expect(helen.get_by_role("alert")).to_contain_text(
        "Sam Whitlock has saved this file since you began.", timeout=60_000
    )
    expect(helen.locator(".difference .out")).to_contain_text(["# from Sam"])
    expect(helen.locator(".difference .in")).to_contain_text(["# from Helen"])
    assert text(helen).endswith("# from Helen\n")
    assert wrong_in(helen) == []
    helen.locator(".cm-content").click()
    helen.keyboard.press("Control+End")
    helen.keyboard.type("# from Sam\n")
    helen.get_by_role("button", name="Check and save").click()
    expect(helen.get_by_text("is saved.")).to_be_visible(timeout=60_000)
    assert (folder / QUESTION).read_text(encoding="utf-8").endswith("# from Helen\n# from Sam\n")


def test_five_megabytes_are_told_of_and_can_be_taken_back(helen: Page) -> None:
    opened(helen)
    before = text(helen)
    helen.evaluate("""() => {
      const data = new DataTransfer();
      data.setData("text/plain", "a line of words\\n".repeat(330_000));
      const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector(".cm-content").dispatchEvent(paste);
    }""")
    expect(helen.locator("#editor-state")).to_contain_text("too large")
    helen.keyboard.press("Control+z")
    eventually(helen, lambda: text(helen) == before, True)
    leave(helen)


def test_it_looks_right_and_can_be_used_by_everybody(helen: Page) -> None:
    opened(helen)
    helen.keyboard.type("bogus: <<1>> # a comment")
    expect(helen.locator(".cm-lintRange-error")).to_be_visible()
    assert wrong_in(helen) == []
    helen.keyboard.press("Control+f")
    expect(helen.locator(".cm-search")).to_be_visible()
    assert wrong_in(helen) == []
    helen.keyboard.press("Escape")
    leave(helen)


def test_without_script_a_plain_field_does_the_same(visit: Visit, office: Office, folder: Path) -> None:
    page = visit(office.helen, java_script_enabled=False)
    page.goto(f"/bank/edit/{QUESTION}")
    field = page.get_by_label("The file")
    was = field.input_value()
    field.fill(f"{was}bogus: 1\n")
    page.get_by_role("button", name="Only check").click()
    expect(page.locator("#problems")).to_contain_text("“bogus” is not known here")
    expect(field).to_have_value(re.compile("bogus: 1\n$"))
    field.fill(f"{was}# typed without script\n")
    page.get_by_label("Why is it changed?").fill("A note")
    page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_text("is saved.")).to_be_visible(timeout=60_000)
    assert (folder / QUESTION).read_bytes().endswith(b"\n# typed without script\n")
