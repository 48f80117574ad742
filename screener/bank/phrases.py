"""Where the phrases of a bank stand, with the word lists that each may refer to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from screener.bank.load import Library
from screener.bank.parts import PatternMapping
from screener.bank.yamlfile import PathKey

LIST_NAMED = re.compile(r"\{([a-z0-9-]+)\}")  # a word list, as a phrase refers to it


class PlacedPhrase(NamedTuple):
    """A phrase, the file it stands in (kind and id), the path in it, and the word lists of that file's own."""

    kind: str
    name: str
    path: PathKey
    phrase: str
    words: Mapping[str, Sequence[str]]


def phrases_of(library: Library) -> Iterator[PlacedPhrase]:
    """Return every phrase of the bank with its place."""
    bank = library.bank
    for philosophy in bank.philosophies.values():
        for index, pattern in enumerate(philosophy.patterns):
            path: PathKey = ("patterns", index)
            yield PlacedPhrase("philosophies", philosophy.id, path, pattern.words, philosophy.words)
    for rubric in bank.rubrics.values():
        yield from _of_parts("rubrics", rubric.id, "signs", [s.patterns for s in rubric.signs], rubric.words)
    for place in bank.placements.values():
        yield from _of_parts("placements", place.id, "values", [v.patterns for v in place.values], place.words)
    behaviours = [b.patterns for b in bank.behaviours.values()]
    yield from _of_parts("single", "behaviours", "behaviours", behaviours, bank.behaviour_words)
    for cue in bank.cues.values():
        for index, phrase in enumerate(cue.phrases):
            yield PlacedPhrase("lexicon", cue.id, ("phrases", index), phrase, cue.words)


def list_entries_of(library: Library) -> Iterator[PlacedPhrase]:
    """Return every entry of the word lists in lexicon/words.yaml; entries are written like phrases."""
    yield from _of_lists("single", "words", "lists", library.bank.words, {})


def own_list_entries_of(library: Library) -> Iterator[PlacedPhrase]:
    """Return every entry of the word lists that files have of their own."""
    bank = library.bank
    for kind, entries in (
        ("philosophies", bank.philosophies),
        ("rubrics", bank.rubrics),
        ("placements", bank.placements),
        ("lexicon", bank.cues),
    ):
        for entry in entries.values():
            yield from _of_lists(kind, entry.id, "words", entry.words, entry.words)
    yield from _of_lists("single", "behaviours", "words", bank.behaviour_words, bank.behaviour_words)


def _of_lists(
    kind: str, name: str, key: str, lists: Mapping[str, Sequence[str]], words: Mapping[str, Sequence[str]]
) -> Iterator[PlacedPhrase]:
    for called, entries in lists.items():
        for index, entry in enumerate(entries):
            yield PlacedPhrase(kind, name, (key, called, index), entry, words)


def _of_parts(
    kind: str, name: str, part: str, patterns: list[list[PatternMapping]], words: Mapping[str, Sequence[str]]
) -> Iterator[PlacedPhrase]:
    for number, of_one in enumerate(patterns):
        for index, pattern in enumerate(of_one):
            yield PlacedPhrase(kind, name, (part, number, "patterns", index), pattern.words, words)
