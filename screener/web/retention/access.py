"""Everything on one candidate as one file, for the candidate."""

import json
from io import BytesIO
from pathlib import PurePath
from zipfile import ZIP_DEFLATED, ZipFile

from werkzeug.wrappers import Response

from screener.journeys.access_request import AccessFile, access_file, plain
from screener.rendering.access_html import access_page
from screener.rendering.record_html import record_page
from screener.web.context import for_signed_in, instance, me
from screener.web.downloads import attached
from screener.web.retention import blueprint

_LONGEST_ENDING = 6


@blueprint.get("/candidates/<candidate_id>/everything.zip")
@for_signed_in
def everything(candidate_id: str) -> Response:
    """Return everything that is kept on a candidate, without what is others'."""
    access = access_file(instance(), me(), candidate_id)
    return attached(Response(_packed(access), mimetype="application/zip"), f"access-{candidate_id}.zip")


def _packed(access: AccessFile) -> bytes:
    files: dict[str, bytes] = {}
    for record in access.records:
        name = f"interview-round-{record.interview.round}-{record.interview.id}"
        files[f"{name}.html"] = record_page(record).encode()
        for number, transcript in enumerate(record.transcripts, 1):
            files[f"{name}-transcript-{number}{_ending(transcript.file.file_name)}"] = transcript.file.content
    files["data.json"] = json.dumps(_data(access), ensure_ascii=False, indent=1).encode("utf-8", "replace")
    first = access_page(access, list(files)).encode()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in {"read-me-first.html": first, **files}.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _data(access: AccessFile) -> object:
    """Return the same as data; the candidate and the bank's names stand once and not with each interview."""
    data = plain(access)
    for record in data["records"]:
        for name in ("candidacy", "names", "people"):
            del record[name]
        for card in record["scorecards"]:
            card["interviewer"] = card["seat"]["rater"]["name"]
            card["scorecard"] = card.pop("seat")["scorecard"]
    return data


def _ending(file_name: str) -> str:
    ending = PurePath(file_name).suffix
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING else ""
