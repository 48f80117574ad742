"""Whether a phrase is too wide: what fires on sentences that have nothing to do with it proves nothing.

Such sentences are those of the other files' examples, of which a bank holds thousands.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from screener.bank.load import Bank, Library
from screener.bank.marks import unmark
from screener.bank.model import Behaviour, Cue, Sign
from screener.bank.phrases import PlacedPhrase, phrases_of
from screener.bank.problems import Problem
from screener.scoring.phrasebook import BankWords
from screener.text.match import Matcher
from screener.text.normal import plain_words
from screener.text.phrase import Phrase, PhraseError, compile_phrase
from screener.text.segment import sentences
from screener.text.spans import Span

CODE = "phrase-too-wide"
FEWEST = 200  # sentences of other files; among fewer a share says little
MOST = 1_000  # sentences that a phrase is tried on, however many the bank holds: enough to tell one in a hundred
_LONGEST_QUOTE = 80  # characters of a sentence that a message repeats
_PARTING = " \n "  # between sentences: words are joined by spaces only, so no phrase reaches over it

File = tuple[str, str]  # kind and id


@dataclass(frozen=True)
class _Bars:
    """From which share (0–1) of the sentences on a phrase is worth a warning, and from which it is a mistake."""

    warning: float
    error: float


# In the shipped bank the widest phrase of a belief fires on .002 of the sentences, of a sign on .01, of a behaviour on
# .06, of a cue on .09; "they" alone would fire on .07, "{sales}" on .13, "I" on .26, "the" on .50.
_VIEWS = _Bars(0.03, 0.10)
_LANGUAGE = _Bars(0.25, 0.25)  # cues and behaviours are ways of speaking: wide for a reason
_BARS = {"lexicon": _LANGUAGE, "single": _LANGUAGE}


@dataclass(frozen=True)
class Sample:
    """Sentences of a bank's examples to try phrases on, and the file that each comes from."""

    sentences: tuple[str, ...]
    files: tuple[File, ...]

    @cached_property
    def joined(self) -> str:
        """All sentences in their plain form, so that a phrase is looked for in all of them at once."""
        return _PARTING.join(map(plain_words, self.sentences))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(accumulate((len(sentence) + len(_PARTING) for sentence in self.sentences), initial=0))

    @cached_property
    def _counts(self) -> tuple[Counter[str], Counter[str]]:
        """How often each word stands in a sentence, and how often one that begins so."""
        words = Counter(form for word in self.joined.split() for form in _forms(word))
        beginnings: Counter[str] = Counter()
        for word, count in words.items():
            beginnings.update({word[:length]: count for length in range(1, len(word) + 1)})
        return words, beginnings

    @cached_property
    def _by_file(self) -> Counter[File]:
        return Counter(self.files)

    def others(self, file: File) -> int:
        """Return how many sentences come from other files."""
        return len(self.files) - self._by_file[file]

    def most_hits(self, phrase: Phrase) -> int:
        """Return how often a phrase can fire at most: as often as the words occur of which it needs one."""
        words, beginnings = self._counts
        return sum((beginnings if anchor.is_prefix else words)[anchor.word] for anchor in phrase.anchors)

    def fired(self, phrases: list[tuple[int, Phrase]]) -> dict[int, list[int]]:
        """Return for each phrase, by its number, the sentences on which it fires, by theirs."""
        found: dict[int, dict[int, None]] = defaultdict(dict)
        for hit in Matcher(phrases).hits(self.joined, Span(0, len(self.joined))):
            found[hit.key][bisect_right(self._starts, hit.span.start) - 1] = None
        return {number: list(at) for number, at in found.items()}


def sample_of(bank: Bank) -> Sample:
    """Return the sentences that the phrases of a bank are tried on: evenly from all its files, none twice."""
    found: dict[str, tuple[str, File]] = {}
    for file, texts in _examples(bank):
        for text in (unmark(marked)[0] for marked in texts):
            for span in sentences(text):
                sentence = span.of(text)
                found.setdefault(plain_words(sentence), (sentence, file))
    step = -(-len(found) // MOST) or 1
    chosen = list(found.values())[::step]
    return Sample(tuple(sentence for sentence, _ in chosen), tuple(file for _, file in chosen))


def _examples(bank: Bank) -> Iterator[tuple[File, list[str]]]:
    """Return the texts of each file's examples, with their marks."""
    for philosophy in bank.philosophies.values():
        yield ("philosophies", philosophy.id), [example.text for example in philosophy.examples]
    for rubric in bank.rubrics.values():
        yield ("rubrics", rubric.id), [*(example.text for example in rubric.examples), *_proofs(rubric.signs)]
    for placement in bank.placements.values():
        yield ("placements", placement.id), [example.text for example in placement.examples]
    yield ("single", "behaviours"), _proofs(bank.behaviours.values())
    for cue in bank.cues.values():
        yield ("lexicon", cue.id), _proofs([cue])


def _proofs(parts: Iterable[Sign | Behaviour | Cue]) -> list[str]:
    return [text for part in parts for text in (*part.fires, *part.silent)]


def check_widths(library: Library, sample: Sample | None = None, *, only: str = "") -> Iterator[Problem]:
    """Report phrases that fire on a large share of the sentences in other files.

    With `only`, those of one file are looked at, named by folder and id; with a `sample` made before, that takes
    milliseconds.
    In a bank with few examples, or whose word lists cannot be read, there is nothing to go by.
    """
    if "single/words" in library.unusable:
        return
    sample = sample or sample_of(library.bank)
    places = [place for place in phrases_of(library) if only in ("", f"{place.kind}/{place.name}")]
    fired = sample.fired(list(_possible(places, library.bank, sample)))
    for number, hits in fired.items():
        kind, name, path, phrase, _ = places[number]
        others = sample.others((kind, name))
        hits = [at for at in hits if sample.files[at] != (kind, name)]
        if len(hits) >= _bars(kind).warning * others:
            problem = library.document(kind, name).problem(path, CODE, _message(phrase, hits, others, sample))
            yield problem if len(hits) >= _bars(kind).error * others else replace(problem, level="warning")


def _possible(places: list[PlacedPhrase], bank: Bank, sample: Sample) -> Iterator[tuple[int, Phrase]]:
    """Return, with their numbers, the phrases that may be too wide: most need a word that is too rare for that."""
    lists = BankWords(bank)
    for number, (kind, name, _, words, own) in enumerate(places):
        others = sample.others((kind, name))
        if others < FEWEST:
            continue
        try:
            phrase = compile_phrase(words, lists.with_own(own))
        except PhraseError:  # reported by check_phrases
            continue
        if sample.most_hits(phrase) >= _bars(kind).warning * others:
            yield number, phrase


def _bars(kind: str) -> _Bars:
    return _BARS.get(kind, _VIEWS)


def _message(phrase: str, hits: list[int], others: int, sample: Sample) -> str:
    sentence, (_, name) = sample.sentences[hits[0]], sample.files[hits[0]]
    quote = f"{sentence[:_LONGEST_QUOTE]}{'…' if len(sentence) > _LONGEST_QUOTE else ''}"
    return (
        f"`{phrase}` fires on {len(hits)} of {others} sentences in other files, such as “{quote}” in {name} "
        "(add words that only this idea needs)"
    )


def _forms(word: str) -> tuple[str, ...]:
    """Return the forms under which a matcher looks for a word: without apostrophes, and without a final 's."""
    plain = word.replace("'", "")
    return (plain, plain[:-1]) if word.endswith("'s") else (plain,)
