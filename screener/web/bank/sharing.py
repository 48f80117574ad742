"""Handing the bank on as a file, taking over one that arrives, and what a new version of Screener brings."""

from contextlib import closing
from typing import Any

from flask import Response as Answer
from flask import flash, render_template, request
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import DataRequired

from screener.journeys import bank_sharing
from screener.journeys.bank_archive import LARGEST_ARCHIVE
from screener.journeys.disclosures import note_export
from screener.journeys.limits import LONGEST_NAME
from screener.storage.bank import BankDraft
from screener.web.bank import blueprint
from screener.web.context import for_signed_in, instance, me, to
from screener.web.downloads import attached
from screener.web.forms import Form

Page = str | Response | tuple[str, int]
_MOST_COMPARED = 40  # files whose lines are shown on one page
_NEEDED = [DataRequired("Please fill this in.")]


class Export(Form):
    """What the bank is called where it is handed on, and under which licence."""

    title = StringField("Title", _NEEDED)
    licence = StringField("Licence", _NEEDED)


class BankFile(Form):
    """A bank from elsewhere."""

    file = FileField("Bank file", [FileRequired("Choose a file.")])


class Taking(Form):
    """The wish to take over what was shown, and which of the files that would otherwise stay."""

    seal = HiddenField()
    also = SelectMultipleField("Take over too", choices=[], validate_choice=False)


@blueprint.url_value_preprocessor
def _let_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit here: the protection against forgery reads a request before its view could."""
    if endpoint == "bank.upload":
        request.max_content_length = LARGEST_ARCHIVE + 64 * 1024  # what surrounds the file in a form is small


@blueprint.get("/share")
@for_signed_in
def share() -> str:
    """Show what can be handed on and taken over."""
    return _share()


@blueprint.post("/share/export")
@for_signed_in
def export() -> Page:
    """Hand the bank on as a file."""
    form = Export()
    content = form.submits(
        lambda: bank_sharing.exported(instance(), me(), form.title.data or "", form.licence.data or "")
    )
    if content is None:
        return _share(export=form), 422
    name = f"bank-{instance().shelf.current().version.fingerprint}.zip"
    note_export(instance(), me(), "bank.zip")
    return attached(Answer(content, mimetype="application/zip"), name)


@blueprint.post("/share/upload")
@for_signed_in
def upload() -> Page:
    """Keep a bank from elsewhere to be looked at."""
    form = BankFile()

    def keep() -> str:
        with closing(form.file.data) as sent:  # a large file waits in a temporary one
            content = sent.read()
        return bank_sharing.upload(instance(), me(), content)

    name = form.submits(keep)
    return to("bank.arriving", name=name) if name else (_share(upload=form), 422)


@blueprint.get("/share/arriving/<name>")
@for_signed_in
def arriving(name: str) -> str:
    """Show what a bank from elsewhere comes to."""
    return _arriving(name, Taking(formdata=None))


@blueprint.post("/share/arriving/<name>")
@for_signed_in
def take(name: str) -> Page:
    """Make a draft of what a bank from elsewhere comes to."""
    return _take(name)


@blueprint.get("/share/upgrade")
@for_signed_in
def upgrade() -> str:
    """Show what comes with this version of Screener."""
    return _arriving("", Taking(formdata=None))


@blueprint.post("/share/upgrade")
@for_signed_in
def take_upgrade() -> Page:
    """Make a draft of what comes with this version of Screener."""
    return _take("")


def _take(name: str) -> Page:
    form = Taking()
    done: list[BankDraft | None] = []

    def start() -> bool:
        also = form.also.data or []
        done.append(bank_sharing.start_taking(instance(), me(), name, also, form.seal.data or ""))
        return True

    if not form.submits(start):
        return _arriving(name, form), 409
    if done[0] is None:
        flash("Your bank stays as it is. These differences are not shown as new again.")
        return to("bank.share")
    return to("bank.draft", draft_id=done[0].id)


def _share(export: Export | None = None, upload: BankFile | None = None) -> str:
    found = bank_sharing.share_page(instance(), me())
    if export is None:
        export = Export(formdata=None, licence=found.licence)
    return render_template(
        "bank/share.html",
        page=found,
        export=export,
        upload=upload or BankFile(formdata=None),
        megabytes=LARGEST_ARCHIVE // 2**20,
        longest=LONGEST_NAME,
    )


def _arriving(name: str, form: Taking) -> str:
    found = bank_sharing.arriving_page(instance(), me(), name)
    form.seal.data = found.merge.seal
    return render_template("bank/arriving.html", page=found, form=form, name=name, most=_MOST_COMPARED)
