"""The form of a new token."""

from wtforms import StringField
from wtforms.validators import DataRequired
from wtforms.widgets import DateInput

from screener.web.forms import Form


class NewToken(Form):
    """For which program, and through which day."""

    name = StringField("Name", [DataRequired("Enter the name of the program.")])
    until = StringField("Last day", widget=DateInput())
