"""Addresses for whatever watches the servers: alive, ready, and figures. Nothing at them is about a person."""

from flask import Blueprint

blueprint = Blueprint("monitoring", __name__)

from screener.web.monitoring import views  # noqa: E402, F401 (it registers its addresses here)
