"""The pages of the audit trail."""

from dataclasses import asdict

from flask import jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.errors import Refused
from screener.journeys import trail as journey
from screener.rendering.trail import facts_of, trail_data, trail_table
from screener.web.audit import blueprint
from screener.web.context import for_signed_in, instance, me
from screener.web.downloads import attached, csv_file

Page = str | tuple[str, int] | Response
_LARGEST_NUMBER = 2**53


@blueprint.get("/audit")
@for_signed_in
def trail() -> Page:
    """Show the trail, the newest first, filtered if wished."""
    given = request.args
    names = ("person", "opening", "candidate", "action", "since", "until")
    wish = journey.Wish(
        **{name: given.get(name, "").strip() for name in names}, before=_number(given.get("before", ""))
    )
    try:
        return _page(journey.trail_of(instance(), me(), wish))
    except Refused as refusal:
        return _page(journey.trail_of(instance(), me(), journey.Wish()), str(refusal)), 422


@blueprint.get("/candidates/<candidate_id>/trail.json")
@for_signed_in
def candidates_data(candidate_id: str) -> Response:
    """Return everything that is noted about a candidate as data."""
    found = journey.candidates_trail(instance(), me(), candidate_id, "json")
    return attached(jsonify(trail_data(found)), f"trail-{candidate_id}.json")


@blueprint.get("/candidates/<candidate_id>/trail.csv")
@for_signed_in
def candidates_table(candidate_id: str) -> Response:
    """Return everything that is noted about a candidate as a table."""
    found = journey.candidates_trail(instance(), me(), candidate_id, "csv")
    return csv_file(f"trail-{candidate_id}", trail_table(found, found.people))


def _page(found: journey.Trail, refusal: str = "") -> str:
    chosen = {name: value for name, value in asdict(found.wish).items() if value}
    older = url_for("audit.trail", **{**chosen, "before": found.older}) if found.older else ""
    return render_template(
        "audit/trail.html", trail=found, older=older, refusal=refusal, withheld=journey.WITHHELD,
        facts={told.entry.number: tuple(facts_of(told.facts, found.people)) for told in found.entries},
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 16 else None
