"""Everything that is kept of an interview as one HTML file that needs no other and prints well."""

import json
from typing import Any

from screener.rendering.pages import page_environment
from screener.rendering.words import sureness


def record_page(record: Any) -> str:
    """Return the file for what `journeys.records` returns."""
    environment = page_environment()
    environment.filters["utc"] = utc
    environment.filters["sureness"] = sureness
    environment.filters["as_kept"] = _as_kept
    return environment.get_template("records/record.html").render(record=record)


def utc(at: str) -> str:
    """Write a kept time to the second, so that it means the same everywhere: 2026-03-02 09:00:00 UTC."""
    return f"{at[:10]} {at[11:19]} UTC"


def _as_kept(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
