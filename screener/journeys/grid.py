"""An opening at a glance: its candidates, its raters, and how far each rater has come with each candidate."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from screener.bank.load import Bank
from screener.bank.model import Guide, Policy
from screener.errors import NotFound
from screener.journeys.access import opening_for
from screener.journeys.instance import Instance
from screener.journeys.limits import one_line
from screener.journeys.live import Phase, phase_of
from screener.storage.records import Candidate, Opening, Panelist, Person, Seat, Weighting

CANDIDATES_ON_A_PAGE = 50
_LAST_PAGE = 1_000_000  # further than any opening goes, and still a number that every database takes


@dataclass(frozen=True, slots=True)
class Cell:
    """How far a rater has come with a candidate in a round. `questions` is None where nobody can tell any more."""

    interview_id: str
    round: int
    phase: Phase
    rated: int
    questions: int | None

    @property
    def is_rated(self) -> bool:
        """Whether nothing is missing but the submission."""
        return self.questions is not None and self.rated >= self.questions


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate with a list of rounds for each rater, and whether HR noted that they were chosen for the post."""

    candidate: Candidate
    cells: tuple[tuple[Cell, ...], ...]
    is_chosen: bool


@dataclass(frozen=True)
class NamedWeight:
    """How much a competency counts, under its name."""

    name: str
    weight: float
    reason: str


@dataclass(frozen=True)
class Grid:
    """A page of an opening's candidates, with all that is known of the opening.

    `banks` counts the states of the question bank with which its interviews were begun, `chosen` the candidates who
    were chosen for the post.
    """

    opening: Opening
    guide: Guide | None
    policy: Policy | None
    outcome: str
    weights: tuple[NamedWeight, ...]
    panel: tuple[Panelist, ...]
    raters: tuple[Person, ...]
    rows: tuple[Row, ...]
    candidates: int
    scorecards: int
    submitted: int
    search: str
    found: int
    page: int
    banks: int
    chosen: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.found // CANDIDATES_ON_A_PAGE))

    @property
    def has_rounds(self) -> bool:
        """Whether a round other than the first shows, so that rounds must be told apart."""
        return any(cell.round > 1 for row in self.rows for cells in row.cells for cell in cells)

    @property
    def withdrawn(self) -> int:
        """How many candidates have withdrawn; known only where nothing is searched for."""
        return 0 if self.search else self.found - self.candidates

    @property
    def moderator(self) -> Person | None:
        """Who leads the panel's discussion."""
        return next((member.person for member in self.panel if member.is_moderator), None)


def grid_of(instance: Instance, actor: Person, opening_id: str, search: str = "", page: int = 1) -> Grid:
    """Return a page of an opening's candidates, in a fixed number of look-ups.

    Raises NotFound for those who may not see the opening and for pages that there are not, Refused for a search that
    is too long.
    """
    store, bank = instance.store, instance.shelf.current().bank
    opening, panel = opening_for(store, actor, opening_id)
    search = one_line(search, "search", is_needed=False)
    if not 1 <= page <= _LAST_PAGE:
        raise NotFound("there is no such page")
    (count,) = store.opening_counts(None, opening_id=opening_id)
    start = (page - 1) * CANDIDATES_ON_A_PAGE
    candidates, found = store.candidates_of(opening_id, search=search, limit=CANDIDATES_ON_A_PAGE, offset=start)
    if page > 1 and not candidates:
        raise NotFound("there is no such page")
    seats = store.seats(candidate_ids=[candidate.id for candidate in candidates])
    raters, chosen = _raters(panel, seats), store.chosen_in(opening_id)
    return Grid(
        opening,
        bank.guides.get(opening.guide),
        bank.policies.get(opening.policy),
        outcome_name(bank, opening),
        named_weights(bank, opening.weights),
        panel,
        raters,
        _rows(instance, candidates, raters, seats, chosen),
        count.candidates,
        count.scorecards,
        count.submitted,
        search,
        found,
        page,
        store.progress_of(opening_id).banks,
        len(chosen),
    )


def outcome_name(bank: Bank, opening: Opening) -> str:
    """Return what the needs assessment came to in words; "" if there was none."""
    outcomes = (outcome for needs in bank.needs.values() for outcome in needs.outcomes)
    return next((outcome.name for outcome in outcomes if outcome.id == opening.outcome), opening.outcome)


def named_weights(bank: Bank, weights: Iterable[Weighting]) -> tuple[NamedWeight, ...]:
    """Return weights under the names of their competencies."""
    return tuple(
        NamedWeight(
            bank.rubrics[own.competency].name if own.competency in bank.rubrics else own.competency,
            own.weight,
            own.reason,
        )
        for own in weights
    )


def _raters(panel: Iterable[Panelist], seats: Iterable[Seat]) -> tuple[Person, ...]:
    """Return the panel, and who else has a scorecard here, by name."""
    people = {member.person.id: member.person for member in panel} | {seat.rater.id: seat.rater for seat in seats}
    return tuple(sorted(people.values(), key=lambda person: (person.name.casefold(), person.id)))


def _rows(
    instance: Instance,
    candidates: Sequence[Candidate],
    raters: Sequence[Person],
    seats: Sequence[Seat],
    chosen: Collection[str],
) -> tuple[Row, ...]:
    under_way = [seat for seat in seats if phase_of(seat) in ("under way", "candidate has left")]
    rated_on, questions = _questions(instance, under_way)
    rated = instance.store.rated_counts([seat.scorecard.id for seat in under_way], rated_on)
    cells: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for seat in seats:
        interview = seat.interview
        cells[seat.candidate.id, seat.rater.id].append(
            Cell(
                interview.id,
                interview.round,
                phase_of(seat),
                rated.get(seat.scorecard.id, 0),
                questions.get((interview.bank, interview.guide)),
            )
        )
    return tuple(
        Row(
            candidate,
            tuple(tuple(cells.get((candidate.id, rater.id), ())) for rater in raters),
            candidate.id in chosen,
        )
        for candidate in candidates
    )


def _questions(
    instance: Instance, seats: Iterable[Seat]
) -> tuple[Mapping[str, str], Mapping[tuple[str, str], int | None]]:
    """Return on which competency each question is rated, and how many questions each bank's guide has."""
    rated_on: dict[str, str] = {}
    questions: dict[tuple[str, str], int | None] = {}
    for fingerprint, name in sorted({(seat.interview.bank, seat.interview.guide) for seat in seats}):
        try:
            bank = instance.shelf.pinned(fingerprint).bank
        except NotFound:  # that state of the bank is gone, and the page is still wanted
            continue
        guide = bank.guides.get(name)
        if guide:
            questions[fingerprint, name] = len(guide.questions)
            rated_on |= {question: bank.questions[question].competency for question in guide.questions}
    return rated_on, questions
