"""What candidates see without signing in, and HR's list of addresses."""

from flask import flash, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from screener.errors import NotFound
from screener.journeys import voluntary
from screener.journeys.disclosures import note_export
from screener.web.context import for_signed_in, instance, me, to
from screener.web.downloads import csv_file
from screener.web.voluntary import blueprint
from screener.web.voluntary.forms import Answers

Page = str | Response
_MOST_SHOWN = 200  # candidates in the list; the file has all


@blueprint.route("/voluntary/<token>", methods=["GET", "POST"])
def questions(token: str) -> Page | tuple[str, int]:
    """Ask a candidate. What was answered before is not shown: HR has the address too."""
    try:
        return _questions(token)
    except NotFound:  # cut short, most likely; and a candidate has no first page to go to
        return render_template("voluntary/unknown.html"), 404


def _questions(token: str) -> Page:
    form = Answers()
    is_kept = form.submits(lambda: voluntary.answer(instance(), token, form.given()))
    if is_kept is not None:
        flash("Thank you. Your answer is kept." if is_kept else "Thank you. Nothing is kept from you.")
        return to("voluntary.questions", token=token)
    invitation = voluntary.invitation_of(instance(), token)
    return render_template("voluntary/questions.html", invitation=invitation, form=form)


@blueprint.errorhandler(CSRFError)
def stale(_error: CSRFError) -> Response:
    """Ask again on a page that was open too long; a candidate has nothing to sign in to."""
    flash("This page was open for too long, and nothing was kept. Please choose once more.")
    return to("voluntary.questions", **(request.view_args or {}))


@blueprint.get("/openings/<opening_id>/voluntary")
@for_signed_in
def addresses(opening_id: str) -> Page:
    """Show the candidates' personal addresses, and how many have answered."""
    found = voluntary.addresses_of(instance(), me(), opening_id)
    shown = [(candidate, _address(token)) for candidate, token in found.people[:_MOST_SHOWN]]
    return render_template("voluntary/addresses.html", addresses=found, shown=shown)


@blueprint.get("/openings/<opening_id>/voluntary.csv")
@for_signed_in
def addresses_file(opening_id: str) -> Response:
    """Return names and addresses, to be mailed."""
    found = voluntary.addresses_of(instance(), me(), opening_id)
    rows = [(candidate.name, _address(token)) for candidate, token in found.people]
    note_export(instance(), me(), "voluntary-addresses", opening_id=opening_id)
    return csv_file("voluntary-questions", [("Name", "Address"), *rows])


def _address(token: str) -> str:
    return url_for("voluntary.questions", token=token, _external=True)
