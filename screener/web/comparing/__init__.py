"""Comparing an opening's candidates: the table, side by side, and how the panel rates."""

from flask import Blueprint

blueprint = Blueprint("comparing", __name__)

from screener.web.comparing import exports, panel, views  # noqa: E402, F401 (they register their addresses here)
