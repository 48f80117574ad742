"""Whether everything still is as it was written: the audit trail, submitted scorecards, question banks, the database.

Others may go on working meanwhile: what they add is looked at too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from screener.bank.fingerprint import fingerprint_of
from screener.errors import NotFound, Refused, StorageTrouble
from screener.journeys.audit import MOST_PROBLEMS, OnEntry, Verified, Walk, erased_candidates, walk_along
from screener.journeys.digests import digest_of
from screener.journeys.instance import Instance, database_of, is_instance
from screener.journeys.settings import load_settings
from screener.storage.audit import AuditEntry

_HEAD = re.compile(r"(0|[1-9]\d{0,17}):([0-9a-f]{64}|)")


@dataclass(frozen=True)
class Verification:
    """What came of verifying everything: how much was looked at, and what is wrong with each part of it."""

    trail: Verified
    scorecards: int
    banks: int
    wrong_scorecards: tuple[str, ...]
    wrong_banks: tuple[str, ...]
    damages: tuple[str, ...]

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """Everything that is wrong, each with the part that it is in."""
        parts = {
            "database": self.damages, "audit trail": self.trail.problems, "scorecards": self.wrong_scorecards,
            "question banks": self.wrong_banks,
        }  # fmt: skip
        return tuple((part, problem) for part, problems in parts.items() for problem in problems)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do about it; nothing if nothing is wrong."""
        return tuple(_advice(self))


def must_have_database(folder: Path) -> None:
    """Raise NotFound if an instance has lost its database: opening it would make an empty one, which is in order."""
    place = database_of(folder, load_settings(folder)) if is_instance(folder) else ""
    if isinstance(place, Path) and not place.is_file():
        raise NotFound(f"{place} is not there (put it back from a backup: docs/backup.md)")


def verify(instance: Instance, noted: str = "", on_entry: OnEntry = lambda _done, _of: None) -> Verification:
    """Look at everything. `noted` is where the trail once ended, as it was noted elsewhere: "NUMBER:SEAL".

    `on_entry` is told after each entry how many were looked at, and of about how many. Raises Refused if `noted` is no
    such note.
    """
    found_head = _noted(noted)
    damages = (*instance.store.damages(), *instance.voluntary.damages())
    walk = Walk()
    try:
        trail = walk_along(instance, walk, found_head, on_entry)
        erased = erased_candidates(instance)
        cards = tuple(islice(_wrong_scorecards(instance, walk.digests.values(), erased), MOST_PROBLEMS))
        walk.banks |= {save.bank for save in instance.store.bank_saves()}
        banks = tuple(islice(_wrong_banks(instance, walk.banks - {""}), MOST_PROBLEMS))
    except StorageTrouble as trouble:
        trail = Verified(walk.number, f"{walk.number}:{walk.seal}", (*walk.problems, _unread(walk, trouble)))
        cards = banks = ()
    return Verification(trail, len(walk.digests), len(walk.banks - {""}), cards, banks, damages)


def _wrong_scorecards(instance: Instance, submitted: Iterable[AuditEntry], erased: set[str]) -> Iterator[str]:
    for entry in submitted:
        locked = str(entry.facts.get("locked", entry.at))
        if entry.candidate_id in erased:
            continue
        if digest_of(instance.store, entry.subject, locked) != entry.facts["digest"]:
            yield f"scorecard {entry.subject} (interview {entry.interview_id}) was changed after it was submitted"


def _wrong_banks(instance: Instance, banks: Iterable[str]) -> Iterator[str]:
    for fingerprint in sorted(banks):
        version = instance.store.find_bank(fingerprint)
        if version is None:
            yield f"the question bank {fingerprint}, which was in use, is not kept any more"
        elif fingerprint_of(version.files) != fingerprint:
            yield f"the question bank {fingerprint} was changed after it was kept"


def _unread(walk: Walk, trouble: StorageTrouble) -> str:
    return f"the database cannot be read behind entry {walk.number} of the audit trail: {trouble}"


def _noted(text: str) -> tuple[int, str] | None:
    if not text:
        return None
    found = _HEAD.fullmatch(text.strip())
    if found is None:
        raise Refused(f"{text} is no end of an audit trail (give the line that `screener verify` ended with before)")
    return int(found[1]), found[2]


def _advice(found: Verification) -> Iterator[str]:
    if found.damages:
        yield (
            "The database is damaged. Stop the server, keep a copy of the folder as it is, and restore the last backup "
            "that is whole (`screener backup --verify FILE`, then `screener restore`). Have the disk checked."
        )
    if found.trail.entries and len(found.trail.problems) > min(found.trail.entries, MOST_PROBLEMS):
        yield "Nearly every entry is wrong. If secret.key was replaced, put the one back that was there before."
    if found.trail.problems or found.wrong_scorecards or found.wrong_banks:
        yield (
            "Somebody wrote into the database past Screener, or put back an older state of it. Keep a copy of the "
            "folder as it is, compare it with the last backup that is in order, and find out who has access to the "
            "machine."
        )
