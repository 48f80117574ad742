"""The page of backups."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from screener.journeys import backup_schedule as journey
from screener.web import backing_up
from screener.web.backups import blueprint
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response


@blueprint.get("")
@for_signed_in
def backups() -> Page:
    """Show how it stands with backups."""
    return render_template("backups/backups.html", state=journey.state_for(instance(), me()))


@blueprint.post("")
@for_signed_in
def back_up() -> Response:
    """Make a backup: beside everything else where that can be, else before the answer."""
    journey.must_be_free(instance(), me())
    if backing_up.ask(me()):
        flash("A backup is being made. You can go on working; look here again in a minute.")
        return to("backups.backups")
    run = journey.back_up_now(instance(), me())
    flash("The backup is made." if run.is_good else "There is no backup: see below why.")
    return to("backups.backups")
