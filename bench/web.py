"""The pages under load: a real server with a thousand candidates, asked by wrk; and saving a note."""

import gzip
import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

CANDIDATES = 1_350  # of whom a thousand and more fall to one of the two openings
SECONDS = 4
SAVES = 300
REPORT = Path(__file__).with_name("report.lua")


class Visitor:
    """Somebody signed in: opens pages and keeps the cookie."""

    def __init__(self, address: str) -> None:
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        parts = urlsplit(address)
        self.base = f"{parts.scheme}://{parts.netloc}"
        self.home = self.text(address)

    def text(self, address: str) -> str:
        """Return a page."""
        with self.opener.open(urljoin(self.base, address)) as answer:
            return str(answer.read().decode())

    @property
    def cookie(self) -> str:
        """What the browser would send."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def first(self, pattern: str, page: str) -> str:
        """Return what the pattern's group stands for in a page."""
        found = re.search(pattern, page)
        if not found:
            raise SystemExit(f"bench: {pattern} is not on the page")
        return str(found.group(1))


@dataclass(frozen=True)
class Load:
    """What wrk saw: milliseconds at the median and at 95 of 100, requests a second, errors."""

    p50: float
    p95: float
    rate: float
    errors: int


def load(address: str, cookie: str, clients: int) -> Load:
    """Ask for a page again and again from so many clients at once."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("bench: wrk is not installed (apt-get install wrk)")
    threads = str(min(2, clients))
    options = ["-t", threads, "-c", str(clients), "-d", f"{SECONDS}s", "-s", str(REPORT), "-H", f"Cookie: {cookie}"]
    run = subprocess.run(
        [program, *options, "-H", "Accept-Encoding: gzip", address], capture_output=True, check=True, text=True
    )
    figures = re.search(r"FIGURES (\S+) (\S+) (\S+) (\d+)", run.stdout)
    if not figures:
        raise SystemExit(f"bench: wrk said {run.stdout}")
    return Load(float(figures[1]), float(figures[2]), float(figures[3]), int(figures[4]))


@contextmanager
def two_processes(folder: Path, port: int) -> Iterator[str]:
    """Serve an instance with two processes; give the address."""
    options = ["--workers", "2", "--threads", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", *options, f'screener.web:application("{folder}")']
    with subprocess.Popen(command) as process:
        try:
            for _ in range(100):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


@contextmanager
def served(folder: Path, *more: str) -> Iterator[tuple[dict[str, str], int, float]]:
    """Serve a demonstration; give its addresses by role, the process's number, and the seconds until it answered."""
    command = [sys.executable, "-m", "screener", "demo", "--dir", str(folder), "--no-browser", "--port", "0", *more]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None  # noqa: S101 (asked for above)
            addresses = dict(process.stdout.readline().split() for _ in range(4))
            base = urlsplit(addresses["hr"])
            with urllib.request.urlopen(f"{base.scheme}://{base.netloc}/sign-in") as page:  # noqa: S310 (our own)
                page.read()
            yield addresses, process.pid, time.perf_counter() - begun
        finally:
            process.terminate()


def saving(visitor: Visitor, live: str, token: str) -> tuple[float, float]:
    """Return the milliseconds to save a draft, at the median and at 95 of 100, from one client."""
    parts = urlsplit(visitor.base)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    headers = {"Content-Type": "application/json", "Cookie": visitor.cookie, "X-CSRFToken": token}
    times, revision = [], 0
    for number in range(SAVES):
        entry = {
            "key": f"bench-{time.time_ns()}", "kind": "draft", "question": "repair-worst-patch", "window": "bench",
            "parent": revision, "text": "She rang her counterpart first. " * 20 + str(number),
        }  # fmt: skip
        body = json.dumps({"entries": [entry]})
        begin = time.perf_counter()
        connection.request("POST", f"{live}/journal", body, headers)
        answer = json.loads(connection.getresponse().read())
        times.append(1000 * (time.perf_counter() - begin))
        revision = answer["receipts"][0]["revision"]
    times.sort()
    return times[len(times) // 2], times[95 * len(times) // 100]


def first_load(visitor: Visitor, address: str) -> tuple[int, int]:
    """Return the requests and the compressed kilobytes of a page with all that it loads, scripts' imports too."""
    waiting, seen, size = [address], set[str](), 0
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        text = visitor.text(here)
        size += len(gzip.compress(text.encode(), 5))
        found = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"', text) if here == address else []
        found += re.findall(r'from "(\./[^"]+)"', text) if here.endswith(".js") else []
        waiting += [urljoin(here, other) for other in found]
    return len(seen), size // 1024


def memory(process: int) -> float:
    """Return the most megabytes that a process has held."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def web_figures() -> list[tuple[str, str, str]]:
    """Return what was measured: what, the figure, the bar."""
    with TemporaryDirectory() as made:
        folder = Path(made) / "demo"
        with served(folder, "--candidates", str(CANDIDATES)):
            pass  # inventing them takes a while and is not measured
        starts = []
        for _ in range(3):
            with served(folder) as (_, _, seconds):
                starts.append(seconds)
        rows = [("cold start of the server, until its first page", f"{min(starts):.2f} s", "≤ 1 s")]
        with served(folder) as (addresses, process, _):
            pages, rater = _pages(addresses)
            rows += _one_client(pages)
            rows += _writing(rater, pages["live page"][1])
            rows.append(("memory of the server after all this", f"{memory(process):.0f} MB", "≤ 150 MB"))
            with two_processes(folder, _free_port()) as base:
                rows += _eight_clients(base, pages)
    return rows


def _pages(addresses: dict[str, str]) -> tuple[dict[str, tuple[Visitor, str]], Visitor]:
    hr, rater = Visitor(addresses["hr"]), Visitor(addresses["hiring-manager"])
    opening = hr.first(r'href="(/openings/[0-9a-f]{16})"[^>]*>\s*(?:<strong>)?Sales Director', hr.home)
    candidate = hr.first(r'href="(/candidates/[0-9a-f]{16})"', hr.text(opening))
    live = rater.first(r'href="(/interviews/[0-9a-f]{16})"[^>]*>\s*(?:<strong>)?Candice Abernethy', rater.home)
    pages = {"home": (hr, "/"), "opening": (hr, opening), "candidate": (hr, candidate), "live page": (rater, live)}
    return pages, rater


def _one_client(pages: dict[str, tuple[Visitor, str]]) -> Iterator[tuple[str, str, str]]:
    for name, (visitor, address) in pages.items():
        load(visitor.base + address, visitor.cookie, 1)  # to warm up
        seen = load(visitor.base + address, visitor.cookie, 1)
        yield f"{name}, 1 client, median / 95 of 100", f"{seen.p50:.1f} / {seen.p95:.1f} ms", "≤ 25 / ≤ 60 ms"


def _eight_clients(base: str, pages: dict[str, tuple[Visitor, str]]) -> Iterator[tuple[str, str, str]]:
    for name, (visitor, address) in pages.items():
        load(base + address, visitor.cookie, 2)
        seen = load(base + address, visitor.cookie, 8)
        figure = f"{seen.rate:.0f} requests/s, {seen.errors} errors"
        yield f"{name}, 8 clients, 2 server processes", figure, "≥ 150 requests/s"


def _writing(rater: Visitor, live: str) -> Iterator[tuple[str, str, str]]:
    token = rater.first(r'data-csrf="([^"]+)"', rater.text(live))
    p50, p95 = saving(rater, live, token)
    yield "saving a draft, median / 95 of 100", f"{p50:.1f} / {p95:.1f} ms", "≤ 10 ms"
    requests, size = first_load(rater, live)
    yield "first load of the live page", f"{requests} requests, {size} kB compressed", "≤ 12, ≤ 120 kB"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
