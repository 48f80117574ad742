"""What a device keeps on a candidate goes when the candidate is erased: at its next contact with the server."""

from playwright.sync_api import Page, expect

from screener.journeys.erasing import erase_candidate
from tests.browser.pages import OFFLINE, Begun, Complaints, LivePage, Meeting, Visit, entries, eventually
from tests.office import Office

AtWork = tuple[LivePage, Meeting]
GONE = "status of 410"  # what a browser complains of when there is nothing any more


def erase(office: Office, held: Meeting) -> None:
    erase_candidate(office.instance, office.helen, held.interview.candidate_id)


def is_told(page: Page) -> None:
    expect(page.get_by_role("heading", name="Erased")).to_be_visible()
    expect(page.get_by_text("The data on this candidate have been erased.")).to_be_visible()


def test_a_page_that_goes_on_saving_drops_what_it_keeps_and_says_why(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected += [OFFLINE, GONE]
    live.type(held.questions[0], "Before the tunnel.")
    live.is_saved()
    live.page.context.set_offline(True)
    live.type(held.questions[0], " Words in the tunnel.")
    live.is_offline()
    assert entries(live.page)
    erase(office, held)
    live.page.context.set_offline(False)
    is_told(live.page)
    eventually(live.page, lambda: entries(live.page), [])
    assert held.drafts(office.marcus, held.questions[0]) == []


def test_a_page_that_comes_into_sight_again_learns_of_it(
    marcus_at_work: AtWork, office: Office, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    complaints.expected.append(GONE)
    live.type(held.questions[0], "Saved words.")
    live.is_saved()
    erase(office, held)
    live.page.evaluate("dispatchEvent(new Event('focus'))")
    is_told(live.page)
    expect(live.page.get_by_text("Saved words.")).to_have_count(0)


def test_any_page_drops_what_a_closed_window_left_on_the_device_whoever_wrote_it(
    visit: Visit, meeting: Begun, office: Office, complaints: Complaints
) -> None:
    held, other = meeting(office.marcus), meeting(office.marcus)
    page = visit(office.marcus)
    complaints.expected += [OFFLINE, GONE, "favicon.ico"]
    for own in (held, other):
        live = LivePage(page, own).open()
        page.context.set_offline(True)
        live.type(own.questions[0], "Left on the device.")
        live.is_offline()
        page.goto("about:blank")
        page.context.set_offline(False)
    _make_somebody_elses(page, office)
    erase(office, held)
    page.goto("/practice")
    eventually(page, lambda: {own["interview"] for own in entries(page)} <= {other.interview.id}, True)


def _make_somebody_elses(page: Page, office: Office) -> None:
    """Let what lies on the device have been written by somebody who does not sign in here any more."""
    page.goto("/health")
    page.evaluate(
        """async (person) => {
          const asked = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
          const database = await asked(indexedDB.open("screener-journal", 1));
          const rows = await asked(database.transaction("entries").objectStore("entries").getAll());
          const store = database.transaction("entries", "readwrite").objectStore("entries");
          for (const row of rows) await asked(store.put({ ...row, person }));
          database.close();
        }""",
        office.yuki.id,
    )
    assert len(entries(page)) == 2


def test_it_is_erased_in_two_steps(visit: Visit, meeting: Begun, office: Office) -> None:
    held = meeting(office.marcus)
    page = visit(office.helen)
    page.goto(f"/candidates/{held.interview.candidate_id}")
    name = page.locator("h1").inner_text()
    page.get_by_role("link", name=f"Erase {name}").click()
    page.get_by_role("button", name=f"Erase {name}").click()
    expect(page.get_by_role("link", name="I have read this. Erase for good.")).to_be_visible()
    assert not office.instance.store.candidate_of(held.interview.candidate_id).erased_at
    page.get_by_label("I have read this. Erase for good.").check()
    page.get_by_role("button", name=f"Erase {name}").click()
    expect(page.get_by_text("no backup holds them either")).to_be_visible()
    assert office.instance.store.candidate_of(held.interview.candidate_id).erased_at
