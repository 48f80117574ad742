"""The first page of the file for an access request: what is in it, what is not, and what the candidate may ask."""

from typing import Any

from screener.rendering.pages import page_environment
from screener.rendering.record_html import utc


def access_page(access: Any, names: list[str]) -> str:
    """Return the page for what `journeys.access_request` returns; `names` are those of the files beside it."""
    environment = page_environment()
    environment.filters["utc"] = utc
    return environment.get_template("records/access.html").render(access=access, names=names)
