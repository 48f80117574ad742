"""Uploading a list, looking at what it comes to, and taking it over."""

from contextlib import closing

from flask import flash, render_template
from werkzeug.wrappers import Response

from screener.journeys import importing
from screener.journeys.importing import Taken
from screener.journeys.importing_panel import MOST_PEOPLE
from screener.storage.importing import ImportFile, ListKind
from screener.web.context import for_signed_in, instance, me, to
from screener.web.filters import plural
from screener.web.importing import blueprint
from screener.web.importing.forms import Confirmation, ListOfCandidates, ListOfPeople

Page = str | Response
_MOST_SHOWN = 50  # rows of each kind
_FIRST_ROWS = 5  # as they were read, so that wrong letters are seen
_ADDRESS = "/openings/<opening_id>/import/<any(candidates, panel):kind>"


@blueprint.route(_ADDRESS, methods=["GET", "POST"])
@for_signed_in
def upload(opening_id: str, kind: ListKind) -> Page:
    """Ask for a list, and keep it to be looked at."""
    opening = importing.opening_for_list(instance(), me(), opening_id, kind)
    form = ListOfCandidates() if kind == "candidates" else ListOfPeople()

    def keep() -> ImportFile:
        with closing(form.file.data) as sent:  # a large file waits in a temporary one
            content = sent.read()
        scheme = form.scheme.data or "" if isinstance(form, ListOfCandidates) else ""
        return importing.upload(instance(), me(), opening_id, kind, sent.filename or "", content, scheme)

    kept = form.submits(keep)
    if kept:
        return to("importing.preview", file_id=kept.id)
    limits = {
        "longest_scheme": importing.LONGEST_SCHEME,
        "megabytes": importing.LARGEST_LIST // 2**20,
        "rows": importing.MOST_ROWS,
        "people": MOST_PEOPLE,
    }
    return render_template("importing/upload.html", opening=opening, kind=kind, form=form, **limits)


@blueprint.get("/imports/<file_id>")
@for_signed_in
def preview(file_id: str) -> Page:
    """Show what a list comes to."""
    return _preview(file_id, Confirmation(formdata=None))


@blueprint.post("/imports/<file_id>")
@for_signed_in
def take(file_id: str) -> Page:
    """Take a list over as it was shown."""
    form = Confirmation()
    taken = form.submits(lambda: importing.take(instance(), me(), file_id, form.seal.data or ""))
    if not taken:
        return _preview(file_id, form)
    flash(_done(taken))
    if taken.accounts:
        return to("importing.way_in", opening_id=taken.opening.id)
    return _back(taken.file)


@blueprint.post("/imports/<file_id>/discard")
@for_signed_in
def discard(file_id: str) -> Response:
    """Drop a list without taking it over."""
    dropped = importing.discard(instance(), me(), file_id)
    flash(f"The list “{dropped.name}” is dropped.")
    return _back(dropped)


@blueprint.get("/openings/<opening_id>/panel/way-in")
@for_signed_in
def way_in(opening_id: str) -> Page:
    """Show who of the panel cannot sign in yet."""
    opening, people = importing.without_way_in(instance(), me(), opening_id)
    return render_template("importing/way_in.html", opening=opening, people=people)


def _preview(file_id: str, form: Confirmation) -> str:
    found = importing.preview_of(instance(), me(), file_id)
    form.seal.data = found.seal
    return render_template(
        "importing/preview.html", preview=found, form=form, most=_MOST_SHOWN, first=found.table.rows[:_FIRST_ROWS]
    )


def _back(file: ImportFile) -> Response:
    """Send the browser on to where the list would be seen."""
    return to("openings.opening" if file.kind == "candidates" else "openings.panel", opening_id=file.opening_id)


def _done(taken: Taken) -> str:
    if not taken.added:
        return f"The list “{taken.file.name}” had been taken over already. Nothing was added twice."
    is_one, left_out = taken.added == 1, f" {plural(taken.left_out, 'row')} left out." if taken.left_out else ""
    if taken.file.kind == "candidates":
        return f"{plural(taken.added, 'candidate')} {'is' if is_one else 'are'} added.{left_out}"
    return f"{plural(taken.added, 'person', 'people')} {'is' if is_one else 'are'} on the panel.{left_out}"
