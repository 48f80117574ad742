"""What a program asks: who it is, which page it wants, and nothing that an address does not know."""

from collections.abc import Collection, Mapping

from flask import g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import NotAcceptable, Unauthorized

from screener.errors import Refused
from screener.journeys.exchange import Page
from screener.journeys.tokens import reader_by
from screener.storage.records import Person
from screener.web.context import instance

USUAL_SIZE, LARGEST_SIZE = 50, 100
_LAST_PAGE = 1_000_000  # further than any list goes
_NO_TOKEN = (
    "Send a token in the header, as in “Authorization: Bearer screener_…”. Administrators make tokens on the page "
    "/tokens. A token in the address is not read."
)
_NO_SUCH_TOKEN = "This token is not known, has expired or was withdrawn. Ask an administrator for another one."


def must_take_json() -> None:
    """Raise NotAcceptable where only something else than JSON is wanted."""
    wanted = request.accept_mimetypes
    if wanted and not wanted["application/json"]:
        raise NotAcceptable("Answers are JSON: send “Accept: application/json”, or no such header.")


def must_have_token() -> None:
    """Look the token up. Raises Unauthorized without one that works."""
    sent = request.authorization
    secret = sent.token if sent and sent.type == "bearer" else None
    reader = reader_by(instance(), secret) if secret else None
    if reader is None:
        values: dict[str, str | None] = {"realm": "Screener"}
        if secret:
            values["error"] = "invalid_token"
        raise Unauthorized(_NO_SUCH_TOKEN if secret else _NO_TOKEN, www_authenticate=WWWAuthenticate("bearer", values))
    g.reader = reader


def reader() -> Person:
    """Return as whom the program reads."""
    found: Person = g.reader
    return found


def parameters(*known: str) -> Mapping[str, str]:
    """Return what stands in the address behind the question mark.

    Raises Refused for what this address does not know, so that a slip of the pen does not look like an answer, and for
    what is there twice.
    """
    unknown = [name for name in request.args if name not in known]
    if any("token" in name for name in unknown):
        raise Refused("A token belongs into the header “Authorization”, never into an address: addresses are logged.")
    if unknown:
        knows = f"It knows {', '.join(known)}." if known else "It knows none."
        raise Refused(f"This address has no parameter “{unknown[0]}”. {knows}")
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise Refused(f"The parameter “{twice[0]}” is there more than once.")
    return request.args


def page_in(given: Mapping[str, str]) -> Page:
    """Return which page is wanted. Raises Refused for what is no page."""
    return Page(
        number_in(given, "page", 1, smallest=1, largest=_LAST_PAGE) or 1,
        number_in(given, "per_page", USUAL_SIZE, smallest=1, largest=LARGEST_SIZE) or USUAL_SIZE,
    )


def number_in(given: Mapping[str, str], name: str, usual: int | None, *, smallest: int, largest: int) -> int | None:
    """Return a whole number within limits, and the usual one where none is given. Raises Refused."""
    text = given.get(name)
    if text is None:
        return usual
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(largest)) else -1
    if not smallest <= number <= largest:
        raise Refused(f"“{name}” has to be a whole number from {smallest} to {largest}.", name)
    return number


def choice_in(given: Mapping[str, str], name: str, choices: Collection[str], usual: str) -> str:
    """Return one of several words, and the usual one where none is given. Raises Refused."""
    chosen = given.get(name, usual)
    if chosen not in choices:
        raise Refused(f"“{name}” has to be one of {', '.join(choices)}.", name)
    return chosen
