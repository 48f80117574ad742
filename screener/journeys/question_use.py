"""How often the questions of the bank were asked, how they were rated, and how well they told candidates apart."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from screener.aggregate.separation import Band, Separation, separations_of
from screener.bank.load import Bank
from screener.journeys.instance import Instance
from screener.storage.records import Person

FEWEST_CANDIDATES = 5  # below, levels tell of single people rather than of the question
LEVELS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class QuestionUse:
    """What became of a question. `interviews` had it in their guide, in `asked` of them somebody did not skip it.

    `levels` says how often each level was given, `no_evidence` how often none could be; both count ratings.
    `separation` is None if no candidate has a level.
    """

    interviews: int = 0
    asked: int = 0
    candidates: int = 0
    levels: Mapping[int, int] = field(default_factory=dict)
    no_evidence: int = 0
    separation: Separation | None = None

    @property
    def skipped(self) -> int:
        """In how many interviews everybody skipped it."""
        return self.interviews - self.asked

    @property
    def ratings(self) -> int:
        """How many ratings there are, those without evidence among them."""
        return sum(self.levels.values()) + self.no_evidence

    @property
    def is_shown(self) -> bool:
        """Whether levels may be shown: they come from enough people."""
        return self.candidates >= FEWEST_CANDIDATES

    @property
    def most(self) -> tuple[int, ...]:
        """The one level or the two neighbours that nine of ten ratings with a level gave; none if they spread more."""
        whole = sum(self.levels.values())
        runs = [(level,) for level in LEVELS] + [(level, level + 1) for level in LEVELS[:-1]]
        return next((run for run in runs if 10 * sum(self.levels.get(lv, 0) for lv in run) >= 9 * whole > 0), ())


NEVER_ASKED = QuestionUse()
_BANDS: tuple[Band, ...] = ("hardly", "somewhat", "well")


def told_apart(use: QuestionUse) -> int:
    """Return how well a question surely tells candidates apart, as a number to sort by: 0 if that cannot be told.

    Where few candidates leave it between two bands, the worse one goes first, then the better one.
    """
    bands = use.separation.bands if use.is_shown and use.separation else ()
    return 1 + len(_BANDS) * _BANDS.index(bands[0]) + _BANDS.index(bands[-1]) if bands else 0


def question_use(instance: Instance, actor: Person, bank: Bank) -> Mapping[str, QuestionUse]:
    """Return what became of the bank's questions in submitted scorecards, by question; those never met are left out.

    Questions keep their figures when their wording is changed, as long as they keep their id. Candidates whom the
    actor has still to rate are left out: a figure that changes when a colleague submits would tell what the colleague
    gave.
    """
    asked, skipped = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    given = defaultdict[str, defaultdict[str, list[int]]](lambda: defaultdict(list))
    without = Counter[str]()
    rated_on = {question.id: question.competency for question in bank.questions.values()}
    for question, competency, candidate, interview, level in instance.store.came_up(but_for=actor.id):
        if not competency:
            skipped[question].add(interview)
        elif rated_on.get(question) == competency:
            asked[question].add(interview)
            if level is None:
                without[question] += 1
            else:
                given[question][candidate].append(level)
    means = {name: {who: sum(own) / len(own) for who, own in by.items()} for name, by in given.items()}
    separations = separations_of(means)
    return {
        name: QuestionUse(
            len(asked[name] | skipped[name]),
            len(asked[name]),
            len(given[name]),
            Counter(level for own in given[name].values() for level in own),
            without[name],
            separations.get(name),
        )
        for name in rated_on
        if asked[name] or skipped[name]
    }
