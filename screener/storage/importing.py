"""Lists that wait to be taken over, and the ids that candidates bear in the systems that they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

ListKind = Literal["candidates", "panel"]


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A list that somebody has uploaded. Its content is a copy of personal data, and is dropped once it is taken.

    `scheme` names the system whose ids it holds, "" where it holds none.
    """

    id: str
    opening_id: str
    person_id: str
    kind: ListKind
    name: str
    scheme: str
    content: bytes
    uploaded_at: str
    taken_at: str | None = None


@dataclass(frozen=True, slots=True)
class ExternalId:
    """The id of a candidate in another system; `scheme` says which. One of a kind within its opening."""

    opening_id: str
    scheme: str
    value: str
    candidate_id: str


class ImportStore(Protocol):
    """Uploaded lists, for a while, and ids in other systems, for good."""

    def add_import_file(self, file: ImportFile) -> None:
        """Keep an uploaded list."""

    def find_import_file(self, file_id: str) -> ImportFile | None:
        """Return an uploaded list; without its content if it has been taken."""
        ...

    def take_import_file(self, file_id: str, at: str) -> bool:
        """Note that a list is taken over and drop its content; False if it had been before."""
        ...

    def remove_import_file(self, file_id: str) -> None:
        """Remove a list."""

    def remove_import_files(self, before: str) -> None:
        """Remove all lists that were uploaded before a time, taken or not."""

    def add_external_ids(self, ids: Sequence[ExternalId]) -> None:
        """Keep ids of candidates in other systems. Raises Conflict if one is another candidate's in the opening."""

    def external_ids_of(self, opening_id: str, scheme: str) -> Mapping[str, str]:
        """Return which candidate of an opening bears which id of a scheme: candidates' ids by value."""
        ...

    def all_external_ids_of(self, opening_id: str) -> tuple[ExternalId, ...]:
        """Return the ids in other systems of all candidates of an opening, by scheme and value."""
        ...
