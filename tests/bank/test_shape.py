import re
import time

import pytest

from screener.bank import model, parts
from screener.bank.shape import shaped
from screener.bank.yamlfile import Document, read_document
from tests.factories import as_yaml, make_guide, make_philosophy, make_rubric

PATTERN = "id: s\nfor: true\nsays: x\npatterns:\n"
EXAMPLE = "stance: none\ntext: a\n"


def read(text: str) -> Document:
    return read_document(text.encode(), "f.yaml")


def mistakes(kind: type[parts.Part], text: str) -> list[str]:
    document = read(text)
    assert (shaped(document, kind) is None) == bool(document.problems)
    return [f"{p.line}:{p.column} {p.code} {p.message}" for p in document.problems]


CASES: dict[str, tuple[type[parts.Part], str, str]] = {
    "unknown key": (
        model.Source, "title: a\nabout: b\nautor: c\n",
        "3:1 unknown-key `autor` is not known here (did you mean `author`?)"
    ),
    "unknown key far from any": (
        model.Source, "zzz: c\ntitle: a\nabout: b\n",
        "1:1 unknown-key `zzz` is not known here (known: about, author, published, title)",
    ),
    "unknown key deep inside": (
        model.Rule, "level: 1\nbecause: a\nany:\n  - {singn: b}\n",
        "4:6 unknown-key `singn` is not known here (did you mean `sign`?)",
    ),
    "unknown key in a pattern": (
        model.Sign, PATTERN + "  - ok so\n  - {words: an x, stanze: past}\n",
        "6:19 unknown-key `stanze` is not known here (did you mean `stance`?)",
    ),
    "the name in the code for a key": (
        model.PhilosophyExample, EXAMPLE + "register_: notes\n",
        "3:1 unknown-key `register_` is not known here (did you mean `register`?)",
    ),
    "missing key": (model.Source, "title: a\n", "1:1 missing-key `about` is missing (add it)"),
    "missing key inside a list": (
        model.Sign, PATTERN + "  - ok so\n  - {stance: past}\n", "6:5 missing-key `words` is missing (add it)"
    ),
    "empty value": (
        model.Source, "title:\nabout: b\n", "1:7 empty-value `title` is empty (write a value, or remove the key)"
    ),
    "empty text": (
        model.Source, "title: ''\nabout: b\n", "1:8 empty-value `title` is empty (write a value, or remove the key)"
    ),
    "blank text": (model.Source, "title: '  '\nabout: b\n", "1:8 empty-value `title` needs at least 1 characters"),
    "too long": (parts.Entry, f"id: {'a' * 81}\n", "1:5 too-long `id` is longer than 80 characters"),
    "phrase too long": (
        parts.PatternMapping, f"words: {'a' * 301}\n", "1:8 too-long `words` is longer than 300 characters"
    ),
    "phrase of one letter": (parts.PatternMapping, "words: a\n", "1:8 empty-value `words` needs at least 2 characters"),
    "empty choice": (
        model.Guide, as_yaml(make_guide(role=None)),
        "3:7 empty-value `role` is empty (write a value, or remove the key)",
    ),
    "text for a list": (
        model.Sources, "id: sources\nsources: a\n",
        "2:10 wrong-type `sources` must be a list (lines that begin with `- `), not `a`",
    ),
    "list for a text": (model.Source, "title: [a]\nabout: b\n", "1:8 wrong-type `title` must be a text, not a list"),
    "mapping for a text": (
        model.Source, "title: {a: b}\nabout: b\n", "1:8 wrong-type `title` must be a text, not `key: value` lines"
    ),
    "text for a mapping": (
        model.Sources, "id: sources\nsources: [a]\n",
        "2:11 wrong-type `sources 1` must be `key: value` lines, not `a`",
    ),
    "text for a whole file": (
        parts.Entry, "hello\n", "1:1 wrong-type the file must be `key: value` lines, not `hello`"
    ),
    "list for a whole file": (parts.Entry, "- a\n", "1:1 wrong-type the file must be `key: value` lines, not a list"),
    "no whole number": (
        model.Rule, "level: 2.5\nbecause: a\n", "1:8 wrong-type `level` must be a whole number, not `2.5`"
    ),
    "no number": (model.Weight, "id: a\nweight: much\n", "2:9 wrong-type `weight` must be a number, not `much`"),
    "neither true nor false": (
        model.PhilosophyExample, EXAMPLE + "indirect: maybe\n",
        "3:11 wrong-type `indirect` must be true or false, not `maybe`",
    ),
    "too small": (model.Rule, "level: 0\nbecause: a\n", "1:8 wrong-value `level` must be at least 1, not `0`"),
    "too large": (model.Rule, "level: 6\nbecause: a\n", "1:8 wrong-value `level` must be at most 5, not `6`"),
    "not more than nothing": (
        model.Weight, "id: a\nweight: 0\n", "2:9 wrong-value `weight` must be more than 0, not `0`"
    ),
    "word outside of a choice": (
        model.NeedAnswer, "id: a\ntext: b\nneed: sale\npoints: 1\n",
        "3:7 wrong-value `need` cannot be `sale` (did you mean `sales`?)",
    ),
    "word far from any choice": (
        model.FlagPolicy, "philosophy: a\nseverity: dire\n",
        "2:11 wrong-value `severity` cannot be `dire` (known: high, low, medium)",
    ),
    "too few": (
        model.Survey, "id: a\nname: b\nsource: c\nnote: d\nshares: []\n",
        "5:9 too-few `shares` needs at least 1 entries",
    ),
    "too many": (
        model.Rubric, as_yaml(make_rubric(levels=make_rubric()["levels"] * 2)),
        "7:1 too-many `levels` takes at most 5 entries",
    ),
    "id with capitals": (
        parts.Entry, "id: Sole Credit\n",
        "1:5 wrong-id `id` `Sole Credit` is not an id (use lower-case words joined by hyphens)",
    ),
    "mark that is not closed": (
        model.PhilosophyExample, "stance: none\ntext: a <<b\n",
        "2:7 wrong-mark `text` `<<` without `>>` (close the mark)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_it_reports_one_mistake_once_with_its_place_and_what_to_do(case: str) -> None:
    kind, text, expected = CASES[case]
    (found,) = mistakes(kind, text)
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("kind", "text", "named"),
    [
        (model.RatedExample, "level: six\nquestion: a\ntext: b\n", "1:8 wrong-(value|type) `level` .*`six`"),
        (model.RatedExample, "level: 7\nquestion: a\ntext: b\n", "1:8 wrong-(value|type) `level` .*`7`"),
        (model.PhilosophyExample, "stance: asserte\ntext: a\n", "1:9 wrong-value `stance` .*did you mean `asserted`"),
        (model.PhilosophyExample, "stance: no\ntext: a\n", "1:9 wrong-value `stance` .*(asserted|none)"),
    ],
    ids=["no number", "too large", "mistyped", "far from any"],
)
def test_it_reports_a_value_once_where_a_number_or_several_words_are_allowed(
    kind: type[parts.Part], text: str, named: str
) -> None:
    (found,) = mistakes(kind, text)
    assert re.match(named, found)


def test_it_reports_a_wrong_name_of_a_word_list_at_the_name() -> None:
    (found,) = mistakes(model.WordLists, "id: words\nlists:\n  Our Side: [we]\n")
    assert found.startswith("3:3 wrong-id ")
    assert "`Our Side` is not an id" in found
    assert "[key]" not in found


@pytest.mark.parametrize("part", ["fires", "silent"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (model.Sign, PATTERN + "  - ok so\n"),
        (model.Behaviour, "id: case\nsays: x\npatterns: [ok so]\nfires: [a, b]\nsilent: [a, b]\n"),
        (model.Cue, "id: past\nsays: x\nphrases: [ok so]\nfires: [a, b]\nsilent: [a, b]\n"),
    ],
    ids=["sign", "behaviour", "cue"],
)
def test_it_reports_an_open_mark_in_a_sentence(kind: type[parts.Part], text: str, part: str) -> None:
    lines = [line for line in text.splitlines() if not line.startswith(part)]
    (found,) = mistakes(kind, "\n".join([*lines, f"{part}: [a, b <<c]", ""]))
    assert found.startswith(f"{len(lines) + 1}:{len(part) + 7} wrong-mark")


@pytest.mark.parametrize(
    "identity", ["", "-a", "a-", "a--b", "a_b", "a b", "ä", "A", "a.b", "../a", "a/b", '"a\\n"'], ids=repr
)
def test_it_rejects_an_id_that_cannot_be_a_file_name(identity: str) -> None:
    (found,) = mistakes(parts.Entry, f"id: {identity or repr('')}\n")
    assert found.startswith("1:5 wrong-id")


@pytest.mark.parametrize("identity", ["a", "a-b", "1", "2010-plan", "no", "a" * 80])
def test_it_accepts_an_id(identity: str) -> None:
    assert mistakes(parts.Entry, f"id: {identity}\n") == []


@pytest.mark.parametrize("share", ["nan", "inf", "-inf", "-0.1", "1.01"])
def test_it_rejects_a_share_outside_of_nothing_and_all(share: str) -> None:
    (found,) = mistakes(model.SurveyGroup, f"id: a\nlabel: b\nshare: {share}\n")
    assert found.startswith("3:8 wrong-value")


def test_it_reports_all_mistakes_of_a_file() -> None:
    text = "title: [a]\nautor: b\nabout:\n"
    assert [line.split(" `")[0] for line in mistakes(model.Source, text)] == [
        "1:8 wrong-type",
        "3:7 empty-value",
        "2:1 unknown-key",
    ]


def test_it_names_the_place_in_a_list_as_people_count() -> None:
    philosophy = make_philosophy()
    philosophy["examples"][2]["text"] = "a <<b"
    (found,) = mistakes(model.Philosophy, as_yaml(philosophy))
    assert "`examples 3, text`" in found


def test_it_shortens_what_it_quotes() -> None:
    (found,) = mistakes(model.Weight, f"id: a\nweight: {'x' * 5000}\n")
    assert "…" in found
    assert len(found) < 200


def test_it_reads_what_the_fields_mean() -> None:
    document = read("id: no\nlabel: no\nshare: 0.25\n")
    assert shaped(document, model.SurveyGroup) == model.SurveyGroup(id="no", label="no", share=0.25)


@pytest.mark.parametrize(("written", "expected"), [("true", True), ("false", False), ("yes", True), ("no", False)])
def test_it_reads_true_and_false(written: str, expected: bool) -> None:
    example = shaped(read(EXAMPLE + f"known_miss: {written}\n"), model.PhilosophyExample)
    assert example is not None
    assert example.known_miss is expected


def test_it_reads_a_phrase_with_or_without_a_mapping() -> None:
    sign = shaped(read(PATTERN + "  - as is\n  - {words: as is, strength: weak}\n"), model.Sign)
    assert sign is not None
    assert [(p.words, p.stance, p.strength, p.speaker) for p in sign.patterns] == [
        ("as is", "asserted", "strong", None),
        ("as is", "asserted", "weak", None),
    ]


def test_it_answers_soon_however_many_keys_are_unknown() -> None:
    text = as_yaml(make_philosophy()) + "".join(f"k{number}: x\n" for number in range(5000))
    start = time.perf_counter()
    assert len(mistakes(model.Philosophy, text)) == 5000
    assert time.perf_counter() - start < 2
