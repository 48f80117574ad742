"""What states the bank has been in, what each changed, and the way back."""

from flask import render_template, request
from werkzeug.wrappers import Response

from screener.journeys import bank_drafts, bank_history
from screener.web.bank import blueprint
from screener.web.context import for_signed_in, instance, me, to

_MOST = 2**53  # far above any number of a save, and below what the database can hold


@blueprint.get("/history")
@for_signed_in
def history() -> str:
    """Show what was saved, the newest first; of one file, if one is named."""
    path, before = request.args.get("path", ""), request.args.get("before", type=int)
    found = bank_history.history_for(instance(), me(), None if before is None else min(before, _MOST), path)
    return render_template("bank/history.html", history=found, path=path, is_first=before is None)


@blueprint.get(f"/history/<int(max={_MOST}):number>")
@for_signed_in
def change(number: int) -> str:
    """Show what a save changed."""
    return render_template("bank/change.html", change=bank_history.change_of(instance(), me(), number))


@blueprint.post(f"/history/<int(max={_MOST}):number>/restore")
@for_signed_in
def restore(number: int) -> Response:
    """Make a draft that brings the bank, or one of its files, back into a state."""
    draft = bank_drafts.restore(instance(), me(), number, request.form.get("path", ""))
    return to("bank.draft", draft_id=draft.id)
