"""`demo`, `init` and `serve` as real processes: what they print, whom they let in, and how they stop."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from screener.journeys.instance import open_instance
from tests.cli.conftest import ROOT, Run

ROLES = ("administrator", "hr", "hiring-manager", "interviewer")
HOMES = {
    "administrator": "Sam Whitlock", "hr": "Helen Osei", "hiring-manager": "Ingrid Halvorsen", "interviewer": "",
}  # fmt: skip


def _heed_ctrl_c() -> None:
    """Take Ctrl-C as in a terminal, even where the tests themselves run in the background and are deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Server:
    """A command that serves, until it is stopped."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-u", "-m", "screener", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", preexec_fn=_heed_ctrl_c,
        )  # fmt: skip

    def lines(self, count: int) -> list[str]:
        """Return its next lines on standard output."""
        assert self.process.stdout is not None
        return [self.process.stdout.readline().rstrip("\n") for _ in range(count)]

    def told(self) -> str:
        """Return its next line on standard error."""
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def stop(self) -> tuple[int, str, str]:
        """Press Ctrl-C; return its status and what it still said."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def serving() -> Iterator[Callable[..., Server]]:
    """Start commands that serve, and end them at the latest after the test."""
    started: list[Server] = []

    def start(*arguments: str | Path) -> Server:
        started.append(Server(*arguments))
        return started[-1]

    yield start
    for server in started:
        server.process.kill()
        server.process.communicate()


def browser() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def page(opener: OpenerDirector, address: str, **form: str) -> str:
    """Return a page's text after every redirect; a form is sent with its token."""
    request = Request(address, urlencode(form).encode() if form else None)  # noqa: S310 (the server's own)
    with opener.open(request, timeout=20) as answer:
        return str(answer.read().decode())


def by_role(lines: list[str]) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in lines)


def test_a_demonstration_from_first_start_to_second(tmp_path: Path, serving: Callable[..., Server]) -> None:
    folder = tmp_path / "demo"
    wish = ("demo", "--dir", folder, "--no-browser", "--port", "0")
    first = serving(*wish)
    ways = by_role(first.lines(4))
    assert tuple(ways) == ROLES
    assert all(re.fullmatch(r"http://localhost:\d+/sign-in/[\w-]+", way) for way in ways.values())
    for role, way in ways.items():
        for _ in range(2):  # in a demonstration addresses work more than once
            home = page(browser(), way)
            assert HOMES[role] in home
            assert ("/people" in home) is (role in ("administrator", "hr"))
            assert ("/openings/new" in home) is (role in ("administrator", "hr"))
        assert ("/interviews/" in home) is (role in ("hiring-manager", "interviewer"))
    opener = browser()
    under_way = re.search(r'href="(/interviews/[0-9a-f]+)"><strong>Candice', page(opener, ways["hiring-manager"]))
    assert under_way is not None
    base = ways["hr"].split("/sign-in")[0]
    assert "Candice Abernethy" in page(opener, base + under_way[1])
    status, out, err = first.stop()
    assert (status, out) == (0, "")
    assert "Stop with Ctrl-C" in err
    assert "Stopped." in err
    assert "Traceback" not in err

    second = serving(*wish)
    again = by_role(second.lines(4))
    assert tuple(again) == ROLES
    assert "Sales Director" in page(browser(), again["hr"])
    assert set(again.values()).isdisjoint(ways.values())
    assert second.stop()[0] == 0
    with closing(open_instance(folder)) as kept:
        counts = kept.store.opening_counts(None)
        assert sum(count.candidates for count in counts if not count.opening.closed_at) == 16


def test_the_first_administrator_comes_in_by_the_address_that_serve_prints(
    tmp_path: Path, run: Run, serving: Callable[..., Server]
) -> None:
    folder = tmp_path / "instance"
    made = run("init", folder)
    assert (made.returncode, made.stdout) == (0, b"")
    assert f"screener serve {folder}".encode() in made.stderr
    twice = run("init", folder)
    assert twice.returncode == 2
    assert b"is not empty" in twice.stderr
    assert b"Traceback" not in twice.stderr

    first = serving("serve", folder, "--port", "0")
    assert f"Serving {folder} at http://localhost:" in first.told()
    (line,) = first.lines(1)
    assert re.fullmatch(r"administrator http://localhost:\d+/sign-in/[\w-]{32}", line)
    assert first.stop()[0] == 0

    second = serving("serve", folder, "--port", "0")  # nobody has come yet
    way = second.lines(1)[0].split(" ")[1]
    opener, old = browser(), line.split(" ")[1].rsplit("/", 1)[1]
    with pytest.raises(HTTPError, match="403"):  # the address of the start before has ended
        page(opener, f"{way.rsplit('/', 1)[0]}/{old}")
    form = page(opener, way)
    assert "Sign in as Administrator" in form
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', form)
    assert token is not None
    assert "Your account" in page(opener, way, csrf_token=token[1])
    with pytest.raises(HTTPError, match="403"):
        page(browser(), way)
    assert second.stop()[:2] == (0, "")

    third = serving("serve", folder, "--port", "0")
    assert "Serving" in third.told()
    assert third.stop() == (0, "", "\nStopped.\n")  # and no address once somebody has signed in


@pytest.mark.parametrize("what", ["an empty folder", "no folder", "a file"])
def test_serve_refuses_what_is_no_instance_with_a_word(tmp_path: Path, run: Run, what: str) -> None:
    folder = tmp_path / "empty"
    if what == "an empty folder":
        folder.mkdir()
    if what == "a file":
        folder.write_text("words", encoding="utf-8")
    result = run("serve", folder)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"holds no instance of Screener" in result.stderr
    assert b"screener init" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path / "instance")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", tmp_path / "instance", "--port", str(taken.getsockname()[1]))
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"cannot listen on 127.0.0.1" in result.stderr
    assert b"--port" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo", "--candidates", "-1"), ("demo", "--candidates", "many"), ("demo", "--port", "70000"), ("demo", "extra"),
        ("serve", "--port", "none"), ("init",), ("init", "a", "b"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use_is_told_and_makes_nothing(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "screener", *arguments]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"Usage" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_writes_over_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    result = run("demo", "--dir", tmp_path, "--no-browser")
    assert result.returncode == 2
    assert b"is not empty" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
