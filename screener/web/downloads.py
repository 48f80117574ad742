"""Files that people download."""

from collections.abc import Iterable

from werkzeug.wrappers import Response

from screener.rendering.cells import Cell, csv_text


def attached(response: Response, name: str) -> Response:
    """Return an answer that browsers keep as a file; `name` is in plain letters."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def csv_file(name: str, rows: Iterable[Iterable[Cell]]) -> Response:
    """Return a table as a file; `name` is its name without the ending, in plain letters."""
    return attached(Response(csv_text(rows), mimetype="text/csv"), f"{name}.csv")
