"""A comparison as files, the pack for a panel's discussion, and everything that is kept of an interview."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from flask import jsonify, render_template, request
from werkzeug.wrappers import Response

from screener.errors import Refused
from screener.journeys import debrief as packs
from screener.journeys import records
from screener.journeys.comparison import View, comparison_of
from screener.journeys.disclosures import note_export
from screener.journeys.exporting import export_of
from screener.journeys.standings import ALL_ROUNDS
from screener.rendering.comparison_json import comparison_data
from screener.rendering.record_html import record_page
from screener.rendering.tables import candidates_table, rows_of, sheets_of
from screener.rendering.workbook import write_workbook
from screener.web import backlog
from screener.web.comparing import blueprint
from screener.web.comparing.views import back, profile_of, view_from
from screener.web.context import for_signed_in, instance, me
from screener.web.downloads import attached, csv_file

Page = str | Response
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/openings/<opening_id>/compare.xlsx")
@for_signed_in
def workbook(opening_id: str) -> Response:
    """Return the comparison with everything behind it as a workbook."""
    export = export_of(instance(), me(), opening_id, _view())
    note_export(instance(), me(), "comparison.xlsx", opening_id=opening_id, scorecards=export.count)
    file = BytesIO()  # packed, ten thousand scorecards are a few megabytes
    write_workbook(file, sheets_of([export]), rows_of([export]))
    return attached(Response(file.getvalue(), mimetype=_XLSX), "comparison.xlsx")


@blueprint.get("/openings/<opening_id>/compare.csv")
@for_signed_in
def table(opening_id: str) -> Response:
    """Return the comparison as one table."""
    found = comparison_of(instance(), me(), opening_id, _view())
    note_export(instance(), me(), "comparison.csv", opening_id=opening_id)
    return csv_file("comparison", candidates_table([found]))


@blueprint.get("/openings/<opening_id>/compare.json")
@for_signed_in
def data(opening_id: str) -> Response:
    """Return the comparison as data."""
    found = comparison_of(instance(), me(), opening_id, _view())
    note_export(instance(), me(), "comparison.json", opening_id=opening_id)
    return attached(jsonify(comparison_data(found, instance().now())), "comparison.json")


@blueprint.get("/openings/<opening_id>/debrief")
@for_signed_in
def debrief(opening_id: str) -> Page:
    """Show the pack of all candidates, or of those that are named, for printing."""
    chosen = request.args.getlist("candidate")
    try:
        pack = packs.debrief_of(instance(), me(), opening_id, chosen, view_from(request.args))
    except Refused as refusal:
        return back(opening_id, refusal)
    note_export(
        instance(), me(), "debrief", opening_id=opening_id, candidates=[own.row.candidate.id for own in pack.dossiers]
    )
    if pack.comparison.unheard:
        backlog.read(opening_id, is_reread=pack.comparison.view.is_reread)
    plots = [profile_of(dossier.row, pack.comparison.columns) for dossier in pack.dossiers]
    return render_template("comparing/debrief.html", pack=pack, plots=plots, all_rounds=ALL_ROUNDS)


@blueprint.get("/interviews/<interview_id>/record")
@for_signed_in
def record(interview_id: str) -> Response:
    """Return everything that is kept of an interview as one file."""
    found = records.record_of(instance(), me(), interview_id)
    note_export(
        instance(), me(), "record", opening_id=found.candidacy.opening.id, candidate_id=found.candidacy.candidate.id,
        interview_id=interview_id,
    )  # fmt: skip
    page = record_page(found)
    return attached(Response(page, mimetype="text/html"), f"interview-{interview_id}.html")


@blueprint.get("/candidates/<candidate_id>/records.zip")
@for_signed_in
def candidates_records(candidate_id: str) -> Response:
    """Return the files of all interviews with a candidate, sent while they are made."""
    opened, actor = instance(), me()
    interviews = records.interviews_of(opened, actor, candidate_id)
    note_export(opened, actor, "records.zip", candidate_id=candidate_id)
    files = (
        (f"round-{own.round}-{own.id}.html", record_page(records.record_of(opened, actor, own.id)))
        for own in interviews
    )
    return attached(Response(_packed(files), mimetype="application/zip"), f"candidate-{candidate_id}.zip")


def _view() -> View:
    return replace(view_from(request.args), page=0)


class _Sink:
    """Takes what is written until it is sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Take a part."""
        self._waiting.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)


def _packed(files: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    sink = _Sink()
    with ZipFile(cast(IO[bytes], sink), "w", ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(name, text)
            yield sink.taken()
    yield sink.taken()
