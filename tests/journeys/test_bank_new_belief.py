"""A belief that was entered into a form becomes its file, and every policy takes its stand."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from screener.bank.load import library_of
from screener.bank.yamlfile import read_document
from screener.journeys.bank_forms import Made
from screener.journeys.bank_new_belief import ACCEPTED, NewBelief, Stand, make_belief
from screener.journeys.checking import check_library
from screener.journeys.instance import make_instance, open_instance
from tests.journeys.entered import make_new_belief
from tests.office import Office, open_office

NAME = "price-alone-wins-the-order"
PATH = f"philosophies/{NAME}.yaml"
POLICIES = ("default", "marketing-led", "sales-led")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all of these tests: they look at what a form comes to, and the bank stays as it is."""
    made = open_office(tmp_path_factory.mktemp("office"))
    yield made
    made.instance.close()


def made_of(office: Office, **changes: Any) -> Made:
    return make_belief(office.instance, office.helen, make_new_belief(**changes), "show")


def with_example(group: str, place: int, **changes: Any) -> dict[str, Any]:
    """Return the examples with one of them changed."""
    examples = make_new_belief().examples
    return {"examples": tuple(replace(e, **changes) if (e.group, e.place) == (group, place) else e for e in examples)}


def without(entered: NewBelief, *gone: tuple[str, int]) -> dict[str, Any]:
    return {"examples": tuple(e for e in entered.examples if (e.group, e.place) not in gone)}


def test_the_bank_with_it_passes_the_whole_check(office: Office) -> None:
    made = made_of(office)
    assert not made.mistakes
    library, folder = office.instance.shelf.library(), office.instance.shelf.folder
    new = {path: text.encode() for path, text in made.texts.items()}
    before = {(p.file, p.message) for p in check_library(library).problems}
    checked = check_library(library_of({**library.contents, **new}, folder))
    assert not {(p.file, p.message) for p in checked.problems} - before


def test_the_file_says_what_was_entered(office: Office) -> None:
    data = read_document(made_of(office).texts[PATH].encode(), PATH).data
    assert list(data) == [
        "id", "name", "kind", "role", "belief", "matters", "not_this", "counterparts", "competencies", "probes",
        "sources", "patterns", "examples",
    ]  # fmt: skip
    assert data["counterparts"] == ["common-purpose"]
    assert data["examples"][2] == {
        "stance": "asserted", "register": "notes",
        "text": "Machine tools, eleven years: <<the discount settles the business>>.",
    }  # fmt: skip
    assert data["examples"][3]["indirect"] == "true"
    assert [e["stance"] for e in data["examples"]].count("none") == 3


def test_the_policies_take_their_stands_and_keep_all_else(office: Office) -> None:
    made, contents = made_of(office), office.instance.shelf.library().contents
    for policy, flag in (
        ("default", f"  - {{philosophy: {NAME}, severity: medium}}\n"),
        ("marketing-led", f"  - {{philosophy: {NAME}, severity: high, reason: Our brand lives by its price.}}\n"),
    ):
        path = f"policies/{policy}.yaml"
        assert made.texts[path].replace(flag, "") == contents[path].decode()
    data = read_document(made.texts["policies/sales-led.yaml"].encode(), "").data
    assert data["accepted"] == [{"philosophy": NAME, "reason": "We sell by price: that is our promise."}]


def test_a_healthy_belief_changes_no_policy_and_stands_against_risky_ones(office: Office) -> None:
    made = made_of(office, kind="healthy")
    assert not made.mistakes
    assert list(made.texts) == [PATH]
    assert read_document(made.texts[PATH].encode(), PATH).data["counterparts"] == ["sole-credit"]


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"name": ""}, ("name",), "Please fill this in."),
        ({"short_name": "Sole credit"}, ("short_name",), "There is a belief “sole-credit” already."),
        ({"kind": ""}, ("kind",), "Please choose one."),
        ({"role": "nobody"}, ("role",), "This cannot be `nobody`"),
        ({"belief": "w" * 4_001}, ("belief",), "This is longer than 4000 characters."),
        ({"matters": ""}, ("matters",), "Please fill this in."),
        ({"not_this": ""}, ("not_this",), "Please write at least one."),
        ({"counterparts": {}}, ("counterparts", "healthy"), "Please choose at least one."),
        ({"kind": "healthy", "counterparts": {}}, ("counterparts", "risky"), "Please choose at least one."),
        ({"counterparts": {"healthy": ("sole-credit",)}}, ("counterparts", "healthy", 0), "There is no healthy philosophy"),
        ({"competencies": ()}, ("competencies",), "Please choose at least one."),
        ({"sources": ()}, ("sources",), "Please choose at least one."),
        ({"probes": {"past": "Why?"}}, ("probes", "reported"), "Please fill this in."),
        ({"patterns": "nobody buys\n(a|b"}, ("patterns", 1), "`(a|b`: "),
        ({"patterns": "w" * 301}, ("patterns", 0), "This is longer than 300 characters."),
        (with_example("past", 1, text=" "), ("example", "past", 1, "text"), "Please write one more of these."),
        (with_example("rejected", 0, text="<<a> b"), ("example", "rejected", 0, "text"), "`<<` without `>>`"),
        (with_example("none", 0, text="<<a>> b"), ("example", "none", 0, "text"), "An example labelled `none` marks evidence"),
        (with_example("reported", 1, text="No mark"), ("example", "reported", 1, "text"),
         "No evidence is marked: select the words that show it and press “Mark as evidence”, or put << >> around them."),
        (with_example("indirect", 2, text="It <<rains>>."), ("example", "indirect", 2, "text"), "Nothing was found (mend"),
        (with_example("none", 1, text="Nobody buys at the list price."), ("example", "none", 1, "text"), "A near miss, yet read as"),
        (with_example("past", 0, is_known_miss=True), ("example", "past", 0, "known_miss"), "This is read rightly. Untick “No phrase"),
        (with_example("past", 0, speaker="nobody"), ("example", "past", 0, "speaker"), "This cannot be `nobody`"),
        ({"stands": {}}, ("policy", "default"), "Please choose one: a policy takes a stand on every risky belief."),
        ({"stands": dict.fromkeys(POLICIES, Stand("dire", ""))}, ("policy", "default"), "This cannot be `dire`"),
        ({"stands": dict.fromkeys(POLICIES, Stand(ACCEPTED, " "))}, ("reason", "default"), "Please say why"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_where_it_was_made(
    office: Office, changes: dict[str, Any], path: tuple[Any, ...], message: str
) -> None:
    mistakes = made_of(office, **changes).mistakes
    assert any(mistake.path == path and mistake.message.startswith(message) for mistake in mistakes), mistakes
    own = [mistake for mistake in mistakes if mistake.path == path]
    assert len(own) == 1, "it is told once"


def test_too_few_examples_are_told_beside_the_first_empty_place_of_their_group(office: Office) -> None:
    entered = make_new_belief()
    made = made_of(office, **without(entered, ("asserted", 0), ("asserted", 1), ("none", 2)))
    told = {mistake.path: mistake.message for mistake in made.mistakes}
    assert told == {
        ("example", "asserted", 0, "text"): "Please write 2 more of these.",
        ("example", "none", 2, "text"): "Please write one more of these.",
    }


def test_indirect_examples_count_as_asserted_ones(office: Office) -> None:
    entered = make_new_belief()
    fourth = replace(entered.examples[0], group="indirect", place=3)
    assert not made_of(office, examples=(*entered.examples[1:], fourth)).mistakes


def test_a_place_in_the_file_leads_to_the_example_as_it_was_entered(office: Office) -> None:
    entered = make_new_belief()
    far = replace(entered.examples[0], place=7, text="It <<rains>>.")
    made = made_of(office, examples=(*entered.examples, far))
    assert [mistake.path for mistake in made.mistakes] == [("example", "asserted", 7, "text")]


def test_a_name_that_is_taken_gets_a_number(office: Office) -> None:
    assert "philosophies/sole-credit-2.yaml" in made_of(office, name="Sole credit!").texts


@pytest.mark.parametrize("name", ["", "محمد"])
def test_a_belief_whose_name_gives_no_id_can_be_kept(office: Office, name: str) -> None:
    made = make_belief(office.instance, office.helen, make_new_belief(name=name), "keep")
    assert made.draft
    assert next(iter(made.texts)) == "philosophies/new-belief.yaml"


def test_a_policy_that_accepts_nothing_yet_gets_its_list(office: Office, tmp_path: Path) -> None:
    make_instance(tmp_path / "own")
    file = tmp_path / "own" / "questions" / "policies" / "default.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("accepted: []\n", ""), encoding="utf-8")
    own = open_instance(tmp_path / "own")
    stands = {**make_new_belief().stands, "default": Stand(ACCEPTED, "It is what we do.")}
    made = make_belief(own, office.helen, make_new_belief(stands=stands), "show")
    assert not made.mistakes
    data = read_document(made.texts["policies/default.yaml"].encode(), "").data
    assert data["accepted"] == [{"philosophy": NAME, "reason": "It is what we do."}]
    own.close()
