"""The history of a bank and differences between its states, as lines of text and as data."""

from collections.abc import Iterable, Iterator
from typing import Any

from screener.rendering.words import printable

KINDS = {
    "begun": "history begins", "edited": "changed", "restored": "brought back", "imported": "taken over from a file",
    "upgraded": "upgraded", "outside": "changed on disk",
}  # fmt: skip
_SIGNS = {"same": " ", "out": "-", "in": "+"}


def history_lines(rows: Iterable[Any]) -> Iterator[str]:
    """Return the lines for `journeys.bank_history.HistoryRow`s: number, time, fingerprint, who, how, why, files."""
    for row in rows:
        save, who = row.save, f" by {row.person.name}" if row.person else ""
        now = " (now)" if row.is_current else ""
        at = f"{save.at[:10]} {save.at[11:16]} UTC"  # whole minutes of ISO 8601
        yield printable(f"{save.id:>4}  {at}  {save.bank}  {KINDS[save.kind]}{who}{now}") + "\n"
        for line in save.reason.splitlines():
            yield printable(f"      {line}") + "\n"
        for path in row.paths:
            yield printable(f"      · {path}") + "\n"


def history_data(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the same as data that `json` can write."""
    return [
        {
            "number": row.save.id,
            "at": row.save.at,
            "bank": row.save.bank,
            "kind": row.save.kind,
            "person": row.person.name if row.person else None,
            "reason": row.save.reason,
            "files": list(row.paths),
            "is_current": row.is_current,
        }
        for row in rows
    ]


def difference_lines(files: Iterable[Any]) -> Iterator[str]:
    """Return the lines for `journeys.bank_difference.FileDifference`s, in the manner of `diff -u`."""
    for file in files:
        yield f"--- {'(not there)' if file.is_new else file.path}\n"
        yield f"+++ {'(not there)' if file.is_gone else file.path}\n"
        for line in file.lines:
            yield "…\n" if line.kind == "gap" else printable(f"{_SIGNS[line.kind]}{line.text}") + "\n"
