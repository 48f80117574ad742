"""What in a bank no example proves: phrases and rules that never come into play, word lists that no phrase names."""

from collections.abc import Iterator
from dataclasses import replace

from screener.bank.load import Library
from screener.bank.phrases import LIST_NAMED, list_entries_of, own_list_entries_of, phrases_of
from screener.bank.problems import Problem
from screener.scoring.examples import ExampleRun
from screener.scoring.phrase_check import key_of


def uncovered(library: Library, run: ExampleRun) -> Iterator[Problem]:
    """Report phrases and rules that no example of their own file makes fire, and a file's word lists without use."""
    bank = library.bank
    for kind, name, path, phrase, _ in phrases_of(library):
        if (key_of(bank, kind, name, path), phrase) not in run.fired:
            message = f"no example makes `{phrase}` fire (add one, or remove the phrase)"
            yield library.document(kind, name).problem(path, "pattern-never-fires", message)
    for rubric in bank.rubrics.values():
        for number, rule in enumerate(rubric.rules):
            if (rubric.id, rule.level, rule.because) not in run.rules_used:
                message = "no example reaches this rule (add one, or remove the rule)"
                yield library.document("rubrics", rubric.id).problem(("rules", number), "rule-never-holds", message)
    yield from _unused_lists(library)


def _unused_lists(library: Library) -> Iterator[Problem]:
    """Report lists of a file's own that it never names. Those of lexicon/words.yaml are on offer for new phrases."""
    named = {
        (place.kind, place.name, called)
        for place in (*phrases_of(library), *list_entries_of(library), *own_list_entries_of(library))
        for called in LIST_NAMED.findall(place.phrase)
        if called in place.words
    }
    own = {(place.kind, place.name, place.path[:2]) for place in own_list_entries_of(library)}
    for kind, name, path in sorted(own, key=str):
        if (kind, name, path[1]) not in named:
            message = f"no phrase names the word list `{path[1]}` (write `{{{path[1]}}}` in one, or remove the list)"
            problem = library.document(kind, name).problem(path, "word-list-unused", message, key=True)
            yield replace(problem, level="warning")
