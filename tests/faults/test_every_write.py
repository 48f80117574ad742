"""Whichever write of a save fails, and however: afterwards it is kept whole or not at all, and what was told is true.

`make soak` lets every single call fail; here it is a sample.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.faults.disk import Fault, built_shim, on_failing_disk

ROOT = Path(__file__).parent.parent.parent
STEP = 1 if os.environ.get("SOAK") else 13
FAULTS = tuple(fault for fault in Fault if fault is not Fault.NONE)
Tried = dict[str, Any]
WHOLE = {
    "entries": 2, "twice": 0, "submitted": True, "summaries": 1, "answered": 1, "trail": [], "integrity": [],
}  # fmt: skip


@cache
def tries(*more: str) -> tuple[Tried, ...]:
    """Return what became of the save at each call that failed."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        command = [sys.executable, "-m", "tests.faults.saving", str(folder), str(STEP)]
        environment = on_failing_disk(built_shim(folder), folder / "try")
        run = subprocess.run(
            [*command, *(more or [fault.name for fault in FAULTS])],
            capture_output=True, cwd=ROOT, env=environment, timeout=1800, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr.decode()
        return tuple(json.loads(line) for line in run.stdout.splitlines())


def of(fault: Fault) -> tuple[Tried, ...]:
    found = tuple(each for each in tries() if each["fault"] == fault.name)
    assert len(found) >= 4
    return found


def test_a_save_without_a_fault_is_whole() -> None:
    (one,) = (each for each in tries() if each["fault"] == "NONE")
    assert one["after"] == WHOLE
    assert one["told"][:3] == ["saved", "submitted", "answered"]


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_restart_each_step_is_kept_whole_or_not_at_all(fault: Fault) -> None:
    for one in of(fault):
        kept = one["after"]
        assert kept["entries"] in (0, 2), one  # the draft and its rating, or neither
        assert kept["submitted"] == bool(kept["summaries"]), one
        assert not kept["submitted"] or kept["entries"] == 2, one


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_acknowledged_is_there(fault: Fault) -> None:
    for one in of(fault):
        told, kept = one["told"], one["after"]
        assert kept["entries"] == 2 or "saved" not in told, one
        assert kept["submitted"] or "submitted" not in told, one
        assert kept["answered"] == 1 or "answered" not in told, one


@pytest.mark.parametrize("fault", FAULTS)
def test_the_files_and_the_audit_trail_are_sound(fault: Fault) -> None:
    assert [one for one in of(fault) if one["after"]["integrity"] or one["after"]["trail"]] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_second_try_with_the_same_keys_makes_it_whole_and_nothing_twice(fault: Fault) -> None:
    assert [one for one in of(fault) if one["again"] != WHOLE] == []


@pytest.mark.parametrize("fault", [Fault.EIO_ONCE, Fault.FULL])
def test_what_a_disk_refuses_is_told_as_trouble_of_the_storage(fault: Fault) -> None:
    """What SQLite does when the file is closed may fail without a word: it is done again at the next opening."""
    refusals = {line.split(" ", 1)[1] for one in of(fault) for line in one["told"] if line.startswith("refused")}
    assert refusals
    assert refusals <= {"StorageTrouble disk error", "StorageTrouble disk full"}
    assert not any(line.startswith("broken") for one in of(fault) for line in one["told"])


@pytest.mark.parametrize("fault", [Fault.KILL, Fault.HALF, Fault.CUT, Fault.TORN])
def test_the_process_did_end_at_each_call(fault: Fault) -> None:
    assert {one["status"] for one in of(fault)} == {9}


def test_the_power_cut_of_the_model_takes_what_was_not_synced() -> None:
    """A store that does not wait for the disk loses what it acknowledged: this test can fail."""
    lost = [
        one for one in tries("CUT", "careless")
        if "submitted" in one["told"] and not one["after"]["submitted"]
    ]  # fmt: skip
    assert lost
