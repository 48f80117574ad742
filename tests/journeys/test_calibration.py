"""Practice: weak answers twice as often, the reference only afterwards, the first rating stands, one's own only."""

from collections import Counter
from copy import copy
from dataclasses import replace

import pytest

from screener.bank.model import RatedExample, Rubric
from screener.errors import Conflict, NotFound, Refused
from screener.journeys.accounts import end_person
from screener.journeys.calibration import (
    MIXTURE,
    SHOWN_AGAIN,
    Comparison,
    Sample,
    Turn,
    comparison_of,
    in_order,
    own_practice,
    rate,
    samples_of,
    selections,
    turn_of,
)
from screener.journeys.shelf import Edition
from screener.storage.bank import BankVersion
from screener.storage.calibration import CalibrationRating
from screener.storage.records import Person
from tests.journeys.entries import bank_of
from tests.office import Office

CREDIT = "credit"


def with_rubrics(office: Office, *rubrics: Rubric) -> None:
    """Go on with a bank in which these rubrics stand in the place of those with their ids."""
    scorer = copy(office.instance.shelf.current().scorer)
    changed = {**scorer.bank.rubrics, **{rubric.id: rubric for rubric in rubrics}}
    scorer.bank = replace(scorer.bank, rubrics=changed, fingerprint="f" * 16)
    office.instance.shelf._edition = Edition(scorer, BankVersion(scorer.bank.fingerprint, {}, ""))


def with_examples(office: Office, *examples: RatedExample) -> None:
    """Go on with a bank in which credit has these examples."""
    with_rubrics(office, bank_of(office).rubrics[CREDIT].model_copy(update={"examples": list(examples)}))


def an_example(text: str, level: object = 3, **changes: object) -> RatedExample:
    fields = {"text": text, "level": level, "question": "What did you do?", **changes}
    return RatedExample.model_validate(fields)


def turn(office: Office, person: Person | None = None, competency: str = CREDIT) -> Turn:
    return turn_of(office.instance, person or office.marcus, competency)


def sample_of(office: Office, key: str) -> Sample:
    return next(sample for sample in samples_of(bank_of(office)) if sample.key == key)


def give(
    office: Office, off: int | None = 0, person: Person | None = None, competency: str = CREDIT
) -> CalibrationRating:
    """Rate the next answer so many levels off its reference, or say "no evidence" (None)."""
    person = person or office.marcus
    due = turn(office, person, competency)
    reference = sample_of(office, due.key).reference
    level = None if off is None or reference is None else min(5, max(1, reference + off))
    return rate(office.instance, person, competency, due.key, due.run, level)


def kept(office: Office, person: Person | None = None) -> tuple[CalibrationRating, ...]:
    return office.instance.store.calibration_ratings_of((person or office.marcus).id)


def compared(office: Office, rating: CalibrationRating, competency: str = CREDIT) -> Comparison:
    return comparison_of(office.instance, office.marcus, rating.id, competency)


# The answers and their order


def test_the_bank_has_answers_of_every_level_with_a_reason(office: Office) -> None:
    samples = samples_of(bank_of(office))
    for rubric in bank_of(office).rubrics.values():
        own = [sample for sample in samples if sample.rubric.id == rubric.id]
        assert {sample.reference for sample in own} == {1, 2, 3, 4, 5, None}, rubric.id
        assert all(sample.example.why for sample in own), rubric.id


def test_an_answer_is_named_by_its_competency_and_its_words_alone(office: Office) -> None:
    (first,) = [s for s in samples_of(bank_of(office)) if s.example.plain.startswith("Proudest: entry into dairy")]
    with_examples(office, an_example(first.example.text, 2, why="Otherwise.", question="Why?"))
    again = next(sample for sample in samples_of(bank_of(office)) if sample.rubric.id == CREDIT)
    assert again.key == first.key
    with_examples(office, an_example(f"{first.example.text} Really."))
    assert all(sample.key != first.key for sample in samples_of(bank_of(office)))


def test_an_answer_that_stands_twice_counts_once(office: Office) -> None:
    with_examples(office, an_example("I did it alone."), an_example("I did it <<alone>>."))
    assert turn(office).selection.answers == 1


@pytest.mark.parametrize("competency", [MIXTURE, CREDIT])
def test_of_every_six_answers_four_are_weak_while_there_are_both(office: Office, competency: str) -> None:
    samples = [s for s in samples_of(bank_of(office)) if competency in (MIXTURE, s.rubric.id)]
    for person in ("marcus", "yuki", "helen"):
        ordered = in_order(person, 1, samples)
        assert Counter(s.key for s in ordered) == Counter(s.key for s in samples)
        weak, strong = (sum(s.is_weak is is_weak for s in samples) for is_weak in (True, False))
        for start in range(0, 6 * min(weak // 4, strong // 2), 6):
            assert sum(sample.is_weak for sample in ordered[start : start + 6]) == 4


def test_nobody_can_tell_from_the_place_whether_an_answer_is_weak(office: Office) -> None:
    samples = samples_of(bank_of(office))
    orders = [in_order(f"person-{number}", 1, samples) for number in range(120)]
    for place in range(12):
        weak = sum(order[place].is_weak for order in orders)
        assert 55 < weak < 105, place  # two thirds of 120, and what chance makes of it


def test_the_order_is_a_persons_own_and_always_the_same(office: Office) -> None:
    samples = samples_of(bank_of(office))
    assert in_order("marcus", 1, samples) == in_order("marcus", 1, samples[::-1])
    assert in_order("marcus", 1, samples) != in_order("yuki", 1, samples)
    assert in_order("marcus", 1, samples) != in_order("marcus", 2, samples)


def test_a_turn_says_nothing_of_the_reference(office: Office) -> None:
    due = turn(office)
    sample = sample_of(office, due.key)
    assert (due.question, due.text, due.competency) == (
        sample.example.question, sample.example.plain, "Sharing credit and blame",
    )  # fmt: skip
    assert "<<" not in due.text
    assert [level.level for level in due.levels] == [1, 2, 3, 4, 5]
    assert str(sample.example.why) not in repr(due)
    assert not {"example", "reference", "level", "why"} & set(Turn.__dataclass_fields__)


def test_notes_are_told_from_speech(office: Office) -> None:
    with_examples(office, an_example("Says he did it.", register="notes"))
    assert turn(office).is_notes
    with_examples(office, an_example("I did it."))
    assert not turn(office).is_notes


def test_reloading_shows_the_same_answer_until_it_is_rated(office: Office) -> None:
    assert turn(office) == turn(office)
    before = turn(office).key
    give(office)
    assert turn(office).key != before


def test_an_answer_comes_again_only_after_all_have_been_rated(office: Office) -> None:
    count = turn(office).selection.answers
    first = [give(office).example for _ in range(count)]
    assert len(set(first)) == count
    assert (turn(office).run, turn(office).selection.rated) == (2, 0)
    second = [give(office).example for _ in range(count)]
    assert set(second) == set(first)
    assert second != first
    assert turn(office).run == 3


def test_what_was_rated_under_its_competency_is_not_new_in_the_mixture(office: Office) -> None:
    count = turn(office).selection.answers
    done = {give(office).example for _ in range(count)}
    chosen = selections(office.instance, office.marcus)
    assert (chosen.mixture.rated, chosen.mixture.run) == (count, 1)
    credit = next(selection for selection in chosen.competencies if selection.competency == CREDIT)
    assert (credit.rated, credit.run) == (0, 2)
    for _ in range(20):
        assert give(office, competency=MIXTURE).example not in done


def test_each_person_begins_anew(office: Office) -> None:
    give(office)
    assert turn(office, office.yuki).selection.rated == 0
    assert turn(office).selection.rated == 1


def test_everybody_may_practise_on_everything_that_has_answers(office: Office) -> None:
    for person in (office.sam, office.helen, office.ingrid, office.marcus, office.yuki):
        chosen = selections(office.instance, person)
        assert [s.competency for s in chosen.competencies] == list(bank_of(office).rubrics)
        assert chosen.mixture.answers == sum(s.answers for s in chosen.competencies)
        assert give(office, person=person).person_id == person.id


@pytest.mark.parametrize("competency", ["nothing", "<script>", "Credit", "سلام", "_mixture"])
def test_there_is_no_other_competency(office: Office, competency: str) -> None:
    due = turn(office)
    with pytest.raises(NotFound):
        turn_of(office.instance, office.marcus, competency)
    with pytest.raises(NotFound):
        rate(office.instance, office.marcus, competency, due.key, 1, 3)
    assert kept(office) == ()


def test_a_bank_without_sample_answers_offers_nothing(office: Office) -> None:
    empty = [rubric.model_copy(update={"examples": []}) for rubric in bank_of(office).rubrics.values()]
    with_rubrics(office, *empty)
    chosen = selections(office.instance, office.marcus)
    assert (chosen.mixture.answers, chosen.competencies) == (0, ())
    with pytest.raises(NotFound):
        turn(office, competency=MIXTURE)


# Rating


@pytest.mark.parametrize("level", [1, 5, None])
def test_a_rating_is_kept_with_its_reference_its_bank_and_its_time(office: Office, level: int | None) -> None:
    due = turn(office)
    made = rate(office.instance, office.marcus, CREDIT, due.key, due.run, level)
    assert kept(office) == (made,)
    assert made == CalibrationRating(
        made.id, office.marcus.id, bank_of(office).fingerprint, CREDIT, due.key, level,
        sample_of(office, due.key).reference, office.instance.now(),
    )  # fmt: skip


def test_in_the_mixture_a_rating_belongs_to_the_answers_competency(office: Office) -> None:
    made = give(office, competency=MIXTURE)
    assert made.competency == sample_of(office, made.example).rubric.id


def test_the_first_rating_stands(office: Office) -> None:
    due = turn(office)
    first = rate(office.instance, office.marcus, CREDIT, due.key, due.run, 2)
    for level in (2, 5, None, 99):
        assert rate(office.instance, office.marcus, CREDIT, due.key, due.run, level) == first
    assert rate(office.instance, office.marcus, MIXTURE, due.key, due.run, 4) == first
    assert kept(office) == (first,)


def test_the_last_answer_of_a_run_sent_twice_does_not_begin_the_next(office: Office) -> None:
    with_examples(office, an_example("I did it alone."))
    due = turn(office)
    first = rate(office.instance, office.marcus, CREDIT, due.key, due.run, 1)
    assert rate(office.instance, office.marcus, CREDIT, due.key, due.run, 5) == first
    second = rate(office.instance, office.marcus, CREDIT, due.key, 2, 5)
    assert kept(office) == (first, second)
    assert rate(office.instance, office.marcus, CREDIT, due.key, 1, 3) == first


@pytest.mark.parametrize("level", [0, 6, -1, 99])
def test_what_is_no_level_is_refused(office: Office, level: int) -> None:
    due = turn(office)
    with pytest.raises(Refused, match="from 1 to 5") as refusal:
        rate(office.instance, office.marcus, CREDIT, due.key, due.run, level)
    assert refusal.value.field == "level"
    assert kept(office) == ()


@pytest.mark.parametrize("run", [0, -1, 2, 10**6])
def test_a_run_that_is_not_on_is_not_rated(office: Office, run: int) -> None:
    with pytest.raises(Conflict, match="have changed"):
        rate(office.instance, office.marcus, CREDIT, turn(office).key, run, 3)
    assert kept(office) == ()


@pytest.mark.parametrize("key", ["", "nothing", "<script>", "x" * 10_000])
def test_an_answer_that_the_bank_does_not_have_is_not_rated(office: Office, key: str) -> None:
    with pytest.raises(Conflict):
        rate(office.instance, office.marcus, CREDIT, key, 1, 3)
    assert kept(office) == ()


def test_an_answer_of_another_competency_is_not_rated(office: Office) -> None:
    other = turn(office, competency="repair").key
    with pytest.raises(Conflict):
        rate(office.instance, office.marcus, CREDIT, other, 1, 3)


def test_an_answer_that_was_dropped_meanwhile_is_told(office: Office) -> None:
    due = turn(office)
    with_examples(office, an_example("Something else."))
    with pytest.raises(Conflict, match="rate this one instead"):
        rate(office.instance, office.marcus, CREDIT, due.key, due.run, 3)
    assert kept(office) == ()


def test_what_is_added_to_the_bank_comes_before_a_new_run(office: Office) -> None:
    with_examples(office, an_example("One."), an_example("Two."))
    give(office)
    give(office)
    assert turn(office).run == 2
    with_examples(office, an_example("One."), an_example("Two."), an_example("Three."))
    assert (turn(office).run, turn(office).text) == (1, "Three.")


# Comparing


def test_the_comparison_has_both_levels_with_their_anchors_and_the_reason(office: Office) -> None:
    with_examples(office, an_example("We did it.", 2, why="Nobody else is named."))
    found = compared(office, give(office, 2))
    assert (found.given and found.given.level, found.reference and found.reference.level) == (4, 2)
    assert (found.difference, found.is_same) == (2, False)
    assert found.sample.example.why == "Nobody else is named."
    anchors = {level.level: level for level in bank_of(office).rubrics[CREDIT].levels}
    assert (found.given, found.reference) == (anchors[4], anchors[2])


def test_no_evidence_has_no_distance(office: Office) -> None:
    with_examples(office, an_example("We did it.", 2))
    found = compared(office, give(office, None))
    assert (found.given, found.difference, found.is_same) == (None, None, False)
    with_examples(office, an_example("Nice weather.", "none"))
    found = compared(office, give(office))
    assert (found.given, found.reference, found.difference, found.is_same) == (None, None, None, True)


def test_others_ratings_are_not_found_by_hr_either(office: Office) -> None:
    made = give(office)
    for person in (office.sam, office.helen, office.ingrid, office.yuki):
        with pytest.raises(NotFound):
            comparison_of(office.instance, person, made.id, CREDIT)
    assert compared(office, made).rating == made


@pytest.mark.parametrize("rating_id", ["", "nothing", "<script>"])
def test_unknown_ratings_and_competencies_are_not_found(office: Office, rating_id: str) -> None:
    made = give(office)
    with pytest.raises(NotFound):
        comparison_of(office.instance, office.marcus, rating_id, CREDIT)
    with pytest.raises(NotFound):
        comparison_of(office.instance, office.marcus, made.id, "nothing")


def test_a_rating_stays_as_it_was_when_the_bank_judges_otherwise(office: Office) -> None:
    with_examples(office, an_example("We did it.", 2))
    made = give(office, 1)
    with_examples(office, an_example("We did it.", 4))
    assert kept(office) == (made,)
    assert (made.level, made.reference) == (3, 2)
    with pytest.raises(NotFound):  # the reason now belongs to another level
        compared(office, made)
    assert own_practice(office.instance, office.marcus).latest == ()
    assert own_practice(office.instance, office.marcus).practice.ratings == 1


# Figures


def test_ones_own_figures_are_of_ones_own_ratings(office: Office) -> None:
    for _ in range(12):
        give(office, 1)
        give(office, -1, person=office.yuki)
    own = own_practice(office.instance, office.marcus)
    assert own.practice.ratings == 12
    assert all(row.competency == CREDIT for row in own.practice.competencies)
    assert own.names[CREDIT] == "Sharing credit and blame"
    assert {rating.person_id for rating in own.latest} == {office.marcus.id}


def test_the_latest_ratings_come_first_and_not_all(office: Office) -> None:
    made = [give(office) for _ in range(SHOWN_AGAIN + 2)]
    assert own_practice(office.instance, office.marcus).latest == tuple(reversed(made[2:]))


def test_hr_and_administrators_see_who_has_practised_and_nobody_else_does(office: Office) -> None:
    for _ in range(30):
        give(office, 1, competency=MIXTURE)
    give(office, person=office.ingrid)
    for person in (office.ingrid, office.marcus, office.yuki):
        assert own_practice(office.instance, person).people is None
    for person in (office.helen, office.sam):
        people = own_practice(office.instance, person).people
        assert people is not None
        found = {row.person.name: row for row in people}
        assert list(found) == ["Helen Osei", "Ingrid Halvorsen", "Marcus Adeyemi", "Sam Whitlock", "Yuki Tanabe"]
        assert {name: row.ratings for name, row in found.items() if row.ratings} == {
            "Ingrid Halvorsen": 1, "Marcus Adeyemi": 30,
        }  # fmt: skip
        marcus = found["Marcus Adeyemi"].deviation
        assert marcus.mean is not None
        assert marcus.mean > 0
        assert marcus.mean == marcus.distance
        assert found["Ingrid Halvorsen"].deviation.mean is None


def test_people_whose_account_has_ended_are_left_out(office: Office) -> None:
    give(office)
    end_person(office.instance, office.helen, office.marcus.id)
    people = own_practice(office.instance, office.helen).people
    assert people is not None
    assert "Marcus Adeyemi" not in [row.person.name for row in people]


def test_figures_outlive_a_competency(office: Office) -> None:
    give(office)
    bank = bank_of(office)
    with_rubrics(office, bank.rubrics[CREDIT].model_copy(update={"examples": []}))
    assert own_practice(office.instance, office.marcus).practice.ratings == 1
