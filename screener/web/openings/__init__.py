"""Openings: one's own interviews, the grid, needs, guide, panel, reminders, and the kit for printing."""

from flask import Blueprint

blueprint = Blueprint("openings", __name__)

from screener.web.openings import setup, views, visibility, words  # noqa: E402, F401 (they register themselves here)
