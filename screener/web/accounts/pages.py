"""The sign-in page with all ways in that are open."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, session

from screener.web.accounts.forms import PasswordSignIn
from screener.web.context import told_by_proxy

SIGNED_OUT = "signed_out"


def ways_in() -> Mapping[str, Any]:
    """Return what the page has to know of the ways in."""
    email, _ = told_by_proxy()
    return {"told": email, "has_signed_out": bool(session.get(SIGNED_OUT))}


def refused_page(refusal: str, status: int) -> tuple[str, int]:
    """Return the page with why somebody was not let in from elsewhere."""
    form = PasswordSignIn(formdata=None)
    return render_template("accounts/sign_in.html", form=form, next="", refusal=refusal, **ways_in()), status
