"""One browser and one server for all tests, and for each test a fresh context for everybody who takes part."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from screener.journeys import live
from screener.journeys.accounts import new_code
from screener.journeys.instance import Instance, make_instance, new_id, open_instance
from screener.storage.records import Person, Role
from tests.browser.browsers import NEEDED, find_chromium
from tests.browser.pages import PATIENCE, Begun, Complaints, LivePage, Meeting, Visit, sign_in
from tests.browser.server import Server
from tests.office import Clock, Office, _password_hash

expect.set_options(timeout=PATIENCE)
_ARGUMENTS = [
    "--no-sandbox",  # of no use for pages of our own, and root may not have it
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that Playwright has downloaded. Without one the test fails."""
    with sync_playwright() as playwright:
        opened, reason = None, ""
        try:
            opened = playwright.chromium.launch(executable_path=find_chromium(), args=_ARGUMENTS)
        except Error as error:
            reason = error.message.splitlines()[0]
        if opened is None:
            pytest.fail(f"{NEEDED}\n({reason})", pytrace=False)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An organisation in a folder that `screener serve` serves. Its clock is the real one."""
    folder = tmp_path_factory.mktemp("office") / "instance"
    make_instance(folder)
    instance = open_instance(folder)
    yield _staffed(instance)
    instance.close()


def _staffed(instance: Instance) -> Office:
    def person(name: str, role: Role, email: str) -> Person:
        made = Person(new_id(), name, role, email, _password_hash() if email else "", instance.now())
        instance.store.add_person(made)
        return made

    return Office(
        instance,
        Clock(),
        sam=person("Sam Whitlock", "administrator", "sam@halvorsen.example"),
        helen=person("Helen Osei", "hr", "helen@halvorsen.example"),
        ingrid=person("Ingrid Halvorsen", "hiring-manager", "ingrid@halvorsen.example"),
        marcus=person("Marcus Adeyemi", "interviewer", "marcus@halvorsen.example"),
        yuki=person("Yuki Tanabe", "interviewer", ""),
    )


@pytest.fixture(scope="package")
def _server(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(office.instance.folder, tmp_path_factory.mktemp("server") / "log.txt")
    yield made
    made.kill()


@pytest.fixture
def server(_server: Server) -> Iterator[Server]:
    """The office's server; whatever it logs is a mistake."""
    if not _server.is_running:
        _server.start()
    before = len(_server.told())
    yield _server
    assert "ERROR" not in (told := _server.told()[before:]), told
    assert "Traceback" not in told, told


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What browsers write to their consoles as errors. Tests name what they expect; all else fails them."""
    heard = Complaints()
    yield heard
    assert not heard.unexpected(), "\n".join(heard.unexpected())


@pytest.fixture
def device(browser: Browser, complaints: Complaints) -> Iterator[Callable[..., BrowserContext]]:
    """Return another device: nothing of one is known to another."""
    opened: list[BrowserContext] = []

    def fresh(**options: object) -> BrowserContext:
        made = browser.new_context(**options)  # type: ignore[arg-type]
        made.set_default_timeout(PATIENCE)
        complaints.listen_to(made)
        opened.append(made)
        return made

    yield fresh
    for made in opened:
        made.close()


@pytest.fixture(scope="package")
def _signed_in() -> dict[str, tuple[str, Any]]:
    """People's sign-ins by person: which it is, and the cookies that it has."""
    return {}


@pytest.fixture
def visit(
    server: Server, office: Office, device: Callable[..., BrowserContext], _signed_in: dict[str, tuple[str, Any]]
) -> Visit:
    """Return a page on a device of its own, on which a person has signed in as people do, or had before."""

    def page(person: Person, **options: object) -> Page:
        store = office.instance.store
        session, cookies = _signed_in.get(person.id, ("", {}))
        if any(other.hash == session for other in store.sessions_of(person.id)):
            return device(base_url=server.address, storage_state=cookies, **options).new_page()
        opened = device(base_url=server.address, **options).new_page()
        sign_in(opened, person, "" if person.email else new_code(office.instance, office.helen, person.id))
        _signed_in[person.id] = (store.sessions_of(person.id)[0].hash, opened.context.storage_state())
        return opened

    return page


@pytest.fixture
def meeting(office: Office) -> Begun:
    """Return an interview that has begun for each of its raters."""

    def begun(*raters: Person) -> Meeting:
        interview = office.interview(office.candidate(office.opening()), *raters)
        for rater in raters:
            live.begin(office.instance, rater, interview.id)
        return Meeting(office, interview)

    return begun


@pytest.fixture
def marcus_at_work(visit: Visit, office: Office, meeting: Begun) -> tuple[LivePage, Meeting]:
    """Marcus on the page of an interview that he has begun alone."""
    held = meeting(office.marcus)
    return LivePage(visit(office.marcus), held).open(), held
