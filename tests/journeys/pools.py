"""Finished openings with candidates of whom categories, outcome and level are known, for tests of adverse impact."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from screener.journeys import openings, voluntary
from screener.journeys.selection import note_chosen
from screener.journeys.voluntary import NOT_SAID, token_of
from screener.storage.records import Candidate, Opening, Rating
from screener.storage.selection import Selection
from tests.office import Office


@dataclass(frozen=True)
class Applicant:
    """What is to be known of a candidate; a level of None is no submitted scorecard."""

    sex: str = NOT_SAID
    race: str = NOT_SAID
    is_chosen: bool = False
    level: int | None = None

    @property
    def says_something(self) -> bool:
        return (self.sex, self.race) != (NOT_SAID, NOT_SAID)


FEMALE, MALE, SILENT = Applicant("female", "white"), Applicant("male", "white"), Applicant()


def finished(office: Office, applicants: Iterable[Applicant], title: str = "Sales Director") -> Opening:
    """Keep an opening in which all of this has happened, closed a day after the one before."""
    opening = office.opening(title=title)
    with office.instance.store.transaction(), office.instance.voluntary.transaction():  # type: ignore[attr-defined]
        for number, applicant in enumerate(applicants):
            add(office, opening, applicant, f"Candidate {number:04}")
    office.clock.forward(days=1)
    return openings.close_opening(office.instance, office.helen, opening.id)


def add(office: Office, opening: Opening, applicant: Applicant, name: str = "Tessa Brandvold") -> Candidate:
    """Add a candidate to an opening that is not closed yet."""
    store, at = office.instance.store, office.instance.now()
    candidate = office.candidate(opening, name)
    if applicant.says_something:
        given = {"sex": applicant.sex, "race": applicant.race}
        voluntary.answer(office.instance, token_of(office.instance, candidate.id), given)
    if applicant.is_chosen:
        store.add_selection(Selection(candidate.id, True, office.helen.id, at))
    if applicant.level is not None:
        rate_once(office, candidate, applicant.level)
    return candidate


def rate_once(office: Office, candidate: Candidate, level: int) -> None:
    """Submit a scorecard of one rating, which is the candidate's weighted total."""
    store, at = office.instance.store, office.instance.now()
    interview = office.interview(candidate, office.marcus)
    (seat,) = store.seats(interview_id=interview.id)
    bank, card = office.instance.shelf.current().bank, seat.scorecard.id
    store.pin(interview.id, office.instance.shelf.keep_current(at), at)
    question = bank.guides[interview.guide].questions[0]
    store.append(Rating(card, question, bank.questions[question].competency, level, False, card, at, at))
    store.submit(card, at)


def choose(office: Office, candidate: Candidate) -> Candidate:
    return note_chosen(office.instance, office.helen, candidate.id, is_chosen=True)


def times(applicant: Applicant, count: int, chosen: int = 0) -> list[Applicant]:
    """Return so many of a kind, the first of them chosen."""
    return [replace(applicant, is_chosen=number < chosen) for number in range(count)]


# New York City's example of scoring rates (6 RCNY § 5-301): considered and above the median, by category. The table by
# sex counts 168 people, that by race 132 of them: the others gave no race.
BY_SEX = {"male": (92, 50), "female": (76, 34)}
BY_RACE = {"hispanic": (28, 18), "white": (40, 15), "black": (32, 16), "pacific": (8, 5), "asian": (24, 10)}
# Its example of selection rates: considered and chosen.
BY_CHOICE = {"black": (408, 204), "white": (797, 412), "asian": (390, 170)}


def rules_example_of_scoring() -> list[Applicant]:
    """Return 168 people, half of them with 4 and half with 2, who come to the rule's table."""
    people = []
    for level in (4, 2):

        def of(counts: dict[str, tuple[int, int]], level: int = level) -> list[str]:
            return [
                name
                for name, (considered, above) in counts.items()
                for _ in range(above if level == 4 else considered - above)
            ]

        sexes, races = of(BY_SEX), of(BY_RACE)
        races += [NOT_SAID] * (len(sexes) - len(races))
        people += [Applicant(sex, race, level=level) for sex, race in zip(sexes, races, strict=True)]
    return people


def rules_example_of_selection() -> list[Applicant]:
    return [
        own for race, (count, chosen) in BY_CHOICE.items() for own in times(Applicant(NOT_SAID, race), count, chosen)
    ]
