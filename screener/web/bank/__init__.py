"""The question bank: what there is, where it is used, and what became of it in interviews; changing it."""

from flask import Blueprint

blueprint = Blueprint("bank", __name__, url_prefix="/bank")

from screener.web.bank import composing, drafts, editing, history, making, sharing, thresholds, trying, views  # noqa: E402, F401 (they register here)
