"""The panel's discussion of a round: what each rater gave, what the moderator settles with a reason, and the end.

The first ratings are locked before it opens and stay beside what is settled.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screener.bank.model import Level
from screener.errors import Conflict, NotAllowed, NotFound, Refused
from screener.journeys.access import manages, must_be_kept, oversees, rounds_to_submit_first, sight_in
from screener.journeys.audit import about_candidate, note
from screener.journeys.candidates import Candidacy, candidacy_for, may_read_round
from screener.journeys.combining import CompetencyRow, Total, combined_of, total_of
from screener.journeys.instance import Instance
from screener.journeys.limits import several_lines
from screener.journeys.scorecards import Answer, Card, cards_of
from screener.storage.records import Consensus, ConsensusLevel, Person, Seat

LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class RaterLevel:
    """What one rater gave on a competency: the mean, and the answers that it comes from."""

    card: Card
    level: float | None
    is_in_guide: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Item:
    """A competency to settle. `history` has every level that was settled on, the latest last."""

    row: CompetencyRow
    anchors: tuple[Level, ...]
    raters: tuple[RaterLevel, ...]
    history: tuple[ConsensusLevel, ...]

    @property
    def settled(self) -> ConsensusLevel | None:
        """The level that counts."""
        return self.history[-1] if self.history else None

    @property
    def rounded(self) -> int | None:
        """The raters' mean as a whole level, halves upward; None without evidence."""
        return None if self.row.combined is None else math.floor(self.row.combined + 0.5)

    @property
    def raters_differ(self) -> bool:
        """Whether raters are a whole level apart, or more."""
        return (self.row.difference or 0) >= 1


@dataclass(frozen=True)
class Discussion:
    """A round's discussion as one person sees it. `waiting_for` are the raters who have not submitted."""

    candidacy: Candidacy
    round: int
    waiting_for: tuple[Person, ...]
    consensus: Consensus | None
    items: tuple[Item, ...]
    initial: Total
    final: Total
    names: Mapping[str, str]
    may_open: bool
    may_settle: bool

    @property
    def open_items(self) -> tuple[Item, ...]:
        """The competencies that nothing is settled on."""
        return tuple(item for item in self.items if item.settled is None)

    @property
    def is_final(self) -> bool:
        """Whether it is locked."""
        return self.consensus is not None and self.consensus.final_at is not None


def discussion_of(instance: Instance, actor: Person, candidate_id: str, round_: int) -> Discussion:
    """Return a round's discussion for its raters, its moderator, HR and the hiring managers on the panel.

    Raises NotFound, NotAllowed for a rater who has not submitted and for raters of other rounds.
    """
    candidacy, seats = _round_for(instance, actor, candidate_id, round_)
    store = instance.store
    found = store.find_consensus(candidate_id, round_)
    levels = [level for level in store.consensus_levels_of(candidate_id) if level.round == round_] if found else []
    items = _items(instance, candidacy, seats, levels) if found else ()
    is_open = found is not None and found.final_at is None and not candidacy.candidate.withdrawn_at
    ready = candidacy.all_submitted(round_) and not candidacy.candidate.withdrawn_at
    return Discussion(
        candidacy,
        round_,
        tuple(seat.rater for seat in seats if not seat.scorecard.submitted_at),
        found,
        items,
        total_of([(item.row.weight, item.row.combined) for item in items]),
        total_of([(item.row.weight, item.settled.level if item.settled else None) for item in items]),
        {person.id: person.name for person in store.persons()} if found else {},
        found is None and ready and _moderates(actor, candidacy),
        is_open and _moderates(actor, candidacy),
    )


def open_discussion(instance: Instance, actor: Person, candidate_id: str, round_: int) -> None:
    """Open the discussion of a round. The panel's moderator stands as its moderator, or else who opens it.

    Doing it twice changes nothing.

    Raises NotFound, NotAllowed but for the panel's moderator and HR, Refused until all have submitted, Conflict for a
    candidate who has withdrawn.
    """
    with instance.store.transaction():  # so that nobody is planned into the round meanwhile
        candidacy, seats = _round_for(instance, actor, candidate_id, round_)
        if not _moderates(actor, candidacy):
            raise NotAllowed("The panel’s moderator or HR opens the discussion.")
        _must_take_part(candidacy)
        missing = [seat.rater.name for seat in seats if not seat.scorecard.submitted_at]
        if missing:
            raise Refused(f"The discussion opens once everybody has submitted. Still missing: {', '.join(missing)}.")
        moderator = candidacy.moderator or actor
        if instance.store.find_consensus(candidate_id, round_) is None:
            instance.store.open_consensus(Consensus(candidate_id, round_, moderator.id, instance.now()))
            facts = {"round": round_, "moderator": moderator.id}
            note(instance, actor, "consensus.opened", about_candidate(candidacy.candidate), facts)


def settle(
    instance: Instance, actor: Person, candidate_id: str, round_: int, competency: str, level: int | None, reason: str
) -> None:
    """Settle a competency on a level, or on "no evidence" (None); what was settled before stays in the history.

    Raises NotFound, NotAllowed but for the moderator and HR, Refused for what cannot be settled so, Conflict once the
    discussion is finished.
    """
    with instance.store.transaction():
        candidacy, seats = _for_moderator(instance, actor, candidate_id, round_)
        levels = [lv for lv in instance.store.consensus_levels_of(candidate_id) if lv.round == round_]
        items = _items(instance, candidacy, seats, levels)
        item = next((item for item in items if item.row.competency == competency), None)
        if item is None:
            raise Refused("This competency is not part of the round.")
        if level is not None and level not in LEVELS:
            raise Refused("Choose a level from 1 to 5, or “no evidence”.", "level")
        reason = several_lines(reason, "reason")
        if not reason and (item.raters_differ or level != item.rounded):
            raise Refused(_why_reasoned(item), "reason")
        if item.settled and (item.settled.level, item.settled.reason) == (level, reason):
            return  # a form sent twice
        instance.store.add_consensus_level(
            ConsensusLevel(candidate_id, round_, competency, level, reason, actor.id, instance.now())
        )
        facts: dict[str, Any] = {"round": round_, "competency": competency, "level": level, "mean": item.row.combined}
        if item.settled:
            facts["was"] = item.settled.level
        note(instance, actor, "consensus.settled", about_candidate(candidacy.candidate), facts, {"reason": reason})


def finish(instance: Instance, actor: Person, candidate_id: str, round_: int) -> None:
    """Lock the discussion once every competency is settled.

    Raises NotFound, NotAllowed but for the moderator and HR, Refused while something is open, Conflict if it is locked.
    """
    with instance.store.transaction():
        candidacy, seats = _for_moderator(instance, actor, candidate_id, round_)
        levels = [lv for lv in instance.store.consensus_levels_of(candidate_id) if lv.round == round_]
        items = _items(instance, candidacy, seats, levels)
        still_open = [item.row.name for item in items if item.settled is None]
        if still_open:
            raise Refused(f"Settle these first: {', '.join(still_open)}.")
        if not instance.store.finish_consensus(candidate_id, round_, instance.now()):
            raise _finished()
        settled = {item.row.competency: item.settled.level for item in items if item.settled}
        facts = {"round": round_, "levels": settled}
        note(instance, actor, "consensus.finished", about_candidate(candidacy.candidate), facts)


def _round_for(instance: Instance, actor: Person, candidate_id: str, round_: int) -> tuple[Candidacy, tuple[Seat, ...]]:
    """Return the scorecards of a round for those who may read it once all have submitted."""
    candidacy = candidacy_for(instance, actor, candidate_id)
    seats = candidacy.seats_of(round_)
    if not seats:
        raise NotFound("there is no such round")
    if may_read_round(actor, candidacy, round_):
        return candidacy, seats
    own_open = rounds_to_submit_first(actor, candidacy.seats)
    if round_ in own_open:
        raise NotAllowed("You will see the panel’s discussion once you have submitted your own scorecard.")
    is_rater = any(seat.rater.id == actor.id for seat in seats)
    if own_open and (is_rater or oversees(actor, candidacy.panel) or candidacy.is_moderator(actor)):
        raise NotAllowed(f"You will see this once you have submitted your own scorecard of round {max(own_open)}.")
    if is_rater and sight_in(candidacy.seats) == "never":
        raise NotAllowed(
            "In this opening interviewers do not see each other’s ratings, so the discussion is for its moderator, HR "
            "and the hiring managers of the panel."
        )
    raise NotAllowed(f"The discussion of round {round_} is for its raters, HR and the hiring managers of the panel.")


def _for_moderator(
    instance: Instance, actor: Person, candidate_id: str, round_: int
) -> tuple[Candidacy, tuple[Seat, ...]]:
    """Return the scorecards of a round for somebody who may settle it now."""
    candidacy, seats = _round_for(instance, actor, candidate_id, round_)
    found = instance.store.find_consensus(candidate_id, round_)
    if not _moderates(actor, candidacy):
        raise NotAllowed("Only the moderator or HR can do this; everybody else reads along.")
    if found is None:
        raise Refused("The discussion has not been opened yet.")
    if found.final_at:
        raise _finished()
    _must_take_part(candidacy)
    return candidacy, seats


def _moderates(actor: Person, candidacy: Candidacy) -> bool:
    return candidacy.is_moderator(actor) or manages(actor)


def _must_take_part(candidacy: Candidacy) -> None:
    must_be_kept(candidacy.candidate)
    if candidacy.candidate.withdrawn_at:
        raise Conflict(f"{candidacy.candidate.name} has withdrawn, so the discussion can only be read.")


def _finished() -> Conflict:
    return Conflict("This discussion is finished. Nothing in it can be changed any more.")


def _why_reasoned(item: Item) -> str:
    if item.raters_differ:
        return "Give a reason, because the raters differ by 1 or more."
    mean = "no rater has evidence" if item.rounded is None else f"the raters’ mean comes to {item.rounded}"
    return f"Give a reason, because {mean}."


def _items(
    instance: Instance, candidacy: Candidacy, seats: tuple[Seat, ...], levels: list[ConsensusLevel]
) -> tuple[Item, ...]:
    """Return the competencies of the round, those on which the raters differ most first."""
    cards = cards_of(instance, seats)
    rows = [row for row in combined_of(cards, candidacy.opening, len(seats)).rows if any(row.levels)]
    items = [
        Item(
            row,
            _anchors(cards, row.competency),
            tuple(
                RaterLevel(card, level.level if level else None, level is not None, _rated(card, row.competency))
                for card, level in zip(cards, row.levels, strict=True)
            ),
            tuple(level for level in levels if level.competency == row.competency),
        )
        for row in rows
    ]
    return tuple(sorted(items, key=lambda item: -(item.row.difference or 0)))


def _rated(card: Card, competency: str) -> tuple[Answer, ...]:
    return tuple(a for a in card.answers if competency in a.ratings and not a.is_skipped)


def _anchors(cards: tuple[Card, ...], competency: str) -> tuple[Level, ...]:
    """Return the scale as it was when the round was held."""
    rubric = next(card.bank.rubrics[competency] for card in cards if competency in card.bank.rubrics)
    return tuple(sorted(rubric.levels, key=lambda level: level.level))
