"""Files and paper: who gets them, that they say what the page says, and that nothing in them is active."""

import csv
import json
import re
import zipfile
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from screener.journeys import debrief
from screener.journeys.blinding import set_blind
from screener.journeys.candidates import change_candidate
from tests.journeys.compared import HOSTILE_NOTE, Compared, compared_opening, hear, settle_tessa
from tests.journeys.test_candidates import WRITINGS, hold
from tests.office import Office
from tests.test_templates import inspected
from tests.web.conftest import Visit
from tests.web.test_candidates import page_of, statements

FORMS = ("compare.xlsx", "compare.csv", "compare.json", "debrief")
NAMES = ("Tessa", "Brandvold", "Bram", "Osterholt", "Zoë")


@pytest.fixture
def found(office: Office) -> Compared:
    return compared_opening(office)


def at(found: Compared, form: str, choice: str = "") -> str:
    return f"/openings/{found.opening.id}/{form}{choice}"


def workbook(visit: Visit, office: Office, found: Compared, choice: str = "") -> Any:
    answer = visit(office.helen).get(at(found, "compare.xlsx", choice))
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.data))


def sheet(book: Any, name: str) -> list[dict[str, Any]]:
    heading, *rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
    return [dict(zip(heading, row, strict=True)) for row in rows]


def table(visit: Visit, office: Office, found: Compared, choice: str = "") -> list[dict[str, str]]:
    answer = visit(office.helen).get(at(found, "compare.csv", choice))
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"), newline="")))


# For whom


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_the_comparison_are_for_hr_and_the_panels_managers(
    office: Office, visit: Visit, found: Compared, form: str
) -> None:
    for person in (office.helen, office.sam, office.ingrid):
        assert visit(person).get(at(found, form)).status_code == 200
    for person in (office.marcus, office.yuki):
        refused = visit(person).get(at(found, form))
        assert refused.status_code == 404
        assert "Tessa" not in refused.text
    assert "/sign-in" in visit().get(at(found, form)).location
    elsewhere = office.opening(panel=(office.marcus,))
    assert visit(office.ingrid).get(f"/openings/{elsewhere.id}/{form}").status_code == 404


def test_records_are_for_hr_and_administrators(office: Office, visit: Visit, found: Compared) -> None:
    for address in (f"/interviews/{found.marcuses.id}/record", f"/candidates/{found.tessa.id}/records.zip"):
        for person in (office.helen, office.sam):
            answer = visit(person).get(address)
            assert answer.status_code == 200
            assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert visit(office.ingrid).get(address).status_code == 403
        assert visit(office.marcus).get(address).status_code == 403
        assert visit(office.yuki).get(address).status_code == 404
        assert "/sign-in" in visit().get(address).location


def test_pages_lead_to_what_a_person_gets(office: Office, visit: Visit, found: Compared) -> None:
    links = page_of(visit(office.helen).get(at(found, "compare", "?sort=name&order=up&round=1"))).links
    for form in FORMS[:3]:
        assert at(found, form, "?round=1&sort=name&order=up") in links
    assert f'formaction="{at(found, "debrief")}"' in visit(office.helen).get(at(found, "compare")).text
    address, records = f"/candidates/{found.tessa.id}", f"/candidates/{found.tessa.id}/records.zip"
    own = at(found, "debrief", f"?candidate={found.tessa.id}")
    for person, gets in ((office.helen, (True, True)), (office.ingrid, (True, False)), (office.marcus, (False, False))):
        links = page_of(visit(person).get(address)).links
        assert (own in links, records in links) == gets
        assert (f"/interviews/{found.marcuses.id}/record" in links) is gets[1]


# The workbook


def test_the_workbook_has_the_pages_figures_with_types(office: Office, visit: Visit, found: Compared) -> None:
    hear(office, found)
    settle_tessa(office, found)
    book = workbook(visit, office, found)
    assert book.sheetnames == ["Candidates", "Levels", "Ratings", "Beliefs", "Weights", "About"]
    data = json.loads(visit(office.helen).get(at(found, "compare.json")).text)
    for row, own in zip(sheet(book, "Candidates"), data["candidates"], strict=True):
        assert row["Candidate"] == own["name"]
        for heading, figure in (("Total", "level"), ("Low", "low"), ("High", "high")):
            assert row[heading] == pytest.approx(own["total"][figure])
        assert row["Scorecards submitted"] == own["scorecards"]["submitted"]
    tessa = next(row for row in sheet(book, "Candidates") if row["Candidate"] == "Tessa Brandvold")
    assert (tessa["High, asserted"], tessa["Settled total"], tessa["Bent"]) == (1, 3, "Capital S")
    zoe = next(row for row in sheet(book, "Candidates") if row["Candidate"] == "Zoë <b>")
    assert (zoe["Total"], zoe["High, asserted"], zoe["Heard share"]) == (None, None, None)
    standing = next(row for row in sheet(book, "Levels") if row["Candidate"] == "Tessa Brandvold")
    assert (standing["Level"], standing["Lowest"], standing["Highest"], standing["Raters"]) == (3.5, 2, 5, 2)
    assert {row["Weight"] for row in sheet(book, "Weights")} <= {0.5, 1, 1.5, 2, 3}


def test_ratings_and_beliefs_have_their_words(office: Office, visit: Visit, found: Compared) -> None:
    hear(office, found)
    book = workbook(visit, office, found)
    ratings = sheet(book, "Ratings")
    assert len(ratings) == 12 * 3 + 1
    hostile = next(row for row in ratings if row["Notes"] == HOSTILE_NOTE)
    assert hostile["Submitted at (UTC)"] == datetime(2026, 3, 2, 9, 0)
    assert {"skipped", "no evidence", 2, 5, 3} <= {row["Level"] for row in ratings}
    adopted = next(row for row in sheet(book, "Beliefs") if row["Rater’s verdict"] == "adopted")
    assert adopted["Severity"] == "high"
    assert adopted["Sureness"] in ("very likely", "likely", "uncertain")
    assert "marketing is there to serve sales" in adopted["Quotation"]
    for page in book:
        assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]


def test_about_says_where_it_comes_from_and_what_to_mind(office: Office, visit: Visit, found: Compared) -> None:
    about = {row["What"]: row["Is"] for row in sheet(workbook(visit, office, found), "About")}
    assert (about["Opening"], about["Guides"], about["Made by"]) == ("Sales Director", "Sales leader", "Helen Osei")
    assert about["Question bank"] == office.instance.shelf.current().bank.fingerprint
    assert about["Made at (UTC)"] == datetime(2026, 3, 2, 9, 0)
    assert "raters differ by" in about["How totals are reckoned"]
    assert "still to be read for beliefs: 3" in about["Note"]


def test_files_take_the_pages_choices(office: Office, visit: Visit, found: Compared) -> None:
    choice = "?sort=name&order=up&show=complete&round=1"
    assert [row["Candidate"] for row in table(visit, office, found, choice)] == ["Tessa Brandvold", "Bram Osterholt"]
    book = workbook(visit, office, found, choice)
    assert [row["Candidate"] for row in sheet(book, "Candidates")] == ["Tessa Brandvold", "Bram Osterholt"]
    for form in FORMS:
        assert visit(office.helen).get(at(found, form, "?round=7")).status_code == 404
        assert visit(office.helen).get(at(found, form, "?round=<script>&page=-1")).status_code == 200


def test_hidden_names_are_in_no_form(office: Office, visit: Visit, found: Compared) -> None:
    hear(office, found)
    settle_tessa(office, found)
    set_blind(office.instance, office.helen, found.opening.id, is_blind=True)
    helen = visit(office.helen)
    for form in FORMS[1:]:
        said = helen.get(at(found, form)).text
        assert "Candidate " in said
        assert not [name for name in NAMES if name in said], form
    book = workbook(visit, office, found)
    said = str([sheet(book, name) for name in book.sheetnames])
    assert not [name for name in NAMES if name in said]


# The table and the data


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "-2+3", "+Zoë", *WRITINGS])
def test_hostile_names_stay_texts_in_the_table(office: Office, visit: Visit, found: Compared, name: str) -> None:
    change_candidate(office.instance, office.helen, found.tessa.id, name, "")
    (tessa,) = [row for row in table(visit, office, found) if row["Scorecards submitted"] == "2"]
    assert tessa["Candidate"] == (f"'{name}" if name[0] in "=@-+" else name)
    assert float(tessa["Standing of the two functions"]) == 3.5
    assert tessa["This quarter and the long run"] == "4.0"


def test_files_are_sent_as_files(office: Office, visit: Visit, found: Compared) -> None:
    for form in FORMS[:3]:
        answer = visit(office.helen).get(at(found, form))
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["Cache-Control"] == "no-store"


# The debrief pack


def test_the_pack_shows_differences_levels_beliefs_and_what_was_settled(
    office: Office, visit: Visit, found: Compared
) -> None:
    hear(office, found)
    settle_tessa(office, found)
    text = page_of(visit(office.helen).get(at(found, "debrief", f"?candidate={found.tessa.id}"))).text
    assert re.search(r"in 95 of 100 cases; [^.]*\. \d{1,3} % of what counts was heard", text)
    assert "Standing of the two functions: 2 to 5" in text
    assert "Ingrid Halvorsen: 5" in text
    assert "As the panel settled: 3.00 ." in text
    assert "Standing of the two functions: 3 Tessa’s standing, talked over." in text
    assert "marketing is there to serve sales" in text
    assert "Marcus Adeyemi adopted this: Said by Tessa twice." in text
    assert "1 candidate" in text


def test_a_pack_that_is_refused_leads_back_with_what_was_ticked(
    office: Office, visit: Visit, found: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debrief, "MOST_CANDIDATES", 1)
    client = visit(office.helen)
    refused = client.get(at(found, "debrief", f"?candidate={found.tessa.id}&candidate={found.bram.id}&sort=name"))
    assert refused.status_code == 303
    assert "#" not in refused.location  # the reason stands on top
    back = client.get(refused.location).text
    assert "A debrief pack holds at most 1 candidates (2 chosen)." in back
    assert len(re.findall(r'name="candidate" value="\w+" checked', back)) == 2


def test_the_pack_is_whole_when_empty_alone_or_withheld(office: Office, visit: Visit, found: Compared) -> None:
    empty = office.opening()
    helen = visit(office.helen)
    assert "nothing to talk about" in page_of(helen.get(f"/openings/{empty.id}/debrief")).text
    assert "No scorecard has been submitted yet." in page_of(helen.get(at(found, "debrief", f"?candidate={found.zoe.id}"))).text  # fmt: skip
    bram = page_of(helen.get(at(found, "debrief", f"?candidate={found.bram.id}"))).text
    assert "Only one scorecard has been submitted." in bram
    hold(office, found.tessa, office.helen, submits=False)
    withheld = helen.get(at(found, "debrief", f"?candidate={found.tessa.id}")).text
    assert "once you have submitted" in withheld
    assert "Ingrid Halvorsen on" not in withheld


def test_too_many_and_strangers_are_refused(office: Office, visit: Visit, found: Compared) -> None:
    helen = visit(office.helen)
    assert helen.get(at(found, "debrief", "?candidate=nobody")).status_code == 404
    with office.instance.store.transaction():
        for number in range(51):
            office.candidate(found.opening, f"Candidate {number}")
    everybody = office.instance.store.candidates_of(found.opening.id)[0]
    address = at(found, "debrief", "?" + "&".join(f"candidate={own.id}" for own in everybody))
    assert "at most 50 candidates" in page_of(helen.get(address, follow_redirects=True)).text


def test_it_takes_as_many_look_ups_however_many_there_are(office: Office, visit: Visit, found: Compared) -> None:
    helen = visit(office.helen)
    counts = []
    for names in (("Ada",), ("Ben", "Cora", "Dora", "Ed")):
        for name in names:
            hold(office, office.candidate(found.opening, name), office.marcus)
        helen.get(at(found, "debrief"))
        with statements(office) as seen:
            helen.get(at(found, "debrief"))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_hostile_words_stay_words_on_paper(office: Office, visit: Visit, found: Compared) -> None:
    helen = visit(office.helen)
    pack = helen.get(at(found, "debrief")).text
    record = helen.get(f"/interviews/{found.marcuses.id}/record").text
    for page in (pack, record):
        assert "<script>alert" not in page
    hold(office, found.tessa, office.yuki, {"standing": 1})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in record


# Records


def test_a_record_needs_no_other_file_and_holds_everything(office: Office, visit: Visit, found: Compared) -> None:
    settle_tessa(office, found)
    page = visit(office.helen).get(f"/interviews/{found.marcuses.id}/record").text
    seen = inspected(page)
    assert not {"script", "link", "img", "iframe", "form"} & seen.tags
    assert seen.headings.count("h1") == 1
    text = " ".join(" ".join(seen.text).split())
    for words in (
        "Record of an interview with Tessa Brandvold", "Scorecard of Marcus Adeyemi", "Revision 2, upon revision 1; window w2",
        "skipped: Tessa had to leave.", "So Tessa said.", "Ms Brandvold asked about pay.", "Capital S",
        "adopted . Said by Tessa twice.", "Standing of the two functions: 2", "Tessa’s standing, talked over.",
        "2026-03-02 09:00:00 UTC", office.instance.shelf.current().bank.fingerprint,
    ):  # fmt: skip
        assert words in text, words


def test_a_record_says_what_it_leaves_out(office: Office, visit: Visit, found: Compared) -> None:
    settle_tessa(office, found)
    hold(office, found.tessa, office.helen, submits=False)
    page = visit(office.helen).get(f"/interviews/{found.marcuses.id}/record").text
    assert "has a scorecard of their own to submit first" in page
    assert "may not read it yet" in page
    assert "So Tessa said." not in page
    assert "talked over" not in page


def test_a_candidates_records_come_as_one_archive(office: Office, visit: Visit, found: Compared) -> None:
    answer = visit(office.helen).get(f"/candidates/{found.tessa.id}/records.zip")
    assert answer.mimetype == "application/zip"
    assert answer.is_streamed
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        names = {f"round-1-{own.id}.html" for own in (found.ingrids, found.marcuses)}
        assert set(archive.namelist()) == names
        single = visit(office.helen).get(f"/interviews/{found.ingrids.id}/record").text
        assert archive.read(f"round-1-{found.ingrids.id}.html").decode() == single
    assert visit(office.helen).get(f"/candidates/{found.zoe.id}/records.zip").status_code == 404
