"""Start a file of a bank: what a new question, philosophy, rubric or guide needs, at the place where it belongs."""

from dataclasses import dataclass
from pathlib import Path

from screener.bank.load import KINDS
from screener.bank.starters import starter_of
from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys.banks import bank_folder_of
from screener.paths import inside


@dataclass(frozen=True)
class Started:
    """A file that waits for its author, and the folder of the bank that it lies in."""

    file: Path
    bank: Path


def start_file(folder: Path, kind: str, name: str) -> Started:
    """Write the starter of a `kind` (question, philosophy, rubric or guide) called `name` into the bank in `folder`.

    `folder` is a bank, or an instance or repository with a bank in `questions/`. Nothing is ever overwritten.
    Raises NotFound if there is no bank, Refused for an id or a bank that cannot be used, Conflict if the file is there,
    Unreadable if the folder cannot be written.
    """
    bank = _bank_in(folder)
    starter = starter_of(kind, name, [path.stem for path in (bank / "rubrics").glob("*.yaml")])
    file = bank / starter.path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(starter.text)
    except OSError as error:
        if isinstance(error, FileExistsError) and file.parent.is_dir():
            raise Conflict(f"{file} is there already (choose another id, or edit that file)") from None
        raise Unreadable(f"{file} cannot be written: {error.strerror}") from None
    return Started(file, bank)


def find_bank_in(folder: Path) -> Path | None:
    """Return the folder of the bank that stands in `folder`: that itself, or `questions/` of an instance or repository.

    It may have mistakes or hold nothing yet. None if there is none.
    """
    bank = bank_folder_of(folder)
    return bank if any((bank / kind).is_dir() for kind in KINDS) else None


def _bank_in(folder: Path) -> Path:
    found = find_bank_in(folder)
    if found is None:
        raise NotFound(f"{folder} holds no bank (name an instance, or a folder such as questions/, with --bank)")
    if found.resolve().is_relative_to(inside("").resolve()):
        raise Refused(f"{found} belongs to the installed program (make a bank of your own with `screener init`)")
    return found
