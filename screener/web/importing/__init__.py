"""Lists from elsewhere: uploaded, looked at, taken over."""

from typing import Any

from flask import Blueprint, request

from screener.journeys.importing import LARGEST_LIST

blueprint = Blueprint("importing", __name__)

_LARGEST = LARGEST_LIST + 64 * 1024  # bytes; what surrounds the file in a form is small


@blueprint.url_value_preprocessor
def _let_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit here: the protection against forgery reads a request before its view could."""
    if endpoint == "importing.upload":
        request.max_content_length = _LARGEST


from screener.web.importing import views  # noqa: E402, F401 (it registers its addresses here)
