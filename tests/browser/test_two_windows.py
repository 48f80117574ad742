"""One interview open twice: nobody's words overwrite anybody's, and what comes after submitting stands apart."""

from playwright.sync_api import Locator, expect

from screener.journeys import live as journeys
from tests.browser.pages import OFFLINE, Begun, Complaints, LivePage, Meeting, Visit, eventually
from tests.office import Office

AtWork = tuple[LivePage, Meeting]
TOLD = "This interview is also open in another window."


def other_text(live: LivePage, question: str) -> Locator:
    return live.part(question).locator("[data-others] blockquote")


def write_apart(one: LivePage, other: LivePage, question: str) -> None:
    """Write in both while neither can save, and let the network come back for one after the other."""
    contexts = {one.page.context, other.page.context}
    for context in contexts:
        context.set_offline(True)
    one.type(question, "From the one.")
    other.type(question, "From the other.")
    one.is_offline()
    other.is_offline()
    for context in contexts:
        context.set_offline(False)
    one.is_saved()
    other.is_saved()


def test_two_tabs_notice_each_other_and_keep_both_texts(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    one, held = marcus_at_work
    complaints.expected.append(OFFLINE)
    question = held.questions[0]
    other = one.another_tab().open()
    expect(one.warnings).to_contain_text(TOLD)
    expect(other.warnings).to_contain_text(TOLD)
    write_apart(one, other, question)
    assert sorted(held.texts(office.marcus, question)) == ["From the one.", "From the other."]
    expect(one.note(question)).to_have_value("From the one.")
    expect(other.note(question)).to_have_value("From the other.")
    expect(other_text(one, question)).to_have_text("From the other.")
    expect(other_text(other, question)).to_have_text("From the one.")
    one.part(question).get_by_role("button", name="Put both together").click()
    expect(one.note(question)).to_have_value("From the one.\n\nFrom the other.")
    eventually(one.page, lambda: held.texts(office.marcus, question), ["From the one.\n\nFrom the other."])
    expect(other_text(one, question)).to_have_count(0)
    expect(other.note(question)).to_have_value("From the one.\n\nFrom the other.")
    expect(other_text(other, question)).to_have_count(0)


def test_one_may_go_on_with_ones_own_text(marcus_at_work: AtWork, office: Office, complaints: Complaints) -> None:
    one, held = marcus_at_work
    complaints.expected.append(OFFLINE)
    question = held.questions[0]
    write_apart(one, one.another_tab().open(), question)
    one.part(question).get_by_role("button", name="Go on with the text above").click()
    eventually(one.page, lambda: held.texts(office.marcus, question), ["From the one."])
    assert "From the other." in held.drafts(office.marcus, question)


def test_a_tab_takes_over_what_the_other_has_saved(marcus_at_work: AtWork, office: Office) -> None:
    one, held = marcus_at_work
    question = held.questions[0]
    other = one.another_tab().open()
    one.type(question, "From the one.")
    expect(other.note(question)).to_have_value("From the one.")
    other.type(question, " And the other.")
    expect(one.note(question)).to_have_value("From the one. And the other.")
    assert held.texts(office.marcus, question) == ["From the one. And the other."]


def test_an_idle_page_takes_over_what_another_device_has_saved_once_it_is_looked_at(
    visit: Visit, office: Office, meeting: Begun
) -> None:
    held = meeting(office.marcus)
    question = held.questions[0]
    idle, busy = (LivePage(visit(office.marcus), held).open() for _ in range(2))
    busy.type(question, "From the tablet.")
    busy.is_saved()
    expect(idle.note(question)).to_have_value("")
    idle.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(idle.note(question)).to_have_value("From the tablet.")
    idle.type(question, " And the desk.")
    idle.is_saved()
    assert held.texts(office.marcus, question) == ["From the tablet. And the desk."]


def test_two_devices_that_write_at_the_same_time_keep_both_texts(
    visit: Visit, office: Office, meeting: Begun, complaints: Complaints
) -> None:
    held = meeting(office.marcus)
    complaints.expected.append(OFFLINE)
    question = held.questions[0]
    one, other = (LivePage(visit(office.marcus), held).open() for _ in range(2))
    write_apart(one, other, question)
    assert sorted(held.texts(office.marcus, question)) == ["From the one.", "From the other."]
    for live in (one, other):
        live.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(one.note(question)).to_have_value("From the one.")
    expect(other_text(one, question)).to_have_text("From the other.")
    expect(other.note(question)).to_have_value("From the other.")
    expect(other_text(other, question)).to_have_text("From the one.")
    other.open(question)
    assert other.note(question).input_value() in ("From the one.", "From the other.")
    expect(other_text(other, question)).to_have_count(1)


def submit(held: Meeting) -> None:
    """Let Marcus skip everything and submit, on some other device."""
    held.skip_all(held.office.marcus)
    journeys.submit(held.office.instance, held.office.marcus, held.interview.id)


def test_what_arrives_from_another_window_after_submitting_stands_apart(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    question = held.questions[0]
    complaints.expected.append(OFFLINE)
    live.type(question, "In time.")
    live.is_saved()
    live.page.context.set_offline(True)
    live.type(question, " Too late.")
    live.is_offline()
    submit(held)
    live.page.context.set_offline(False)
    expect(live.warnings).to_contain_text("This scorecard has been submitted.")
    live.page.reload()
    apart = live.page.locator(".answer", has_text="Arrived after submitting")
    expect(apart.locator("blockquote")).to_have_text("In time. Too late.")
    expect(live.page.locator(".answer blockquote", has_text="In time.")).to_have_text(
        ["In time. Too late.", "In time."]
    )


def test_a_page_that_was_submitted_elsewhere_says_so_when_it_is_looked_at(marcus_at_work: AtWork) -> None:
    live, held = marcus_at_work
    submit(held)
    live.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(live.warnings).to_contain_text("has been submitted in another window and is locked")


def test_the_way_back_after_submitting_leads_to_the_locked_card(marcus_at_work: AtWork) -> None:
    live, held = marcus_at_work
    for question in held.questions:
        live.skip(question, "Not needed")
    live.is_saved()
    live.page.get_by_role("button", name="Candidate has left").click()
    live.page.once("dialog", lambda dialog: dialog.accept())  # it asks whether one means it
    live.page.get_by_role("button", name="Submit and lock").click()
    expect(live.page.get_by_text("locked since")).to_be_visible()
    for _ in range(4):
        live.page.go_back()
        expect(live.page.locator("textarea")).to_have_count(0)
        if live.page.url.endswith("/review"):
            expect(live.page.get_by_text("was submitted on")).to_be_visible()
        else:
            expect(live.page.get_by_text("locked since")).to_be_visible()
