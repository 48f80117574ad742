"""What the YAML parser finds wrong, in plain words, at the place where it is to be mended."""

from collections.abc import Sequence
from typing import Any

Place = tuple[int, int]
_USUAL = "check indentation, quotes and colons here and just above"

# The parser's words, those of what it was about, ours, and whether the place is where that began.
_REASONS: Sequence[tuple[str, str, str, bool]] = (
    (
        "mapping values are not allowed",
        "",
        "a colon and a blank stand inside a text (put the text between double quotes)",
        False,
    ),
    (
        "could not find expected ':'",
        "simple key",
        "this line is no `key: value` (if it goes on with the text above, indent it as that is)",
        True,
    ),
    ("unexpected end of stream", "quoted scalar", "this quotation mark is never closed (add the second one)", True),
    ("expected ',' or ']'", "flow sequence", "this `[` is never closed, or lacks a comma (add `]` or the comma)", True),
    ("expected ',' or '}'", "flow mapping", "this `{` is never closed, or lacks a comma (add `}` or the comma)", True),
    (
        "did not find expected node content",
        "flow node",
        "a bracket was opened before this and is never closed, or a value is missing (add it)",
        False,
    ),
    (
        "did not find expected key",
        "block mapping",
        "a `key: value` is expected here (indent this as the lines around it, or quote the text before it)",
        False,
    ),
    (
        "expected '-' indicator",
        "block collection",
        "this stands in a list and does not begin with `- ` (indent it further, or begin it with `- `)",
        False,
    ),
    (
        "block sequence entries are not allowed",
        "",
        "a list begins behind a key (put it on lines of its own, or the text between double quotes)",
        False,
    ),
    (
        "expected comment or line break",
        "block scalar",
        "text stands behind `>` or `|` (begin it in the next line)",
        False,
    ),
)


def reason_of(error: Any, text: str) -> tuple[Place, str]:
    """Return where and what a parser's `MarkedYAMLError` about `text` says, lines and columns counted from 1."""
    problem, context = error.problem or "not valid YAML", error.context or ""
    mark = error.problem_mark or error.context_mark
    if "cannot start any token" in problem and mark is not None:
        return _place(mark), _of_sign(text, mark)
    for words, about, ours, is_at_beginning in _REASONS:
        if words in problem and about in context:
            return _place(error.context_mark if is_at_beginning and error.context_mark else mark), ours
    reason = f"{problem}, {context}" if context else problem
    return _place(mark) if mark is not None else (1, 1), f"{reason} ({_USUAL})"


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _of_sign(text: str, mark: Any) -> str:
    lines = text.split("\n")
    line = lines[mark.line].rstrip("\r") if mark.line < len(lines) else ""
    sign = line[mark.column : mark.column + 1]
    if sign == "\t":
        return "a Tab stands at the beginning of the line (use blanks)"
    return f"a text cannot begin with `{sign}` (put it between double quotes)" if sign else f"not valid YAML ({_USUAL})"
