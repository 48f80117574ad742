"""SQLite and PostgreSQL side by side: `python -m bench.storage`.

The same interviewers type before two processes of the same server; the same processes write straight to the store; the
same archive is read by the same pages. Both databases run with what makes a save safe (write-through to the disk).
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.archive import Archive, filled
from bench.crowd import hired, kept_of, work_at_once
from bench.web import two_processes
from screener.journeys.accounts import sign_in_to_demo
from screener.journeys.instance import DATABASE, VOLUNTARY, Instance, make_instance, open_instance
from screener.storage import open_store, open_voluntary
from screener.storage.moving import move_to_postgres
from screener.storage.records import Draft, Person
from screener.web import create_app
from tests.postgres import bare, server

KINDS = ("SQLite", "PostgreSQL")
_VARIABLE = "BENCH_DATABASE_URL"
_VISITS = 15
_EVERY = 2.0  # seconds between two saves of somebody who types
Figures = dict[str, dict[str, str]]  # by what was measured, then by the database


@dataclass(frozen=True)
class Sizes:
    """How much is measured."""

    people: tuple[int, ...]
    seconds: float
    writers: tuple[int, ...]
    interviews: tuple[int, ...]


USUAL = Sizes(people=(200,), seconds=20.0, writers=(1, 4, 16), interviews=(1_000, 100_000))


def storage_figures(sizes: Sizes = USUAL) -> Figures:
    """Measure both databases."""
    figures: Figures = {}
    with server(is_durable=True) as url, TemporaryDirectory() as made:
        os.environ[_VARIABLE] = url
        for kind in KINDS:
            for people in sizes.people:
                _note(figures, kind, _saving(Path(made) / f"{kind}{people}", kind, people, sizes.seconds))
            for writers in sizes.writers:
                _note(figures, kind, _writing(Path(made) / f"{kind}-{writers}", kind, writers, sizes.seconds))
        for interviews in sizes.interviews:
            _read(figures, Path(made) / f"archive{interviews}", url, interviews)
    return figures


def _note(figures: Figures, kind: str, told: Iterator[tuple[str, str]]) -> None:
    for what, figure in told:
        figures.setdefault(what, {})[kind] = figure
        print(f"{kind}: {what}: {figure}", file=sys.stderr, flush=True)


@contextmanager
def _instance(folder: Path, kind: str) -> Iterator[Instance]:
    make_instance(folder)
    if kind == "PostgreSQL":
        bare(os.environ[_VARIABLE])
        (folder / "settings.yaml").write_text(f"database:\n  url_from: {_VARIABLE}\n", encoding="utf-8")
    with closing(open_instance(folder)) as instance:
        yield instance


# Interviewers


def _saving(folder: Path, kind: str, people: int, seconds: float) -> Iterator[tuple[str, str]]:
    """Let interviewers type before two processes of a server."""
    with _instance(folder, kind) as instance:
        crowd = hired(instance, people)
        with two_processes(folder, _port()) as address:
            _warm(address)
            begun = time.monotonic()
            busy = work_at_once(crowd, address, every=_EVERY, is_over=lambda: time.monotonic() - begun > seconds)
        kept = kept_of(instance, crowd)
    waits = sorted(1000 * wait for each in crowd for _, wait in each.latencies)
    refused = sum(each.refusals.unreachable + sum(each.refusals.by_status.values()) for each in crowd)
    what = f"{people} interviewers who save every {_EVERY:.0f} s"
    yield f"{what}: median / 95 of 100", f"{_at(waits, 0.5):.0f} / {_at(waits, 0.95):.0f} ms"
    yield f"{what}: saved a second", f"{len(waits) / seconds:.0f}"
    yield f"{what}: refused / lost / twice", f"{refused} / {kept.lost + kept.changed} / {kept.twice}"
    if busy > seconds / 2:
        print(f"the crowd itself took {busy:.0f} s of a processor: its waits are too long", file=sys.stderr)


def _warm(address: str) -> None:
    """Wait until both processes answer, and let them make what they make once."""

    def visit(path: str) -> None:
        with suppress(OSError), urllib.request.urlopen(address + path, timeout=60) as answer:  # noqa: S310 (our own)
            answer.read()

    with ThreadPoolExecutor(8) as visitors:
        list(visitors.map(visit, ["/health", *["/sign-in"] * 39]))


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


# Writers

_WRITER = """
import sys, time
from pathlib import Path
from screener.storage import open_store
from screener.storage.records import Draft
place, card, until = sys.argv[1], sys.argv[2], time.time() + float(sys.argv[3])
store = open_store(place if place.startswith("postgres") else Path(place))
store.persons()
waits, text, revision = [], "She rang her counterpart first. " * 20, 0
while time.time() < until:
    begun = time.perf_counter()
    with store.transaction(card):
        key, at = f"{card}-{revision}", "2026-03-02T09:00:00.000Z"
        revision = store.append_draft(Draft(card, "q", 0, revision, None, "w", key, text, at, at)).revision
    waits.append(1000 * (time.perf_counter() - begun))
print(*waits)
"""


def _writing(folder: Path, kind: str, writers: int, seconds: float) -> Iterator[tuple[str, str]]:
    """Let processes write notes as quickly as they can, each on a scorecard of its own."""
    with _instance(folder, kind) as instance:
        cards = [typist.card for typist in hired(instance, writers)]
        place = os.environ[_VARIABLE] if kind == "PostgreSQL" else str(folder / DATABASE)
        command = [sys.executable, "-c", _WRITER, place]
        running = [
            subprocess.Popen([*command, card, str(seconds)], stdout=subprocess.PIPE, text=True) for card in cards
        ]
        waits = sorted(float(wait) for process in running for wait in process.communicate()[0].split())
        kept = sum(len(instance.store.everything_of(card, Draft)) for card in cards)
    what = f"{writers} process{'es' if writers > 1 else ''} that write{'' if writers > 1 else 's'} without pause"
    yield f"{what}: notes a second", f"{len(waits) / seconds:.0f}{'' if kept == len(waits) else ' (some lost)'}"
    yield f"{what}: 95 of 100", f"{_at(waits, 0.95):.1f} ms"


# Pages


def _read(figures: Figures, folder: Path, url: str, interviews: int) -> None:
    """Look at the same archive in both databases."""
    with _instance(folder, "SQLite") as instance, ExitStack() as left:
        archive = filled(instance, interviews)
        _note(figures, "SQLite", _pages(instance, archive))
        bare(url)
        begun = time.perf_counter()
        rows = move_to_postgres(folder / DATABASE, folder / VOLUNTARY, url, lambda _store: None)
        moved = f"{archive.interviews:,} interviews moved to PostgreSQL ({rows:,} rows)"
        _note(figures, "PostgreSQL", iter([(moved, f"{time.perf_counter() - begun:.0f} s")]))
        store, answers = left.enter_context(closing(open_store(url))), left.enter_context(closing(open_voluntary(url)))
        _note(figures, "PostgreSQL", _pages(replace(instance, store=store, voluntary=answers), archive))


def _pages(instance: Instance, archive: Archive) -> Iterator[tuple[str, str]]:
    app = create_app(instance)
    pages: dict[str, tuple[Person, str]] = {
        "HR's start page": (archive.reader, "/"),
        "rater's start page": (archive.rater, "/"),
        "opening": (archive.reader, f"/openings/{archive.opening.id}"),
        "search in an opening": (archive.reader, f"/openings/{archive.opening.id}?search=candidate+7"),
        "candidate": (archive.reader, f"/candidates/{archive.candidate.id}"),
        "comparison": (archive.reader, "/openings/opening0/compare"),
        "live page": (archive.rater, f"/interviews/{archive.interview.id}"),
    }
    for name, (person, address) in pages.items():
        client = app.test_client()
        with client.session_transaction() as session:
            session["sign_in"] = sign_in_to_demo(instance, person, "bench")
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"bench: {address} answers {answer.status_code}")
        took = _median(lambda client=client, address=address: client.get(address))  # type: ignore[misc]
        yield f"{name}, {archive.interviews:,} interviews: median", f"{took:.0f} ms"


def _median(visit: Callable[[], object]) -> float:
    times = []
    for _ in range(_VISITS):
        begun = time.perf_counter()
        visit()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def _at(waits: list[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(share * len(waits)))] if waits else float("nan")


def _listed(numbers: Sequence[int]) -> str:
    return ",".join(map(str, numbers))


def rows_of(figures: Figures) -> list[tuple[str, str, str]]:
    """Return the figures as rows of a table: what, SQLite, PostgreSQL."""
    return [(what, told.get("SQLite", "–"), told.get("PostgreSQL", "–")) for what, told in figures.items()]


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", default=_listed(USUAL.people), help="how many interviewers, e.g. 50,200")
    parser.add_argument("--writers", default=_listed(USUAL.writers), help="how many processes that write without pause")
    parser.add_argument("--interviews", default=_listed(USUAL.interviews), help="how many interviews the archives have")
    parser.add_argument("--seconds", type=float, default=USUAL.seconds, help="how long people type and processes write")
    asked = parser.parse_args()

    def numbers(text: str) -> tuple[int, ...]:
        return tuple(int(number) for number in text.split(",") if number)

    sizes = Sizes(numbers(asked.people), asked.seconds, numbers(asked.writers), numbers(asked.interviews))
    lines = [("what", *KINDS), ("---",) * 3, *rows_of(storage_figures(sizes))]
    print("\n".join(f"| {' | '.join(line)} |" for line in lines))


if __name__ == "__main__":
    main()
