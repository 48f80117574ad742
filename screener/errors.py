"""What can go wrong with a user's input, as exceptions whose message says what to do next."""


class ScreenerError(Exception):
    """A mistake that its user can mend; the message is shown as it is."""


class Unreadable(ScreenerError):
    """A file or a line of input cannot be read as what it should be."""


class NotFound(ScreenerError):
    """Something was asked for by an id or a name that does not exist."""


class BankInvalid(ScreenerError):
    """The bank has mistakes, so nothing may be scored with it; `screener check` lists them."""
