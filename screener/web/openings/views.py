"""The first page, an opening's grid, reminders, and what is printed."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from screener.journeys import grid, openings
from screener.journeys import reminders as waiting
from screener.journeys.access import must_manage
from screener.journeys.kit import kit_of
from screener.journeys.limits import LONGEST_NAME
from screener.web.context import for_signed_in, instance, me, to
from screener.web.filters import plural
from screener.web.openings import blueprint
from screener.web.openings.forms import NewCandidates, NewOpening, Title

Page = str | Response


@blueprint.get("/")
@for_signed_in
def home() -> Page:
    """Show the openings to HR, and everybody's own interviews."""
    return render_template("openings/home.html", overview=openings.overview(instance(), me(), _closed_page()))


def _closed_page() -> int:
    """Return which page of the closed openings is wanted."""
    text = request.args.get("closed", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


@blueprint.route("/openings/new", methods=["GET", "POST"])
@for_signed_in
def new() -> Page:
    """Set up an opening."""
    must_manage(me())
    form = NewOpening()
    made = form.submits(lambda: openings.new_opening(instance(), me(), form.title.data or "", form.role.data or ""))
    if made:
        return to("openings.needs", opening_id=made.id)
    return render_template("openings/new.html", form=form, longest=LONGEST_NAME)


@blueprint.route("/openings/<opening_id>", methods=["GET", "POST"])
@for_signed_in
def opening(opening_id: str) -> Page:
    """Show who has come how far with whom, and add candidates."""
    form = NewCandidates()
    added = form.submits(lambda: openings.add_candidates(instance(), me(), opening_id, form.names.data or ""))
    if added:
        words = "is" if len(added) == 1 else "are"
        flash(f"{plural(len(added), 'candidate')} {words} added.")
        return to("openings.opening", opening_id=opening_id, _anchor="content")
    return _opening(opening_id, form, Title(formdata=None))


@blueprint.post("/openings/<opening_id>/title")
@for_signed_in
def title(opening_id: str) -> Page:
    """Change an opening's title."""
    form = Title()
    if form.submits(lambda: openings.rename_opening(instance(), me(), opening_id, form.title.data or "")):
        flash("The title is changed.")
        return to("openings.opening", opening_id=opening_id)
    return _opening(opening_id, NewCandidates(formdata=None), form)


@blueprint.post("/openings/<opening_id>/close")
@for_signed_in
def close(opening_id: str) -> Response:
    """Close an opening."""
    openings.close_opening(instance(), me(), opening_id)
    flash("The opening is closed. No interview begins in it any more; everything in it stays.")
    return to("openings.opening", opening_id=opening_id)


@blueprint.post("/openings/<opening_id>/reopen")
@for_signed_in
def reopen(opening_id: str) -> Response:
    """Open a closed opening again."""
    openings.reopen_opening(instance(), me(), opening_id)
    flash("The opening is open again.")
    return to("openings.opening", opening_id=opening_id)


@blueprint.get("/reminders")
@for_signed_in
def reminders() -> Page:
    """Show who still has to do what."""
    return render_template("openings/reminders.html", reminders=waiting.reminders(instance(), me()))


@blueprint.get("/openings/<opening_id>/kit")
@for_signed_in
def kit(opening_id: str) -> Page:
    """Show the panel's kit for printing."""
    return render_template("openings/kit.html", kit=kit_of(instance(), me(), opening_id))


@blueprint.get("/openings/<opening_id>/kit/candidate")
@for_signed_in
def candidate_kit(opening_id: str) -> Page:
    """Show what candidates are told beforehand, for printing."""
    return render_template("openings/kit_candidate.html", kit=kit_of(instance(), me(), opening_id))


def _opening(opening_id: str, form: NewCandidates, title_form: Title) -> Page:
    search, page = request.args.get("search", ""), request.args.get("page", 1, type=int)
    found = grid.grid_of(instance(), me(), opening_id, search, page)
    if title_form.title.data is None:
        title_form.title.data = found.opening.title
    return render_template(
        "openings/opening.html",
        grid=found,
        form=form,
        title_form=title_form,
        longest=LONGEST_NAME,
        most=openings.MOST_CANDIDATES_AT_ONCE,
    )
