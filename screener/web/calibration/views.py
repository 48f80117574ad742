"""Sample answers one by one, and what one's ratings come to."""

from flask import render_template, request
from werkzeug.wrappers import Response

from screener.journeys import calibration
from screener.rendering.lines import lines_of, signed
from screener.web.calibration import blueprint
from screener.web.calibration.forms import SampleRating
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response


@blueprint.get("")
@for_signed_in
def practice() -> Page:
    """Show what can be practised on."""
    return render_template("calibration/practice.html", selections=calibration.selections(instance(), me()))


@blueprint.route("/answers", methods=["GET", "POST"], defaults={"competency": calibration.MIXTURE})
@blueprint.route("/answers/<competency>", methods=["GET", "POST"])
@for_signed_in
def answer(competency: str) -> Page:
    """Show the answer that comes next, and take the rating of it."""
    form = SampleRating()
    rating = form.submits(
        lambda: calibration.rate(instance(), me(), competency, form.key.data or "", form.sent_run(), form.chosen())
    )
    if rating:
        return to("calibration.rated", rating_id=rating.id, competency=competency or None)
    turn = calibration.turn_of(instance(), me(), competency)
    if (form.key.data, form.sent_run()) != (turn.key, turn.run):
        form.level.data = None  # it was meant for another answer
    form.key.data, form.run.data = turn.key, str(turn.run)
    return render_template("calibration/answer.html", turn=turn, form=form)


@blueprint.get("/ratings/<rating_id>")
@for_signed_in
def rated(rating_id: str) -> Page:
    """Show a rating beside its reference, with the way to the next answer."""
    competency = request.args.get("competency", calibration.MIXTURE)
    comparison = calibration.comparison_of(instance(), me(), rating_id, competency)
    return render_template("calibration/rated.html", comparison=comparison)


@blueprint.get("/yours")
@for_signed_in
def yours() -> Page:
    """Show one's own figures; to HR also everybody's."""
    own = calibration.own_practice(instance(), me())
    blocks = own.practice.blocks
    picture = lines_of([b.mean for b in blocks], [b.distance for b in blocks]) if blocks else None
    return render_template("calibration/yours.html", own=own, picture=picture, signed=signed)
