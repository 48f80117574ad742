"""Practice: rating the sample answers of the question bank, and comparing with their reference levels.

Raters who compare with a common reference rate more accurately, and gain most on weak answers (frame-of-reference
training: Roch et al. 2012; Gorman et al. 2024). So weak answers come twice as often as strong ones.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from screener.aggregate.calibration import Deviation, Practice, PracticeRating, deviation_of, practice_of
from screener.bank.load import Bank
from screener.bank.model import Level, RatedExample, Rubric
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.access import manages
from screener.journeys.instance import Instance, new_id
from screener.storage.calibration import CalibrationRating
from screener.storage.records import Person

MIXTURE = ""  # the selection of all competencies; no id is empty
SHOWN_AGAIN = 10  # ratings that can be looked at again from one's figures
_HIGHEST_WEAK = 2
_WEAK_AT_ONCE, _STRONG_AT_ONCE = 4, 2


@dataclass(frozen=True)
class Sample:
    """A sample answer of a rubric. `key` names it whatever else changes in the bank."""

    key: str
    rubric: Rubric
    example: RatedExample

    @property
    def reference(self) -> int | None:
        """The level that the answer shows; None if it gives nothing to judge by."""
        return None if self.example.level == "none" else self.example.level

    @property
    def is_weak(self) -> bool:
        """Whether it shows a low level, or nothing."""
        return self.reference is None or self.reference <= _HIGHEST_WEAK


@dataclass(frozen=True)
class Selection:
    """The answers of a competency, or of all, and how far one person has come. `run` counts from 1."""

    competency: str
    name: str
    answers: int
    rated: int
    run: int


@dataclass(frozen=True)
class Selections:
    """What a person can practise on."""

    mixture: Selection
    competencies: tuple[Selection, ...]


@dataclass(frozen=True)
class Turn:
    """An answer to be rated, without its reference: `key` and `run` name it when the rating is sent."""

    selection: Selection
    key: str
    run: int
    question: str
    text: str
    is_notes: bool
    competency: str
    rates: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Comparison:
    """A rating beside its reference. The levels are None where "no evidence" was said."""

    selection: Selection
    rating: CalibrationRating
    sample: Sample
    levels: tuple[Level, ...]

    @property
    def given(self) -> Level | None:
        """The level that was given, with its anchor."""
        return self._level(self.rating.level)

    @property
    def reference(self) -> Level | None:
        """The reference level, with its anchor."""
        return self._level(self.rating.reference)

    @property
    def is_same(self) -> bool:
        """Whether rater and reference say the same."""
        return self.rating.level == self.rating.reference

    @property
    def difference(self) -> int | None:
        """How many levels the rating is above the reference; None where either side says "no evidence"."""
        return _compared(self.rating).difference

    def _level(self, number: int | None) -> Level | None:
        return next((level for level in self.levels if level.level == number), None)


@dataclass(frozen=True)
class Practised:
    """How far somebody's ratings lie from the references. `ratings` counts those without a difference too."""

    person: Person
    ratings: int
    deviation: Deviation


@dataclass(frozen=True)
class OwnPractice:
    """A person's own figures, and those of everybody for HR; `people` is None for others.

    `latest` are the ratings given last that can be looked at again, the newest first. `names` has the competencies'
    names.
    """

    practice: Practice
    names: Mapping[str, str]
    latest: tuple[CalibrationRating, ...]
    people: tuple[Practised, ...] | None


def selections(instance: Instance, actor: Person) -> Selections:
    """Return what can be practised on, and how far the person has come."""
    bank = instance.shelf.current().bank
    counts = _counts(instance.store.calibration_ratings_of(actor.id))
    samples = samples_of(bank)
    by_rubric = [(rubric.id, [s for s in samples if s.rubric.id == rubric.id]) for rubric in bank.rubrics.values()]
    return Selections(
        _selection(bank, MIXTURE, samples, counts),
        tuple(_selection(bank, name, chosen, counts) for name, chosen in by_rubric if chosen),
    )


def turn_of(instance: Instance, actor: Person, competency: str) -> Turn:
    """Return the answer that comes next in a competency, or in the mixture.

    Raises NotFound if the bank has no sample answers of this competency.
    """
    bank = instance.shelf.current().bank
    samples = _chosen(bank, competency)
    counts = _counts(instance.store.calibration_ratings_of(actor.id))
    selection = _selection(bank, competency, samples, counts)
    sample = next(s for s in in_order(actor.id, selection.run, samples) if counts[s.key] < selection.run)
    return Turn(
        selection,
        sample.key,
        selection.run,
        sample.example.question,
        sample.example.plain,
        sample.example.register_ == "notes",
        sample.rubric.name,
        sample.rubric.rates,
        _levels(sample.rubric),
    )


def rate(
    instance: Instance, actor: Person, competency: str, key: str, run: int, level: int | None
) -> CalibrationRating:
    """Keep a rating of a sample answer, or "no evidence" (None), and return it.

    The first rating of a run stands: sent again, from another window too, it is returned and nothing is kept.

    Raises NotFound for an unknown competency, Conflict if the answer is not to be rated now or no longer in the bank,
    Refused for what is no level.
    """
    bank = instance.shelf.current().bank
    samples = _chosen(bank, competency)
    with instance.store.transaction():  # so that a double click cannot rate twice
        ratings = instance.store.calibration_ratings_of(actor.id)
        earlier = [rating for rating in ratings if rating.example == key]
        if 0 < run <= len(earlier):
            return earlier[run - 1]
        sample = next((sample for sample in samples if sample.key == key), None)
        if sample is None or run != _selection(bank, competency, samples, _counts(ratings)).run:
            raise Conflict("The sample answers have changed since this page was opened. Please rate this one instead.")
        if level is not None and level not in [known.level for known in sample.rubric.levels]:
            raise Refused("Choose a level from 1 to 5, or “no evidence”.", "level")
        rating = CalibrationRating(
            new_id(), actor.id, bank.fingerprint, sample.rubric.id, key, level, sample.reference, instance.now()
        )
        instance.store.add_calibration_rating(rating)
    return rating


def comparison_of(instance: Instance, actor: Person, rating_id: str, competency: str) -> Comparison:
    """Return one's own rating beside its reference; `competency` is what the person goes on with.

    Raises NotFound for others' ratings, and for answers that the bank no longer has with this reference.
    """
    bank = instance.shelf.current().bank
    ratings = instance.store.calibration_ratings_of(actor.id)
    rating = next((rating for rating in ratings if rating.id == rating_id), None)
    sample = _sample_of(samples_of(bank), rating) if rating else None
    if rating is None or sample is None:
        raise NotFound("there is no such rating among yours")
    selection = _selection(bank, competency, _chosen(bank, competency), _counts(ratings))
    return Comparison(selection, rating, sample, _levels(sample.rubric))


def own_practice(instance: Instance, actor: Person) -> OwnPractice:
    """Return a person's own figures; for HR and administrators also who has practised, and how far off on average."""
    bank = instance.shelf.current().bank
    own = instance.store.calibration_ratings_of(actor.id)
    samples = samples_of(bank)
    latest = tuple(rating for rating in reversed(own[-SHOWN_AGAIN:]) if _sample_of(samples, rating))
    names = {rubric.id: rubric.name for rubric in bank.rubrics.values()}
    practice = practice_of([_compared(rating) for rating in own])
    return OwnPractice(practice, names, latest, _people(instance) if manages(actor) else None)


def samples_of(bank: Bank) -> tuple[Sample, ...]:
    """Return all sample answers, in the order of the bank."""
    found = (Sample(_key(r.id, example.plain), r, example) for r in bank.rubrics.values() for example in r.examples)
    return tuple({sample.key: sample for sample in found}.values())


def in_order(person_id: str, run: int, samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return answers in the order in which a person gets them in a run; the same each time.

    Of every six, four are weak and two strong, as long as there are both, at places that nobody can foresee.
    """
    by_hash = sorted(samples, key=lambda sample: _place(person_id, run, "drawn", sample))
    weak = [sample for sample in by_hash if sample.is_weak]
    strong = [sample for sample in by_hash if not sample.is_weak]
    ordered: list[Sample] = []
    while weak or strong:
        drawn = weak[:_WEAK_AT_ONCE] + strong[:_STRONG_AT_ONCE]
        weak, strong = weak[_WEAK_AT_ONCE:], strong[_STRONG_AT_ONCE:]
        ordered += sorted(drawn, key=lambda sample: _place(person_id, run, "mixed", sample))
    return tuple(ordered)


def _place(person_id: str, run: int, step: str, sample: Sample) -> bytes:
    return sha256(f"{person_id}\0{run}\0{step}\0{sample.key}".encode()).digest()


def _key(competency: str, text: str) -> str:
    return sha256(f"{competency}\0{text}".encode()).hexdigest()[:16]


def _chosen(bank: Bank, competency: str) -> tuple[Sample, ...]:
    """Return the answers of a selection. Raises NotFound if it has none."""
    samples = tuple(s for s in samples_of(bank) if competency in (MIXTURE, s.rubric.id))
    if not samples:
        raise NotFound("there are no sample answers of this competency")
    return samples


def _selection(bank: Bank, competency: str, samples: Sequence[Sample], counts: Counter[str]) -> Selection:
    """Return how far a person has come. A run ends when each of the answers has been rated once more."""
    whole_runs = min((counts[sample.key] for sample in samples), default=0)
    rated = sum(counts[sample.key] > whole_runs for sample in samples)
    name = bank.rubrics[competency].name if competency else "A mixture of all competencies"
    return Selection(competency, name, len(samples), rated, whole_runs + 1)


def _counts(ratings: Iterable[CalibrationRating]) -> Counter[str]:
    return Counter(rating.example for rating in ratings)


def _levels(rubric: Rubric) -> tuple[Level, ...]:
    return tuple(sorted(rubric.levels, key=lambda level: level.level))


def _sample_of(samples: Iterable[Sample], rating: CalibrationRating) -> Sample | None:
    """Return the answer that was rated, unless the bank has dropped it or judges it otherwise now."""
    return next((s for s in samples if s.key == rating.example and s.reference == rating.reference), None)


def _compared(rating: CalibrationRating) -> PracticeRating:
    return PracticeRating(rating.competency, rating.level, rating.reference)


def _people(instance: Instance) -> tuple[Practised, ...]:
    given: dict[str, list[PracticeRating]] = defaultdict(list)
    for rating in instance.store.calibration_ratings():
        given[rating.person_id].append(_compared(rating))
    people = [person for person in instance.store.persons() if not person.ended_at]
    return tuple(Practised(person, len(given[person.id]), deviation_of(given[person.id])) for person in people)
