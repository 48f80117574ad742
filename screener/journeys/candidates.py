"""A candidate's page: the rounds with their interviews, and of the scorecards what the person may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from screener.aggregate.totals import weighted_mean
from screener.bank.model import Guide
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import manages, must_be_kept, must_manage, oversees, visible_seats
from screener.journeys.audit import about_candidate
from screener.journeys.audit import note as note_done
from screener.journeys.instance import Instance
from screener.journeys.limits import LONGEST_TEXT, one_line, several_lines
from screener.journeys.openings import is_same_name
from screener.journeys.scorecards import Card, CompetencyLevel, cards_of
from screener.storage.records import Candidate, Consensus, ConsensusLevel, Interview, Opening, Panelist, Person, Seat

# Why a scorecard is not shown: not begun or not submitted by its rater; one's own of that round, or of a later one,
# comes first; it belongs to a round that is not one's own.
Hidden = Literal["", "not-submitted", "own-first", "later-first", "not-theirs"]
# Levels are means, and a difference of means such as 4.33 − 3.33 must not miss 1 by a rounding of the computer's.
_DIGITS = 6


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
    """A scorecard as one person sees it: with its contents, or with the reason why not."""

    seat: Seat
    card: Card | None
    hidden: Hidden
    is_own: bool


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
class CompetencyRow:
    """A competency with each rater's level side by side; None where a rater's guide does not have it.

    `weight` is the opening's, None where it has none. `difference` is None unless two raters have evidence.
    """

    competency: str
    name: str
    weight: float | None
    levels: tuple[CompetencyLevel | None, ...]
    combined: float | None
    difference: float | None


@dataclass(frozen=True)
class Total:
    """A weighted mean over the competencies with evidence, of all that have a weight."""

    level: float | None
    with_evidence: int
    competencies: int


@dataclass(frozen=True)
class Combined:
    """The submitted scorecards of a round side by side. `expected` is how many there are to be."""

    cards: tuple[Card, ...]
    rows: tuple[CompetencyRow, ...]
    total: Total
    expected: int


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
    visible = visible_seats(actor, candidacy.seats, candidacy.panel)
    begun = [seat for seat in visible if seat.scorecard.started_at or seat.scorecard.submitted_at]
    cards = {card.seat.scorecard.id: card for card in (cards_of(instance, begun) if begun else ())}
    discussions = {discussion.round: discussion for discussion in instance.store.consensuses_of(candidate_id)}
    levels = instance.store.consensus_levels_of(candidate_id) if discussions else ()
    guides = instance.shelf.current().bank.guides

    def round_of(number: int) -> Round:
        seats = candidacy.seats_of(number)
        sheets = [_sheet(actor, candidacy, seat, cards.get(seat.scorecard.id), visible) for seat in seats]
        submitted = [sheet.card for sheet in sheets if sheet.card and sheet.seat.scorecard.submitted_at]
        discussion, may_read = discussions.get(number), may_read_round(actor, candidacy, number)
        tells_all = oversees(actor, candidacy.panel) and not own_open_rounds(actor, candidacy.seats)
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
    own_open = own_open_rounds(actor, as_if)
    if round_ in own_open:
        return False
    if readable == {seat.scorecard.id for seat in candidacy.seats_of(round_)}:
        return True
    return candidacy.is_moderator(actor) and not any(later > round_ for later in own_open)


def combined_of(cards: Sequence[Card], opening: Opening, expected: int) -> Combined:
    """Put submitted scorecards side by side: each competency's mean over its raters, and the total by the opening's
    weights. What has no evidence is in no mean and is told as coverage."""
    weights = {weighting.competency: weighting.weight for weighting in opening.weights}
    names = {level.competency: level.name for card in cards for level in card.competencies}
    rows = tuple(
        _row(competency, names.get(competency) or _rubric_name(cards, competency), weights.get(competency), cards)
        for competency in dict.fromkeys([*weights, *names])
    )
    total = total_of([(row.weight, row.combined) for row in rows])
    return Combined(tuple(cards), rows, total, expected)


def total_of(levels: Sequence[tuple[float | None, float | None]]) -> Total:
    """Return the weighted mean of levels, given as weight and level; what lacks either is not in it."""
    weighted = [(weight, level) for weight, level in levels if weight is not None]
    counted = [(weight, level) for weight, level in weighted if level is not None]
    return Total(weighted_mean(counted), len(counted), len(weighted))


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


def _sheet(actor: Person, candidacy: Candidacy, seat: Seat, card: Card | None, visible: Sequence[Seat]) -> Sheet:
    is_own = seat.rater.id == actor.id
    return Sheet(seat, card, "" if seat in visible else _why_hidden(actor, candidacy, seat), is_own)


def _why_hidden(actor: Person, candidacy: Candidacy, seat: Seat) -> Hidden:
    waiting = own_open_rounds(actor, candidacy.seats)
    if not seat.scorecard.submitted_at:
        return "not-submitted"
    if seat.interview.round in waiting:
        return "own-first"
    takes_part = any(mine.rater.id == actor.id for mine in candidacy.seats_of(seat.interview.round))
    return "later-first" if waiting and (takes_part or oversees(actor, candidacy.panel)) else "not-theirs"


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


def own_open_rounds(person: Person, seats: Sequence[Seat]) -> set[int]:
    """Return the rounds in which a person has still to submit."""
    return {s.interview.round for s in seats if s.rater.id == person.id and not s.scorecard.submitted_at}


def _settled_total(combined: Combined, settled: Mapping[str, ConsensusLevel]) -> Total:
    """Return what the settled levels come to, over the same competencies as the first ratings."""
    return total_of(
        [(r.weight, settled[r.competency].level if r.competency in settled else None) for r in combined.rows]
    )


def _submitted(seat: Seat) -> Seat:
    at = seat.scorecard.submitted_at or seat.scorecard.created_at
    return replace(seat, scorecard=replace(seat.scorecard, submitted_at=at))


def _row(competency: str, name: str, weight: float | None, cards: Sequence[Card]) -> CompetencyRow:
    levels = tuple(
        next((level for level in card.competencies if level.competency == competency), None) for card in cards
    )
    found = [level.level for level in levels if level and level.level is not None]
    return CompetencyRow(
        competency,
        name,
        weight,
        levels,
        sum(found) / len(found) if found else None,
        round(max(found) - min(found), _DIGITS) if len(found) > 1 else None,
    )


def _rubric_name(cards: Sequence[Card], competency: str) -> str:
    """Name a competency that has a weight in the opening but is in nobody's guide."""
    return next((c.bank.rubrics[competency].name for c in cards if competency in c.bank.rubrics), competency)


def _name_of(guides: Mapping[str, Guide], guide: str) -> str:
    """Name a guide; one that was removed from the questions since goes by its id."""
    return guides[guide].name if guide in guides else guide
