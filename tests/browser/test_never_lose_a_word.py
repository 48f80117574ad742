"""What a rater has written survives whatever happens to the network, the server and the page."""

from playwright.sync_api import expect

from tests.browser.pages import OFFLINE, Complaints, LivePage, Meeting, entries, eventually, records
from tests.browser.server import Server
from tests.office import Office

AtWork = tuple[LivePage, Meeting]


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
    live.is_offline()
    assert held.ratings(office.marcus) == []
    live.page.context.set_offline(False)
    live.is_saved()
    assert held.drafts(office.marcus, first) == ["Before the tunnel. ", "Before the tunnel. In the tunnel."]
    assert held.drafts(office.marcus, second) == ["Still in the tunnel."]
    assert held.ratings(office.marcus) == [(first, 2), (first, 4), (second, None)]
    assert entries(live.page) == []


def test_a_server_that_is_killed_while_somebody_types_gets_everything_when_it_is_back(
    marcus_at_work: AtWork, office: Office, server: Server, complaints: Complaints
) -> None:
    live, held = marcus_at_work
    first, second = held.questions[:2]
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
