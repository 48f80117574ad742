"""What the network judged → suggested levels, in the words of the rubrics, with the sentences they rest on."""

from collections.abc import Iterable, Iterator, Sequence

from screener.bank.load import Bank
from screener.reading.heard import Judged, Shown
from screener.scoring.ratings import Evidence, Rating
from screener.scoring.reader import Finding

_KINDS = {
    "view": "what they hold",
    "case": "a concrete case",
    "action": "what they did themselves",
    "result": "what came of it",
}
_HELD_FROM = 0.6  # the confidence from which a risky philosophy holds a level back
_HELD_BACK = 2


def judged_ratings(
    judged: Iterable[Judged],
    findings: Sequence[Finding],
    bank: Bank,
    competencies: Iterable[str],
    sure_from: float,
) -> list[Rating]:
    """Return a suggestion for each competency that the network is sure enough of, and can quote something for.

    Who is found to hold a risky philosophy that bears on a competency gets no more than a 2 on it; and since a belief
    is something to judge by, half the sureness is enough there.
    """
    by_name = {level.competency: level for level in judged if level.shown}
    return list(_ratings(by_name, findings, bank, competencies, sure_from))


def _ratings(
    by_name: dict[str, Judged],
    findings: Sequence[Finding],
    bank: Bank,
    competencies: Iterable[str],
    sure_from: float,
) -> Iterator[Rating]:
    for name in competencies:
        if name not in by_name or name not in bank.rubrics:
            continue
        rubric, judged = bank.rubrics[name], by_name[name]
        is_held_back = any(_is_against(f, name, bank) for f in findings)
        if judged.confidence >= (sure_from / 2 if is_held_back else sure_from):
            level = min(_HELD_BACK if is_held_back else 5, max(1, round(judged.level)))
            anchor = rubric.levels[level - 1].short.replace("**", "")
            evidence = tuple(Evidence(shown.quote, _reason(shown)) for shown in judged.shown)
            yield Rating(name, rubric.name, level, judged.confidence, anchor, evidence)


def _is_against(finding: Finding, competency: str, bank: Bank) -> bool:
    philosophy = bank.philosophies[finding.philosophy]
    is_held = finding.stance == "asserted" and finding.confidence >= _HELD_FROM and not finding.is_tentative
    return is_held and philosophy.kind == "risky" and competency in philosophy.competencies


def _reason(shown: Shown) -> str:
    return "; ".join(_KINDS[kind] for kind in shown.kinds) or "bears on it"
