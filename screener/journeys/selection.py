"""Whom an opening chose. People decide and HR notes it; nothing here is proposed, and an earlier note stays."""

from dataclasses import dataclass

from screener.errors import Conflict
from screener.journeys.access import manages, must_be_kept, must_manage, oversees
from screener.journeys.audit import about_candidate, note
from screener.journeys.candidates import Candidacy, candidacy_for
from screener.journeys.instance import Instance
from screener.storage.records import Candidate, Person
from screener.storage.selection import Selection


@dataclass(frozen=True)
class Choice:
    """What is noted about a candidate. `latest` is None where nothing was noted, `by` who noted it.

    `may_note` says what HR may do now: note that the candidate was chosen, or take it back.
    """

    latest: Selection | None
    by: str
    may_note: bool

    @property
    def is_chosen(self) -> bool:
        """Whether the candidate was chosen for the post."""
        return self.latest is not None and self.latest.is_chosen


def choice_on(instance: Instance, actor: Person, candidacy: Candidacy) -> Choice | None:
    """Return what is noted about a candidate, for those who oversee the opening; None for everybody else."""
    if not oversees(actor, candidacy.panel):
        return None
    found = instance.store.find_selection(candidacy.candidate.id)
    latest, by = (found[0], found[1].name) if found else (None, "")
    is_chosen = latest is not None and latest.is_chosen
    is_open = not candidacy.opening.closed_at and (is_chosen or not candidacy.candidate.withdrawn_at)
    return Choice(latest, by, manages(actor) and is_open)


def note_chosen(instance: Instance, actor: Person, candidate_id: str, *, is_chosen: bool) -> Candidate:
    """Note that a candidate was chosen for the post, or take that back. Doing it twice adds nothing.

    Raises NotFound, NotAllowed but for HR, Conflict once the opening is closed and for a candidate who has withdrawn.
    """
    store = instance.store
    with store.transaction():
        candidacy = candidacy_for(instance, actor, candidate_id)
        must_manage(actor)
        candidate = candidacy.candidate
        must_be_kept(candidate)
        if candidacy.opening.closed_at:
            raise Conflict("This opening is closed, so who was chosen is settled. Open it again to change that.")
        if is_chosen and candidate.withdrawn_at:
            raise Conflict(f"{candidate.name} has withdrawn. Take the withdrawal back first if that was a mistake.")
        found = store.find_selection(candidate_id)
        was_chosen = found is not None and found[0].is_chosen
        if was_chosen != is_chosen:
            store.add_selection(Selection(candidate_id, is_chosen, actor.id, instance.now()))
            action = "candidate.chosen" if is_chosen else "candidate.not-chosen"
            note(instance, actor, action, about_candidate(candidate))
    return candidate
