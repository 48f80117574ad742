"""What the live page sends: batches of entries from its script, or a form for each question without one."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from flask import flash, jsonify, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from screener.errors import Conflict, NotAllowed, Refused
from screener.journeys import live
from screener.journeys.journal import is_key, record
from screener.journeys.scorecards import CLOSING
from screener.storage.records import Draft
from screener.web import backlog
from screener.web.context import for_signed_in, instance, me, to
from screener.web.live import blueprint
from screener.web.live.views import Page, live_page, review_page
from screener.web.monitoring.metrics import count_receipt


@blueprint.post("/journal")
@for_signed_in
def journal(interview_id: str) -> Response:
    """Keep a batch of entries and answer with a receipt for each."""
    try:
        batch = request.get_json()
    except RecursionError:  # nested more deeply than any page of ours
        raise BadRequest from None
    entries = batch.get("entries") if isinstance(batch, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadRequest
    if batch.get("person", me().id) != me().id:  # a page that was left open, and somebody else signed in since
        raise Conflict("This page belongs to somebody else who was signed in here. Sign in as that person.")
    receipts = record(instance(), me(), interview_id, entries, batch.get("sent_at"))
    for receipt in receipts:
        count_receipt(receipt.state)
    return jsonify(
        now=instance().now(),
        receipts=[
            {
                "key": receipt.key,
                "state": receipt.state,
                "saved_at": receipt.saved_at,
                "revision": receipt.revision,
                "message": receipt.message,
                "others": [_head(draft) for draft in receipt.others],
            }
            for receipt in receipts
        ],
    )


@blueprint.get("/notes")
@for_signed_in
def notes(interview_id: str) -> Response:
    """Return the notes as they are kept, for a page that was out of sight."""
    locked_at, drafts = live.notes_of(instance(), me(), interview_id)
    by_question: dict[str, list[dict[str, Any]]] = {}
    for draft in drafts:
        by_question.setdefault(draft.question, []).append(_head(draft))
    return jsonify(now=instance().now(), submitted=locked_at is not None, notes=by_question)


@blueprint.post("/questions/<question_id>")
@for_signed_in
def question(interview_id: str, question_id: str) -> Page:
    """Keep one question's form, for browsers without script."""
    form = request.form
    receipts = record(instance(), me(), interview_id, list(_entries(question_id, form)))
    refusals = tuple(receipt.message for receipt in receipts if receipt.state == "refused")
    if refusals and question_id == CLOSING:
        return review_page(interview_id, " ".join(refusals), form.get("text", ""), status=422)
    if refusals:
        return live_page(interview_id, refusals, {question_id: form.get("text", "")})
    if any(receipt.state == "late" for receipt in receipts):
        flash("This scorecard had been submitted before. Your note is kept beside it, not in it.")
    else:
        flash("Saved.")
    endpoint = "live.review" if question_id == CLOSING else "live.interview"
    return to(endpoint, interview_id=interview_id, _anchor=form.get("then") or f"q-{question_id}")


@blueprint.post("/submit")
@for_signed_in
def submit(interview_id: str) -> Page:
    """Keep the closing note that stands in the same form, and lock the scorecard."""
    entries = list(_entries(CLOSING, request.form)) if "text" in request.form else []
    receipts = record(instance(), me(), interview_id, entries)
    refused = " ".join(receipt.message for receipt in receipts if receipt.state == "refused")
    try:
        if refused:
            raise NotAllowed(refused)
        opening = live.submit(instance(), me(), interview_id)
    except NotAllowed as refusal:
        return review_page(interview_id, str(refusal), request.form.get("text") if refused else None, status=403)
    backlog.read(opening.id)
    flash("Your scorecard is submitted and locked. Thank you.")
    return to("live.interview", interview_id=interview_id)


def _entries(question: str, form: MultiDict[str, str]) -> Iterator[dict[str, Any]]:
    """Turn what was changed in a form into entries. Each field has beside it what it was when the page was made."""
    if not is_key(form.get("key", "")):
        raise Refused("This page is out of step with the server. Reload it and send it again.")
    for entry in _changes(form):
        # A form that is sent twice brings the same entry twice; sent again with other contents, it brings another.
        contents = json.dumps([form.get("key", ""), question, entry], sort_keys=True)
        yield {"key": sha256(contents.encode()).hexdigest()[:32], "question": question, **entry}


def _changes(form: MultiDict[str, str]) -> Iterator[dict[str, Any]]:
    text = form.get("text", "").replace("\r\n", "\n")
    parent = _number(form.get("revision", ""))
    joined = [_number(other) for other in form.getlist("joined")]
    if text != form.get("was_text", "").replace("\r\n", "\n") or joined:
        yield {"kind": "draft", "text": text, "window": "form", "parent": parent, "joined": joined[0] if joined else 0}
    for name, value in form.items():
        if name.startswith("level-") and value != form.get(f"was_{name}", ""):
            level = None if value == "none" else _number(value)
            yield {"kind": "rating", "competency": name.removeprefix("level-"), "level": level}
    place, amount = form.get("place", ""), form.get("amount", "").strip()
    if (place, amount) != (form.get("was_place", ""), form.get("was_amount", "")):
        is_moved = place != form.get("was_place", "") and amount == form.get("was_amount", "")
        years = _number(amount) if amount and not is_moved else None  # the years of the place before are none of this
        yield {"kind": "placement", "value": place, "amount": years}
    wish, reason = form.get("do", ""), form.get("reason", "")
    if wish == "open":
        yield {"kind": "asking", "state": "open", "reason": ""}
    elif wish == "skipped" or reason.strip() != form.get("was_reason", ""):
        yield {"kind": "asking", "state": "skipped", "reason": reason}


def _number(text: str) -> int | str:
    """Return a whole number, or the text for the journey to refuse."""
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _head(draft: Draft) -> dict[str, Any]:
    return {"revision": draft.revision, "text": draft.text, "saved_at": draft.saved_at, "window": draft.window}
