"""What other programs read: JSON at addresses of its own, with a token and without a sign-in."""

from flask import Blueprint

from screener.web.api.problems import ADDRESSES

blueprint = Blueprint("api", __name__, url_prefix=f"{ADDRESSES}v1")

from screener.web.api import views  # noqa: E402, F401 (it registers its addresses here)
