"""Finds a Chromium for the browser tests. As a program: installs one where there is none and it may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

VARIABLE = "SCREENER_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
NEEDED = (
    f"The browser tests need Chromium and none was found: install your system's package “chromium” "
    f"(or Google Chrome, or Microsoft Edge), or name a browser's program in the variable {VARIABLE}."
)


def find_chromium() -> Path | None:
    """Return a browser that starts: the one that the variable names, or the first on the path."""
    names = (os.environ[VARIABLE],) if os.environ.get(VARIABLE) else NAMES
    found = (shutil.which(name) for name in names)
    return next((Path(path) for path in found if path and _starts(path)), None)


def find_downloaded() -> Path | None:
    """Return the browser that Playwright has downloaded."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def ways_to_install() -> Iterator[Sequence[Sequence[str]]]:
    """Return, as commands, how Chromium may be had here: from the distribution for root, from Playwright for all."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        if shutil.which("apt-get"):
            yield ["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]
        elif shutil.which("dnf"):
            yield (["dnf", "install", "-y", "-q", "chromium"],)
        elif shutil.which("apk"):
            yield (["apk", "add", "--quiet", "chromium"],)
    yield ([sys.executable, "-m", "playwright", "install", "chromium"],)


def main() -> int:
    """See to it that there is a browser."""
    if find_chromium() or find_downloaded():
        return 0
    if not os.environ.get(VARIABLE):
        for commands in ways_to_install():
            print(f"Installing a browser for the tests: {' '.join(commands[-1])}", file=sys.stderr)
            if all(_runs(command) for command in commands) and (find_chromium() or find_downloaded()):
                return 0
    print(NEEDED, file=sys.stderr)
    return 1


def _starts(path: str) -> bool:
    """Tell a browser from what only stands in its place, such as a program that asks for another package."""
    return _runs([path, "--version"])


def _runs(command: Sequence[str]) -> bool:
    silent = subprocess.DEVNULL
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=environment, stdin=silent, stdout=silent, stderr=silent, timeout=900)
        return done.returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    sys.exit(main())
