"""Composing a guide, with or without script."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from screener.journeys import guide_composer
from screener.journeys.bank_edits import file_hash
from screener.journeys.guide_composer import Composer, wordings_of
from screener.web.bank import blueprint
from screener.web.bank.forms_composing import Composing, composing_form, name_weights
from screener.web.bank.views import SHARED
from screener.web.context import for_signed_in, instance, me, to

_KINDS = {
    "past-behaviour": "a real case", "situation": "an imagined case", "view": "what they think",
    "background": "what they have done so far",
}  # fmt: skip
Page = str | Response | tuple[str, int]


@blueprint.route("/new/guide", methods=["GET", "POST"])
@for_signed_in
def new_guide() -> Page:
    """Compose a new guide."""
    return _compose("")


@blueprint.route("/guides/<guide_id>/compose", methods=["GET", "POST"])
@for_signed_in
def compose(guide_id: str) -> Page:
    """Compose a guide of the bank anew."""
    return _compose(guide_id)


def _compose(guide_id: str) -> Page:
    if request.method == "GET":
        page = guide_composer.begun(instance(), me(), guide_id, request.args.get("like", ""))
        return _shown(page, composing_form(page))
    form, wish, about = composing_form(), request.form.get("do", ""), request.form.get("about", "")
    entered = form.entered()
    if wish == "keep":
        draft = form.submits(lambda: guide_composer.keep_guide(instance(), me(), guide_id, entered))
        if draft:
            flash("The guide is kept as a draft. Interviews go on with the bank as it is until you adopt it.")
            return to("bank.draft", draft_id=draft.id)
        if guide_id and form.has_conflict:  # who has been told that it was changed may keep theirs
            form.base.data = file_hash(instance(), me(), f"guides/{guide_id}")
    page = guide_composer.composed(instance(), me(), guide_id, entered, wish, about)
    return _shown(page, form), 422 if wish == "keep" else 200


def _shown(page: Composer, form: Composing) -> str:
    name_weights(form, page)
    return render_template("bank/compose.html", page=page, form=form, kinds=_KINDS, wordings_of=wordings_of, **SHARED)
