"""Examples carry their evidence between `<<` and `>>`."""

import re

_MARK = re.compile(r"<<|>>")


def unmark(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text without its marks, and the marked spans as offsets into that text.

    Raises ValueError for a mark that is not closed, not opened, nested or empty.
    """
    plain, spans, start, last = "", [], None, 0
    for found in _MARK.finditer(marked):
        plain += marked[last : found.start()]
        last = found.end()
        if found.group() == "<<":
            if start is not None:
                raise ValueError("a second `<<` before the `>>` of the first (close it)")
            start = len(plain)
        elif start is None:
            raise ValueError("`>>` without `<<` (open the mark before it)")
        elif not plain[start:].strip():
            raise ValueError("nothing stands between `<<` and `>>` (mark the words of the evidence)")
        else:
            spans.append((start, len(plain)))
            start = None
    if start is not None:
        raise ValueError("`<<` without `>>` (close the mark)")
    return plain + marked[last:], tuple(spans)
