"""The forms with which the bank is edited as text, adopted and brought back."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, StringField, TextAreaField

from screener.errors import Refused
from screener.web.forms import Form


class Entered(Form):
    """A form whose mistakes a journey knows; all of them are told at once."""

    base = HiddenField()

    def mistakes(self) -> Iterable[Refused]:
        """Return what is wrong with what was entered."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be kept."""
        is_right, mistakes = bool(super().validate(extra_validators)), tuple(self.mistakes())
        for mistake in mistakes:
            self.refuse(str(mistake), mistake.field)
        return is_right and not mistakes


class FileText(Form):
    """A file of the bank as text, what it goes by, and why it is changed."""

    text = TextAreaField("The file")
    base = HiddenField()
    draft = HiddenField()
    seen = HiddenField()
    reason = StringField("Why is it changed?")

    def told(self, name: str) -> str:
        """Return what was entered into a field."""
        return self._fields[name].data or ""


class Adopting(Form):
    """The wish to adopt a draft as it was shown, and why."""

    seal = HiddenField()
    reason = StringField("Why is the bank changed?")
