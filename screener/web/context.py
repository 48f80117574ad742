"""What a request has at hand: the instance, and who is signed in."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, after_this_request, current_app, g, redirect, request, session, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from screener.journeys.access import manages
from screener.journeys.accounts import SignedIn, find_signed_in
from screener.journeys.instance import Instance
from screener.journeys.throttle import PROOF_DAYS, new_proof
from screener.storage.records import Person
from screener.web.edge import said_by_proxy

P = ParamSpec("P")
T = TypeVar("T")
_TOKEN, _BY = "sign_in", "by"
PROXY = "proxy"
_DAY = 24 * 60 * 60


def install(app: Flask) -> None:
    """Let every template know who is signed in."""
    app.context_processor(_for_templates)


def instance() -> Instance:
    """Return what journeys work with, with the network address that the request came from."""
    if "instance" not in g:
        own = cast(Instance, current_app.extensions["screener"])
        g.instance = replace(own, origin=request.remote_addr or "unknown")
    return cast(Instance, g.instance)


def signed_in() -> SignedIn | None:
    """Return who is signed in; looked up once a request."""
    if "signed_in" not in g:
        token = session.get(_TOKEN, "")
        found = find_signed_in(instance(), token) if token else None
        g.signed_in = found if found and _is_vouched_for(found) else None
    return cast("SignedIn | None", g.signed_in)


def told_by_proxy() -> tuple[str, str]:
    """Return the email address and the name of whom a trusted proxy tells; "" where there is none."""
    proxy = instance().settings.sign_in.proxy
    if proxy is None:
        return "", ""
    return said_by_proxy(proxy.header), said_by_proxy(proxy.name_header) if proxy.name_header else ""


def _is_vouched_for(found: SignedIn) -> bool:
    """Who came by a proxy stays as long as the proxy tells of the same person, and no longer."""
    return session.get(_BY) != PROXY or told_by_proxy()[0].strip().casefold() == found.person.email


def me() -> Person:
    """Return the person who is signed in. Raises Unauthorized, which becomes the sign-in page."""
    found = signed_in()
    if found is None:
        raise Unauthorized
    return found.person


def for_signed_in(view: Callable[P, T]) -> Callable[P, T]:
    """Let only people who are signed in reach a view."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        me()
        return view(*args, **kwargs)

    return guarded


def remember(token: str, by: str = "") -> None:
    """Keep a new sign-in in the browser. Everything of the session before is dropped, its CSRF token too."""
    forget()
    session.permanent = True
    session[_TOKEN] = token
    if by:
        session[_BY] = by
    after_this_request(_prove)


def proof() -> str:
    """Return what the browser has to show that somebody signed in with it before; "" if nothing."""
    return request.cookies.get(_name_of_proof(), "")


def _prove(response: Response) -> Response:
    """Give the browser what it can show at the next sign-in, so that who guesses elsewhere does not hold it up."""
    found = signed_in()
    if found is not None:
        response.set_cookie(
            _name_of_proof(), new_proof(instance(), found.person), PROOF_DAYS * _DAY,
            secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax",
        )  # fmt: skip
    return response


def _name_of_proof() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-before"


def forget() -> None:
    """Drop the sign-in from the browser."""
    session.clear()
    for looked_up in ("signed_in", "csrf_token"):  # a token made from the session before would not be taken
        g.pop(looked_up, None)


def device() -> str:
    """Return the browser's own description, by which people recognise their sign-ins."""
    return request.headers.get("User-Agent", "unknown")[:200]


def next_page() -> str:
    """Return the page of ours that was asked for before signing in; the first page if there is none."""
    wanted = request.values.get("next", "")
    try:
        parts = urlsplit(wanted)
    except ValueError:  # half an address in brackets
        return url_for("openings.home")
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    is_ours = is_ours and wanted.isprintable()  # a line break would end the header that it is sent in
    return wanted if is_ours else url_for("openings.home")


def to(endpoint: str, **values: Any) -> Response:
    """Send the browser on after a form, so that reloading does not send it again."""
    return redirect(url_for(endpoint, **values), 303)


def _for_templates() -> dict[str, Any]:
    found = signed_in()
    person = found.person if found else None
    is_hr = bool(person and manages(person)) and "is_in_trouble" not in g
    trouble = instance().shelf.current().trouble if is_hr else ""
    ways = instance().settings.sign_in
    return {"me": person, "manages": is_hr, "bank_trouble": trouble, "ways": ways}
