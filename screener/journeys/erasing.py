"""Erasing a candidate: every word goes, the anonymous figures stay, and the trail still proves itself.

The ids of those who were erased stand in `erased.json` of the instance's folder too, so that whoever restores an older
backup can erase them again.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Literal

from screener.errors import Conflict, NotFound, Refused, Unreadable
from screener.journeys.audit import ERASED, About, note
from screener.journeys.candidates import managed_candidate
from screener.journeys.holds import must_not_be_held
from screener.journeys.instance import Instance, moment_of, stamp
from screener.journeys.tidying import ARRIVING
from screener.journeys.voluntary import forget_answer
from screener.journeys.whole_files import write_whole
from screener.storage.records import Candidate, Person

LIST = "erased.json"  # in the folder of an instance
Because = Literal["asked", "rule", "restored"]
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Erasure:
    """What was erased: how many rows by table, and from when on no backup holds the person.

    `is_overwritten` is False where the disk still holds what was removed, because somebody was reading; the next run
    of `screener expire` or of the server overwrites it.
    """

    candidate: Candidate
    at: str
    removed: Mapping[str, int]
    backups_free_from: str
    is_overwritten: bool


def erase_candidate(instance: Instance, actor: Person, candidate_id: str, *, is_sure: bool = True) -> Erasure:
    """Erase a candidate for good, in one go.

    Raises NotFound, NotAllowed but for HR, Erased if that was done before, Conflict under a legal hold, Refused unless
    somebody is sure.
    """
    managed_candidate(instance, actor, candidate_id)
    if not is_sure:
        raise Refused("Tick this if you have read what is erased and what stays.", "is_sure")
    return erase(instance, actor, candidate_id, "asked")


def erase(
    instance: Instance,
    actor: Person | None,
    candidate_id: str,
    because: Because,
    facts: Mapping[str, str] | None = None,
) -> Erasure:
    """Erase a candidate, whoever or whatever asks, and settle the disk; see `erase_in_database`."""
    done = erase_in_database(instance, actor, candidate_id, because, facts)
    return replace(done, is_overwritten=settle(instance))


def settle(instance: Instance) -> bool:
    """Do what erasing needs outside the database: files that wait, the list, and what the disk still holds.

    False if the disk has to wait because somebody is reading right now. Raises Unreadable.
    """
    _remove_arriving(instance)
    keep_list(instance)
    return instance.store.overwrite_removed()


def erase_in_database(
    instance: Instance,
    actor: Person | None,
    candidate_id: str,
    because: Because,
    facts: Mapping[str, str] | None = None,
) -> Erasure:
    """Erase a candidate in one go; `facts` go into the trail beside what was removed.

    Raises NotFound, Conflict if that was done before or a legal hold is on.
    """
    store = instance.store
    with store.transaction():
        candidate = store.candidate_of(candidate_id)
        if candidate.erased_at:
            raise Conflict("The data on this candidate have been erased already.")
        if because != "restored":  # there was none when they were erased
            must_not_be_held(store, candidate)
        at, opening = instance.now(), store.opening_of(candidate.opening_id)
        removed = {**store.erase_words(candidate_id), "audit_words": store.drop_audit_words(candidate_id)}
        erased = replace(
            candidate,
            name=name_of_erased(candidate_id),
            note="",
            erased_at=at,
            # While the post is open, nobody goes on with somebody of whom nothing is known. Later it would change who
            # was considered, and the figures with it.
            withdrawn_at=candidate.withdrawn_at or (None if opening.closed_at else at),
        )
        store.change_candidate(erased)
        free_from = backups_free_from(instance, at)
        about = About(opening=opening.id, candidate=candidate_id)
        told = {"because": because, "removed": removed, "backups_free_from": free_from[:10], **(facts or {})}
        note(instance, actor, ERASED, about, told)
        forget_answer(instance, candidate)  # in another file: last, because it is not taken back with the rest
    return Erasure(erased, at, removed, free_from, is_overwritten=False)


def name_of_erased(candidate_id: str) -> str:
    """Return what stands in the place of a name: enough to tell two apart in a table."""
    return f"Erased candidate {candidate_id[:4]}"


def backups_free_from(instance: Instance, erased_at: str) -> str:
    """Return the time from which on no backup holds somebody who was erased at a time: the last one ran before."""
    return stamp(moment_of(erased_at) + timedelta(days=backups_days_of(instance) + 1))


def backups_days_of(instance: Instance) -> int:
    """Return for how many days a backup is kept."""
    return instance.settings.retention.backups_days


def erased_among(instance: Instance, interview_ids: Iterable[str]) -> tuple[str, ...]:
    """Return which of these interviews are with candidates who were erased, for devices that keep notes on them."""
    seats = (seat for own in dict.fromkeys(interview_ids) for seat in instance.store.seats(interview_id=own)[:1])
    return tuple(seat.interview.id for seat in seats if seat.candidate.erased_at)


def erased_in(folder: Path) -> Mapping[str, str]:
    """Return when which candidates were erased, as an instance's folder lists them. Raises Unreadable."""
    path = folder / LIST
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return {str(candidate): str(at) for candidate, at in listed["erased"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable(f"{path} is no list of erased candidates (put it back from a backup)") from None


def keep_list(instance: Instance) -> None:
    """Write down who is erased by the database, beside those who stand in the list already. Raises Unreadable."""
    with _one_at_a_time:
        known = erased_in(instance.folder)
        every = {**instance.store.erased_candidates(), **known}
        if every == known:
            return
        _write_list(instance.folder, every)


def carry_list(folder: Path, to: Path) -> None:
    """Write the list in `folder` down beside backups too, where it outlives that folder. Raises Unreadable."""
    with _one_at_a_time:
        there = erased_in(to)
        every = {**there, **erased_in(folder)}
        if every != there:
            _write_list(to, every)


def _write_list(folder: Path, every: Mapping[str, str]) -> None:
    text = json.dumps({"erased": dict(sorted(every.items(), key=lambda own: own[::-1]))}, indent=1)
    write_whole(folder / LIST, f"{text}\n".encode())


def erase_again(instance: Instance, listed: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Erase everybody whom an older backup has brought back, and return their ids.

    They are those of `erased.json` in the instance's folder and those of `listed`, a list that was kept elsewhere.
    Raises Unreadable.
    """
    wanted = {**(listed or {}), **erased_in(instance.folder)}
    back = [own for own in _present(instance, wanted) if not own.erased_at]
    for candidate in back:
        erase(instance, None, candidate.id, "restored", {"first_erased_at": wanted[candidate.id]})
    return tuple(candidate.id for candidate in back)


def _present(instance: Instance, ids: Iterable[str]) -> Iterable[Candidate]:
    for candidate_id in ids:
        with suppress(NotFound):  # added after the backup was made
            yield instance.store.candidate_of(candidate_id)


def _remove_arriving(instance: Instance) -> None:
    """Remove banks that were uploaded and wait to be taken over: an example in one may quote anybody."""
    for waiting in (instance.folder / ARRIVING).glob("*.zip"):
        with suppress(OSError):
            waiting.unlink()
