"""Alive, ready, and figures for Prometheus."""

import hmac
import json

from flask import request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from screener import __version__
from screener.journeys.readiness import readiness_of
from screener.journeys.settings import secret_from
from screener.web.context import instance
from screener.web.monitoring import blueprint
from screener.web.monitoring.metrics import CONTENT_TYPE, figures_of


@blueprint.get("/health")
def health() -> Response:
    """Say that the server answers. Whether it can take work is said by `/ready`."""
    return _json({"status": "ok", "version": __version__})


@blueprint.get("/ready")
def ready() -> Response:
    """Say whether people's work can be taken now, and if not, why."""
    found = readiness_of(instance())
    status = "ready" if found.is_ready else "not ready"
    return _json({"status": status, "checks": dict(found.checks)}, 200 if found.is_ready else 503)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return figures to whoever has the token that the settings name; there is nothing here for anybody else."""
    token = secret_from(instance().settings.monitoring.token_from)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(given.encode(), token.encode()):
        raise NotFound
    return Response(figures_of(instance()), mimetype=CONTENT_TYPE)


def _json(data: object, status: int = 200) -> Response:
    return Response(json.dumps(data), status, mimetype="application/json")
