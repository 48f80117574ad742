"""Serves an application to browsers."""

import logging
from collections.abc import Callable, Mapping
from http.client import REQUEST_ENTITY_TOO_LARGE
from typing import Any

from flask import Flask
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

from screener.errors import Unreadable
from screener.journeys.banks import prepare_reading
from screener.web.errors import TOO_LARGE, UNREADABLE
from screener.web.headers import always_sent

_LARGEST_BODY = 8 * 1024 * 1024  # bytes; what a page takes is less, and this is refused before it is read
_THREADS = 4  # more only take Python's lock from one another


class _Refusal(ErrorTask):  # type: ignore[misc]
    """What the server refuses before the application sees it: in plain words, with the headers of every answer."""

    def execute(self) -> None:
        """Answer."""
        error = self.request.error
        content = (TOO_LARGE if error.code == REQUEST_ENTITY_TOO_LARGE else UNREADABLE).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [*self.channel.always.items(), ("Content-Type", "text/plain; charset=utf-8")]
        self.set_close_on_finish()
        self.content_length = len(content)
        self.write(content)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection whose refusals are ours."""

    always: Mapping[str, str]
    error_task_class = _Refusal


def serve(app: Flask, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve until stopped. `on_ready` is told the address once browsers can come; port 0 takes a free one.

    Raises Unreadable if the port is taken or not allowed.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sockets: dict[int, Any] = {}
    always = always_sent(is_behind_tls=app.config["SESSION_COOKIE_SECURE"])
    try:
        server = create_server(
            app, map=sockets, host=host, port=port, threads=_THREADS, ident=None, max_request_body_size=_LARGEST_BODY,
            clear_untrusted_proxy_headers=False,  # web/edge.py decides which are believed
        )  # fmt: skip
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(f"cannot listen on {host}:{port}: {reason} (name another with --port)") from None
    for listener in sockets.values():
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class = type("_OwnChannel", (_Channel,), {"always": always})
    prepare_reading()
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host  # noqa: S104 (compared, not bound)
    on_ready(f"http://{shown}:{server.effective_port}")
    try:
        server.run()
    finally:
        server.close()
