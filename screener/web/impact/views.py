"""The comparison of groups over finished openings, as a page and as a file."""

from flask import render_template, request
from werkzeug.wrappers import Response

from screener.journeys.disclosures import note_export
from screener.journeys.impact import (
    FEWEST_ANSWERS,
    FEWEST_CHOSEN,
    FEWEST_EXPECTED,
    FEWEST_OPENINGS,
    FEWEST_PEOPLE,
    impact_report,
)
from screener.web.context import for_signed_in, instance, me
from screener.web.downloads import csv_file
from screener.web.impact import blueprint
from screener.web.impact.words import MEASURES, rows_of


@blueprint.get("/adverse-impact")
@for_signed_in
def report() -> str:
    """Compare over the groups of openings that are chosen; over all of them at first."""
    found = impact_report(instance(), me(), _chosen())
    return render_template(
        "impact/report.html",
        report=found,
        measures=MEASURES,
        fewest_answers=FEWEST_ANSWERS,
        fewest_openings=FEWEST_OPENINGS,
        fewest_chosen=FEWEST_CHOSEN,
        fewest_people=FEWEST_PEOPLE,
        fewest_expected=int(FEWEST_EXPECTED),
    )


@blueprint.get("/adverse-impact.csv")
@for_signed_in
def counts() -> Response:
    """Return the counts and figures of the same comparison."""
    found = impact_report(instance(), me(), _chosen())
    note_export(instance(), me(), "adverse-impact.csv")
    return csv_file("adverse-impact", rows_of(found))


def _chosen() -> list[str] | None:
    """Return the groups that were chosen; None where nobody has chosen yet. The marker tells "none" from that."""
    return request.args.getlist("group") if "chosen" in request.args else None
