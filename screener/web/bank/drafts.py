"""Drafts: what they change, what stands in their way, what they would change in finished interviews; adopting them."""

import os
from threading import Thread

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from screener.journeys import bank_adoption, bank_drafts, bank_effect, bank_removal
from screener.journeys.bank_adoption import Adoption
from screener.journeys.limits import LONGEST_REASON
from screener.web.bank import blueprint
from screener.web.bank.forms import Adopting
from screener.web.bank.views import SHARED
from screener.web.context import for_signed_in, instance, me, to

Page = str | Response | tuple[str, int]


@blueprint.get("/drafts")
@for_signed_in
def drafts() -> str:
    """Show the drafts that wait."""
    return render_template("bank/drafts.html", drafts=bank_drafts.open_drafts(instance(), me()))


@blueprint.get("/drafts/<draft_id>")
@for_signed_in
def draft(draft_id: str) -> str:
    """Show a draft."""
    return _shown(draft_id, Adopting(formdata=None))


@blueprint.post("/drafts/<draft_id>")
@for_signed_in
def adopt(draft_id: str) -> Page:
    """Adopt a draft as it was shown."""
    form = Adopting()
    adoption = form.submits(
        lambda: bank_adoption.adopt_draft(instance(), me(), draft_id, form.reason.data or "", form.seal.data or "")
    )
    if adoption and adoption.save:
        flash("The change is adopted. Interviews that begin from now on use it; finished ones stay as they were.")
        return to("bank.change", number=adoption.save.id)
    return _shown(draft_id, form, adoption), 422


@blueprint.post("/drafts/<draft_id>/discard")
@for_signed_in
def discard(draft_id: str) -> Response:
    """Drop a draft."""
    bank_drafts.discard(instance(), me(), draft_id)
    flash("The draft is dropped. The bank is as it was.")
    return to("bank.drafts")


@blueprint.post("/drafts/<draft_id>/take-out/<path:path>")
@for_signed_in
def take_out(draft_id: str, path: str) -> Response:
    """Take a file out of a draft."""
    is_open = bank_drafts.take_out(instance(), me(), draft_id, path)
    flash(f"{path} is taken out of the draft.")
    return to("bank.draft", draft_id=draft_id) if is_open else to("bank.drafts")


@blueprint.post("/<folder>/<name>/remove")
@for_signed_in
def remove(folder: str, name: str) -> Response:
    """Make a draft that takes a thing out of the bank."""
    draft = bank_removal.start_removal(instance(), me(), folder, name)
    return to("bank.draft", draft_id=draft.id)


@blueprint.post("/drafts/<draft_id>/effect")
@for_signed_in
def begin_effect(draft_id: str) -> Response:
    """Begin to work out what a draft would change in finished interviews."""
    effect_id, own = bank_effect.begin_effect(instance(), me(), draft_id), instance()
    workers = max(2, (os.cpu_count() or 1) // 2)  # processes of low priority, so that no page waits
    Thread(target=bank_effect.work_out, args=(own, effect_id), kwargs={"workers": workers}, daemon=True).start()
    return to("bank.draft", draft_id=draft_id, _anchor="effect")


@blueprint.get("/drafts/<draft_id>/effect")
@for_signed_in
def effect(draft_id: str) -> str | Response:
    """Show how far the effect has come, or what came of it: a part of the draft's page, which has it too."""
    found = bank_effect.find_effect(instance(), me(), draft_id)
    if not request.headers.get("HX-Request"):
        return to("bank.draft", draft_id=draft_id, _anchor="effect")
    return render_template("bank/_effect.html", effect=found, draft_id=draft_id, is_whole=False, **SHARED)


@blueprint.post("/effects/<effect_id>/stop")
@for_signed_in
def stop_effect(effect_id: str) -> Response:
    """Stop working an effect out."""
    return to("bank.draft", draft_id=bank_effect.stop_effect(instance(), me(), effect_id), _anchor="effect")


def _shown(draft_id: str, form: Adopting, adoption: Adoption | None = None) -> str:
    page = bank_drafts.draft_page(instance(), me(), draft_id)
    form.seal.data = page.seal
    return render_template(
        "bank/draft.html",
        page=page,
        form=form,
        proof=adoption.proof if adoption else None,
        effect=bank_effect.find_effect(instance(), me(), draft_id),
        draft_id=draft_id,
        longest=LONGEST_REASON,
        is_whole=request.args.get("all") is not None,
        **SHARED,
    )
