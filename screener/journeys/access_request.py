"""Everything on one candidate, for the candidate: what somebody has a right to know, without what is others'.

Interviewers and everybody else of the organisation become "Interviewer 1" and the like, other candidates of the opening
"another candidate", wherever their whole names stand. Whoever hands the file over reads it first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, TypeVar

from screener.errors import NotFound
from screener.journeys.audit import about_candidate, note
from screener.journeys.candidates import Candidacy, candidacy_for, managed_candidate
from screener.journeys.expiring import counted, rule_of
from screener.journeys.instance import Instance
from screener.journeys.records import InterviewRecord, interviews_of, record_of
from screener.journeys.retention_rules import Rule
from screener.journeys.trail import told_about
from screener.storage.records import Candidate, Opening, Person
from screener.storage.selection import Selection

T = TypeVar("T")
ANOTHER = "another candidate"


@dataclass(frozen=True)
class TrailEntry:
    """Something that was done about the candidate; `words` are what somebody wrote with it."""

    at: str
    what: str
    by: str
    words: str


@dataclass(frozen=True)
class AccessFile:
    """What goes into the file. `ends` is when the data go by `rule`, "" where their time is not counted yet."""

    candidate: Candidate
    opening: Opening
    made_at: str
    other_ids: tuple[tuple[str, str], ...]
    selections: tuple[Selection, ...]
    records: tuple[InterviewRecord, ...]
    trail: tuple[TrailEntry, ...]
    rule: Rule | None
    ends: str

    @property
    def left_out(self) -> int:
        """How many scorecards are left out, because whoever made the file may not read them yet."""
        return sum(not card.is_readable for record in self.records for card in record.scorecards)


def access_file(instance: Instance, actor: Person, candidate_id: str) -> AccessFile:
    """Return everything that is kept on a candidate, and note that it was taken out.

    Raises NotFound, NotAllowed but for HR, Erased.
    """
    managed_candidate(instance, actor, candidate_id)
    store, candidacy = instance.store, candidacy_for(instance, actor, candidate_id)
    hide = _Hidden(instance, candidacy)
    try:
        interviews = interviews_of(instance, actor, candidate_id)
    except NotFound:
        interviews = ()
    records = tuple(hide(record_of(instance, actor, own.id)) for own in interviews)
    due = counted(instance, opening_id=candidacy.opening.id)
    found = AccessFile(
        hide(candidacy.candidate),
        hide(candidacy.opening),
        instance.now(),
        tuple(
            (own.scheme, own.value)
            for own in store.all_external_ids_of(candidacy.opening.id)
            if own.candidate_id == candidate_id
        ),
        tuple(hide(own) for own in store.selections_of(candidate_id)),
        records,
        tuple(_trail(instance, actor, candidate_id, hide)),
        rule_of(instance, candidacy.opening.id),
        next((own.ends for own in due if own.candidate.id == candidate_id), ""),
    )
    with store.transaction():
        note(instance, actor, "access.answered", about_candidate(candidacy.candidate))
    return found


def plain(value: Any) -> Any:
    """Return a value of ours as JSON can hold it. Contents of files, which lie beside it, are left out."""
    if isinstance(value, bytes):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name != "content"}
    if isinstance(value, Mapping):
        return {str(key): plain(own) for key, own in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [plain(own) for own in value]
    return value


def _trail(instance: Instance, actor: Person, candidate_id: str, hide: "_Hidden") -> Iterator[TrailEntry]:
    for told in told_about(instance, actor, candidate_id):
        by = hide.label(told.entry.person_id) if told.entry.person_id else "a program"
        yield TrailEntry(told.entry.at, told.action, by, "; ".join(hide(text) for text in told.words.values()))


def _whole(name: str) -> Iterator[str]:
    """Return a name if it has several words: “May” or “Administrator” alone may be something else."""
    if " " in name.strip():
        yield name


class _Hidden:
    """Puts labels in the place of people: of ids, of whole names, of email addresses."""

    def __init__(self, instance: Instance, candidacy: Candidacy) -> None:
        raters = dict.fromkeys(seat.rater.id for seat in candidacy.seats)
        self._labels = {rater: f"Interviewer {number}" for number, rater in enumerate(raters, 1)}
        words: dict[str, str] = {}
        for person in instance.store.persons():
            label = self.label(person.id)
            words |= {own.casefold(): label for own in (*_whole(person.name), person.email, person.id) if own}
        own_name = candidacy.candidate.name.casefold()
        others, _ = instance.store.candidates_of(candidacy.opening.id)
        words |= {name.casefold(): ANOTHER for own in others for name in _whole(own.name)}
        words.pop(own_name, None)
        self._words = words
        listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE) if words else None

    def label(self, person_id: str) -> str:
        """Return what somebody is called in the file."""
        return self._labels.get(person_id, "Somebody of the organisation")

    def __call__(self, value: T) -> T:
        """Return a value with every text in it as the candidate may read it."""
        return self._hidden(value)  # type: ignore[no-any-return]

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Person):
            label = self.label(value.id)
            return Person(label, label, value.role)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{own.name: self._hidden(getattr(value, own.name)) for own in fields(value)})
        if isinstance(value, Mapping):
            return MappingProxyType({self._hidden(key): self._hidden(own) for key, own in value.items()})
        if isinstance(value, tuple):
            return tuple(self._hidden(own) for own in value)
        return [self._hidden(own) for own in value] if isinstance(value, list) else value

    def _text(self, text: str) -> str:
        return self._pattern.sub(lambda found: self._words[found[0].casefold()], text) if self._pattern else text
