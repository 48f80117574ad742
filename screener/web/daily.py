"""A day's work beside everything else: deleting what is due. Of several processes, one does it."""

import logging
from threading import Event, Thread

from flask import Flask

from screener.journeys.expiring import expire_daily, holder_of
from screener.journeys.instance import Instance

_FIRST_SECONDS = 60.0  # after the start: people come first
_EVERY_SECONDS = 600.0  # until somebody looks whether a day has passed
_log = logging.getLogger(__name__)


class Daily:
    """Looks now and then whether it is time. Its thread ends with the server."""

    def __init__(self, instance: Instance) -> None:
        self._instance, self._holder, self._stopped = instance, holder_of(), Event()
        Thread(target=self._work, name="daily", daemon=True).start()

    def stop(self) -> None:
        """Do nothing more."""
        self._stopped.set()

    def _work(self) -> None:
        wait = _FIRST_SECONDS
        while not self._stopped.wait(wait):
            wait = _EVERY_SECONDS
            try:
                done = expire_daily(self._instance, self._holder)
                if done and done.trouble:
                    _log.warning("nothing was deleted: %s", done.trouble)
                if done and done.failed:
                    _log.error("%d candidates whose data are due could not be erased", done.failed)
                self._instance.store.release()
            except Exception:  # the next look tries again; whoever looks after the server reads why
                _log.exception("what is due could not be deleted")


def install(app: Flask, instance: Instance) -> None:
    """Let an application do the day's work."""
    app.extensions["daily"] = Daily(instance)
