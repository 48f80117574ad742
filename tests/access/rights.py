"""The words of the table: kinds of people, what an address answers them, and the patterns that most addresses follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """What somebody gets."""

    YES = "yes"
    NOT_FOUND = "not there"  # as if there were no such thing: 404, the same as for an id that was made up
    REFUSED = "refused"  # it is there, and this person may see that, but not do this: 403
    SIGN_IN = "sign in"  # led to the sign-in page, or 401 for programs


YES, NOT_FOUND, REFUSED, SIGN_IN = Answer.YES, Answer.NOT_FOUND, Answer.REFUSED, Answer.SIGN_IN

# The columns, in their order: what stands above them, and who is meant.
VIEWERS: Mapping[str, tuple[str, str]] = {
    "nobody": ("Nobody", "Somebody who is not signed in"),
    "program": ("Program", "Another program, with a token that an administrator made"),
    "own": ("Own", "An interviewer, about their own interview and its candidate"),
    "colleague": ("Colleague’s", "An interviewer, about a colleague’s interview with a candidate whom both interview"),
    "outsider": ("Other’s", "An interviewer, about a candidate whom only others interview"),
    "moderator": ("Moderator", "Who moderates the panel, here an interviewer without an interview of their own"),
    "manager": ("Manager", "A hiring manager on the panel of the opening"),
    "elsewhere": ("Manager elsewhere", "A hiring manager who is not on the panel of the opening"),
    "hr": ("HR", "Somebody of HR"),
    "administrator": ("Administrator", "An administrator"),
}


class Rights(dict[str, Answer]):
    """What each kind of person gets."""

    def but(self, **changes: Answer) -> "Rights":
        """Return the same with some answers changed."""
        assert changes.keys() <= VIEWERS.keys()
        return Rights({**self, **changes})


def _signed_in(**answers: Answer) -> Rights:
    return Rights({**dict.fromkeys(VIEWERS, SIGN_IN), **answers})


_RATERS = ("own", "colleague", "outsider", "moderator")

EVERYBODY = Rights(dict.fromkeys(VIEWERS, YES))
NO_ONE = Rights(dict.fromkeys(VIEWERS, NOT_FOUND))
SIGNED_IN = EVERYBODY.but(nobody=SIGN_IN, program=SIGN_IN)
PROGRAM = _signed_in(program=YES)
# What belongs to one person alone; for everybody else it is not there.
OWN = SIGNED_IN.but(**{viewer: NOT_FOUND for viewer in VIEWERS if viewer not in ("nobody", "program", "own")})
MANAGERS = SIGNED_IN.but(**dict.fromkeys((*_RATERS, "manager", "elsewhere"), REFUSED))  # HR and administrators
ADMINISTRATORS = MANAGERS.but(hr=REFUSED)
OPENING = SIGNED_IN.but(**dict.fromkeys((*_RATERS, "elsewhere"), NOT_FOUND))
CHANGE_OPENING = OPENING.but(manager=REFUSED)
CANDIDATE = SIGNED_IN.but(outsider=NOT_FOUND, elsewhere=NOT_FOUND)
CHANGE_CANDIDATE = CANDIDATE.but(own=REFUSED, colleague=REFUSED, moderator=REFUSED, manager=REFUSED)
LEAD_DISCUSSION = CANDIDATE.but(own=REFUSED, colleague=REFUSED, manager=REFUSED)


@dataclass(frozen=True)
class Row:
    """An address with a method: what it is for, and who may.

    `sends` are the fields of the form, `asks` stands behind the question mark; `at` names other things than the usual
    ones that the address is about. `is_data` marks what scripts send as JSON. `note` stands below the table.
    """

    method: str
    address: str
    what: str
    rights: Rights
    sends: Mapping[str, Any] = field(default_factory=dict)
    asks: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    is_data: bool = False
    note: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.address}"
