"""How long data are kept: erasing a candidate, rules, legal holds, reports, and the file for an access request."""

from flask import Blueprint

blueprint = Blueprint("retention", __name__)

from screener.web.retention import access, views  # noqa: E402, F401 (they register their addresses here)
