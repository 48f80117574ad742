"""Comparisons as tables, the same for every kind of spreadsheet.

`exports` are what `journeys.exporting` returns. With several of them, the opening stands in front of each row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from screener.rendering.cells import Cell
from screener.rendering.words import sureness

Value = Cell | datetime
Row = tuple[Value, ...]
OnScorecard = Callable[[int, int], None]  # told how many are done, and of how many
SEVERITIES = ("high", "medium", "low")
STANCES = ("asserted", "past", "reported", "rejected", "set aside")
BENT = "bent"
_KINDS = {"risky": "accepted here", "healthy": "healthy", "": ""}
_FITS = {True: "yes", False: "no", None: ""}
_FORMULA = (
    "The total is the mean of the competencies with evidence, each counted by the opening’s weight. A competency’s "
    "level is the mean of the raters, and a rater’s the mean of the answers; “no evidence” is in no mean. Low and high "
    "are the ends of the interval that holds, in 95 of 100 cases, what would come out with another panel, other "
    "questions, and answers on what was not heard. It adds up three variances: raters differ by {0.raters:.2f} of a "
    "level in their totals, answers within a competency by {0.answers:.2f}, a candidate’s competencies by "
    "{0.competencies:.2f} (standard deviations). Best and worst place are those that the totals leave open: two "
    "candidates are told apart only if the interval of their difference leaves out 0."
)
_DIFFER = {
    "guide": "with another guide than most",
    "bank": "with another state of the question bank than most",
    "round": "in other rounds than most",
    "panel": "with other interviewers than most",
}


@dataclass(frozen=True)
class Sheet:
    """A table: its name, and its columns with their widths in letters. The first `keys` say whose row it is."""

    name: str
    columns: tuple[tuple[str, int], ...]
    keys: int = 1

    @property
    def heading(self) -> tuple[str, ...]:
        """What stands above the columns."""
        return tuple(name for name, _ in self.columns)


_COUNTS = tuple((severity, stance) for severity in SEVERITIES for stance in STANCES)
_CANDIDATES = Sheet(
    "Candidates",
    (
        ("Candidate", 26), ("Withdrawn", 10), ("Total", 8), ("Low", 8), ("High", 8), ("Best place", 8),
        ("Worst place", 8), ("Heard share", 8), ("Settled total", 8), ("Scorecards submitted", 11),
        ("Scorecards expected", 11), ("Scorecards you may not read yet", 11), ("Scorecards not read for beliefs", 11),
        ("Scorecards after an early look", 11),
        *((f"{severity.capitalize()}, {stance}", 9) for severity, stance in _COUNTS),
        ("Healthy, asserted", 9), ("Bent", 24), ("Bent as the post needs", 10), ("Other places", 30),
        ("What differs", 16),
    ),
)  # fmt: skip
_LEVELS = Sheet(
    "Levels",
    (
        ("Candidate", 26), ("Competency", 30), ("Level", 8), ("Lowest", 8), ("Highest", 8), ("Raters", 8),
        ("Answers", 8), ("No evidence", 8),
    ),
    keys=2,
)  # fmt: skip
_RATINGS = Sheet(
    "Ratings",
    (
        ("Candidate", 26), ("Rater", 22), ("Round", 7), ("Question", 50), ("Competency", 30), ("Level", 12),
        ("Notes", 80), ("Skipped because", 24), ("After suggestion", 10), ("Submitted at (UTC)", 17),
    ),
    keys=5,
)  # fmt: skip
_BELIEFS = Sheet(
    "Beliefs",
    (
        ("Candidate", 26), ("Rater", 22), ("Round", 7), ("Question", 50), ("Belief", 40), ("Stance", 11),
        ("Severity", 9), ("Sureness", 12), ("Quotation", 70), ("Source", 12), ("Rater’s verdict", 12), ("Reason", 40),
    ),
    keys=5,
)  # fmt: skip
_SIGHTS = {"after-own": "once they have given their own", "always": "at once", "never": "never"}
_WEIGHTS = Sheet("Weights", (("Competency", 30), ("Weight", 10), ("Reason", 80)))
_ABOUT = Sheet("About", (("What", 30), ("Is", 110)))


def sheets_of(exports: Sequence[Any]) -> tuple[Sheet, ...]:
    """Return the tables of a workbook, one for each kind of thing."""
    tables = (_CANDIDATES, _LEVELS, _RATINGS, _BELIEFS, _WEIGHTS, _ABOUT)
    if len(exports) == 1:
        return tables
    return tuple(Sheet(own.name, (("Opening", 26), *own.columns), own.keys + 1) for own in tables)


def rows_of(exports: Sequence[Any], on_scorecard: OnScorecard = lambda _done, _of: None) -> Iterator[tuple[str, Row]]:
    """Return every row with the name of its sheet. Scorecards are read on the way; `on_scorecard` is told how many."""
    count, before = sum(export.count for export in exports), 0
    for export in exports:
        front = (export.comparison.opening.title,) if len(exports) > 1 else ()
        for name, row in _rows(export, partial(_tell, on_scorecard, before, count)):
            yield name, front + row
        before += export.count


def _tell(on_scorecard: OnScorecard, before: int, count: int, done: int, _of: int) -> None:
    on_scorecard(before + done, count)


def candidates_table(comparisons: Sequence[Any]) -> Iterator[tuple[Cell, ...]]:
    """Return the candidates with one more column for each competency, heading first, for a single table."""
    columns = {column.competency: column.name for own in comparisons for column in own.columns}
    front = ("Opening",) if len(comparisons) > 1 else ()
    yield (*front, *_CANDIDATES.heading, *columns.values())
    for own in comparisons:
        for row in own.rows:
            pairs = zip(own.columns, row.cells, strict=True)
            levels: Mapping[str, float | None] = {column.competency: cell.level for column, cell in pairs}
            title = (own.opening.title,) if front else ()
            yield (*title, *_candidate(row), *(levels.get(competency) for competency in columns))


def _rows(export: Any, on_scorecard: OnScorecard) -> Iterator[tuple[str, Row]]:
    comparison = export.comparison
    for row in comparison.rows:
        yield _CANDIDATES.name, _candidate(row)
        for column, cell in zip(comparison.columns, row.cells, strict=True):
            numbers = (cell.level, cell.lowest, cell.highest, cell.raters, cell.answers, cell.no_evidence)
            yield _LEVELS.name, (row.candidate.name, column.name, *numbers)
    for scorecard in export.scorecards(on_scorecard):
        for given in scorecard.ratings:
            yield _RATINGS.name, _rating(given)
        for given in scorecard.beliefs:
            yield _BELIEFS.name, _belief(given)
    for column in comparison.columns:
        yield _WEIGHTS.name, (column.name, "in no total" if column.weight is None else column.weight, column.reason)
    for what, words in _about(export):
        yield _ABOUT.name, (what, words)


def _candidate(row: Any) -> tuple[Cell, ...]:
    total, best_worst = row.total, row.place or (None, None)
    counts = {(flag.severity, flag.stance): len(flag.philosophies) for flag in row.beliefs.flags}
    not_read = row.unheard + row.unread
    nothing = 0 if row.submitted > row.hidden + not_read else None  # unknown is not none
    bent = next((placed for placed in row.places if placed.scheme == BENT), None)
    others = (f"{placed.name}: {_places(placed)}" for placed in row.places if placed.scheme != BENT)
    return (
        row.candidate.name, "yes" if row.candidate.withdrawn_at else "", total.level, total.low, total.high,
        *best_worst, total.covered if row.submitted > row.hidden else None, row.settled, row.submitted, row.expected,
        row.hidden, not_read, row.early, *(counts.get(kind, nothing) for kind in _COUNTS),
        len(row.beliefs.healthy) or nothing,
        _places(bent) if bent else "", _FITS[bent.fits] if bent else "", "; ".join(others), ", ".join(row.differs),
    )  # fmt: skip


def _places(placed: Any) -> str:
    is_agreed = len(placed.places) == 1
    return ", ".join(label if is_agreed else f"{label} ({count})" for label, count in placed.places)


def _rating(given: Any) -> Row:
    return (
        given.candidate, given.rater, given.round, given.question, given.competency,
        given.state if given.level is None else given.level, given.notes, given.skipped_because,
        "yes" if given.after_suggestion else "", moment(given.submitted_at),
    )  # fmt: skip


def _belief(given: Any) -> Row:
    is_heard = given.confidence is not None
    return (
        given.candidate, given.rater, given.round, given.question, given.belief,
        given.stance or "answered while writing", given.severity or _KINDS[given.kind],
        sureness(given.confidence) if is_heard else "", given.quote, given.source, given.verdict, given.reason,
    )  # fmt: skip


def _about(export: Any) -> Iterator[tuple[str, Value]]:
    found = export.comparison
    yield "Opening", found.opening.title
    if found.outcome:
        yield "The post needs", found.outcome
    yield "Guides", ", ".join(export.guides)
    yield "Question bank", ", ".join(export.banks) or "no interview has been held"
    yield "Policy", found.opening.policy
    yield "Interviewers see others’ ratings", _SIGHTS[found.opening.ratings_seen]
    yield "Interviewers see suggestions", _SIGHTS[found.opening.suggestions_seen]
    yield "Round", found.round or "all rounds together"
    yield "Made at (UTC)", moment(export.made_at)
    yield "Made by", export.made_by or "who holds the instance’s folder"
    yield "Scorecards", export.count
    yield "How totals are reckoned", _FORMULA.format(found.spreads)
    yield (
        "Beliefs",
        (
            "They are what the machine heard in the final notes and in the transcript, with the candidate’s own words; "
            + (
                "read with today’s question bank. "
                if found.view.is_reread
                else "read with each interview’s own questions. "
            )
            + "“Set aside” means that every rater who answered them dismissed them; “answered while writing”, that the "
            "final notes do not say it any more. Nothing here says whom to choose: people decide."
        ),
    )
    yield from (("Note", words) for words in _warnings(found))


def _warnings(found: Any) -> Iterator[str]:
    for kind, count in found.differences.items():
        yield f"Not everything here compares like with like. Interviewed {_DIFFER[kind]}: {count}."
    if found.unheard:
        yield f"Scorecards that are still to be read for beliefs: {found.unheard}. Their beliefs are missing here."
    if hidden := sum(row.hidden for row in found.rows):
        yield f"Submitted scorecards that are left out until you have submitted your own: {hidden}."
    if found.blind.is_on:
        yield "Names are hidden: candidates go by letters, in notes and quotations too."


@lru_cache(maxsize=4_096)  # a scorecard's ratings were submitted together
def moment(at: str) -> datetime | None:
    """Return a kept time as spreadsheets take it, without a zone, in UTC; None for ""."""
    return datetime.fromisoformat(at).replace(tzinfo=None) if at else None
