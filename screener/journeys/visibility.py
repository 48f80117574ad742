"""When raters see each other's ratings and the machine's suggestions: after their own, at once, or never."""

import json
from dataclasses import dataclass, replace
from typing import cast, get_args

from screener.errors import Refused
from screener.journeys.audit import About, note
from screener.journeys.instance import Instance
from screener.journeys.limits import several_lines
from screener.journeys.openings import managed_opening
from screener.storage.audit import AuditEntry
from screener.storage.records import Opening, Person, Sight

CHANGED = "opening.visibility"
_AS_USUAL: tuple[Sight, Sight] = ("after-own", "after-own")
_NO_REASON = (
    "Say in a few words why. A reason is needed for anything but the usual choice, and for every change once an "
    "interview has begun."
)


@dataclass(frozen=True)
class Change:
    """What somebody set, when, and why; `before` and `after` say first of ratings, then of suggestions."""

    at: str
    by: str
    before: tuple[Sight, Sight]
    after: tuple[Sight, Sight]
    reason: str


@dataclass(frozen=True)
class Visibility:
    """What an opening has set. `looks` counts the scorecards whose raters looked before giving their own."""

    opening: Opening
    is_begun: bool
    looks: int
    changes: tuple[Change, ...]


def visibility_of(instance: Instance, actor: Person, opening_id: str) -> Visibility:
    """Return when an opening's raters see what, and how that came about, the newest change first.

    Raises NotFound, NotAllowed but for HR.
    """
    opening, _ = managed_opening(instance, actor, opening_id)
    store = instance.store
    names = {person.id: person.name for person in store.persons()}
    entries = store.audit_entries(opening_id=opening_id, action=CHANGED)
    return Visibility(
        opening,
        store.progress_of(opening_id).is_begun,
        len({look.scorecard_id for look in store.early_looks_in(opening_id)}),
        tuple(_change(entry, names.get(entry.person_id, ""), words) for entry, words in entries),
    )


def set_visibility(
    instance: Instance, actor: Person, opening_id: str, ratings: str, suggestions: str, reason: str
) -> Opening:
    """Set when an opening's raters see others' ratings and suggestions; it holds for all of its interviews at once.

    Raises NotFound, NotAllowed but for HR, Refused for what is no choice, and without a reason where something is not
    as usual or an interview has begun.
    """
    reason = several_lines(reason, "reason")
    with instance.store.transaction():
        opening, _ = managed_opening(instance, actor, opening_id)
        before = (opening.ratings_seen, opening.suggestions_seen)
        after = (_sight(ratings, "ratings"), _sight(suggestions, "suggestions"))
        if before == after:
            return opening
        if not reason and (after != _AS_USUAL or instance.store.progress_of(opening_id).is_begun):
            raise Refused(_NO_REASON, "reason")
        changed = replace(opening, ratings_seen=after[0], suggestions_seen=after[1], seen_reason=reason)
        instance.store.change_opening(changed)
        facts = {"ratings": [before[0], after[0]], "suggestions": [before[1], after[1]]}
        note(instance, actor, CHANGED, About(opening_id), facts, {"reason": reason})
    return changed


def _sight(chosen: str, field: str) -> Sight:
    if chosen not in get_args(Sight):
        raise Refused("Choose one of the three.", field)
    return cast(Sight, chosen)


def _change(entry: AuditEntry, by: str, words: str | None) -> Change:
    ratings, suggestions = entry.facts["ratings"], entry.facts["suggestions"]
    reason = json.loads(words).get("reason", "") if words else ""
    return Change(entry.at, by, (ratings[0], suggestions[0]), (ratings[1], suggestions[1]), reason)
