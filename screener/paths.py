"""Where the files lie that come with Screener: the shipped bank and the templates."""

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """Return the shipped folder called `name` (`questions` or `templates`).

    An installed package carries it under `_shipped`; in a checkout it stands beside the package.
    """
    package = Path(str(files("screener")))
    installed = package / "_shipped" / name
    return installed if installed.is_dir() else package.parent / name
