"""What `screener doctor` finds: one line for each thing that it looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from screener.journeys.settings import Settings

State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, what was found, and what to do ("" where nothing is to be done)."""

    about: str
    state: State
    found: str
    advice: str = ""


@dataclass(frozen=True)
class Patient:
    """What is looked at.

    `settings` are those without a file where the file has mistakes. `now` is the time, `environment` the variables
    that the command was started with; `is_quick` leaves out what takes long in a large database.
    """

    folder: Path
    settings: Settings
    now: datetime
    environment: Mapping[str, str]
    is_quick: bool = False

    @property
    def is_in_a_file(self) -> bool:
        """Whether everything is kept in a file of the folder, and not in PostgreSQL."""
        return not self.settings.database.url_from


def ok(about: str, found: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(about, "ok", found)


def warn(about: str, found: str, advice: str) -> Finding:
    """Return that something works, and may not for long or for everybody."""
    return Finding(about, "warn", found, advice)


def bad(about: str, found: str, advice: str) -> Finding:
    """Return that something does not work or is dangerous."""
    return Finding(about, "bad", found, advice)


def megabytes(size: float) -> str:
    """Write a number of bytes for people."""
    return f"{size / 2**30:.1f} GB" if size >= 2**30 else f"{size / 2**20:.1f} MB"
