import time
from pathlib import Path

import pytest

from screener.errors import NotFound
from screener.journeys.checking import Checked, check_bank
from tests.factories import (
    SLOTS,
    Data,
    make_bank,
    make_behaviours,
    make_cue,
    make_philosophy,
    make_placement,
    make_rubric,
    place_of,
    shown,
    write_bank,
)

RISKY, RUBRIC = SLOTS["risky"], SLOTS["rubric"]


def with_example(examples: list[Data], index: int, **changes: object) -> list[Data]:
    return [{**example, **changes} if number == index else example for number, example in enumerate(examples)]


def only(checked: Checked, folder: Path) -> tuple[str, str]:
    """Return the one problem, and its message."""
    (problem,) = checked.problems
    return shown([problem], folder)[0], problem.message


def test_it_finds_a_clean_bank_clean_and_counts_what_it_looked_at(tmp_path: Path) -> None:
    checked = check_bank(write_bank(tmp_path), coverage=True)
    assert checked.problems == ()
    assert checked.is_clean
    assert (checked.files, checked.known_misses) == (len(make_bank()), 0)
    assert checked.examples == 2 * 15 + 5 * 12 + 6 + 4 * 4


def test_it_raises_when_there_is_no_bank(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        check_bank(tmp_path / "nowhere")


def test_it_reports_all_mistakes_at_once_in_the_order_of_files(tmp_path: Path) -> None:
    write_bank(
        tmp_path,
        extra={"old.yaml": "x"},
        survey="id: fix-owner\nname: a: b\n",
        healthy={"kind": "helthy", "extra": "x"},
        risky={"patterns": ["our (team"], "counterparts": ["shared-credits"], "sources": ["A Bok"]},
        guide={"minutes": 20},
        rubric={"examples": make_rubric()["examples"][1:]},
        policy={"flags": [{"philosophy": "shared-credit", "severity": "low"}]},
        needs={"explains": None},
        cue=b"\xff",
    )
    found = shown(check_bank(tmp_path).problems, tmp_path)
    assert [(line.split(":")[0], line.split(" ")[1]) for line in found] == [
        (SLOTS["guide"], "guide-minutes"),
        (SLOTS["cue"], "file-encoding"),
        (SLOTS["needs"], "missing-key"),
        ("old.yaml", "file-not-read"),
        (SLOTS["healthy"], "wrong-value"),
        (SLOTS["healthy"], "unknown-key"),
        (RISKY, "dangling-reference"),
        (RISKY, "source-unknown"),
        (RISKY, "phrase-invalid"),
        (SLOTS["policy"], "policy-gap"),
        (RUBRIC, "example-missing"),
        (SLOTS["survey"], "yaml-syntax"),
    ]


def test_it_counts_files_that_cannot_be_read_as_bank_files_too(tmp_path: Path) -> None:
    write_bank(tmp_path, extra={"old.yaml": "x"}, survey="id: fix-owner\nname: a: b\n", guide={"minutes": 20})
    (tmp_path / "policies" / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    checked = check_bank(tmp_path, coverage=True)
    assert {p.code for p in checked.problems} == {"file-not-read", "yaml-syntax", "guide-minutes", "file-unreadable"}
    assert (checked.files, checked.mistaken_files) == (len(make_bank()) + 1, 3)
    assert checked.unproved is None


def test_it_says_how_much_is_unproved_only_where_that_was_looked_at(tmp_path: Path) -> None:
    write_bank(tmp_path, extra={"old.yaml": "x"})
    assert check_bank(tmp_path).unproved is None
    assert check_bank(tmp_path, coverage=True).unproved == 0


def test_it_runs_no_examples_before_the_files_are_in_order(tmp_path: Path) -> None:
    examples = with_example(make_philosophy()["examples"], 0, stance="rejected")
    checked = check_bank(write_bank(tmp_path, risky={"examples": examples}, guide={"minutes": 20}))
    assert checked.examples == 0
    assert "example-fails" not in {problem.code for problem in checked.problems}


def test_it_runs_examples_though_some_are_missing_yet(tmp_path: Path) -> None:
    checked = check_bank(write_bank(tmp_path, risky={"examples": make_philosophy()["examples"][:-1]}))
    assert {problem.code for problem in checked.problems} == {"example-missing"}
    assert checked.examples > 0


def test_it_runs_examples_though_there_are_warnings(tmp_path: Path) -> None:
    checked = check_bank(write_bank(tmp_path, extra={"old.yaml": "x"}))
    assert [problem.code for problem in checked.problems] == ["file-not-read"]
    assert not checked.is_clean
    assert checked.examples > 0


FAILING: dict[str, tuple[str, list[Data], int, str]] = {
    "wrong stance": (
        "risky",
        with_example(make_philosophy()["examples"], 0, text="He says <<the credit belongs to us>>."),
        0,
        "read as reported, not asserted",
    ),
    "nothing found": (
        "risky",
        with_example(make_philosophy()["examples"], 0, text="They say <<all of it is ours>>."),
        0,
        "nothing was found",
    ),
    "found elsewhere": (
        "risky",
        with_example(make_philosophy()["examples"], 0, text="We know <<what we do>>. The credit belongs to us."),
        0,
        "found outside of the marked words",
    ),
    "near miss that is found": (
        "risky",
        with_example(make_philosophy()["examples"], 14, text="The credit belongs to us."),
        14,
        "a near miss, yet read as asserted",
    ),
    "wrong level": (
        "rubric",
        with_example(make_rubric()["examples"], 0, text="Last spring we had <<standing of kind lime>> there."),
        0,
        "level 4 is suggested, not 1",
    ),
    "level where there is none": (
        "rubric",
        with_example(make_rubric()["examples"], 11, text="Last spring we had standing of kind lime there."),
        11,
        "level 4 is suggested, not none",
    ),
    "level on other words": (
        "rubric",
        with_example(make_rubric()["examples"], 0, text="We <<met them>>. There was standing of kind red."),
        0,
        "the level rests on words outside of the marked ones",
    ),
    "wrong place": (
        "placement",
        with_example(make_placement()["examples"], 0, text="I think <<we mend it together>> in May."),
        0,
        "placed at `both`",
    ),
    "no place": (
        "placement",
        with_example(make_placement()["examples"], 0, text="I think <<it will mend>> in May."),
        0,
        "placed nowhere",
    ),
}


@pytest.mark.parametrize("case", FAILING)
def test_it_reports_an_example_that_contradicts_its_label(tmp_path: Path, case: str) -> None:
    slot, examples, index, fault = FAILING[case]
    write_bank(tmp_path, extra={SLOTS[slot]: {**_data(slot), "examples": examples}})
    place = place_of(tmp_path / SLOTS[slot], "text: " + examples[index]["text"])
    line, column = place.split(":")
    found, message = only(check_bank(tmp_path), tmp_path)
    assert found == f"{SLOTS[slot]}:{line}:{int(column) + len('text: ')} example-fails"
    assert message.startswith(fault)


def _data(slot: str) -> Data:
    data = make_bank()[SLOTS[slot]]
    assert isinstance(data, dict)
    return data


def test_it_skips_the_examples_on_request(tmp_path: Path) -> None:
    _, examples, _, _ = FAILING["wrong stance"]
    checked = check_bank(write_bank(tmp_path, risky={"examples": examples}), examples=False)
    assert checked.is_clean
    assert checked.examples == 0


def test_it_forgives_a_known_miss(tmp_path: Path) -> None:
    _, examples, index, _ = FAILING["nothing found"]
    checked = check_bank(write_bank(tmp_path, risky={"examples": with_example(examples, index, known_miss=True)}))
    assert checked.is_clean
    assert checked.known_misses == 1


def test_it_complains_about_a_known_miss_that_works(tmp_path: Path) -> None:
    write_bank(tmp_path, risky={"examples": with_example(make_philosophy()["examples"], 3, known_miss=True)})
    found, message = only(check_bank(tmp_path), tmp_path)
    assert found == f"{RISKY}:{place_of(tmp_path / RISKY, 'known_miss')} known-miss-works"
    assert message == "this works now (remove `known_miss`)"


SENTENCES: dict[str, tuple[str, Data]] = {
    "cue that does not fire": ("cue", {"fires": ["It is so.", "It is <<not>> so."]}),
    "cue that fires": ("cue", {"silent": ["It is so.", "It is not so."]}),
    "cue that fires elsewhere": ("cue", {"fires": ["It is not <<as it was>>.", "It is <<not>> so."]}),
    "behaviour that does not fire": (
        "behaviours", {"behaviours": [{**make_behaviours()["behaviours"][0], "fires": ["We met.", "It was last autumn."]}]}
    ),
    "sign that fires": (
        "rubric", {"signs": [{**make_rubric()["signs"][0], "silent": ["This is standing of kind red."]},
                             *make_rubric()["signs"][1:]]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SENTENCES)
def test_it_reports_a_sentence_that_is_not_read_as_it_says(tmp_path: Path, case: str) -> None:
    slot, change = SENTENCES[case]
    write_bank(tmp_path, extra={SLOTS[slot]: {**_data(slot), **change}})
    found, message = only(check_bank(tmp_path), tmp_path)
    assert found.startswith(f"{SLOTS[slot]}:")
    assert found.endswith(" example-fails")
    assert "fire" in message


@pytest.mark.parametrize(
    ("slot", "change"),
    [
        ("cue", {"fires": ["It is <<not so.", "It is <<not>> so."]}),
        ("behaviours", {"behaviours": [{**make_behaviours()["behaviours"][0], "silent": ["We >> met.", "We sat."]}]}),
        ("rubric", {"signs": [{**make_rubric()["signs"][0], "fires": ["<<"]}, *make_rubric()["signs"][1:]]}),
    ],
    ids=["cue", "behaviour", "sign"],
)
def test_it_reports_an_open_mark_in_a_sentence(tmp_path: Path, slot: str, change: Data) -> None:
    write_bank(tmp_path, extra={SLOTS[slot]: {**_data(slot), **change}})
    problems = [p for p in check_bank(tmp_path).problems if p.file.endswith(SLOTS[slot])]
    assert [problem.code for problem in problems] == ["wrong-mark"]


UNPROVED: dict[str, tuple[str, Data, str]] = {
    "philosophy": ("risky", {"patterns": [*make_philosophy()["patterns"], "never said"]}, "never said"),
    "placement": (
        "placement",
        {"values": [*make_placement()["values"], {**make_placement()["values"][0], "id": "c", "patterns": ["never said"]}]},
        "never said",
    ),
    "cue": ("cue", {"phrases": ["not", "never said"]}, "never said"),
    "behaviour": (
        "behaviours",
        {"behaviours": [{**make_behaviours()["behaviours"][0], "patterns": ["last (spring|autumn)", "never said"]}]},
        "never said",
    ),
    "sign": (
        "rubric",
        {"signs": [*make_rubric()["signs"], {"id": "c", "for": True, "says": "x", "patterns": ["never said"]}]},
        "never said",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", UNPROVED)
def test_it_reports_a_phrase_that_never_fires_when_asked_for_coverage(tmp_path: Path, case: str) -> None:
    slot, change, phrase = UNPROVED[case]
    write_bank(tmp_path, extra={SLOTS[slot]: {**_data(slot), **change}})
    expected = f"{SLOTS[slot]}:{place_of(tmp_path / SLOTS[slot], phrase)} pattern-never-fires"
    assert expected in shown(check_bank(tmp_path, coverage=True).problems, tmp_path)
    assert expected not in shown(check_bank(tmp_path).problems, tmp_path)


def test_it_reports_a_rule_that_never_holds_when_asked_for_coverage(tmp_path: Path) -> None:
    rule = {"because": "Never so", "level": 3, "all": [{"sign": "kind-red"}, {"behaviour": "case"}]}
    write_bank(tmp_path, rubric={"rules": [*make_rubric()["rules"], rule]})
    found, _ = only(check_bank(tmp_path, coverage=True), tmp_path)
    assert found == f"{RUBRIC}:{place_of(tmp_path / RUBRIC, 'because: Never so')} rule-never-holds"


def test_it_checks_a_hundred_and_fifty_files_in_no_time(tmp_path: Path) -> None:
    extra = {
        f"philosophies/belief-{n}.yaml": make_philosophy(f"belief-{n}", f"belief number {n} ok") for n in range(127)
    }
    flags = [{"philosophy": name.split("/")[1].removesuffix(".yaml"), "severity": "low"} for name in [RISKY, *extra]]
    words = {f"list-{n}": [f"word {n}"] for n in range(18)}
    for data in extra.values():
        data["words"] |= words
    write_bank(tmp_path, extra={**extra}, policy={"flags": flags}, cue=make_cue("negation", "not"))
    start = time.perf_counter()
    checked = check_bank(tmp_path, examples=False)
    assert time.perf_counter() - start < 1.5
    assert checked.problems == ()
    assert checked.files == 150
    assert (tmp_path / "philosophies/belief-1.yaml").read_text().count("\n") >= 80


def test_an_instance_is_checked_by_the_bank_within_it(tmp_path: Path) -> None:
    write_bank(tmp_path / "questions")
    assert check_bank(tmp_path, examples=False).files == check_bank(tmp_path / "questions", examples=False).files > 0
