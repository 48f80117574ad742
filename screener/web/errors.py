"""Mistakes as pages, or as data where a script asked: what is wrong and what to do."""

import errno

from flask import Flask, g, jsonify, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.wrappers import Response

from screener.errors import (
    Conflict,
    Erased,
    NotAllowed,
    NotFound,
    Refused,
    ScreenerError,
    StorageTrouble,
    TroubleKind,
    TryLater,
)
from screener.web import logs
from screener.web.api.problems import is_asked as is_asked_by_program
from screener.web.api.problems import problem, problem_of
from screener.web.context import forget, signed_in, to
from screener.web.monitoring.metrics import count_trouble

Answer = Response | tuple[Response | str, int]

# The first that fits counts.
_STATUS: dict[type[ScreenerError], int] = {
    Erased: 410,
    NotFound: 404,
    TryLater: 429,
    NotAllowed: 403,
    Conflict: 409,
    Refused: 422,
}
_TITLES = {
    400: "That did not work", 403: "Not open to you now", 404: "Not found", 405: "That did not work",
    409: "Changed in the meantime", 410: "Erased", 413: "Too large", 421: "Another address", 422: "Not taken",
    429: "Too many tries",
    500: "Something broke here", 503: "Not possible at the moment",
}  # fmt: skip
UNREADABLE = "The browser sent something that cannot be read. Go back, reload the page and try again."
TOO_LARGE = (
    "What was sent is larger than this page takes: a transcript or a list may have 5 MB, a bank 7, a form half of one. "
    "Go back and shorten it, or choose a smaller file; an hour's talk has 0.1 MB."
)
_TEXTS = {
    400: UNREADABLE,
    404: "There is nothing at this address, or it is not for you to see.",
    405: "This address does not take what the browser sent. Go back and use the page's own buttons.",
    413: TOO_LARGE,
    500: "The mistake is ours and has been written to the server's log. What was saved before is safe.",
}


_TROUBLES: dict[TroubleKind, str] = {
    "disk full": "The server’s disk is full.",
    "disk error": "The server’s disk reports an error.",
    "busy": "Another program holds the database.",
    "damaged": "The database is damaged.",
    "read-only": "The server may not write to the database.",
    "unreachable": "The database cannot be reached.",
}
_IN_A_SCRIPT = (
    "Nothing was saved. What you wrote is still on this page: leave it open, it tries again by itself. {why} If it "
    "goes on, tell whoever looks after Screener."
)
_IN_A_FORM = (
    "Nothing was saved. What you wrote is still on this page: reload it in a minute, and let the browser send "
    "everything again. {why} If it goes on, tell whoever looks after Screener."
)
_NOT_SHOWN = (
    "This page cannot be shown now. {why} Try again in a minute; if it goes on, tell whoever looks after Screener."
)
_OF_THE_DISK: dict[int, TroubleKind] = {
    errno.ENOSPC: "disk full", errno.EDQUOT: "disk full", errno.EIO: "disk error", errno.EROFS: "read-only",
}  # fmt: skip
_RETRY_SECONDS = 10
_TOO_LARGE = 413
_UNSEEN = (
    "csrf_token", "key", "revision", "then", "do", "next", "password", "code", "was_", "seal", "base", "seen", "draft",
)  # fmt: skip
_SHORTEST_TEXT = 3  # a level or a choice is quickly made again


def install(app: Flask) -> None:
    """Answer every mistake in the same manner."""
    app.register_error_handler(ScreenerError, _ours)
    app.register_error_handler(StorageTrouble, lambda trouble: _trouble(trouble.kind))
    app.register_error_handler(OSError, _disk)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _theirs)
    app.register_error_handler(500, lambda _error: _answer(500, _TEXTS[500]))


def wants_data() -> bool:
    """Whether a script asked, which reads JSON."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def _ours(error: ScreenerError) -> Answer:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    message = _TEXTS[404] if status == 404 else str(error)
    answer = _answer(status, message, "erased" if isinstance(error, Erased) else "")
    if isinstance(error, TryLater):
        answer = make_response(answer)
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _disk(error: OSError) -> Answer:
    """Answer what the disk refused outside the database; anything else is a mistake of ours."""
    kind = _OF_THE_DISK.get(error.errno or 0)
    if kind is None:
        raise error
    return _trouble(kind)


def _trouble(kind: TroubleKind) -> Answer:
    """Answer that nothing could be saved or read now: whoever asked keeps what they have, and asks again."""
    logs.note_trouble(kind)
    count_trouble(kind)
    g.signed_in, g.is_in_trouble = None, True  # the page around the words must not ask the database once more
    is_sent = request.method == "POST"
    words = _NOT_SHOWN if not is_sent else _IN_A_SCRIPT if wants_data() else _IN_A_FORM
    answer = make_response(_answer(503, words.format(why=_TROUBLES[kind]), "storage"))
    answer.headers["Retry-After"] = str(_RETRY_SECONDS)
    return answer


def _stale(_error: CSRFError) -> Answer:
    """Answer a form whose page is older than the sign-in."""
    if signed_in() is None:
        return _to_sign_in()
    return _answer(400, "This page was opened before you last signed in. Reload it and send it again.", "stale")


def _theirs(error: HTTPException) -> Answer:
    if is_asked_by_program():
        return problem_of(error)
    if isinstance(error, Unauthorized):
        return _to_sign_in()
    status = error.code or 500
    return _answer(status, _TEXTS.get(status, error.description or ""))


def _to_sign_in() -> Answer:
    if wants_data() or request.headers.get("HX-Request"):
        return _answer(401, "You are not signed in any more. Sign in again; nothing is lost.", "signed-out")
    forget()
    if texts := _texts_sent():
        return render_template("signed_out.html", texts=texts, address=url_for("accounts.sign_in")), 401
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return to("accounts.sign_in", next=wanted) if wanted not in ("", "/") else to("accounts.sign_in")


def _texts_sent() -> list[str]:
    """Return what somebody wrote into a form that was not taken, so that it can be shown and is not lost."""
    try:
        sent = list(request.form.items()) if request.method == "POST" else []
    except HTTPException:  # what nobody has read so far, because there is nothing at the address, may be too large
        return []
    texts = ((name, text) for name, text in sent if isinstance(text, str))  # no file
    return [text for name, text in texts if not name.startswith(_UNSEEN) and len(text.strip()) > _SHORTEST_TEXT]


def _answer(status: int, message: str, code: str = "") -> Answer:
    if is_asked_by_program():
        return problem(status, message)
    if wants_data():
        return jsonify(error=message, code=code or str(status)), status
    if request.headers.get("HX-Request"):
        return render_template("components/_refusal.html", message=message), status
    title = _TITLES.get(status, "That did not work")
    texts = _texts_sent() if status != _TOO_LARGE else []  # what is too large is not read
    return render_template(
        "error.html", title=title, message=message, home=url_for("openings.home"), texts=texts
    ), status
