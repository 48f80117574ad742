"""What leaves Screener as a file or is read by a program: noted before it goes, whether or not it arrives."""

from typing import Any

from screener.journeys.audit import About, note
from screener.journeys.instance import Instance
from screener.storage.records import Person


def note_export(
    instance: Instance,
    person: Person | None,
    what: str,
    *,
    opening_id: str = "",
    candidate_id: str = "",
    interview_id: str = "",
    **facts: Any,
) -> None:
    """Note that something is taken out: `what` names the kind of file. Without a person, whoever has the folder."""
    if candidate_id and not opening_id:
        opening_id = instance.store.candidate_of(candidate_id).opening_id
    about = About(opening_id, candidate_id, interview_id)
    note(instance, person, "export.made", about, {"what": what, **facts})


def note_read(instance: Instance, person: Person, what: str, *, opening_id: str = "", candidate_id: str = "") -> None:
    """Note that another program reads personal data."""
    note(instance, person, "api.read", About(opening_id, candidate_id), {"what": what})
