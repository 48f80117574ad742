"""An opening with a candidate in each state that a rater can be in, and a colleague whose every word can be told."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from screener.journeys import consensus, tokens
from screener.journeys.instance import new_id
from screener.storage.records import Asking, Candidate, Draft, Interview, Opening, Person, Rating, Sight
from screener.storage.sqlite import SqliteStore
from tests.access.visits import Visits
from tests.access.world import with_own_bank
from tests.office import Office, open_office

# How far the others have come with a candidate; the colleague has submitted, but in the last one.
STATES = ("not begun", "rated", "submitted", "final", "colleague open")
RATERS = ("own", "rating manager", "rating hr")  # who rate each candidate, beside the colleague
_OPEN = {"not begun", "rated"}


class Panel(Visits):
    """Everybody with everybody's candidates; `candidates` are by state."""

    def __init__(self, folder: Path) -> None:
        office = self.office = with_own_bank(open_office(folder))
        people = self._people(office)
        self.opening = office.opening(panel=())
        for name in (*RATERS, "colleague", "moderator", "manager"):
            is_moderator = name == "moderator"
            office.instance.store.set_panelist(self.opening.id, people[name].id, is_moderator=is_moderator)
        self.candidates: dict[str, Candidate] = {}
        self.interviews: dict[tuple[str, str], str] = {}
        for state in STATES:
            self._fill(state, people)
        _, secret = tokens.make_token(office.instance, office.sam, "Tracking system")
        values = {
            "opening_id": self.opening.id, "api_token": secret, "round_": "1", "shape": "ashby",
            "question_id": "standing-case", **self.at("rated"),
        }  # fmt: skip
        super().__init__(office, {"nobody": None, "program": None, **people}, values)

    def at(self, state: str, rater: str = "own") -> Mapping[str, str]:
        """Return the ids of a state's candidate, and of the interview that somebody holds."""
        return {"candidate_id": self.candidates[state].id, "interview_id": self.interviews[state, rater]}

    def allow(self, ratings: Sight, suggestions: Sight = "after-own") -> Opening:
        """Set when raters see what."""
        changed = replace(self.opening, ratings_seen=ratings, suggestions_seen=suggestions)
        self.office.instance.store.change_opening(changed)
        return changed

    def rewrite(self, state: str) -> None:
        """Let the colleague have given other levels and written other words."""
        store, at = self.office.instance.store, self.office.instance.now()
        (seat,) = store.seats(candidate_ids=[self.candidates[state].id], person_id=self.office.yuki.id)
        for question, competency in self._questions():
            store.append(Rating(seat.scorecard.id, question, competency, 5, False, new_id(), at, at))
            store.append_draft(Draft(seat.scorecard.id, question, 0, 1, None, "w", new_id(), "Otherwise", at, at))
        assert isinstance(store, SqliteStore)
        store._write("DELETE FROM scorecard_summary WHERE scorecard_id = ?", (seat.scorecard.id,))  # made anew

    def _people(self, office: Office) -> Mapping[str, Person]:
        def person(name: str, role: str) -> Person:
            email = f"{name.split()[0].casefold()}@halvorsen.example"
            made = Person(new_id(), name, role, email, "", office.instance.now())  # type: ignore[arg-type]
            office.instance.store.add_person(made)
            return made

        return {
            "own": office.marcus,
            "colleague": office.yuki,
            "rating manager": person("Hanne Dahl", "hiring-manager"),
            "rating hr": person("Rolf Berge", "hr"),
            "moderator": person("Mohan Iyer", "interviewer"),
            "outsider": person("Olga Ferreira", "interviewer"),
            "manager": office.ingrid,
            "elsewhere": person("Hugo Lindqvist", "hiring-manager"),
            "hr": office.helen,
        }

    def _questions(self) -> Iterator[tuple[str, str]]:
        bank = self.office.instance.shelf.current().bank
        for question in bank.guides["sales-leader"].questions:
            yield question, bank.questions[question].competency

    def _fill(self, state: str, people: Mapping[str, Person]) -> None:
        office = self.office
        candidate = self.candidates[state] = office.candidate(self.opening, f"Cand {state.title()}")
        for name in (*RATERS, "colleague"):
            interview = office.interview(candidate, people[name])
            self.interviews[state, name] = interview.id
            is_open = state == "colleague open" if name == "colleague" else state in _OPEN
            if state != "not begun" or name == "colleague":
                self._hold(interview, people[name], state, submits=not is_open)
        if state == "final":
            self._settle(candidate)

    def _hold(self, interview: Interview, rater: Person, state: str, *, submits: bool) -> None:
        store, at = self.office.instance.store, self.office.instance.now()
        (seat,) = store.seats(interview_id=interview.id, person_id=rater.id)
        card = seat.scorecard.id
        store.pin(interview.id, self.office.instance.shelf.keep_current(at), at)
        store.begin(card, at)
        word = word_of(state) if rater == self.office.yuki else "Ordinary"
        *questions, (last, _) = self._questions()
        for question, competency in questions:
            store.append(Rating(card, question, competency, 2, False, new_id(), at, at))
            store.append_draft(Draft(card, question, 0, 0, None, "w", new_id(), f"{word} on {question}", at, at))
        store.append(Asking(card, last, "skipped", f"{word} had no time", new_id(), at, at))
        store.append_draft(Draft(card, "closing", 0, 0, None, "w", new_id(), f"{word} at the end", at, at))
        if submits:
            store.submit(card, at)

    def _settle(self, candidate: Candidate) -> None:
        instance, helen = self.office.instance, self.office.helen
        consensus.open_discussion(instance, helen, candidate.id, 1)
        for item in consensus.discussion_of(instance, helen, candidate.id, 1).items:
            consensus.settle(instance, helen, candidate.id, 1, item.row.competency, 4, SETTLED)
        consensus.finish(instance, helen, candidate.id, 1)


SETTLED = "zqsettled"


def word_of(state: str) -> str:
    """Return the word that stands in all that the colleague wrote about a state's candidate, and nowhere else."""
    return f"zq{state.replace(' ', '')}"
