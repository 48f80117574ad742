"""What differs is shown line by line with a little around it; what is the same is left out."""

from screener.journeys.bank_difference import differences, line_differences


def shown(before: str, after: str) -> list[str]:
    signs = {"same": " ", "out": "-", "in": "+", "gap": "…"}
    return [f"{signs[line.kind]}{line.text}" for line in line_differences(before, after)]


def test_lines_that_went_stand_before_those_that_came() -> None:
    assert shown("a\nb\nc\n", "a\nB\nc\n") == [" a", "-b", "+B", " c"]


def test_only_a_few_lines_around_are_shown() -> None:
    before = "\n".join("abcdefghijklmnop")
    assert shown(before, before.replace("h", "H")) == ["…", " e", " f", " g", "-h", "+H", " i", " j", " k", "…"]


def test_lines_bear_their_numbers_in_each_text() -> None:
    lines = line_differences("a\nc\n", "a\nb\nc\n")
    assert [(line.old, line.new) for line in lines] == [(1, 1), (None, 2), (2, 3)]


def test_the_same_text_has_no_differences_whatever_its_line_ends() -> None:
    assert shown("a\nb\n", "a\nb\n") == []
    assert shown("a\nb", "a\nb\n") == []


def test_states_differ_by_files_that_came_changed_and_went() -> None:
    found = differences({"a": b"1\n", "b": b"1\n", "c": b"1\n"}, {"b": b"2\n", "c": b"1\n", "d": b"1\n2\n"})
    told = [(d.path, d.is_gone, d.is_new, d.went, d.came) for d in found]
    assert told == [("a", True, False, 1, 0), ("b", False, False, 1, 1), ("d", False, True, 0, 2)]
