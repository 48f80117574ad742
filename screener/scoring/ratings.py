"""Suggested levels: the rules of each rubric over what was found in one answer. No evidence, no level."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from screener.bank.load import Bank
from screener.bank.model import Condition, Rubric, Rule
from screener.scoring.phrasebook import HEARD_FROM, Signal
from screener.scoring.reader import Finding
from screener.text.spans import Span

_MOST_QUOTES = 3  # for each condition of a rule


@dataclass(frozen=True)
class Evidence:
    """Words of the candidate and what they show."""

    quote: Span
    reason: str


@dataclass(frozen=True)
class Rating:
    """A suggested level (1–5), how surely (0–1), the rule that gave it, and the evidence."""

    competency: str
    name: str
    level: int
    confidence: float
    because: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Grounds:
    """Everything that rules may ask for, as heard in one answer."""

    findings: tuple[Finding, ...]
    signs: Mapping[tuple[str, str], list[Signal]]
    behaviours: Mapping[str, list[Signal]]


def ratings_of(grounds: Grounds, bank: Bank, competencies: Iterable[str]) -> tuple[Rating, ...]:
    """Return a suggestion for each competency of which a rule holds; the others are absent."""
    rubrics = (bank.rubrics[name] for name in competencies if name in bank.rubrics)
    return tuple(rating for rubric in rubrics if (rating := _rating(rubric, grounds, bank)))


def _rating(rubric: Rubric, grounds: Grounds, bank: Bank) -> Rating | None:
    for rule in rubric.rules:
        found = _met(rule, rubric, grounds, bank)
        if found:
            confidence = min(confidence for confidence, _ in found)
            evidence = _merged([e for _, parts in found for e in parts])
            return Rating(rubric.id, rubric.name, rule.level, confidence, rule.because, evidence)
    return None


def _merged(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Put evidence in the order of the text; what overlaps or adjoins is quoted once, with all its reasons."""
    merged: list[Evidence] = []
    for item in sorted(evidence, key=lambda e: e.quote):
        if merged and item.quote.start <= merged[-1].quote.end + 1:
            last = merged.pop()
            reasons = dict.fromkeys([*last.reason.split("; "), item.reason])
            item = Evidence(last.quote.joined(item.quote), "; ".join(reasons))
        merged.append(item)
    return tuple(merged)


Found = tuple[float, list[Evidence]]


def _met(rule: Rule, rubric: Rubric, grounds: Grounds, bank: Bank) -> list[Found]:
    """Return what meets the rule, an entry for each condition; nothing if it does not hold."""
    if any(_found(condition, rubric, grounds, bank) for condition in rule.unless):
        return []
    needed = [_found(condition, rubric, grounds, bank) for condition in rule.all]
    if not all(needed):
        return []
    choices = [found for condition in rule.any if (found := _found(condition, rubric, grounds, bank))]
    if rule.any and not choices:
        return []
    if choices:  # one is enough: the surest decides how sure the level is, all are quoted
        surest = max(confidence for confidence, _ in choices)
        needed.append((surest, [evidence for _, parts in choices for evidence in parts]))
    return [found for found in needed if found]


def _found(condition: Condition, rubric: Rubric, grounds: Grounds, bank: Bank) -> Found | None:
    kind, name = condition.named
    if kind == "philosophy":
        return _of_findings(condition, grounds, bank)
    if kind == "sign":
        says = next((sign.says for sign in rubric.signs if sign.id == name), name)
        return _of_signals(grounds.signs.get((rubric.id, name), []), says)
    says = bank.behaviours[name].says if name in bank.behaviours else name
    return _of_signals(grounds.behaviours.get(name, []), says)


def _of_findings(condition: Condition, grounds: Grounds, bank: Bank) -> Found | None:
    for finding in grounds.findings:
        if (finding.philosophy, finding.stance) == (condition.philosophy, condition.stance):
            if finding.is_tentative or finding.confidence < HEARD_FROM:
                return None
            reason = f"{bank.philosophies[finding.philosophy].name} ({finding.stance})"
            return finding.confidence, [Evidence(finding.quote, reason)]
    return None


def _of_signals(signals: list[Signal], says: str) -> Found | None:
    sure = [signal for signal in signals if signal.confidence >= HEARD_FROM]
    if not sure:
        return None
    best = sorted(sure, key=lambda s: (-s.confidence, s.matched))[:_MOST_QUOTES]
    return best[0].confidence, [Evidence(signal.quote, says) for signal in best]
