"""The pages. A view reads input, calls one journey, and renders what came back."""

import gc
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from screener.journeys.accounts import SIGNED_IN_HOURS
from screener.journeys.instance import Instance, open_instance
from screener.journeys.provider import must_be_usable
from screener.paths import shipped
from screener.web import backing_up, backlog, compress, context, daily, edge, errors, filters, headers, logs
from screener.web.api.cookies import Sessions
from screener.web.monitoring import metrics

csrf = CSRFProtect()

_LARGEST_FORM = 512 * 1024  # bytes; a view that takes a file raises it for itself


def create_app(instance: Instance, *, is_demo: bool = False, is_served: bool = False) -> Flask:
    """Return the application that serves an instance.

    In a demonstration, sign-in addresses work at once and more than once. One that is served to people reads what they
    submit in the background.
    """
    app = Flask("screener", template_folder=str(shipped("templates")), static_folder=None)
    static = Path(app.root_path) / "static"
    app.static_folder = str(static)
    app.add_url_rule(
        f"/static/{_fingerprint(static)}/<path:filename>", endpoint="static", view_func=app.send_static_file
    )
    must_be_usable(instance.settings)
    is_secure = edge.is_behind_tls(instance.settings)
    app.config.update(
        SECRET_KEY=instance.secret,
        MAX_CONTENT_LENGTH=_LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FORM,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=2 * SIGNED_IN_HOURS),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),  # their address changes with their contents
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="__Host-screener" if is_secure else "screener",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_secure,
        WTF_CSRF_SSL_STRICT=False,  # some browsers are set to name no referrer; the token is what counts
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in: a form left open over lunch must still be taken
    )
    app.session_interface = Sessions()
    app.extensions["screener"] = instance
    app.config["IS_DEMO"] = is_demo
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logs.install(app)  # first, so that what is refused before a view is noted too
    edge.install(app, instance.settings)
    csrf.init_app(app)
    context.install(app)
    compress.install(app)
    headers.install(app, is_behind_tls=is_secure)
    metrics.install(app, instance)
    errors.install(app)
    filters.install(app)
    _register(app)
    if is_served:
        backlog.install(app, instance)
        daily.install(app, instance)
        backing_up.install(app, instance)
        gc.collect()
        gc.freeze()  # the bank and the program stay: looking through them took a tenth of the time of large pages
    return app


def application(folder: str) -> Flask:
    """Return the application for an instance's folder, for servers that start several processes.

    As in `gunicorn 'screener.web:application("/srv/interviews")'`.
    """
    instance = open_instance(Path(folder))
    logs.begin(instance.settings.log)
    return create_app(instance, is_served=True)


def _fingerprint(folder: Path) -> str:
    """Return what changes with any static file, so that scripts that import one another always fit together."""
    digest = sha256()
    for path in sorted(folder.rglob("*.*")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _register(app: Flask) -> None:
    from screener.web import (
        accounts,
        api,
        audit,
        backups,
        bank,
        calibration,
        candidates,
        comparing,
        exchange,
        impact,
        importing,
        live,
        monitoring,
        openings,
        retention,
        tokens,
        voluntary,
    )

    for area in (
        accounts,
        openings,
        candidates,
        comparing,
        live,
        calibration,
        impact,
        voluntary,
        importing,
        exchange,
        tokens,
        retention,
        backups,
        bank,
        api,
        audit,
        monitoring,
    ):
        app.register_blueprint(area.blueprint)
