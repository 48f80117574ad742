"""The form with which a sample answer is rated."""

from wtforms import HiddenField, RadioField
from wtforms.validators import AnyOf

from screener.web.forms import Form

NO_EVIDENCE = "none"
_LEVELS = [*map(str, range(1, 6)), NO_EVIDENCE]
_CHOOSE = "Choose a level from 1 to 5, or “no evidence”."


class SampleRating(Form):
    """A level for a sample answer. `key` and `run` say which one was on the page."""

    key = HiddenField()
    run = HiddenField()
    level = RadioField(
        "Your rating", [AnyOf(_LEVELS, _CHOOSE)], choices={level: level for level in _LEVELS}, validate_choice=False
    )

    def chosen(self) -> int | None:
        """Return the level that was sent; None for "no evidence"."""
        return None if self.level.data == NO_EVIDENCE else int(self.level.data)

    def sent_run(self) -> int:
        """Return the run that was sent; 0 for what is no number."""
        sent = str(self.run.data or "")
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 7 else 0
