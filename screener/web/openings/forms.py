"""The forms of openings."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from screener.errors import Refused
from screener.journeys.guides import CompetencyWeight, GuideChoice, weighting_of
from screener.storage.records import Person
from screener.web.filters import plural, role
from screener.web.forms import Form
from screener.web.openings.words import weight

ANSWER, WEIGHT, REASON = "answer-", "weight-", "reason-"  # before the id of what a field is about
LEADS = {"sales": "Sales", "marketing": "Marketing", "both": "Both sales and marketing"}


class NewOpening(Form):
    """A post to be filled."""

    title = StringField("Title of the post", [DataRequired("Enter a title.")])
    role = RadioField(
        "What does this person lead?", choices=LEADS, validate_choice=False, validators=[DataRequired("Choose one.")]
    )


class Title(Form):
    """Another title."""

    title = StringField("Title of the post", [DataRequired("Enter a title.")])


class NewCandidates(Form):
    """One name on each line."""

    names = TextAreaField("Names")


class Choice(Form):
    """Guide and policy, with the reason for another guide than the proposed one."""

    guide = RadioField("Guide", validate_choice=False, validators=[DataRequired("Choose a guide.")])
    policy = RadioField("Policy", validate_choice=False, validators=[DataRequired("Choose a policy.")])
    reason = TextAreaField("Reason for this guide")


class Member(Form):
    """Somebody who is known already."""

    person = SelectField("Person", validate_choice=False, validators=[DataRequired("Choose somebody.")])


class NewInterviewer(Form):
    """Somebody who has no account."""

    name = StringField("Name", [DataRequired("Enter a name.")])


class Finding(Form):
    """The result of a needs assessment as it was shown."""

    outcome = HiddenField()


class Weights(Form):
    """A weight and a reason for each competency of a guide; `weights_form` adds them."""

    guide = HiddenField()

    def entries(self) -> dict[str, tuple[str, str]]:
        """Return weight and reason as they were entered, by competency."""
        names = [name.removeprefix(WEIGHT) for name in self._fields if name.startswith(WEIGHT)]
        return {name: (self._text(WEIGHT + name), self._text(REASON + name)) for name in names}

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether every entry is a weight with its reason; what is wrong is told of all of them at once."""
        is_right = bool(super().validate(extra_validators))
        for competency, entered in self.entries().items():
            try:
                weighting_of(competency, *entered)
            except Refused as refusal:
                self.refuse(str(refusal), refusal.field)
                is_right = False
        return is_right

    def _text(self, name: str) -> str:
        return self._fields[name].data or ""


def choice_form(choice: GuideChoice, *, is_sent: bool) -> Choice:
    """Return the form for guide and policy, with what the bank offers."""
    chosen: dict[str, Any] = {"guide": choice.opening.guide, "policy": choice.opening.policy}
    form = Choice(**_source(is_sent), data={**chosen, "reason": choice.opening.guide_reason})
    form.guide.choices = {
        guide.id: f"{guide.name}: {plural(len(guide.questions), 'question')}, {guide.minutes} minutes"
        for guide in choice.guides
    }
    form.policy.choices = {policy.id: f"{policy.name}: {policy.summary}" for policy in choice.policies}
    return form


def weights_form(choice: GuideChoice, *, is_sent: bool) -> Weights:
    """Return the form for the weights of an opening's competencies."""

    class OwnWeights(Weights):
        """The weights of one guide."""

    for own in choice.weights:
        setattr(OwnWeights, WEIGHT + own.id, StringField("Weight"))
        setattr(OwnWeights, REASON + own.id, TextAreaField("Reason"))
    form = OwnWeights(**_source(is_sent), data={"guide": choice.opening.guide, **_as_data(choice.weights)})
    for own in choice.weights:  # so that a list of what is wrong says of which
        form[WEIGHT + own.id].label.text = f"Weight of “{own.name}”"
        form[REASON + own.id].label.text = f"Reason for the weight of “{own.name}”"
    return form


def member_form(people: Iterable[Person], *, is_sent: bool) -> Member:
    """Return the form for adding somebody to a panel."""
    form = Member(**_source(is_sent))
    form.person.choices = {"": "Choose a person"} | {p.id: f"{p.name} ({role(p.role)})" for p in people}
    return form


def _source(is_sent: bool) -> dict[str, Any]:
    """Let a form read what was sent only if it was sent itself, and not another form of the same page."""
    return {} if is_sent else {"formdata": None}


def _as_data(weights: Iterable[CompetencyWeight]) -> dict[str, str]:
    data = {}
    for own in weights:
        data[WEIGHT + own.id], data[REASON + own.id] = weight(own.weight), own.reason
    return data
