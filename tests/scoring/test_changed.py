"""What differs between two readings of one answer, and what does not count as different."""

from dataclasses import replace

import pytest

from screener.scoring.answer import Scorer
from screener.scoring.changed import Changes, Shown, Told, changes_between, shown_by
from screener.scoring.flags import Flag, flags_of
from screener.scoring.ratings import Rating
from screener.scoring.reader import Finding
from screener.text.spans import Span

TEXT = "Marketing is there to serve sales."


def flag(name: str = "sole-credit", kind: str = "risky", severity: str | None = "high", **found: object) -> Flag:
    finding = replace(Finding(name, "asserted", 0.9, Span(0, 9), ()), **found)  # type: ignore[arg-type]
    return Flag(finding, name.title(), kind, severity, "And then?")


def level(given: int, competency: str = "standing", confidence: float = 0.9) -> Rating:
    return Rating(competency, competency.title(), given, confidence, "Because", ())


def flags(before: tuple[Flag, ...], after: tuple[Flag, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(own.philosophy, own.what) for own in changes_between(Shown(before), Shown(after)).flags]


def test_readings_that_are_alike_differ_in_nothing() -> None:
    shown = Shown((flag(),), (level(3),))
    assert changes_between(shown, shown) == Changes()
    assert not changes_between(shown, shown)


def test_flags_appear_and_disappear() -> None:
    own, other = flag(), flag("ivory-tower")
    assert flags((own,), (other,)) == [("sole-credit", ("disappears",)), ("ivory-tower", ("appears",))]
    (gone, new) = changes_between(Shown((own,)), Shown((other,))).flags
    assert (gone.before, gone.after, new.before, new.after) == (own, None, None, other)


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (flag(stance="rejected"), ("stance",)),
        (flag(severity="low"), ("severity",)),
        (flag(severity=None), ("severity",)),
        (flag(kind="healthy"), ("kind",)),
        (flag(is_tentative=True), ("suggestion",)),
        (flag(kind="healthy", severity=None, stance="past"), ("stance", "severity", "kind")),
    ],
)
def test_a_flag_changes_its_stance_severity_kind_or_how_it_is_known(after: Flag, what: tuple[str, ...]) -> None:
    assert flags((flag(),), (after,)) == [("sole-credit", what)]


def test_how_sure_it_is_and_what_is_quoted_is_no_change_by_itself() -> None:
    assert flags((flag(),), (flag(confidence=0.7, quote=Span(0, 20)),)) == []
    assert changes_between(Shown((), (level(3),)), Shown((), (level(3, confidence=0.6),))) == Changes()


def test_levels_appear_disappear_and_change() -> None:
    before, after = (level(3), level(2, "credit")), (level(4), level(1, "repair"))
    changes = changes_between(Shown((), before), Shown((), after)).levels
    assert [(own.competency, own.what) for own in changes] == [
        ("standing", ("level",)), ("credit", ("disappears",)), ("repair", ("appears",)),
    ]  # fmt: skip


def test_a_text_is_read_with_the_policys_own_thresholds(scorer: Scorer) -> None:
    policy = scorer.bank.policies["default"]
    told = Told(TEXT, "notes", "sales", (), "")
    shown = shown_by(scorer, policy, told)
    assert shown.flags == flags_of(scorer.findings(TEXT, "notes", "sales"), scorer.bank, policy) != ()
    strict = policy.model_copy(
        update={"show_from": 0.99, "flags": [own.model_copy(update={"show_from": None}) for own in policy.flags]}
    )
    assert shown_by(scorer, strict, told) == Shown()
