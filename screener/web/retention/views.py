"""Erasing a candidate in two steps, and what devices ask about those who were erased."""

from flask import flash, jsonify, render_template, request
from werkzeug.wrappers import Response

from screener.journeys import erasing
from screener.journeys.before_erasing import about_to_erase
from screener.web.context import for_signed_in, instance, me, to
from screener.web.filters import day
from screener.web.retention import blueprint
from screener.web.retention.forms import Confirmation

Page = str | Response


@blueprint.route("/candidates/<candidate_id>/erase", methods=["GET", "POST"])
@for_signed_in
def erase(candidate_id: str) -> Page:
    """Say what is erased and what stays, and erase once that is confirmed."""
    about = about_to_erase(instance(), me(), candidate_id)
    form = Confirmation()
    done = form.submits(
        lambda: erasing.erase_candidate(instance(), me(), candidate_id, is_sure=bool(form.is_sure.data))
    )
    if done is None:
        return render_template("retention/erase.html", about=about, form=form)
    until = day(done.backups_free_from).striptags()
    flash(f"The data on this candidate are erased. From {until} on no backup holds them either.")
    if not done.is_overwritten:
        flash("The disk still holds parts of what was removed; they are overwritten within a day.")
    return to("openings.opening", opening_id=about.opening.id)


@blueprint.get("/retention/erased")
@for_signed_in
def erased() -> Response:
    """Tell a device which of the interviews that it keeps notes on are with candidates who were erased."""
    return jsonify(erased=erasing.erased_among(instance(), request.args.getlist("interview")))
