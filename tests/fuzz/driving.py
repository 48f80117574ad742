"""Runs a target over many inputs, and keeps those that it does not bear."""

import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from screener.errors import ScreenerError
from tests.fuzz.targets import Target

KEPT = Path("build") / "fuzz"


@dataclass
class Run:
    """What came of it: how many inputs, in how many seconds, and what each input that failed led to."""

    name: str
    inputs: int = 0
    seconds: float = 0.0
    failures: dict[bytes, str] = field(default_factory=dict)

    def line(self) -> str:
        """Return a line of the table."""
        speed = self.inputs / self.seconds if self.seconds else 0.0
        return f"{self.name:20} {self.inputs:>9,} {speed:>9,.0f} {len(self.failures):>8}"


def trouble_with(target: Target, data: bytes) -> str:
    """Return what goes wrong with an input; "" if nothing does, as a clear refusal is nothing wrong."""
    start = time.process_time()
    try:
        target.run(data)
    except ScreenerError:
        pass
    except (RecursionError, Exception):
        return traceback.format_exc(limit=-6)
    taken = time.process_time() - start
    return f"took {taken:.1f} seconds\n" if taken > target.most_seconds else ""


def drive(target: Target, inputs: Iterable[bytes], *, most: int, seconds: float) -> Run:
    """Try inputs until there are enough of them or the time is over."""
    run, start = Run(target.name), time.monotonic()
    for data in inputs:
        run.inputs += 1
        if trouble := trouble_with(target, data):
            run.failures[data] = trouble
        if run.inputs >= most or time.monotonic() - start > seconds:
            break
    run.seconds = time.monotonic() - start
    return run


def keep(run: Run) -> None:
    """Write inputs that failed, so that each can become a test."""
    for data, trouble in run.failures.items():
        path = KEPT / f"{run.name.replace(' ', '-')}-{sha256(data).hexdigest()[:12]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        path.with_suffix(".txt").write_text(trouble, encoding="utf-8")
