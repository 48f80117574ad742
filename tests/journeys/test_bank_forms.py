"""What was entered becomes files, and what is wrong with them is led back to the entries."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.bank.load import Library
from screener.bank.yamlfile import read_document
from screener.bank.yamltext import file_text
from screener.errors import NotAllowed
from screener.journeys.bank_drafts import draft_page
from screener.journeys.bank_forms import Filled, Made, free_name, lines, make, path_at, short_name, title_of
from screener.journeys.bank_new_belief import make_belief
from screener.journeys.bank_new_question import make_question
from screener.journeys.instance import Instance, make_instance, open_instance
from tests.journeys.entered import make_new_belief, make_new_question
from tests.office import Office

DATA = {
    "id": "x",
    "belief": "A long text.",
    "probes": {"asserted": "A", "past": ""},
    "patterns": ["one", "two"],
    "examples": [{"stance": "asserted", "text": "One."}, {"stance": "none", "text": "Two."}],
}


@pytest.mark.parametrize("path", [("id",), ("belief",), ("probes", "past"), ("patterns", 1), ("examples", 1, "text")])
def test_a_place_in_a_file_leads_to_what_stands_there(path: tuple[str | int, ...]) -> None:
    document = read_document(file_text("philosophies/x.yaml", DATA).encode(), "x")
    assert path_at(document, *document.place(path)) == path
    line, column = document.place(path)
    assert path_at(document, line, column + 1)[: len(path)] == path


def test_a_place_before_everything_leads_nowhere() -> None:
    assert path_at(read_document(b"# note\nid: x\n", "x"), 1, 1) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We bring in the business alone", "we-bring-in-the-business-alone"),
        ("Don’t ask, don't tell!", "dont-ask-dont-tell"),
        ("Über Zoë & Søren", "uber-zoe-s-ren"),
        ("../../etc/passwd", "etc-passwd"),
        ("محمد", ""),
        ("w" * 200, "w" * 80),
    ],
)
def test_a_short_name_is_made_of_what_ids_are_made_of(text: str, name: str) -> None:
    assert short_name(text) == name


@given(st.text(max_size=200), st.sets(st.text("abc", min_size=1, max_size=2), max_size=9))
def test_a_free_name_is_an_id_that_nothing_bears(text: str, taken: set[str]) -> None:
    name = free_name(short_name(text) or "a", taken)
    assert name not in taken
    assert len(name) <= 80
    assert short_name(name, 100) == name


def test_lines_without_anything_are_left_out() -> None:
    assert lines(" one \r\n\r\n\u200b\ntwo\x07  words\n") == ["one", "two words"]


def test_the_title_of_a_draft_fits() -> None:
    assert len(title_of("belief", "w" * 300)) == 120


def test_only_hr_may(office: Office) -> None:
    for person in (office.ingrid, office.marcus, office.yuki):
        with pytest.raises(NotAllowed):
            make_question(office.instance, person, make_new_question(), "show")
        with pytest.raises(NotAllowed):
            make_belief(office.instance, person, make_new_belief(), "show")


def test_nothing_is_kept_that_is_only_shown(office: Office) -> None:
    made = make_question(office.instance, office.helen, make_new_question(), "show")
    assert made.draft is None
    assert not made.mistakes
    assert len(made.texts) == 1


def test_what_cannot_be_written_says_so_beside_its_entry(office: Office) -> None:
    def fill(library: Library) -> Filled:
        filled = Filled("Something")
        filled.add_new("philosophies/something.yaml", DATA)

        def refuse(_text: str) -> str:
            raise ValueError("no list stands there")

        filled.change(library, "policies/default.yaml", ("policy", "default"), refuse)
        return filled

    made = make(office.instance, office.helen, fill, "show")
    own = [mistake.message for mistake in made.mistakes if mistake.path == ("policy", "default")]
    assert own == ["policies/default.yaml cannot be changed from here: no list stands there."]


@pytest.fixture
def own_bank(tmp_path: Path) -> Instance:
    make_instance(tmp_path / "own")
    return open_instance(tmp_path / "own")


def test_a_file_that_was_changed_meanwhile_is_a_conflict_of_the_draft(own_bank: Instance, office: Office) -> None:
    path = "guides/sales-leader.yaml"
    own_bank.store.add_person(office.helen)

    def fill(library: Library) -> Filled:
        filled = Filled("Something")
        filled.change(library, path, (), lambda text: text + "# mine\n")
        with own_bank.shelf.edited(), (own_bank.shelf.folder / path).open("a") as file:
            file.write("# theirs\n")
        return filled

    draft = make(own_bank, office.helen, fill, "keep").draft
    assert draft is not None
    assert [file.is_conflict for file in draft_page(own_bank, office.helen, draft.id).files] == [True]
    made: Made = make(own_bank, office.helen, lambda library: _changed(library, path), "keep")
    assert made.texts[path].endswith("# theirs\n# mine\n")
    own_bank.close()


def _changed(library: Library, path: str) -> Filled:
    filled = Filled("Something")
    filled.change(library, path, (), lambda text: text + "# mine\n")
    return filled
