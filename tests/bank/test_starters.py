"""A starter holds everything, the check names each place that is still empty, and filling these in is enough."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from screener.bank.checks.example_missing import PHILOSOPHY_NEEDS, RUBRIC_NEEDS
from screener.bank.editors import schema_line
from screener.bank.parts import Part, PatternMapping
from screener.bank.starters import KINDS, Starter, starter_of
from screener.bank.yamlfile import Document, PathKey, read_document
from screener.errors import Refused
from screener.journeys.checking import check_bank
from tests.factories import COMPETENCIES, make_philosophy, make_question, write_bank, write_file

NAMES = {"question": "credit-new-case", "philosophy": "lone-hero", "rubric": "trust", "guide": "second-talk"}
MAY_STAY_EMPTY = {"placement", "speaker", "reason", "single_question_reason"}


def starter(kind: str) -> Starter:
    return starter_of(kind, NAMES[kind], COMPETENCIES)


def read(text: str) -> Document:
    document = read_document(text.encode(), "new.yaml")
    assert document.problems == []
    return document


def empty_places(data: Any, path: PathKey = ()) -> Iterator[PathKey]:
    """Return the path of everything that has no value yet, in its order."""
    if isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from empty_places(value, (*path, step))
    elif not data and path[-1] not in MAY_STAY_EMPTY:
        yield path


def shapes_in(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
        for field in annotation.model_fields.values():
            yield from shapes_in(field.annotation)
    for argument in get_args(annotation):
        yield from shapes_in(argument)


def keys_of(shape: type[Part]) -> list[str]:
    return [field.alias or name for name, field in shape.model_fields.items()]


@pytest.mark.parametrize("kind", KINDS)
def test_it_holds_every_field_in_the_order_of_the_shape(kind: str) -> None:
    made = starter(kind)
    assert list(read(made.text).data) == keys_of(KINDS[kind].shape)
    shapes = {*shapes_in(KINDS[kind].shape)} - ({PatternMapping} if kind == "rubric" else set())
    missing = {(s.__name__, key) for s in shapes for key in keys_of(s) if f"{key}:" not in made.text}
    assert missing == set()


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_once_of_each_field_what_belongs_there(kind: str) -> None:
    notes = [line.split("  # ")[1] for line in starter(kind).text.splitlines() if "  # " in line]
    assert all(len(note) > 8 for note in notes)
    assert len(notes) >= len(keys_of(KINDS[kind].shape)) - 1
    texts = [line.split("# ")[0].strip(" -") for line in starter(kind).text.splitlines() if "  # " in line]
    assert Counter(texts).most_common(1)[0][1] == 1 or kind in {"rubric", "philosophy"}  # `id:` of several shapes


@pytest.mark.parametrize("kind", KINDS)
def test_it_begins_with_the_line_by_which_editors_find_its_schema(kind: str) -> None:
    made = starter(kind)
    assert made.text.startswith(schema_line(made.path))
    assert f".schemas/{kind}.schema.json\n" in made.text


def test_it_leaves_room_for_as_many_examples_as_are_needed() -> None:
    statements = read(starter("philosophy").text).data["examples"]
    assert Counter(example["stance"] for example in statements) == PHILOSOPHY_NEEDS
    assert [e["stance"] for e in statements if e.get("indirect") == "true"] == ["asserted"] * 3
    answers = read(starter("rubric").text).data["examples"]
    assert Counter(example["level"] for example in answers) == RUBRIC_NEEDS


def test_it_lies_where_files_of_its_kind_do() -> None:
    paths = [starter(kind).path for kind in KINDS]
    assert paths == [
        "items/credit/credit-new-case.yaml",
        "philosophies/lone-hero.yaml",
        "rubrics/trust.yaml",
        "guides/second-talk.yaml",
    ]


def test_a_question_belongs_to_the_competency_with_which_its_id_begins() -> None:
    known = ("self", "self-knowledge", "standing")
    assert starter_of("question", "self-knowledge-case", known).path == "items/self-knowledge/self-knowledge-case.yaml"
    assert starter_of("question", "self-made", known).path == "items/self/self-made.yaml"
    assert read(starter_of("question", "self-made", known).text).data["competency"] == "self"


@pytest.mark.parametrize("name", ["credits-case", "credit", "credit-", "case"])
def test_it_refuses_a_question_of_no_competency(name: str) -> None:
    with pytest.raises(Refused):
        starter_of("question", name, ["credit"])


def test_it_says_with_what_the_id_of_a_question_may_begin() -> None:
    with pytest.raises(Refused, match=r"known: credit-…, repair-…\)"):
        starter_of("question", "case", ["repair", "credit"])
    with pytest.raises(Refused, match="make a rubric first"):
        starter_of("question", "case", [])


BAD_IDS = ["", "Sole Credit", "../policies/default", "a/b", "a--b", "-a", "a_b", "ä", "a\n", "a.yaml", "a" * 81]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BAD_IDS)
def test_it_refuses_what_is_no_id(kind: str, name: str) -> None:
    with pytest.raises(Refused) as refused:
        starter_of(kind, name, ["a"])
    assert refused.value.field == "id"


@pytest.mark.parametrize("kind", KINDS)
def test_the_check_names_each_place_that_is_empty(tmp_path: Path, kind: str) -> None:
    made = starter(kind)
    write_file(write_bank(tmp_path) / made.path, made.text)
    problems = [p for p in check_bank(tmp_path).problems if p.file.endswith(made.path)]
    document = read(made.text)
    assert {problem.code for problem in problems} == {"empty-value"}
    assert {(p.line, p.column) for p in problems} == {document.place(path) for path in empty_places(document.data)}


def test_what_may_be_left_out_but_not_left_empty_is_to_be_deleted(tmp_path: Path) -> None:
    made = starter("question")
    for role in ("sales", "marketing", "both"):
        (line,) = (line for line in made.text.splitlines() if line.startswith(f"  {role}:"))
        assert line.endswith("Delete the lines that you do not need.")
    (line,) = (line for line in made.text.splitlines() if line.startswith("placement:"))
    assert line.endswith("May be left out.")


@pytest.mark.parametrize("kind", KINDS)
def test_no_note_promises_that_an_empty_place_may_stay(tmp_path: Path, kind: str) -> None:
    made = starter(kind)
    write_file(write_bank(tmp_path) / made.path, made.text)
    lines = made.text.splitlines()
    reported = {p.line for p in check_bank(tmp_path).problems if p.file.endswith(made.path)}
    assert not [lines[number - 1] for number in reported if lines[number - 1].endswith("May be left out.")]


@pytest.mark.parametrize("kind", KINDS)
def test_filling_in_what_is_empty_passes_the_check(tmp_path: Path, kind: str) -> None:
    folder, made = write_bank(tmp_path, extra=more(kind)), starter(kind)
    write_file(folder / made.path, filled(made.text, answers(kind)))
    assert check_bank(folder).problems == ()


def more(kind: str) -> dict[str, Any]:
    """Return what else the bank has to hold: a second question on each competency, for a guide."""
    second = {f"items/{c}/{c}-second.yaml": make_question(c, id=f"{c}-second") for c in COMPETENCIES}
    return second if kind == "guide" else {}


def filled(text: str, values: dict[str, list[str]]) -> str:
    """Write values where a text has none, as an author does who goes from place to place. They go by the last key."""
    document, lines = read(text), text.splitlines()
    waiting = {key: list(reversed(found)) for key, found in values.items()}
    places = [(document.place(path), path) for path in empty_places(document.data)]
    chosen = [(place, path, waiting[_key(path)].pop()) for place, path in places]
    assert not any(waiting.values()), waiting
    for (line, column), path, value in reversed(chosen):
        before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
        if after.startswith(">-"):
            lines.insert(line, " " * (document.keys[path][1] + 1) + value)
        elif after.startswith('""'):
            lines[line - 1] = f'{before}"{value}"{after[2:]}'
        else:
            lines[line - 1] = f"{before} {value}{after}"
    return "\n".join(lines) + "\n"


def _key(path: PathKey) -> str:
    """Return the last key in a path; of probes and conditions the one that they are gathered under."""
    return next(str(step) for step in reversed(path) if isinstance(step, str))


def answers(kind: str) -> dict[str, list[str]]:
    return {"question": _question, "philosophy": _philosophy, "rubric": _rubric, "guide": _guide}[kind]()


def _question() -> dict[str, list[str]]:
    return {
        "kind": ["past-behaviour"], "perspective": ["time"], "minutes": ["5"],
        **{role: [f"Tell me: as a leader of {role}."] for role in ("sales", "marketing", "both")},
        "why": ["To know."], "listen_for": ["A case", "A part"], "probes": ["And then?", "Why?"], "source": ["A Book"],
    }  # fmt: skip


def _philosophy() -> dict[str, list[str]]:
    told = make_philosophy("lone-hero", "one hero did it")["examples"]
    texts = {stance: [e["text"] for e in told if e["stance"] == stance] for stance in PHILOSOPHY_NEEDS}
    return {
        "name": ["The lone hero"], "kind": ["healthy"], "role": ["both"], "belief": ["One did it: alone."],
        "matters": ["It matters."], "not_this": ["Pride", "Joy"], "counterparts": ["sole-credit"],
        "competencies": ["credit"], "asserted": ["Who else?"], "past": ["What changed?"], "rejected": ["Why?"],
        "reported": ["And you?"], "sources": ["A Book"], "patterns": ["one hero did it"],
        "words": ["{ours} made lone-hero alone"], "text": [text for found in texts.values() for text in found],
    }  # fmt: skip


def _rubric() -> dict[str, list[str]]:
    shown = {
        "1": "There was <<bad blood>> in", "2": "Honestly, <<the credit belongs to us>> in",
        "3": "<<Last spring>> we met, it was", "4": "Honestly, <<we share the credit>> in",
        "5": "We had <<good talks>> in", "none": "We sit there until",
    }  # fmt: skip
    return {
        "name": ["Trust"], "rates": ["How they trust"], "sources": ["A Book"],
        "short": [f"**Level** {n}" for n in range(1, 6)], "long": [f"It is: level {n}." for n in range(1, 6)],
        "id": ["talks", "quarrels"], "says": ["They talk", "They quarrel"], "patterns": ["good talks", "bad blood"],
        "fires": ["We had <<good talks>>.", "<<Good talks>>, yes.", "It was <<bad blood>>.", "<<Bad blood>>, yes."],
        "silent": ["We talk.", "They are good.", "It is bad.", "It is red."],
        "because": [f"It is like {n}" for n in (1, 2, 5, 4, 3)],
        "all": [
            "{sign: quarrels}", "{philosophy: sole-credit, stance: asserted}", "{sign: talks}",
            "{philosophy: shared-credit, stance: asserted}", "{behaviour: case}",
        ],
        "question": ["How is it?"] * 12, "why": ["For a reason."] * 12,
        "text": [f"{text} {month}." for text in shown.values() for month in ("May", "June")],
    }  # fmt: skip


def _guide() -> dict[str, list[str]]:
    return {
        "name": ["Second talk"], "role": ["any"], "minutes": ["70"], "opening": ["Welcome: again."],
        "opening_minutes": ["4"], "closing": ["Thank you."], "closing_minutes": ["5"], "id": list(COMPETENCIES),
        "questions": [f"{c}-{which}" for c in COMPETENCIES for which in ("case", "second")],
    }  # fmt: skip
