"""The rater's pages: begin, the interview, suggestions, review, submit."""

from flask import render_template, request
from werkzeug.wrappers import Response

from screener.errors import Refused
from screener.journeys import live, readings, second_opinions
from screener.journeys.instance import new_id
from screener.journeys.limits import LONGEST_NOTE, LONGEST_REASON
from screener.web.context import for_signed_in, instance, me, to
from screener.web.live import blueprint

Page = str | Response | tuple[str, int]
_STANCES = {
    "asserted": "holds it",
    "past": "has moved on from it",
    "rejected": "rejects it",
    "reported": "reports it of others",
}


@blueprint.get("")
@for_signed_in
def interview(interview_id: str) -> Page:
    """Show the interview as far as it has come."""
    return live_page(interview_id)


@blueprint.post("/begin")
@for_signed_in
def begin(interview_id: str) -> Response:
    """Begin the interview."""
    live.begin(instance(), me(), interview_id)
    return to("live.interview", interview_id=interview_id)


@blueprint.post("/leave")
@for_signed_in
def leave(interview_id: str) -> Response:
    """Note that the candidate has left."""
    live.leave(instance(), me(), interview_id)
    return to("live.review", interview_id=interview_id)


@blueprint.post("/return")
@for_signed_in
def come_back(interview_id: str) -> Response:
    """Take back that the candidate has left."""
    live.leave(instance(), me(), interview_id, is_back=True)
    return to("live.interview", interview_id=interview_id)


@blueprint.get("/review")
@for_signed_in
def review(interview_id: str) -> Page:
    """Show everything on one page before it is submitted."""
    return review_page(interview_id)


@blueprint.get("/questions/<question_id>/reading")
@for_signed_in
def reading(interview_id: str, question_id: str) -> Page:
    """Show suggestions for an answer that has been rated; as a part of the live page, or by itself."""
    found = readings.read_answer(instance(), me(), interview_id, question_id)
    return _reading(found)


@blueprint.post("/questions/<question_id>/flags")
@for_signed_in
def answer_flag(interview_id: str, question_id: str) -> Page:
    """Keep what the rater makes of a flag."""
    given = request.form.to_dict()
    try:
        found = readings.answer_flag(instance(), me(), interview_id, question_id, given)
    except Refused as refusal:
        found = readings.read_answer(instance(), me(), interview_id, question_id)
        return _reading(found, refusal=str(refusal), given=given), 422
    if request.headers.get("HX-Request"):
        return _reading(found)
    return to("live.reading", interview_id=interview_id, question_id=question_id)


@blueprint.post("/questions/<question_id>/second")
@for_signed_in
def second(interview_id: str, question_id: str) -> Page:
    """Ask the second reader about an answer that has been rated, where there is one."""
    opinion = second_opinions.second_opinion(instance(), me(), interview_id, question_id)
    is_part = bool(request.headers.get("HX-Request"))
    template = "live/_second.html" if is_part else "live/second.html"
    return render_template(template, opinion=opinion, stances=_STANCES, is_part=is_part)


def live_page(interview_id: str, refusals: tuple[str, ...] = (), unsaved: dict[str, str] | None = None) -> Page:
    """Render an interview; `unsaved` are notes by question that were refused and must not be lost."""
    found = live.open_live(instance(), me(), interview_id)
    template = {"planned": "live/start.html", "submitted": "live/submitted.html"}.get(found.phase, "live/live.html")
    page = render_template(
        template,
        live=found,
        key=new_id(),
        longest=LONGEST_NOTE,
        longest_reason=LONGEST_REASON,
        refusals=refusals,
        unsaved=unsaved or {},
    )
    return (page, 422) if refusals else page


def review_page(interview_id: str, refusal: str = "", unsaved: str | None = None, *, status: int = 200) -> Page:
    """Render the review; `unsaved` is a closing note that was refused and must not be lost."""
    found = live.open_live(instance(), me(), interview_id)
    if found.phase == "planned":
        return to("live.interview", interview_id=interview_id)
    page = render_template(
        "live/review.html", live=found, longest=LONGEST_NOTE, key=new_id(), refusal=refusal, unsaved=unsaved
    )
    return page, status


def _reading(found: readings.AnswerReading, refusal: str = "", given: dict[str, str] | None = None) -> str:
    is_part = bool(request.headers.get("HX-Request"))
    template = "live/_reading.html" if is_part else "live/reading.html"
    return render_template(template, reading=found, refusal=refusal, given=given or {}, key=new_id())
