import pytest

from screener.bank.load import Bank
from screener.scoring.ratings import Rating
from screener.scoring.reader import Finding
from screener.second.compare import compare
from screener.second.opinion import Opinion, SecondFinding, SecondLevel
from screener.text.spans import Span
from screener.text.stance import Stance

WHERE = Span(0, 5)


def first(name: str, stance: Stance = "asserted", confidence: float = 0.9) -> Finding:
    return Finding(name, stance, confidence, WHERE, ())


def second(name: str, stance: Stance = "asserted") -> SecondFinding:
    return SecondFinding(name, stance, None, WHERE)


def rating(name: str, level: int) -> Rating:
    return Rating(name, name.title(), level, 0.9, "It is so", ())


def agreements(bank: Bank, findings: list[Finding], seconds: list[SecondFinding]) -> dict[str, str]:
    compared = compare(findings, [], bank.policies["default"], Opinion(tuple(seconds)))
    assert compared is not None
    return {finding.philosophy: finding.agreement for finding in compared.findings}


@pytest.mark.parametrize(
    ("findings", "seconds", "agreement"),
    [
        ([first("sole-credit")], [second("sole-credit")], "both"),
        ([first("sole-credit")], [], "only built-in"),
        ([], [second("sole-credit")], "only second"),
        ([first("sole-credit")], [second("sole-credit", "past")], "other stance"),
        ([first("sole-credit", confidence=0.4)], [second("sole-credit")], "only second"),
    ],
)
def test_it_says_where_the_readers_agree_on_a_belief(
    bank: Bank, findings: list[Finding], seconds: list[SecondFinding], agreement: str
) -> None:
    assert agreements(bank, findings, seconds) == {"sole-credit": agreement}


def test_what_the_policy_does_not_let_show_does_not_count(bank: Bank) -> None:
    assert agreements(bank, [first("sole-credit", confidence=0.4)], []) == {}


@pytest.mark.parametrize(
    ("ratings", "levels", "agreement"),
    [
        ([rating("credit", 4)], [SecondLevel("credit", 4, (WHERE,))], "both"),
        ([rating("credit", 4)], [], "only built-in"),
        ([], [SecondLevel("credit", 4, (WHERE,))], "only second"),
        ([rating("credit", 4)], [SecondLevel("credit", 2, (WHERE,))], "other level"),
    ],
)
def test_it_says_where_the_readers_agree_on_a_level(
    bank: Bank, ratings: list[Rating], levels: list[SecondLevel], agreement: str
) -> None:
    compared = compare([], ratings, bank.policies["default"], Opinion(levels=tuple(levels)))
    assert compared is not None
    assert [(level.competency, level.agreement) for level in compared.levels] == [("credit", agreement)]


def test_everything_stands_in_the_order_of_its_id(bank: Bank) -> None:
    assert list(agreements(bank, [first("sole-credit")], [second("shared-credit")])) == ["shared-credit", "sole-credit"]


def test_where_there_was_trouble_there_is_nothing_to_compare(bank: Bank) -> None:
    policy = bank.policies["default"]
    assert compare([first("sole-credit")], [], policy, Opinion(trouble="It could not be reached.")) is None
