"""When an opening's raters see each other's ratings and the machine's suggestions."""

from flask import flash, render_template
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired

from screener.journeys import visibility
from screener.journeys.limits import LONGEST_REASON
from screener.web.context import for_signed_in, instance, me, to
from screener.web.forms import Form
from screener.web.openings import blueprint

Page = str | Response
# What each choice means, and why somebody would choose it.
RATINGS = {
    "after-own": "Once they have submitted their own. What colleagues think cannot pull their ratings one way, so the "
    "panel has several views instead of one. The usual choice.",
    "always": "As soon as colleagues have submitted. For panels that divide the questions among themselves and build "
    "on one another. Whoever reads before submitting is noted as having had an early look.",
    "never": "Never. For searches in which interviewers are to stay independent to the end: only the moderator, HR "
    "and the hiring managers on the panel read the scorecards and hold the discussion.",
}
SUGGESTIONS = {
    "after-own": "Once they have rated the answer. They judge first, and the suggestion is a second look. The usual "
    "choice.",
    "always": "As soon as there are notes. For training, and where somebody wants follow-ups while the candidate is "
    "still there. A rating given after a suggestion is marked, and noted as an early look.",
    "never": "Never. Nobody sees any, in the comparison and in files neither, and nothing is read for them. For "
    "searches in which no program is to have a part.",
}
# The same in few words, for tables and lines of text.
SHORT = {"after-own": "after their own", "always": "at once", "never": "never"}


class Sights(Form):
    """When raters see what, and why."""

    ratings = RadioField(
        "When do interviewers see others’ ratings?", choices=RATINGS, validate_choice=False,
        validators=[DataRequired("Choose one.")],
    )  # fmt: skip
    suggestions = RadioField(
        "When do interviewers see Screener’s suggestions?", choices=SUGGESTIONS, validate_choice=False,
        validators=[DataRequired("Choose one.")],
    )  # fmt: skip
    reason = TextAreaField("Reason")


@blueprint.route("/openings/<opening_id>/visibility", methods=["GET", "POST"], endpoint="visibility")
@for_signed_in
def who_sees_what(opening_id: str) -> Page:
    """Show and set when raters see what."""
    found = visibility.visibility_of(instance(), me(), opening_id)
    opening = found.opening
    form = Sights(data={"ratings": opening.ratings_seen, "suggestions": opening.suggestions_seen})
    done = form.submits(
        lambda: visibility.set_visibility(
            instance(), me(), opening_id, form.ratings.data or "", form.suggestions.data or "", form.reason.data or ""
        )
    )
    if done:
        flash("Saved. It holds for all interviews of this opening from now on.")
        return to("openings.visibility", opening_id=opening_id)
    return render_template("openings/visibility.html", found=found, form=form, longest=LONGEST_REASON)


@blueprint.app_template_filter("sight")
def sight(chosen: str) -> str:
    """Write when raters see something in few words."""
    return SHORT[chosen]
