"""What an arriving bank comes to: what HR wrote is never replaced, and nothing is asked twice."""

from collections.abc import Mapping

import pytest

from screener.journeys.bank_files import hash_of
from screener.journeys.bank_merge import Merge, Outcome, merged
from screener.journeys.bank_origin import Line, Origin

PATH = "guides/own.yaml"
V1, V2, MINE, OTHERS = b"id: one\n", b"id: two\n", b"id: mine\n", b"id: others\n"


def texts(*contents: bytes) -> Mapping[str, frozenset[str]]:
    return {PATH: frozenset(map(hash_of, contents))} if contents else {}


def origin(
    *shipped: bytes, imported: tuple[bytes, ...] = (), had: tuple[bytes, ...] = (), made_with: bool = False
) -> Origin:
    return Origin(
        frozenset([PATH] if made_with else []), {"shipped": texts(*shipped), "imported": texts(*imported)}, texts(*had)
    )


def comes_to(mine: bytes | None, theirs: bytes | None, known: Origin, line: Line = "shipped") -> Outcome | None:
    merge = merged({PATH: mine} if mine else {}, {PATH: theirs} if theirs else {}, known, line)
    assert len(merge.files) <= 1
    return merge.files[0].outcome if merge.files else None


CASES: list[tuple[str, bytes | None, bytes | None, Origin, Outcome | None]] = [
    ("one that never was here", None, V1, origin(), "new"),
    ("one that was looked at before, and not taken", None, V1, origin(V1), "new"),
    ("one that was removed after it was here", None, V1, origin(V1, had=(V1,)), "removed"),
    ("one that was removed before its first start", None, V1, origin(V1, made_with=True), "removed"),
    ("a changed one that was removed", None, V2, origin(V1, had=(V1,)), "removed"),
    ("the same", V1, V1, origin(), "same"),
    ("the same with other line ends", V1.replace(b"\n", b"\r\n"), V1, origin(), "same"),
    ("one that nobody has touched", V1, V2, origin(V1, had=(V1,)), "replaced"),
    ("an untouched one with other line ends", V1.replace(b"\n", b"\r\n"), V2, origin(V1), "replaced"),
    ("an untouched one whose draft was dropped", V1, V2, origin(V1, V2, had=(V1,)), "replaced"),
    ("an edited one that is as it was with them", MINE, V1, origin(V1, had=(V1, MINE)), "moved-on"),
    ("one that was edited before its first start", MINE, V1, origin(V1, had=(MINE,)), "moved-on"),
    ("an edited one", MINE, V2, origin(V1, had=(V1, MINE)), "merge"),
    ("an edited one that was decided on", MINE, V2, origin(V1, V2, had=(V1, MINE)), "moved-on"),
    ("one that was taken, and brought back to what it was", V1, V2, origin(V1, V2, had=(V1, V2)), "moved-on"),
    ("one that is older with them", V2, V1, origin(V1, V2, had=(V1, V2)), "moved-on"),
    ("one of the same name that never came", MINE, V1, origin(), "merge"),
    ("one that they have no more", V1, None, origin(V1, had=(V1,)), "gone"),
    ("an edited one that they have no more", MINE, None, origin(V1, had=(V1, MINE)), "gone"),
    ("one of HR's own", MINE, None, origin(had=(MINE,)), None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mine", "theirs", "known", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
@pytest.mark.parametrize("line", ["shipped", "imported"])
def test_what_a_file_comes_to(
    mine: bytes | None, theirs: bytes | None, known: Origin, expected: Outcome | None, line: Line
) -> None:
    assert comes_to(mine, theirs, known, line) == expected


def test_what_others_shared_is_replaced_by_what_they_share_next_and_not_by_an_upgrade() -> None:
    known = origin(V1, imported=(OTHERS,), had=(V1, OTHERS))
    assert comes_to(OTHERS, b"id: newer\n", known, "imported") == "replaced"
    assert comes_to(OTHERS, V2, known, "shipped") == "merge"


def test_an_upgrade_knows_of_no_files_that_only_others_had() -> None:
    known = origin(imported=(OTHERS,), had=(OTHERS,))
    assert comes_to(OTHERS, None, known, "shipped") is None
    assert comes_to(OTHERS, None, known, "imported") == "gone"


def test_files_come_by_path_and_by_what_they_come_to() -> None:
    mine = {"guides/b.yaml": V1, "guides/c.yaml": MINE}
    merge = merged(mine, {"guides/a.yaml": V1, "guides/b.yaml": V1, "guides/c.yaml": V2}, origin(), "imported")
    assert [(file.path, file.outcome) for file in merge.files] == [
        ("guides/a.yaml", "new"), ("guides/b.yaml", "same"), ("guides/c.yaml", "merge"),
    ]  # fmt: skip
    assert [file.path for file in merge.of("new", "merge")] == ["guides/a.yaml", "guides/c.yaml"]
    (differs,) = merge.of("merge")
    assert differs.difference is not None
    assert [(line.kind, line.text) for line in differs.difference.lines] == [("out", "id: mine"), ("in", "id: two")]


def test_the_seal_is_another_for_other_contents_and_for_other_outcomes() -> None:
    def seal(mine: bytes, theirs: bytes, known: Origin) -> str:
        return merged({PATH: mine}, {PATH: theirs}, known, "shipped").seal

    seals = [seal(V1, V2, origin()), seal(V1, V2, origin(V1)), seal(MINE, V2, origin()), seal(V1, MINE, origin())]
    assert len({*seals, Merge(()).seal}) == 5
    assert seal(V1, V2, origin()) == seals[0]


def test_texts_that_are_too_long_are_not_compared_line_by_line() -> None:
    merge = merged({PATH: V1}, {PATH: b"#\n" * 2_001}, origin(), "imported")
    assert merge.files[0].difference is None
    merge = merged({PATH: V1}, {PATH: b"#\n" * 2_000}, origin(), "imported")
    assert merge.files[0].difference is not None
