"""A policy's thresholds and stands, set with sliders and choices."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from screener.journeys import policy_thresholds
from screener.journeys.bank_edits import file_hash
from screener.journeys.policy_thresholds import ThresholdsPage
from screener.web import backlog
from screener.web.bank import blueprint
from screener.web.bank.forms_thresholds import Thresholding, name_stands, thresholds_form
from screener.web.bank.views import SHARED
from screener.web.context import for_signed_in, instance, me, to


@blueprint.get("/policies/<policy_id>/thresholds")
@for_signed_in
def thresholds(policy_id: str) -> str:
    """Show the thresholds of a policy."""
    page = policy_thresholds.thresholds_of(instance(), me(), policy_id)
    return _shown(page, thresholds_form(page))


@blueprint.post("/policies/<policy_id>/thresholds")
@for_signed_in
def set_thresholds(policy_id: str) -> str | Response | tuple[str, int]:
    """Show what thresholds would do, or keep them as a draft."""
    form, is_kept = thresholds_form(), request.form.get("do") == "keep"
    entered = form.entered()
    if is_kept:
        draft = form.submits(lambda: policy_thresholds.keep_thresholds(instance(), me(), policy_id, entered))
        if draft:
            flash("The thresholds are kept as a draft. Interviews go on with the bank as it is until you adopt it.")
            return to("bank.draft", draft_id=draft.id)
        if form.has_conflict:  # who has been told that the file was changed may keep theirs
            form.base.data = file_hash(instance(), me(), f"policies/{policy_id}")
    page = policy_thresholds.thought_over(instance(), me(), policy_id, entered)
    return _shown(page, form), 422 if is_kept else 200


def _shown(page: ThresholdsPage, form: Thresholding) -> str:
    name_stands(form, page)
    reading = [backlog.read(opening_id) for opening_id in page.heard.unheard]
    return render_template(
        "bank/thresholds.html",
        page=page,
        form=form,
        is_reading=any(reading),
        **SHARED,
    )
