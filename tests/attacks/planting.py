"""Goes from page to page as people do, and enters the same hostile text wherever something can be entered."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.attacks import harmless
from tests.attacks.pages import Field, PageReader, WebForm
from tests.web.browser import Browser

_TOKEN = "csrf_token"
_PASSED = ("", "static", "bank.upgrade")  # the last is long, and shows what we ship


def _a_file(own: Field) -> bool:
    return own.type == "file"


def _what_is_typed(own: Field) -> bool:
    return own.is_typed


def _everything(_own: Field) -> bool:
    return True


_REACHES = (_a_file, _what_is_typed, _everything)  # which fields of a form hold a hostile text, one time after another


@dataclass
class Planter:
    """What was planted, by number: which field of which view; which of them were shown where; what was visited."""

    app: Flask
    files: Mapping[str, Callable[[str], bytes]]
    planted: dict[int, str] = field(default_factory=dict)
    shown: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    visited: Counter[str] = field(default_factory=Counter)
    _posted: Counter[str] = field(default_factory=Counter)

    def walk(self, browser: Browser, starts: Iterable[str], *, at_most: int, plants: bool = False) -> None:
        """Follow every link from `starts`, `at_most` addresses of each kind, and fill in the forms there."""
        seen: Counter[str] = Counter()
        known: set[str] = set()
        waiting = list(starts)
        while waiting:
            path = waiting.pop(0)
            view, kind = self._view_at(path, "GET")
            if path in known or not view or seen[kind] >= at_most:
                continue
            known.add(path)
            seen[kind] += 1
            page = self._take(browser.get(path), view)
            if page is None:
                continue
            waiting += [_within(link, path) for link in page.links]
            for form in page.forms if plants else ():
                waiting += self._plant(browser, form, path, at_most)

    def _plant(self, browser: Browser, form: WebForm, path: str, at_most: int) -> Iterator[str]:
        """Send a form several times: with a hostile text in more and more of its fields."""
        action = _within(form.action or path, path)
        view, kind = self._view_at(action, "POST" if form.method == "post" else "GET")
        if not view or not any(own.is_typed or own.type == "file" for own in form.fields.values()):
            return
        for reach in _REACHES:
            is_sent = any(reach(own) for own in form.fields.values())
            this_kind = f"{kind} {sorted(form.fields)} {reach.__name__}"
            if not is_sent or self._posted[this_kind] >= at_most:
                continue
            self._posted[this_kind] += 1
            for button in form.buttons or [("", "")]:
                sent = {name: self._filled(own, view, reach) for name, own in form.fields.items()}
                yield from self._send(browser, form.method, action, view, {**sent, button[0]: button[1]})

    def _send(self, browser: Browser, method: str, action: str, view: str, sent: Mapping[str, Any]) -> Iterator[str]:
        """Send a form, and say where it leads."""
        if method == "get":
            self._take(browser.get(action, query_string=sent), view)
            return
        answer = browser.client.post(action, data=sent)
        self._take(answer, view)
        if "wsgi.input" in answer.request.environ:
            answer.request.environ["wsgi.input"].close()  # the test client's own copy of a file
        if answer.location:
            after = _within(answer.location, action)
            self._take(browser.get(after), self._view_at(after, "GET")[0])
            yield after

    def _filled(self, own: Field, view: str, reach: Callable[[Field], bool]) -> Any:
        """Return what is sent for a field: a hostile text if it is within reach, else what it would send as it stands."""
        if own.name.endswith(_TOKEN) or not (reach(own) or own.type == "file"):
            return own.sent()
        number = len(self.planted) + 1
        self.planted[number] = f"{view} {own.name}"
        text = harmless.payload(number)
        if own.type == "file":
            return BytesIO(self.files[view](text) if view in self.files else b""), text
        return [text]

    def _take(self, answer: TestResponse, view: str) -> PageReader | None:
        page = harmless.check(answer)
        self.visited[view] += answer.status_code < 400
        for number in harmless.planted_in(answer):
            self.shown[number].add(view)
        return page

    def _view_at(self, path: str, method: str) -> tuple[str, str]:
        """Return which view answers at an address, and of which kind the address is; "" for none of ours."""
        if urlsplit(path).netloc:
            return "", ""
        try:
            view, values = self.app.url_map.bind("localhost").match(urlsplit(path).path, method)
        except HTTPException:
            return "", ""
        return ("", "") if view in _PASSED else (view, f"{view} {values.get('folder', '')}")


def _within(link: str, page: str) -> str:
    """Return where a link of a page leads to, without what only the browser needs."""
    found = urlsplit(urljoin(page, link))
    netloc = "" if found.netloc == "localhost" else found.netloc
    return found._replace(fragment="", scheme="", netloc=netloc).geturl()
