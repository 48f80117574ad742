"""`python -m tests.fuzz [INPUTS] [MINUTES]`: many inputs over all targets in two processes, bounded by number and time."""

import re
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec

from tests.fuzz.driving import Run, drive, keep
from tests.fuzz.mutations import near
from tests.fuzz.site import WEB_TARGETS
from tests.fuzz.targets import TARGETS, Target

_ALL: dict[str, Target] = {target.name: target for target in (*TARGETS, *WEB_TARGETS)}
_QUICK = ("phrases", "SRT", "lists", "JSON lines")
_GUIDED_SHARE = 0.2  # of the inputs of a target; finding out what each reaches costs time


def main(inputs: int, minutes: float) -> int:
    """Print the table; 1 if an input failed or there were too few of them."""
    start, parts = time.monotonic(), 2 * len(_ALL)
    seconds = 60 * minutes * 2 / parts
    tasks = [(name, inputs * own.share // 200 + 1, seconds, half) for name, own in _ALL.items() for half in (1, 2)]
    print(f"{'target':20} {'inputs':>9} {'a second':>9} {'failures':>8}")
    total, failures = 0, 0
    with ProcessPoolExecutor(2) as pool:
        while tasks:
            for run in pool.map(_part, tasks):
                print(run.line(), flush=True)
                total, failures = total + run.inputs, failures + len(run.failures)
            is_over = total >= inputs or time.monotonic() - start > 60 * minutes
            # What slow ones have left is made up by those that take little time.
            tasks = [] if is_over else [(name, (inputs - total) // 4 + 1, seconds, total) for name in _QUICK]
    taken = time.monotonic() - start
    print(f"{'all':20} {total:>9,} {total / taken:>9,.0f} {failures:>8}   in {taken / 60:.1f} minutes")
    return int(failures > 0 or total < inputs)


def _part(task: tuple[str, int, float, int]) -> Run:
    name, most, seconds, half = task
    target, start = _ALL[name], time.monotonic()
    guided = _guided(target, most, seconds, half)
    run = drive(
        target, near(target.seeds(), half), most=most - guided.inputs, seconds=seconds - (time.monotonic() - start)
    )
    whole = Run(name, run.inputs + guided.inputs, time.monotonic() - start, {**run.failures, **guided.failures})
    keep(whole)
    return whole


def _guided(target: Target, most: int, seconds: float, half: int) -> Run:
    """Let atheris choose a share of the inputs, where it is installed and the target needs no server."""
    run = Run(target.name)
    if half != 1 or target not in TARGETS or find_spec("atheris") is None:
        return run
    asked = (target.name, str(int(2 * most * _GUIDED_SHARE)), str(int(seconds / 2) + 1))
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided", *asked], capture_output=True, text=True, check=False
    )
    if found := re.search(r"number_of_executed_units: (\d+)", done.stderr):
        run.inputs = int(found[1])
    if done.returncode:
        run.failures[f"guided {target.name}".encode()] = done.stderr[-4000:]
    return run


if __name__ == "__main__":
    wished = sys.argv[1:] or ["1000000", "40"]
    sys.exit(main(int(wished[0]), float(wished[1]) if len(wished) > 1 else 40.0))
