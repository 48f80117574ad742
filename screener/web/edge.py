"""Where requests come from and by which name: the only place that believes what a server before this one says.

What such a server says is believed only if it is one of those that the settings name. Everybody else's word on who sent
a request is taken out before anything reads it.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from screener.journeys.edge_settings import is_among
from screener.journeys.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HOST, _IS_TRUSTED = "screener.host", "screener.is_trusted"
_HOP_HEADERS = ("FOR", "PROTO", "HOST", "PORT", "PREFIX", "BY", "SERVER")
_FOR_MACHINES = "monitoring."  # load balancers ask by the machine's address


class Misdirected(HTTPException):
    """The request is for another host than this server's."""

    code = 421

    def __init__(self, address: str) -> None:
        super().__init__(
            f"This server answers at {address} only. Go there, or have an administrator correct `address`."
        )


class Edge:
    """Stands before the application: takes the sender from trusted proxies, and the name from the settings."""

    def __init__(self, inner: "WSGIApplication", settings: Settings) -> None:
        hops = settings.proxies
        self._inner = inner
        self._behind = ProxyFix(inner, x_for=hops, x_proto=hops, x_host=hops) if hops else inner
        self._trusted = settings.trusted
        self._hops = hops

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on."""
        is_trusted = bool(self._hops) and is_among(environ.get("REMOTE_ADDR", ""), self._trusted)
        environ[_IS_TRUSTED] = is_trusted
        if is_trusted:
            return self._behind(environ, start_response)
        for name in _HOP_HEADERS:
            environ.pop(f"HTTP_X_FORWARDED_{name}", None)
        environ.pop("HTTP_FORWARDED", None)
        return self._inner(environ, start_response)


class Named:
    """Puts the server's own name in the place of what a request calls it: addresses that are handed out hold."""

    def __init__(self, inner: "WSGIApplication", address: str) -> None:
        self._inner = inner
        parts = urlsplit(address)
        self._scheme, self._netloc = parts.scheme, parts.netloc

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Pass a request on."""
        environ[_HOST] = environ.get("HTTP_HOST", "")
        environ["HTTP_HOST"], environ["wsgi.url_scheme"] = self._netloc, self._scheme
        return self._inner(environ, start_response)


def install(app: Flask, settings: Settings) -> None:
    """Set up what the settings say of addresses and proxies."""
    if settings.address:
        app.wsgi_app = Named(app.wsgi_app, settings.address)  # type: ignore[method-assign]
        app.before_request(_must_be_for_us(settings.address))
    app.wsgi_app = Edge(app.wsgi_app, settings)  # type: ignore[method-assign]


def is_behind_tls(settings: Settings) -> bool:
    """Whether browsers reach the server by TLS alone."""
    return settings.address.startswith("https://")


def said_by_proxy(header: str) -> str:
    """Return what a trusted proxy says in a header; "" if it says nothing or is none of those."""
    said = request.headers.get(header, "") if request.environ.get(_IS_TRUSTED) else ""
    try:
        return said.encode("latin-1").decode("utf-8")  # headers are read as Latin-1, and proxies write names in UTF-8
    except UnicodeError:
        return said


def _must_be_for_us(address: str) -> Callable[[], None]:
    ours = urlsplit(address).hostname

    def check() -> None:
        if (request.endpoint or "").startswith(_FOR_MACHINES):
            return
        try:
            asked = urlsplit(f"//{request.environ.get(_HOST, '')}").hostname
        except ValueError:  # half an address in brackets
            asked = None
        if asked != ours:
            raise Misdirected(address)

    return check
