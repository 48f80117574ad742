"""The audit trail: what is noted, how an entry is sealed, and how the whole is verified.

Each entry is sealed with a key that is made from the instance's secret, over everything that it says and the seal of
the entry before it. So whoever can write into the database but does not know the secret can neither change, remove,
reorder nor add an entry unseen. What people wrote stands beside the entries under a salted hash: it can be erased, not
changed.
"""

import hmac
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from screener.journeys.instance import Instance
from screener.storage.audit import AUDIT_TRAIL, AuditEntry, AuditHead, AuditWords
from screener.storage.records import Candidate, Person, Seat

ERASED = "candidate.erased"
MOST_PROBLEMS = 100  # that are told; with a key that is not the right one, every entry would be one
_SUBMITTED, _BEGUN, _ADOPTED = "scorecard.submitted", "interview.begun", "bank.adopted"
OnEntry = Callable[[int, int], None]
# Every action that is noted, as a page tells it. What is not listed cannot be noted, so that the list is whole. An
# action that was noted once keeps its name for good: the trail tells it by that.
ACTIONS: Mapping[str, str] = {
    "sign-in.begun": "Signed in",
    "sign-in.refused": "Sign-in refused",
    "sign-in.held-back": "Sign-in held back after many attempts",
    "sign-in.ended": "Signed out",
    "password.set": "Password set",
    "identity.linked": "Account at the sign-in service linked",
    "identity.removed": "Account at the sign-in service unlinked",
    "address.made": "Sign-in address made",
    "code.made": "Access code made",
    "keys.withdrawn": "Addresses and access codes withdrawn",
    "person.added": "Account made",
    "person.changed": "Account changed",
    "person.ended": "Account ended",
    "token.made": "Token for a program made",
    "token.withdrawn": "Token for a program withdrawn",
    "opening.added": "Opening added",
    "opening.renamed": "Opening renamed",
    "opening.closed": "Opening closed",
    "opening.reopened": "Opening opened again",
    "opening.needs": "Needs assessment accepted",
    "opening.guide": "Guide and policy chosen",
    "opening.weights": "Weights set",
    "opening.visibility": "Who sees ratings and suggestions when changed",
    "names.hidden": "Names hidden",
    "names.shown": "Names shown again",
    "panel.added": "Put on the panel",
    "panel.removed": "Taken off the panel",
    "panel.moderator": "Moderator chosen",
    "candidate.added": "Candidate added",
    "candidate.imported": "Candidate taken over from a list",
    "candidate.changed": "Candidate’s details changed",
    "candidate.withdrawn": "Candidate has withdrawn",
    "candidate.returned": "Withdrawal taken back",
    "candidate.chosen": "Candidate chosen for the post",
    "candidate.not-chosen": "Choice for the post taken back",
    ERASED: "Candidate erased",
    "candidate.held": "Legal hold placed",
    "candidate.released": "Legal hold lifted",
    "interview.planned": "Interview planned",
    "interview.rescheduled": "Interview given another time",
    "interview.removed": "Planned interview removed",
    "interview.begun": "Interview begun",
    "interview.left": "Candidate left the interview",
    "interview.resumed": "Candidate came back",
    "question.skipped": "Question skipped",
    "question.taken-up": "Question no longer skipped",
    "place.chosen": "Place in a scheme chosen",
    "rating.given": "Answer rated",
    "rating.confirmed": "Rating given again, unchanged",
    "rating.changed": "Rating changed before any suggestion",
    "rating.overridden": "Rating changed after a suggestion",
    "suggestion.shown": "Suggestion shown",
    "flag.answered": "Flag answered",
    "opinion.asked": "Second opinion asked",
    "scorecard.submitted": "Scorecard submitted",
    "early.look": "Early look at others’ ratings or at suggestions",
    "transcript.attached": "Transcript attached",
    "transcript.assigned": "Speakers of the transcript named",
    "transcript.removed": "Transcript removed",
    "consensus.opened": "Discussion opened",
    "consensus.settled": "Level settled",
    "consensus.finished": "Discussion finished",
    "export.made": "Taken out as a file",
    "api.read": "Read by a program",
    "access.answered": "Access request answered",
    "bank.adopted": "Question bank changed",
    "bank.effect": "Stored answers read again with a changed bank",
    "retention.rule": "Rule for keeping records set",
    "retention.clock": "Clock confirmed, so that what is due can be deleted",
    "retention.run": "Records past their time deleted",
    "backup.made": "Backup made",
    "backup.failed": "Backup failed",
    "backup.restored": "Backup restored",
    "schema.upgraded": "Database brought up to date",
}


@dataclass(frozen=True)
class About:
    """What an entry is about: ids, "" where it is about none."""

    opening: str = ""
    candidate: str = ""
    interview: str = ""
    subject: str = ""


NOTHING = About()


def about_candidate(candidate: Candidate, subject: str = "") -> About:
    """Return what an entry on a candidate is about."""
    return About(candidate.opening_id, candidate.id, subject=subject)


def about_seat(seat: Seat) -> About:
    """Return what an entry on a rater's scorecard is about."""
    return About(seat.opening.id, seat.candidate.id, seat.interview.id, seat.scorecard.id)


@dataclass(frozen=True)
class Verified:
    """What came of verifying the trail: how many entries it has, where it ends, and everything that is wrong."""

    entries: int
    head: str
    problems: tuple[str, ...]


@dataclass
class Walk:
    """What is found on the way along the trail."""

    number: int = 0
    seal: str = ""
    problems: list[str] = field(default_factory=list)
    without_words: list[tuple[str, str]] = field(default_factory=list)
    digests: dict[str, AuditEntry] = field(default_factory=dict)
    banks: set[str] = field(default_factory=set)
    noted: str | None = None  # the seal of the entry that was noted elsewhere


def note(
    instance: Instance,
    person: Person | None,
    action: str,
    about: About = NOTHING,
    facts: Mapping[str, Any] | None = None,
    words: Mapping[str, str] | None = None,
) -> None:
    """Note that something was done; called within the transaction that does it, so that both are kept or neither.

    `facts` hold ids, numbers and names of things of ours; whatever somebody wrote goes into `words`. Raises KeyError
    for an action that is not listed.
    """
    ACTIONS[action]
    store, key = instance.store, trail_key(instance)
    with store.transaction(AUDIT_TRAIL):
        before = store.audit_head()
        number, chained = (before.number + 1, before.seal) if before else (1, "")
        written = {name: text for name, text in (words or {}).items() if text}
        kept = _words(number, written) if written else None
        entry = AuditEntry(
            number, instance.now(), person.id if person else "", instance.origin, action, about.opening,
            about.candidate, about.interview, about.subject, dict(facts or {}), words_seal(kept), "",
        )  # fmt: skip
        entry = replace(entry, seal=seal_of(key, chained, entry))
        store.add_audit_entry(entry, kept, AuditHead(number, entry.seal, proof_of(key, number, entry.seal)))


def verify_audit(instance: Instance) -> Verified:
    """Look at every entry of the trail and return what is wrong with it."""
    return walk_along(instance, Walk(), None, lambda _done, _of: None)


def walk_along(instance: Instance, walk: Walk, noted: tuple[int, str] | None, on_entry: OnEntry) -> Verified:
    """Look at every entry, remember on the walk what else is to be looked at, and return what is wrong.

    `noted` is number and seal of an entry, as they were noted elsewhere.
    """
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
    walk.problems += _problems_of_words(walk.without_words, erased_candidates(instance))
    walk.problems += _problems_of_note(noted, walk)
    return Verified(walk.number, f"{walk.number}:{walk.seal}", _shortened(walk.problems))


def _remember(walk: Walk, entry: AuditEntry, words: AuditWords | None, noted: tuple[int, str] | None) -> None:
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


def _problems_of_note(noted: tuple[int, str] | None, walk: Walk) -> Iterator[str]:
    if noted is None or not noted[0]:
        return
    number, seal = noted
    if walk.noted is None:
        yield f"the audit trail ended at entry {number} when that was noted; now it has no such entry"
    elif walk.noted != seal:
        yield f"entry {number} of the audit trail is not the one that was noted: what comes before it was written anew"


def erased_candidates(instance: Instance) -> set[str]:
    """Return the ids of candidates who were erased."""
    return {entry.candidate_id for entry, _ in instance.store.audit_entries(action=ERASED)}


def _shortened(problems: list[str]) -> tuple[str, ...]:
    more = len(problems) - MOST_PROBLEMS
    return (*problems[:MOST_PROBLEMS], *([f"and {more:,} more like these"] if more > 0 else []))


def trail_key(instance: Instance) -> bytes:
    """Return the key with which entries are sealed."""
    return hmac.digest(instance.secret.encode(), b"audit trail", "sha256")


def seal_of(key: bytes, chained: str, entry: AuditEntry) -> str:
    """Return the seal of an entry behind the one whose seal is `chained`."""
    told = [
        chained, entry.number, entry.at, entry.person_id, entry.origin, entry.action, entry.opening_id,
        entry.candidate_id, entry.interview_id, entry.subject, entry.facts, entry.words_seal,
    ]  # fmt: skip
    plain = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, plain.encode("utf-8", "surrogatepass"), "sha256").hex()


def proof_of(key: bytes, number: int, seal: str) -> str:
    """Return what proves that the trail ended there."""
    return hmac.digest(key, f"head {number} {seal}".encode(), "sha256").hex()


def _words(number: int, words: Mapping[str, str]) -> AuditWords:
    return AuditWords(number, secrets.token_hex(16), json.dumps(words, ensure_ascii=False, sort_keys=True))


def words_seal(kept: AuditWords | None) -> str:
    """Return a hash of what was written; the salt keeps short words from being guessed once they are erased."""
    return sha256(f"{kept.salt} {kept.words}".encode("utf-8", "surrogatepass")).hexdigest() if kept else ""
