"""The form of a policy's thresholds and stands."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from screener.journeys.policy_thresholds import ACCEPTED, USUAL, Stand, Thresholds, ThresholdsPage, mistakes_in
from screener.web.forms import Form

SEVERITY, OWN, REASON = "severity-", "own-", "reason-"  # before the id of a philosophy
SEVERITIES = {"high": "High risk", "medium": "Medium risk", "low": "Low risk", ACCEPTED: "Not a risk here"}


class Thresholding(Form):
    """A policy's three thresholds; `thresholds_form` adds what it makes of each belief."""

    base = HiddenField()
    show_from = StringField("Flags show from")
    suggest_from = StringField("Suggestions by examples alone show from")
    levels_from = StringField("Suggested levels show from")

    def entered(self) -> Thresholds:
        """Return what was entered."""
        names = [name.removeprefix(SEVERITY) for name in self._fields if name.startswith(SEVERITY)]
        stands = {name: Stand(*(self._text(before + name) for before in (SEVERITY, OWN, REASON))) for name in names}
        return Thresholds(**{name: self._text(name) for name in USUAL}, stands=stands, base=self._text("base"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be kept; what is wrong is told of everything at once."""
        is_right = bool(super().validate(extra_validators))
        mistakes = mistakes_in(self.entered())
        for mistake in mistakes:
            self.refuse(str(mistake), mistake.field)
        return is_right and not mistakes

    def _text(self, name: str) -> str:
        return self._fields[name].data or ""


def thresholds_form(page: ThresholdsPage | None = None) -> Thresholding:
    """Return the form as it was sent, or for what a page begins with."""
    if page is None:
        sent = (name.removeprefix(SEVERITY) for name in request.form if name.startswith(SEVERITY))
        return _with_stands(sent)()
    entered = page.entered
    data = {"base": entered.base, **{name: getattr(entered, name) for name in USUAL}}
    for name, stand in entered.stands.items():
        data |= {SEVERITY + name: stand.severity, OWN + name: stand.own, REASON + name: stand.reason}
    return _with_stands(belief.id for belief in page.beliefs)(formdata=None, data=data)


def name_stands(form: Thresholding, page: ThresholdsPage) -> None:
    """Have a list of what is wrong say of which belief."""
    for belief in page.beliefs:
        for before, words in ((SEVERITY, "How risky"), (OWN, "Threshold of its own"), (REASON, "Reason")):
            if before + belief.id in form:
                form[before + belief.id].label.text = f"{words}: {belief.name}"


def _with_stands(names: Iterable[str]) -> type[Thresholding]:
    class WithStands(Thresholding):
        """The stands on a bank's beliefs."""

    for name in dict.fromkeys(names):
        choices = {"": "Choose", **SEVERITIES}
        setattr(WithStands, SEVERITY + name, SelectField("How risky", choices=choices, validate_choice=False))
        setattr(WithStands, OWN + name, StringField("Own"))
        setattr(WithStands, REASON + name, TextAreaField("Reason"))
    return WithStands
