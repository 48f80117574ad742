"""Erasing a candidate in two steps, how long data are kept, legal holds, and what devices ask about the erased."""

from flask import flash, jsonify, render_template, request
from werkzeug.wrappers import Response

from screener.journeys import erasing, expiring, holds
from screener.journeys import retention as keeping
from screener.journeys.before_erasing import about_to_erase
from screener.web.context import for_signed_in, instance, me, to
from screener.web.filters import day
from screener.web.retention import blueprint
from screener.web.retention.forms import ChosenRule, Confirmation, NewHold

Page = str | Response | tuple[str, int]
_EVERYBODY = "Everybody in this opening"
_NONE = "No rule: nothing is deleted by itself"


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


@blueprint.get("/retention")
@for_signed_in
def overview() -> Page:
    """Show what is deleted when, what is held, and what was deleted."""
    return render_template("retention/overview.html", page=keeping.retention_page(instance(), me()))


@blueprint.post("/retention/clock")
@for_signed_in
def clock() -> Response:
    """Take a person's word that the clock is right."""
    expiring.confirm_clock(instance(), me())
    flash("The next look goes by the clock as it is.")
    return to("retention.overview")


@blueprint.route("/openings/<opening_id>/retention", methods=["GET", "POST"])
@for_signed_in
def opening(opening_id: str) -> Page:
    """Show how long an opening's data are kept, and choose its rule."""
    page = keeping.opening_page(instance(), me(), opening_id)
    form = _rule_form(page)
    if form.is_submitted():
        chosen = form.submits(lambda: (keeping.choose_rule(instance(), me(), opening_id, form.rule.data or ""),))
        if chosen:
            flash(
                f"The rule is now: {chosen[0].name}." if chosen[0] else "Nothing of this opening is deleted by itself."
            )
            return to("retention.opening", opening_id=opening_id)
    return _opening(page, rule=form)


@blueprint.post("/openings/<opening_id>/retention/hold")
@for_signed_in
def hold(opening_id: str) -> Page:
    """Put a legal hold on a candidate, or on everybody in an opening."""
    page = keeping.opening_page(instance(), me(), opening_id)
    form = _hold_form(page)
    candidate = keeping.hold_on(instance(), me(), opening_id, form.candidate.data or "")
    reason = form.reason.data or ""
    done = form.submits(
        lambda: (
            holds.hold_candidate(instance(), me(), candidate.id, reason)
            if candidate
            else holds.hold_opening(instance(), me(), opening_id, reason)
        )
    )
    if done is None:
        return _opening(page, hold=form), 422
    flash("The hold is on. Nothing that it is on is deleted until it is lifted.")
    return to("retention.opening", opening_id=opening_id)


@blueprint.post("/retention/holds/<hold_id>/lift")
@for_signed_in
def lift(hold_id: str) -> Response:
    """End a legal hold."""
    lifted = holds.lift_hold(instance(), me(), hold_id)
    flash("The hold is lifted. What is due is deleted at the next look, tomorrow at the latest.")
    return to("retention.opening", opening_id=lifted.opening_id)


def _opening(page: keeping.OpeningPage, *, rule: ChosenRule | None = None, hold: NewHold | None = None) -> str:
    return render_template(
        "retention/opening.html", page=page, rule_form=rule or _rule_form(page), hold_form=hold or _hold_form(page)
    )


def _rule_form(page: keeping.OpeningPage) -> ChosenRule:
    own = page.chosen if page.chosen is not None else (page.default.id if page.default else "")
    form = ChosenRule(data={"rule": own})
    form.rule.choices = {"": _NONE, **{rule.id: rule.name for rule in page.rules}}
    return form


def _hold_form(page: keeping.OpeningPage) -> NewHold:
    form = NewHold()
    form.candidate.choices = {"": _EVERYBODY, **{own.id: own.name for own in page.candidates}}
    return form
