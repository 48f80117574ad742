"""The pages of the comparison: who gets them, what they say, what is hidden, and what they do with strange addresses."""

import re
from html import unescape

import pytest
from werkzeug.test import TestResponse

from screener.journeys.blinding import set_blind
from screener.journeys.candidates import withdraw
from screener.journeys.consensus import finish, open_discussion, settle
from screener.journeys.instance import new_id
from screener.storage.records import Candidate, Opening, Person, Rating, Weighting
from tests.journeys.rated import a_flag, heard, judge, locked, note, put, questions_in, rated, skip, weighted_opening
from tests.journeys.test_candidates import WRITINGS, hold
from tests.journeys.test_consensus import COMPETENCIES
from tests.office import Office
from tests.web.browser import Browser
from tests.web.conftest import Visit
from tests.web.test_candidates import MOST_STATEMENTS, Page, page_of, statements
from tests.web.test_openings import text_of

NAMES = ("Tessa Brandvold", "Tariq Solheim")
PARTS = ("tessa", "brandvold", "tariq", "solheim")


@pytest.fixture
def opening(office: Office) -> Opening:
    return weighted_opening(office)


@pytest.fixture
def two(office: Office, opening: Opening) -> tuple[Candidate, ...]:
    """Tessa, rated by Marcus and Yuki, and Tariq, rated by Marcus: with notes, places and a belief that name them."""
    candidates = tuple(office.candidate(opening, name) for name in NAMES)
    for candidate, rater, level in zip(
        (candidates[0], *candidates), (office.yuki, office.marcus, office.marcus), (2, 4, 3), strict=True
    ):
        seat = rated(office, candidate, rater, {"standing": [level], "credit": [None]}, submits=False)
        note(office, seat, f"{candidate.name} is not like {' and '.join(NAMES)}. <b>")
        put(office, seat, "fix-owner", "one-vp")
        skip(office, seat, 1, f"{candidate.name} had to leave")
        question = questions_in(office, seat.interview)[0]
        heard(office, locked(office, seat), a_flag(question=question, quote=f"I, {candidate.name}, did it"))
    return candidates


def compare_at(opening: Opening, query: str = "") -> str:
    return f"/openings/{opening.id}/compare{query and '?' + query}"


def sides_at(opening: Opening, *candidates: Candidate, **more: object) -> str:
    query = "&".join(
        [f"candidate={own.id}" for own in candidates] + [f"{name}={value}" for name, value in more.items()]
    )
    return f"/openings/{opening.id}/compare/side-by-side?{query}"


def rows_of(response: TestResponse) -> list[str]:
    """Return the words of each candidate's row."""
    body = response.text.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in response.text else ""
    return [text_of(row) for row in body.split("<tr")[1:]]


# Who gets it


def test_strangers_are_asked_to_sign_in(visit: Visit, opening: Opening, two: tuple[Candidate, ...]) -> None:
    for address in (compare_at(opening), sides_at(opening, *two)):
        response = visit().get(address)
        assert response.status_code == 303
        assert "/sign-in" in response.location
    response = visit().post(f"/openings/{opening.id}/compare/names?hide=yes")
    assert "/sign-in" in response.location


def test_it_is_for_hr_administrators_and_the_panels_hiring_managers(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    for person in (office.helen, office.sam, office.ingrid):
        for address in (compare_at(opening), sides_at(opening, *two)):
            assert "Tessa Brandvold" in page_of(visit(person).get(address)).text
    others = weighted_opening(office, panel=())
    elsewhere = office.candidate(others, "Ann"), office.candidate(others, "Ben")
    for person, own, whom in (
        (office.marcus, opening, two),
        (office.yuki, opening, two),
        (office.ingrid, others, elsewhere),
    ):
        client = visit(person)
        assert client.get(compare_at(own)).status_code == 404
        assert client.get(sides_at(own, *whom)).status_code == 404
        assert client.post(f"/openings/{own.id}/compare/names?hide=yes").status_code == 404
        assert office.instance.store.blindings_of(own.id) == ()


def test_the_opening_leads_to_it_once_something_is_submitted(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    client = visit(office.ingrid)
    assert compare_at(opening) in page_of(client.get(f"/openings/{opening.id}")).links
    assert "compare" not in client.get(f"/openings/{office.opening().id}").text


# What it says


def test_a_row_says_levels_spread_coverage_beliefs_and_places(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    response = visit(office.helen).get(compare_at(opening))
    page_of(response)
    second, first = rows_of(response)  # alike, so by name
    assert "2 of 2 scorecards" in first
    assert re.search(r"3\.00 \d\.\d to \d\.\d 1st–2nd 3\.0 2–4 – no evidence 67 %", first)
    assert re.search(r"3\.00 \d\.\d to \d\.\d 1st–2nd 3\.0 – no evidence 67 %", second)
    name = office.instance.shelf.current().bank.philosophies["sole-credit"].name
    assert f"1 high High, asserted: {name} Read the words Who owns the fix: One VP over both" in first
    assert "Not everything here compares like with like." in response.text  # Yuki met one of two
    words = text_of(response.text)
    assert "counts 2" in words
    assert "They lead both" in words
    assert 'role="img" aria-label="Totals with their intervals"' in response.text


def test_the_picture_has_a_line_for_everybody_with_a_total(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    rated(office, office.candidate(opening, "No Evidence"), office.marcus, {"standing": [None]})
    office.candidate(opening, "Nobody Yet")
    page = visit(office.helen).get(compare_at(opening)).text
    picture = page.split("<svg", 2)[-1].split("</svg>")[0]
    assert picture.count("<circle") == 2
    assert all(f"<title>{name}</title>" in picture for name in NAMES)
    words = rows_of(visit(office.helen).get(compare_at(opening)))
    assert re.search(
        r"No Evidence 1 of 1 scorecard other panel no evidence|No Evidence 1 of 1 scorecard no evidence", words[2]
    )
    assert "Nobody Yet 0 of 0 scorecards –" in words[3]


def test_whoever_withdrew_stands_last_without_a_place(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    withdraw(office.instance, office.helen, two[0].id)
    first, last = rows_of(visit(office.helen).get(compare_at(opening)))
    assert "Tariq Solheim" in first
    assert "1st" in first
    assert "withdrawn" in last
    assert "1st" not in last
    assert "3.00" in last


def test_an_opening_with_nothing_in_it_says_so(office: Office, visit: Visit, opening: Opening) -> None:
    client = visit(office.helen)
    assert "There are no candidates yet." in page_of(client.get(compare_at(opening))).text
    candidate = office.candidate(opening)
    rated(office, candidate, office.marcus, {"standing": [4]}, submits=False)
    page = page_of(client.get(compare_at(opening)))
    assert "No scorecard has been submitted yet" in page.text
    assert "svg" not in [tag for tag in page.tags if tag == "svg"][1:]
    assert "4.0" not in page.text


def test_a_choice_that_fits_nobody_leads_back(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    page = page_of(visit(office.helen).get(compare_at(opening, "search=nobody&show=incomplete&sort=name")))
    assert "No candidate fits this choice." in page.text
    assert compare_at(opening, "sort=name") in page.links


def test_what_was_settled_stands_beside_the_total_even_without_evidence(
    office: Office, visit: Visit, opening: Opening
) -> None:
    candidate, other = office.candidate(opening), office.candidate(opening, "Other")
    hold(office, candidate, office.marcus, dict.fromkeys(COMPETENCIES))
    hold(office, other, office.marcus)
    for who in (candidate, other):
        open_discussion(office.instance, office.helen, who.id, 1)
        for competency in COMPETENCIES:
            settle(office.instance, office.helen, who.id, 1, competency, 4, "We talked it over.")
        finish(office.instance, office.helen, who.id, 1)
    heard_, unheard = rows_of(visit(office.helen).get(compare_at(opening)))
    assert re.search(r"Other .* 3\.00 .* settled: 4\.00", heard_)
    assert re.search(r"no evidence settled: 4\.00", unheard)


def test_without_weights_there_is_no_total_and_no_picture(office: Office, visit: Visit) -> None:
    opening = weighted_opening(office, weights=())
    rated(office, office.candidate(opening), office.marcus, {"standing": [4]})
    page = page_of(visit(office.helen).get(compare_at(opening)))
    assert "in no total" in page.text
    assert "Totals" not in [word.strip() for word in page.words]


def test_of_hidden_scorecards_a_row_only_says_that_they_are_there(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    rated(office, two[0], office.ingrid, {"standing": [5]}, submits=False)
    client = visit(office.ingrid)
    (row,) = [row for row in rows_of(client.get(compare_at(opening))) if "Tessa" in row]
    assert "2 of 3 scorecards; 2 for you to see once you have submitted yours" in row
    assert re.search(r"submitted yours – – – – *$", row), row  # no total, no level, nothing of coverage or beliefs
    page = page_of(client.get(sides_at(opening, *two)))
    assert "Tessa Brandvold had to leave" not in page.text
    assert "Tariq Solheim had to leave" in page.text


# Side by side


def test_side_by_side_has_levels_profiles_and_each_answer(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    response = visit(office.helen).get(sides_at(opening, *two))
    page = page_of(response)
    assert "Side by side" in page.text
    assert response.text.count('class="plot"') == 2
    assert page.text.count("is not like") == 3
    assert "Marcus Adeyemi : skipped Tariq Solheim had to leave" in page.text
    assert "I, Tessa Brandvold, did it" in page.text
    assert "&lt;b&gt;" in response.text
    questions = office.instance.shelf.current().bank.guides["sales-leader"].questions
    assert page.headings.count(4) == 2 * len(questions)
    assert "not asked" not in page.text
    assert "no evidence" in page.text


@pytest.mark.parametrize("count", [0, 1, 6])
def test_another_number_of_candidates_leads_back_with_a_word(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...], count: int
) -> None:
    chosen = [*two, *(office.candidate(opening, f"Candidate {number}") for number in range(4))][:count]
    client = visit(office.helen)
    response = client.get(sides_at(opening, *chosen, round=1))
    assert response.status_code in (302, 303)
    assert response.location.startswith(compare_at(opening))
    assert response.location.endswith("round=1")
    back = client.get(response.location).text
    assert f"Choose 2 to 5 candidates to put side by side ({count} chosen)." in back
    ticked = re.findall(r'name="candidate" value="(\w+)" checked', back)
    assert set(ticked) == {own.id for own in chosen} & {own.id for own in two}  # the others have nothing submitted


def test_candidates_of_another_opening_are_not_found(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    other = office.candidate(weighted_opening(office), "Elsewhere")
    response = visit(office.helen).get(sides_at(opening, two[0], other))
    page_of(response, 404)
    assert "Elsewhere" not in response.text


def test_an_accepted_belief_is_not_called_healthy(office: Office, visit: Visit, opening: Opening) -> None:
    chosen = [office.candidate(opening, name) for name in ("Ann", "Ben")]
    seat = rated(office, chosen[0], office.marcus, {"standing": [3]})
    question = questions_in(office, seat.interview)[0]
    heard(
        office,
        seat,
        a_flag(question=question, severity=""),
        a_flag("x", question=question, severity="", kind="healthy"),
    )
    words = page_of(visit(office.helen).get(sides_at(opening, *chosen))).text
    assert "Accepted here, asserted:" in words
    assert "Healthy, asserted: x" in words


# Strange addresses


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("round=99", 404), ("round=-1", 200), ("round=abc", 200), ("round=" + "9" * 30, 200), ("round=0", 200), ("round=¹", 200),
        ("page=0", 200), ("page=1", 200), ("page=999", 404), ("page=-1", 200), ("page=x", 200),
        ("sort=<script>alert(1)</script>", 200), ("sort=", 200), ("sort=no-such-competency", 200),
        ("show=nonsense", 404), ("show=", 404), ("order=sideways", 200), ("reread=yes", 200), ("reread=", 200),
        ("search=<script>alert(1)</script>", 200), ("search=" + "x" * 121, 422), ("search=%00%ff", 200),
        ("round=1&round=99&page=1&page=9", 200), ("x=y", 200),
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_a_page_or_told(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...], query: str, status: int
) -> None:
    response = visit(office.helen).get(compare_at(opening, query))
    page_of(response, status)
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    "address",
    ["/openings/x/compare", "/openings/%00%ff/compare", "/openings/x/compare/side-by-side?candidate=a&candidate=b"],
)
def test_unknown_openings_are_not_found(office: Office, visit: Visit, address: str) -> None:
    page_of(visit(office.helen).get(address), 404)


@pytest.mark.parametrize(
    "query", ["opening_id=x", "endpoint=x", "_anchor=x", "_method=POST", "_scheme=ftp&_external=1"]
)
def test_a_word_of_the_programs_own_in_the_address_changes_nothing(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...], query: str
) -> None:
    response = visit(office.helen).get(f"{sides_at(opening, two[0])}&round=1&{query}")
    assert response.status_code == 303
    expected = f"/openings/{opening.id}/compare?candidate={two[0].id}&round=1"
    assert response.headers["Location"] == expected


def test_side_by_side_takes_nonsense_too(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    client = visit(office.helen)
    for more, status in ({"round": 99}, 404), ({"round": "x"}, 200), ({"round": 0}, 200), ({"round": 1}, 200):
        page_of(client.get(sides_at(opening, *two, **more)), status)


# Links keep what is chosen


def test_headings_sort_and_sort_the_other_way_round(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    client = visit(office.helen)
    page = client.get(compare_at(opening)).text
    assert re.findall(r'<th[^>]* aria-sort="(\w+)"', page) == ["descending"]
    assert f'{compare_at(opening, "sort=total&amp;order=up")}#table"' in page  # the total, the other way round
    assert f'{compare_at(opening, "sort=name")}#table"' in page
    page = client.get(compare_at(opening, "sort=name")).text
    assert re.findall(r'<th[^>]* aria-sort="(\w+)"', page) == ["ascending"]
    assert "sort=name&amp;order=up#table" in page
    names = [
        next(name for name in NAMES if name in row)
        for row in rows_of(client.get(compare_at(opening, "sort=name&order=up")))
    ]
    assert names == ["Tessa Brandvold", "Tariq Solheim"]


def test_links_keep_the_round_even_if_it_is_all_of_them(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    rated(office, two[0], office.marcus, {"standing": [5]}, round=2)
    page = visit(office.helen).get(compare_at(opening, "round=0&search=t&show=flagged")).text
    links = [unescape(link) for link in re.findall(r'<th[^>]*><a href="([^"]+)"', page)]
    sorting = [link for link in links if "/compare" in link]
    assert sorting
    assert all({"round=0", "search=t", "show=flagged"} <= set(re.split(r"[?&#]", link)) for link in sorting)
    assert '<option value="0" selected>All rounds together' in page


def test_it_pages(office: Office, visit: Visit, opening: Opening) -> None:
    at = office.instance.now()
    made = [Candidate(new_id(), opening.id, f"Candidate {number:03}", "", at) for number in range(101)]
    office.instance.store.add_candidates(made)
    client = visit(office.helen)
    first, second, third = (client.get(compare_at(opening, f"sort=name&page={number}")) for number in (1, 2, 3))
    assert [len(rows_of(page)) for page in (first, second, third)] == [50, 50, 1]
    assert "101 candidates" in text_of(first.text)
    assert "Page 2 of 3" in text_of(second.text)
    assert {"sort=name&page=1", "sort=name&page=3"} <= {
        link.split("?")[1].split("#")[0] for link in Page(second.text).links if "page=" in link
    }


# Hostile text


@pytest.mark.parametrize("writing", WRITINGS)
def test_whatever_people_write_stays_text(office: Office, visit: Visit, writing: str) -> None:
    opening = weighted_opening(
        office, title=writing, weights=(Weighting("standing", 2.0, writing), Weighting("credit", 1.0))
    )
    chosen = office.candidate(opening, writing), office.candidate(opening, f"Other {writing}")
    for candidate in chosen:
        seat = rated(office, candidate, office.marcus, {"standing": [3]}, submits=False)
        note(office, seat, writing)
        skip(office, seat, 1, writing)
        put(office, seat, "fix-owner", writing)
        question = questions_in(office, seat.interview)[0]
        heard(office, locked(office, seat), a_flag(writing, question=question, quote=writing))
    for hidden in (False, True):
        set_blind(office.instance, office.helen, opening.id, is_blind=hidden)
        for address in (compare_at(opening), sides_at(opening, *chosen)):
            response = visit(office.helen).get(address)
            page_of(response)
            assert "<script>alert" not in response.text
            assert "<img src=x" not in response.text
            assert unescape(response.text).count(writing) >= 2


# Hidden names


def test_no_page_of_the_comparison_holds_a_name_while_names_are_hidden(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    client = visit(office.ingrid)
    response = client.post(f"/openings/{opening.id}/compare/names?hide=yes")
    assert (response.status_code, response.location) == (303, compare_at(opening))
    for person in (office.ingrid, office.helen, office.sam):
        for query in ("", "sort=name&order=up", "round=0", "reread=yes", "show=flagged", "search=candidate"):
            response = visit(person).get(compare_at(opening, query))
            assert not [part for part in PARTS if part in response.text.casefold()], query
            assert len(rows_of(response)) == 2
            assert "Names are hidden on this page, for everybody." in response.text
        response = visit(person).get(sides_at(opening, *two))
        assert not [part for part in PARTS if part in response.text.casefold()]
        assert page_of(response).text.count("is not like Candidate") == 3


def test_nobody_is_found_by_their_name_while_names_are_hidden(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    set_blind(office.instance, office.helen, opening.id, is_blind=True)
    client = visit(office.helen)
    for search in PARTS:
        response = client.get(compare_at(opening, f"search={search}"))
        assert rows_of(response) == []
        assert "No candidate fits this choice." in response.text
    page = page_of(client.get(compare_at(opening)))
    assert "Find by letter" in page.text
    assert not any(link.startswith("/candidates/") for link in page.links)


def test_who_showed_names_again_is_told_to_everybody(
    office: Office, visit: Visit, opening: Opening, two: tuple[Candidate, ...]
) -> None:
    assert "When names were hidden" not in visit(office.helen).get(compare_at(opening)).text
    visit(office.helen).post(f"/openings/{opening.id}/compare/names?hide=yes")
    client = visit(office.sam)
    office.clock.forward(minutes=3)
    assert client.post(f"/openings/{opening.id}/compare/names?hide=no").status_code == 303
    words = text_of(client.get(compare_at(opening)).text)
    assert "Names are shown again, and that you did so is kept." in words
    words = text_of(visit(office.ingrid).get(compare_at(opening)).text)
    assert re.search(r"When names were hidden .*: Helen Osei hid the names .*: Sam Whitlock showed them again", words)
    assert "Tessa Brandvold" in words


def test_names_are_hidden_and_shown_by_forms_with_tokens_alone(office: Office, opening: Opening) -> None:
    address = f"/openings/{opening.id}/compare/names?hide=yes"
    browser = Browser(office, office.helen)
    assert browser.client.post(address).status_code == 400
    assert browser.get(address).status_code == 405
    assert office.instance.store.blindings_of(opening.id) == ()
    assert browser.post(address).status_code == 303
    assert len(office.instance.store.blindings_of(opening.id)) == 1


# Differences


def test_what_differs_is_told_and_by_whom(office: Office, visit: Visit, opening: Opening) -> None:
    for name in ("Usual", "Usual Too"):
        rated(office, office.candidate(opening, name), office.marcus, {"standing": [3]})
    rated(office, office.candidate(opening, "Other"), office.yuki, {"standing": [3]}, guide="first-screen")
    response = visit(office.helen).get(compare_at(opening))
    words = text_of(response.text)
    assert "1 candidate was interviewed with another guide than the rest." in words
    assert "1 candidate met other interviewers than the rest." in words
    assert "question bank than the rest" not in words
    (row,) = [row for row in rows_of(response) if "Other" in row]
    assert "other guide, panel" in row


def test_another_bank_offers_to_read_all_by_todays(office: Office, visit: Visit, opening: Opening) -> None:
    for name in ("Usual", "Usual Too", "Other"):
        seat = rated(office, office.candidate(opening, name), office.marcus, {"standing": [3]})
        heard(office, seat)
    page = visit(office.helen)
    page.get(compare_at(opening))  # which makes the summaries, as long as the bank is there
    office.instance.store._db.conn.execute(  # type: ignore[attr-defined]
        "UPDATE interview SET bank = 'of-old' WHERE id = ?", (seat.interview.id,)
    )
    response = page.get(compare_at(opening, "sort=name"))
    assert "1 candidate was interviewed with another state of the question bank than the rest." in text_of(
        response.text
    )
    (link,) = re.findall(r'href="([^"]+reread=yes[^"]*)"', response.text)
    anew = page.get(unescape(link))
    assert "sort=name" in link
    assert 'name="reread" value="yes" checked' in anew.text


@pytest.mark.parametrize(("verdict", "words"), [("dismissed", "High, set aside:"), ("adopted", "High, asserted:")])
def test_a_dismissed_belief_is_told_as_set_aside(
    office: Office, visit: Visit, opening: Opening, verdict: str, words: str
) -> None:
    seat = rated(office, office.candidate(opening), office.marcus, {"standing": [3]}, submits=False)
    judge(office, seat, "sole-credit", verdict)
    heard(office, locked(office, seat), a_flag())
    (row,) = rows_of(visit(office.helen).get(compare_at(opening)))
    assert words in row
    assert ("no risky belief asserted" in row) == (verdict == "dismissed")


# Statements


def filled(office: Office, opening: Opening, count: int, raters: tuple[Person, ...]) -> list[Candidate]:
    """Add candidates with a submitted scorecard by each rater."""
    store, at = office.instance.store, office.instance.now()
    with store.transaction():
        candidates = [office.candidate(opening, f"Candidate {number:03}") for number in range(count)]
        for candidate in candidates:
            for rater in raters:
                seat = rated(office, candidate, rater, {"standing": [3], "credit": [4]})
                store.append(Rating(seat.scorecard.id, "late", "standing", 1, False, new_id(), at, at))
                heard(office, seat, a_flag())
    return candidates


@pytest.mark.parametrize("query", ["", "search=candidate&sort=flags&show=complete&round=0"])
def test_it_needs_the_same_few_statements_for_60_candidates_as_for_2(office: Office, visit: Visit, query: str) -> None:
    client, counts = visit(office.ingrid), []
    for count in (2, 60):
        opening = weighted_opening(office)
        filled(office, opening, count, (office.marcus, office.yuki))
        set_blind(office.instance, office.helen, opening.id, is_blind=True)
        set_blind(office.instance, office.helen, opening.id, is_blind=False)
        client.get(compare_at(opening))  # which makes the summaries of scorecards from before
        with statements(office) as seen:
            assert client.get(compare_at(opening, query)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_side_by_side_needs_as_many_for_5_candidates_as_for_2(office: Office, visit: Visit, opening: Opening) -> None:
    candidates = filled(office, opening, 5, (office.marcus, office.yuki))
    client, counts = visit(office.helen), []
    client.get(compare_at(opening))
    for count in (2, 5):
        with statements(office) as seen:
            assert client.get(sides_at(opening, *candidates[:count])).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_words_of_a_belief_are_those_of_the_round_and_bank_that_is_looked_at(
    office: Office, visit: Visit, opening: Opening
) -> None:
    candidate = office.candidate(opening)
    for round_, quote in ((1, "First I did it alone"), (2, "Then we did it together")):
        seat = rated(office, candidate, office.marcus, {"standing": [3]}, round=round_, policy="sales-led")
        question = questions_in(office, seat.interview)[0]
        heard(office, seat, a_flag(question=question, quote=quote))
        heard(office, seat, a_flag(question=question, quote=f"Anew: {quote}"), policy=opening.policy)
    client = visit(office.helen)
    for query, wanted in (
        ("round=1", "“First I did it alone”"),
        ("round=2", "“Then we did it together”"),
        ("round=2&reread=yes", "“Anew: Then we did it together”"),
    ):
        (link,) = re.findall(r'href="([^"]+debrief[^"]*)#beliefs-1"', client.get(compare_at(opening, query)).text)
        pack = page_of(client.get(unescape(link))).text
        assert re.findall(r"“[^”]*did it[^”]*”", pack) == [wanted]


def test_side_by_side_shows_beliefs_as_they_are_read_in_the_table(
    office: Office, visit: Visit, opening: Opening
) -> None:
    two = [office.candidate(opening, name) for name in ("Ann Archer", "Ben Baker")]
    for candidate in two:
        seat = rated(office, candidate, office.marcus, {"standing": [3]}, policy="sales-led")
        question = questions_in(office, seat.interview)[0]
        heard(office, seat, a_flag(question=question, quote="As it was held"))
        heard(office, seat, a_flag(question=question, quote="As of today"), policy=opening.policy)
    client = visit(office.helen)
    assert "As it was held" in client.get(sides_at(opening, *two)).text
    anew = client.get(sides_at(opening, *two, reread="yes")).text
    assert "As of today" in anew
    assert "As it was held" not in anew
