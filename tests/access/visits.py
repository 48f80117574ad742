"""Asking an address as somebody, with ids where a row of the table has names, and taking back what came of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from screener.storage.records import Person
from screener.storage.sqlite import SqliteStore
from tests.access.rights import Row
from tests.office import Office
from tests.web.browser import Browser, app_of


class Visits:
    """An office with people who ask, and the ids of what addresses are about."""

    def __init__(self, office: Office, people: Mapping[str, Person | None], values: Mapping[str, str]) -> None:
        self.office, self.people, self.values = office, people, values
        static = next(rule.rule for rule in app_of(office).url_map.iter_rules() if rule.endpoint == "static")
        self._static = static.strip("/").removesuffix("/<path:filename>")
        self._browsers = {name: Browser(office, person) for name, person in people.items()}
        self._csrf = {name: browser.token() for name, browser in self._browsers.items()}

    def visit(self, viewer: str, row: Row, at: Mapping[str, str] | None = None) -> TestResponse:
        """Send what a row says as somebody; `at` puts other ids in the place of the usual ones."""
        window = Browser(self.office)
        for cookie in self._cookies(viewer):
            window.client.set_cookie(cookie.key, cookie.value)
        headers = {"Authorization": f"Bearer {self.values['api_token']}"} if viewer == "program" else {}
        headers["X-CSRFToken"] = self._csrf[viewer]
        sent = self._filled(row.sends)
        asked = {"json": sent} if row.is_data else {"data": MultiDict(sent)} if row.method == "POST" else {}
        address = self.address(row, at or {})
        return window.client.open(address, method=row.method, headers=headers, buffered=True, **asked)

    def address(self, row: Row, at: Mapping[str, str]) -> str:
        """Return the address of a row with ids in it."""
        values = {**self.values, **{name: self.values.get(own, own) for name, own in row.at.items()}, **at}
        address = row.address.replace("/static/", f"/{self._static}/")
        for name, value in values.items():
            address = address.replace(f"<{name}>", value)
        asks = row.asks.format(**values) if row.asks else ""
        return f"{address}?{asks}" if asks else address

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take everything back that is done within."""
        store = self.office.instance.store
        try:
            with store.transaction():
                yield
                raise _Undo
        except _Undo:
            pass

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Return the statements that the database runs within."""
        store, seen = self.office.instance.store, list[str]()
        assert isinstance(store, SqliteStore)
        store._db.conn.set_trace_callback(seen.append)
        yield seen
        store._db.conn.set_trace_callback(None)

    def close(self) -> None:
        """Close the databases."""
        self.office.instance.close()

    def _cookies(self, viewer: str) -> list[Any]:
        return list((self._browsers[viewer].client._cookies or {}).values())

    def _filled(self, sends: Mapping[str, Any]) -> dict[str, Any]:
        """Put ids into a form, and a file where one is named."""
        return {
            name.format(**self.values): (BytesIO(value), "file.csv") if isinstance(value, bytes)
            else value.format(**self.values) if isinstance(value, str) and value.startswith("{") else value
            for name, value in sends.items()
        }  # fmt: skip


class _Undo(Exception):
    """Ends a transaction that is to be taken back."""
