"""An instance as a command opens it: what is done with it is noted as done at the command line."""

from dataclasses import replace
from pathlib import Path

from screener.journeys.instance import Instance, open_instance

ORIGIN = "command line"


def opened_here(folder: Path) -> Instance:
    """Open an instance. Raises what `open_instance` raises."""
    return replace(open_instance(folder), origin=ORIGIN)
