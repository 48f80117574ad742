"""What became of backups, and making one at once."""

from flask import Blueprint

blueprint = Blueprint("backups", __name__, url_prefix="/backups")

from screener.web.backups import views  # noqa: E402, F401 (it registers its addresses here)
