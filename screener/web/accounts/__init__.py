"""Signing in and out, one's own account, and people."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from screener.web.accounts import elsewhere, people, views  # noqa: E402, F401 (they register their addresses here)
