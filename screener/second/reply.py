"""What a server replied → an opinion: what does not hold is dropped, with the reason."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, get_args

from screener.bank.load import Bank
from screener.second.asking import CANNOT_TELL, LEVELS
from screener.second.opinion import Dropped, Opinion, SecondFinding, SecondLevel
from screener.second.verify import NO_QUOTATION, Quotable
from screener.text.spans import Span
from screener.text.stance import PRECEDENCE, Stance

MOST_ITEMS = 100  # in one list; a reply with more is not what was asked for
_LONGEST_SHOWN = 60  # characters of a server's word that are repeated
_STANCES: Mapping[str, Stance] = {stance: stance for stance in get_args(Stance)}


class Misfit(ValueError):
    """A reply has not the form that was asked for; the message says in what, in plain English."""


def opinion_of(reply: object, text: str, bank: Bank) -> Opinion:
    """Return what counts of a reply (JSON that was read) about `text`. Raises Misfit if it has another form."""
    if not isinstance(reply, dict):
        raise Misfit("it is no JSON object")
    hearing = _Hearing(bank, Quotable(text))
    for item in _items(reply, "findings"):
        hearing.hear_finding(item)
    for item in _items(reply, "levels"):
        hearing.hear_level(item)
    return hearing.settled()


def _items(reply: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    items = reply.get(key)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Misfit(f"it has no list of objects called `{key}`")
    if len(items) > MOST_ITEMS:
        raise Misfit(f"its list `{key}` has more than {MOST_ITEMS} entries")
    return items


class _Hearing:
    """Takes the items of one reply one after another, and says at the end what counts."""

    def __init__(self, bank: Bank, quotable: Quotable) -> None:
        self._bank, self._quotable = bank, quotable
        self._findings: dict[str, list[SecondFinding]] = defaultdict(list)
        self._levels: dict[str, list[SecondLevel]] = defaultdict(list)
        self._dropped: list[Dropped] = []

    def hear_finding(self, item: Mapping[str, Any]) -> None:
        """Keep a finding, or drop it with the reason."""
        name, stance = item.get("philosophy"), item.get("stance")
        what = f"{_shown(name)} {_shown(stance)}"
        if stance == CANNOT_TELL:
            return
        if not isinstance(name, str) or name not in self._bank.philosophies:
            self._drop(what, "the bank knows no such belief")
        elif not isinstance(stance, str) or stance not in _STANCES:
            self._drop(what, "there is no such stance")
        elif quote := self._quoted(what, item.get("quotation")):
            confidence = _share(item.get("confidence"))
            self._findings[name].append(SecondFinding(name, _STANCES[stance], confidence, quote))

    def hear_level(self, item: Mapping[str, Any]) -> None:
        """Keep a level with those of its quotations that hold, or drop it with the reason."""
        name, level = item.get("competency"), item.get("level")
        what = f"{_shown(name)} level {_shown(level)}"
        if level == CANNOT_TELL:
            return
        if not isinstance(name, str) or name not in self._bank.rubrics:
            self._drop(what, "the bank knows no such competency")
        elif isinstance(level, bool) or level not in LEVELS:
            self._drop(what, f"a level goes from {LEVELS[0]} to {LEVELS[-1]}")
        elif quotes := self._all_quoted(what, item.get("quotations")):
            self._levels[name].append(SecondLevel(name, int(level), quotes))

    def settled(self) -> Opinion:
        """Return what counts: one stance for each belief, and a level only where there are not two."""
        findings = [self._weightiest(found) for found in self._findings.values()]
        levels = [level for given in self._levels.values() if (level := self._undisputed(given))]
        return Opinion(
            tuple(sorted(findings, key=lambda f: (f.quote, f.philosophy))),
            tuple(sorted(levels, key=lambda level: level.competency)),
            tuple(self._dropped),
        )

    def _weightiest(self, found: list[SecondFinding]) -> SecondFinding:
        kept = min(found, key=lambda f: PRECEDENCE.index(f.stance))
        for other in found:
            if other is not kept:
                self._drop(f"{other.philosophy} {other.stance}", f"it is already {kept.stance} in the same answer")
        return kept

    def _undisputed(self, given: list[SecondLevel]) -> SecondLevel | None:
        if len({one.level for one in given}) == 1:
            quotes = {quote for one in given for quote in one.evidence}
            return SecondLevel(given[0].competency, given[0].level, tuple(sorted(quotes)))
        for one in given:
            self._drop(f"{one.competency} level {one.level}", "different levels were given for it")
        return None

    def _all_quoted(self, what: str, quotations: object) -> tuple[Span, ...]:
        if not isinstance(quotations, list) or not quotations:
            self._drop(what, NO_QUOTATION)
            return ()
        quotes = (self._quoted(what, quotation) for quotation in quotations[:MOST_ITEMS])
        return tuple(sorted({quote for quote in quotes if quote}))

    def _quoted(self, what: str, quotation: object) -> Span | None:
        found = self._quotable.find(quotation)
        if isinstance(found, Span):
            return found
        self._drop(what, found)
        return None

    def _drop(self, what: str, why: str) -> None:
        self._dropped.append(Dropped(what, why))


def _share(value: object) -> float | None:
    """Return a confidence, or None for anything that is no number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= 1 else None


def _shown(value: object) -> str:
    """Return a server's word for a message: short, on one line, and of characters that can be written."""
    if isinstance(value, dict | list):
        return "(a list)"
    words = " ".join(str(value)[: 2 * _LONGEST_SHOWN].split()) or "(nothing)"
    short = words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
    return short.encode("utf-8", "replace").decode()
