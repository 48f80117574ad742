"""Whether everything still is as it was written: the audit trail, submitted scorecards, question banks, the database.

Others may go on working meanwhile: what they add is looked at too.
"""

import hmac
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from screener.bank.fingerprint import fingerprint_of
from screener.errors import NotFound, Refused, StorageTrouble
from screener.journeys.audit import ERASED, proof_of, seal_of, trail_key, words_seal
from screener.journeys.digests import digest_of
from screener.journeys.instance import Instance, database_of, is_instance
from screener.journeys.settings import load_settings
from screener.storage.audit import AuditEntry, AuditHead, AuditWords

MOST_PROBLEMS = 100  # of a kind; with a key that is not the right one, every entry would be one
_HEAD = re.compile(r"(0|[1-9]\d{0,17}):([0-9a-f]{64}|)")
_SUBMITTED, _BEGUN, _ADOPTED = "scorecard.submitted", "interview.begun", "bank.adopted"

OnEntry = Callable[[int, int], None]


@dataclass(frozen=True)
class Verified:
    """What came of verifying the trail: how many entries it has, where it ends, and everything that is wrong."""

    entries: int
    head: str
    problems: tuple[str, ...]


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


@dataclass
class _Walk:
    """What is found on the way along the trail."""

    number: int = 0
    seal: str = ""
    problems: list[str] = field(default_factory=list)
    without_words: list[tuple[str, str]] = field(default_factory=list)
    digests: dict[str, AuditEntry] = field(default_factory=dict)
    banks: set[str] = field(default_factory=set)
    noted: str | None = None  # the seal of the entry that was noted elsewhere


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
    walk = _Walk()
    try:
        trail = _verified(instance, walk, found_head, on_entry)
        erased = _erased(instance)
        cards = tuple(islice(_wrong_scorecards(instance, walk.digests.values(), erased), MOST_PROBLEMS))
        walk.banks |= {save.bank for save in instance.store.bank_saves()}
        banks = tuple(islice(_wrong_banks(instance, walk.banks - {""}), MOST_PROBLEMS))
    except StorageTrouble as trouble:
        trail = Verified(walk.number, f"{walk.number}:{walk.seal}", (*walk.problems, _unread(walk, trouble)))
        cards = banks = ()
    return Verification(trail, len(walk.digests), len(walk.banks - {""}), cards, banks, damages)


def verify_audit(instance: Instance) -> Verified:
    """Look at every entry of the trail and return what is wrong with it."""
    return _verified(instance, _Walk(), None, lambda _done, _of: None)


def _verified(instance: Instance, walk: _Walk, noted: tuple[int, str] | None, on_entry: OnEntry) -> Verified:
    key, store = trail_key(instance), instance.store
    before, head = -1, store.audit_head()
    while before < walk.number:  # again for what others have added meanwhile
        before = walk.number
        for entry, words in store.whole_audit(walk.number or -1):
            walk.problems += _problems(key, walk.seal, walk.number + 1, entry, words)
            _remember(walk, entry, words, noted)
            on_entry(entry.number, max(entry.number, head.number if head else 0))
        head = store.audit_head()
    walk.problems += _problems_of_end(key, head, walk.number, walk.seal)
    walk.problems += _problems_of_words(walk.without_words, _erased(instance))
    walk.problems += _problems_of_note(noted, walk)
    return Verified(walk.number, f"{walk.number}:{walk.seal}", _shortened(walk.problems))


def _remember(walk: _Walk, entry: AuditEntry, words: AuditWords | None, noted: tuple[int, str] | None) -> None:
    walk.number, walk.seal = entry.number, entry.seal
    if entry.words_seal and words is None:
        walk.without_words.append((_called(entry), entry.candidate_id))
    if noted and entry.number == noted[0]:
        walk.noted = entry.seal
    if entry.action == _SUBMITTED and "digest" in entry.facts:
        walk.digests[entry.subject] = entry
    if entry.action in (_BEGUN, _ADOPTED):
        walk.banks.add(str(entry.facts.get("bank", "")))


def _problems(key: bytes, chained: str, number: int, entry: AuditEntry, words: AuditWords | None) -> Iterator[str]:
    if entry.number > number:
        yield f"entries {number} to {entry.number - 1} of the audit trail are missing"
    if entry.number < number:
        yield f"{_called(entry)} stands out of its order"
    if entry.number == number and not hmac.compare_digest(entry.seal, seal_of(key, chained, entry)):
        yield f"{_called(entry)} or the one before it was changed"
    if words is not None and words_seal(words) != entry.words_seal:
        yield f"the words of {_called(entry)} were changed"


def _called(entry: AuditEntry) -> str:
    return f"entry {entry.number} of the audit trail ({entry.action}, {entry.at})"


def _problems_of_end(key: bytes, head: AuditHead | None, number: int, seal: str) -> Iterator[str]:
    if head is None:
        if number:
            yield "the audit trail has lost the note of where it ends"
    elif not hmac.compare_digest(head.proof, proof_of(key, head.number, head.seal)):
        yield "the note of where the audit trail ends was changed"
    elif head.number > number:
        yield f"entries {number + 1} to {head.number} of the audit trail are missing at its end"
    elif (head.number, head.seal) != (number, seal):
        yield f"the audit trail goes on behind entry {head.number}, where it ended"


def _problems_of_words(without: Iterable[tuple[str, str]], erased: set[str]) -> Iterator[str]:
    for called, candidate in without:
        if candidate not in erased:
            yield f"the words of {called} were removed, and no erasure of that candidate is noted"


def _problems_of_note(noted: tuple[int, str] | None, walk: _Walk) -> Iterator[str]:
    if noted is None or not noted[0]:
        return
    number, seal = noted
    if walk.noted is None:
        yield f"the audit trail ended at entry {number} when that was noted; now it has no such entry"
    elif walk.noted != seal:
        yield f"entry {number} of the audit trail is not the one that was noted: what comes before it was written anew"


def _erased(instance: Instance) -> set[str]:
    return {entry.candidate_id for entry, _ in instance.store.audit_entries(action=ERASED)}


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


def _unread(walk: _Walk, trouble: StorageTrouble) -> str:
    return f"the database cannot be read behind entry {walk.number} of the audit trail: {trouble}"


def _shortened(problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - MOST_PROBLEMS
    return (*problems[:MOST_PROBLEMS], *([f"and {more:,} more like these"] if more > 0 else []))


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
