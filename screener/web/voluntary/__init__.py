"""Voluntary questions: the page on which candidates answer, and the addresses that HR sends them."""

from flask import Blueprint

blueprint = Blueprint("voluntary", __name__)

from screener.web.voluntary import views  # noqa: E402, F401 (they register their addresses here)
