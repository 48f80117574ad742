"""How long what people enter may be. Nothing is cut silently: what is too long is refused with a word why."""

import re
import unicodedata

from screener.errors import Refused

LONGEST_NAME = 120
LONGEST_EMAIL = 254
LONGEST_REASON = 1_000
LONGEST_TEXT = 4_000
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
LONGEST_NOTE = 20_000  # some 3,500 words for one answer


def one_line(text: str, field: str, *, longest: int = LONGEST_NAME, is_needed: bool = True) -> str:
    """Return a name or title without line breaks, controls and stray blanks.

    Raises Refused if it is empty (and needed) or too long.
    """
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or _is_text(c))
    return _checked(" ".join(kept.split()), field, longest, is_needed)


def several_lines(text: str, field: str, *, longest: int = LONGEST_REASON, is_needed: bool = False) -> str:
    """Return a text of any lines without controls, with plain line ends.

    Raises Refused if it is empty (and needed) or too long.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _checked("".join(c for c in text if c in "\n\t" or _is_text(c)).strip(), field, longest, is_needed)


def _is_text(character: str) -> bool:
    """Controls steer terminals and files; joiners, direction marks and what is newer than this Python stay."""
    return unicodedata.category(character) not in ("Cc", "Cs")


def _checked(text: str, field: str, longest: int, is_needed: bool) -> str:
    if all(unicodedata.category(c) in _UNSEEN for c in text):  # nothing that can be seen
        text = ""
    if is_needed and not text:
        raise Refused("Please fill this in.", field)
    if len(text) > longest:
        raise Refused(f"This has {len(text):,} characters; {longest:,} fit. Please shorten it.", field)
    return text


def email_address(email: str) -> str:
    """Return an email address as it is kept and compared; "" stays empty.

    Raises Refused for what is none.
    """
    email = email.strip().casefold()
    if len(email) > LONGEST_EMAIL or (email and not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+", email)):
        raise Refused("Enter an email address like name@company.example.", "email")
    return email
