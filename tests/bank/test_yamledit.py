"""Edits change what they should and not a character else; proved over the shipped bank and over nasty files."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.bank import yamledit
from screener.bank.yamledit import added, appended, arranged, inserted, removed, replaced, updated
from screener.bank.yamlfile import PathKey, read_document

BANK = Path(__file__).parents[2] / "questions"
FILES = {path.relative_to(BANK).as_posix(): path.read_text(encoding="utf-8") for path in sorted(BANK.rglob("*.yaml"))}
NASTY = {
    "comments": (
        "# above\nid: a  # beside\n# between\nlist:  # of\n  # first\n  - one  # 1\n  # second\n\n  - two\n"
        "  # third\n  - {k: v}  # 3\n# below\nmap:\n  # in\n  x: 1 # x\n  # after x\n  y:\n    - z\n# end\n"
    ),
    "returns": "id: a\r\nlong: >-\r\n  one\r\n  two\r\n\r\n# c\r\nlist:\r\n- a\r\n- >-\r\n  b\r\n  c\r\nempty: []\r\n",
    "flow": "a: [one, 'two', \"th, ree\",]\nb: {x: 1, 'y': [p, q], z: }\nc: [\n  one,  # 1\n  two,\n  {k: v}\n]\nd: {}\n",
    "wrapped": "a: [one, two,\n    three,\n  four]\nb: one\n  two\n  three\nc: {x: 'a\n    b',\n    y: c}\n",
    "letters": 'ä: "Ünï – “q” 🌱"\nb: 日本語 # コメント\nc:\n  - é\n  - »x«: ñ\n    y: z\n',
    "tabs": 'a: one\ttwo\t# c\nb:\t"x\\ty"\nc:\n  - one\tx\n  - |\n    p\tq\n    r\n',
    "blocks": "a: |+\n  x\n\n\nb: >\n  folded\n  text\n\n  more\nc:\n- |2-\n   x\n- - n\n  - m\n-\n  k: v\n- \n- last\n",
    "no end": "a:\n  - x\n  - y: 1\n    z: 2",
    "start": "%YAML 1.1\n---\n# c\na: 1\nb: [x]\n...\n",
    "colons": '"a b": 1\n\'c\' : "x: y"\nd:\n  - e:\n      f: g\n  - "{not} a map"\n',
}
ALL = {**FILES, **NASTY}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | st.sampled_from(
    ["no", "~", "null", "1", "0x1f", "- a", "a: b", "#x", " x ", "a #b", "[", "}", "it's", '"', "x" * 130, "a b " * 60]
)
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.sampled_from([0.64, 1.0, 0.25]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "no", "a b"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def read(text: str) -> Any:
    document = read_document(text.encode("utf-8"), "f.yaml")
    assert document.problems == []
    return document.data


def paths_of(data: Any, path: PathKey = ()) -> list[PathKey]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for name, value in entries for found in paths_of(value, (*path, name)))]


def at(data: Any, path: PathKey) -> Any:
    for name in path:
        data = data[name]
    return data


def lists_of(data: Any) -> list[PathKey]:
    return [path for path in paths_of(data) if isinstance(at(data, path), list) and at(data, path)]


def comments(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith("#")]


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("a: 1 # c\n", ("a",), "no", 'a: "no" # c\n'),
        ("a: 1\n", ("a",), 0.64, "a: 0.64\n"),
        ("a: 1\n", ("a",), 1.0, "a: 1\n"),
        ("a: 'x'\nb: y\n", ("a",), "it's", "a: it's\nb: y\n"),
        ("a: {b: 1, c: 2} # x\n", ("a", "b"), "x, y", 'a: {b: "x, y", c: 2} # x\n'),
        ("a: >-\n  x\n  y\n\nb: 1\n", ("a",), "z", "a: >-\n  z\n\nb: 1\n"),
        ("a:\n  - x\n  - y\nb: 1\n", ("a",), ["p", "q"], "a:\n  - p\n  - q\nb: 1\n"),
        ("a:\n  - x # c\n  - y\n", ("a", 0), "z", "a:\n  - z # c\n  - y\n"),
        ("a:\nb: 1\n", ("a",), "x", "a: x\nb: 1\n"),
        ("a: {b: }\n", ("a", "b"), "x", "a: {b: x }\n"),
        ("a: x\r\nb: y\r\n", ("a",), "w " * 60 + "w", None),
    ],
)
def test_a_value_is_written_in_its_place(before: str, path: PathKey, value: Any, after: str | None) -> None:
    text = replaced(before, path, value)
    if after is None:
        assert text.startswith("a: >-\r\n  w w")
        assert text.count("\n") == text.count("\r\n")
    else:
        assert text == after


@pytest.mark.parametrize(
    ("before", "path", "key", "after_key", "after"),
    [
        ("a: 1 # c\nb: 2\n", (), "k", "", "a: 1 # c\nb: 2\nk: new\n"),
        ("a: 1 # c\nb: 2\n", (), "k", "a", "a: 1 # c\nk: new\nb: 2\n"),
        ("a: {b: 1}\n", ("a",), "k", "", "a: {b: 1, k: new}\n"),
        ("a: {b: 1,}\n", ("a",), "k", "", "a: {b: 1, k: new,}\n"),
        ("a: {}\n", ("a",), "k", "", "a: {k: new}\n"),
        ("a:\n  - b: 1\n    c: 2\n  - d\n", ("a", 0), "k", "", "a:\n  - b: 1\n    c: 2\n    k: new\n  - d\n"),
        ("a:\n  b: >-\n    x\n\n# c\n", ("a",), "k", "", "a:\n  b: >-\n    x\n  k: new\n\n# c\n"),
        ("a: 1", (), "k", "", "a: 1\nk: new"),
    ],
)
def test_a_key_is_added(before: str, path: PathKey, key: str, after_key: str, after: str) -> None:
    assert added(before, path, key, "new", after=after_key) == after


@pytest.mark.parametrize(
    ("before", "path", "index", "value", "after"),
    [
        ("a:\n  - x # c\n# d\nb: 1\n", ("a",), 1, "y", "a:\n  - x # c\n  - y\n# d\nb: 1\n"),
        ("a:\n  # c\n  - x\n", ("a",), 0, "y", "a:\n  # c\n  - y\n  - x\n"),
        ("a:\n- x\n# c\n- z\n", ("a",), 1, {"k": 1}, "a:\n- x\n- {k: 1}\n# c\n- z\n"),
        ("a: [x, z]\n", ("a",), 1, "y", "a: [x, y, z]\n"),
        ("a: [x, z]\n", ("a",), 0, "y", "a: [y, x, z]\n"),
        ("a: []\n", ("a",), 0, "y", "a: [y]\n"),
        ("a: []  # none yet\nb: 1\n", ("a",), 0, {"k": "v"}, "a:  # none yet\n  - {k: v}\nb: 1\n"),
        ("a:\n  - >-\n    x\n", ("a",), 1, "w " * 60 + "w", None),
        ("a:\n  - x", ("a",), 1, "y", "a:\n  - x\n  - y"),
    ],
)
def test_an_entry_is_put_in(before: str, path: PathKey, index: int, value: Any, after: str | None) -> None:
    text = inserted(before, path, index, value)
    if after is None:
        assert text.startswith(before + "  - >-\n    w w")
        assert max(map(len, text.splitlines())) <= 120
    else:
        assert text == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a:\n  - x\n  # about y\n  - y # y\n  - z\n", ("a", 1), "a:\n  - x\n  # about y\n  - z\n"),
        ("a: # c\n  # d\n  - x\nb: 1\n", ("a", 0), "a: [] # c\n  # d\nb: 1\n"),
        ("a:\n  - >-\n    x\n    y\n  - z\n", ("a", 0), "a:\n  - z\n"),
        ("a: [x, y, z]\n", ("a", 0), "a: [y, z]\n"),
        ("a: [x, y, z]\n", ("a", 2), "a: [x, y]\n"),
        ("a: [x]\n", ("a", 0), "a: []\n"),
        ("a: {b: 1, c: 2, d: 3}\n", ("a", "c"), "a: {b: 1, d: 3}\n"),
        ("a: 1\nb: >-\n  x\n# c\nd: 2\n", ("b",), "a: 1\n# c\nd: 2\n"),
        ("a:\n  - b: 1\n    c: 2\n", ("a", 0, "b"), "a:\n  - c: 2\n"),
        ("a:\n  b: 1 # c\nd: 2\n", ("a", "b"), "a: {}\nd: 2\n"),
        ("a:\n  - - x\n    - y\n", ("a", 0, 0), "a:\n  - - y\n"),
    ],
)
def test_an_entry_is_taken_out(before: str, path: PathKey, after: str) -> None:
    assert removed(before, path) == after


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("a:\n  - x # 1\n  # about y\n  - 'y'\n\n  - z\n", ["y", "x", "z"], "a:\n  # about y\n  - 'y'\n  - x # 1\n\n  - z\n"),
        ("a:\n  - x\n  - y\nb: 1\n", ["n", "y"], "a:\n  - n\n  - y\nb: 1\n"),
        ("a: [x, 'y',\n  z]\n", ["z", "y", "x", "n"], "a: [z, 'y',\n  x, n]\n"),
        ("a: [x, 'y',\n  z]\n", ["y"], "a: ['y']\n"),
        ("a:\n  - x\n", [], "a: []\n"),
        ("a: []\n", ["x", "y"], "a: [x, y]\n"),
        ("a:\n  - x\n  - y", ["y", "x", "n"], "a:\n  - y\n  - x\n  - n"),
        ("a:\n  - x\n  - x\n", ["x"], "a:\n  - x\n"),
    ],
)  # fmt: skip
def test_a_list_is_put_into_order(before: str, values: list[str], after: str) -> None:
    assert arranged(before, ("a",), values) == after


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: replaced("a: 1\n", ("b",), "x"), "nothing at b"),
        (lambda: replaced("a: 1\n", (), "x"), "a path"),
        (lambda: replaced("a: [\n", ("a",), "x"), "line 2"),
        (lambda: appended("a: 1\n", ("a",), "x"), "no list at a"),
        (lambda: inserted("a: [x]\n", ("a",), 5, "x"), "no place 5"),
        (lambda: added("a: 1\n", (), "a", "x"), "already"),
        (lambda: removed("a: [x]\n", ("a", 1)), "nothing at a → 1"),
        (lambda: replaced("a: &x 1\nb: *x\n", ("b",), "x"), "anchors"),
        (lambda: arranged("a: [x, # c\n y]\n", ("a",), ["y"]), "comment"),
        (lambda: replaced("a: x\n", ("a",), "\x07" * 300000), "cannot be changed"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(call: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        call()


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("a: 0.640 # c\nb: x\n", {"a": 0.64, "b": "y"}, "a: 0.640 # c\nb: y\n"),
        ("a: 1.0\nb: >\n  x\n", {"a": 1, "b": "x"}, "a: 1.0\nb: >\n  x\n"),
        ("a: 1\nc: 2\n", {"a": "1", "b": "n", "c": "2"}, "a: 1\nb: n\nc: 2\n"),
        ("a: 1 # c\nb: 2\n", {"b": "2"}, "b: 2\n"),
        (
            "a:\n  # first\n  - {id: x, w: 1.0} # x\n  # then\n  - {id: y,   w: 2, reason: r}\n",
            {"a": [{"id": "y", "w": 1}, {"id": "z", "w": 1}, {"id": "x", "w": 1}]},
            "a:\n  # first\n  # then\n  - {id: y,   w: 1}\n  - {id: z, w: 1}\n  - {id: x, w: 1.0} # x\n",
        ),
        ("a: []\nb: {c: 1}\n", {"a": [{"id": "x"}], "b": {"c": 2}}, "a:\n  - {id: x}\nb: {c: 2}\n"),
    ],
)
def test_only_what_differs_is_written_anew(before: str, value: Any, after: str) -> None:
    assert updated(before, value, by=("id",)) == after


@pytest.mark.parametrize("name", NASTY)
def test_of_what_is_the_same_nothing_is_touched(name: str) -> None:
    data = read(NASTY[name])
    changed = updated(NASTY[name], {**data, "more": "x"}) if isinstance(data, dict) else NASTY[name]
    assert removed(changed, ("more",)).rstrip() == NASTY[name].rstrip()


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_an_entry_that_is_put_in_and_taken_out_again_leaves_no_trace(text: str) -> None:
    data = read(text)
    for path in lists_of(data)[::7]:
        if text.endswith("\n"):
            entry = {"id": "new", "text": "a text with, commas: and more"}
            assert removed(appended(text, path, entry), (*path, len(at(data, path)))) == text


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_a_list_turned_round_twice_reads_as_before_with_all_its_comments(text: str) -> None:
    data = read(text)
    for path in lists_of(data)[::7]:
        before = at(data, path)
        try:
            turned = arranged(text, path, before[::-1])
        except ValueError:
            assert text in NASTY.values()
            continue
        assert at(read(turned), path) == before[::-1]
        assert sorted(comments(turned)) == sorted(comments(text))
        assert sorted(turned) == sorted(text) or text in NASTY.values()


@pytest.mark.parametrize("name", ALL)
@given(st.data())
@settings(max_examples=3, deadline=None, derandomize=True)
def test_any_edit_keeps_everything_else(name: str, data: Any) -> None:
    text = ALL[name]
    before = read(text)
    path = data.draw(st.sampled_from(paths_of(before)[1:]))
    value = data.draw(VALUES)
    parent = at(before, path[:-1])
    edits = [lambda: replaced(text, path, value), lambda: removed(text, path)]
    if isinstance(parent, list):
        edits += [lambda: inserted(text, path[:-1], path[-1], value), lambda: appended(text, path[:-1], value)]
    else:
        edits += [lambda: added(text, path[:-1], "a-new-key", value, after=path[-1])]
    edit = data.draw(st.sampled_from(edits))
    try:
        after = edit()
    except ValueError:
        assert name in NASTY or not isinstance(value, str) or not value.isprintable()
        return
    assert after.count("\r\n") == after.count("\n") or "\r\n" not in text
    lost = [line for line in comments(text) if line not in comments(after)]
    assert not lost or edit in edits[:2]
    begin = next((i for i, (a, b) in enumerate(zip(text, after, strict=False)) if a != b), min(len(text), len(after)))
    end = next((i for i, (a, b) in enumerate(zip(text[::-1], after[::-1], strict=False)) if a != b), 0)
    assert begin + end <= len(text) + len(after)
    if edit is not edits[1] and edit is not edits[0]:
        assert len(after) - len(text) > 0


@given(text=TEXTS, style=st.sampled_from(["a: x\n", "a: >-\n  x\n", "a: [x]\n", "- x\n", "a:\n  - x\n", "a: {b: x}\n"]))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_text_that_yaml_allows_is_read_back_as_it_was(text: str, style: str) -> None:
    path = paths_of(read(style))[-1]
    try:
        assert at(read(replaced(style, path, text)), path) == text
    except ValueError:
        assert not text.isprintable()


def test_an_edit_that_would_read_otherwise_than_it_should_is_refused() -> None:
    edit = yamledit._Edit("a: 1\nb: 2\n")
    with pytest.raises(ValueError, match="without changing something else"):
        edit.done([], lambda _: {"a": "1", "b": "3"})  # another value
    with pytest.raises(ValueError, match="without changing something else"):
        edit.done([], lambda _: {"b": "2", "a": "1"})  # another order
    assert edit.done([], lambda data: data) == "a: 1\nb: 2\n"
