"""Whether an instance can take people's work: asked every few seconds by whatever watches or balances its servers."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from screener.errors import ScreenerError
from screener.journeys.instance import Instance

_LEAST_FREE = 100 * 1024 * 1024  # bytes of disk; below this a busy day could fill it


@dataclass(frozen=True)
class Readiness:
    """What was looked at, each "ok" or what is wrong. Nothing in it is about a person."""

    checks: Mapping[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether everything is in order."""
        return all(found == "ok" for found in self.checks.values())


def readiness_of(instance: Instance) -> Readiness:
    """Look at the database, the disk and the question bank."""
    return Readiness(
        {"database": _database(instance), "disk": _disk(instance), "questions": _questions(instance)},
    )


def _database(instance: Instance) -> str:
    """A write lock that can be had says that saving works; nothing is written."""
    try:
        with instance.store.transaction():
            instance.store.audit_head()
    except Exception:  # whatever it is, nobody can save now; the log and `screener doctor` say why
        return "cannot be written now"
    return "ok"


def _disk(instance: Instance) -> str:
    try:
        free = shutil.disk_usage(instance.folder).free
    except OSError:
        return "cannot be read"
    return "ok" if free >= _LEAST_FREE else "nearly full"


def _questions(instance: Instance) -> str:
    try:
        trouble = instance.shelf.current().trouble
    except ScreenerError:
        return "cannot be used"
    return "have mistakes; the last good state is in use" if trouble else "ok"
