"""A transcript on the page: attach it, say who is who, set it aside."""

from collections.abc import Mapping
from contextlib import closing
from types import MappingProxyType

from flask import flash, render_template, request
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired

from screener.errors import Refused
from screener.journeys import imports
from screener.web.context import for_signed_in, instance, me, to
from screener.web.forms import Form
from screener.web.live import blueprint

Page = str | Response | tuple[str, int]


class TranscriptForm(Form):
    """A transcript file, and that the candidate agreed to it."""

    file = FileField("Transcript file", [FileRequired("Choose a file.")])
    consent = StringField(
        "How the candidate agreed to be recorded",
        [DataRequired("Say how the candidate agreed, for example “asked at the start”.")],
    )


@blueprint.route("/transcript", methods=["GET", "POST"])
@for_signed_in
def transcript(interview_id: str) -> Page:
    """Show the transcript and who is who, or take a file."""
    form = TranscriptForm()

    def attach() -> object:
        with closing(form.file.data) as upload:  # a large file waits in a temporary one
            content = upload.read()
        return imports.attach(instance(), me(), interview_id, upload.filename or "", content, form.consent.data or "")

    if form.submits(attach):
        return to("live.transcript", interview_id=interview_id)
    return _page(interview_id, form), 422 if form.is_submitted() else 200


@blueprint.post("/transcript/speakers")
@for_signed_in
def speakers(interview_id: str) -> Page:
    """Keep who is who."""
    labels, roles = request.form.getlist("label"), request.form.getlist("role")
    try:
        imports.assign(instance(), me(), interview_id, dict(zip(labels, roles, strict=False)))
    except Refused as refusal:
        given = dict(zip(labels, roles, strict=False))
        return _page(interview_id, TranscriptForm(formdata=None), str(refusal), given), 422
    flash("Saved. What the candidate said now stands beside your notes, question by question.")
    return to("live.transcript", interview_id=interview_id)


@blueprint.post("/transcript/remove")
@for_signed_in
def remove_transcript(interview_id: str) -> Response:
    """Set the transcript aside."""
    imports.detach(instance(), me(), interview_id)
    flash("The transcript is set aside.")
    return to("live.transcript", interview_id=interview_id)


def _page(
    interview_id: str, form: TranscriptForm, refusal: str = "", given: Mapping[str, str] = MappingProxyType({})
) -> str:
    attached = imports.attached_of(instance(), me(), interview_id)
    return render_template(
        "live/transcript.html", attached=attached, form=form, refusal=refusal, given=given,
        largest=imports.LARGEST_FILE // 2**20, interview_id=interview_id,
    )  # fmt: skip
