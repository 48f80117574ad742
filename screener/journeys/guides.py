"""An opening's guide, policy and weights: chosen with reasons, and fixed once they have been used."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from screener.bank.model import Guide, Outcome, Policy, Rubric
from screener.errors import Refused
from screener.journeys.audit import About, note
from screener.journeys.instance import Instance
from screener.journeys.limits import several_lines
from screener.journeys.needs import SAYS_NOTHING, binding_outcome, proposed_weights
from screener.journeys.openings import managed_opening
from screener.storage.records import Opening, Person, Weighting

LOWEST_WEIGHT, HIGHEST_WEIGHT = 0.1, 10
_FIXED_GUIDE = "An interview of this opening has started, so its guide and policy stay as they are."
_FIXED_WEIGHTS = "A scorecard of this opening has been submitted, so its weights stay as they are."
_OTHER_GUIDE = "The guide has been changed in the meantime. Look at the competencies again, then save."


@dataclass(frozen=True)
class CompetencyWeight:
    """How much a competency of the guide counts, and why."""

    id: str
    name: str
    rates: str
    weight: float
    reason: str


@dataclass(frozen=True)
class GuideChoice:
    """What there is to choose for an opening and what is chosen.

    `planned_otherwise` counts the interviews that were planned with another guide or policy, which they keep,
    `banks` the states of the question bank with which interviews were begun.
    """

    opening: Opening
    guides: tuple[Guide, ...]
    policies: tuple[Policy, ...]
    guide: Guide | None
    policy: Policy | None
    outcome: Outcome | None
    weights: tuple[CompetencyWeight, ...]
    is_started: bool
    is_submitted: bool
    planned_otherwise: int
    banks: int


def guide_choice(instance: Instance, actor: Person, opening_id: str) -> GuideChoice:
    """Return what there is to choose for an opening and what is chosen.

    Raises NotFound, NotAllowed.
    """
    opening, _ = managed_opening(instance, actor, opening_id)
    bank = instance.shelf.current().bank
    progress = instance.store.progress_of(opening_id)
    return GuideChoice(
        opening,
        tuple(bank.guides.values()),
        tuple(bank.policies.values()),
        bank.guides.get(opening.guide),
        bank.policies.get(opening.policy),
        binding_outcome(bank, opening),
        tuple(_competency_weight(weighting, bank.rubrics) for weighting in opening.weights),
        progress.is_begun,
        progress.is_submitted,
        progress.planned_otherwise,
        progress.banks,
    )


def choose_guide(instance: Instance, actor: Person, opening_id: str, guide: str, policy: str, reason: str) -> Opening:
    """Set an opening's guide and policy; a new guide brings its own weights.

    Raises NotFound, NotAllowed, Refused once an interview has started, and without a reason for another guide than
    the needs assessment proposed.
    """
    store, bank = instance.store, instance.shelf.current().bank
    with store.transaction():
        opening, _ = managed_opening(instance, actor, opening_id)
        if store.progress_of(opening_id).is_begun:
            raise Refused(_FIXED_GUIDE)
        if guide not in bank.guides:
            raise Refused("Choose a guide from the list.", "guide")
        if policy not in bank.policies:
            raise Refused("Choose a policy from the list.", "policy")
        outcome = binding_outcome(bank, opening)
        reason = several_lines(reason, "reason")
        if outcome and outcome.guide != guide and reason in ("", outcome.reason):
            proposed = bank.guides[outcome.guide].name if outcome.guide in bank.guides else outcome.guide
            raise Refused(
                f"Your needs assessment proposed “{proposed}”. Say in a few words why another guide fits better.",
                "reason",
            )
        if guide != opening.guide and reason == SAYS_NOTHING:
            reason = ""
        weights = opening.weights
        if guide != opening.guide:
            weights = proposed_weights(bank.guides[guide], outcome)
        changed = replace(opening, guide=guide, policy=policy, guide_reason=reason, weights=weights)
        store.change_opening(changed)
        facts = {"guide": guide, "policy": policy, "guide was": opening.guide, "policy was": opening.policy}
        note(instance, actor, "opening.guide", About(opening_id), facts, {"reason": reason})
    return changed


def set_weights(
    instance: Instance, actor: Person, opening_id: str, guide: str, entries: Mapping[str, tuple[str, str]]
) -> Opening:
    """Set how much each competency of the guide counts; `entries` has weight and reason as they were entered.

    Raises NotFound, NotAllowed, Refused once a scorecard has been submitted, if the guide is not the one that the
    entries are for, and for a weight other than 1 without a reason.
    """
    store = instance.store
    with store.transaction():
        opening, _ = managed_opening(instance, actor, opening_id)
        if store.progress_of(opening_id).is_submitted:
            raise Refused(_FIXED_WEIGHTS)
        if guide != opening.guide or set(entries) != {own.competency for own in opening.weights}:
            raise Refused(_OTHER_GUIDE)
        weights = tuple(weighting_of(own.competency, *entries[own.competency]) for own in opening.weights)
        changed = replace(opening, weights=weights)
        store.change_opening(changed)
        if weights != opening.weights:
            facts = {name: {own.competency: own.weight for own in some} for name, some in (
                ("weights", weights), ("were", opening.weights)
            )}  # fmt: skip
            reasons = {own.competency: own.reason for own in weights}
            note(instance, actor, "opening.weights", About(opening_id), facts, reasons)
    return changed


def weighting_of(competency: str, weight: str, reason: str) -> Weighting:
    """Return a weight as it was entered, with its reason. Raises Refused with the field that needs another look."""
    number = _number(weight, f"weight-{competency}")
    reason = several_lines(reason, f"reason-{competency}")
    if number != 1 and not reason:
        raise Refused("Say in a few words why this does not count like the others.", f"reason-{competency}")
    return Weighting(competency, number, reason)


def _competency_weight(weighting: Weighting, rubrics: Mapping[str, Rubric]) -> CompetencyWeight:
    rubric = rubrics.get(weighting.competency)
    name, rates = (rubric.name, rubric.rates) if rubric else (weighting.competency, "")
    return CompetencyWeight(weighting.competency, name, rates, weighting.weight, weighting.reason)


def _number(text: str, field: str) -> float:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if not LOWEST_WEIGHT <= number <= HIGHEST_WEIGHT:  # also false for what is no number
        raise Refused(f"Enter a number from {LOWEST_WEIGHT} to {HIGHEST_WEIGHT}, for example 1 or 1.5.", field)
    return number
