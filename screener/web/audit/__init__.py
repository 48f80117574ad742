"""The audit trail: what was done, by whom and when; and a candidate's part of it as a file."""

from flask import Blueprint

blueprint = Blueprint("audit", __name__)

from screener.web.audit import views  # noqa: E402, F401 (it registers its addresses here)
