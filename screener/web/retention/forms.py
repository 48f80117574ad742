"""The forms about keeping and erasing."""

from wtforms import BooleanField, SelectField, TextAreaField

from screener.web.forms import Form


class Confirmation(Form):
    """Whether a candidate is to be erased after all."""

    is_sure = BooleanField("I have read this. Erase for good.")


class ChosenRule(Form):
    """The rule of an opening."""

    rule = SelectField("Rule", validate_choice=False)


class NewHold(Form):
    """A legal hold: on whom, and why."""

    candidate = SelectField("On", validate_choice=False)
    reason = TextAreaField("Why")
