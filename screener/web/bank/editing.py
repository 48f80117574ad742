"""Editing a file of the bank as text, with or without script."""

from secrets import token_urlsafe
from typing import Any

from flask import flash, jsonify, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from screener.errors import Conflict
from screener.journeys import bank_adoption, bank_drafts, bank_editing
from screener.journeys.bank_editing import MAX_BYTES
from screener.journeys.limits import LONGEST_REASON
from screener.web.bank import blueprint
from screener.web.bank.forms import FileText
from screener.web.bank.views import SHARED
from screener.web.context import for_signed_in, instance, me, to
from screener.web.headers import POLICY

Page = str | Response | tuple[str | Response, int]
_LARGE = ("bank.send", "bank.problems", "bank.preview")
_ROOM = 10 * 1024 * 1024  # bytes; a file of the bank may have far fewer


@blueprint.url_value_preprocessor
def _let_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit here, so that too large a file is told of with its text still there."""
    if endpoint in _LARGE:
        request.max_content_length = request.max_form_memory_size = _ROOM


@blueprint.get("/edit/<path:path>")
@for_signed_in
def edit(path: str) -> Page:
    """Show a file to be edited."""
    page = bank_editing.edit_page(instance(), me(), path, request.args.get("draft", ""))
    return _shown(page, FileText(formdata=None))


@blueprint.post("/edit/<path:path>")
@for_signed_in
def send(path: str) -> Page:
    """Check a file, keep it as a draft, or save it."""
    form, wish = FileText(), request.form.get("do", "check")
    if wish == "save":
        done = form.submits(lambda: _save(path, form))
    elif wish == "keep":
        done = form.submits(lambda: _keep(path, form))
    else:
        done = None
    if done:
        return done
    page = bank_editing.written_page(
        instance(), me(), path, form.told("text"), form.told("base"), draft_id=form.told("draft"),
        seen=form.told("seen"), is_proved=wish != "keep",
    )  # fmt: skip
    if page.conflict and not page.is_drafted:
        form.base.data = page.now  # who has seen the difference may save over it
    return _shown(page, form, has_checked=wish == "check"), 200 if wish == "check" else 422


@blueprint.post("/problems/<path:path>")
@for_signed_in
def problems(path: str) -> Response:
    """Tell what is wrong with a file as it is being written."""
    found = bank_editing.judge(instance(), me(), path, _text_sent())
    html = render_template("bank/_problems.html", problems=found, path=path)
    return jsonify(problems=[vars(problem) for problem in found if problem.file == path], html=html)


@blueprint.post("/preview/<path:path>")
@for_signed_in
def preview(path: str) -> str:
    """Show what a file would look like."""
    found = bank_editing.preview_of(instance(), me(), path, _text_sent())
    return render_template("bank/_preview.html", found=found, **SHARED)


@blueprint.get("/schema/<path:path>")
@for_signed_in
def schema(path: str) -> Response:
    """Return the schema by which an editor completes and explains the fields of a file."""
    return jsonify(bank_editing.schema_for(me(), path))


@blueprint.get("/known")
@for_signed_in
def known() -> Response:
    """Return the names that files may refer to."""
    return jsonify(bank_editing.known_names(instance(), me()))


def _save(path: str, form: FileText) -> Response | None:
    text, base, reason = (form.told(name) for name in ("text", "base", "reason"))
    if bank_adoption.save_file(instance(), me(), path, text, base, reason).save is None:
        return None
    folder, name = bank_editing.thing_at(path)
    address = url_for("bank.sources") if folder == "sources" else url_for("bank.entry", folder=folder, name=name)
    saved = Markup('{} is saved. Interviews that begin from now on use it. <a href="{}">See how it reads</a>')
    flash(saved.format(path, address))
    return to("bank.edit", path=path)


def _keep(path: str, form: FileText) -> Response:
    text, base, draft_id, seen = (form.told(name) for name in ("text", "base", "draft", "seen"))
    draft = bank_drafts.keep_file(instance(), me(), path, text, base, draft_id=draft_id, seen=seen)
    flash("The draft is kept. Interviews go on with the bank as it is until you adopt it.")
    return to("bank.draft", draft_id=draft.id)


def _shown(page: bank_editing.EditPage, form: FileText, *, has_checked: bool = False) -> Response:
    if not form.is_submitted():
        form.base.data = page.base
    form.text.data, form.seen.data = page.text, page.seen
    form.draft.data = page.draft.id if page.draft else ""
    nonce = token_urlsafe(16)
    html = render_template(
        "bank/edit.html",
        page=page,
        form=form,
        nonce=nonce,
        most=MAX_BYTES,
        longest=LONGEST_REASON,
        has_checked=has_checked,
        preview=bank_editing.preview_of(instance(), me(), page.path, page.text),
        **SHARED,
    )
    response = Response(html, mimetype="text/html")
    # the editor adds a style sheet of its own; nothing else may
    response.headers["Content-Security-Policy"] = POLICY.replace(
        "style-src 'self'", f"style-src 'self' 'nonce-{nonce}'"
    )
    return response


def _text_sent() -> str:
    try:
        sent = request.get_json(silent=True)
    except RecursionError:  # brackets without end
        sent = None
    text = sent.get("text") if isinstance(sent, dict) else None
    if not isinstance(text, str):
        raise Conflict("The page sent something that cannot be read. Reload it.")
    return text
