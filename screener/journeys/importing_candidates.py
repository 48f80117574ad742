"""Candidates from a list: what each row comes to, by the same rules as if they were added by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from screener.journeys.audit import about_candidate, note
from screener.journeys.importing_rows import NAME_TITLES, Columns, Known, Line, Plan, Titles, columns_of, planned
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import LONGEST_TEXT, one_line, several_lines
from screener.journeys.openings import is_same_name, plain_name
from screener.storage.importing import ExternalId
from screener.storage.records import Candidate, Person
from screener.text.table import Table

_TITLES: Titles = {
    **NAME_TITLES,
    "note": ("note", "notes", "comment", "comments"),
    "external_id": ("external id", "candidate id", "applicant id"),
}


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """A row that becomes a candidate; `external_id` is "" where the list has none."""

    line: int
    name: str
    note: str
    external_id: str


def candidate_columns(table: Table) -> Columns:
    """Find the columns of a list of candidates.

    Raises Refused if they cannot be told.
    """
    return columns_of(table.header, _TITLES)


def plan_candidates(instance: Instance, opening_id: str, scheme: str, lines: Iterable[Line]) -> Plan[NewCandidate]:
    """Return what a list of candidates comes to in an opening. `scheme` says of which system its ids are."""
    present, _ = instance.store.candidates_of(opening_id)
    return planned(lines, _Reader(present, instance.store.external_ids_of(opening_id, scheme)).read)


def add_new_candidates(
    instance: Instance, actor: Person, opening_id: str, scheme: str, wanted: Iterable[NewCandidate]
) -> None:
    """Keep candidates as they were planned, with their ids."""
    at = instance.now()
    made = [(Candidate(new_id(), opening_id, new.name, new.note, at), new.external_id) for new in wanted]
    instance.store.add_candidates([candidate for candidate, _ in made])
    instance.store.add_external_ids(
        [ExternalId(opening_id, scheme, value, candidate.id) for candidate, value in made if value]
    )
    for candidate, _ in made:
        note(instance, actor, "candidate.imported", about_candidate(candidate), words={"name": candidate.name})


class _Reader:
    """Reads line by line, and knows those who are there and those who came before in the list."""

    def __init__(self, present: Iterable[Candidate], bearers: Mapping[str, str]) -> None:
        by_id = {candidate.id: candidate for candidate in present}
        self._bearers = {value: by_id[candidate_id] for value, candidate_id in bearers.items()}
        self._names = {plain_name(candidate.name): "is among the candidates already" for candidate in by_id.values()}
        self._values: dict[str, int] = {}

    def read(self, line: Line) -> NewCandidate | Known:
        """Return what a line comes to."""
        value = line.checked("external_id", lambda text: one_line(text, "", is_needed=False))
        if value in self._bearers:
            return Known(line.number, self._bearers[value].name, _remark(self._bearers[value], line.text("name")))
        note = line.checked("note", lambda text: several_lines(text, "", longest=LONGEST_TEXT))
        name = line.checked("name", lambda text: one_line(text, ""))
        if value:
            self._must_be_first(line, value)
        if name:
            self._must_differ(line, name)
        return NewCandidate(line.number, name, note, value)

    def _must_be_first(self, line: Line, value: str) -> None:
        before = self._values.setdefault(value, line.number)
        if before != line.number:
            line.refuse("external_id", f"Line {before} has the same id. Remove one of the two.")

    def _must_differ(self, line: Line, name: str) -> None:
        key = plain_name(name)
        if key in self._names:
            line.refuse(
                "name",
                f"{name} {self._names[key]}. If this is somebody else, add what tells them apart, for example a middle "
                "name or a town.",
            )
        self._names.setdefault(key, f"stands in line {line.number} already")


def _remark(kept: Candidate, listed: str) -> str:
    """Return what a list says otherwise than what is kept."""
    listed = " ".join(listed.split())
    differs = listed and not is_same_name(listed, kept.name)
    remarks = [f"The list says “{listed[:120]}”; the name stays."] if differs else []
    return " ".join([*remarks, *(["Has withdrawn."] if kept.withdrawn_at else [])])
