"""No text keeps the program busy: twice as long takes twice as long, and not four times."""

import re
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from screener.errors import ScreenerError
from screener.rendering.cells import csv_text
from screener.text.table import read_table
from screener.text.transcript.read import read_transcript
from tests.attacks.expressions import Expression, expressions, texts

LENGTH = 30_000
SECONDS = 0.3  # linear: some milliseconds; growing with the square: a second and more
FOUND = list(expressions())


def is_linear(expression: Expression) -> bool:
    for length, seconds in ((LENGTH // 200, SECONDS / 10), (LENGTH // 20, SECONDS / 5), (LENGTH, SECONDS)):
        for text in texts(expression.pattern, length):
            start = time.process_time()
            expression.run(text)
            if time.process_time() - start > seconds:
                return False
    return True


@pytest.mark.parametrize("expression", FOUND, ids=lambda e: f"{e.module} {e.pattern.pattern[:30]}")
def test_an_expression_is_linear(expression: Expression) -> None:
    assert is_linear(expression)


@pytest.mark.parametrize("pattern", [r"\([^)]*\)"])
def test_one_that_is_not_is_found(pattern: str) -> None:
    assert not is_linear(Expression("none", re.compile(pattern), is_anchored=False))


def test_the_source_is_searched_for_expressions() -> None:
    assert len(FOUND) > 60


def transcript(name: str, head: str = "") -> Callable[[str], object]:
    return lambda text: read_transcript((head + text).encode(), name)


READERS: dict[str, Callable[[str], object]] = {
    "text": transcript("talk.txt", "Tom: hello\nAnn: yes\nTom: "),
    "WebVTT": transcript("talk.vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"),
    "SRT": transcript("talk.srt", "1\n00:00:01,000 --> 00:00:02,000\nTom: "),
    "SRT that is none": transcript("talk.srt", "Tom: hello\n"),
    "table": lambda text: read_table(("name,note\n" + text).encode()),
    "table in quotes": lambda text: read_table(('name;note\n"' + text).encode()),
    "cells": lambda text: csv_text([[text]]),
}
PIECES = [
    "\n",
    "\r",
    " ",
    "\t",
    "(",
    "<v a",
    "&amp;",
    "**",
    "A: ",
    "1\n",
    "\\[",
    '""',
    ",",
    ";",
    "=",
    "e\u0301",
    "word. ",
]


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_is_done_soon_whatever_is_repeated(reader: str) -> None:
    for piece in PIECES:
        start = time.process_time()
        with suppress(ScreenerError):
            READERS[reader](piece * (LENGTH // len(piece)))
        assert time.process_time() - start < 3 * SECONDS, piece
