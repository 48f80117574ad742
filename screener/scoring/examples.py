"""Runs the examples that stand in a bank's files: what they say must be what the scorer does."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from screener.bank.load import Bank, Library
from screener.bank.marks import unmark
from screener.bank.model import Cue, Philosophy, PhilosophyExample, Placement, PlacementExample, RatedExample, Rubric
from screener.bank.parts import MarkedText
from screener.bank.problems import Problem
from screener.bank.yamlfile import PathKey
from screener.scoring.answer import Scorer, counts
from screener.scoring.phrasebook import HEARD_FROM, Key, Signal
from screener.scoring.placements import placements_of
from screener.scoring.reader import Reader
from screener.text.match import Matcher
from screener.text.passage import Passage
from screener.text.phrase import WordLists, compile_phrase
from screener.text.spans import Span

FAILS = "example-fails"
WORKS = "known-miss-works"
T = TypeVar("T")
Fired = set[tuple[Key, str]]  # what was heard, and the phrase


@dataclass
class ExampleRun:
    """What came of running a bank's examples. `fired` holds the phrases that an example of their own file made fire."""

    problems: list[Problem] = field(default_factory=list)
    fired: Fired = field(default_factory=set)
    rules_used: set[tuple[str, int, str]] = field(default_factory=set)  # rubric, level and `because`
    examples: int = 0
    known_misses: int = 0


def run_examples(
    library: Library,
    on_file: Callable[[int, int], None] = lambda _done, _of: None,
    *,
    only: str = "",
    reader: Reader | None = None,
) -> ExampleRun:
    """Run every example of the bank, or of `only` one file, named by folder and id.

    `reader` finds philosophies; made from the bank unless one is at hand. `on_file` is told after each file how many
    are done, and of how many.
    """
    runner = _Runner(library, Scorer(_bank_for(library.bank, only), reader), only)
    runner.run(on_file)
    return runner.result


def _bank_for(bank: Bank, only: str) -> Bank:
    """Return as much of a bank as the examples of one file need; a rubric's rules may ask for any philosophy."""
    if not only:
        return bank
    kind, name = only.split("/", 1)
    return replace(
        bank,
        philosophies=bank.philosophies if kind == "rubrics" else _one(bank.philosophies, kind == "philosophies", name),
        rubrics=_one(bank.rubrics, kind == "rubrics", name),
        placements=_one(bank.placements, kind == "placements", name),
        behaviours=bank.behaviours if kind == "rubrics" or only == "single/behaviours" else {},
    )


def _one(things: Mapping[str, T], is_wanted: bool, name: str) -> Mapping[str, T]:
    return {name: things[name]} if is_wanted and name in things else {}


class _Runner:
    def __init__(self, library: Library, scorer: Scorer, only: str) -> None:
        self.library, self.bank, self.scorer, self.only = library, library.bank, scorer, only
        self.result = ExampleRun()

    def run(self, on_file: Callable[[int, int], None]) -> None:
        bank = self.bank
        work: dict[str, Callable[[], None]] = {
            **{f"philosophies/{p.id}": partial(self._philosophy, p) for p in bank.philosophies.values()},
            **{f"rubrics/{r.id}": partial(self._rubric, r) for r in bank.rubrics.values()},
            **{f"placements/{p.id}": partial(self._placement, p) for p in bank.placements.values()},
            **{f"lexicon/{c.id}": partial(self._cue, c) for c in bank.cues.values()},
            "single/behaviours": self._behaviours,
        }
        wanted = [run_file for name, run_file in work.items() if self.only in ("", name)]
        for number, run_file in enumerate(wanted, 1):
            run_file()
            on_file(number, len(wanted))

    def _philosophy(self, philosophy: Philosophy) -> None:
        for index, example in enumerate(philosophy.examples):
            fault = self._philosophy_fault(philosophy.id, example)
            self._judge("philosophies", philosophy.id, index, example, fault)

    def _rubric(self, rubric: Rubric) -> None:
        for index, example in enumerate(rubric.examples):
            self._judge("rubrics", rubric.id, index, example, self._rubric_fault(rubric.id, example))
        for number, sign in enumerate(rubric.signs):
            key: Key = ("sign", rubric.id, sign.id)
            self._fires("rubrics", rubric.id, ("signs", number), key, sign.fires, sign.silent)

    def _placement(self, placement: Placement) -> None:
        for index, example in enumerate(placement.examples):
            fault = self._placement_fault(placement.id, example)
            self._judge("placements", placement.id, index, example, fault)

    def _behaviours(self) -> None:
        for number, behaviour in enumerate(self.bank.behaviours.values()):
            key: Key = ("behaviour", behaviour.id)
            self._fires("single", "behaviours", ("behaviours", number), key, behaviour.fires, behaviour.silent)

    def _cue(self, cue: Cue) -> None:
        lists = WordLists({**self.bank.words, **cue.words})
        matcher = Matcher([(phrase, compile_phrase(phrase, lists)) for phrase in cue.phrases])
        for part, sentences in (("fires", cue.fires), ("silent", cue.silent)):
            for index, text in enumerate(sentences):
                hits = _cue_hits(matcher, unmark(text)[0])
                self.result.fired.update((("cue", cue.id), phrase) for phrase, _ in hits)
                self._judge_sentence("lexicon", cue.id, (part, index), [s for _, s in hits], text)

    def _judge(self, kind: str, name: str, index: int, example: MarkedText, fault: str) -> None:
        self.result.examples += 1
        self.result.known_misses += example.known_miss
        document = self.library.document(kind, name)
        if fault and not example.known_miss:
            message = f"{fault} (mend a phrase or the example, or mark it `known_miss: true`)"
            self.result.problems.append(document.problem(("examples", index, "text"), FAILS, message))
        elif example.known_miss and not fault:
            message = "this works now (remove `known_miss`)"
            path: PathKey = ("examples", index, "known_miss")
            self.result.problems.append(document.problem(path, WORKS, message, key=True))

    def _philosophy_fault(self, philosophy: str, example: PhilosophyExample) -> str:
        passage = Passage(example.plain)
        findings = self.scorer.reader.read(passage, example.register_, example.speaker).findings
        found = next((f for f in findings if f.philosophy == philosophy), None)
        self._note(found.signals if found else (), (philosophy,))
        sure = found if found and found.confidence >= HEARD_FROM else None
        if example.stance == "none":
            return f"a near miss, yet read as {sure.stance} by {_shown(sure.signals, passage)}" if sure else ""
        if sure is None:
            return "nothing was found" if found is None else f"found only with confidence {found.confidence:g}"
        if sure.stance != example.stance:
            return f"read as {sure.stance}, not {example.stance}, by {_shown(sure.signals, passage)}"
        return "" if _touches([s.matched for s in sure.signals], example) else "found outside of the marked words"

    def _rubric_fault(self, rubric: str, example: RatedExample) -> str:
        score = self.scorer.score(example.plain, example.register_, example.speaker, [rubric])
        self._note(self.scorer.signs.signals(score.passage, example.register_, example.speaker), ("sign", rubric))
        rating = next(iter(score.ratings), None)
        if rating:
            self.result.rules_used.add((rubric, rating.level, rating.because))
        suggested = str(rating.level) if rating else "none"
        if suggested != str(example.level):
            because = f" ({rating.because}: {_quoted(rating.evidence[0].quote, score.passage)})" if rating else ""
            return f"level {suggested} is suggested, not {example.level}{because}"
        if rating and not _touches([e.quote for e in rating.evidence], example):
            return "the level rests on words outside of the marked ones"
        return ""

    def _placement_fault(self, placement: str, example: PlacementExample) -> str:
        passage = Passage(example.plain)
        signals = self.scorer.places.signals(passage, example.register_, example.speaker)
        self._note(signals, (placement,))
        found = next((p for p in placements_of(signals, passage, self.bank) if p.placement == placement), None)
        if (found.value if found else "none") != example.value:
            return f"placed at `{found.value}` by {_quoted(found.quote, passage)}" if found else "placed nowhere"
        return "" if not found or _touches([found.quote], example) else "found outside of the marked words"

    def _note(self, signals: Iterable[Signal], own: Key) -> None:
        self.result.fired.update((s.key, s.phrase) for s in signals if s.key[: len(own)] == own)

    def _fires(
        self, kind: str, name: str, path: PathKey, key: Key, fires: Iterable[str], silent: Iterable[str]
    ) -> None:
        for part, sentences in (("fires", fires), ("silent", silent)):
            for index, text in enumerate(sentences):
                signals = self.scorer.signs.signals(Passage(unmark(text)[0]), "spoken", "unknown")
                own = [s for s in signals if s.key == key and counts(s)]
                self._note(own, key)
                self._judge_sentence(kind, name, (*path, part, index), [s.matched for s in own], text)

    def _judge_sentence(self, kind: str, name: str, path: PathKey, spans: list[Span], text: str) -> None:
        self.result.examples += 1
        plain, marks = unmark(text)
        if path[-2] == "silent":
            fault = f"fires on “{spans[0].of(plain)}”, though it should be silent" if spans else ""
        else:
            missed = [Span(*m).of(plain) for m in marks or [(0, len(plain))] if not _any_touch(spans, [m])]
            fault = f"does not fire on “{missed[0]}”" if missed else ""
        if fault:
            message = f"{fault} (mend a phrase, or the sentence)"
            self.result.problems.append(self.library.document(kind, name).problem(path, FAILS, message))


def _cue_hits(matcher: Matcher[str], text: str) -> list[tuple[str, Span]]:
    passage = Passage(text)
    return [(h.key, h.span) for sentence in passage.sentences for h in matcher.hits(passage.plain, sentence)]


def _touches(spans: Iterable[Span], example: MarkedText) -> bool:
    return _any_touch(spans, example.evidence)


def _any_touch(spans: Iterable[Span], marks: Iterable[tuple[int, int]]) -> bool:
    return any(span.touches(Span(*mark)) for span in spans for mark in marks)


def _quoted(span: Span, passage: Passage) -> str:
    return f"“{span.of(passage.text)}”"


def _shown(signals: Iterable[Signal], passage: Passage) -> str:
    """Say which phrase fired on which words, and what cue decided, for the author of the phrase."""
    signal = next(iter(signals))
    cues = "".join(f", {kind} {_quoted(span, passage)}" for kind, span in signal.cues)
    return f"`{signal.phrase}` on {_quoted(signal.matched, passage)}{cues}"
