"""The forms of candidates, planning and discussion. What may be chosen is the journeys' to say."""

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, DateTimeLocalInput, ListWidget

from screener.journeys.planning import ALONE, JOINT
from screener.web.forms import Form

WAYS = {
    ALONE: "Each alone: one interview per person",
    JOINT: "Together: one joint interview, with a scorecard for each",
}
CARRIED = {
    "nothing": "Nothing: they start afresh and see nothing of earlier rounds",
    "probes": "Follow-up questions only: what earlier interviewers left to be asked, without levels or names",
    "scorecards": "Scorecards: they may read what was submitted in earlier rounds",
}
NO_EVIDENCE = "none"


class CandidateDetails(Form):
    """A candidate's name and HR's note."""

    name = StringField("Name", [DataRequired("Enter a name.")])
    note = TextAreaField("Note")


class Raters(Form):
    """Who interviews, and whether together."""

    raters = SelectMultipleField(
        "Who interviews", validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    way = RadioField("How", choices=WAYS, default=ALONE, validate_choice=False)


class ChosenCandidates(Raters):
    """Interviews with several candidates."""

    candidates = SelectMultipleField(
        "For whom", validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class NewTime(Form):
    """When an interview is to be held."""

    planned_for = StringField("Day and time", widget=DateTimeLocalInput())


class NewInterviews(Raters):
    """Interviews with one candidate."""

    round = SelectField("Round", coerce=int, validate_choice=False)
    guide = SelectField("Guide", validate_choice=False)
    guide_reason = TextAreaField("Why another guide")
    planned_for = StringField("Planned for", widget=DateTimeLocalInput())
    carried = RadioField("What they see of earlier rounds", choices=CARRIED, validate_choice=False)
    carried_note = TextAreaField("Note to the interviewers")


class SettledLevel(Form):
    """The level that a panel settles on."""

    level = RadioField("Settle on", validate_choice=False)
    reason = TextAreaField("Reason")

    def chosen(self) -> int | None:
        """Return the level that was sent; None for "no evidence", 0 for nothing that is a level."""
        sent = str(self.level.data or "")
        if sent == NO_EVIDENCE:
            return None
        return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 3 else 0
