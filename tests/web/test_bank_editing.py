"""HR edits the bank as text, by a page that works without script; nobody's text is lost and nobody's overwritten."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from screener.journeys.bank_files import hash_of
from tests.factories import (  # fmt: skip
    SLOTS,
    as_yaml,
    make_guide,
    make_needs,
    make_philosophy,
    make_policy,
    make_question,
    make_rubric,
    write_file,
)
from tests.office import Office
from tests.web.conftest import Visit

QUESTION = SLOTS["question"]
EDIT = f"/bank/edit/{QUESTION}"
Browser = FlaskClient


def asks(words: str, **changes: Any) -> str:
    return as_yaml(make_question(ask={"sales": words, "marketing": words, "both": words}, **changes))


@pytest.fixture
def helen(bank: Path, office: Office, visit: Visit) -> Browser:
    """HR's browser, in an organisation with a small bank of its own."""
    return visit(office.helen)


def send(
    browser: Browser, bank: Path, text: str, do: str = "save", path: str = QUESTION, **fields: str
) -> TestResponse:
    file = bank / path
    base = hash_of(file.read_bytes() if file.exists() else None)
    return browser.post(
        f"/bank/edit/{path}", data={"text": text, "base": base, "reason": "Clearer", "do": do, **fields}
    )


def words_of(answer: TestResponse) -> str:
    return unescape(answer.get_data(as_text=True))


# The page


def test_the_page_has_the_text_what_it_goes_by_and_how_it_looks(helen: Browser, bank: Path) -> None:
    page = words_of(helen.get(EDIT))
    assert (bank / QUESTION).read_text(encoding="utf-8") in page
    assert hash_of((bank / QUESTION).read_bytes()) in page
    assert "No mistakes in this file." in page
    assert "A sales leader is asked" in page


def test_only_the_editor_s_own_style_is_let_in(helen: Browser) -> None:
    answer = helen.get(EDIT)
    nonce = words_of(answer).split('data-nonce="')[1].split('"')[0]
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'self' 'nonce-{nonce}'" in policy
    assert "script-src 'self';" in policy
    assert words_of(helen.get(EDIT)).split('data-nonce="')[1].split('"')[0] != nonce
    assert "nonce" not in helen.get("/bank").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["policies/nothing.yaml", "notes.txt", "../screener.db", "samples/talk.yaml", ".shipped.json"]
)
def test_what_is_no_file_of_the_bank_is_not_found(helen: Browser, path: str) -> None:
    assert helen.get(f"/bank/edit/{path}").status_code == 404


@pytest.mark.parametrize("slot", SLOTS)
def test_every_kind_of_file_can_be_edited_and_previewed(helen: Browser, bank: Path, slot: str) -> None:
    answer = helen.get(f"/bank/edit/{SLOTS[slot]}")
    assert answer.status_code == 200
    assert "can be shown once the mistakes" not in words_of(answer)
    text = (bank / SLOTS[slot]).read_text(encoding="utf-8")
    assert helen.post(f"/bank/preview/{SLOTS[slot]}", json={"text": text}).status_code == 200
    assert helen.get(f"/bank/schema/{SLOTS[slot]}").get_json()["properties"]["id"]


# Saving


def test_a_clean_text_is_saved_and_asked_from_now_on(helen: Browser, bank: Path, office: Office) -> None:
    answer = send(helen, bank, asks("What happened then?"))
    assert (answer.status_code, answer.location) == (303, EDIT)
    assert "is saved" in words_of(helen.get(EDIT))
    assert "What happened then?" in words_of(helen.get("/bank/items/standing-case"))
    assert [row.reason for row in office.instance.store.bank_saves()] == ["Clearer", ""]


def test_windows_line_ends_of_a_browser_do_not_change_a_file_that_has_none(helen: Browser, bank: Path) -> None:
    send(helen, bank, asks("Why?").replace("\n", "\r\n"))
    assert (bank / QUESTION).read_bytes() == asks("Why?").encode()


def test_windows_line_ends_and_the_mark_of_a_file_are_kept(helen: Browser, bank: Path) -> None:
    (bank / QUESTION).write_bytes(b"\xef\xbb\xbf" + asks("Before?").replace("\n", "\r\n").encode())
    assert send(helen, bank, asks("After?")).status_code == 303
    assert (bank / QUESTION).read_bytes() == b"\xef\xbb\xbf" + asks("After?").replace("\n", "\r\n").encode()


WRONG: dict[str, tuple[str, Callable[[], str], str]] = {
    "yaml-syntax": (QUESTION, lambda: "id: a: b", "put the text between double quotes"),
    "yaml-alias": (QUESTION, lambda: "id: &a x\nwhy: *a", "anchors"),
    "yaml-tag": (QUESTION, lambda: "id: !x y", "tag"),
    "yaml-depth": (QUESTION, lambda: "id: " + "[" * 30 + "]" * 30, "nested more than"),
    "yaml-documents": (QUESTION, lambda: "id: a\n---\nid: b", "second document"),
    "duplicate-key": (QUESTION, lambda: "id: a\nid: b", "a second time"),
    "unknown-key": (QUESTION, lambda: asks("Why?", whi="x"), "did you mean “why”"),
    "missing-key": (QUESTION, lambda: "id: standing-case\n", "“competency” is missing"),
    "empty-value": (QUESTION, lambda: asks("Why?", why=""), "is empty"),
    "wrong-type": (QUESTION, lambda: asks("Why?", minutes="five"), "a whole number"),
    "wrong-value": (QUESTION, lambda: asks("Why?", kind="past-behavior"), "did you mean “past-behaviour”"),
    "wrong-id": (QUESTION, lambda: asks("Why?", id="Standing Case"), "lower-case words"),
    "too-few": (QUESTION, lambda: asks("Why?", probes=["One?"]), "at least 2 entries"),
    "file-empty": (QUESTION, lambda: "", "the file is empty"),
    "file-name": (QUESTION, lambda: asks("Why?", id="standing-other"), "standing-other"),
    "dangling-reference": (QUESTION, lambda: asks("Why?", also=["standng"]), "did you mean “standing”"),
    "source-unknown": (QUESTION, lambda: asks("Why?", source="No Book"), "No Book"),
    "phrase-invalid": (SLOTS["risky"], lambda: as_yaml(make_philosophy(patterns=["(open"])), "(open"),
    "wrong-mark": (SLOTS["risky"], lambda: as_yaml(make_philosophy()).replace(">>", "", 1), "<<"),
    "example-fails": (SLOTS["risky"], lambda: as_yaml(make_philosophy(patterns=["no such words"])), "nothing was found"),
    "example-missing": (SLOTS["risky"], lambda: as_yaml(make_philosophy(examples=[])), "examples for “asserted”"),
    "yaml-key": (QUESTION, lambda: "? [a]\n: b\n", "a key must be a word"),
    "too-many": (QUESTION, lambda: asks("Why?", probes=["One?"] * 5), "at most 4 entries"),
    "too-long": (QUESTION, lambda: asks("Why?", why="x" * 4001), "longer than 4000"),
    "duplicate-entry": (QUESTION, lambda: asks("Why?", also=["credit", "credit"]), "credit"),
    "duplicate-id": (
        SLOTS["risky"],
        lambda: as_yaml(make_philosophy("shared-credit", kind="healthy", counterparts=["shared-credit"])),
        "is taken by",
    ),
    "example-marks": (SLOTS["risky"], lambda: as_yaml(make_philosophy(examples=[*make_philosophy()["examples"], {"stance": "none", "text": "We <<meet>>."}])), "marks evidence"),
    "known-miss-works": (SLOTS["risky"], lambda: as_yaml(make_philosophy(examples=[*make_philosophy()["examples"], {"stance": "none", "known_miss": True, "text": "We meet."}])), "this works now"),
    "guide-coverage": (SLOTS["guide"], lambda: as_yaml(make_guide(questions=make_guide()["questions"][1:])), "standing"),
    "guide-minutes": (SLOTS["guide"], lambda: as_yaml(make_guide(minutes=20)), "minutes"),
    "guide-weight": (
        SLOTS["guide"],
        lambda: as_yaml(make_guide(competencies=[{"id": "credit", "weight": 2}, *make_guide()["competencies"][1:]])),
        "reason",
    ),
    "needs-outcome": (SLOTS["needs"], lambda: as_yaml(make_needs(outcomes=make_needs()["outcomes"][:1])), "outcome"),
    "rubric-level": (SLOTS["rubric"], lambda: as_yaml(make_rubric(levels=make_rubric()["levels"][::-1])), "level"),
    "rubric-rule": (SLOTS["rubric"], lambda: as_yaml(make_rubric(rules=[{"level": 1, "because": "It is"}, *make_rubric()["rules"]])), "rule"),
    "policy-gap": (SLOTS["policy"], lambda: as_yaml(make_policy(flags=[{"philosophy": "shared-credit", "severity": "low"}])), "takes no stand on “sole-credit”"),
}  # fmt: skip


# What no text in a browser can be: bytes that are not UTF-8, a file that the disk refuses or that lies elsewhere; what only
# `--coverage` reports; and what has tests of its own below: a large text, a wide phrase, and what a file brings to others.
NOT_TYPED = {
    "question-wording", "file-encoding", "file-unreadable", "file-not-read", "pattern-never-fires", "rule-never-holds",
             "word-list-unused", "phrase-too-wide", "file-too-large"}  # fmt: skip


def test_every_mistake_that_the_check_knows_is_made_here() -> None:
    formats = (Path(__file__).parents[2] / "docs/file-formats.md").read_text(encoding="utf-8")
    table = formats.split("## What `screener check` reports")[1].split("\n## ")[0]
    known = {
        code
        for line in table.splitlines()
        for code in re.findall("`([a-z-]+)`", line.split("|")[1:2][0] if "|" in line else "")
    }
    assert known == set(WRONG) | NOT_TYPED


@pytest.mark.parametrize("code", WRONG)
def test_a_mistake_is_told_with_its_line_and_the_text_is_still_there(helen: Browser, bank: Path, code: str) -> None:
    path, make, words = WRONG[code]
    before, text = (bank / path).read_bytes(), make()
    answer = send(helen, bank, text, path=path)
    page = words_of(answer)
    assert answer.status_code == 422
    assert words in page
    assert "Line " in page
    assert text in page
    assert (bank / path).read_bytes() == before
    typing = helen.post(f"/bank/problems/{path}", json={"text": text}).get_json()
    assert code in [problem["code"] for problem in typing["problems"]]
    assert all(problem["line"] >= 1 and problem["column"] >= 1 for problem in typing["problems"])


def test_what_a_file_would_bring_to_others_is_told_with_the_way_there(helen: Browser, bank: Path) -> None:
    text = as_yaml(make_question(ask={"marketing": "Tell me."}))
    page = words_of(send(helen, bank, text))
    assert f'<a href="/bank/edit/{SLOTS["guide"]}">{SLOTS["guide"]}, line ' in page
    typing = helen.post(f"/bank/problems/{QUESTION}", json={"text": text}).get_json()
    assert typing["problems"] == []
    assert SLOTS["guide"] in typing["html"]


def test_a_phrase_that_fires_everywhere_is_told_while_one_types(visit: Visit, office: Office) -> None:
    shipped = office.instance.shelf.folder / "philosophies/sole-credit.yaml"
    text = shipped.read_text(encoding="utf-8").replace("patterns:\n", 'patterns:\n  - "the"\n', 1)
    found = visit(office.helen).post("/bank/problems/philosophies/sole-credit.yaml", json={"text": text}).get_json()
    assert "phrase-too-wide" in [problem["code"] for problem in found["problems"]]


def test_five_megabytes_are_told_of_and_not_saved(helen: Browser, bank: Path) -> None:
    text = "# " + "x" * (5 * 1024 * 1024)
    answer = send(helen, bank, text)
    assert answer.status_code == 422
    assert "more than 256 kB" in words_of(answer)
    assert text in words_of(answer)
    typing = helen.post(f"/bank/problems/{QUESTION}", json={"text": text}).get_json()
    assert [problem["code"] for problem in typing["problems"]] == ["file-too-large"]


def test_what_is_larger_than_the_page_takes_is_refused_with_a_word(helen: Browser, bank: Path) -> None:
    answer = send(helen, bank, "x" * (11 * 1024 * 1024))
    assert answer.status_code == 413
    assert "larger than this page takes" in words_of(answer)


def test_without_a_reason_nothing_is_saved_and_the_text_stays(helen: Browser, bank: Path) -> None:
    answer = send(helen, bank, asks("Why?"), reason=" ")
    assert answer.status_code == 422
    assert "Please fill this in." in words_of(answer)
    assert asks("Why?") in words_of(answer)


def test_checking_reads_every_example_and_saves_nothing(helen: Browser, bank: Path) -> None:
    before = (bank / QUESTION).read_bytes()
    answer = send(helen, bank, asks("Why?"), do="check")
    assert answer.status_code == 200
    assert "The whole bank was checked with this change" in words_of(answer)
    assert (bank / QUESTION).read_bytes() == before


# Two people


def test_whoever_saves_second_sees_the_difference_and_loses_nothing(helen: Browser, bank: Path, visit: Visit, office: Office) -> None:  # fmt: skip
    base = hash_of((bank / QUESTION).read_bytes())
    send(visit(office.sam), bank, asks("Theirs?"))
    answer = helen.post(EDIT, data={"text": asks("Mine?"), "base": base, "reason": "Clearer", "do": "save"})
    page = words_of(answer)
    assert answer.status_code == 422
    assert "Sam Whitlock has saved this file since you began." in page
    assert '<td class="line">  sales: Theirs?</td>' in page
    assert '<td class="line">  sales: Mine?</td>' in page
    assert (bank / QUESTION).read_text(encoding="utf-8") == asks("Theirs?")
    seen = page.split('name="base"')[1].split('value="')[1].split('"')[0]
    again = helen.post(EDIT, data={"text": asks("Both?"), "base": seen, "reason": "Both", "do": "save"})
    assert again.status_code == 303
    assert (bank / QUESTION).read_text(encoding="utf-8") == asks("Both?")


def test_a_change_on_disk_is_a_conflict_too(helen: Browser, bank: Path) -> None:
    base = hash_of((bank / QUESTION).read_bytes())
    write_file(bank / QUESTION, asks("From an editor?"))
    answer = helen.post(EDIT, data={"text": asks("Mine?"), "base": base, "reason": "Clearer", "do": "save"})
    assert answer.status_code == 422
    assert "From an editor?" in words_of(answer)
    assert (bank / QUESTION).read_text(encoding="utf-8") == asks("From an editor?")


# As one types


def test_names_that_files_may_refer_to_are_told(helen: Browser) -> None:
    known = helen.get("/bank/known").get_json()
    assert known["competency"] == ["credit", "customer", "listening", "repair", "standing"]
    assert known["source"] == ["A Book"]


@pytest.mark.parametrize("sent", ["no JSON", json.dumps(["text"]), json.dumps({"text": 5}), json.dumps({})])
def test_what_a_page_cannot_have_sent_is_refused(helen: Browser, sent: str) -> None:
    for part in ("problems", "preview"):
        answer = helen.post(f"/bank/{part}/{QUESTION}", data=sent, content_type="application/json")
        assert answer.status_code == 409


# Drafts


def draft_address(helen: Browser, bank: Path, text: str, path: str = QUESTION) -> str:
    answer = send(helen, bank, text, do="keep", path=path)
    assert answer.status_code == 303
    return str(answer.location)


def test_a_text_with_mistakes_can_be_kept_as_a_draft_and_edited_on(helen: Browser, bank: Path) -> None:
    address = draft_address(helen, bank, "id: [")
    page = words_of(helen.get(address))
    assert "First mend what is said above." in page
    draft = address.rsplit("/", 1)[1]
    assert "id: [" in words_of(helen.get(f"{EDIT}?draft={draft}"))
    seen = hash_of(b"id: [\n")
    assert send(helen, bank, asks("Why?"), do="keep", draft=draft, seen=seen).location == address
    assert "First mend" not in words_of(helen.get(address))
    assert "Changes to items/standing/standing-case.yaml" in words_of(helen.get("/bank/drafts"))


def test_whoever_keeps_second_in_a_draft_sees_the_difference(helen: Browser, bank: Path, visit: Visit, office: Office) -> None:  # fmt: skip
    address = draft_address(helen, bank, asks("First?"))
    draft, seen = address.rsplit("/", 1)[1], hash_of(asks("First?").encode())
    assert f'name="seen" type="hidden" value="{seen}"' in words_of(helen.get(f"{EDIT}?draft={draft}"))
    send(visit(office.sam), bank, asks("Theirs?"), do="keep", draft=draft, seen=seen)
    answer = send(helen, bank, asks("Mine?"), do="keep", draft=draft, seen=seen)
    page = words_of(answer)
    assert answer.status_code == 422
    assert "Somebody has written into this file of the draft since you opened it." in page
    assert '<td class="line">  sales: Theirs?</td>' in page
    assert asks("Mine?") in page
    now = hash_of(asks("Theirs?").encode())
    assert f'name="seen" type="hidden" value="{now}"' in page
    assert send(helen, bank, asks("Ours?"), do="keep", draft=draft, seen=now).location == address


def test_a_text_whose_draft_was_dropped_meanwhile_can_be_kept_anew(helen: Browser, bank: Path) -> None:
    address = draft_address(helen, bank, asks("First?"))
    draft = address.rsplit("/", 1)[1]
    helen.post(f"{address}/discard")
    answer = send(helen, bank, asks("Second?"), do="keep", draft=draft)
    assert "adopted or dropped already" in words_of(answer)
    assert 'name="draft" type="hidden" value=""' in words_of(answer)
    assert asks("Second?") in words_of(answer)


def test_in_a_draft_nothing_is_saved_past_its_adoption(helen: Browser, bank: Path) -> None:
    draft = draft_address(helen, bank, asks("First?")).rsplit("/", 1)[1]
    page = words_of(helen.get(f"{EDIT}?draft={draft}"))
    assert "Keep in the draft" in page
    assert 'value="save"' not in page


def test_a_file_that_is_not_utf_8_is_not_edited_here(helen: Browser, bank: Path) -> None:
    (bank / QUESTION).write_bytes(asks("Über was?").encode("latin-1"))
    answer = helen.get(EDIT)
    assert answer.status_code == 422
    assert "not saved as UTF-8" in words_of(answer)


def test_a_disk_that_refuses_loses_no_word(helen: Browser, bank: Path) -> None:
    (bank / "items/standing").rename(bank / "elsewhere")
    (bank / "items/standing").write_bytes(b"a file where a folder should be")
    answer = send(helen, bank, asks("Why?"))
    assert asks("Why?") in words_of(answer)


@pytest.mark.parametrize("address", ["/bank/history/99999999999999999999", "/bank/history?before=99999999999999999999"])
def test_numbers_that_no_state_can_have_break_nothing(helen: Browser, address: str) -> None:
    assert helen.get(address).status_code in (200, 404)


def test_brackets_without_end_break_nothing(helen: Browser) -> None:
    deep = '{"text": ' + "[" * 100_000 + "]" * 100_000 + "}"
    for part in ("problems", "preview"):
        assert helen.post(f"/bank/{part}/{QUESTION}", data=deep, content_type="application/json").status_code == 409


def adopt(helen: Browser, address: str, **fields: str) -> TestResponse:
    seal = words_of(helen.get(address)).split('name="seal"')[1].split('value="')[1].split('"')[0]
    return helen.post(address, data={"seal": seal, "reason": "Sharper", **fields})


def test_a_draft_is_adopted_with_a_reason(helen: Browser, bank: Path) -> None:
    address = draft_address(helen, bank, asks("Why?"))
    assert adopt(helen, address, reason="").status_code == 422
    answer = adopt(helen, address)
    assert (answer.status_code, answer.location) == (303, "/bank/history/2")
    page = words_of(helen.get("/bank/history/2"))
    assert "Sharper" in page
    assert '<td class="line">  sales: Why?</td>' in page
    assert "There are none." in words_of(helen.get("/bank/drafts"))


def test_a_draft_that_would_bring_mistakes_is_not_adopted(helen: Browser, bank: Path) -> None:
    address = draft_address(helen, bank, "id: [")
    answer = adopt(helen, address)
    assert answer.status_code == 422
    assert "Not adopted." in words_of(answer)


def test_files_are_taken_out_of_a_draft_and_drafts_are_dropped(helen: Browser, bank: Path) -> None:
    address = draft_address(helen, bank, asks("Why?"))
    assert helen.post(f"{address}/take-out/{QUESTION}").location == "/bank/drafts"
    other = draft_address(helen, bank, asks("Why?"))
    assert helen.post(f"{other}/discard").location == "/bank/drafts"
    assert "There are none." in words_of(helen.get("/bank/drafts"))
    assert "adopted or dropped" in words_of(helen.get(other))


def test_what_a_draft_would_change_says_so(helen: Browser, bank: Path) -> None:
    assert "A draft would change this" not in words_of(helen.get("/bank/items/standing-case"))
    address = draft_address(helen, bank, asks("Later?"))
    page = words_of(helen.get("/bank/items/standing-case"))
    assert f'A draft would change this: <a href="{address}">' in page
    assert "Drafts (1)" in words_of(helen.get("/bank"))
    assert "A draft would change this" not in words_of(helen.get("/bank/rubrics/standing"))


def test_something_is_taken_out_by_a_draft(helen: Browser, bank: Path) -> None:
    write_file(bank / "surveys/spare.yaml", (bank / SLOTS["survey"]).read_bytes().replace(b"fix-owner", b"spare"))
    assert "Take out of the bank" in words_of(helen.get("/bank/surveys/spare"))
    address = str(helen.post("/bank/surveys/spare/remove").location)
    assert "Take out “Who should own it”" in words_of(helen.get(address))
    assert adopt(helen, address).status_code == 303
    assert helen.get("/bank/surveys/spare").status_code == 404


# History


def test_a_former_state_comes_back_by_a_draft(helen: Browser, bank: Path) -> None:
    first = (bank / QUESTION).read_text(encoding="utf-8")
    send(helen, bank, asks("Second?"))
    send(helen, bank, asks("Third?"))
    assert "Clearer" in words_of(helen.get("/bank/history"))
    answer = helen.post("/bank/history/1/restore", data={"path": QUESTION})
    adopt(helen, str(answer.location))
    assert (bank / QUESTION).read_text(encoding="utf-8") == first
    assert "Brought back" in words_of(helen.get(f"/bank/history?path={QUESTION}"))


def test_what_is_not_there_is_not_found(helen: Browser) -> None:
    for address in ("/bank/history/9", "/bank/drafts/none", "/bank/policies/none"):
        assert helen.get(address).status_code == 404


# Trying


def test_a_sentence_is_read_step_by_step(visit: Visit, office: Office) -> None:
    given = {
        "text": "Marketing is only there to support sales.",
        "register": "spoken",
        "speaker": "sales",
        "policy": "default",
    }
    page = words_of(visit(office.helen).post("/bank/try", data=given))
    assert "Marketing exists to serve sales" in page
    assert "Phrases that matched" in page
    assert "philosophies/marketing-serves-sales.yaml" in page


@pytest.mark.parametrize("text", ["", "  ", "x" * 20_001])
def test_a_text_that_cannot_be_tried_says_why(visit: Visit, office: Office, text: str) -> None:
    given = {"text": text, "register": "spoken", "speaker": "sales", "policy": "default"}
    assert visit(office.helen).post("/bank/try", data=given).status_code == 422


# Who may


PAGES = [
    EDIT,
    "/bank/drafts",
    "/bank/history",
    "/bank/history/1",
    "/bank/known",
    f"/bank/schema/{QUESTION}",
    "/bank/try",
]
ACTS = [EDIT, f"/bank/problems/{QUESTION}", f"/bank/preview/{QUESTION}", "/bank/history/1/restore", "/bank/drafts/x",
        "/bank/drafts/x/discard", "/bank/surveys/fix-owner/remove", "/bank/drafts/x/effect", "/bank/effects/x/stop", f"/bank/drafts/x/take-out/{QUESTION}", "/bank/try"]  # fmt: skip


@pytest.mark.parametrize("who", ["ingrid", "marcus", "yuki"])
def test_the_bank_is_for_hr_alone(bank: Path, visit: Visit, office: Office, who: str) -> None:
    browser = visit(getattr(office, who))
    for address in PAGES:
        assert browser.get(address).status_code == 403, address
    for address in ACTS:
        json_sent = (
            {"json": {"text": "id: x"}}
            if "pr" in address.split("/")[2]
            else {"data": {"do": "save", "text": "id: x", "reason": "Mine"}}
        )
        assert browser.post(address, **json_sent).status_code == 403, address
    assert (bank / QUESTION).read_bytes() != b"id: x\n"


def test_nobody_who_is_not_signed_in_sees_it(bank: Path, visit: Visit) -> None:
    for address in PAGES:
        assert visit().get(address).status_code == 303, address
