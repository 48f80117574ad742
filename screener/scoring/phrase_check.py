"""Whether every phrase of a bank is written as the grammar says, with the place of each that is not."""

from collections.abc import Iterator

from screener.bank.load import Bank, Library
from screener.bank.phrases import list_entries_of, phrases_of
from screener.bank.problems import Problem
from screener.bank.yamlfile import PathKey
from screener.scoring.phrasebook import BankWords, Key
from screener.text.phrase import PhraseError, compile_phrase

CODE = "phrase-invalid"


def check_phrases(library: Library, *, only: str = "") -> Iterator[Problem]:
    """Report phrases that cannot be compiled, of all files or `only` one, named by folder and id.

    Without the word lists there is nothing to compile with.
    """
    if "single/words" in library.unusable:
        return
    lists = BankWords(library.bank)
    only = "" if only == "single/words" else only  # every phrase may use what stands there
    for kind, name, path, phrase, words in (*list_entries_of(library), *phrases_of(library)):
        if only not in ("", f"{kind}/{name}"):
            continue
        try:
            compile_phrase(phrase, lists.with_own(words))
        except PhraseError as error:
            yield library.document(kind, name).problem(path, CODE, f"`{phrase}`: {error}")


def key_of(bank: Bank, kind: str, name: str, path: PathKey) -> Key:
    """Return the key under which a phrase is heard, from its place as `phrases_of` gives it."""
    number = path[1]
    if not isinstance(number, int):
        raise TypeError(f"{path} is no path to a phrase")
    if kind == "rubrics":
        return ("sign", name, bank.rubrics[name].signs[number].id)
    if kind == "placements":
        return (name, bank.placements[name].values[number].id)
    if kind == "single":
        return ("behaviour", list(bank.behaviours)[number])
    return ("cue", name) if kind == "lexicon" else (name,)
