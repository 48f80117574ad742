"""A belief counts once for a stance; what every rater dismissed is set aside, what one adopted is not."""

from screener.journeys.flag_counts import Beliefs, FlagCount, beliefs_of
from screener.storage.summaries import Heard, HeardFlag, Hearing, Summary, heard_of
from tests.journeys.rated import a_flag


def heard(*flags: HeardFlag) -> Heard:
    return heard_of(Hearing("card", "bank", "policy", flags, "reader", "2026-03-02T09:00:00.000Z"))


def judged(**verdicts: str) -> Summary:
    return Summary("card", {}, {}, {name.replace("_", "-"): verdict for name, verdict in verdicts.items()})


def counted(*flags: HeardFlag, summaries: tuple[Summary, ...] = ()) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(own.severity, own.stance, own.philosophies) for own in beliefs_of([heard(*flags)], summaries).flags]


def test_of_nothing_heard_nothing_is_counted() -> None:
    assert beliefs_of([], []) == beliefs_of([heard()], [judged()]) == Beliefs((), ())
    assert Beliefs((), ()).weights == (0, 0, 0)


def test_a_belief_counts_once_however_often_it_was_heard() -> None:
    twice = beliefs_of([heard(a_flag(), a_flag(question="other")), heard(a_flag(source="transcript"))], [])
    assert twice.flags == (FlagCount("high", "asserted", ("sole-credit",)),)
    assert twice.weights == (1, 0, 0)


def test_each_stance_counts_for_itself_and_only_what_is_held_weighs() -> None:
    found = beliefs_of([heard(*(a_flag(stance=stance) for stance in ("rejected", "past", "asserted", "reported")))], [])
    assert [flag.stance for flag in found.flags] == ["asserted", "past", "reported", "rejected"]
    assert found.weights == (1, 0, 0)
    assert beliefs_of([heard(a_flag(stance="past"))], []).weights == (0, 0, 0)


def test_the_severest_stand_first_and_the_ids_in_order() -> None:
    flags = [a_flag(name, severity=how) for name, how in (("d", "low"), ("c", "high"), ("a", "medium"), ("b", "high"))]
    assert counted(*flags) == [
        ("high", "asserted", ("b", "c")), ("medium", "asserted", ("a",)), ("low", "asserted", ("d",)),
    ]  # fmt: skip
    assert beliefs_of([heard(*flags)], []).weights == (2, 1, 1)


def test_what_all_who_answered_dismissed_is_set_aside() -> None:
    silent = judged()
    aside = [("high", "set aside", ("sole-credit",))]
    assert counted(a_flag(), a_flag(stance="past"), summaries=(judged(sole_credit="dismissed"), silent)) == aside
    assert beliefs_of([heard(a_flag())], [judged(sole_credit="dismissed")]).weights == (0, 0, 0)


def test_what_one_rater_adopted_is_kept() -> None:
    summaries = judged(sole_credit="dismissed"), judged(sole_credit="adopted")
    assert counted(a_flag(), summaries=summaries) == [("high", "asserted", ("sole-credit",))]


def test_a_verdict_on_one_belief_says_nothing_of_another() -> None:
    flags = a_flag("ivory-tower"), a_flag()
    assert counted(*flags, summaries=(judged(sole_credit="dismissed"),)) == [
        ("high", "asserted", ("ivory-tower",)), ("high", "set aside", ("sole-credit",)),
    ]  # fmt: skip


def test_healthy_beliefs_are_named_if_they_are_held_and_accepted_ones_are_not() -> None:
    healthy = {"severity": "", "kind": "healthy"}
    flags = a_flag("b", **healthy), a_flag("a", **healthy), a_flag("c", stance="past", **healthy)
    found = beliefs_of([heard(*flags, a_flag("accepted", severity=""))], [])
    assert found == Beliefs((), ("a", "b"))
