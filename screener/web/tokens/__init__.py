"""Tokens for other programs: made, shown once, withdrawn."""

from flask import Blueprint

blueprint = Blueprint("tokens", __name__, url_prefix="/tokens")

from screener.web.tokens import views  # noqa: E402, F401 (it registers its addresses here)
