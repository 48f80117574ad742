"""A candidate's page: the rounds with their interviews, and of the scorecards what the person may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from screener.bank.model import Guide
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import (
    Hidden,
    manages,
    must_be_kept,
    must_manage,
    oversees,
    rounds_to_submit_first,
    visible_seats,
    why_hidden,
)
from screener.journeys.audit import about_candidate
from screener.journeys.audit import note as note_done
from screener.journeys.combining import Combined, Total, combined_of, total_of
from screener.journeys.early_looks import early_looks, look_at
from screener.journeys.instance import Instance
from screener.journeys.limits import LONGEST_TEXT, one_line, several_lines
from screener.journeys.openings import is_same_name
from screener.journeys.scorecards import Card, cards_of
from screener.storage.records import (
    Candidate,
    Consensus,
    ConsensusLevel,
    EarlyLook,
    Interview,
    Opening,
    Panelist,
    Person,
    Seat,
)


@dataclass(frozen=True)
class Candidacy:
    """A candidate with the opening, its panel and all scorecards."""

    candidate: Candidate
    opening: Opening
    panel: tuple[Panelist, ...]
    seats: tuple[Seat, ...]

    @property
    def round(self) -> int:
        """The latest round that was planned; 0 before any."""
        return max((seat.interview.round for seat in self.seats), default=0)

    def seats_of(self, round_: int) -> tuple[Seat, ...]:
        """Return the scorecards of a round."""
        return tuple(seat for seat in self.seats if seat.interview.round == round_)

    def all_submitted(self, round_: int) -> bool:
        """Whether a round has scorecards and none is missing."""
        seats = self.seats_of(round_)
        return bool(seats) and all(seat.scorecard.submitted_at for seat in seats)

    @property
    def moderator(self) -> Person | None:
        """Who moderates the panel; None where nobody does who can still sign in."""
        return next((m.person for m in self.panel if m.is_moderator and not m.person.ended_at), None)

    def is_moderator(self, person: Person) -> bool:
        """Whether a person moderates the panel."""
        return any(member.is_moderator and member.person.id == person.id for member in self.panel)


@dataclass(frozen=True)
class Sheet:
    """A scorecard as one person sees it: with its contents, or with the reason why not.

    `early` is what its rater saw before giving their own; empty where the scorecard is not shown.
    """

    seat: Seat
    card: Card | None
    hidden: Hidden
    is_own: bool
    early: tuple[EarlyLook, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """An interview with its scorecards. `note` is what HR wrote for its raters, "" for those whom it is not for."""

    interview: Interview
    sheets: tuple[Sheet, ...]
    note: str
    shows_carried: bool

    @property
    def has_begun(self) -> bool:
        """Whether a rater has begun."""
        cards = (sheet.seat.scorecard for sheet in self.sheets)
        return any(card.started_at or card.submitted_at for card in cards)

    @property
    def is_own(self) -> bool:
        """Whether the person holds it."""
        return any(sheet.is_own for sheet in self.sheets)


@dataclass(frozen=True)
class Round:
    """A round: its interviews, its scorecards, and how far the panel's discussion has come.

    `settled` holds the final levels by competency, once they are final and if the person may read them, and
    `settled_total` what they come to.
    """

    number: int
    meetings: tuple[Meeting, ...]
    combined: Combined | None
    consensus: Consensus | None
    settled: Mapping[str, ConsensusLevel]
    settled_total: Total | None
    all_submitted: bool
    may_read_consensus: bool

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The scorecards of the round."""
        return tuple(sheet for meeting in self.meetings for sheet in meeting.sheets)


@dataclass(frozen=True)
class CandidateOverview:
    """What one person sees of a candidate; `note` is HR's own and empty for everybody else."""

    candidacy: Candidacy
    note: str
    rounds: tuple[Round, ...]
    guides: Mapping[str, str]
    may_manage: bool
    may_see_opening: bool

    @property
    def may_plan(self) -> bool:
        """Whether the person plans interviews here, and there is something left to plan."""
        is_over = self.candidacy.candidate.withdrawn_at or self.candidacy.opening.closed_at
        return self.may_manage and not is_over


def candidacy_for(instance: Instance, actor: Person, candidate_id: str) -> Candidacy:
    """Return a candidate for HR, hiring managers on the panel, the panel's moderator, and the candidate's raters.

    Raises NotFound for everybody else: to them there is no such candidate.
    """
    store = instance.store
    seats = store.seats(candidate_ids=[candidate_id])
    # A scorecard is read with all that it belongs to; only a candidate without any has to be looked up.
    candidate = seats[0].candidate if seats else store.candidate_of(candidate_id)
    opening = seats[0].opening if seats else store.opening_of(candidate.opening_id)
    candidacy = Candidacy(candidate, opening, store.panel_of(opening.id), seats)
    is_rater = any(seat.rater.id == actor.id for seat in seats)
    if not (is_rater or oversees(actor, candidacy.panel) or candidacy.is_moderator(actor)):
        raise NotFound("there is no such candidate")
    return candidacy


def candidate_overview(instance: Instance, actor: Person, candidate_id: str) -> CandidateOverview:
    """Return a candidate's page: rounds, interviews, and the scorecards that this person may read.

    Raises NotFound for those who may not see the candidate.
    """
    candidacy = candidacy_for(instance, actor, candidate_id)
    visible, early = (
        look_at(instance, actor, candidacy.seats, candidacy.panel),
        early_looks(instance, candidacy.opening.id),
    )
    begun = [seat for seat in visible if seat.scorecard.started_at or seat.scorecard.submitted_at]
    cards = {card.seat.scorecard.id: card for card in (cards_of(instance, begun) if begun else ())}
    discussions = {discussion.round: discussion for discussion in instance.store.consensuses_of(candidate_id)}
    levels = instance.store.consensus_levels_of(candidate_id) if discussions else ()
    guides = instance.shelf.current().bank.guides

    def round_of(number: int) -> Round:
        seats = candidacy.seats_of(number)
        sheets = [_sheet(actor, candidacy, seat, cards.get(seat.scorecard.id), visible, early) for seat in seats]
        submitted = [sheet.card for sheet in sheets if sheet.card and sheet.seat.scorecard.submitted_at]
        discussion, may_read = discussions.get(number), may_read_round(actor, candidacy, number)
        tells_all = oversees(actor, candidacy.panel) and not rounds_to_submit_first(actor, candidacy.seats)
        is_shown = may_read and discussion is not None and discussion.final_at is not None
        settled = {level.competency: level for level in levels if level.round == number} if is_shown else {}
        combined = combined_of(submitted, candidacy.opening, len(seats)) if submitted else None
        return Round(
            number,
            _meetings(sheets, tells_all=tells_all),
            combined,
            discussion,
            settled,
            _settled_total(combined, settled) if combined and settled else None,
            candidacy.all_submitted(number),
            may_read,
        )

    return CandidateOverview(
        candidacy,
        candidacy.candidate.note if manages(actor) else "",
        tuple(round_of(number) for number in sorted({seat.interview.round for seat in candidacy.seats})),
        {seat.interview.guide: _name_of(guides, seat.interview.guide) for seat in candidacy.seats},
        manages(actor),
        oversees(actor, candidacy.panel),
    )


def may_read_round(actor: Person, candidacy: Candidacy, round_: int) -> bool:
    """Whether a person may read what a round's raters made of the candidate once all of them have submitted."""
    as_if = [seat if seat.rater.id == actor.id else _submitted(seat) for seat in candidacy.seats]
    visible = visible_seats(actor, as_if, candidacy.panel)
    readable = {seat.scorecard.id for seat in visible if seat.interview.round == round_}
    own_open = rounds_to_submit_first(actor, as_if)
    if round_ in own_open:
        return False
    if readable == {seat.scorecard.id for seat in candidacy.seats_of(round_)}:
        return True
    return candidacy.is_moderator(actor) and not any(later > round_ for later in own_open)


def managed_candidate(instance: Instance, actor: Person, candidate_id: str) -> Candidate:
    """Return a candidate for changing.

    Raises NotFound, NotAllowed but for HR, Erased.
    """
    candidate = candidacy_for(instance, actor, candidate_id).candidate
    must_manage(actor)
    must_be_kept(candidate)
    return candidate


def change_candidate(instance: Instance, actor: Person, candidate_id: str, name: str, note: str) -> Candidate:
    """Change a candidate's name and HR's note.

    Raises NotFound, NotAllowed but for HR, Refused for what does not fit and for another candidate's name.
    """
    name, note = one_line(name, "name"), several_lines(note, "note", longest=LONGEST_TEXT)
    with instance.store.transaction():
        candidate = managed_candidate(instance, actor, candidate_id)
        others, _ = instance.store.candidates_of(candidate.opening_id)
        if any(other.id != candidate_id and is_same_name(name, other.name) for other in others):
            raise Refused(
                f"{name} is among the candidates already. If this is somebody else, add what tells them apart, for "
                "example a middle name or a town.",
                "name",
            )
        changed = replace(candidate, name=name, note=note)
        instance.store.change_candidate(changed)
        _note_changed(instance, actor, candidate, changed)
    return changed


def withdraw(instance: Instance, actor: Person, candidate_id: str) -> Candidate:
    """Note that a candidate has withdrawn; everything written stays. Doing it twice changes nothing.

    Raises NotFound, NotAllowed but for HR.
    """
    with instance.store.transaction():
        candidate = managed_candidate(instance, actor, candidate_id)
        changed = replace(candidate, withdrawn_at=candidate.withdrawn_at or instance.now())
        instance.store.change_candidate(changed)
        if not candidate.withdrawn_at:
            note_done(instance, actor, "candidate.withdrawn", about_candidate(changed))
    return changed


def take_back_withdrawal(instance: Instance, actor: Person, candidate_id: str) -> Candidate:
    """Let a candidate take part again.

    Raises NotFound, NotAllowed but for HR, Conflict once the opening is closed: its candidates are counted by then, and
    one more in a category would tell whose it is.
    """
    with instance.store.transaction():
        candidate = managed_candidate(instance, actor, candidate_id)
        if candidate.withdrawn_at and instance.store.opening_of(candidate.opening_id).closed_at:
            raise Conflict("This opening is closed, so who withdrew is settled. Open it again to change that.")
        changed = replace(candidate, withdrawn_at=None)
        instance.store.change_candidate(changed)
        if candidate.withdrawn_at:
            note_done(instance, actor, "candidate.returned", about_candidate(changed))
    return changed


def _note_changed(instance: Instance, actor: Person, before: Candidate, after: Candidate) -> None:
    """Note what was changed, and a name that was replaced; HR's note stands in the record alone."""
    changed = [field for field in ("name", "note") if getattr(before, field) != getattr(after, field)]
    if changed:
        words = {"name": after.name, "was": before.name} if "name" in changed else {}
        note_done(instance, actor, "candidate.changed", about_candidate(after), {"changed": changed}, words)


def _sheet(
    actor: Person,
    candidacy: Candidacy,
    seat: Seat,
    card: Card | None,
    visible: Sequence[Seat],
    early: Mapping[str, tuple[EarlyLook, ...]],
) -> Sheet:
    is_own = seat.rater.id == actor.id
    if seat not in visible:
        return Sheet(seat, card, why_hidden(actor, seat, candidacy.seats, candidacy.panel), is_own)
    return Sheet(seat, card, "", is_own, early.get(seat.scorecard.id, ()))


def _meetings(sheets: Sequence[Sheet], *, tells_all: bool) -> tuple[Meeting, ...]:
    """Group a round's scorecards by interview, the earliest planned first and those without a time last.

    What an interview's raters are told of earlier rounds is for them, and for overseers who have nothing left to rate.
    """
    found: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        found.setdefault(sheet.seat.interview.id, []).append(sheet)

    def meeting(group: list[Sheet]) -> Meeting:
        interview, is_told = group[0].seat.interview, tells_all or any(sheet.is_own for sheet in group)
        return Meeting(interview, tuple(group), interview.carried_note if is_told else "", is_told)

    meetings = (meeting(group) for group in found.values())
    return tuple(sorted(meetings, key=lambda m: (not m.interview.planned_for, m.interview.planned_for)))


def _settled_total(combined: Combined, settled: Mapping[str, ConsensusLevel]) -> Total:
    """Return what the settled levels come to, over the same competencies as the first ratings."""
    return total_of(
        [(r.weight, settled[r.competency].level if r.competency in settled else None) for r in combined.rows]
    )


def _submitted(seat: Seat) -> Seat:
    at = seat.scorecard.submitted_at or seat.scorecard.created_at
    return replace(seat, scorecard=replace(seat.scorecard, submitted_at=at))


def _name_of(guides: Mapping[str, Guide], guide: str) -> str:
    """Name a guide; one that was removed from the questions since goes by its id."""
    return guides[guide].name if guide in guides else guide
