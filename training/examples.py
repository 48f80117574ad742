"""Items of the corpus → what the network is given and what it should say, word by word."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from screener.reading.given import Given, given
from screener.reading.network import KINDS, LONGEST, STANCES
from training.corpus import COMPETENCIES, PHILOSOPHIES, SIGNS, Answer, Statement

IGNORED = -1
BEGINNING, PADDING, END = 0, 1, 2  # of a text, in the base model's numbers
_CHUNK = 1024  # examples that are sorted by length together, so that batches hold little padding

_PHILOSOPHY = {name: number for number, name in enumerate(PHILOSOPHIES)}
_COMPETENCY = {name: number for number, name in enumerate(COMPETENCIES)}


@dataclass(frozen=True)
class Example:
    """One item as numbers. What is IGNORED (-1) teaches nothing."""

    ids: list[int]
    own: np.ndarray  # (t) 1 for the speaker's own words
    stance: np.ndarray  # (p) number of the stance; IGNORED where the belief is absent
    proof: np.ndarray  # (p, t) 1 for the words that prove a belief
    level: np.ndarray  # (c) 1–5; 0 where there is nothing to judge by; IGNORED where not known
    kind: np.ndarray  # (t, 4)
    sign: np.ndarray  # (t, 2)
    about: np.ndarray  # (t, c)
    is_answer: bool
    source: Statement


def tokens_of(path: Path) -> Tokenizer:
    """Return the base model's way of cutting words."""
    tokens = Tokenizer.from_file(str(path / "tokenizer.json"))
    tokens.no_padding()
    tokens.enable_truncation(LONGEST)
    return tokens


def example_of(item: Statement, tokens: Tokenizer, speaker: str | None = None, question: str | None = None) -> Example:
    """Return an item as the network is given it; who speaks and what was asked may be withheld."""
    asked = item.question if isinstance(item, Answer) and question is None else question or ""
    put = given(tokens, item.text, item.register, speaker or item.speaker, asked)
    size = len(put.ids)
    stance = np.full(len(PHILOSOPHIES), IGNORED, np.int64)
    proof = np.zeros((len(PHILOSOPHIES), size), np.float32)
    for label in item.labels:
        number = _PHILOSOPHY[label.philosophy]
        stance[number] = STANCES.index(label.stance)
        proof[number] = _within(put, label.start, label.end)
    level = np.full(len(COMPETENCIES), IGNORED, np.int64)
    kind, sign = np.zeros((size, len(KINDS)), np.float32), np.zeros((size, len(SIGNS)), np.float32)
    about = np.zeros((size, len(COMPETENCIES)), np.float32)
    if isinstance(item, Answer):
        level[:] = 0
        for name in item.optional:
            level[_COMPETENCY[name]] = IGNORED
        for name, value in item.ratings.items():
            level[_COMPETENCY[name]] = value
        for mark in item.marks:
            words = _within(put, mark.start, mark.end) > 0
            kind[words, KINDS.index(mark.kind)] = 1
            about[words, _COMPETENCY[mark.competency]] = 1
            if mark.sign in SIGNS:
                sign[words, SIGNS.index(mark.sign)] = 1
    return Example(put.ids, put.own, stance, proof, level, kind, sign, about, isinstance(item, Answer), item)


def _within(put: Given, start: int, end: int) -> np.ndarray:
    return ((put.own > 0) & (put.starts < end) & (put.ends > start)).astype(np.float32)


@dataclass(frozen=True)
class Batch:
    """Several examples side by side, padded to the longest."""

    examples: list[Example]
    ids: Tensor
    mask: Tensor
    own: Tensor
    stance: Tensor
    proof: Tensor
    level: Tensor
    kind: Tensor
    sign: Tensor
    about: Tensor
    is_answer: Tensor


def batches(examples: Sequence[Example], words: int, order: random.Random | None = None) -> Iterator[Batch]:
    """Return batches of about so many words; shuffled if an order is given, else the shortest first."""
    numbers = list(range(len(examples)))
    if order:
        order.shuffle(numbers)
    groups: list[list[int]] = []
    chunk = _CHUNK if order else len(numbers) or 1
    for first in range(0, len(numbers), chunk):
        group: list[int] = []
        for number in sorted(numbers[first : first + chunk], key=lambda n: len(examples[n].ids)):
            if group and (len(group) + 1) * len(examples[number].ids) > words:
                groups.append(group)
                group = []
            group.append(number)
        groups.append(group)
    if order:
        order.shuffle(groups)
    for group in groups:
        yield _side_by_side([examples[number] for number in group])


def _side_by_side(examples: list[Example]) -> Batch:
    longest = max(len(example.ids) for example in examples)

    def padded(arrays: list[np.ndarray], axis: int) -> Tensor:
        full = []
        for array in arrays:
            room = [(0, 0)] * array.ndim
            room[axis] = (0, longest - array.shape[axis])
            full.append(np.pad(array, room))
        return torch.from_numpy(np.stack(full))

    ids = torch.full((len(examples), longest), PADDING)
    mask = torch.zeros(len(examples), longest, dtype=torch.long)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
    return Batch(
        examples,
        ids,
        mask,
        padded([e.own for e in examples], 0),
        torch.from_numpy(np.stack([e.stance for e in examples])),
        padded([e.proof for e in examples], 1),
        torch.from_numpy(np.stack([e.level for e in examples])),
        padded([e.kind for e in examples], 0),
        padded([e.sign for e in examples], 0),
        padded([e.about for e in examples], 0),
        torch.tensor([e.is_answer for e in examples]),
    )
