"""Adverse impact over pooled, finished openings."""

from flask import Blueprint

blueprint = Blueprint("impact", __name__)

from screener.web.impact import views, words  # noqa: E402, F401 (they register themselves here)
