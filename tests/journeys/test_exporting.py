"""What is taken out of a comparison: the same figures, every rating and belief behind them, and nothing hidden."""

import json
from dataclasses import replace
from typing import Any

import pytest

from screener.errors import NotFound, Refused
from screener.journeys.blinding import set_blind
from screener.journeys.candidates import withdraw
from screener.journeys.comparison import View, comparison_of
from screener.journeys.exporting import (
    CLOSING_NOTE,
    Export,
    GivenBelief,
    GivenRating,
    comparisons_of,
    export_of,
    exports_of,
    openings_with,
)
from screener.rendering.tables import candidates_table
from screener.storage.records import Person
from tests.journeys.compared import HOSTILE_NOTE, Compared, compared_opening, hear, settle_tessa
from tests.journeys.rated import heard, rated, weighted_opening
from tests.journeys.test_candidates import hold
from tests.office import Office


@pytest.fixture
def found(office: Office) -> Compared:
    return compared_opening(office)


def taken_out(office: Office, found: Compared, person: Person | None = None, **view: Any) -> Export:
    return export_of(office.instance, person or office.helen, found.opening.id, View(**view))


def ratings_in(export: Export) -> list[GivenRating]:
    return [rating for scorecard in export.scorecards() for rating in scorecard.ratings]


def beliefs_in(export: Export) -> list[GivenBelief]:
    return [belief for scorecard in export.scorecards() for belief in scorecard.beliefs]


def test_what_could_not_be_read_is_unknown_and_not_none(office: Office) -> None:
    opening = weighted_opening(office)
    heard(office, rated(office, office.candidate(opening, "Ann"), office.marcus, {"standing": [3]}), reader="")
    heard(office, rated(office, office.candidate(opening, "Ben"), office.marcus, {"standing": [3]}))
    heading, ann, ben = candidates_table([comparison_of(office.instance, office.helen, opening.id)])
    places = [
        heading.index(name)
        for name in ("Candidate", "Scorecards not read for beliefs", "High, asserted", "Healthy, asserted")
    ]
    assert [ann[place] for place in places] == ["Ann", 1, None, None]
    assert [ben[place] for place in places] == ["Ben", 0, 0, 0]


# Whose


def test_it_is_for_hr_administrators_and_the_panels_managers(office: Office, found: Compared) -> None:
    for person in (office.helen, office.sam, office.ingrid):
        assert taken_out(office, found, person).count == 3
    for person in (office.marcus, office.yuki):
        with pytest.raises(NotFound):
            taken_out(office, found, person)
    off_panel = replace(office.ingrid, id="somebody")
    with pytest.raises(NotFound):
        taken_out(office, found, off_panel)


def test_who_has_a_scorecard_to_submit_gets_no_other_of_that_candidate(office: Office, found: Compared) -> None:
    hold(office, found.tessa, office.helen, submits=False)
    export = taken_out(office, found)
    assert {rating.candidate for rating in ratings_in(export)} == {"Bram Osterholt"}
    tessa = next(row for row in export.comparison.rows if row.candidate.id == found.tessa.id)
    assert (tessa.submitted, tessa.hidden, tessa.total.level) == (2, 2, None)
    assert export.count == 1


def test_what_is_not_submitted_is_in_none(office: Office, found: Compared) -> None:
    hold(office, found.zoe, office.yuki, {"standing": 1}, submits=False)
    assert "Zoë <b>" not in {rating.candidate for rating in ratings_in(taken_out(office, found))}


# What


def test_the_comparison_is_the_one_of_the_page_with_every_row(office: Office, found: Compared) -> None:
    export = taken_out(office, found, sort="name", page=7)
    page = comparison_of(office.instance, office.helen, found.opening.id, View(sort="name", page=0))
    assert export.comparison == page
    assert [row.candidate.name for row in export.comparison.rows] == ["Bram Osterholt", "Tessa Brandvold", "Zoë <b>"]


def test_every_rating_is_there_with_its_note_and_state(office: Office, found: Compared) -> None:
    rows = [rating for rating in ratings_in(taken_out(office, found)) if rating.rater == "Marcus Adeyemi"]
    tessas = [row for row in rows if row.candidate == "Tessa Brandvold"]
    assert len(tessas) == 13  # twelve questions and the note at the end
    assert tessas[1].notes == HOSTILE_NOTE
    assert (tessas[2].state, tessas[2].level, tessas[2].skipped_because) == ("skipped", None, "Tessa had to leave.")
    closing = tessas[-1]
    assert (closing.question, closing.competency, closing.state) == (CLOSING_NOTE, "", "")
    assert closing.notes == "Ms Brandvold asked about pay."
    states = {(row.competency, row.level, row.state) for row in tessas}
    assert ("This quarter and the long run", None, "no evidence") in states
    assert ("Standing of the two functions", 2, "rated") in states
    assert {row.submitted_at for row in rows} == {office.instance.now()}


def test_beliefs_have_their_words_and_the_raters_verdict(office: Office, found: Compared) -> None:
    hear(office, found)
    beliefs = beliefs_in(taken_out(office, found))
    heard = next(own for own in beliefs if own.verdict == "adopted")
    assert (heard.stance, heard.severity, heard.source) == ("asserted", "high", "notes")
    assert "marketing is there to serve sales" in heard.quote
    assert heard.reason == "Said by Tessa twice."
    unheard = next(own for own in beliefs if own.verdict == "dismissed")
    assert (unheard.stance, unheard.confidence, unheard.quote) == ("", None, "their own way")


def test_only_the_rounds_scorecards_are_in_it(office: Office, found: Compared) -> None:
    hold(office, found.tessa, office.yuki, round=2)
    assert {rating.round for rating in ratings_in(taken_out(office, found))} == {1}
    assert {rating.rater for rating in ratings_in(taken_out(office, found, round=2))} == {"Yuki Tanabe"}
    assert {rating.round for rating in ratings_in(taken_out(office, found, round=0))} == {1, 2}


def test_a_choice_of_candidates_is_kept(office: Office, found: Compared) -> None:
    export = taken_out(office, found, show="complete", search="bram")
    assert [row.candidate.name for row in export.comparison.rows] == ["Bram Osterholt"]
    assert {rating.candidate for rating in ratings_in(export)} == {"Bram Osterholt"}
    with pytest.raises(Refused):
        taken_out(office, found, search="x" * 121)
    with pytest.raises(NotFound):
        taken_out(office, found, round=3)


def test_hidden_names_are_nowhere_in_it(office: Office, found: Compared) -> None:
    hear(office, found)
    settle_tessa(office, found)
    withdraw(office.instance, office.helen, found.bram.id)
    set_blind(office.instance, office.helen, found.opening.id, is_blind=True)
    export = taken_out(office, found)
    said = json.dumps([*ratings_in(export), *beliefs_in(export)], ensure_ascii=False)
    for name in ("Tessa", "Brandvold", "Bram", "Osterholt", "Zoë"):
        assert name not in said
    assert "So Candidate " in said
    assert {rating.candidate for rating in ratings_in(export)} <= {f"Candidate {letter}" for letter in "ABC"}


def test_it_tells_how_far_it_has_come(office: Office, found: Compared) -> None:
    told: list[tuple[int, int]] = []
    list(taken_out(office, found).scorecards(lambda done, of: told.append((done, of))))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_it_says_where_it_comes_from(office: Office, found: Compared) -> None:
    export = taken_out(office, found)
    assert export.guides == ("Sales leader",)
    assert export.banks == (office.instance.shelf.current().bank.fingerprint,)
    assert (export.made_by, export.made_at) == ("Helen Osei", office.instance.now())


def test_an_empty_opening_is_taken_out_too(office: Office) -> None:
    export = export_of(office.instance, office.helen, office.opening().id)
    assert (export.count, export.comparison.rows, list(export.scorecards())) == (0, (), [])


# For who holds the folder


def test_openings_are_found_by_guide_and_by_id(office: Office, found: Compared) -> None:
    other = office.opening(guide="marketing-leader", role="marketing")
    assert openings_with(office.instance, guide="sales-leader") == (found.opening,)
    assert openings_with(office.instance, opening_id=other.id) == (other,)
    assert {own.id for own in openings_with(office.instance)} == {found.opening.id, other.id}
    for wrong, message in (
        ({"guide": "sales-leeder"}, "did you mean `sales-leader`"),
        ({"opening_id": "nowhere"}, "there is no opening `nowhere`"),
        ({"guide": "sales-leader", "opening_id": other.id}, "with this guide"),
    ):
        with pytest.raises(NotFound, match=message):
            openings_with(office.instance, **wrong)


def test_without_openings_it_says_so(office: Office) -> None:
    with pytest.raises(NotFound, match="no opening in this instance"):
        openings_with(office.instance, guide="sales-leader")


def test_who_holds_the_folder_reads_all(office: Office, found: Compared) -> None:
    hold(office, found.tessa, office.helen, submits=False)
    (comparison,) = comparisons_of(office.instance, [found.opening])
    assert {row.candidate.name: row.hidden for row in comparison.rows}["Tessa Brandvold"] == 0
    (export,) = exports_of(office.instance, [found.opening])
    assert (export.count, export.made_by) == (3, "")


def test_a_round_that_no_opening_has_had_is_refused(office: Office, found: Compared) -> None:
    empty = office.opening()
    assert [own.opening for own in comparisons_of(office.instance, [empty, found.opening], 1)] == [found.opening]
    with pytest.raises(NotFound, match=r"no round 2 \(known: 1\)"):
        comparisons_of(office.instance, [empty, found.opening], 2)
