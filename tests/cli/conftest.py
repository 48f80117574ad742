import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def run() -> Run:
    """Run the real command in a process of its own."""

    def run_command(
        *arguments: str | Path, given: bytes = b"", **variables: str
    ) -> "subprocess.CompletedProcess[bytes]":
        command = [sys.executable, "-m", "screener", *map(str, arguments)]
        environment = {**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT), **variables}
        return subprocess.run(command, input=given, capture_output=True, timeout=60, env=environment, check=False)

    return run_command


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(
        "Ines: Where does your yearly plan begin?\n\nTom: Look, marketing is there to serve sales. I <b>plan</b> the rest.\n\n"
        "Ines: And why is that?\n\nTom: Because we bring the money in, and they spend it, you know, on paint.\n",
        encoding="utf-8",
    )
    return path
