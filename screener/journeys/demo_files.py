"""The shape of the demonstration's files: an invented company, its candidates, and what their interviewers noted."""

from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from screener.bank.parts import Entry, Id, LevelOrNone, Line, Part
from screener.bank.problems import Problem
from screener.bank.shape import shaped
from screener.bank.yamlfile import read_document
from screener.errors import Unreadable
from screener.storage.records import Carried

E = TypeVar("E", bound=Entry)
Note = Annotated[str, Field(min_length=1, max_length=20_000)]


class DemoPerson(Part):
    """Somebody of the company; without an email they come by access code."""

    id: Id
    name: Line
    role: Literal["administrator", "hr", "hiring-manager", "interviewer"]
    email: Line | None = None


class DemoOpening(Part):
    """A post to be filled, with the company's answers to the needs assessment."""

    id: Id
    title: Line
    role: Literal["sales", "marketing", "both"]
    panel: list[Id]
    moderator: Id
    needs: dict[Id, Id]
    outcome: Id


class DemoPlan(Part):
    """An interview yet to be held, with a candidate who has a file or one who is only named."""

    candidate: Id | None = None
    name: Line | None = None
    opening: Id | None = None
    raters: list[Id]


class DemoRound(Part):
    """A second round that has been planned."""

    candidate: Id
    raters: list[Id]
    carried: Carried
    note: Line


class DemoPractice(Part):
    """How far somebody's ratings of sample answers are from the references, one by one; or "no evidence"."""

    rater: Id
    apart: list[Annotated[int, Field(ge=-4, le=4)] | Literal["none"]]


class DemoPast(Part):
    """An opening of earlier years, with candidates put together from those of an opening of today.

    `answered` is the share of candidates who answered the voluntary questions.
    """

    id: Id
    title: Line
    like: Id
    candidates: Annotated[int, Field(ge=1, le=100)]
    chosen: Annotated[int, Field(ge=0, le=100)]
    days_ago: Annotated[int, Field(ge=30, le=4000)]
    answered: Annotated[float, Field(ge=0, le=1)]


class DemoOffice(Entry):
    """The company."""

    people: list[DemoPerson]
    openings: list[DemoOpening]
    planned: list[DemoPlan]
    second_round: DemoRound
    past: list[DemoPast]
    voluntary: dict[Id, list[Id]]
    practice: list[DemoPractice]
    adopted_because: list[Line]
    dismissed_because: list[Line]
    first_names: list[Line]
    last_names: list[Line]


class DemoPlace(Part):
    """A place in a scheme."""

    placement: Id
    value: Id
    amount: Annotated[int, Field(ge=0, le=70)] | None = None


class DemoAnswer(Part):
    """What a rater noted and thought of one answer, or why the question was skipped."""

    question: Id
    notes: Note | None = None
    level: LevelOrNone | None = None
    also: dict[Id, LevelOrNone] = Field(default_factory=dict)
    place: DemoPlace | None = None
    skipped: Line | None = None


class DemoScorecard(Part):
    """One rater's interview."""

    rater: Id
    state: Literal["submitted", "rating", "interviewing"]
    minutes: Annotated[int, Field(ge=1, le=240)]
    answers: list[DemoAnswer]
    closing: Note | None = None


class DemoLevel(Part):
    """A level that the panel settled on."""

    level: LevelOrNone
    reason: Line


class DemoConsensus(Part):
    """What the panel settled on."""

    moderator: Id
    levels: dict[Id, DemoLevel]


class DemoCandidate(Entry):
    """A candidate with all interviews that were held."""

    name: Line
    opening: Id
    who: Line
    transcript: str | None = None
    scorecards: list[DemoScorecard]
    consensus: DemoConsensus | None = None


def office_of(folder: Path) -> DemoOffice:
    """Return the invented company. Raises Unreadable."""
    return _read(folder / "office.yaml", DemoOffice)


def candidates_of(folder: Path) -> tuple[DemoCandidate, ...]:
    """Return the invented candidates by id. Raises Unreadable."""
    return tuple(_read(path, DemoCandidate) for path in sorted((folder / "candidates").glob("*.yaml")))


def _read(path: Path, kind: type[E]) -> E:
    document = read_document(path.read_bytes(), path.as_posix())
    value = shaped(document, kind) if document.data is not None else None
    if value is None:
        first: Problem = min(document.problems)
        raise Unreadable(f"{first.file}:{first.line}:{first.column} {first.message}")
    return value
