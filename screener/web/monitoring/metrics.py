"""What is counted for Prometheus. Addresses are told by their pattern, so that no id and no name gets into a figure."""

import os
import shutil
import time
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, g, request
from werkzeug.wrappers import Response

from screener import __version__
from screener.errors import Unreadable
from screener.journeys.instance import DATABASE, Instance, moment_of

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SHARED = "PROMETHEUS_MULTIPROC_DIR"  # by which several processes of one server add up what they count


class Figures:
    """Counts what an application does."""

    def __init__(self) -> None:
        try:
            from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
        except ImportError:
            raise Unreadable(
                'figures for Prometheus need a part that is not installed (pip install "screener[metrics]", or remove '
                "`monitoring:` from settings.yaml)"
            ) from None
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "screener_requests", "Requests answered", ["endpoint", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "screener_request_seconds", "Time to answer", ["endpoint"], buckets=_SECONDS, registry=self.registry
        )
        self.receipts = Counter(
            "screener_receipts", "What became of the entries that raters' pages sent", ["state"], registry=self.registry
        )
        self.troubles = Counter(
            "screener_storage_troubles", "Requests that the database or the disk refused", ["kind"],
            registry=self.registry,
        )  # fmt: skip
        self.backlog = Gauge(
            "screener_backlog", "Openings that wait to be read", registry=self.registry, multiprocess_mode="livesum"
        )


def install(app: Flask, instance: Instance) -> None:
    """Count each request, if the settings ask for figures."""
    if not instance.settings.monitoring.token_from:
        return
    app.extensions["figures"] = Figures()
    app.before_request(_begin)
    app.after_request(_count)


def count_receipt(state: str) -> None:
    """Count what became of an entry of a rater's page."""
    if figures := _figures():
        figures.receipts.labels(state).inc()


def count_trouble(kind: str) -> None:
    """Count a request that the database or the disk refused."""
    if figures := _figures():
        figures.troubles.labels(kind).inc()


def figures_of(instance: Instance) -> bytes:
    """Return every figure as Prometheus reads it."""
    from prometheus_client import generate_latest, multiprocess

    figures = _figures()
    if figures is None:
        return b""
    backlog = current_app.extensions.get("backlog")
    figures.backlog.set(len(backlog) if backlog is not None else 0)
    registry = figures.registry
    if os.environ.get(_SHARED):
        registry = _registry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry) + generate_latest(_state_of(instance))


def _state_of(instance: Instance) -> "CollectorRegistry":
    """Return what is read off the instance when it is asked for, the same from whichever process."""
    from prometheus_client import Gauge

    registry, head = _registry(), instance.store.audit_head()
    database = instance.folder / DATABASE
    told: dict[str, tuple[str, float]] = {
        "screener_audit_entries": ("Entries of the audit trail", head.number if head else 0),
        "screener_disk_free_bytes": ("Free disk where the instance is", shutil.disk_usage(instance.folder).free),
        "screener_questions_have_mistakes": ("1 while the last good bank is in use", _has_trouble(instance)),
    }
    if good := instance.store.last_good_backup():
        told["screener_last_good_backup_timestamp_seconds"] = (
            "When the newest good backup was made (no such line without one)", moment_of(good.begun_at).timestamp(),
        )  # fmt: skip
    if database.exists():
        told["screener_database_bytes"] = ("Size of the database file", database.stat().st_size)
    for name, (meaning, value) in told.items():
        Gauge(name, meaning, registry=registry).set(value)
    Gauge("screener_build_info", "Version", ["version"], registry=registry).labels(__version__).set(1)
    return registry


def _has_trouble(instance: Instance) -> int:
    return int(bool(instance.shelf.current().trouble))


def _registry() -> "CollectorRegistry":
    from prometheus_client import CollectorRegistry

    return CollectorRegistry()


def _figures() -> Figures | None:
    figures: Any = current_app.extensions.get("figures")
    return figures if isinstance(figures, Figures) else None


def _begin() -> None:
    g.began = time.perf_counter()


def _count(response: Response) -> Response:
    if figures := _figures():
        endpoint = request.endpoint or "none"
        figures.requests.labels(endpoint, request.method, str(response.status_code)).inc()
        if "began" in g:
            figures.seconds.labels(endpoint).observe(time.perf_counter() - g.began)
    return response
