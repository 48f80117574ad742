"""The same through the web: an organisation with an opening and an interview, and whatever a browser or program sends."""

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote_from_bytes

from werkzeug.test import TestResponse

from screener.journeys.tokens import make_token
from screener.journeys.voluntary import token_of
from tests.fuzz.targets import Target
from tests.journeys.entries import begun, draft, questions_of, rating
from tests.office import open_office
from tests.web.browser import Browser, app_of


class Site:
    """An office on disk, with windows of those who may do most."""

    def __init__(self) -> None:
        self.office = open_office(Path(mkdtemp(prefix="screener-fuzz-")))
        self.interview = begun(self.office, self.office.marcus)
        app = app_of(self.office)
        self.marcus, self.sam = (
            Browser(self.office, self.office.marcus, app),
            Browser(self.office, self.office.sam, app),
        )
        self.tokens = {id(browser): browser.token() for browser in (self.marcus, self.sam)}
        self.api = {"Authorization": f"Bearer {make_token(self.office.instance, self.office.sam, 'A tester')[1]}"}
        candidate = self.office.instance.store.candidate_of(self.interview.candidate_id)
        self.opening, self.candidate = candidate.opening_id, candidate.id
        self.voluntary = token_of(self.office.instance, candidate.id)

    def pages(self) -> list[str]:
        """Return addresses that read what stands behind the question mark."""
        own = f"/openings/{self.opening}"
        return [
            f"{own}/compare", f"{own}/compare.json", f"{own}/compare.csv", f"{own}/compare/side-by-side", f"{own}/debrief", f"{own}/needs", own,
            "/", "/bank", "/bank/try", "/sign-in", "/adverse-impact", "/practice/answers", "/reminders", f"/candidates/{self.candidate}",
        ]  # fmt: skip

    def forms(self) -> list[str]:
        """Return addresses that read a form."""
        own, who = f"/openings/{self.opening}", f"/candidates/{self.candidate}"
        return [
            f"{own}/title", own, f"{own}/panel", f"{own}/panel/new", f"{own}/weights", f"{own}/guide", f"{own}/needs", f"{own}/compare/names",
            "/openings/new", "/people", "/tokens", "/bank/try", "/account", f"{who}/change", f"{who}/interviews/new", "/practice/answers",
            f"{own}/interviews/new", f"{who}/rounds/1/consensus/levels/standing", f"/interviews/{self.interview.id}/questions/{self.question}",
            f"/interviews/{self.interview.id}/transcript/speakers", "/bank/new/question", "/bank/share/export",
        ]  # fmt: skip

    @property
    def question(self) -> str:
        """The first question of the interview."""
        return questions_of(self.office)[0]


@cache
def site() -> Site:
    """Set it up, once."""
    return Site()


def _must_be_calm(answer: TestResponse) -> None:
    if answer.status_code >= 500 and answer.status_code != 503:
        raise AssertionError(f"{answer.status_code} at {answer.request.path}")


def _query(data: bytes) -> None:
    """The first byte chooses the page."""
    pages = site().pages()
    wanted = quote_from_bytes(data[1:], safe="&=+%;/?")
    _must_be_calm(site().sam.get(pages[data[0] % len(pages)] if data else "/", query_string=wanted))


def _form(data: bytes) -> None:
    """The first byte chooses the form, the rest is what is sent."""
    forms = site().forms()
    path = forms[data[0] % len(forms)] if data else "/account"
    browser = site().marcus if path.startswith("/interviews") or path == "/account" else site().sam
    body = b"csrf_token=" + site().tokens[id(browser)].encode() + b"&" + data[1:]
    _must_be_calm(browser.client.post(path, data=body, content_type="application/x-www-form-urlencoded"))


def _journal(data: bytes) -> None:
    headers = {"X-CSRFToken": site().tokens[id(site().marcus)], "Accept": "application/json"}
    path = f"/interviews/{site().interview.id}/journal"
    _must_be_calm(site().marcus.client.post(path, data=data, content_type="application/json", headers=headers))


def _api(data: bytes) -> None:
    """The first byte chooses the address."""
    own = [f"openings/{site().opening}{rest}" for rest in ("", "/candidates", "/comparison", "/scorecards")]
    paths = ["openings", "health", f"candidates/{site().candidate}/scorecards", *own]
    wanted = quote_from_bytes(data[1:], safe="&=+%;/?")
    path = f"/api/v1/{paths[data[0] % len(paths)] if data else 'health'}"
    _must_be_calm(site().sam.client.get(path, query_string=wanted, headers=site().api))


def _address(data: bytes) -> None:
    """As it arrives from a server: bytes that nobody has looked at."""
    environ = {"PATH_INFO": "/" + data.decode("latin-1")}
    _must_be_calm(site().sam.get("/", environ_overrides=environ))


def _voluntary(data: bytes) -> None:
    _must_be_calm(site().sam.get("/voluntary/" + quote_from_bytes(data, safe="%")))


def _entries() -> list[bytes]:
    office, first = site().office, site().question
    batches: Sequence[Any] = (
        [draft(first, "A note")],
        [rating(office, first, 3)],
        [draft(first, "x", parent=1), rating(office, first, None)],
    )
    return [json.dumps({"entries": list(batch), "sent_at": "2026-03-02T09:00:00.000Z"}).encode() for batch in batches]


def _seeds(*tails: bytes, count: Callable[[], int]) -> Callable[[], list[bytes]]:
    return lambda: [bytes([number]) + tails[number % len(tails)] for number in range(count())]


WEB_TARGETS = (
    Target("queries", _query, _seeds(b"search=a&sort=total&round=1&show=all", b"group=a&chosen=1&next=/account", b"answer-gap=leads&sent=1&candidate=x",
           count=lambda: len(site().pages())), 1, 5.0),
    Target("forms", _form, _seeds(b"title=A&name=B&email=a@b.example&role=hr&text=C&reason=D", b"key=kkkkkkkkkkkk&revision=0&text=A&level-standing=3&was_text=",
           b"guide=sales-leader&policy=default&weight-standing=2&reason-standing=A&answer-gap=leads", b"round=1&raters=x&way=each&planned_for=2026-03-09T10:00",
           count=lambda: len(site().forms())), 2, 5.0),
    Target("live saves", _journal, _entries, 1, 5.0),
    Target("API", _api, _seeds(b"page=1&per_page=50", b"round=1&shape=lever", count=lambda: 7), 1, 5.0),
    Target("addresses", _address, lambda: [b"openings/0123456789abcdef", b"bank/edit/policies/default.yaml", b"static/x/../app.css"], 1, 5.0),
    Target("voluntary addresses", _voluntary, lambda: [site().voluntary.encode()], 1, 5.0),
)  # fmt: skip
