"""Whether every phrase of a bank is written as the grammar says, with the place of each that is not."""

from collections.abc import Iterator, Mapping, Sequence

from screener.bank.load import Library
from screener.bank.parts import PatternMapping
from screener.bank.problems import Problem
from screener.bank.yamlfile import PathKey
from screener.scoring.phrasebook import BankWords
from screener.text.phrase import PhraseError, compile_phrase

CODE = "phrase-invalid"

Place = tuple[str, str, PathKey, str, Mapping[str, Sequence[str]]]  # kind, id, path, phrase, the file's own word lists


def check_phrases(library: Library) -> Iterator[Problem]:
    """Report phrases that cannot be compiled. Without the word lists there is nothing to compile with."""
    if "single/words" in library.unusable:
        return
    lists = BankWords(library.bank)
    for kind, name, path, phrase, words in (*_list_entries(library), *phrases_of(library)):
        try:
            compile_phrase(phrase, lists.with_own(words))
        except PhraseError as error:
            yield library.document(kind, name).problem(path, CODE, f"`{phrase}`: {error}")


def _list_entries(library: Library) -> Iterator[Place]:
    none: Mapping[str, Sequence[str]] = {}
    for name, entries in library.bank.words.items():
        for index, entry in enumerate(entries):
            yield "single", "words", ("lists", name, index), entry, none


def phrases_of(library: Library) -> Iterator[Place]:
    """Return every phrase of the bank with its place."""
    bank = library.bank
    for philosophy in bank.philosophies.values():
        for index, pattern in enumerate(philosophy.patterns):
            yield "philosophies", philosophy.id, ("patterns", index), pattern.words, philosophy.words
    for rubric in bank.rubrics.values():
        yield from _of_parts("rubrics", rubric.id, "signs", [s.patterns for s in rubric.signs], rubric.words)
    for place in bank.placements.values():
        yield from _of_parts("placements", place.id, "values", [v.patterns for v in place.values], place.words)
    behaviours = [b.patterns for b in bank.behaviours.values()]
    yield from _of_parts("single", "behaviours", "behaviours", behaviours, bank.behaviour_words)
    for cue in bank.cues.values():
        for index, phrase in enumerate(cue.phrases):
            yield "lexicon", cue.id, ("phrases", index), phrase, cue.words


def _of_parts(
    kind: str, name: str, part: str, patterns: list[list[PatternMapping]], words: Mapping[str, Sequence[str]]
) -> Iterator[Place]:
    for number, of_one in enumerate(patterns):
        for index, pattern in enumerate(of_one):
            yield kind, name, (part, number, "patterns", index), pattern.words, words
