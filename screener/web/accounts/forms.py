"""The forms of accounts."""

from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired

from screener.web.forms import Form

ROLES = {
    "interviewer": "Interviewer",
    "hiring-manager": "Hiring manager",
    "hr": "HR",
    "administrator": "Administrator",
}


class PasswordSignIn(Form):
    """Email and password."""

    email = EmailField("Email address", [DataRequired("Enter your email address.")])
    password = PasswordField("Password", [DataRequired("Enter your password.")])


class CodeSignIn(Form):
    """An access code."""

    code = StringField("Access code", [DataRequired("Enter the code that HR gave you.")])


class Confirmation(Form):
    """Nothing but the wish."""


class NewPassword(Form):
    """A new password for oneself."""

    password = PasswordField("New password", [DataRequired("Enter a password.")])


class OwnDetails(Form):
    """Name and email of oneself."""

    name = StringField("Name", [DataRequired("Enter your name.")])
    email = EmailField("Email address")


class PersonDetails(Form):
    """Somebody's name, email and role."""

    name = StringField("Name", [DataRequired("Enter a name.")])
    email = EmailField("Email address")
    role = SelectField("Role", choices=ROLES)
