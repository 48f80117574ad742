"""What the live page sends: batches of entries from its script, or a form for each question without one."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import flash, jsonify, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from screener.journeys import live
from screener.journeys.journal import record
from screener.journeys.scorecards import CLOSING
from screener.storage.records import Draft
from screener.web.context import for_signed_in, instance, me, to
from screener.web.live import blueprint
from screener.web.live.views import Page, live_page, review_page


@blueprint.post("/journal")
@for_signed_in
def journal(interview_id: str) -> Response:
    """Keep a batch of entries and answer with a receipt for each."""
    batch = request.get_json()
    entries = batch.get("entries") if isinstance(batch, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadRequest
    receipts = record(instance(), me(), interview_id, entries)
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
    card = live.open_live(instance(), me(), interview_id).card
    heads = {answer.question.id: answer.notes for answer in card.answers} | {CLOSING: card.closing}
    return jsonify(
        now=instance().now(),
        submitted=card.seat.scorecard.submitted_at is not None,
        notes={question: [_head(draft) for draft in drafts] for question, drafts in heads.items()},
    )


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


def _entries(question: str, form: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Turn what was changed in a form into entries. Each field has beside it what it was when the page was made."""
    key = form.get("key", "")
    text = form.get("text", "").replace("\r\n", "\n")
    if text != form.get("was_text", "").replace("\r\n", "\n") or form.get("joined"):
        joined = form.get("joined", "")
        yield {
            "key": f"{key}-draft", "kind": "draft", "question": question, "text": text, "window": "form",
            "parent": _number(form.get("revision", "")), "joined": _number(joined),
        }  # fmt: skip
    for name, value in form.items():
        if name.startswith("level-") and value != form.get(f"was_{name}", ""):
            competency = name.removeprefix("level-")
            yield {
                "key": f"{key}-{competency}"[:64], "kind": "rating", "question": question, "competency": competency,
                "level": None if value == "none" else _number(value),
            }  # fmt: skip
    place, amount = form.get("place", ""), form.get("amount", "")
    if (place, amount) != (form.get("was_place", ""), form.get("was_amount", "")):
        years = _number(amount) if amount.strip() else None
        yield {"key": f"{key}-place", "kind": "placement", "question": question, "value": place, "amount": years}
    if form.get("do") in ("skipped", "open"):
        state = form["do"]
        yield {
            "key": f"{key}-asking", "kind": "asking", "question": question, "state": state,
            "reason": form.get("reason", ""),
        }  # fmt: skip


def _number(text: str) -> int | str:
    """Return a whole number, or the text for the journey to refuse."""
    return int(text) if text.isdecimal() and len(text) < 10 else text


def _head(draft: Draft) -> dict[str, Any]:
    return {"revision": draft.revision, "text": draft.text, "saved_at": draft.saved_at, "window": draft.window}
