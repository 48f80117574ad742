"""Everything in the bank as lists, as what was found, and thing by thing."""

import re
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.routing import BuildError

from screener.journeys import bank_pages
from screener.journeys.bank_search import Words
from screener.journeys.question_use import FEWEST_CANDIDATES, LEVELS
from screener.web.bank import blueprint
from screener.web.context import for_signed_in, instance, me


@blueprint.get("")
@for_signed_in
def overview() -> str:
    """Show what the bank holds, or what is found in it."""
    words, kind = request.args.get("search", ""), request.args.get("kind", "")
    found = bank_pages.overview(instance(), me(), words, kind, request.args.get("order", ""))
    page = {"kinds": bank_pages.KINDS, "orders": bank_pages.ORDERS}
    return render_template("bank/overview.html", found=found, **page, **SHARED)


@blueprint.get("/sources")
@for_signed_in
def sources() -> str:
    """Show the publications that the bank draws on, and what cites each."""
    return _page("sources", "sources")


@blueprint.get("/<folder>/<name>")
@for_signed_in
def entry(folder: str, name: str) -> str:
    """Show one thing of the bank."""
    return _page(folder, name)


def _page(folder: str, name: str) -> str:
    found = bank_pages.page_of(instance(), me(), folder, name)
    return render_template("bank/entry.html", found=found, **SHARED)


@blueprint.app_template_filter("marked")
def marked(text: str) -> Markup:
    """Mark the evidence of an example, which stands between << and >>."""
    return Markup(str(escape(text)).replace("&lt;&lt;", "<mark>").replace("&gt;&gt;", "</mark>"))  # noqa: S704 (escaped)


@blueprint.app_template_filter("with_hits")
def with_hits(words: Words) -> Markup:
    """Mark what was looked for in a stretch of text."""
    return Markup().join(Markup("<mark>{}</mark>").format(text) if is_hit else escape(text) for text, is_hit in words)


@blueprint.app_template_filter("for_pages")
def for_pages(message: str) -> str:
    """Write a message, which is worded for terminals too, with quotation marks."""
    return re.sub(r"`([^`]+)`", r"“\1”", message)


def address(endpoint: str, **values: Any) -> str:
    """Return the address of a page; empty where there is none that takes these values."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return ""


SHARED = {"address": address, "levels": LEVELS, "fewest": FEWEST_CANDIDATES}
