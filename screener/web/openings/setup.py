"""Setting an opening up: needs assessment, guide and weights, panel."""

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from screener.journeys import accounts, guides, needs, panels
from screener.journeys.limits import LONGEST_NAME, LONGEST_REASON
from screener.storage.records import Opening
from screener.web.accounts.people import hand_out
from screener.web.context import for_signed_in, instance, me, to
from screener.web.openings import blueprint
from screener.web.openings.forms import (
    ANSWER,
    Choice,
    Finding,
    Member,
    NewInterviewer,
    Weights,
    choice_form,
    member_form,
    weights_form,
)

Page = str | Response


@blueprint.get("/openings/<opening_id>/needs", endpoint="needs")
@for_signed_in
def needs_page(opening_id: str) -> Page:
    """Show the needs assessment; with answers in the address also what they come to."""
    return _needs(opening_id, Finding(formdata=None))


@blueprint.post("/openings/<opening_id>/needs")
@for_signed_in
def accept_finding(opening_id: str) -> Page:
    """Take over the guide and the weights that the answers lead to."""
    form = Finding()
    changed = form.submits(
        lambda: needs.accept_finding(instance(), me(), opening_id, _answers(), form.outcome.data or "")
    )
    if changed:
        flash("Guide and weights follow your needs assessment.")
        is_to_change = request.form.get("then") == "change"
        return to("openings.guide" if is_to_change else "openings.panel", opening_id=opening_id)
    return _needs(opening_id, form)


@blueprint.route("/openings/<opening_id>/guide", methods=["GET", "POST"])
@for_signed_in
def guide(opening_id: str) -> Page:
    """Choose guide and policy."""
    choice = guides.guide_choice(instance(), me(), opening_id)
    form = choice_form(choice, is_sent=request.method == "POST")

    def choose() -> Opening:
        return guides.choose_guide(
            instance(), me(), opening_id, form.guide.data or "", form.policy.data or "", form.reason.data or ""
        )

    if form.submits(choose):
        flash("Guide and policy are saved.")
        return to("openings.guide", opening_id=opening_id)
    return _guide(choice, form, None)


@blueprint.post("/openings/<opening_id>/weights")
@for_signed_in
def weights(opening_id: str) -> Page:
    """Set how much each competency counts."""
    choice = guides.guide_choice(instance(), me(), opening_id)
    form = weights_form(choice, is_sent=True)
    if form.submits(lambda: guides.set_weights(instance(), me(), opening_id, form.guide.data or "", form.entries())):
        flash("The weights are saved.")
        return to("openings.guide", opening_id=opening_id)
    return _guide(choice, None, form)


@blueprint.route("/openings/<opening_id>/panel", methods=["GET", "POST"])
@for_signed_in
def panel(opening_id: str) -> Page:
    """Show the panel, and add somebody who is known already."""
    found = panels.panel_of(instance(), me(), opening_id)
    form = member_form(found.others, is_sent=request.method == "POST")
    added = form.submits(lambda: panels.add_panelist(instance(), me(), opening_id, form.person.data or ""))
    if added:
        flash(f"{added.name} is on the panel.")
        return to("openings.panel", opening_id=opening_id)
    return _panel(found, form, NewInterviewer(formdata=None))


@blueprint.post("/openings/<opening_id>/panel/new")
@for_signed_in
def new_interviewer(opening_id: str) -> Page:
    """Add somebody new by name, and show the access code once."""
    form = NewInterviewer()
    added = form.submits(lambda: panels.add_new_interviewer(instance(), me(), opening_id, form.name.data or ""))
    if added:
        person, code = added
        return hand_out(person, "code", code, url_for("openings.panel", opening_id=opening_id))
    found = panels.panel_of(instance(), me(), opening_id)
    return _panel(found, member_form(found.others, is_sent=False), form)


@blueprint.post("/openings/<opening_id>/panel/<person_id>/remove")
@for_signed_in
def remove_panelist(opening_id: str, person_id: str) -> Response:
    """Take somebody off the panel."""
    person = panels.remove_panelist(instance(), me(), opening_id, person_id)
    flash(f"{person.name} is no longer on the panel. Interviews that were planned stay.")
    return to("openings.panel", opening_id=opening_id)


@blueprint.post("/openings/<opening_id>/panel/<person_id>/moderator")
@for_signed_in
def choose_moderator(opening_id: str, person_id: str) -> Response:
    """Let one of the panel lead its discussion."""
    person = panels.choose_moderator(instance(), me(), opening_id, person_id)
    flash(f"{person.name} leads the panel’s discussion.")
    return to("openings.panel", opening_id=opening_id)


def _answers() -> dict[str, str]:
    """Return the answers that were sent, by question."""
    return {name.removeprefix(ANSWER): value for name, value in request.values.items() if name.startswith(ANSWER)}


def _needs(opening_id: str, form: Finding) -> Page:
    # The marker tells a form that was sent empty from a page that was only opened.
    was_sent = request.method == "POST" or "sent" in request.args
    wants_again = "again" in request.args
    found = needs.assessment_of(instance(), me(), opening_id, _answers() if was_sent else None)
    form.outcome.data = found.finding.outcome.id if found.finding else ""
    return render_template(
        "openings/needs.html", assessment=found, form=form, was_sent=was_sent, wants_again=wants_again, prefix=ANSWER
    )


def _guide(choice: guides.GuideChoice, form: Choice | None, weights: Weights | None) -> Page:
    return render_template(
        "openings/guide.html",
        choice=choice,
        form=form or choice_form(choice, is_sent=False),
        weights=weights or weights_form(choice, is_sent=False),
        longest=LONGEST_REASON,
        lowest=guides.LOWEST_WEIGHT,
        highest=guides.HIGHEST_WEIGHT,
    )


def _panel(found: panels.Panel, form: Member, new_form: NewInterviewer) -> Page:
    return render_template(
        "openings/panel.html", panel=found, form=form, new_form=new_form, longest=LONGEST_NAME, days=accounts.CODE_DAYS
    )
