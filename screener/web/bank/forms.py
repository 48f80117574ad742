"""The forms with which the bank is edited as text, adopted and brought back."""

from wtforms import HiddenField, StringField, TextAreaField

from screener.web.forms import Form


class FileText(Form):
    """A file of the bank as text, what it goes by, and why it is changed."""

    text = TextAreaField("The file")
    base = HiddenField()
    draft = HiddenField()
    reason = StringField("Why is it changed?")


class DraftName(Form):
    """What a draft is about."""

    title = StringField("What is it about?")


class Adopting(Form):
    """The wish to adopt a draft as it was shown, and why."""

    seal = HiddenField()
    reason = StringField("Why is the bank changed?")
