"""What can go wrong with a user's input, as exceptions whose message says what to do next."""

from typing import Literal


class ScreenerError(Exception):
    """A mistake that its user can mend; the message is shown as it is."""


class Unreadable(ScreenerError):
    """A file or a line of input cannot be read as what it should be."""


class NotFound(ScreenerError):
    """Something was asked for by an id or a name that does not exist."""


class Erased(NotFound):
    """What was asked for belongs to a candidate whose data have been erased."""


class BankInvalid(ScreenerError):
    """The bank has mistakes, so nothing may be scored with it; `screener check` lists them."""


class NotAllowed(ScreenerError):
    """Somebody asked for what they may not see or do now; the message says when or by whom it may be."""


class TryLater(NotAllowed):
    """Somebody tried too often; they may try again in so many `seconds`."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Conflict(ScreenerError):
    """Something has changed in the meantime, or is already there; nothing was overwritten."""


class Refused(ScreenerError):
    """What was entered cannot be taken; `field` names where, the message says what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


TroubleKind = Literal["disk full", "disk error", "busy", "damaged", "read-only", "unreachable"]


class StorageTrouble(ScreenerError):
    """The database cannot take or give anything at the moment. What was under way is undone; nothing of it is kept.

    The message is for whoever looks after the server: it says where and what to do.
    """

    def __init__(self, kind: TroubleKind, message: str) -> None:
        super().__init__(message)
        self.kind: TroubleKind = kind
