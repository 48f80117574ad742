"""The needs assessment: what an organisation answers about itself, and the guide and weights that follow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from screener.bank.load import Bank
from screener.bank.model import Guide, Needs, Outcome
from screener.errors import Refused
from screener.journeys.audit import About, note
from screener.journeys.banks import guide_of
from screener.journeys.grid import NamedWeight, named_weights
from screener.journeys.instance import Instance
from screener.journeys.openings import managed_opening, weights_of
from screener.storage.records import Opening, Person, Weighting

SAYS_NOTHING = "The answers to the needs assessment point neither way so far."
_STARTED = "An interview of this opening has started, so its guide and what led to it stay as they are."


@dataclass(frozen=True)
class Finding:
    """What the answers come to: the points for each side, and the outcome that holds."""

    sales: int
    marketing: int
    outcome: Outcome

    @property
    def says_nothing(self) -> bool:
        """Whether no answer points either way, so that nothing follows for the weights."""
        return not self.sales and not self.marketing


@dataclass(frozen=True)
class Assessment:
    """The needs assessment of an opening. `answers` are those at hand; without all of them there is no finding."""

    opening: Opening
    needs: Needs | None
    answers: Mapping[str, str]
    missing: tuple[str, ...]
    finding: Finding | None
    guide: Guide | None
    weights: tuple[NamedWeight, ...]
    is_started: bool


def finding_of(needs: Needs, answers: Mapping[str, str]) -> Finding:
    """Return what complete answers (by question) come to: the first outcome whose side is ahead by its margin.

    Points of answers for neither side count only against an outcome that asks for them. Where no side is ahead far
    enough the last outcome holds, which a bank without mistakes keeps for that.
    """
    points = dict.fromkeys(("sales", "marketing", "even"), 0)
    for question in needs.questions:
        chosen = next(answer for answer in question.answers if answer.id == answers[question.id])
        points[chosen.need] += chosen.points
    sales, marketing = points["sales"], points["marketing"]
    ahead = {"sales": sales - marketing, "marketing": marketing - sales, "even": points["even"] - max(sales, marketing)}

    def holds(outcome: Outcome) -> bool:
        if outcome.lead == "even" and not outcome.margin:
            return True
        return ahead[outcome.lead] >= max(outcome.margin, 1)

    return Finding(sales, marketing, next(filter(holds, needs.outcomes), needs.outcomes[-1]))


def assessment_of(
    instance: Instance, actor: Person, opening_id: str, answers: Mapping[str, str] | None = None
) -> Assessment:
    """Return the bank's needs assessment with these answers, or with those that were accepted before.

    A bank with several offers the first by name. Raises NotFound, NotAllowed.
    """
    opening, _ = managed_opening(instance, actor, opening_id)
    bank, needs = _assessment(instance)
    is_started = instance.store.progress_of(opening_id).is_begun
    given = opening.needs if answers is None or is_started else answers
    missing = _missing(needs, given)
    finding = finding_of(needs, given) if needs and not missing else None
    guide = guide_of(bank, finding.outcome.guide) if finding else None
    weights = named_weights(bank, _weights_by(guide, finding)) if finding and guide else ()
    return Assessment(opening, needs, given, missing, finding, guide, weights, is_started)


def accept_finding(
    instance: Instance, actor: Person, opening_id: str, answers: Mapping[str, str], outcome: str
) -> Opening:
    """Give an opening the guide and weights that follow from the answers; `outcome` is the one that was shown.

    Raises NotFound, NotAllowed, Refused once an interview has started and if the bank's assessment has changed.
    """
    store = instance.store
    with store.transaction():
        opening, _ = managed_opening(instance, actor, opening_id)
        bank, needs = _assessment(instance)
        if store.progress_of(opening_id).is_begun:
            raise Refused(_STARTED)
        if needs is None or _missing(needs, answers):
            raise Refused("Please answer every question first.")
        finding = finding_of(needs, answers)
        found = finding.outcome
        if found.id != outcome:
            raise Refused("The questions have changed since you answered them. Look at the new result below.")
        guide = guide_of(bank, found.guide)
        changed = replace(
            opening,
            needs={question.id: answers[question.id] for question in needs.questions},
            outcome=found.id,
            guide=guide.id,
            guide_reason=SAYS_NOTHING if finding.says_nothing else found.reason,
            weights=_weights_by(guide, finding),
        )
        store.change_opening(changed)
        facts = {
            "answers": dict(changed.needs), "outcome": found.id, "guide": guide.id,
            "weights": {own.competency: own.weight for own in changed.weights},
        }  # fmt: skip
        note(instance, actor, "opening.needs", About(opening_id), facts)
    return changed


def accepted_outcome(bank: Bank, opening: Opening) -> Outcome | None:
    """Return the outcome that an opening's guide was proposed by, if the bank still has it."""
    outcomes = (outcome for needs in bank.needs.values() for outcome in needs.outcomes)
    return next((outcome for outcome in outcomes if opening.outcome and outcome.id == opening.outcome), None)


def binding_outcome(bank: Bank, opening: Opening) -> Outcome | None:
    """Return the accepted outcome; None too where the answers that led to it said nothing."""
    outcome = accepted_outcome(bank, opening)
    needs = next((needs for needs in bank.needs.values() if outcome in needs.outcomes), None)
    if needs and not _missing(needs, opening.needs) and finding_of(needs, opening.needs).says_nothing:
        return None
    return outcome


def proposed_weights(guide: Guide, outcome: Outcome | None) -> tuple[Weighting, ...]:
    """Return a guide's weights, with those that an outcome proposes for it."""
    own = weights_of(guide)
    if outcome is None or outcome.guide != guide.id:
        return own
    proposed = {weight.competency: weight for weight in outcome.weights}
    return tuple(
        Weighting(weight.competency, proposed[weight.competency].weight, proposed[weight.competency].reason)
        if weight.competency in proposed
        else weight
        for weight in own
    )


def _weights_by(guide: Guide, finding: Finding) -> tuple[Weighting, ...]:
    return proposed_weights(guide, None if finding.says_nothing else finding.outcome)


def _assessment(instance: Instance) -> tuple[Bank, Needs | None]:
    bank = instance.shelf.current().bank
    return bank, bank.needs[min(bank.needs)] if bank.needs else None


def _missing(needs: Needs | None, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the questions without an answer that they offer."""
    questions = needs.questions if needs else []
    return tuple(q.id for q in questions if answers.get(q.id) not in {answer.id for answer in q.answers})
