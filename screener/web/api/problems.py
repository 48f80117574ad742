"""Mistakes as programs read them: always JSON, with a code of few words and a message for people."""

import json
from typing import Any

from flask import request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

ADDRESSES = "/api/"
_CODES = {
    401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 406: "not_acceptable",
    422: "unprocessable", 500: "server_error",
    503: "unavailable",
}  # fmt: skip
_TEXTS = {
    404: "There is nothing at this address, or it is not for this token to see.",
    405: "Everything here is only read: use GET.",
    500: "The mistake is ours and has been written to the server's log.",
    503: "The database cannot be read at the moment. Ask again after the seconds in Retry-After.",
}
_KEPT_HEADERS = ("Allow", "WWW-Authenticate")


def is_asked() -> bool:
    """Whether the request is a program's: it is answered in JSON whatever happens."""
    return request.path.startswith(ADDRESSES)


def problem(status: int, message: str) -> Response:
    """Return a mistake with its status."""
    return in_json({"error": _CODES.get(status, str(status)), "message": _TEXTS.get(status, message)}, status)


def problem_of(error: HTTPException) -> Response:
    """Return what Flask refused, with the headers that say what would have been taken."""
    answer = problem(error.code or 500, error.description or "")
    for name, value in error.get_headers():
        if name in _KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def in_json(data: Any, status: int = 200) -> Response:
    """Return data as JSON, in the order in which they were put together."""
    return Response(json.dumps(data, ensure_ascii=False, allow_nan=False), status, mimetype="application/json")
