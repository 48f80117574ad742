"""What somebody wrote, quoted in a message, and `did you mean …`."""

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 60  # characters of somebody's word that a message repeats


def quoted(word: str) -> str:
    """Return a word between backquotes, cut short if it is long."""
    return f"`{word[:LONGEST]}{'…' if len(word) > LONGEST else ''}`"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `x`?", or the known words if few, for a message in parentheses."""
    choices = sorted(known)
    if len(word) <= LONGEST and (close := get_close_matches(word, choices, n=1, cutoff=0.6)):
        return f"did you mean `{close[0]}`?"
    if 0 < len(choices) <= 12:
        return "known: " + ", ".join(choices)
    return "see docs/file-formats.md"
