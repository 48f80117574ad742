"""What a rater has written survives whatever happens to the network, the server and the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Error, Page, Route, expect

from screener.journeys.limits import LONGEST_NOTE
from tests.browser.pages import (
    OFFLINE,
    SENT_ON,
    Complaints,
    LivePage,
    Meeting,
    entries,
    eventually,
    records,
    sign_in,
    sign_out,
)
from tests.browser.server import Server
from tests.office import Office

AtWork = tuple[LivePage, Meeting]
WORDS = "Visited the plant herself; “nobody had asked us before”."


def test_what_is_written_offline_arrives_by_itself_in_order_and_once(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
    complaints.expected.append(OFFLINE)
    live.type(first, "Before the tunnel. ")
    live.is_saved()
    live.page.context.set_offline(True)
    live.type(first, "In the tunnel.")
    live.is_offline()
    live.rate(first, 2)
    live.rate(first, 4)
    live.type(second, "Still in the tunnel.")
    live.rate(second, None)
    live.type(first, " Nearly out.")
    live.is_offline()
    assert held.ratings(office.marcus) == []
    live.page.context.set_offline(False)
    live.is_saved()
    assert held.drafts(office.marcus, first) == [
        "Before the tunnel. ",
        "Before the tunnel. In the tunnel.",
        "Before the tunnel. In the tunnel. Nearly out.",
    ]
    assert held.texts(office.marcus, first) == ["Before the tunnel. In the tunnel. Nearly out."]
    assert held.drafts(office.marcus, second) == ["Still in the tunnel."]
    assert held.ratings(office.marcus) == [(first, 2), (first, 4), (second, None)]
    assert entries(live.page) == []


def test_a_server_that_is_killed_while_somebody_types_gets_everything_when_it_is_back(
    marcus_at_work: AtWork, office: Office, server: Server, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first = held.questions[0]
    complaints.expected.append(OFFLINE)
    live.type(first, "She sold to hospitals ")
    live.is_saved()
    live.page.keyboard.type("for nine ")
    server.kill()
    live.page.keyboard.type("years.")
    live.is_offline()
    live.rate(first, 3)
    server.start()
    live.is_saved()
    assert held.texts(office.marcus, first) == ["She sold to hospitals for nine years."]
    assert held.ratings(office.marcus) == [(first, 3)]


def test_while_the_server_cannot_save_the_page_says_so_keeps_everything_and_goes_on_trying(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first, words = held.questions[0], "Nothing was saved. The server’s disk is full."
    complaints.expected.append("503")

    def full(route: Route) -> None:
        route.fulfill(status=503, json={"error": words, "code": "storage"}, headers={"Retry-After": "10"})

    live.page.route("**/journal", full)
    live.type(first, "She sold to hospitals.")
    live.is_held_up()
    warning = live.page.get_by_role("alert").filter(has_text=words)
    expect(warning).to_be_visible()
    live.rate(first, 3)
    assert held.ratings(office.marcus) == []
    live.page.unroute("**/journal")
    live.is_saved()
    expect(warning).to_have_count(0)
    assert held.texts(office.marcus, first) == ["She sold to hospitals."]
    assert held.ratings(office.marcus) == [(first, 3)]


def close(page: Page) -> None:
    page.close()


def reload(page: Page) -> None:
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.close()  # Chromium would load it by itself when the network is back, and send everything before the next tab


def crash(page: Page) -> None:
    with page.expect_event("crash"), pytest.raises(Error):
        page.goto("chrome://crash")
    page.close()


@pytest.mark.parametrize("leave", [close, reload, crash])
def test_what_a_page_could_not_send_is_there_when_it_is_opened_again(
    leave: Callable[[Page], None], marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
    complaints.expected.append(OFFLINE)
    live.page.context.set_offline(True)
    live.type(first, WORDS)
    live.rate(first, 4)
    live.part(first).get_by_role("radio", name="Never").check()
    live.type(second, "x")
    live.skip(second, "No time left")
    live.is_offline()
    eventually(live.page, lambda: len(entries(live.page)), 5)
    leave(live.page)
    live = live.another_tab()
    live.page.context.set_offline(False)
    live.open(first)
    expect(live.note(first)).to_have_value(WORDS)
    expect(live.part(first).locator("[data-own] [type=radio][value='4']")).to_be_checked()
    expect(live.part(first).get_by_role("radio", name="Never")).to_be_checked()
    expect(live.page.locator(f"[data-goto='{second}']")).to_have_attribute("data-state", "skipped")
    live.is_saved()
    assert held.drafts(office.marcus, first) == [WORDS]
    assert held.ratings(office.marcus) == [(first, 4)]
    assert entries(live.page) == []


def test_what_a_crashed_page_left_is_sent_by_any_other_page(
    marcus_at_work: AtWork, office: Office, server: Server, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected.append(OFFLINE)
    server.kill()
    live.type(held.questions[0], WORDS)
    live.is_offline()
    page = live.another_tab().page
    crash(live.page)
    server.start()
    page.goto("/")
    expect(page.get_by_role("status")).to_have_text(SENT_ON)
    assert held.texts(office.marcus, held.questions[0]) == [WORDS]


def test_what_lies_on_the_device_cannot_be_read_and_goes_once_it_has_arrived(
    marcus_at_work: AtWork, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected.append(OFFLINE)
    live.page.context.set_offline(True)
    live.type(held.questions[0], "Plainly secret words")
    live.is_offline()
    lying = records(live.page)
    (key,) = [record for record in lying if record["store"] == "keys"]
    (entry,) = [record for record in lying if record["store"] == "entries"]
    assert key["secret"] == {"extractable": False}
    everything = str(entry) + entry["box"].encode("latin-1").decode("utf-16", "replace")
    assert "secret" not in everything
    assert held.questions[0] not in everything
    live.page.context.set_offline(False)
    live.is_saved()
    assert entries(live.page) == []


def test_a_page_whose_store_the_browser_has_emptied_keeps_what_is_written_next(
    marcus_at_work: AtWork, office: Office, server: Server, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected.append(OFFLINE)
    everything = {"origin": server.address, "storageTypes": "indexeddb"}
    live.page.context.new_cdp_session(live.page).send("Storage.clearDataForOrigin", everything)
    live.page.context.set_offline(True)
    live.type(held.questions[0], WORDS)
    live.is_offline()
    live.page.close()
    live = live.another_tab()
    live.page.context.set_offline(False)
    live.open().is_saved()
    assert held.texts(office.marcus, held.questions[0]) == [WORDS]


def test_signing_out_asks_before_it_drops_what_has_not_arrived(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected.append(OFFLINE)
    live.page.context.route("**/journal", lambda route: route.abort())
    live.type(held.questions[0], WORDS)
    live.is_offline()
    live.page.close()
    page = live.another_tab().page
    page.goto("/")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("button", name="Sign out").click()
    eventually(page, lambda: len(asked), 1)
    assert "have not reached the server" in asked[0]
    assert len(entries(page)) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert records(page) == []
    sign_in(page, office.marcus)
    assert entries(page) == []


def test_signing_out_leaves_nothing_on_the_device(marcus_at_work: AtWork) -> None:
    live, held = marcus_at_work
    live.type(held.questions[0], WORDS)
    live.is_saved()
    live.page.goto("/")
    assert [record["store"] for record in records(live.page)] == ["keys"]
    sign_out(live.page)
    assert records(live.page) == []


def test_a_receipt_that_is_lost_on_the_way_doubles_nothing(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first = held.questions[0]
    complaints.expected.append(OFFLINE)
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    live.page.route("**/journal", lose_first)
    live.rate(first, 5)
    live.is_saved()
    assert lost == [200]
    live.type(first, WORDS)
    live.is_saved()
    assert held.ratings(office.marcus) == [(first, 5)]
    lost.clear()
    live.type(first, " More.")
    live.is_saved()
    assert lost == [200]
    assert held.drafts(office.marcus, first) == [WORDS, WORDS + " More."]


def test_a_note_that_is_too_long_is_told_not_cut_and_saved_once_it_is_shorter(
    marcus_at_work: AtWork, office: Office
) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
    long = "ä😀" * (LONGEST_NOTE // 2)
    live.note(first).fill(long + "too")
    told = live.part(first).locator("[data-limit]")
    expect(told).to_have_text("20,003 of 20,000 characters: too long to be saved, please shorten it")
    live.rate(second, 3)
    eventually(live.page, lambda: held.ratings(office.marcus), [(second, 3)])
    live.go_to(first)
    assert held.drafts(office.marcus, first) == []
    live.page.reload()
    live.ready()
    assert live.note(first).input_value() == long + "too", "the note is not what it was"
    live.note(first).focus()
    live.page.keyboard.press("Control+End")
    for _ in range(3):
        live.page.keyboard.press("Backspace")
    live.is_saved()
    assert len(held.texts(office.marcus, first)[0]) == len(long)


def test_a_note_that_is_too_long_is_not_left_behind(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
    live.note(first).fill("x" * (LONGEST_NOTE + 1))
    live.go_to(second)
    leave = live.page.get_by_role("button", name="Candidate has left")
    leave.click()
    expect(live.warnings).to_contain_text("This note is too long to be saved. Please shorten it first.")
    expect(live.part(first)).to_be_visible()
    live.note(first).fill("x" * LONGEST_NOTE)
    leave.click()
    expect(live.page.get_by_role("heading", name="Review")).to_be_visible()
    assert [len(text) for text in held.texts(office.marcus, first)] == [LONGEST_NOTE]


def test_the_candidate_leaves_once_the_last_words_are_saved(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected.append(OFFLINE)
    live.page.context.set_offline(True)
    live.type(held.questions[0], WORDS)
    live.page.get_by_role("button", name="Candidate has left").click()
    expect(live.warnings).to_contain_text("Saving your last words first")
    live.is_offline()
    live.page.context.set_offline(False)
    expect(live.page.get_by_role("heading", name="Review")).to_be_visible()
    assert held.texts(office.marcus, held.questions[0]) == [WORDS]


def test_a_closing_note_is_not_left_by_accident(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    held.skip_all(office.marcus)
    page = live.page
    page.goto(f"/interviews/{held.interview.id}/review")
    page.get_by_label("What the panel should know").press_sequentially(WORDS)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("button", name="Submit and lock").click()
    page.get_by_role("link", name="Screener").click()
    eventually(page, lambda: asked, ["confirm", "beforeunload"])
    expect(page.get_by_label("What the panel should know")).to_have_value(WORDS)
    page.get_by_role("button", name="Save this note").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert asked == ["confirm", "beforeunload"]
    assert held.texts(office.marcus, "closing") == [WORDS]


def test_somebody_who_leaves_the_page_loses_nothing(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    live.type(held.questions[0], WORDS)
    live.page.goto("about:blank")
    eventually(live.page, lambda: held.texts(office.marcus, held.questions[0]), [WORDS])
