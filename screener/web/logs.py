"""What the server writes into its log: no names, no texts, no ids of people, no addresses with secrets in them.

A request is told by the pattern of its address. Of a mistake of ours, where it happened is told and not what with: the
message of an exception may quote what somebody wrote.
"""

import json
import logging
import secrets
import time
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

from flask import Flask, g, has_request_context, request
from werkzeug.wrappers import Response

from screener.journeys.settings import Logging

_requests = logging.getLogger("screener.requests")
_mistakes = logging.getLogger("screener.mistakes")
_storage = logging.getLogger("screener.storage")
_ID = "X-Request-ID"
Details = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class InLines(logging.Formatter):
    """A line for people: time, level, message, and what stands beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = " ".join(f"{name}={value}" for name, value in _beside(record).items())
        line = f"{_time(record)} {record.levelname} {record.getMessage()}"
        where = f"\n{_where(record.exc_info)}" if record.exc_info else ""
        return f"{line} {told}".rstrip() + where


class InJson(logging.Formatter):
    """A JSON object a line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        told: dict[str, Any] = {"at": _time(record), "level": record.levelname.lower(), "logger": record.name}
        told |= {"message": record.getMessage(), **_beside(record)}
        if record.exc_info:
            told["where"] = _where(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


def begin(settings: Logging) -> None:
    """Send the log to standard error in the form that the settings name."""
    handler = logging.StreamHandler()
    handler.setFormatter(InJson() if settings.format == "json" else InLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    _requests.setLevel(logging.INFO if settings.requests else logging.WARNING)


def install(app: Flask) -> None:
    """Note each request and each mistake of ours."""
    app.before_request(_begin)
    app.after_request(_note)
    app.log_exception = _note_mistake  # type: ignore[method-assign, assignment]


def _begin() -> None:
    g.request_id, g.request_began = secrets.token_hex(8), time.perf_counter()


def _note(response: Response) -> Response:
    if "request_id" in g:
        response.headers[_ID] = g.request_id
        took = round((time.perf_counter() - g.request_began) * 1000, 1)
        _requests.info(
            "request", extra={"beside": {**_request(), "status": response.status_code, "milliseconds": took}}
        )
    return response


def _note_mistake(details: Details) -> None:
    """Flask would write the address as it was asked for, in which a sign-in secret may stand."""
    _mistakes.error("mistake of the program", exc_info=details, extra={"beside": _request()})


def note_trouble(kind: str) -> None:
    """Note that the database or the disk refused a request: what kind of trouble it was, and nothing of the request."""
    _storage.error("nothing could be kept or read", extra={"beside": {**_request(), "trouble": kind}})


def _request() -> dict[str, Any]:
    if not has_request_context():
        return {}
    pattern = request.url_rule.rule if request.url_rule else "no such address"
    return {"method": request.method, "address": pattern, "request": g.get("request_id", "")}


def _beside(record: logging.LogRecord) -> dict[str, Any]:
    beside: dict[str, Any] = getattr(record, "beside", {})
    return beside


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _where(details: Details | Literal[True]) -> str:
    """Return the places that a mistake came through, and of what kind each was; not its message."""
    if details is True or details[1] is None:
        return ""
    told, error = list[str](), details[1]
    while error is not None:
        places = traceback.extract_tb(error.__traceback__)
        told.append("".join(f"  {place.filename}:{place.lineno} in {place.name}\n" for place in places))
        told.append(f"  {type(error).__module__}.{type(error).__qualname__}\n")
        following = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if following is None:
            break
        error = following
    return "".join(told).rstrip()
