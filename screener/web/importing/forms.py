"""The forms of imported lists."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField

from screener.web.forms import Form


class ListOfPeople(Form):
    """A file with people for the panel."""

    file = FileField("CSV file", [FileRequired("Choose a file.")])


class ListOfCandidates(ListOfPeople):
    """A file with candidates, and whose ids it holds."""

    scheme = StringField("System that the ids are from")


class Confirmation(Form):
    """The wish to take a list over as it was shown."""

    seal = HiddenField()
