"""The files for tracking systems; other programs read the same at /api/v1."""

from werkzeug.wrappers import Response

from screener.journeys.disclosures import note_export
from screener.journeys.exchange import EVERYTHING, handovers_of_opening
from screener.rendering.exchange import SHAPES
from screener.web.api.problems import in_json
from screener.web.context import for_signed_in, instance, me
from screener.web.downloads import attached
from screener.web.exchange import blueprint


@blueprint.get("/openings/<opening_id>/scorecards/<any(greenhouse, ashby, lever):shape>.json")
@for_signed_in
def scorecards(opening_id: str, shape: str) -> Response:
    """Return the submitted scorecards of an opening in another system's shape."""
    found = handovers_of_opening(instance(), me(), opening_id, EVERYTHING)
    note_export(instance(), me(), f"scorecards.{shape}", opening_id=opening_id, scorecards=len(found.items))
    return attached(in_json([SHAPES[shape](handover) for handover in found.items]), f"scorecards-{shape}.json")
