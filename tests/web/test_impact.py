"""The page of adverse impact: for whom, what it says with many, few and no people, and that it names nobody."""

import csv
import re
import time
from dataclasses import replace
from io import StringIO

import pytest

from screener.journeys.voluntary import QUESTIONS
from screener.storage.records import Opening, Person
from tests.journeys.pools import (
    FEMALE,
    MALE,
    SILENT,
    Applicant,
    finished,
    rate_once,
    rules_example_of_scoring,
    rules_example_of_selection,
    times,
)
from tests.office import Office
from tests.web.browser import Browser
from tests.web.conftest import Visit
from tests.web.test_candidates import page_of

ADDRESS = "/adverse-impact"
CATEGORIES = [category.name for question in QUESTIONS for category in question.categories]
MOST_SECONDS = 3.0


def text_at(office: Office, address: str = ADDRESS, person: Person | None = None) -> str:
    return page_of(Browser(office, person or office.helen).get(address)).text


def rows_at(office: Office, address: str = f"{ADDRESS}.csv") -> list[list[str]]:
    answer = Browser(office, office.helen).get(address)
    assert answer.mimetype == "text/csv"
    return list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def pooled(office: Office) -> list[Opening]:
    """Two groups: women with 5 of 20 chosen and men with 10 of 20, then twelve women."""
    return [
        finished(office, times(FEMALE, 40, chosen=10), title="Sales Director"),
        finished(office, times(MALE, 40, chosen=20), title="Head of Marketing"),
        finished(office, times(FEMALE, 6), title="Brand Director"),
        finished(office, times(FEMALE, 6), title="Chief Revenue Officer"),
    ]


# For whom


def test_it_is_for_hr_and_administrators(office: Office, visit: Visit, pooled: list[Opening]) -> None:
    for address in (ADDRESS, f"{ADDRESS}.csv"):
        for person in (office.helen, office.sam):
            assert visit(person).get(address).status_code == 200
        for person in (office.ingrid, office.marcus, office.yuki):
            refused = visit(person).get(address)
            assert refused.status_code == 403
            assert "Female" not in refused.text
        assert "/sign-in" in visit().get(address).location


def test_only_they_find_it_below_the_closed_openings(office: Office, visit: Visit, pooled: list[Opening]) -> None:
    for person in (office.helen, office.sam):
        assert ADDRESS in page_of(visit(person).get("/")).links
    for person in (office.ingrid, office.marcus, office.yuki):
        assert ADDRESS not in page_of(visit(person).get("/")).links


def test_no_other_page_shows_a_category_to_anybody(office: Office, visit: Visit, pooled: list[Opening]) -> None:
    opening = pooled[0]
    candidate = office.instance.store.candidates_of(opening.id)[0][0]
    rate_once(office, candidate, 3)
    (seat,) = office.instance.store.seats(candidate_ids=[candidate.id])
    pages = [
        "/", "/reminders", "/people", "/account", f"/openings/{opening.id}", f"/openings/{opening.id}/kit",
        f"/openings/{opening.id}/kit/candidate", f"/openings/{opening.id}/panel", f"/openings/{opening.id}/voluntary",
        f"/openings/{opening.id}/voluntary.csv", f"/candidates/{candidate.id}", f"/interviews/{seat.interview.id}",
        f"/candidates/{candidate.id}/rounds/1/consensus",
    ]  # fmt: skip
    told = re.compile("|".join(re.escape(name) for name in CATEGORIES if name != "Male") + r"|\bMale\b")
    for person in (office.helen, office.sam, office.ingrid, office.marcus, office.yuki, None):
        for address in pages:
            assert not told.search(visit(person).get(address, follow_redirects=True).text), address


def test_the_page_and_the_file_name_no_candidate(office: Office, pooled: list[Opening]) -> None:
    helen = Browser(office, office.helen)
    told = helen.get(ADDRESS).text + helen.get(f"{ADDRESS}.csv").text
    for opening in pooled:
        for candidate in office.instance.store.candidates_of(opening.id)[0]:
            assert candidate.name not in told
            assert candidate.id not in told


# What it says


def test_the_rules_example_comes_out_of_the_page(office: Office) -> None:
    people = rules_example_of_scoring()
    finished(office, people[::2])
    finished(office, people[1::2])
    text = text_at(office)
    for row in (
        "Male 92 50 54.3 % 1.00", "Female 76 34 44.7 % 0.82",
        "Hispanic or Latino 28 18 64.3 % 1.00", "White (not Hispanic or Latino) 40 15 37.5 % 0.58",
        "Black or African American (not Hispanic or Latino) 32 16 50.0 % 0.78",
        "Native Hawaiian or Other Pacific Islander (not Hispanic or Latino) 8 5 62.5 % 0.97",
        "Asian (not Hispanic or Latino) 24 10 41.7 % 0.65",
    ):  # fmt: skip
        assert row in text, row
    assert "36 candidates gave no category here" in text


def test_the_rules_example_of_selection_comes_out_of_the_page_in_time(office: Office) -> None:
    people = [replace(own, level=3) for own in rules_example_of_selection()]
    finished(office, people[::2])
    finished(office, people[1::2])
    helen = Browser(office, office.helen)
    began = time.perf_counter()
    text = page_of(helen.get(ADDRESS)).text
    assert time.perf_counter() - began < MOST_SECONDS
    for row in (
        "White (not Hispanic or Latino) 797 412 51.7 % 1.00",
        "Black or African American (not Hispanic or Latino) 408 204 50.0 % 0.97",
        "Asian (not Hispanic or Latino) 390 170 43.6 % 0.84",
    ):
        assert row in text, row
    assert "Asian (not Hispanic or Latino) 390 170 43.6 % 0.84 −2.6 0.009 Not below four fifths, yet" in text


def test_it_gives_counts_both_tests_and_a_verdict_in_words(office: Office, pooled: list[Opening]) -> None:
    first = pooled[0].id
    text = text_at(office, f"{ADDRESS}?chosen=1&group={first}")
    assert "Male 40 20 50.0 % 1.00 – – The highest rate: the others are compared with it." in text
    assert "Female 40 10 25.0 % 0.50 −2.3 0.030 Below four fifths, and by more" in text
    assert "Below four fifths, and by more than chance would explain. Find out why." in text
    assert "Nobody got through, so nothing is compared." not in text.split("Who scored")[0]


def test_small_numbers_get_no_verdict_but_what_it_would_take(office: Office) -> None:
    finished(office, times(FEMALE, 10, chosen=1))
    finished(office, times(MALE, 10, chosen=5))
    text = text_at(office)
    assert "Female 10 1 10.0 % 0.20" in text
    assert "0.20 −2.0 0.108 Too few people for a verdict" in text
    assert "it takes about 388 people in each of the two categories" in text
    assert "the four-fifths rule alone is noise" in text
    assert "Below four fifths, and by more" not in text


def test_a_category_under_two_in_a_hundred_is_shown_and_not_compared(office: Office) -> None:
    finished(office, [*times(FEMALE, 60, chosen=20), *times(Applicant("female", "native"), 1, chosen=1)])
    finished(office, times(MALE, 60, chosen=20))
    text = text_at(office)
    native = "American Indian or Alaska Native (not Hispanic or Latino) 1 1 100.0 %"
    assert f"{native} – – – Fewer than 2 % of those who answered, so it is not compared." in text


def test_openings_without_a_note_of_who_was_chosen_say_so(office: Office) -> None:
    finished(office, times(FEMALE, 6))
    finished(office, times(MALE, 6))
    text = text_at(office)
    assert "For none of these openings is it noted who was chosen" in text
    assert "Nobody got through, so nothing is compared" in text


def test_who_withdrew_and_who_has_no_total_is_told(office: Office, pooled: list[Opening]) -> None:
    text = text_at(office)
    assert "Considered is everybody who did not withdraw" in text
    assert "92 candidates without a total are left out" in text
    assert "Counted on 6 March 2026" in text


# Choosing, and what protects people


def test_it_pools_all_groups_at_first_and_those_that_are_chosen_then(office: Office, pooled: list[Opening]) -> None:
    first, second = pooled[0].id, pooled[2].id
    helen = Browser(office, office.helen)
    assert helen.get(ADDRESS).text.count(" checked") == 2
    assert "Female 52 10" in text_at(office)
    page = helen.get(f"{ADDRESS}?chosen=1&group={second}")
    assert page.text.count(" checked") == 1
    assert "12 people" not in page.text
    assert "Female 12 0" in page_of(page).text
    assert f"group={second}" in page.text
    assert rows_at(office, f"{ADDRESS}.csv?chosen=1&group={first}")[1][2:5] == ["Male", "40", "20"]
    assert "Choose at least one group" in text_at(office, f"{ADDRESS}?chosen=1")
    for odd in (pooled[1].id, "nobody", "<script>", "x" * 3000):
        assert helen.get(f"{ADDRESS}?chosen=1&group={odd}").status_code == 404


def test_with_fewer_than_ten_answers_there_is_only_their_number(office: Office) -> None:
    finished(office, [*times(FEMALE, 5, chosen=2), SILENT])
    finished(office, times(MALE, 4))
    text = text_at(office)
    assert "2 finished openings, with 9 people who answered, wait until" in text
    assert not [name for name in ("Female", "White") if name in text]
    assert "Female" not in str(rows_at(office))


def test_a_kind_with_few_answers_shows_their_number_alone(office: Office) -> None:
    finished(office, times(Applicant(sex="female"), 8))
    finished(office, [*times(Applicant(sex="male"), 8), *times(Applicant(race="asian"), 3)])
    text = text_at(office)
    assert "3 people answered, of 19. With fewer than 10, only this number is shown" in text
    assert "Asian" not in text
    assert "Asian" not in str(rows_at(office))


def test_an_empty_instance_says_what_it_takes(office: Office) -> None:
    text = text_at(office)
    assert "There is nothing to compare yet" in text
    assert "at least 2 openings are closed and 10 of their candidates have answered" in text


def test_hostile_titles_stay_text(office: Office) -> None:
    finished(office, times(FEMALE, 6), title='<script>alert("x")</script>')
    finished(office, times(FEMALE, 6), title="محمد 🎯 {{ 7 * 7 }}")
    answer = Browser(office, office.helen).get(ADDRESS)
    assert '<script>alert("x")</script>' in page_of(answer).text
    assert "{{ 7 * 7 }}" in answer.text
    assert "<script>alert" not in answer.text


# The file


def test_the_file_has_the_figures_of_the_page_as_numbers(office: Office, pooled: list[Opening]) -> None:
    header, *rows = rows_at(office, f"{ADDRESS}.csv?chosen=1&group={pooled[0].id}")
    assert header[:5] == ["Measure", "Kind", "Category", "Considered", "Got through"]
    assert all(len(row) == len(header) for row in rows)
    female = next(row for row in rows if row[:3] == ["Chosen", "Sex", "Female"])
    assert female[3:7] == ["40", "10", "0.25", "0.5"]
    assert float(female[7]) == pytest.approx(-2.3094, abs=1e-4)
    assert next(row for row in rows if row[2] == "unknown")[:4] == ["Chosen", "Sex", "unknown", "0"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
