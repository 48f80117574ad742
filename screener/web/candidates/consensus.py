"""The panel's discussion of a candidate's round."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from screener.errors import Refused
from screener.journeys import consensus as discussions
from screener.journeys.consensus import Item
from screener.web.candidates import blueprint
from screener.web.candidates.forms import NO_EVIDENCE, SettledLevel
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response
_ROUND = "/candidates/<candidate_id>/rounds/<int:round_>/consensus"


@blueprint.get(_ROUND)
@for_signed_in
def consensus(candidate_id: str, round_: int) -> Page:
    """Show what the raters gave and what has been settled."""
    return _page(candidate_id, round_)


@blueprint.post(f"{_ROUND}/open")
@for_signed_in
def open_consensus(candidate_id: str, round_: int) -> Response:
    """Open the discussion."""
    discussions.open_discussion(instance(), me(), candidate_id, round_)
    return to("candidates.consensus", candidate_id=candidate_id, round_=round_)


@blueprint.post(f"{_ROUND}/levels/<competency>")
@for_signed_in
def settle(candidate_id: str, round_: int, competency: str) -> Page:
    """Settle a competency on a level. A discussion that is finished answers with a page of its own."""
    form = SettledLevel(prefix=f"{competency}-")
    if form.validate_on_submit():
        try:
            discussions.settle(
                instance(), me(), candidate_id, round_, competency, form.chosen(), form.reason.data or ""
            )
        except Refused as refusal:
            form.refuse(str(refusal), refusal.field)
        else:
            flash("Settled.")
            return to("candidates.consensus", candidate_id=candidate_id, round_=round_, _anchor=competency)
    return _page(candidate_id, round_, {competency: form})


@blueprint.post(f"{_ROUND}/finish")
@for_signed_in
def finish(candidate_id: str, round_: int) -> Response:
    """Lock the discussion."""
    discussions.finish(instance(), me(), candidate_id, round_)
    flash("The discussion is finished. Nothing in it can be changed any more.")
    return to("candidates.consensus", candidate_id=candidate_id, round_=round_)


def _page(candidate_id: str, round_: int, sent: dict[str, SettledLevel] | None = None) -> str:
    """Show the discussion, with the form that was refused in the place of a fresh one."""
    sent = sent or {}
    discussion = discussions.discussion_of(instance(), me(), candidate_id, round_)
    forms = {i.row.competency: sent.get(i.row.competency) or _fresh(i) for i in discussion.items}
    for form in forms.values():
        form.level.choices = {str(level): str(level) for level in discussions.LEVELS} | {NO_EVIDENCE: "No evidence"}
    stray = [form for competency, form in sent.items() if competency not in forms]
    return render_template("candidates/consensus.html", discussion=discussion, forms=forms, stray=stray)


def _fresh(item: Item) -> SettledLevel:
    """Return a form that holds what is settled, or nothing: a level that stands there already is seldom discussed."""
    data = {}
    if item.settled:
        data = {"level": str(item.settled.level or NO_EVIDENCE), "reason": item.settled.reason}
    return SettledLevel(formdata=None, prefix=f"{item.row.competency}-", data=data)
