"""An interview can be held without any script: each question is a form."""

from playwright.sync_api import Page, expect

from tests.browser.pages import Begun, Complaints, Visit
from tests.office import Office


def test_an_interview_is_held_without_script(
    visit: Visit, office: Office, meeting: Begun, complaints: Complaints
) -> None:
    complaints.expected.append("status of 422")
    held = meeting(office.marcus)
    first, second, *others = held.questions
    page = visit(office.marcus, java_script_enabled=False)
    page.goto(f"/interviews/{held.interview.id}")
    part = page.locator(f"#q-{first}")
    part.get_by_label("Notes").fill("Two lines,\nboth kept.")
    part.locator("[data-own]").get_by_role("radio").nth(3).check()
    part.locator("[data-placement]").get_by_role("radio", name="Years").check()
    part.get_by_label("Years", exact=True).fill("6")
    save(page, first)
    part = page.locator(f"#q-{second}")
    part.get_by_text("Skip this question").click()
    part.get_by_role("button", name="Skip it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in a few words why")
    part = page.locator(f"#q-{second}")
    part.get_by_text("Skip this question").click()
    part.get_by_label("Why is it skipped?").fill("No time left")
    part.get_by_role("button", name="Skip it").click()
    expect(page.locator(f"#q-{second} .skipped-mark")).to_be_visible()
    for question in others:
        page.locator(f"#q-{question} [data-own]").get_by_role("radio").last.check()
        save(page, question)
    page.get_by_role("button", name="Candidate has left").click()
    page.get_by_role("button", name="Submit and lock").click()
    expect(page.get_by_text("Your scorecard is submitted and locked.")).to_be_visible()
    assert held.texts(office.marcus, first) == ["Two lines,\nboth kept."]
    assert held.ratings(office.marcus) == [(first, 4), *((question, None) for question in others)]
    (place,) = office.instance.store.placements_of([held.card(office.marcus)])
    assert (place.value, place.amount) == ("years", 6)
    (skipped,) = office.instance.store.askings_of([held.card(office.marcus)])
    assert (skipped.question, skipped.reason) == (second, "No time left")


def save(page: Page, question: str) -> None:
    page.locator(f"#q-{question}").get_by_role("button", name="Save this question").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()


def test_suggestions_are_a_page_of_their_own(visit: Visit, office: Office, meeting: Begun) -> None:
    held = meeting(office.marcus)
    question = held.questions[1]
    page = visit(office.marcus, java_script_enabled=False)
    page.goto(f"/interviews/{held.interview.id}")
    part = page.locator(f"#q-{question}")
    part.get_by_label("Notes").fill("I keep marketing away from my customers.")
    part.locator("[data-own]").get_by_role("radio").nth(1).check()
    save(page, question)
    page.locator(f"#q-{question}").get_by_role("link", name="Compare").click()
    flag = page.locator(".flag").first
    flag.get_by_text("Adopt or dismiss it").click()
    flag.get_by_label("Your reason").fill("He said it twice.")
    flag.get_by_role("button", name="Adopt").click()
    expect(page.get_by_text("You have adopted it: He said it twice.")).to_be_visible()
