"""The pages of imported lists: who gets there, what they show, and what they refuse."""

from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from screener.journeys.openings import add_candidates, close_opening
from screener.storage.records import Opening
from screener.text.table import MAX_ROWS
from tests.journeys.lists import look, take, upload
from tests.office import Office
from tests.web.browser import Browser, app_of, forms_of, words

TEXT = "name,note,tag\nTessa Brandvold,One,x\nTariq Solheim,,y\n"
HOSTILE = "<script>alert(x)</script>"


@pytest.fixture
def app(office: Office) -> Flask:
    return app_of(office)


@pytest.fixture
def helen(office: Office) -> Browser:
    return Browser(office, office.helen)


def send(
    browser: Browser, opening: Opening, content: bytes, kind: str = "candidates", name: str = "list.csv", **form: str
) -> TestResponse:
    answer = browser.post(f"/openings/{opening.id}/import/{kind}", file=(BytesIO(content), name), **form)
    answer.request.environ["wsgi.input"].close()  # the test client's own copy
    return answer


def shown(browser: Browser, opening: Opening, content: bytes, kind: str = "candidates", **form: str) -> TestResponse:
    """Upload a list and return the page that shows what it comes to."""
    sent = send(browser, opening, content, kind, **form)
    assert sent.status_code == 303, words(sent)
    return browser.get(sent.location)


def confirm(browser: Browser, page: TestResponse) -> TestResponse:
    address = page.request.path
    return browser.post(address, seal=forms_of(page)[address]["seal"])


def names_of(office: Office, opening: Opening) -> list[str]:
    return [candidate.name for candidate in office.instance.store.candidates_of(opening.id)[0]]


# Who gets there

ROUTES: list[tuple[str, str, int, int]] = [
    # method, address, what Helen, whose list it is, gets, what the administrator gets
    ("GET", "/openings/<opening_id>/import/candidates", 200, 200),
    ("GET", "/openings/<opening_id>/import/panel", 200, 200),
    ("POST", "/openings/<opening_id>/import/candidates", 200, 200),  # no file
    ("POST", "/openings/<opening_id>/import/panel", 200, 200),
    ("GET", "/openings/<opening_id>/panel/way-in", 200, 200),
    ("GET", "/imports/<file_id>", 200, 404),
    ("POST", "/imports/<file_id>", 200, 404),  # no seal
    ("POST", "/imports/<file_id>/discard", 303, 404),
]


def test_the_table_has_every_address(app: Flask) -> None:
    rules = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("importing.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    kind = "<any(candidates, panel):kind>"
    assert rules == {
        (m, path.replace("candidates", kind).replace("import/panel", f"import/{kind}")) for m, path, *_ in ROUTES
    }


@pytest.mark.parametrize(("method", "path", "own", "administrator"), ROUTES, ids=[f"{r[0]} {r[1]}" for r in ROUTES])
@pytest.mark.parametrize("actor", ["helen", "sam", "ingrid", "marcus", "off", "nobody"])
def test_who_gets_where(
    office: Office, opening: Opening, actor: str, method: str, path: str, own: int, administrator: int
) -> None:
    file_id = upload(office, opening, TEXT)
    if actor == "off":
        office.instance.store.remove_panelist(opening.id, office.ingrid.id)
    browser = Browser(office, office.ingrid if actor == "off" else getattr(office, actor, None))
    address = path.replace("<opening_id>", opening.id).replace("<file_id>", file_id)
    answer = browser.get(address) if method == "GET" else browser.post(address)
    if actor == "nobody":
        assert answer.status_code == 303
        assert answer.location.startswith("/sign-in")
    else:
        others = 404 if actor in ("marcus", "off") or "imports" in path else 403
        assert answer.status_code == {"helen": own, "sam": administrator}.get(actor, others)
    assert names_of(office, opening) == []
    if actor != "helen":
        assert office.instance.store.find_import_file(file_id)
        assert "Tessa" not in words(answer)


def test_a_form_without_its_token_is_not_taken(office: Office, opening: Opening, helen: Browser) -> None:
    found = look(office, opening, TEXT)
    answer = helen.client.post(f"/imports/{found.file.id}", data={"seal": found.seal})
    assert answer.status_code == 400
    assert names_of(office, opening) == []


def test_who_is_signed_out_meanwhile_signs_in_and_looks_again(office: Office, opening: Opening, helen: Browser) -> None:
    page = shown(helen, opening, TEXT.encode())
    office.clock.forward(hours=13)
    signed_out = confirm(helen, page)
    assert (signed_out.status_code, signed_out.location) == (303, "/sign-in")
    assert names_of(office, opening) == []


def test_no_other_kind_of_list_has_an_address(opening: Opening, helen: Browser) -> None:
    assert helen.get(f"/openings/{opening.id}/import/people").status_code == 404


def test_the_ways_in_stand_on_the_pages_of_opening_and_panel(office: Office, opening: Opening, helen: Browser) -> None:
    assert f'/openings/{opening.id}/import/candidates">Import a list</a>' in helen.get(f"/openings/{opening.id}").text
    panel = helen.get(f"/openings/{opening.id}/panel").text
    assert f'/openings/{opening.id}/import/panel">Import a list</a>' in panel
    assert f'/openings/{opening.id}/panel/way-in"' in panel
    assert "/import/" not in Browser(office, office.ingrid).get(f"/openings/{opening.id}").text
    close_opening(office.instance, office.helen, opening.id)
    assert "/import/" not in helen.get(f"/openings/{opening.id}").text
    closed = helen.get(f"/openings/{opening.id}/import/candidates")
    assert (closed.status_code, "This opening is closed" in words(closed)) == (422, True)


# Candidates


def test_candidates_are_looked_at_and_then_added(office: Office, opening: Opening, helen: Browser) -> None:
    page = shown(helen, opening, TEXT.encode())
    said = words(page)
    assert "What “list.csv” comes to" in said
    assert "Nothing has been added yet. Look it over, then add them ." in said
    assert "Will be added 2 rows" in said
    assert "There already, stay as they are none" in said
    assert "2 rows below the header. Read as UTF-8, with commas between the cells." in said
    assert "Columns that are read: “name” as name, “note” as note. Columns that are ignored: “tag”." in said
    assert "Add 2 candidates" in said
    assert names_of(office, opening) == []
    done = confirm(helen, page)
    assert (done.status_code, done.location) == (303, f"/openings/{opening.id}")
    assert "2 candidates are added." in words(helen.get(done.location))
    assert names_of(office, opening) == ["Tariq Solheim", "Tessa Brandvold"]


def test_sending_twice_says_so_and_adds_nothing_twice(office: Office, opening: Opening, helen: Browser) -> None:
    page = shown(helen, opening, b"name\nTessa Brandvold")
    confirm(helen, page)
    again = confirm(helen, page)
    assert again.status_code == 303
    said = words(helen.get(again.location))
    assert "1 candidate is added." in said
    assert "The list “list.csv” had been taken over already. Nothing was added twice." in said
    assert names_of(office, opening) == ["Tessa Brandvold"]
    gone = helen.get(page.request.path)
    assert (gone.status_code, "taken over already" in words(gone)) == (409, True)


def test_what_is_wrong_stands_by_line_and_column_and_is_left_out(
    office: Office, opening: Opening, helen: Browser
) -> None:
    office.candidate(opening, "Gareth Penhallow")
    page = shown(helen, opening, b"Name,Note\nGareth Penhallow,\n,A note\nTessa Brandvold,\nMei,a,b\n")
    said = words(page)
    assert "Left out, because something is wrong 3 rows" in said
    assert "2 Name Gareth Penhallow is among the candidates already. If this is somebody else, add what" in said
    assert "3 Name Please fill this in." in said
    assert "5 the whole row It has 3 cells where the header has 2." in said
    assert "Add 1 candidate and leave out 3 rows" in said
    done = confirm(helen, page)
    assert "1 candidate is added. 3 rows left out." in words(helen.get(done.location))


def test_who_is_there_by_their_id_is_shown_as_staying(office: Office, opening: Opening, helen: Browser) -> None:
    take(office, look(office, opening, "external id,name\n7,Tessa Brandvold", scheme="lever"))
    page = shown(helen, opening, b"external id,name\n7,Tessa Ng", scheme="Lever")
    said = words(page)
    assert "There already, stay as they are 1 row" in said
    assert "2 Tessa Brandvold The list says “Tessa Ng”; the name stays." in said
    assert "The ids are kept as those of lever." in said
    assert "Everybody in this list is there already." in said
    assert page.request.path not in forms_of(page)


def test_a_change_in_the_meantime_is_shown_before_anything_is_added(
    office: Office, opening: Opening, helen: Browser
) -> None:
    page = shown(helen, opening, TEXT.encode())
    add_candidates(office.instance, office.sam, opening.id, "Tessa Brandvold")
    again = confirm(helen, page)
    assert again.status_code == 200
    assert "Something has changed since this page was made." in words(again)
    assert "Add 1 candidate and leave out 1 row" in words(again)
    assert names_of(office, opening) == ["Tessa Brandvold"]
    assert confirm(helen, again).status_code == 303
    assert names_of(office, opening) == ["Tariq Solheim", "Tessa Brandvold"]


def test_a_list_can_be_dropped(office: Office, opening: Opening, helen: Browser) -> None:
    page = shown(helen, opening, TEXT.encode())
    dropped = helen.post(f"{page.request.path}/discard")
    assert "The list “list.csv” is dropped." in words(helen.get(dropped.location))
    assert helen.get(page.request.path).status_code == 404


def test_the_letters_are_shown_with_what_was_assumed(opening: Opening, helen: Browser) -> None:
    page = shown(helen, opening, "name;note\r\nZoë Ångström;José\r\n".encode("cp1252"))
    said = words(page)
    assert "Read as Windows-1252 (assumed, because it is not UTF-8), with semicolons between the cells." in said
    assert "2 Zoë Ångström José" in said
    page = shown(helen, opening, "name\tnote\nمحمد 🎯\tx\n".encode("utf-16"))
    assert "Read as UTF-16, with tabs between the cells." in words(page)
    assert "محمد 🎯" in page.text


def test_hostile_text_stays_text(office: Office, opening: Opening, helen: Browser) -> None:
    text = f"name,note,{HOSTILE}\n{HOSTILE},=1+1,@x\n=HYPERLINK(A1),{{{{ 7 * 7 }}}},\n"
    page = shown(helen, opening, text.encode())
    assert "<script>alert" not in page.text
    assert page.text.count("&lt;script&gt;alert(x)&lt;/script&gt;") >= 3
    assert "=HYPERLINK(A1)" in page.text
    assert "{{ 7 * 7 }}" in page.text
    confirm(helen, page)
    assert names_of(office, opening) == ["<script>alert(x)</script>", "=HYPERLINK(A1)"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "The file is empty (export the list again)."),
        (b"PK\x03\x04\x14", "list.xlsx", "This is an Excel workbook"),
        (b"name\nTes\x00sa", "a.csv", "Line 2 holds a NUL character"),
        (
            b"Tessa Brandvold\nMei",
            "a.csv",
            "The first row must name the columns; in this file it is: “Tessa Brandvold”.",
        ),
        (b'name,note\n"Tessa,x', "a.csv", "The quotation marks in the row at line 2 do not close"),
        (b"name,candidate id\nTessa,1", "a.csv", "The column “candidate id” holds ids."),
        (b"name\n" + b"x" * (5 * 2**20), HOSTILE, "The file has 5.0 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_beside_the_field(
    opening: Opening, helen: Browser, content: bytes, name: str, said: str
) -> None:
    page = send(helen, opening, content, name=name)
    assert page.status_code == 200
    assert said in words(page)
    assert 'class="wrong"' in page.text


def test_a_form_without_a_file_asks_for_one(opening: Opening, helen: Browser) -> None:
    assert "Choose a file." in words(helen.post(f"/openings/{opening.id}/import/candidates"))


def test_a_file_larger_than_any_list_is_not_read(opening: Opening, helen: Browser) -> None:
    answer = send(helen, opening, b"x" * (6 * 2**20))
    assert answer.status_code == 413
    assert "a list may have 5 MB" in words(answer)


# The panel


def test_people_are_put_on_the_panel_and_the_next_page_says_who_needs_a_way_in(
    office: Office, opening: Opening, helen: Browser
) -> None:
    text = "name,email,role,moderator\nMei Castellanos,mei@x.example,hiring manager,\n"
    text += f"{HOSTILE},,,\nHelen,helen@halvorsen.example,,\nMarcus,marcus@halvorsen.example,,\nX,x@x.example,hr,\n"
    page = shown(helen, opening, text.encode(), "panel")
    said = words(page)
    assert "2 Mei Castellanos mei@x.example new Hiring manager no" in said
    assert "none: comes by access code new Interviewer no" in said
    assert "Helen Osei The list says “Helen”; the name stays. helen@halvorsen.example has one HR no" in said
    assert "5 Marcus Adeyemi The list says “Marcus”; the name stays." in said
    assert "6 role Only interviewers and hiring managers come in by a list." in said
    assert "New people still need a sign-in address or an access code" in said
    assert "Put 3 people on the panel and leave out 1 row" in said
    assert "<script>alert" not in page.text
    done = confirm(helen, page)
    assert done.location == f"/openings/{opening.id}/panel/way-in"
    way_in = helen.get(done.location)
    assert "3 people are on the panel. 1 row left out." in words(way_in)
    assert "Mei Castellanos Hiring manager, mei@x.example" in words(way_in)
    assert "Yuki Tanabe" in words(way_in)
    assert "Helen Osei" not in words(way_in).replace("Helen Osei Sign out", "")
    assert way_in.text.count('href="/people/') == 3
    assert "<script>alert" not in way_in.text


def test_people_with_an_account_lead_back_to_the_panel(office: Office, helen: Browser) -> None:
    opening = office.opening(panel=())
    page = shown(helen, opening, b"name,email,moderator\nMarcus,marcus@halvorsen.example,yes", "panel")
    assert "has one Interviewer moderates" in words(page)
    done = confirm(helen, page)
    assert done.location == f"/openings/{opening.id}/panel"
    assert "1 person is on the panel." in words(helen.get(done.location))
    assert "Everybody on the panel has a way to sign in." in words(helen.get(f"/openings/{opening.id}/panel/way-in"))


# Many rows


def test_fifty_thousand_rows_are_shown_by_the_first_of_each_group(office: Office, helen: Browser) -> None:
    opening = office.opening()
    store = office.instance.store
    take(
        office,
        look(office, opening, "external id,name\n" + "".join(f"k{i},Known {i}\n" for i in range(60)), scheme="x"),
    )
    rows = [f"k{i},Known {i},\n" for i in range(60)] + [f",,A note {i}\n" for i in range(70)]
    rows += [f"n{i},New {i},A note that is long enough to fill the file {i}\n" for i in range(MAX_ROWS - len(rows))]
    page = shown(helen, opening, ("external id,name,note\n" + "".join(rows)).encode(), scheme="x")
    said = words(page)
    assert f"Will be added {MAX_ROWS - 130:,} rows" in said
    assert "There already, stay as they are 60 rows" in said
    assert "Left out, because something is wrong 70 rows" in said
    assert f"The first 50 of {MAX_ROWS - 130:,}" in said
    assert "The first 50 of 60" in said
    assert "The first 50 of 70" in said
    assert len(page.data) < 200_000
    confirm(helen, page)
    assert store.candidates_of(opening.id, limit=1)[1] == MAX_ROWS - 130 + 60
