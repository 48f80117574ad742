"""What HR sees of keeping and deleting: what goes when and by which rule, legal holds, and what was deleted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screener.errors import NotFound, Refused
from screener.journeys.access import must_manage
from screener.journeys.audit import About, note
from screener.journeys.erasing import backups_days_of, backups_free_from
from screener.journeys.expiring import DAILY, Due, clock_trouble, counted, rule_of
from screener.journeys.instance import Instance
from screener.journeys.openings import managed_opening
from screener.journeys.retention_rules import Rule, rules_in
from screener.storage.records import Candidate, Opening, Person
from screener.storage.retention import Expiry, Hold, OpeningRule

MOST_OPENINGS = 200  # on the page
MOST_REPORTS = 30


@dataclass(frozen=True)
class KeptOpening:
    """An opening of whose candidates something is kept. `ends` is when the first of them goes, "" while none does."""

    opening: Opening
    rule: Rule | None
    candidates: int
    counting: int
    ends: str
    held: int


@dataclass(frozen=True)
class ShownHold:
    """A hold with what it is on and who set it; `candidate` is None for a whole opening."""

    hold: Hold
    opening: Opening
    candidate: Candidate | None
    by: str
    lifted_by: str


@dataclass(frozen=True)
class Report:
    """A report: who or what deleted, how many, how many a hold kept, and from when on backups hold none of them."""

    expiry: Expiry
    by: str
    erased: int
    held: int
    failed: int
    trouble: str
    backups_free_from: str


@dataclass(frozen=True)
class RetentionPage:
    """Everything at one look. `rule` is what holds for openings for which nobody chose another."""

    rule: Rule | None
    rules: tuple[Rule, ...]
    backups_days: int
    looked_at: str
    trouble: str
    openings: tuple[KeptOpening, ...]
    more_openings: int
    holds: tuple[ShownHold, ...]
    reports: tuple[Report, ...]
    erased: int


@dataclass(frozen=True)
class OpeningPage:
    """How long one opening's data are kept. `chosen` is the rule that somebody chose for it, None where nobody did."""

    opening: Opening
    rule: Rule | None
    chosen: str | None
    default: Rule | None
    rules: tuple[Rule, ...]
    due: tuple[Due, ...]
    candidates: tuple[Candidate, ...]
    holds: tuple[ShownHold, ...]


def retention_page(instance: Instance, actor: Person) -> RetentionPage:
    """Return what is deleted when, what is held, and what was deleted. Raises NotAllowed but for HR."""
    must_manage(actor)
    store, settings = instance.store, instance.settings.retention
    rules = rules_in(settings)
    openings = {count.opening.id: count.opening for count in store.opening_counts(None)}
    kept = _kept(instance, openings)
    people = {person.id: person.name for person in store.persons()}
    return RetentionPage(
        rules.get(settings.rule),
        tuple(rules.values()),
        backups_days_of(instance),
        store.last_done(DAILY),
        clock_trouble(instance) if store.last_done(DAILY) else "",
        tuple(kept[:MOST_OPENINGS]),
        max(0, len(kept) - MOST_OPENINGS),
        _shown(instance, store.holds(), openings, people),
        tuple(_report(instance, expiry, people) for expiry in store.expiries(limit=MOST_REPORTS)),
        len(store.erased_candidates()),
    )


def opening_page(instance: Instance, actor: Person, opening_id: str) -> OpeningPage:
    """Return how long an opening's data are kept, and why. Raises NotFound, NotAllowed but for HR."""
    opening, _ = managed_opening(instance, actor, opening_id)
    store, settings = instance.store, instance.settings.retention
    rules, chosen = rules_in(settings), store.opening_rules().get(opening_id)
    candidates, _ = store.candidates_of(opening_id)
    people = {person.id: person.name for person in store.persons()}
    holds = sorted(store.holds_of(opening_id), key=lambda hold: (hold.lifted_at is not None, hold.at))
    return OpeningPage(
        opening,
        rule_of(instance, opening_id),
        chosen.rule if chosen else None,
        rules.get(settings.rule),
        tuple(rules.values()),
        tuple(sorted(counted(instance, opening_id=opening_id), key=lambda own: (own.ends, own.candidate.name))),
        tuple(own for own in candidates if not own.erased_at),
        _shown(instance, holds, {opening.id: opening}, people),
    )


def choose_rule(instance: Instance, actor: Person, opening_id: str, rule: str) -> Rule | None:
    """Choose the rule of an opening; "" for none, so that nothing of it is deleted by itself.

    Raises NotFound, NotAllowed but for HR, Refused for a rule that there is not.
    """
    with instance.store.transaction():
        managed_opening(instance, actor, opening_id)
        rules = rules_in(instance.settings.retention)
        if rule and rule not in rules:
            raise Refused("Choose one of the rules.", "rule")
        instance.store.set_opening_rule(OpeningRule(opening_id, rule, actor.id, instance.now()))
        note(instance, actor, "retention.rule", About(opening=opening_id), {"rule": rule})
    return rules.get(rule)


def _kept(instance: Instance, openings: Mapping[str, Opening]) -> Sequence[KeptOpening]:
    """Return the openings with candidates who are not erased: those from which somebody goes first come first."""
    due: dict[str, list[Due]] = {}
    for own in counted(instance):
        due.setdefault(own.opening.id, []).append(own)
    kept = instance.store.kept_candidates()
    found = []
    for opening_id, number in kept.items():
        counting, opening = due.get(opening_id, []), openings[opening_id]
        rule = counting[0].rule if counting else rule_of(instance, opening_id)
        ends = min((own.ends for own in counting), default="")
        held = sum(own.is_held for own in counting)
        found.append(KeptOpening(opening, rule, number, len(counting), ends, held))
    return sorted(found, key=_first_to_go)


def _first_to_go(kept: KeptOpening) -> tuple[bool, str, bool, str, str]:
    own = kept.opening
    return not kept.ends, kept.ends, not own.closed_at, own.title, own.id


def _shown(
    instance: Instance, holds: Iterable[Hold], openings: Mapping[str, Opening], people: Mapping[str, str]
) -> tuple[ShownHold, ...]:
    def candidate(hold: Hold) -> Candidate | None:
        return instance.store.candidate_of(hold.candidate_id) if hold.candidate_id else None

    return tuple(
        ShownHold(hold, openings[hold.opening_id], candidate(hold), people.get(hold.person_id, ""),
                  people.get(hold.lifted_by, ""))
        for hold in holds
    )  # fmt: skip


def _report(instance: Instance, expiry: Expiry, people: Mapping[str, str]) -> Report:
    facts: Mapping[str, Any] = expiry.facts
    by = people.get(expiry.person_id) or {"command line": "screener expire"}.get(expiry.origin, "the server")
    return Report(
        expiry, by, len(facts["erased"]), len(facts["held"]), facts["failed"], facts["trouble"],
        backups_free_from(instance, expiry.at),
    )  # fmt: skip


def hold_on(instance: Instance, actor: Person, opening_id: str, candidate_id: str) -> Candidate | None:
    """Return the candidate of an opening on whom a hold is wanted; None for everybody in it.

    Raises NotFound, NotAllowed but for HR.
    """
    managed_opening(instance, actor, opening_id)
    if not candidate_id:
        return None
    candidate = instance.store.candidate_of(candidate_id)
    if candidate.opening_id != opening_id:
        raise NotFound("there is no such candidate in this opening")
    return candidate
