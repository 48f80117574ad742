"""How a speaker relates to what a match says: asserted, past, rejected or reported, and how surely.

The reader goes by cues around the match. It never turns a denial into a belief; only approval of a view
that was reported ("and he had a point") raises a report to an assertion.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from screener.text.match import Hit, Matcher
from screener.text.passage import Passage
from screener.text.phrase import Phrase
from screener.text.spans import Span

Stance = Literal["asserted", "past", "rejected", "reported"]
# What decided about a stance; `written` is for phrases that say themselves how they are meant.
StanceRule = Literal[
    "written", "joke", "turn", "disapproval", "answer", "approval", "report", "past", "negation", "plain"
]
Doubt = Literal["inferred", "hedge", "hypothetical", "question", "speaker"]  # why a match is believed less

# Within one answer the speaker's own disavowal outweighs an assertion, which outweighs a report:
# accusing somebody of what they have just given up is the worse mistake.
PRECEDENCE: tuple[Stance, ...] = ("past", "rejected", "asserted", "reported")

NEGATION_REACH = 7  # words between a negation and what it denies
_SPOKEN_ONLY = {"he", "she"}  # in an interviewer's notes these mean the candidate
# Words with which an attribution begins that stands behind what it attributes: "…, said the CFO"
_TRAILING = set(
    "said says thought thinks claimed claims some many most people they everybody everyone that's that".split()
)
_WORD = re.compile(r"[a-z0-9_]+")

# How far each circumstance around a match lowers the confidence that it earned by its words.
_LOWERED: Mapping[Doubt, float] = {"inferred": 0.9, "hedge": 0.8, "hypothetical": 0.7, "question": 0.5}


@dataclass(frozen=True)
class Reading:
    """A stance, the rule and the cues that decided, in the speaker's words, and what there is to doubt about it."""

    stance: Stance
    rule: StanceRule
    cues: tuple[tuple[str, Span], ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def factor(self) -> float:
        """By how much the doubts lower confidence (0–1)."""
        return prod(_LOWERED[doubt] for doubt in self.doubts)


class StanceReader:
    """Reads stances with a given set of cues."""

    def __init__(self, cues: Mapping[str, Sequence[Phrase]]) -> None:
        self._matcher: Matcher[str] = Matcher([(kind, phrase) for kind in cues for phrase in cues[kind]])

    def read(self, passage: Passage, number: int, match: Span, register: str = "spoken", written: str = "") -> Reading:
        """Read the stance to what stands at `match` in the sentence with this number.

        `written` is the phrase's expression: a denial in the match that is not written there fell into a gap of
        the phrase, and counts.
        """
        around = _Surroundings(self._matcher, passage, number, match, register, written)
        stance, rule, cues = around.stance()
        doubts: list[Doubt] = [] if rule == "plain" else ["inferred"]
        weakening: tuple[Doubt, ...] = ("hedge", "hypothetical")
        for kind in weakening:
            if found := around.here(kind):
                doubts.append(kind)
                cues = (*cues, *found)
        if stance == "asserted" and around.is_question():
            doubts.append("question")
        return Reading(stance, rule, tuple((hit.key, hit.span) for hit in cues), tuple(doubts))


class _Surroundings:
    """The cues around one match."""

    def __init__(
        self, matcher: Matcher[str], passage: Passage, number: int, match: Span, register: str, written: str
    ) -> None:
        self.passage, self.number, self.match = passage, number, match
        self._written = set(_WORD.findall(written.replace("'?", "")))
        self._hits = [self._in_sentence(matcher, number + step, register) for step in range(3)]

    def _in_sentence(self, matcher: Matcher[str], number: int, register: str) -> list[Hit[str]]:
        if number >= len(self.passage.sentences):
            return []
        hits = self.passage.hits(matcher, number)
        return [h for h in hits if self._counts(h) and not self._means_candidate(h, register)]

    def _counts(self, hit: Hit[str]) -> bool:
        if not hit.span.touches(self.match):
            return True
        words = hit.span.of(self.passage.plain).replace("'", "").split()
        in_a_gap = not self._written.issuperset(words)
        return bool(self._written) and hit.key == "negation" and hit.span.within(self.match) and in_a_gap

    def _means_candidate(self, hit: Hit[str], register: str) -> bool:
        return register == "notes" and hit.key == "reporting" and self._first_word(hit) in _SPOKEN_ONLY

    def _first_word(self, hit: Hit[str]) -> str:
        return hit.span.of(self.passage.plain).split(" ", 1)[0]

    def here(self, kind: str) -> tuple[Hit[str], ...]:
        """The cues of a kind in the match's own sentence."""
        return tuple(hit for hit in self._hits[0] if hit.key == kind)

    def after(self, kind: str, sentences: int) -> tuple[Hit[str], ...]:
        """The cues of a kind in the next sentences."""
        return tuple(hit for later in self._hits[1 : 1 + sentences] for hit in later if hit.key == kind)

    def is_question(self) -> bool:
        return self.passage.sentences[self.number].of(self.passage.text).rstrip("\"'”’)").endswith("?")

    def stance(self) -> tuple[Stance, StanceRule, tuple[Hit[str], ...]]:
        """The first of these that holds decides; with it the cues that made it hold."""
        past = self._before("past")
        reporting = tuple(r for r in self._attributing() if not any(r.span.touches(p.span) for p in past))
        denied = self.here("disapproval") or self._opening("disapproval")
        if joking := self.here("irony") or self._opening("irony"):
            return "rejected", "joke", joking
        if turned := self.here("turn") or self.after("turn", 2):
            return "past", "turn", turned
        if denied:
            return "rejected", "disapproval", denied
        if self.is_question() and (answer := self._opening("negation", words=1)):
            return "rejected", "answer", answer
        if reporting and not self._negates(reporting[0]):
            approved = self._later("approval")
            return ("asserted", "approval", approved) if approved else ("reported", "report", reporting)
        if past:
            return "past", "past", past
        if negated := self._negation():
            return "rejected", "negation", negated
        return "asserted", "plain", ()

    def _before(self, kind: str) -> tuple[Hit[str], ...]:
        return tuple(hit for hit in self.here(kind) if hit.span.start < self.match.end)

    def _attributing(self) -> tuple[Hit[str], ...]:
        """Reports before the match, and those right behind it: "…, said the CFO"."""
        return tuple(
            hit
            for hit in self.here("reporting")
            if hit.span.start < self.match.end
            or (self._gap(self.match.end, hit.span.start) <= 1 and self._first_word(hit) in _TRAILING)
        )

    def _later(self, kind: str) -> tuple[Hit[str], ...]:
        return self.here(kind) or self.after(kind, 2)

    def _opening(self, kind: str, words: int = 9) -> tuple[Hit[str], ...]:
        """A cue with which the next sentence begins: what it says is about this one."""
        return tuple(h for h in self.after(kind, 1) if self._words_before(h) < words)

    def _words_before(self, hit: Hit[str]) -> int:
        start = self.passage.sentences[self.number + 1].start
        return len(self.passage.plain[start : hit.span.start].split())

    def _negates(self, reporting: Hit[str]) -> bool:
        """Tell whether the speaker turns against those who say it: "I don't hold with people who say …"."""
        return any(
            hit.span.end <= reporting.span.start and self._gap(hit.span.end, reporting.span.start) <= 3
            for hit in self.here("negation")
        )

    def _negation(self) -> tuple[Hit[str], ...]:
        clause = self.passage.clause_at(self.number, self.match.start)
        return tuple(
            hit
            for hit in self.here("negation")
            if hit.span.within(self.match)
            or (
                clause.start <= hit.span.start < self.match.start
                and self._gap(hit.span.end, self.match.start) <= NEGATION_REACH
            )
        )

    def _gap(self, start: int, end: int) -> int:
        return len(self.passage.plain[start:end].split())
