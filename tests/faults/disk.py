"""A disk that fails on purpose: builds the shim with the system's compiler and lets a process run on it."""

import ctypes
import os
import shutil
import subprocess
from enum import IntEnum
from pathlib import Path

import pytest

SHIM = Path(__file__).with_name("shim.c")


class Fault(IntEnum):
    """How a call fails; shim.c says what each means."""

    NONE = 0
    EIO_ONCE = 1
    FULL = 2
    KILL = 3
    HALF = 4
    CUT = 5
    TORN = 6


def built_shim(folder: Path) -> Path:
    """Return the shim, made in `folder`; the test is skipped where there is no compiler."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        pytest.skip("there is no C compiler (apt-get install gcc), by which a disk that fails is made")
    made = folder / "faults.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(SHIM), "-ldl", "-lpthread"]
    subprocess.run(command, check=True, capture_output=True)
    return made


def on_failing_disk(shim: Path, database: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process for whose database (a path, or how it begins) calls can be made to fail."""
    return {**os.environ, "LD_PRELOAD": str(shim), "FAULTS_ON": str(database), **more}


class Disk:
    """Within such a process: makes its own calls fail."""

    def __init__(self) -> None:
        self._shim = ctypes.CDLL(None)

    def arm(self, at: int, fault: Fault) -> None:
        """Let the call with this number fail, counted from now."""
        self._shim.faults_arm(at, int(fault))

    def disarm(self) -> None:
        """Let everything work again."""
        self.arm(0, Fault.NONE)

    @property
    def calls(self) -> int:
        """How many calls there were since it was armed."""
        return int(self._shim.faults_calls())
