"""Practice with sample answers, and one's own figures."""

from flask import Blueprint

blueprint = Blueprint("calibration", __name__, url_prefix="/practice")

from screener.web.calibration import views  # noqa: E402, F401 (it registers its addresses here)
