"""The interview itself: the live page, what it sends, suggestions, review, transcript."""

from typing import Any

from flask import Blueprint, request

from screener.journeys.imports import LARGEST_FILE

blueprint = Blueprint("live", __name__, url_prefix="/interviews/<interview_id>")

_LARGEST = {  # bytes, where more is taken than a form holds
    "live.journal": 4 * 1024 * 1024,  # an hour's notes that waited for the network, several times over
    "live.transcript": LARGEST_FILE + 64 * 1024,
}


@blueprint.url_value_preprocessor
def _let_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit here: the protection against forgery reads a request before its view could."""
    if endpoint in _LARGEST:
        request.max_content_length = _LARGEST[endpoint]


from screener.web.live import journal, transcripts, views  # noqa: E402, F401 (they register their addresses here)
