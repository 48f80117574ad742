"""Signing in elsewhere: at an OpenID provider, or by what a trusted proxy says."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from http.client import FORBIDDEN, SEE_OTHER
from typing import Any

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from screener.errors import NotAllowed, NotFound
from screener.journeys import provider
from screener.journeys.arrivals import Arrival, sign_in_by_provider, sign_in_by_proxy
from screener.journeys.instance import moment_of
from screener.web.accounts import blueprint
from screener.web.accounts.pages import refused_page
from screener.web.context import PROXY, device, instance, next_page, remember, told_by_proxy

Answer = Response | tuple[str, int]
_UNDER_WAY = "under_way"
_MOST_UNDER_WAY = 3  # several windows may sign in at once; a cookie has little room
_LASTING = timedelta(minutes=10)
_LONGEST_NEXT = 500


@blueprint.get("/sign-in/provider")
def to_provider() -> Answer:
    """Go to the OpenID provider."""
    _must_have("provider")

    def go() -> Response:
        begun = provider.begin(instance(), _back())
        wanted = next_page()
        kept = {**asdict(begun), "next": wanted if len(wanted) <= _LONGEST_NEXT else "", "at": instance().now()}
        del kept["address"]
        session[_UNDER_WAY] = [*_under_way(), kept][-_MOST_UNDER_WAY:]
        return redirect(begun.address, SEE_OTHER)

    return _or_told(go)


@blueprint.get("/sign-in/provider/return")
def from_provider() -> Answer:
    """Come back from the OpenID provider."""
    _must_have("provider")

    def come() -> Response:
        kept = _taken(request.args.get("state", ""))
        begun = provider.Begun("", kept["state"], kept["nonce"], kept["verifier"])
        arrival = provider.finish(instance(), begun, _back(), request.args.to_dict())
        remember(sign_in_by_provider(instance(), arrival, device()))
        return redirect(kept["next"] or url_for("openings.home"), SEE_OTHER)

    return _or_told(come)


@blueprint.get("/sign-in/proxy")
def by_proxy() -> Answer:
    """Sign in whoever the trusted proxy tells of."""
    _must_have("proxy")

    def come() -> Response:
        email, name = told_by_proxy()
        if not email:
            raise NotAllowed("The server before this one does not say who you are. Sign in there, then try again.")
        remember(sign_in_by_proxy(instance(), Arrival(email, is_verified=True, name=name), device()), by=PROXY)
        return redirect(next_page(), SEE_OTHER)

    return _or_told(come)


def _must_have(way: str) -> None:
    if getattr(instance().settings.sign_in, way) is None:
        raise NotFound(way)


def _back() -> str:
    """Return where the provider sends people back to, as it has to be registered there."""
    return url_for("accounts.from_provider", _external=True)


def _under_way() -> list[Mapping[str, Any]]:
    """Return the sign-ins that this browser has begun and not finished."""
    since = instance().clock() - _LASTING
    return [kept for kept in session.get(_UNDER_WAY, []) if moment_of(kept["at"]) > since]


def _taken(state: str) -> Mapping[str, Any]:
    """Take out the sign-in that comes back: each comes back once, and to the browser that began it."""
    under_way = _under_way()
    found = next((kept for kept in under_way if kept["state"] == state), None)
    session[_UNDER_WAY] = [kept for kept in under_way if kept is not found]
    if found is None:
        raise NotAllowed(
            "This sign-in was not begun in this browser, was used already, or took longer than ten minutes. Try again."
        )
    return found


def _or_told(act: Callable[[], Response]) -> Answer:
    """Return what came of it, or the sign-in page with a word why not."""
    try:
        return act()
    except NotAllowed as refusal:
        return refused_page(str(refusal), FORBIDDEN)
