"""`reread`: what a changed bank would change, as text and JSON; what is refused; and how it is stopped."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from screener.journeys.blinding import set_blind
from screener.journeys.instance import make_instance
from screener.storage.records import Opening
from tests.cli.conftest import ROOT, Run
from tests.cli.test_bad_input import assert_refused
from tests.cli.test_demo import _heed_ctrl_c
from tests.journeys.entries import OPINION
from tests.journeys.rated import locked, note, rated
from tests.office import Office, open_office

CHANGED = "policies/default.yaml"
_LONG = "We sat down together on the Monday, and asked each other what had gone wrong from where we sat. "


@dataclass(frozen=True)
class Served:
    """An instance in a folder, and a copy of its questions in which less severe beliefs are shown."""

    folder: Path
    bank: Path
    office: Office
    opening: Opening


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder, bank = tmp_path / "ours", tmp_path / "edited"
    make_instance(folder)
    office = open_office(folder)
    opening = office.opening()
    seat = rated(office, office.candidate(opening), office.marcus, {"standing": [4]}, submits=False)
    note(office, seat, OPINION)
    locked(office, seat)
    shutil.copytree(folder / "questions", bank)
    lines = (
        (bank / CHANGED)
        .read_text(encoding="utf-8")
        .replace(
            "{philosophy: marketing-serves-sales, severity: high}",
            "{philosophy: marketing-serves-sales, severity: low}",
        )
    )
    (bank / CHANGED).write_text(lines, encoding="utf-8")
    yield Served(folder, bank, office, opening)
    office.instance.close()


def test_it_says_what_an_edited_copy_would_change(run: Run, served: Served) -> None:
    result = run("reread", served.folder, "--bank", served.bank)
    assert result.returncode == 0, result.stderr
    assert result.stderr == b""
    text = result.stdout.decode()
    assert "1 stored answer read, of 1 scorecard of 1 candidate" in text
    assert "Flag changes in severity: Marketing exists to serve sales" in text
    assert "“Look, marketing is there to serve sales.” " in text or "“Look, marketing is there to serve sales.”" in text


def test_json_is_the_same_for_any_number_of_workers(run: Run, served: Served) -> None:
    for number in range(60):
        seat = rated(served.office, served.office.candidate(served.opening, f"C {number:02}"), served.office.yuki, {"standing": [4]}, submits=False)  # fmt: skip
        note(served.office, seat, f"{OPINION} It was in {number}.")
        locked(served.office, seat)
    told = []
    for workers in ("1", "2"):
        result = run("reread", served.folder, "--bank", served.bank, "--format", "json", "--workers", workers)
        assert result.returncode == 0, result.stderr
        told.append({**json.loads(result.stdout), "made_at": ""})
    assert told[0] == told[1]
    assert told[0]["flags"] == {"appears": 0, "disappears": 0, "changes": 61}


def test_without_a_bank_it_compares_what_interviews_were_held_with(run: Run, served: Served) -> None:
    same = run("reread", served.folder)
    assert "Nothing that is shown would change." in same.stdout.decode()
    shutil.copy(served.bank / CHANGED, served.folder / "questions" / CHANGED)
    result = run("reread", served.folder, "--opening", served.opening.id)
    assert "Flag changes in severity" in result.stdout.decode()


def test_hidden_names_stay_hidden(run: Run, served: Served) -> None:
    set_blind(served.office.instance, served.office.helen, served.opening.id, is_blind=True)
    for style in ("text", "json"):
        said = run("reread", served.folder, "--bank", served.bank, "--format", style).stdout.decode()
        assert "Candidate A" in said
        assert "Tessa" not in said


def test_what_cannot_be_read_is_refused_in_one_line(run: Run, served: Served, tmp_path: Path) -> None:
    assert_refused(run("reread", tmp_path / "nothing"), "holds no instance")
    assert_refused(run("reread", served.folder, "--bank", tmp_path / "none"), "there is no folder")
    assert_refused(run("reread", served.folder, "--opening", "nowhere"), "there is no opening `nowhere`")
    assert_refused(run("reread", served.folder, "--workers", "0"), "--workers")
    (served.bank / CHANGED).write_text("id: default\n", encoding="utf-8")
    assert_refused(run("reread", served.folder, "--bank", served.bank), f"{served.bank}/{CHANGED}:")
    (served.folder / "questions" / CHANGED).write_text("id: default\n", encoding="utf-8")
    assert_refused(run("reread", served.folder), f"`screener check {served.folder}/questions` lists all")


# Stopped


def _interrupt(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends Ctrl-C to all


def _kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="asks Linux for the processes")
@pytest.mark.parametrize(("stop", "status", "told"), [(_interrupt, 2, b"\nscreener: stopped\n"), (_kill, -9, None)])
def test_when_it_is_stopped_no_process_is_left(
    served: Served, stop: Callable[["subprocess.Popen[bytes]"], None], status: int, told: bytes | None
) -> None:
    store, questions = served.office.instance.store, 12
    with store.transaction():
        for number in range(60):
            seat = rated(served.office, served.office.candidate(served.opening, f"C {number:02}"), served.office.yuki, {"standing": [4]}, submits=False)  # fmt: skip
            for question in range(questions):
                note(served.office, seat, f"{_LONG * 6} It was in {number}, at {question}.", question)
            locked(served.office, seat)
    arguments = ("reread", served.folder, "--bank", served.bank, "--workers", "2")
    command = [sys.executable, "-m", "screener", *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=_heed_ctrl_c,
    )  # fmt: skip
    _wait_until(lambda: sum(map(_is_busy, _group(process.pid))) == 3)  # this one was busy before, two read now
    for worker in (own for own in _group(process.pid) if _is_busy(own) and own != process.pid):
        told_of = Path(f"/proc/{worker}/status").read_text(encoding="utf-8")
        blocked = next(line.split()[1] for line in told_of.splitlines() if line.startswith("SigBlk"))
        assert int(blocked, 16) & 1 << (signal.SIGINT - 1)  # deaf to what the terminal sends to all
        assert os.getpriority(os.PRIO_PROCESS, worker) > os.getpriority(os.PRIO_PROCESS, process.pid)
    stop(process)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (status, b"")
    assert told in (None, err)
    _wait_until(lambda: not _group(process.pid))


def _wait_until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.05)


def _group(leader: int) -> list[int]:
    """Return the processes of a group that have not ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, group = (folder / "stat").read_text(encoding="utf-8").rpartition(") ")[2].split()[:3]
        except OSError:  # it has just ended
            continue
        if int(group) == leader and state != "Z":
            found.append(int(folder.name))
    return found


def _is_busy(process: int) -> bool:
    """Whether a process has worked for a second."""
    try:
        figures = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    except OSError:
        return False
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK") >= 1
