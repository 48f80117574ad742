import json

import pytest

from screener.bank.problems import FORMATS, Problem, as_github, as_json, as_text, has_errors

LATER = Problem("b.yaml", 10, 2, "unknown-key", "`foo` is not known here")
FIRST = Problem("a.yaml", 9, 5, "wrong-type", "must be a list, not “é”")
WARNING = Problem("a.yaml", 10, 1, "file-not-read", "this file is not read", "warning")


def test_it_writes_one_line_for_each_problem_in_the_order_of_files() -> None:
    assert as_text([LATER, WARNING, FIRST]) == (
        "a.yaml:9:5 wrong-type must be a list, not “é”\n"
        "a.yaml:10:1 warning: file-not-read this file is not read\n"
        "b.yaml:10:2 unknown-key `foo` is not known here\n"
    )


def test_it_keeps_a_problem_on_one_line_whatever_its_message_quotes() -> None:
    text = as_text([Problem("a.yaml", 1, 1, "wrong-id", "`a\nb.yaml:1:1 fake\r` is not an id")])
    assert len(text.splitlines()) == 1


def test_it_writes_json_with_every_field() -> None:
    assert json.loads(as_json([LATER, FIRST, WARNING]))[:2] == [
        {
            "file": "a.yaml",
            "line": 9,
            "column": 5,
            "level": "error",
            "code": "wrong-type",
            "message": "must be a list, not “é”",
        },
        {
            "file": "a.yaml",
            "line": 10,
            "column": 1,
            "level": "warning",
            "code": "file-not-read",
            "message": "this file is not read",
        },
    ]


def test_it_writes_json_that_people_can_read() -> None:
    text = as_json([FIRST])
    assert "“é”" in text
    assert text.endswith("]\n")


def test_it_writes_workflow_commands_for_github() -> None:
    assert as_github([WARNING, FIRST]) == (
        "::error file=a.yaml,line=9,col=5,title=wrong-type::must be a list, not “é”\n"
        "::warning file=a.yaml,line=10,col=1,title=file-not-read::this file is not read\n"
    )


@pytest.mark.parametrize(
    ("file", "message", "expected"),
    [
        ("a.yaml", "100%", "::error file=a.yaml,line=1,col=1,title=c::100%25\n"),
        ("a.yaml", "a\r\nb", "::error file=a.yaml,line=1,col=1,title=c::a%0D%0Ab\n"),
        ("a.yaml", "a: b, c", "::error file=a.yaml,line=1,col=1,title=c::a: b, c\n"),
        ("C:/a,b.yaml", "m", "::error file=C%3A/a%2Cb.yaml,line=1,col=1,title=c::m\n"),
        ("50%.yaml", "%0A", "::error file=50%25.yaml,line=1,col=1,title=c::%250A\n"),
        ("a.yaml", "x\n::error::fake", "::error file=a.yaml,line=1,col=1,title=c::x%0A::error::fake\n"),
    ],
)
def test_it_escapes_what_github_would_take_for_its_own(file: str, message: str, expected: str) -> None:
    assert as_github([Problem(file, 1, 1, "c", message)]) == expected


@pytest.mark.parametrize(("style", "empty"), [("text", ""), ("json", "[]\n"), ("github", "")])
def test_it_writes_nothing_about_no_problems(style: str, empty: str) -> None:
    assert FORMATS[style]([]) == empty


def test_it_knows_three_formats() -> None:
    assert sorted(FORMATS) == ["github", "json", "text"]


@pytest.mark.parametrize(
    ("problems", "expected"), [([], False), ([WARNING], False), ([WARNING, FIRST], True), ([LATER], True)]
)
def test_it_counts_errors_and_not_warnings(problems: list[Problem], expected: bool) -> None:
    assert has_errors(problems) is expected
    assert has_errors(iter(problems)) is expected
