"""How soon what is typed is on the server's disk, and that “saved” is never said too early."""

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.pages import Begun, LivePage, Meeting, Visit, entries, eventually
from tests.office import Office

AtWork = tuple[LivePage, Meeting]


def sent(page: Page) -> list[Request]:
    """Return the list into which every batch goes that a page sends from now on."""
    found: list[Request] = []
    page.on("request", lambda request: found.append(request) if request.url.endswith("/journal") else None)
    return found


def at_a_stop(visit: Visit, office: Office, held: Meeting) -> LivePage:
    """Return a page whose clock stands still but for the steps that the test takes."""
    page = visit(office.marcus)
    page.clock.install()
    live = LivePage(page, held).open()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    return live


def test_a_note_is_saved_one_to_two_seconds_after_the_last_key(marcus_at_work: AtWork, office: Office) -> None:
    live, held = marcus_at_work
    first = held.questions[0]
    live.page.evaluate(
        """() => {
          const ask = window.fetch;
          window.fetch = (...how) => { window.asked ??= performance.now(); return ask(...how); };
          addEventListener("input", () => { window.typed = performance.now(); });
        }"""
    )
    live.type(first, "Nine years of it.", delay=5)
    live.is_saved()
    assert 900 <= live.page.evaluate("asked - typed") <= 2500
    assert held.texts(office.marcus, first) == ["Nine years of it."]


def test_it_is_saved_every_eight_seconds_while_somebody_goes_on_typing(
    visit: Visit, office: Office, meeting: Begun
) -> None:
    held = meeting(office.marcus)
    live = at_a_stop(visit, office, held)
    live.note(held.questions[0]).focus()
    batches = sent(live.page)
    for _ in range(7):
        live.page.keyboard.type("on ")
        live.page.clock.run_for(1000)
    eventually(live.page, lambda: len(entries(live.page)), 1)
    assert batches == []
    for _ in range(2):
        live.page.keyboard.type("on ")
        live.page.clock.run_for(1000)
    eventually(live.page, lambda: len(batches), 1)


def held_back(page: Page) -> list[Route]:
    """Return the list into which the first batch goes that a page sends, to be let go by the test."""
    first: list[Route] = []

    def hold(route: Route) -> None:
        if first:
            route.continue_()
        else:
            first.append(route)

    page.route("**/journal", hold)
    return first


def test_it_does_not_say_saved_while_newer_words_are_not(visit: Visit, office: Office, meeting: Begun) -> None:
    held = meeting(office.marcus)
    live = at_a_stop(visit, office, held)
    first = held_back(live.page)
    live.note(held.questions[0]).focus()
    live.page.keyboard.type("First.")
    live.page.clock.run_for(1500)
    eventually(live.page, lambda: len(first), 1)
    live.page.keyboard.type(" Second.")
    first[0].continue_()
    eventually(live.page, lambda: held.texts(office.marcus, held.questions[0]), ["First."])
    eventually(live.page, lambda: entries(live.page), [])
    expect(live.saving).to_have_text("Not yet saved")
    live.page.clock.run_for(1500)
    live.is_saved()
    assert held.texts(office.marcus, held.questions[0]) == ["First. Second."]


def test_what_is_typed_while_a_batch_is_on_its_way_is_saved_after_it(
    visit: Visit, office: Office, meeting: Begun
) -> None:
    held = meeting(office.marcus)
    live = at_a_stop(visit, office, held)
    first = held_back(live.page)
    live.note(held.questions[0]).focus()
    live.page.keyboard.type("First.")
    live.page.clock.run_for(1500)
    eventually(live.page, lambda: len(first), 1)
    live.page.keyboard.type(" Second.")
    live.page.clock.run_for(5000)
    eventually(live.page, lambda: len(entries(live.page)), 2)
    first[0].continue_()
    eventually(live.page, lambda: len(entries(live.page)), 1)
    live.page.clock.run_for(100)
    live.is_saved()
    assert held.drafts(office.marcus, held.questions[0]) == ["First.", "First. Second."]
    assert held.texts(office.marcus, held.questions[0]) == ["First. Second."]


def test_it_is_saved_when_the_cursor_leaves_the_note(visit: Visit, office: Office, meeting: Begun) -> None:
    held = meeting(office.marcus)
    live = at_a_stop(visit, office, held)
    live.note(held.questions[0]).focus()
    live.page.keyboard.type("Done.")
    live.page.keyboard.press("Escape")
    live.page.clock.run_for(1)
    live.is_saved()
    assert held.texts(office.marcus, held.questions[0]) == ["Done."]


def test_what_is_typed_before_the_script_has_come_is_saved_too(visit: Visit, office: Office, meeting: Begun) -> None:
    held = meeting(office.marcus)
    live = LivePage(visit(office.marcus), held)
    waiting: list[Route] = []
    live.page.route("**/live.js", lambda route: waiting.append(route))
    live.page.goto(f"/interviews/{held.interview.id}", wait_until="commit")
    live.note(held.questions[0]).focus()
    live.page.keyboard.type("Quick fingers.")
    waiting.pop().continue_()
    live.ready().is_saved()
    assert held.texts(office.marcus, held.questions[0]) == ["Quick fingers."]
