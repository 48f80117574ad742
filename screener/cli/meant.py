"""Which bank is meant where none is named: the one that stands in the current folder, else the one that is shipped."""

from dataclasses import dataclass
from pathlib import Path

from screener.journeys.starting import find_bank_in
from screener.paths import shipped


@dataclass(frozen=True)
class Meant:
    """The folder of a bank, or of an instance. `told` says which it is to somebody who did not name it; else empty."""

    folder: Path
    told: str = ""


def meant_bank(named: Path | None) -> Meant:
    """Return the bank that was named; otherwise the one that is looked at without a name."""
    if named is not None:
        return Meant(named)
    found = find_bank_in(Path())
    if found is None:
        return Meant(shipped("questions"), "the bank that comes with Screener")
    return Meant(found, "the bank in this folder" if found == Path() else f"the bank in {found.as_posix()}")
