"""People judge first: what Screener reads, and what others have answered, shows only afterwards."""

from playwright.sync_api import expect

from screener.storage.records import Rating
from tests.browser.pages import Complaints, LivePage, Meeting
from tests.office import Office

AtWork = tuple[LivePage, Meeting]
RISKY = "I keep marketing away from my customers. Access to the customer belongs to sales, full stop."


def test_no_suggestion_is_on_the_page_nor_at_its_address_before_the_rating(
    marcus_at_work: AtWork, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    question = held.questions[1]
    live.type(question, RISKY)
    live.is_saved()
    live.page.keyboard.press("Escape")
    live.page.keyboard.press("c")
    expect(live.part(question).get_by_role("link", name="Compare")).to_be_hidden()
    live.page.reload()
    live.ready()
    text = live.page.locator("html").evaluate("page => page.outerHTML")
    assert not any(word in text for word in ('class="flag', "Suggested</th>", 'severity">'))
    address = f"/interviews/{held.interview.id}/questions/{question}/reading"
    answer = live.page.request.get(address)
    assert answer.status == 403
    assert "Suggestions appear once you have rated this answer yourself." in answer.text()
    assert live.page.request.get(address, headers={"HX-Request": "true"}).status == 403
    complaints.expected.append("status of 403")
    live.page.goto(address)
    expect(live.page.locator(".read")).to_have_count(0)


def test_after_the_rating_it_stands_beside_ones_own(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    question = held.questions[1]
    live.type(question, RISKY)
    live.rate(question, 2)
    live.is_saved()
    live.part(question).get_by_role("link", name="Compare").click()
    read = live.part(question).locator(".read")
    expect(read.locator("td").first).to_have_text("2")
    expect(read.locator(".flag").first).to_contain_text("I keep marketing away from my customers.")
    expect(live.part(question).locator("[data-own] input[value='2'][type=radio]")).to_be_checked()
    assert held.ratings(office.marcus) == [(question, 2)]


def test_a_flag_is_adopted_or_dismissed_with_a_reason_only(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    question = held.questions[1]
    complaints.expected.append("status of 422")
    live.type(question, RISKY)
    live.rate(question, 2)
    live.is_saved()
    live.part(question).get_by_role("link", name="Compare").click()
    read = live.part(question).locator(".read")
    flag = read.locator(".flag").first
    flag.get_by_text("Adopt or dismiss it").click()
    flag.get_by_role("button", name="Dismiss").click()
    expect(read.get_by_role("alert")).to_have_text("Give your reason in a few words.")
    assert office.instance.store.flag_answers_of([held.card(office.marcus)]) == ()
    flag.get_by_label("Your reason").fill("Said of his predecessor.")
    flag.get_by_role("button", name="Dismiss").click()
    expect(flag.get_by_text("You have dismissed it: Said of his predecessor.")).to_be_visible()
    (answer,) = office.instance.store.flag_answers_of([held.card(office.marcus)])
    assert (answer.verdict, answer.reason) == ("dismissed", "Said of his predecessor.")


def test_a_rating_that_is_changed_afterwards_is_marked_so(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    question = held.questions[1]
    live.type(question, RISKY)
    live.rate(question, 4)
    live.is_saved()
    live.part(question).get_by_role("link", name="Compare").click()
    expect(live.part(question).locator(".read")).to_be_visible()
    with live.page.expect_response("**/journal"):
        live.rate(question, 2)
    first, second = office.instance.store.everything_of(held.card(office.marcus), Rating)
    assert (first.after_suggestion, second.after_suggestion) == (False, True)


def test_a_surveys_figures_show_only_once_a_place_is_chosen(marcus_at_work: AtWork) -> None:
    live, _ = marcus_at_work
    live.go_to("repair-fix-owner")
    placing = live.part("repair-fix-owner").locator("[data-placement]")
    expect(placing.get_by_role("table")).to_be_hidden()
    placing.get_by_role("radio").first.check()
    expect(placing.get_by_role("table")).to_be_visible()
    placing.get_by_role("radio", name="Not chosen").check()
    expect(placing.get_by_role("table")).to_be_hidden()


def test_years_that_are_no_whole_number_are_told(marcus_at_work: AtWork) -> None:
    live, held = marcus_at_work
    placing = live.part(held.questions[0]).locator("[data-placement]")
    placing.get_by_role("radio", name="Years").check()
    placing.get_by_label("Years", exact=True).fill("2.5")
    placing.get_by_label("Years", exact=True).blur()
    years = placing.get_by_label("Years", exact=True)
    expect(years).to_have_js_property("validationMessage", "Enter whole years from 0 to 70.")
    expect(years).to_have_attribute("aria-invalid", "true")
