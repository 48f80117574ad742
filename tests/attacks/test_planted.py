"""Script, templates and formulas, planted in every field of every form: nowhere does one of them come to life.

A walk follows every link and fills in every form that it finds, so that a new page or field is tried at once.
"""

from collections.abc import Callable

import pytest

from screener.journeys.bank_sharing import exported
from screener.journeys.consensus import open_discussion
from screener.journeys.hearing import hear_opening
from screener.journeys.voluntary import token_of
from tests.attacks.planting import Planter
from tests.journeys.compared import Compared, compared_opening
from tests.journeys.entries import begun, rate_all
from tests.office import Office
from tests.web.browser import Browser, app_of

# Views that no link leads to as nobody writes into what they show, or that have no page. Others belong among the starts.
NOT_WALKED = {
    "static", "bank.upgrade",  # what we ship
    "accounts.by_address",  # its address is a secret: tests/web/test_accounts.py
    "accounts.token",
    "bank.effect", "bank.known", "bank.schema",  # parts of pages and data for the editor
    "monitoring.health", "monitoring.metrics", "monitoring.ready",
    "calibration.rated",  # shows what the bank says
    "impact.counts",
    "retention.erased",  # what remains of somebody, without a word
}  # fmt: skip

MOST_MISSED = 5  # which show up in a state that the walk does not come to


def a_list(text: str) -> bytes:
    quoted = '"{}"'.format(text.replace('"', '""'))
    return f"name,note\n{quoted},{quoted}\n".encode()


def a_talk(text: str) -> bytes:
    return f"{text}: Why {text}?\n\nTessa: We asked why {text}.\n".encode()


def starts(office: Office, found: Compared) -> list[str]:
    """Return the addresses from which everything is reached."""
    open_discussion(office.instance, office.ingrid, found.tessa.id, 1)
    interview = begun(office, office.marcus)
    rate_all(office, interview)
    live = f"/interviews/{interview.id}"
    voluntary = f"/voluntary/{token_of(office.instance, found.tessa.id)}"
    consensus = f"/candidates/{found.tessa.id}/rounds/1/consensus"
    handover = f"/openings/{found.opening.id}/scorecards/lever.json"
    return ["/", "/sign-in", "/join", voluntary, live, f"{live}/notes", consensus, handover]


def files(office: Office) -> dict[str, Callable[[str], bytes]]:
    """Return what is uploaded where files are taken: in each of them stands what is planted."""
    return {
        "importing.upload": a_list,
        "live.transcript": a_talk,
        "bank.upload": lambda text: exported(office.instance, office.helen, text, text),
    }


@pytest.mark.usefixtures("bank")  # a bank that people may write into
def test_nothing_that_people_enter_comes_to_life_anywhere(office: Office) -> None:
    found, app = compared_opening(office), app_of(office)
    planter, begins = Planter(app, files(office)), starts(office, found)
    for person in (None, office.marcus, office.ingrid, office.helen, office.sam):
        planter.walk(Browser(office, person, app), begins, at_most=1, plants=True)
    reflected = {planter.planted[number] for number in planter.shown}
    hear_opening(office.instance, found.opening.id)  # so that all of it is read, and suggestions quote it
    planter.shown.clear()
    for person in (office.marcus, office.ingrid, office.sam):
        planter.walk(Browser(office, person, app), begins, at_most=2)
    stored = {planter.planted[number] for number in planter.shown}
    views = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    missed = {view for view in views - NOT_WALKED if not planter.visited[view] and not view.startswith("api.")}
    assert len(missed) < MOST_MISSED, missed
    assert len(reflected) > 50  # else nothing was tried
    assert reflected >= {"importing.upload file", "live.transcript file", "live.transcript consent"}
    assert stored >= {
        "accounts.person name", "candidates.change name", "candidates.change note", "candidates.plan carried_note",
        "candidates.settle credit-reason", "live.question text", "openings.opening names", "openings.title title", "bank.send text", "tokens.tokens name",
    }  # fmt: skip
