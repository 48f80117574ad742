"""What somebody is told before they erase a candidate."""

from collections.abc import Iterator
from dataclasses import dataclass

from screener.journeys.candidates import managed_candidate
from screener.journeys.erasing import backups_days_of, backups_free_from, name_of_erased
from screener.journeys.expiring import counted, rule_of
from screener.journeys.holds import is_held
from screener.journeys.instance import Instance
from screener.journeys.openings import is_same_name, plain_name
from screener.journeys.retention_rules import Rule
from screener.storage.records import Candidate, Opening, Person


@dataclass(frozen=True)
class BeforeErasing:
    """A candidate who may be erased: what the row is called afterwards, and when the last backup with them is gone.

    `mentions` tell where the name stands in texts about other things, which are not erased. `rule` is one that asks for
    the data to be kept for longer: until `kept_until`, "" where its time has not begun to count.
    """

    candidate: Candidate
    opening: Opening
    name_afterwards: str
    backups_days: int
    backups_free_from: str
    mentions: tuple[str, ...]
    is_held: bool
    rule: Rule | None
    kept_until: str


def about_to_erase(instance: Instance, actor: Person, candidate_id: str) -> BeforeErasing:
    """Return what there is to know before a candidate is erased.

    Raises NotFound, NotAllowed but for HR, Erased if that was done before.
    """
    candidate = managed_candidate(instance, actor, candidate_id)
    return BeforeErasing(
        candidate,
        instance.store.opening_of(candidate.opening_id),
        name_of_erased(candidate_id),
        backups_days_of(instance),
        backups_free_from(instance, instance.now()),
        tuple(_mentions(instance, candidate)),
        is_held(instance.store.holds_of(candidate.opening_id), candidate),
        *_kept_by(instance, candidate),
    )


def _kept_by(instance: Instance, candidate: Candidate) -> tuple[Rule | None, str]:
    """Return the rule that asks for a candidate's data to be kept for longer, and until when."""
    rule = rule_of(instance, candidate.opening_id)
    if rule is None or not rule.is_minimum:
        return None, ""
    due = counted(instance, opening_id=candidate.opening_id)
    ends = next((own.ends for own in due if own.candidate.id == candidate.id), "")
    return (None, "") if ends and ends <= instance.now() else (rule, ends)


def _mentions(instance: Instance, candidate: Candidate) -> Iterator[str]:
    """Look for the whole name where it has no place: in what is said about posts, others and questions."""
    name = plain_name(candidate.name)
    for count in instance.store.opening_counts(None):
        opening = count.opening
        if name in plain_name(" ".join(_texts_of(opening))):
            yield f"Opening “{opening.title}”: its title, needs assessment, guide or weights"
        if opening.id != candidate.opening_id:
            same, _ = instance.store.candidates_of(opening.id, search=candidate.name)
            if any(is_same_name(own.name, candidate.name) for own in same):
                yield f"Opening “{opening.title}”: a candidate of the same name, perhaps the same person"
    others, _ = instance.store.candidates_of(candidate.opening_id)
    for other in others:
        if other.id != candidate.id and name in plain_name(f"{other.name} {other.note}"):
            yield f"HR’s note on {other.name}"
    for path, content in instance.shelf.library().contents.items():
        if name in plain_name(content.decode("utf-8", "replace")):
            yield f"Question bank: {path}"


def _texts_of(opening: Opening) -> Iterator[str]:
    yield from (opening.title, opening.outcome, opening.guide_reason)
    yield from (own.reason for own in opening.weights)
    yield from opening.needs.values()
