import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from screener.bank.load import Library, library_of, load_library
from screener.bank.phrases import phrases_of
from screener.bank.problems import Problem
from screener.journeys.checking import check_bank
from screener.paths import shipped
from screener.scoring.phrase_width import FEWEST, MOST, Sample, check_widths, sample_of
from screener.scoring.phrasebook import BankWords
from screener.text.phrase import WordLists, compile_phrase
from tests.factories import Data, make_philosophy, write_bank

BELIEF, RUBRIC, PLACE = "philosophies/not-my-fix.yaml", "rubrics/credit.yaml", "placements/bent.yaml"
CUE, BEHAVIOURS = "lexicon/negation.yaml", "lexicon/behaviours.yaml"


@cache
def shipped_contents() -> Mapping[str, bytes]:
    return load_library(shipped("questions")).contents


@cache
def shipped_library() -> Library:
    return library_of(shipped_contents(), Path("questions"))


@cache
def shipped_sample() -> Sample:
    return sample_of(shipped_library().bank)


def with_phrase(path: str, phrase: str) -> Library:
    """Return the shipped bank with one more phrase, the first in its file."""
    lines = shipped_contents()[path].decode().splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip() in {"patterns:", "phrases:"})
    indent = " " * (len(lines[at + 1]) - len(lines[at + 1].lstrip()))
    text = "\n".join([*lines[: at + 1], f'{indent}- "{phrase}"', *lines[at + 1 :]])
    return library_of({**shipped_contents(), path: text.encode()}, Path("questions"))


def test_the_shipped_bank_has_no_phrase_that_is_too_wide() -> None:
    assert list(check_widths(shipped_library())) == []


WIDE: dict[str, tuple[str, str, str]] = {
    "any word of a belief": (BELIEF, "a*", "error"),
    "everything with a gap": (BELIEF, "(I|we|they|the|a) ~9 (a*|t*|i*|o*)", "error"),
    "whoever is spoken of": (RUBRIC, "(they|he|she)", "error"),
    "a pronoun in a scheme": (PLACE, "they", "warning"),
    "a common word in a sign": (RUBRIC, "so", "warning"),
    "any word of a cue": (CUE, "(the|a)", "error"),
    "any word of a behaviour": (BEHAVIOURS, "(the|a|I)", "error"),
}


@pytest.mark.parametrize("case", WIDE)
def test_it_reports_a_phrase_that_fires_on_what_has_nothing_to_do_with_it(case: str) -> None:
    path, phrase, level = WIDE[case]
    library = with_phrase(path, phrase)
    (problem,) = check_widths(library)
    lines = [line.strip() for line in library.contents[path].decode().splitlines()]
    assert (problem.file, problem.code) == (f"questions/{path}", "phrase-too-wide")
    assert problem.line == lines.index(f'- "{phrase}"') + 1
    assert problem.level == level


def test_it_says_on_how_many_sentences_and_on_which() -> None:
    (problem,) = check_widths(with_phrase(BELIEF, "they"))
    fired, others = counted(problem)
    assert problem.message.startswith("`they` fires on ")
    assert 0.03 * others <= fired < 0.10 * others
    assert others <= MOST
    assert "sentences in other files, such as “" in problem.message
    quote = problem.message.split("“")[1].split("”")[0].removesuffix("…")
    assert "they" in quote.lower().split() or len(quote) == 80
    assert any(sentence.startswith(quote) for sentence in shipped_sample().sentences)


def counted(problem: Problem) -> tuple[int, int]:
    fired, others = problem.message.split(" fires on ")[1].split(" sentences")[0].split(" of ")
    return int(fired), int(others)


@pytest.mark.parametrize("phrase", ["really", "(isn't|don't|no|nobody)", "my team"])
def test_it_lets_a_cue_be_as_wide_as_the_language_is(phrase: str) -> None:
    assert list(check_widths(with_phrase(CUE, phrase))) == []


def sold(count: int, **changes: Any) -> Data:
    """Return a philosophy with that many examples, all of which hold "we sell soap"."""
    examples = [{"stance": "none", "text": f"We sell soap number {number}."} for number in range(count)]
    return make_philosophy(examples=examples, **changes)


def test_it_does_not_count_the_sentences_of_the_phrases_own_file(tmp_path: Path) -> None:
    others = {"examples": [{"stance": "none", "text": f"Rain fell on {n}."} for n in range(FEWEST)]}
    library = load_library(write_bank(tmp_path, risky=sold(FEWEST, patterns=["we sell soap"]), healthy=others))
    assert list(check_widths(library)) == []
    elsewhere = load_library(write_bank(tmp_path, risky=sold(FEWEST), healthy={**others, "patterns": ["we sell soap"]}))
    assert [Path(p.file).name for p in check_widths(elsewhere)] == ["shared-credit.yaml"]


def test_the_check_of_a_bank_reports_it_and_runs_no_examples_by_such_a_phrase(tmp_path: Path) -> None:
    write_bank(tmp_path, risky=sold(FEWEST), healthy={"patterns": ["we share the credit", "we sell soap"]})
    checked = check_bank(tmp_path)
    assert {problem.code for problem in checked.problems} == {"phrase-too-wide", "example-missing"}
    assert checked.examples == 0


def test_it_says_nothing_where_there_are_few_sentences(tmp_path: Path) -> None:
    library = load_library(write_bank(tmp_path, risky={"patterns": ["(we|I|he)"]}))
    assert 50 < len(sample_of(library.bank).sentences) < FEWEST
    assert list(check_widths(library)) == []


@pytest.mark.parametrize("phrase", ["(they", "{nothing-of-that-name}", "they ~"])
def test_it_leaves_phrases_that_are_not_written_rightly_to_their_own_check(phrase: str) -> None:
    assert list(check_widths(with_phrase(BELIEF, phrase))) == []


def test_it_waits_for_the_word_lists_to_be_mended() -> None:
    library = with_phrase(BELIEF, "they")
    library.unusable.add("single/words")
    assert list(check_widths(library)) == []


def test_it_looks_at_one_file_only_when_asked_with_a_sample_that_was_made_before() -> None:
    library = with_phrase(BELIEF, "they")
    whole = list(check_widths(library))
    assert list(check_widths(library, shipped_sample(), only="philosophies/not-my-fix")) == whole
    assert list(check_widths(library, shipped_sample(), only="philosophies/sole-credit")) == []


@pytest.mark.parametrize("kind", ["philosophies", "rubrics", "placements", "lexicon"])
def test_one_file_takes_a_small_part_of_the_whole(kind: str) -> None:
    """How long somebody who types has to wait on which machine is measured in bench/."""
    library, sample = shipped_library(), shipped_sample()
    list(check_widths(library, sample, only=f"{kind}/none"))  # the sample's words are counted once
    whole = min(seconds(library, sample) for _ in range(3))
    for name in {place.name for place in phrases_of(library) if place.kind == kind}:
        assert min(seconds(library, sample, f"{kind}/{name}") for _ in range(3)) < whole / 6


def seconds(library: Library, sample: Sample, file: str = "") -> float:
    start = time.process_time()
    list(check_widths(library, sample, only=file))
    return time.process_time() - start


def test_the_sample_is_spread_over_all_files_and_holds_no_sentence_twice() -> None:
    sample, bank = shipped_sample(), shipped_library().bank
    assert MOST / 2 < len(sample.sentences) <= MOST
    assert len(set(sample.sentences)) == len(sample.sentences)
    assert {name for kind, name in sample.files if kind == "philosophies"} == {*bank.philosophies}
    assert not [sentence for sentence in sample.sentences if "<<" in sentence or ">>" in sentence]


def test_leaving_out_phrases_by_their_rarest_words_hides_none() -> None:
    sample, lists = shipped_sample(), BankWords(shipped_library().bank)
    phrases = [compile_phrase(p.phrase, lists.with_own(p.words)) for p in phrases_of(shipped_library())]
    phrases += [compile_phrase(p, WordLists({})) for p in ("rep", "the rep", "don't", "dont", "m*", "marketing's")]
    fired = sample.fired(list(enumerate(phrases)))
    assert len(fired) > 400
    assert all(len(hits) <= sample.most_hits(phrases[number]) for number, hits in fired.items())


def test_no_phrase_reaches_from_one_sentence_into_the_next() -> None:
    sample = Sample(("We sell soap.", "Rain falls.", "We sell rain."), (("rubrics", "a"),) * 3)
    phrases = ["soap ~3 rain", "we sell", "rain", "(falls|sell) ~ we"]
    fired = sample.fired(list(enumerate(compile_phrase(phrase, WordLists({})) for phrase in phrases)))
    assert fired == {1: [0, 2], 2: [1, 2]}
