"""A question that was entered into a form becomes its file, and guides ask it."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.bank.yamlfile import read_document
from screener.journeys.bank_forms import Made
from screener.journeys.bank_new_question import FIRST, INSTEAD, make_question
from tests.journeys.entered import make_new_question
from tests.office import Office, open_office

NAME = "standing-meeting-moved-because-marketing"
PATH = f"items/standing/{NAME}.yaml"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all of these tests: they look at what a form comes to, and the bank stays as it is."""
    made = open_office(tmp_path_factory.mktemp("office"))
    yield made
    made.instance.close()


def made_of(office: Office, **changes: Any) -> Made:
    return make_question(office.instance, office.helen, make_new_question(**changes), "show")


def test_the_file_looks_as_an_author_writes_it(office: Office) -> None:
    made = made_of(office)
    assert not made.mistakes
    assert made.texts == {
        PATH: f"""# yaml-language-server: $schema=../../.schemas/question.schema.json
id: {NAME}
competency: standing
also: [listening]
kind: past-behaviour
perspective: importance
minutes: 3
ask:
  sales: >-
    Tell me about a meeting that you moved because marketing asked for it.
  marketing: >-
    Tell me about a meeting that you moved because sales asked for it.
  both: >-
    Tell me about a meeting that one of your teams moved because the other asked for it.
why: >-
  Whose calendar gives way shows whose time is thought to be worth more.
listen_for:
  - A meeting that mattered
  - "A reason that was asked for: theirs"
probes:
  - What was it about?
  - What did it cost you?
source: Miserably Misaligned
"""
    }


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"competency": ""}, ("competency",), "Please choose one: the question is filed under it."),
        ({"kind": ""}, ("kind",), "Please choose one."),
        ({"perspective": ""}, ("perspective",), "Please choose one."),
        ({"minutes": ""}, ("minutes",), "Please fill this in."),
        ({"minutes": "a few"}, ("minutes",), "This must be a whole number, not `a few`."),
        ({"minutes": "0"}, ("minutes",), "This must be at least 1, not `0`."),
        ({"minutes": "9" * 5_000}, ("minutes",), "This "),
        ({"ask": {"sales": " "}}, ("ask",), "Write the question at least once"),
        ({"ask": {"sales": "w" * 4_001}}, ("ask", "sales"), "This is longer than 4000 characters."),
        ({"why": "\t\n"}, ("why",), "Please fill this in."),
        ({"listen_for": "\n \n"}, ("listen_for",), "Please write at least one."),
        ({"probes": ("", "", "Why?", "")}, ("probes",), "This needs at least 2 entries."),
        ({"probes": ("", "And then?", "", "w" * 5_000)}, ("probes", 3), "This is longer than 4000 characters."),
        ({"placement": "nowhere"}, ("placement",), "There is no placement `nowhere`"),
        ({"source": ""}, ("source",), "Please choose one."),
        ({"source": "A book"}, ("source",), ""),
        ({"also": ("nowhere",)}, ("also", 0), "There is no competency `nowhere`"),
        ({"short_name": "divided money"}, ("short_name",), "There is a question “standing-divided-money” already"),
        ({"guides": {"sales-leader": FIRST}}, ("guide", "sales-leader"), "Questions, opening and closing take 63 minutes"),
        ({"guides": {"sales-leader": "gone"}}, ("guide", "sales-leader"), "This guide has been changed meanwhile."),
        ({"guides": {"sales-leader": f"{INSTEAD}gone"}}, ("guide", "sales-leader"), "This guide has been changed"),
        ({"guides": {"first-screen": FIRST}, "competency": "horizon"}, ("guide", "first-screen"), "This guide does not rate “"),
        ({"guides": {"nowhere": FIRST}}, ("guide", "nowhere"), "This guide has been changed meanwhile."),
        (
            {"guides": {"sales-leader": FIRST}, "ask": {"both": "How?"}, "minutes": "1"},
            ("guide", "sales-leader"),
            "`standing-how` has no wording for sales",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_told_where_it_was_made(
    office: Office, changes: dict[str, Any], path: tuple[Any, ...], message: str
) -> None:
    mistakes = made_of(office, **changes).mistakes
    assert path in [mistake.path for mistake in mistakes]
    assert any(mistake.path == path and mistake.message.startswith(message) for mistake in mistakes), mistakes


def test_the_guides_ask_it_where_it_was_put_and_keep_all_else(office: Office) -> None:
    library = office.instance.shelf.library()
    made = made_of(office, minutes="1", guides={"sales-leader": "repair-fix-owner", "first-screen": FIRST})
    for guide, place in (("sales-leader", -1), ("first-screen", 0)):
        path = f"guides/{guide}.yaml"
        before, after = library.contents[path].decode(), made.texts[path]
        assert after.replace(f"  - {NAME}\n", "") == before
        assert read_document(after.encode(), path).data["questions"][place] == NAME


def test_in_a_full_guide_it_takes_the_place_of_another_question(office: Office) -> None:
    path, other = "guides/sales-leader.yaml", "standing-complaint-in-team"
    before = office.instance.shelf.library().contents[path].decode()
    made = made_of(office, guides={"sales-leader": f"{INSTEAD}{other}"})
    assert not made.mistakes
    assert made.texts[path] == before.replace(f"  - {other}\n", f"  - {NAME}\n")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"short_name": "Moved a Meeting!"}, "standing-moved-a-meeting"),
        ({"short_name": "standing moved"}, "standing-moved"),
        ({"ask": {"both": "How was it?"}}, "standing-how-was-it"),
        ({"ask": {"sales": "متى؟"}}, "standing-new"),
        ({"ask": {"sales": "Divided money, divided money?"}}, "standing-divided-money-divided-money"),
    ],
)
def test_its_id_comes_from_the_short_name_or_else_from_the_wording(
    office: Office, changes: dict[str, Any], name: str
) -> None:
    assert list(made_of(office, **changes).texts) == [f"items/standing/{name}.yaml"]


def test_an_id_made_from_the_wording_that_is_taken_gets_a_number(office: Office) -> None:
    made = made_of(office, ask={"sales": "Divided money?"})
    assert list(made.texts) == ["items/standing/standing-divided-money-2.yaml"]


def test_without_a_competency_there_is_nothing_to_keep(office: Office) -> None:
    made = make_question(office.instance, office.helen, make_new_question(competency=""), "keep")
    assert (made.texts, made.draft) == ({}, None)


@settings(max_examples=25)
@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=100))
def test_whatever_is_typed_is_what_the_file_says(office: Office, why: str, sales: str, probe: str) -> None:
    made = made_of(office, why=why, ask={"sales": sales, "both": "Once?"}, probes=(probe, "a: b", "#c", "no"))
    ((path, text),) = made.texts.items()
    data = read_document(text.encode(), path).data
    assert data["why"].split() == _seen(why)
    assert data["ask"].get("sales", "").split() == _seen(sales)
    assert data["probes"][-3:] == ["a: b", "#c", "no"]
    assert " ".join(data["probes"][:-3]).split() == _seen(probe)


def _seen(text: str) -> list[str]:
    from screener.journeys.bank_forms import line

    return line(text).split()
