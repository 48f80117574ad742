"""Submitted scorecards as files for tracking systems, for people who are signed in."""

from flask import Blueprint

blueprint = Blueprint("exchange", __name__)

from screener.web.exchange import views  # noqa: E402, F401 (it registers its address here)
