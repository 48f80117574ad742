"""Runs on a failing disk: a rater's last save, once for each call of it that may fail. Tells what became of each.

`python -m tests.faults.saving FOLDER STEP FAULT …`: lets every STEP-th call fail, in each of these ways.
Each try is a process of its own, split off from this one, which opens the database, saves a draft with a rating,
submits, and closes. It says what was acknowledged; whoever is refused tries again with the same keys, as a browser does.
"""

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from screener.errors import Conflict, ScreenerError, StorageTrouble, Unreadable
from screener.journeys import live
from screener.journeys.audit import verify_audit
from screener.journeys.journal import record
from screener.storage import open_store, open_voluntary
from screener.storage.records import Draft, Interview, Rating
from screener.storage.sqlite import SqliteStore
from screener.storage.voluntary import VoluntaryAnswer
from tests.faults.disk import Disk, Fault
from tests.journeys.entries import Sent, begun, draft, questions_of, rating, send
from tests.office import Office, open_office

TEXT = "She rang her counterpart first, on the Monday. " * 40
_ANSWER = VoluntaryAnswer("somebody", "woman", "")
_REFUSED = (StorageTrouble, Unreadable)


@dataclass(frozen=True)
class Save:
    """The interview and what is sent at its end."""

    office: Office
    interview: Interview
    entries: tuple[Sent, ...]


def prepared(folder: Path) -> Save:
    """Lay out an interview of which only the last question is not rated."""
    folder.mkdir()
    office = open_office(folder)
    interview = begun(office)
    *others, last = questions_of(office)
    send(office, interview, *(rating(office, question) for question in others))
    office.instance.close()
    return Save(office, interview, (draft(last, TEXT), rating(office, last, 4)))


def opened(save: Save, folder: Path) -> Save:
    """Return the same with the database of another folder, opened as a server does."""
    store = open_store(folder / "screener.db")
    own = replace(
        save.office.instance, folder=folder, store=store, voluntary=open_voluntary(folder / "voluntary.db")
    )  # fmt: skip
    own.shelf._store = store
    return replace(save, office=replace(save.office, instance=own))


def saving(save: Save, tell: int) -> None:
    """Save, submit, and keep a voluntary answer; tell of each as soon as it is acknowledged."""
    instance = save.office.instance
    receipts = record(instance, save.office.marcus, save.interview.id, save.entries)
    if all(receipt.state == "saved" for receipt in receipts):
        os.write(tell, b"saved\n")
    with suppress(Conflict):  # it was, and only the word of it was lost
        live.submit(instance, save.office.marcus, save.interview.id)
    os.write(tell, b"submitted\n")
    instance.voluntary.keep_answer(_ANSWER)
    os.write(tell, b"answered\n")
    instance.close()


def one_try(save: Save, folder: Path, fault: Fault, at: int, tell: int) -> None:
    """Save with a fault; if that is refused, wait until the disk works and do it once more."""
    disk = Disk()
    disk.arm(at, fault)
    own = None
    try:
        own = opened(save, folder)
        saving(own, tell)
    except _REFUSED as refusal:
        os.write(tell, f"refused {type(refusal).__name__} {getattr(refusal, 'kind', '')}\n".encode())
        disk.disarm()
        saving(own or opened(save, folder), tell)
    os.write(tell, f"calls {disk.calls}\n".encode())


def found(save: Save, folder: Path) -> dict[str, object]:
    """Return what is kept after a restart: how far the save has come, and whether the files are sound."""
    own = opened(save, folder)
    store = own.office.instance.store
    (seat,) = store.seats(interview_id=save.interview.id)
    card = seat.scorecard
    keys = {entry["key"] for entry in save.entries}
    entries: list[Draft | Rating] = [*store.everything_of(card.id, Draft), *store.everything_of(card.id, Rating)]
    kept = [entry.key for entry in entries if entry.key in keys]
    told = {
        "entries": len(kept), "twice": len(kept) - len(set(kept)), "submitted": bool(card.submitted_at),
        "summaries": len(store.summaries_of(seat.opening.id)), "answered": len(own.office.instance.voluntary.answers()),
        "trail": list(verify_audit(own.office.instance).problems),
    }  # fmt: skip
    own.office.instance.close()
    return {**told, "integrity": [word for name in ("screener", "voluntary") for word in _integrity(folder, name)]}


def _integrity(folder: Path, name: str) -> list[str]:
    with closing(sqlite3.connect(folder / f"{name}.db")) as database:
        words = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
        return [word for word in words if word != "ok"] + [
            str(row) for row in database.execute("PRAGMA foreign_key_check")
        ]


def main(folder: Path, step: int, faults: list[str]) -> None:
    """Try each fault with every `step`-th call and print what became of it, a line of JSON for each try."""
    if "careless" in faults:  # to see that the tests would notice
        SqliteStore._pragmas = ("journal_mode = WAL", "synchronous = OFF", "foreign_keys = ON")
    save = prepared(folder / "before")
    calls = tried(save, folder / "try", Fault.NONE, 0)
    for number, fault in enumerate(Fault[name] for name in faults if name in Fault.__members__):
        for at in range(1 + number % step, calls + 1, step):
            tried(save, folder / "try", fault, at)


def tried(save: Save, folder: Path, fault: Fault, at: int) -> int:
    """Print what becomes of a save if the call `at` fails; return how many calls there were (0: it did not live)."""
    Disk().disarm()
    shutil.copytree(folder.parent / "before", folder)
    told, status = _split_off(save, folder, fault, at)
    after = found(save, folder)
    saving(opened(save, folder), os.open(os.devnull, os.O_WRONLY))  # as a browser does that had no answer
    line = {"fault": fault.name, "at": at, "told": told, "status": status, "after": after, "again": found(save, folder)}
    print(json.dumps(line), flush=True)
    shutil.rmtree(folder)
    return next((int(words.split()[1]) for words in told if words.startswith("calls")), 0)


def _split_off(save: Save, folder: Path, fault: Fault, at: int) -> tuple[list[str], int]:
    reading, telling = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            one_try(save, folder, fault, at, telling)
        except ScreenerError as error:
            os.write(telling, f"broken {error}\n".encode())
        except BaseException as error:  # whatever it is, this process must not go on as if it were the first
            os.write(telling, f"broken {error!r}\n".encode())
        finally:
            os._exit(0)
    os.close(telling)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read().splitlines()
    return told, os.waitpid(child, 0)[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
