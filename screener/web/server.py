"""Serves an application to browsers."""

import logging
from collections.abc import Callable

from flask import Flask
from waitress import create_server

from screener.errors import Unreadable
from screener.journeys.banks import prepare_reading

_LARGEST_BODY = 8 * 1024 * 1024  # bytes; what a page takes is less, and this is refused before it is read
_THREADS = 4  # more only take Python's lock from one another


def serve(app: Flask, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve until stopped. `on_ready` is told the address once browsers can come; port 0 takes a free one.

    Raises Unreadable if the port is taken or not allowed.
    """
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        server = create_server(
            app, host=host, port=port, threads=_THREADS, ident=None, max_request_body_size=_LARGEST_BODY
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(f"cannot listen on {host}:{port}: {reason} (name another with --port)") from None
    prepare_reading()
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::1", "::") else host  # noqa: S104 (compared, not bound)
    on_ready(f"http://{shown}:{server.effective_port}")
    try:
        server.run()
    finally:
        server.close()
