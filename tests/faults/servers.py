"""A real server that can be killed with everything that belongs to it, and started again at the same address."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path

_PATIENCE = 60.0  # seconds: a machine that does a great deal else
KINDS = ("waitress", "gunicorn")


class Server:
    """Serves an instance by `screener serve` (waitress) or by two processes of gunicorn."""

    def __init__(self, kind: str, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.kind, self.folder = kind, folder
        self.environment = environment or dict(os.environ)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def _command(self) -> list[str]:
        if self.kind == "waitress":
            return [sys.executable, "-m", "screener", "serve", str(self.folder), "--port", str(self.port)]
        options = ["--workers", "2", "--threads", "2", "--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        return [sys.executable, "-m", "gunicorn", *options, f'screener.web:application("{self.folder}")']

    def start(self) -> None:
        """Start, and wait until it answers."""
        with (self.folder.parent / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment,
                start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            assert self._process.poll() is None, (self.folder.parent / "server.log").read_text(encoding="utf-8")
            with suppress(OSError), closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
                connection.request("GET", "/health")
                connection.getresponse().read()
                return
            time.sleep(0.05)
        raise AssertionError("the server does not start")

    def kill(self) -> None:
        """End all of its processes as kill -9 does."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
