"""A sign-in that ends in the middle of an interview costs nothing, and nobody writes in another's name."""

from playwright.sync_api import expect

from screener.journeys.accounts import new_code
from screener.storage.records import Person
from tests.browser.pages import (
    SENT_ON,
    Begun,
    Complaints,
    LivePage,
    Meeting,
    Visit,
    entries,
    eventually,
    sign_in,
    sign_out,
)
from tests.office import PASSWORD, Office

AtWork = tuple[LivePage, Meeting]
SIGNED_OUT = ("status of 400", "status of 401")  # what a browser complains of when it is not let in


def end_sign_ins(office: Office, person: Person) -> None:
    office.instance.store.end_sessions(person.id, office.instance.now())


def sign_in_again(live: LivePage, person: Person, password: str = PASSWORD) -> None:
    live.again.get_by_label("Email address").fill(person.email)
    live.again.get_by_label("Password").fill(password)
    live.again.get_by_role("button", name="Sign in").click()


def test_signing_in_again_in_place_saves_everything(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
    complaints.expected += SIGNED_OUT
    end_sign_ins(office, office.marcus)
    live.type(first, "Half a sentence")
    expect(live.again).to_be_visible()
    expect(live.again.get_by_label("Password")).to_be_focused()
    sign_in_again(live, office.marcus)
    expect(live.again).to_be_hidden()
    expect(live.note(first)).to_be_focused()
    live.page.keyboard.type(", and the rest.")
    live.page.keyboard.press("Escape")
    eventually(live.page, lambda: held.texts(office.marcus, first), ["Half a sentence, and the rest."])
    live.rate(second, 2)
    eventually(live.page, lambda: held.ratings(office.marcus), [(second, 2)])
    live.page.get_by_role("button", name="Candidate has left").click()
    expect(live.page.get_by_role("heading", name="Review")).to_be_visible()


def test_a_page_that_was_left_open_goes_on_after_signing_in_anew_next_to_it(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected += SIGNED_OUT
    page = live.another_tab().page
    sign_out(page)
    sign_in(page, office.marcus)
    live.type(held.questions[0], "Where were we?")
    live.is_saved()
    expect(live.again).to_be_hidden()
    live.page.get_by_role("button", name="Candidate has left").click()
    expect(live.page.get_by_role("heading", name="Review")).to_be_visible()


def test_somebody_with_an_access_code_enters_it_again(
    visit: Visit, office: Office, meeting: Begun, complaints: Complaints
) -> None:
    held = meeting(office.yuki)
    live = LivePage(visit(office.yuki), held).open()
    complaints.expected += SIGNED_OUT
    end_sign_ins(office, office.yuki)
    live.type(held.questions[0], "Half a sentence")
    live.again.get_by_label("Access code").fill(new_code(office.instance, office.helen, office.yuki.id))
    live.again.get_by_role("button", name="Sign in").click()
    live.is_saved()
    assert held.texts(office.yuki, held.questions[0]) == ["Half a sentence"]


def test_a_wrong_password_is_told_and_may_be_tried_again(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected += (*SIGNED_OUT, "status of 403", "status of 422")
    end_sign_ins(office, office.marcus)
    live.type(held.questions[0], "Kept")
    wrong = live.again.get_by_role("alert")
    sign_in_again(live, office.marcus, "")
    expect(wrong).to_have_text("Enter what is asked for.")
    sign_in_again(live, office.marcus, "four other plain words")
    expect(wrong).to_contain_text("do not belong together")
    sign_in_again(live, office.marcus)
    live.is_saved()
    assert held.texts(office.marcus, held.questions[0]) == ["Kept"]


def test_later_lets_one_go_on_writing(marcus_at_work: AtWork, office: Office, complaints: Complaints) -> None:
    live, held = marcus_at_work
    complaints.expected += SIGNED_OUT
    end_sign_ins(office, office.marcus)
    live.type(held.questions[0], "One. ")
    live.again.get_by_role("button", name="Later").click()
    expect(live.again).to_be_hidden()
    expect(live.note(held.questions[0])).to_be_focused()
    live.page.keyboard.type("Two.")
    expect(live.saving).to_have_text("Signed out, kept on this device")
    eventually(live.page, lambda: len(entries(live.page)), 2)
    live.warnings.get_by_role("button", name="Sign in again").click()
    sign_in_again(live, office.marcus)
    live.is_saved()
    assert held.texts(office.marcus, held.questions[0]) == ["One. Two."]
    expect(live.warnings).to_be_empty()


def test_esc_is_later_too(marcus_at_work: AtWork, office: Office, complaints: Complaints) -> None:
    live, held = marcus_at_work
    complaints.expected += SIGNED_OUT
    end_sign_ins(office, office.marcus)
    live.type(held.questions[0], "One.")
    expect(live.again).to_be_visible()
    live.page.keyboard.press("Escape")
    expect(live.warnings.get_by_role("button", name="Sign in again")).to_be_visible()


def test_signing_in_as_somebody_else_is_refused_and_writes_nothing_in_their_name(
    visit: Visit, office: Office, meeting: Begun, complaints: Complaints
) -> None:
    held = meeting(office.marcus, office.ingrid)
    first = held.questions[0]
    live = LivePage(visit(office.marcus), held).open()
    complaints.expected += SIGNED_OUT
    end_sign_ins(office, office.marcus)
    live.type(first, "What Marcus heard.")
    sign_in_again(live, office.ingrid)
    expect(live.again.get_by_role("alert")).to_have_text("These notes are Marcus Adeyemi’s. Sign in as Marcus Adeyemi.")
    live.again.get_by_role("button", name="Later").click()
    with live.page.expect_response("**/sign-in/token"):
        live.page.evaluate("dispatchEvent(new Event('online'))")
    expect(live.again).to_be_visible()
    assert held.texts(office.ingrid, first) == []
    sign_in_again(live, office.marcus)
    live.is_saved()
    assert held.texts(office.marcus, first) == ["What Marcus heard."]
    assert held.texts(office.ingrid, first) == []


def test_a_page_neither_writes_nor_shows_anything_of_whoever_signs_in_next_to_it(
    visit: Visit, office: Office, meeting: Begun, complaints: Complaints
) -> None:
    held = meeting(office.marcus, office.ingrid)
    first, second = held.questions[:2]
    complaints.expected += SIGNED_OUT
    ingrids = LivePage(visit(office.ingrid), held).open()
    ingrids.type(second, "What Ingrid heard.")
    ingrids.is_saved()
    live = LivePage(visit(office.marcus), held).open()
    page = live.another_tab().page
    sign_out(page)
    sign_in(page, office.ingrid)
    with live.page.expect_response("**/sign-in/token"):
        live.page.evaluate("dispatchEvent(new Event('focus'))")
    live.type(first, "What Marcus heard.")
    expect(live.again).to_be_visible()
    expect(live.note(second)).to_have_value("")
    assert held.texts(office.ingrid, first) == []
    sign_in_again(live, office.marcus)
    live.is_saved()
    assert held.texts(office.marcus, first) == ["What Marcus heard."]


def test_what_is_written_after_signing_out_next_to_it_is_kept_on_the_device_all_the_same(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected += SIGNED_OUT
    page = live.another_tab().page
    sign_out(page)
    live.type(held.questions[0], "Written after that.")
    expect(live.again).to_be_visible()
    expect(live.saving).to_have_text("Signed out, kept on this device")
    live.page.close()
    sign_in(page, office.marcus)
    expect(page.get_by_role("status")).to_have_text(SENT_ON)
    assert held.texts(office.marcus, held.questions[0]) == ["Written after that."]
