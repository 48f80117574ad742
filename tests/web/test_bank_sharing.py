"""The pages on which the bank is handed on and another is taken over: for whom they are, and what they say."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from screener.journeys.bank_archive import read_archive, write_archive
from screener.journeys.bank_drafts import open_drafts
from screener.journeys.bank_files import hash_of
from tests.factories import SLOTS, as_yaml, make_question
from tests.office import Office
from tests.web.browser import Browser, app_of, forms_of, words

QUESTION, OTHER, NEW = SLOTS["question"], "items/credit/credit-case.yaml", "items/standing/standing-view.yaml"
HOSTILE = "<script>alert(1)</script>"


def asks(text: str, competency: str = "standing", **changes: object) -> bytes:
    return as_yaml(make_question(competency, why=text, **changes)).encode()


@pytest.fixture
def came(bank: Path, office: Office) -> Path:
    """The bank as it came, with one question that was edited here."""
    files = office.instance.shelf.library().contents
    (bank / ".shipped.json").write_text(json.dumps({path: hash_of(own) for path, own in files.items()}), "utf-8")
    office.instance.shelf.current()
    (bank / QUESTION).write_bytes(asks("Mine."))
    office.instance.shelf.current()
    return bank


@pytest.fixture
def helen(office: Office) -> Browser:
    return Browser(office, office.helen)


def packed(office: Office, title: str = "Halvorsen", licence: str = "CC-BY-4.0", **more: bytes) -> bytes:
    """Return the bank with an other text on two questions and one more."""
    files = dict(office.instance.shelf.library().contents)
    files |= {
        QUESTION: asks("Theirs."),
        OTHER: asks("Theirs.", "credit"),
        NEW: asks("New.", id="standing-view"),
    }
    beside = {"LICENSE": b"SPDX-License-Identifier: CC-BY-4.0\n" + HOSTILE.encode()}
    return write_archive(title, licence, {**files, **more}, beside)


def send(browser: Browser, content: bytes, name: str = "bank.zip") -> TestResponse:
    answer = browser.post("/bank/share/upload", file=(BytesIO(content), name))
    answer.request.environ["wsgi.input"].close()  # the test client's own copy
    return answer


def shown(browser: Browser, content: bytes) -> TestResponse:
    sent = send(browser, content)
    assert sent.status_code == 303, words(sent)
    return browser.get(sent.location)


def confirm(browser: Browser, page: TestResponse, *also: str) -> TestResponse:
    address = page.request.path
    return browser.post(address, seal=forms_of(page)[address]["seal"], also=list(also))


# For whom

ROUTES = [
    ("GET", "/bank/share", 200),
    ("POST", "/bank/share/export", 422),  # nothing is filled in
    ("POST", "/bank/share/upload", 422),
    ("GET", "/bank/share/upgrade", 200),
    ("POST", "/bank/share/upgrade", 409),  # no seal
    ("GET", "/bank/share/arriving/<name>", 200),
    ("POST", "/bank/share/arriving/<name>", 409),
]


def test_the_table_has_every_address(office: Office) -> None:
    rules = {
        (method, rule.rule)
        for rule in app_of(office).url_map.iter_rules()
        if rule.rule.startswith("/bank/share")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules == {(method, path) for method, path, _ in ROUTES}


@pytest.mark.parametrize(("method", "path", "own"), ROUTES, ids=[f"{method} {path}" for method, path, _ in ROUTES])
@pytest.mark.parametrize("actor", ["helen", "sam", "ingrid", "marcus", "yuki", "nobody"])
def test_who_gets_where(
    office: Office, came: Path, helen: Browser, actor: str, method: str, path: str, own: int
) -> None:
    arrived = send(helen, packed(office)).location
    browser = Browser(office, getattr(office, actor, None))
    address = path.replace("/bank/share/arriving/<name>", arrived)
    answer = browser.get(address) if method == "GET" else browser.post(address)
    if actor == "nobody":
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in")
    else:
        assert answer.status_code == (own if actor in ("helen", "sam") else 403)
    if actor not in ("helen", "sam"):
        assert "CC-BY-4.0" not in words(answer)
    assert open_drafts(office.instance, office.helen) == ()


def test_a_form_without_its_token_is_not_taken(office: Office, came: Path, helen: Browser) -> None:
    page = shown(helen, packed(office))
    answer = helen.client.post(page.request.path, data={"seal": forms_of(page)[page.request.path]["seal"]})
    assert answer.status_code == 400
    assert open_drafts(office.instance, office.helen) == ()


# Handing on


def test_the_bank_is_handed_on_as_a_file(office: Office, bank: Path, helen: Browser) -> None:
    (bank / "LICENSE").write_text("SPDX-License-Identifier: CC-BY-4.0\n", encoding="utf-8")
    form = forms_of(helen.get("/bank/share"))["/bank/share/export"]
    assert (form["title"], form["licence"]) == ("", "CC-BY-4.0")
    answer = helen.post("/bank/share/export", title="Halvorsen", licence=form["licence"])
    assert answer.status_code == 200, words(answer)
    assert answer.mimetype == "application/zip"
    fingerprint = office.instance.shelf.current().bank.fingerprint
    assert answer.headers["Content-Disposition"] == f'attachment; filename="bank-{fingerprint}.zip"'
    archive = read_archive(answer.data)
    assert (archive.title, archive.licence, archive.bank) == ("Halvorsen", "CC-BY-4.0", fingerprint)


def test_what_is_missing_or_wrong_is_told_beside_the_form(office: Office, bank: Path, helen: Browser) -> None:
    empty = helen.post("/bank/share/export", title="Halvorsen", licence="")
    assert (empty.status_code, "Please fill this in." in words(empty)) == (422, True)
    assert forms_of(empty)["/bank/share/export"]["title"] == "Halvorsen"
    long = helen.post("/bank/share/export", title="x" * 121, licence="CC0-1.0")
    assert (long.status_code, "This has 121 characters" in words(long)) == (422, True)
    (bank / QUESTION).write_text("id: standing-case\n", encoding="utf-8")
    wrong = helen.post("/bank/share/export", title="Halvorsen", licence="CC0-1.0")
    assert wrong.status_code == 422
    assert f"mend it before you hand the bank on: {QUESTION}, line 1: “ask” is missing" in words(wrong)


# Taking over


def test_a_bank_is_looked_at_and_then_made_a_draft(office: Office, came: Path, helen: Browser) -> None:
    page = shown(helen, packed(office))
    said = words(page)
    assert "What “Halvorsen” comes to Nothing has been changed." in said
    assert "Licence: CC-BY-4.0. Written by Screener" in said
    assert "New 1 file Changed, never edited by you 1 file Changed, and edited by you 1 file" in said
    assert f"New: added to the draft {NEW}" in said
    assert f"Never edited by you: replaced in the draft {OTHER}" in said
    assert f"Take over {QUESTION}" in said
    assert "why: Theirs." in said
    assert "why: Mine." in said
    done = confirm(helen, page)
    (draft,) = open_drafts(office.instance, office.helen)
    assert (done.status_code, done.location) == (303, f"/bank/drafts/{draft[0].id}")
    assert draft[2] == (OTHER, NEW)
    assert "Imported “Halvorsen” (CC-BY-4.0)" in words(helen.get(done.location))
    assert (came / QUESTION).read_bytes() == asks("Mine.")


def test_what_is_ticked_is_in_the_draft_too(office: Office, came: Path, helen: Browser) -> None:
    confirm(helen, shown(helen, packed(office)), QUESTION, "../../secret.key", "guides/nowhere.yaml", OTHER)
    assert open_drafts(office.instance, office.helen)[0][2] == (OTHER, QUESTION, NEW)


def test_keeping_mine_is_told_and_not_asked_again(office: Office, came: Path, helen: Browser) -> None:
    mine = dict(office.instance.shelf.library().contents) | {QUESTION: asks("Theirs.")}
    content = write_archive("Halvorsen", "CC-BY-4.0", mine, {})
    done = confirm(helen, shown(helen, content))
    assert done.location == "/bank/share"
    assert "Your bank stays as it is." in words(helen.get(done.location))
    again = words(shown(helen, content))
    assert "Edited by you: yours stays" not in again
    assert "Nothing new in them, but yours are different (1)" in again


def test_a_change_since_it_was_looked_at_is_shown_first(office: Office, came: Path, helen: Browser) -> None:
    page = shown(helen, packed(office))
    (came / OTHER).write_bytes(asks("Somebody else's.", "credit"))
    again = confirm(helen, page, QUESTION)
    assert again.status_code == 409
    said = words(again)
    assert "Something has changed since this page was made." in said
    assert "Changed, and edited by you 2 files" in said
    assert f'value="{QUESTION}" checked' in again.text
    assert f'value="{OTHER}" checked' not in again.text
    assert open_drafts(office.instance, office.helen) == ()
    assert confirm(helen, again, QUESTION).status_code == 303
    assert open_drafts(office.instance, office.helen)[0][2] == (QUESTION, NEW)


def test_a_change_after_the_draft_was_made_is_shown_there_and_not_overwritten(
    office: Office, came: Path, helen: Browser
) -> None:
    draft = confirm(helen, shown(helen, packed(office))).location
    (came / OTHER).write_bytes(asks("Somebody else's.", "credit"))
    page = helen.get(draft)
    assert f"{OTHER} has been changed since this draft was written" in words(page)
    refused = helen.post(draft, seal=forms_of(page)[draft]["seal"], reason="For a reason")
    assert refused.status_code == 422
    assert (came / OTHER).read_bytes() == asks("Somebody else's.", "credit")
    assert not (came / NEW).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is no zip"), (b"PK\x03\x04" + bytes(99), "is damaged"), (b"id: standing\n", "Ask for a file made by")],
)
def test_what_is_no_bank_is_refused_beside_the_field(
    office: Office, bank: Path, helen: Browser, content: bytes, said: str
) -> None:
    answer = send(helen, content, HOSTILE)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert 'class="wrong"' in answer.text
    assert "<script>alert" not in answer.text


def test_without_a_file_one_is_asked_for(office: Office, bank: Path, helen: Browser) -> None:
    assert "Choose a file." in words(helen.post("/bank/share/upload"))


def test_a_file_larger_than_any_bank_is_not_read(office: Office, bank: Path, helen: Browser) -> None:
    assert send(helen, bytes(8 * 2**20)).status_code == 413
    assert send(helen, bytes(7 * 2**20 + 1)).status_code == 422


def test_hostile_text_stays_text(office: Office, came: Path, helen: Browser) -> None:
    content = packed(office, HOSTILE, HOSTILE, **{"guides/<b>.yaml": f"id: b\nname: {HOSTILE}\n".encode()})
    page = shown(helen, content)
    assert "<script>alert" not in page.text
    assert page.text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
    assert "guides/&lt;b&gt;.yaml" in page.text


def test_much_that_differs_is_named_and_not_shown_line_by_line(office: Office, came: Path, helen: Browser) -> None:
    page = shown(helen, packed(office, "Halvorsen", "CC0-1.0", **{QUESTION: asks("Theirs.") + b"#\n" * 3_000}))
    assert "Too much to show here. Take it over to read it in the draft." in words(page)
    assert page.text.count("<tr") < 100


# What comes with this version


def test_what_comes_with_this_version_is_offered_as_a_draft(office: Office, came: Path, helen: Browser) -> None:
    page = helen.get("/bank/share")
    assert "The questions that come with this version have changed:" in words(page)
    look = helen.get("/bank/share/upgrade")
    assert "What comes with Screener 0.1.0" in words(look)
    done = confirm(helen, look)
    assert done.status_code == 303
    (draft, _, paths) = open_drafts(office.instance, office.helen)[0]
    assert draft.kind == "upgraded"
    assert "items/credit/credit-largest-order.yaml" in paths
    assert (came / ".schemas/guide.schema.json").is_file()
    assert f'href="/bank/drafts/{draft.id}"' in helen.get("/bank/share").text


def test_with_what_came_already_nothing_is_offered(office: Office, helen: Browser) -> None:
    assert "Nothing new comes with this version of Screener." in words(helen.get("/bank/share"))
    assert "There is nothing in it that your bank does not have." in words(helen.get("/bank/share/upgrade"))
