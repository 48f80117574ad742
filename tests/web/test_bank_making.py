"""The forms for a new question and a new belief: who may, what comes back, what is kept."""

import re
from dataclasses import replace
from html import unescape

import pytest
from werkzeug.datastructures import MultiDict

from screener.bank.yamlfile import read_document
from screener.journeys.bank_new_belief import NewBelief
from screener.journeys.bank_new_question import NewQuestion
from tests.journeys.entered import make_new_belief, make_new_question
from tests.office import Office
from tests.web.conftest import Visit

ADDRESSES = ["/bank/new/question", "/bank/new/philosophy"]
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} & 'quotes' \"double\""


def question_fields(entered: NewQuestion) -> MultiDict[str, str]:
    """What a browser sends for a question."""
    fields = MultiDict(
        {name: getattr(entered, name) for name in ("competency", "kind", "perspective", "minutes", "why")}
    )
    for name in ("listen_for", "placement", "source", "short_name"):
        fields[name] = getattr(entered, name)
    fields.setlist("also", list(entered.also))
    for role, text in entered.ask.items():
        fields[f"ask-{role}"] = text
    for place, probe in enumerate(entered.probes):
        fields[f"probes-{place}"] = probe
    for guide, after in entered.guides.items():
        fields[f"guide-{guide}"] = after
    return fields


def belief_fields(entered: NewBelief) -> MultiDict[str, str]:
    """What a browser sends for a belief."""
    fields: MultiDict[str, str] = MultiDict()
    for name in ("name", "short_name", "kind", "role", "belief", "matters", "not_this", "patterns"):
        fields[name] = getattr(entered, name)
    for name, chosen in (("competencies", entered.competencies), ("sources", entered.sources)):
        fields.setlist(name, list(chosen))
    for kind, names in entered.counterparts.items():
        fields.setlist(f"counterparts-{kind}", list(names))
    for stance, probe in entered.probes.items():
        fields[f"probes-{stance}"] = probe
    for example in entered.examples:
        name = f"example-{example.group}-{example.place}"
        fields |= {
            f"{name}-text": example.text,
            f"{name}-speaker": example.speaker,
            f"{name}-register": example.register,
        }
        if example.is_known_miss:
            fields[f"{name}-miss"] = "y"
    for policy, stand in entered.stands.items():
        fields |= {f"policy-{policy}": stand.severity, f"reason-{policy}": stand.reason}
    return fields


def beside(page: str, field: str) -> str:
    """What is said to be wrong beside a field."""
    found = re.search(rf'id="{field}-wrong">(.*?)</p>', page, re.DOTALL)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_hr_and_administrators_reach_the_forms(office: Office, visit: Visit, address: str) -> None:
    for person in (office.helen, office.sam):
        assert visit(person).get(address).status_code == 200
    for person in (office.ingrid, office.marcus, office.yuki):
        assert visit(person).get(address).status_code == 403
        assert visit(person).post(address, data={"do": "keep"}).status_code == 403
    assert visit().get(address).status_code == 303
    assert not office.instance.store.bank_drafts()


def test_a_question_without_mistakes_becomes_a_draft(office: Office, visit: Visit) -> None:
    answer = visit(office.helen).post(ADDRESSES[0], data=question_fields(make_new_question()))
    (draft,) = office.instance.store.bank_drafts()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/bank/drafts/{draft.id}")
    (file,) = office.instance.store.bank_draft_files_of(draft.id)
    assert file.path == "items/standing/standing-meeting-moved-because-marketing.yaml"
    page = visit(office.helen).get(answer.headers["Location"]).text
    assert "A reason that was asked for: theirs" in page


def test_a_belief_without_mistakes_becomes_a_draft_with_every_policy(office: Office, visit: Visit) -> None:
    answer = visit(office.helen).post(ADDRESSES[1], data=belief_fields(make_new_belief()))
    (draft,) = office.instance.store.bank_drafts()
    assert answer.headers["Location"] == f"/bank/drafts/{draft.id}"
    assert [file.path for file in office.instance.store.bank_draft_files_of(draft.id)] == [
        "philosophies/price-alone-wins-the-order.yaml",
        "policies/default.yaml",
        "policies/marketing-led.yaml",
        "policies/sales-led.yaml",
    ]


def test_mistakes_come_back_beside_their_fields_with_everything_still_there(office: Office, visit: Visit) -> None:
    entered = make_new_belief(belief="", kind="", matters=HOSTILE, short_name="a b")
    fields = belief_fields(entered)
    page = visit(office.helen).post(ADDRESSES[1], data=fields).text
    assert beside(page, "belief") == "Please fill this in."
    assert beside(page, "kind") == "Please choose one."
    assert "<script>alert" not in page
    text = unescape(page)
    for name, value in fields.items(multi=True):
        assert all(line in text for line in value.splitlines()), name
    assert page.count(" checked ") + page.count(" checked>") >= 8
    assert not office.instance.store.bank_drafts()


def test_what_the_check_finds_in_an_example_stands_beside_it(office: Office, visit: Visit) -> None:
    entered = make_new_belief()
    changed = {("past", 1): "Rain <<fell>> in June.", ("none", 2): "We say <<nothing>>.", ("indirect", 0): "<<open"}
    examples = tuple(replace(e, text=changed.get((e.group, e.place), e.text)) for e in entered.examples)
    fields = belief_fields(replace(entered, examples=examples))
    page = visit(office.helen).post(ADDRESSES[1], data=fields).text
    assert beside(page, "example-indirect-0-text") == "“<<” without “>>” (close the mark)."
    fields["example-indirect-0-text"] = "Twelve years. <<Knock a tenth off and they sign>>."
    page = visit(office.helen).post(ADDRESSES[1], data=fields).text
    assert "marks evidence (remove the << >>" in beside(page, "example-none-2-text")
    fields["example-none-2-text"] = "We say nothing."
    page = visit(office.helen).post(ADDRESSES[1], data=fields).text
    assert "Nothing was found (mend a phrase or the example" in beside(page, "example-past-1-text")


def test_a_line_of_a_list_is_named_by_its_number(office: Office, visit: Visit) -> None:
    fields = belief_fields(make_new_belief(patterns="nobody buys\n\n(a|b\n"))
    page = visit(office.helen).post(ADDRESSES[1], data=fields).text
    assert beside(page, "patterns").startswith("Line 3: “(a|b”")


def test_a_group_of_examples_grows_by_one_and_nothing_is_checked_meanwhile(office: Office, visit: Visit) -> None:
    page = visit(office.helen).post(ADDRESSES[1], data={"do": "add-past", "example-past-0-text": "As it was."}).text
    assert "As it was." in page
    assert 'id="example-past-2-text"' in page
    assert 'id="example-past-3-text"' not in page
    assert 'class="wrong"' not in page
    page = visit(office.helen).post(ADDRESSES[1], data={"example-past-98-text": "x", "do": "add-past"}).text
    assert 'id="example-past-39-text"' in page
    assert 'id="example-past-40-text"' not in page
    assert 'value="add-past"' not in page


def test_a_form_with_mistakes_may_be_kept_as_a_draft(office: Office, visit: Visit) -> None:
    answer = visit(office.helen).post(ADDRESSES[1], data={"name": "Half a thought", "do": "keep"})
    assert answer.status_code == 303
    (draft,) = office.instance.store.bank_drafts()
    (file,) = office.instance.store.bank_draft_files_of(draft.id)
    data = read_document(file.content or b"", file.path).data
    assert (data["id"], data["name"], data["belief"]) == ("half-a-thought", "Half a thought", "")


def test_guides_say_how_full_they_are_and_what_they_rate(office: Office, visit: Visit) -> None:
    page = unescape(visit(office.helen).get(ADDRESSES[0]).text)
    assert "In the guide “Sales leader” (full: 60 of 60 minutes)" in page
    assert "In the guide “Marketing leader” (1 of 60 minutes are free)" in page
    assert '<div data-rates="standing horizon customer credit agreement repair">' in page
    assert re.search(r'value="instead:repair-fix-owner">in place of “[^”]+” \(\d minutes\)<', page)


def test_the_files_are_shown_without_being_kept(office: Office, visit: Visit) -> None:
    guides = {"sales-leader": "standing-complaint-in-team"}
    fields = question_fields(make_new_question(guides=guides, minutes="240", why=HOSTILE)) | {"do": "show"}
    page = visit(office.helen).post(ADDRESSES[0], data=fields).text
    assert "New file: items/standing/" in page
    assert "Changed file: guides/sales-leader.yaml" in page
    assert "<script>alert" not in page
    assert '<a href="#guide-sales-leader">see the first</a>' in page
    assert "take 300 minutes of 60" in beside(page, "guide-sales-leader")
    assert not office.instance.store.bank_drafts()


def test_a_question_about_a_person_comes_with_a_notice_and_is_no_mistake(office: Office, visit: Visit) -> None:
    notice = "Questions about family are unlawful in many places."
    entered = make_new_question()
    asking = replace(entered, ask={**entered.ask, "sales": "Are you married?"})
    for question, expected in ((entered, False), (asking, True)):
        page = visit(office.helen).post(ADDRESSES[0], data=question_fields(question) | {"do": "show"}).text
        assert (notice in page) is expected
        assert "Some entries need another look" not in page


def test_a_form_that_was_sent_after_the_sign_in_had_ended_shows_its_texts(office: Office, visit: Visit) -> None:
    answer = visit().post(ADDRESSES[1], data=belief_fields(make_new_belief()))
    assert answer.status_code == 401
    assert "Knock a tenth off and they sign" in answer.text


def test_choices_that_nobody_offered_are_refused_beside_their_field(office: Office, visit: Visit) -> None:
    entered = make_new_question(competency="nowhere", kind="other")
    page = visit(office.helen).post(ADDRESSES[0], data=question_fields(entered)).text
    assert beside(page, "competency").startswith("Please choose one")
    page = visit(office.helen).post(ADDRESSES[0], data=question_fields(replace(entered, competency="standing"))).text
    assert "cannot be “other”" in beside(page, "kind")
