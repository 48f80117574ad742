"""Headers that every answer carries: nothing from elsewhere, nothing kept by browsers that is personal."""

from collections.abc import Mapping
from http.client import BAD_REQUEST

from flask import Flask, request
from werkzeug.wrappers import Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# A year and more, so that a browser that comes once a year is still held to it.
_TLS_ONLY = f"max-age={400 * 24 * 60 * 60}; includeSubDomains"
_NOTHING = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "hid",
        "microphone", "midi", "payment", "serial", "usb",
    )
)  # fmt: skip


def install(app: Flask, *, is_behind_tls: bool) -> None:
    """Add the headers to each answer; behind TLS, that browsers are to come by TLS alone."""
    always = always_sent(is_behind_tls=is_behind_tls)
    app.after_request(lambda response: _add(response, always))


def always_sent(*, is_behind_tls: bool) -> Mapping[str, str]:
    """Return what no answer may lack, whoever gives it."""
    always = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": _NOTHING,
        "Cache-Control": "no-store",
    }
    return always | {"Strict-Transport-Security": _TLS_ONLY} if is_behind_tls else always


def _add(response: Response, always: Mapping[str, str]) -> Response:
    own = {"Content-Security-Policy"}  # the editor's page lets a style sheet in
    if request.endpoint == "static" and response.status_code < BAD_REQUEST:
        own |= {"Cache-Control"}
    for name, value in always.items():
        if name not in own or name not in response.headers:
            response.headers[name] = value
    return response
