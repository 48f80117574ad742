"""The form of the guide composer."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField

from screener.errors import Refused
from screener.journeys.guide_composer import Composer, Composition, mistakes_in
from screener.web.bank.forms import Entered

WEIGHT, REASON = "weight-", "reason-"  # before the id of a competency
ROLES = {"sales": "Sales leaders", "marketing": "Marketing leaders", "both": "Leaders of both", "any": "Any of them"}


class Composing(Entered):
    """A guide with its competencies and questions; `composing_form` adds weights and reasons."""

    name = StringField("Name of the guide")
    role = RadioField("Whom is it for?", choices=ROLES, validate_choice=False)
    minutes = StringField("Minutes in all")
    opening = TextAreaField("What the interviewer says first")
    opening_minutes = StringField("For the opening")
    closing = TextAreaField("What the interviewer says last")
    closing_minutes = StringField("For the closing")
    competency = SelectMultipleField("What is rated", validate_choice=False)
    questions = SelectMultipleField("Questions", validate_choice=False)
    single_question_reason = TextAreaField("Why one question on a competency is enough")

    def entered(self) -> Composition:
        """Return what was entered."""
        return Composition(
            **{name: self._fields[name].data or "" for name in _PLAIN},
            weights={
                name: (self._text(WEIGHT + name), self._text(REASON + name)) for name in self.competency.data or ()
            },
            questions=tuple(dict.fromkeys(self.questions.data or ())),
        )

    def mistakes(self) -> Iterable[Refused]:
        """Return what is wrong with what was entered."""
        return mistakes_in(self.entered())

    def _text(self, name: str) -> str:
        return (self._fields[name].data or "") if name in self._fields else "1" if name.startswith(WEIGHT) else ""


_PLAIN = ("base", "name", "role", "minutes", "opening", "opening_minutes", "closing", "closing_minutes",
          "single_question_reason")  # fmt: skip


def composing_form(page: Composer | None = None) -> Composing:
    """Return the form as it was sent, or for what a page begins with."""
    if page is None:
        sent = (name.removeprefix(WEIGHT) for name in request.form if name.startswith(WEIGHT))
        return _with_weights(sent)()
    entered = page.entered
    data: dict[str, Any] = {name: getattr(entered, name) for name in _PLAIN}
    for name, (weight, reason) in entered.weights.items():
        data |= {WEIGHT + name: weight, REASON + name: reason}
    return _with_weights(rubric.id for rubric in page.rubrics)(formdata=None, data=data)


def name_weights(form: Composing, page: Composer) -> None:
    """Have a list of what is wrong say of which competency."""
    for rubric in page.rubrics:
        if WEIGHT + rubric.id in form:
            form[WEIGHT + rubric.id].label.text = f"Weight of “{rubric.name}”"
            form[REASON + rubric.id].label.text = f"Reason for the weight of “{rubric.name}”"


def _with_weights(names: Iterable[str]) -> type[Composing]:
    class WithWeights(Composing):
        """The weights of a bank's competencies."""

    for name in dict.fromkeys(names):
        setattr(WithWeights, WEIGHT + name, StringField("Weight", default="1"))
        setattr(WithWeights, REASON + name, TextAreaField("Reason"))
    return WithWeights
