"""A candidate's page, the planning of interviews, and the panel's discussion."""

from flask import Blueprint

blueprint = Blueprint("candidates", __name__)

from screener.web.candidates import consensus, views  # noqa: E402, F401 (they register their addresses here)
