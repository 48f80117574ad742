"""The form of a policy's thresholds and stands."""

from collections.abc import Iterable

from flask import request
from wtforms import SelectField, StringField, TextAreaField

from screener.errors import Refused
from screener.journeys.policy_thresholds import ACCEPTED, USUAL, Stand, Thresholds, ThresholdsPage, mistakes_in
from screener.web.bank.forms import Entered

SEVERITY, OWN, REASON = "severity-", "own-", "reason-"  # before the id of a philosophy
SEVERITIES = {"high": "High risk", "medium": "Medium risk", "low": "Low risk", ACCEPTED: "Not a risk here"}


class Thresholding(Entered):
    """A policy's three thresholds; `thresholds_form` adds what it makes of each belief."""

    show_from = StringField("Flags show from")
    suggest_from = StringField("Suggestions by examples alone show from")
    levels_from = StringField("Suggested levels show from")

    def entered(self) -> Thresholds:
        """Return what was entered."""
        names = [name.removeprefix(SEVERITY) for name in self._fields if name.startswith(SEVERITY)]
        stands = {name: Stand(*(self._text(before + name) for before in (SEVERITY, OWN, REASON))) for name in names}
        return Thresholds(**{name: self._text(name) for name in USUAL}, stands=stands, base=self._text("base"))

    def mistakes(self) -> Iterable[Refused]:
        """Return what is wrong with what was entered."""
        return mistakes_in(self.entered())

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
