import time

import pytest

from screener.bank.yamlfile import MAX_BYTES, MAX_DEPTH, Document, read_document


def read(content: str | bytes) -> Document:
    return read_document(content.encode() if isinstance(content, str) else content, "f.yaml")


def codes(document: Document) -> list[str]:
    return [f"{p.line}:{p.column} {p.code}" for p in document.problems]


def nested(depth: int) -> str:
    return "\n".join("  " * level + "a:" for level in range(depth)) + " x\n"


def test_it_reads_mappings_lists_and_texts() -> None:
    document = read("id: a\nlist:\n  - one\n  - {key: two}\n")
    assert document.data == {"id": "a", "list": ["one", {"key": "two"}]}
    assert document.problems == []


@pytest.mark.parametrize(
    "written", ["no", "yes", "off", "true", "012", "1e3", "2010-01-31", "12:30", "0x1f", ".inf", "1_000", "NO"]
)
def test_it_keeps_an_unquoted_value_as_the_text_it_is(written: str) -> None:
    assert read(f"a: {written}\n").data == {"a": written}


@pytest.mark.parametrize(
    ("written", "value"), [("", None), ("~", None), ("null", None), ('""', ""), ("'null'", "null")]
)
def test_it_tells_an_empty_value_from_an_empty_text(written: str, value: str | None) -> None:
    assert read(f"a: {written}\n").data == {"a": value}


def test_it_reads_a_byte_order_mark_and_other_line_endings() -> None:
    assert read("\ufeffid: a\r\nname: b\r\n").data == {"id": "a", "name": "b"}


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("list",), (3, 3), (2, 1)),
        (("list", 0), (3, 5), (3, 5)),
        (("list", 1, "key"), (4, 11), (4, 6)),
        (("name",), (5, 7), (5, 1)),
    ],
)
def test_it_knows_the_place_of_every_key_and_value(
    path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    document = read("id: ä\nlist:\n  - one\n  - {key: two}\nname: 'x'\n")
    assert document.place(path) == value
    assert document.place(path, key=True) == key


def test_it_gives_the_nearest_place_around_what_does_not_stand_in_the_file() -> None:
    document = read("a: 1\nlist:\n  - {b: 2}\n")
    assert document.place(("list", 0, "missing", 3)) == (3, 5)
    assert document.place(("list", 0, "missing"), key=True) == (3, 5)
    assert Document("f.yaml").place(("a",)) == (1, 1)


def test_it_makes_a_problem_at_a_place() -> None:
    problem = read("a: 1\nb: 2\n").problem(("b",), "some-code", "a message")
    assert (problem.file, problem.line, problem.column, problem.code) == ("f.yaml", 2, 4, "some-code")
    assert problem.level == "error"


REFUSED = {
    "anchor": ("a: &x 1\n", "1:4 yaml-alias"),
    "anchor on a key": ("&x a: 1\n", "1:1 yaml-alias"),
    "anchor on a list": ("b: 1\na: &x [1]\n", "2:4 yaml-alias"),
    "alias": ("a: 1\nb: *a\n", "2:4 yaml-alias"),
    "alias as a key": ("a: 1\n*a : 2\n", "2:1 yaml-alias"),
    "tag": ("a: !thing 1\n", "1:4 yaml-tag"),
    "tag for text": ("a: !!str 1\n", "1:4 yaml-tag"),
    "tag that runs code": ("a:\n  - !!python/object/apply:os.system [ls]\n", "2:5 yaml-tag"),
    "tag on a key": ("!!str a: 1\n", "1:1 yaml-tag"),
    "tag by directive": ("%TAG ! tag:example.org,2000:\n---\na: !foo 1\n", "3:4 yaml-tag"),
    "list as a key": ("[a]: 1\n", "1:1 yaml-key"),
    "mapping as a key": ("b: 1\n? {a: 1}\n: 2\n", "2:3 yaml-key"),
    "placeholder": ("b: {{name}}\n", "1:5 yaml-key"),
    "second document": ("a: 1\n---\nb: 2\n", "2:1 yaml-documents"),
    "second document after the end mark": ("a: 1\n...\n---\n", "3:1 yaml-documents"),
    "nothing": ("", "1:1 file-empty"),
    "blank lines": ("\n\n  \n", "1:1 file-empty"),
    "only a comment": ("# to do\n", "1:1 file-empty"),
    "only a beginning": ("---\n", "1:1 file-empty"),
    "only a null": ("~\n", "1:1 file-empty"),
    "colon in a value": ("a: b: c\n", "1:5 yaml-syntax"),
    "tab": ("a:\n\t- b\n", "2:1 yaml-syntax"),
    "open quote": ('a: "b\n', "1:4 yaml-syntax"),
    "open bracket": ("a: [b\nc: d\n", "1:4 yaml-syntax"),
    "control character": ("a: 1\nb: x\x07y\n", "2:5 yaml-syntax"),
    "deep nesting": (nested(MAX_DEPTH + 1), f"{MAX_DEPTH + 1}:{2 * MAX_DEPTH + 4} yaml-depth"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses_with_line_and_column(case: str) -> None:
    content, expected = REFUSED[case]
    document = read(content)
    assert codes(document) == [expected]
    assert document.data is None


def test_it_reads_nesting_up_to_the_limit() -> None:
    document = read(nested(MAX_DEPTH))
    assert document.problems == []
    assert document.data is not None


def test_it_says_what_to_do_about_a_syntax_error() -> None:
    (problem,) = read("a: b: c\n").problems
    assert problem.message == "a colon and a blank stand inside a text (put the text between double quotes)"


def test_it_reports_every_duplicate_key_and_keeps_reading() -> None:
    document = read("a: 1\na: 2\nlist:\n  - {b: 1, c: 2, b: 3}\nd: 4\n")
    assert codes(document) == ["2:1 duplicate-key", "4:18 duplicate-key"]
    assert document.data["d"] == "4"
    assert "`a`" in document.problems[0].message


def test_it_reads_a_file_of_exactly_the_largest_size() -> None:
    content = "a: " + "x" * (MAX_BYTES - 3)
    assert len(content) == 256 * 1024
    assert read(content).data == {"a": "x" * (MAX_BYTES - 3)}


def test_it_refuses_a_file_that_is_too_large() -> None:
    document = read("a: " + "x" * 300 * 1024)
    assert codes(document) == ["1:1 file-too-large"]
    assert document.data is None
    assert "300 kB, more than 256 kB" in document.problems[0].message


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff", "1:1"),
        (b"id: a\nname: caf\xe9\n", "2:10"),
        ("id: a\r\nname: é".encode() + b" \xe9\n", "2:9"),
        ("id: a".encode("utf-16"), "1:1"),
        (b"a: \xed\xa0\x80", "1:4"),
    ],
)
def test_it_reports_where_a_file_is_not_utf8(content: bytes, expected: str) -> None:
    document = read(content)
    assert codes(document) == [f"{expected} file-encoding"]
    assert document.data is None
    assert "save the file as UTF-8" in document.problems[0].message


def test_it_counts_columns_in_characters() -> None:
    assert codes(read("a: 1\nä: {ö: &x 1}\n")) == ["2:8 yaml-alias"]


HOSTILE = {
    "alias bomb": "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*a, *a, *a, *a]\n" for c in "bcdefghijklm"),
    "flow lists": "[" * 200_000,
    "flow lists in a value": "a: " + "[" * 200_000,
    "flow mappings": "{" * 200_000,
    "flow mappings with keys": "{a: " * 50_000,
    "block lists": "- " * 100_000,
    "block mappings": "".join(" " * level + "a:\n" for level in range(650)),
    "complex keys": "? " * 100_000,
    "tags": "!" * 200_000,
    "many documents": "---\n" * 60_000,
    "quotes": '"' * 200_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_refuses_a_hostile_file_at_once(case: str) -> None:
    start = time.perf_counter()
    document = read(HOSTILE[case])
    assert time.perf_counter() - start < 1
    assert len(document.problems) == 1
    assert document.data is None


@pytest.mark.parametrize(
    "content", ["a: !" + "x" * 200_000 + " y", "? " + "a" * 100_000 + "\n: 1\n? " + "a" * 100_000], ids=["tag", "key"]
)
def test_it_keeps_messages_short_however_long_the_word_is(content: str) -> None:
    (problem,) = read(content).problems
    assert len(problem.message) < 500
