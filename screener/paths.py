"""Where the files lie that come with Screener: the shipped bank, the templates, the demonstration."""

from importlib.resources import files
from pathlib import Path


def inside(name: str) -> Path:
    """Return the folder called `name` within the package (`demo` or `static`)."""
    return Path(str(files("screener"))) / name


def shipped(name: str) -> Path:
    """Return the shipped folder called `name` (`questions`, `templates` or `docs`).

    An installed package carries it under `_shipped`; in a checkout it stands beside the package.
    """
    package = inside("")
    installed = package / "_shipped" / name
    return installed if installed.is_dir() else package.parent / name
