"""What the store itself can do, SQLite and PostgreSQL side by side: `python -m bench.storage [SECONDS [INTERVIEWS]]`.

Processes write notes without pause, each on a scorecard of its own, and an archive is moved from one to the other. What
interviewers see of both is in bench/reliability.py.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.archive import filled
from bench.crowd import hired
from bench.reliability import _ON_POSTGRES, _URL, postgres
from screener.journeys.instance import DATABASE, Instance, make_instance, open_instance
from screener.journeys.moving import move
from screener.storage.records import Draft
from tests.postgres import bare

HEADING = ("what", "SQLite", "PostgreSQL")
WRITERS = (1, 4, 16)
SECONDS, INTERVIEWS = 15.0, 10_000
Row = tuple[str, str, str]

_WRITER = """
import sys, time
from pathlib import Path
from screener.storage import open_store
from screener.storage.records import Draft
place, card, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
store = open_store(place if place.startswith("postgres") else Path(place))
waits, text, revision, until = [], "She rang her counterpart first. " * 20, 0, time.time() + seconds
while time.time() < until:
    begun = time.perf_counter()
    with store.transaction(card):
        key, at = f"{card}-{revision}", "2026-03-02T09:00:00.000Z"
        revision = store.append_draft(Draft(card, "q", 0, revision, None, "w", key, text, at, at)).revision
    waits.append(1000 * (time.perf_counter() - begun))
print(*waits)
"""


def storage_figures(seconds: float = SECONDS, interviews: int = INTERVIEWS) -> list[Row]:
    """Return what was measured: what, the figure on SQLite, and on PostgreSQL."""
    with TemporaryDirectory() as made, postgres():
        rows: list[Row] = []
        for writers in WRITERS:
            file, server = (_written(Path(made) / f"{kind}{writers}", kind, writers, seconds) for kind in HEADING[1:])
            are = "process writes" if writers == 1 else "processes write"
            rows.append((f"{writers} {are} without pause: notes a second, 95 of 100", file, server))
        what = f"{interviews:,} interviews moved from one to the other, each row read back"
        rows.append((what, "–", _moved(Path(made) / "moved", interviews)))
    return rows


@contextmanager
def _instance(folder: Path, kind: str) -> Iterator[Instance]:
    make_instance(folder)
    if kind == "PostgreSQL":
        bare(os.environ[_URL])
        (folder / "settings.yaml").write_text(_ON_POSTGRES, encoding="utf-8")
    with closing(open_instance(folder)) as instance:
        yield instance


def _written(folder: Path, kind: str, writers: int, seconds: float) -> str:
    with _instance(folder, kind) as instance:
        cards = [typist.card for typist in hired(instance, writers)]
        place = os.environ[_URL] if kind == "PostgreSQL" else str(folder / DATABASE)
        command = [sys.executable, "-c", _WRITER, place]
        running = [
            subprocess.Popen([*command, card, str(seconds)], stdout=subprocess.PIPE, text=True) for card in cards
        ]
        waits = sorted(float(wait) for process in running for wait in process.communicate()[0].split())
        kept = sum(len(instance.store.everything_of(card, Draft)) for card in cards)
    if kept != len(waits):
        raise SystemExit(f"bench: {len(waits)} notes were acknowledged by {kind}, and {kept} are kept")
    return f"{len(waits) / seconds:.0f}, {waits[95 * len(waits) // 100]:.1f} ms"


def _moved(folder: Path, interviews: int) -> str:
    with _instance(folder, "SQLite") as instance:
        filled(instance, interviews)
    bare(os.environ[_URL])
    begun = time.perf_counter()
    rows = move(folder, os.environ[_URL]).rows
    took = time.perf_counter() - begun
    return f"{rows:,} rows in {took:.0f} s"


def main() -> None:
    """Print the figures."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else SECONDS
    interviews = int(sys.argv[2]) if sys.argv[2:] else INTERVIEWS
    for line in (HEADING, *storage_figures(seconds, interviews)):
        print(" | ".join(line))


if __name__ == "__main__":
    main()
