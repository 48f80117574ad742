"""A sentence tried out: how it is read, and which rule decided."""

from flask import render_template
from wtforms import SelectField, TextAreaField

from screener.journeys.limits import LONGEST_NOTE
from screener.journeys.trying import Trial, choices_for, try_in
from screener.rendering.explanation_json import explanation_data
from screener.rendering.explanation_words import STANCES, is_faint
from screener.web.bank import blueprint
from screener.web.context import for_signed_in, instance, me
from screener.web.forms import Form


class Sentence(Form):
    """A text, and what has to be known to read it."""

    text = TextAreaField("What somebody says")
    register = SelectField("It is", choices={"spoken": "what they said", "notes": "an interviewer’s notes"})
    speaker = SelectField(
        "They lead",
        choices={"unknown": "not known", "sales": "sales", "marketing": "marketing", "both": "both"},
    )
    question = SelectField("As an answer to", validate_choice=False)
    policy = SelectField("Under the policy", validate_choice=False)


@blueprint.route("/try", methods=["GET", "POST"])
@for_signed_in
def try_it() -> str | tuple[str, int]:
    """Show how a text is read, step by step."""
    choices, form = choices_for(instance(), me()), Sentence()
    form.question.choices = {"": "no question in particular", **dict(choices.questions)}
    form.policy.choices = dict(choices.policies)

    def trial() -> Trial:
        given = {field.name: field.data or "" for field in form.own_fields()}
        return Trial(**given)

    found = form.submits(lambda: try_in(instance(), me(), trial()))
    data = explanation_data(found) if found else None
    faint = [belief for belief in data["beliefs"] if is_faint(belief)] if data else []
    page = render_template("bank/try.html", form=form, data=data, faint=faint, stances=STANCES, longest=LONGEST_NOTE)
    return (page, 422) if form.errors or form.form_errors else page
