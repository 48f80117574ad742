"""The live page is there at once, from its own server alone, and prints in full."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Response, expect

from tests.browser.pages import Begun, LivePage, Meeting, Visit
from tests.browser.server import Server
from tests.office import Office

MOST_REQUESTS = 12
MOST_BYTES = 120_000


def test_the_first_load_is_small_and_asks_nobody_else(
    visit: Visit, office: Office, meeting: Begun, server: Server, device: Callable[..., BrowserContext]
) -> None:
    held = meeting(office.marcus)
    signed_in = visit(office.marcus).context.storage_state()
    page = device(base_url=server.address, storage_state=signed_in).new_page()  # with nothing in its cache
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    LivePage(page, held).open()
    page.wait_for_load_state("networkidle")
    assert 1 < len(answers) <= MOST_REQUESTS, [answer.url for answer in answers]
    assert {answer.url.startswith(server.address + "/") for answer in answers} == {True}
    assert not any(answer.from_service_worker for answer in answers)
    sizes = [(answer.request.sizes()["responseBodySize"], answer.url) for answer in answers]  # on the way, compressed
    assert sum(size for size, _ in sizes) <= MOST_BYTES, sizes


def printed(page: Page) -> str:
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


def test_the_live_page_prints_every_question(marcus_at_work: tuple[LivePage, Meeting]) -> None:
    live, held = marcus_at_work
    bank = held.office.instance.shelf.current().bank
    live.type(held.questions[-1], "Said at the end.")
    live.is_saved()
    live.page.emulate_media(media="print")
    for question in held.questions:
        expect(live.part(question)).to_be_visible()
    text = live.page.locator("body").inner_text()
    for question in held.questions:
        assert bank.questions[question].ask.spoken_to("sales")[0] in text
    expect(live.page.locator(".live-bar, .rail, .steps")).to_have_count(3)
    for control in live.page.locator(".live-bar, .rail, .steps").all():
        expect(control).to_be_hidden()


def test_the_kit_prints_every_question_with_its_levels(visit: Visit, office: Office) -> None:
    opening = office.opening()
    bank = office.instance.shelf.current().bank
    page = visit(office.helen)
    page.goto(f"/openings/{opening.id}/kit")
    text = printed(page)
    for question in bank.guides[opening.guide].questions:
        assert bank.questions[question].ask.spoken_to("sales")[0] in text
    expect(page.locator(".question .levels")).to_have_count(len(bank.guides[opening.guide].questions))
    expect(page.get_by_role("button")).to_have_count(0)
