"""A real server as its own process, which can be killed and started again at the same address."""

import re
import subprocess
import sys
import time
from pathlib import Path

_PATIENCE = 60.0  # seconds: a machine that does a great deal else


class Server:
    """Runs `screener serve` (or `demo`) on a folder. The port stays the same from start to start."""

    def __init__(self, folder: Path, log: Path, *, is_demo: bool = False) -> None:
        self.folder, self.log, self.is_demo = folder, log, is_demo
        self.port, self.address = 0, ""
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until browsers can come."""
        what = ["demo", "--no-browser", "--dir"] if self.is_demo else ["serve"]
        command = [sys.executable, "-m", "screener", *what, str(self.folder), "--port", str(self.port)]
        before = len(self.told())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + _PATIENCE
        while not (found := re.search(r"http://localhost:(\d+)", self.told()[before:])):
            assert self._process.poll() is None, self.told()
            assert time.monotonic() < deadline, f"the server does not start: {self.told()}"
            time.sleep(0.02)
        self.port, self.address = int(found[1]), f"http://localhost:{found[1]}"

    def kill(self) -> None:
        """End it as a power cut would: no time to write anything."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def told(self) -> str:
        """Return everything that it has written so far."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""
