"""Lines as their writers write them (corpus/WRITING.md, ANSWERS.md) → items of the corpus, or problems.

python -m training.drafts BATCH FILE...   checks the files, keeps them as a batch (s01 of statements, a01 of answers)
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar

from screener.bank.parts import REGISTERS, SPEAKERS
from training.checks import alike, measured_runs, taken
from training.corpus import (
    COMPETENCIES,
    HERE,
    PHILOSOPHIES,
    Answer,
    Label,
    Mark,
    Statement,
    answers,
    statements,
)

Piece = TypeVar("Piece", str, list[str])
Item = TypeVar("Item", bound=Statement)
STANCES = {"a": "asserted", "x": "rejected", "o": "reported", "p": "past"}
MARK = re.compile(r"<<(.+?)>>", re.DOTALL)
KINDS = {"v": "view", "c": "case", "a": "action", "r": "result"}
SIGNS = {"+": "for", "-": "against", "0": "neither"}
_MARKED = re.compile(r"([vcar])([+\-0])(?:/([a-z-]+))?:\s*")


class BadLine(ValueError):
    """A line that does not keep to the form; the message says what to mend."""


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its `<<…>>` marks, and where the marked words stand in it. Raises BadLine."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    length = last = 0
    for mark in MARK.finditer(marked):
        before = marked[last : mark.start()]
        parts += [before, mark[1]]
        start = length + len(before)
        length = start + len(mark[1])
        spans.append((start, length))
        last = mark.end()
    text = "".join(parts) + marked[last:]
    if "<<" in text or ">>" in text:
        raise BadLine("a mark is not closed, or stands inside another")
    return text, spans


def statement_of(line: str, key: str, batch: str) -> Statement:
    """Read one line. Raises BadLine."""
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 4:
        raise BadLine(f"{len(cells)} parts instead of 4: labels | register | speaker | text")
    names, register, speaker, marked = cells
    if register not in REGISTERS or speaker not in SPEAKERS:
        raise BadLine(f"unknown register or speaker: {register} | {speaker}")
    text, spans = unmarked(marked)
    wanted = [] if names == "-" else names.split()
    if len(spans) not in ({0} if not wanted else {1, len(wanted)}):
        raise BadLine(f"{len(spans)} marks for {len(wanted)} labels: one for all or one for each")
    return Statement(key, batch, text, register, speaker, tuple(_labels(wanted, spans)))


def _labels(wanted: list[str], spans: list[tuple[int, int]]) -> Iterator[Label]:
    seen = set()
    for number, label in enumerate(wanted):
        name, _, stance = label.partition(":")
        if name not in PHILOSOPHIES or stance not in STANCES:
            raise BadLine(f"unknown label {label}")
        if name in seen:
            raise BadLine(f"{name} stands twice")
        seen.add(name)
        start, end = spans[number if len(spans) > 1 else 0]
        yield Label(name, STANCES[stance], start, end)


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """Return the lines that hold something, with their numbers."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def blocks_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Return the blocks that an empty line parts, each with the number of its first line."""
    block: list[str] = []
    first = 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.startswith("#"):
            continue
        if line.strip():
            first = first if block else number
            block.append(line.strip())
        elif block:
            yield first, block
            block = []


def answer_of(block: list[str], key: str, batch: str) -> Answer:
    """Read one block. Raises BadLine."""
    heading, rest = block[0], block[1:]
    cells = [cell.strip() for cell in heading.removeprefix("@").split("|")]
    if not heading.startswith("@") or len(cells) != 4:
        raise BadLine("a block begins with: @ competency | candidate | register | question")
    competency, speaker, register, question = cells
    if competency not in COMPETENCIES or speaker not in SPEAKERS or register not in REGISTERS:
        raise BadLine(f"unknown competency, candidate or register: {competency} | {speaker} | {register}")
    named = {}
    while rest and (found := re.match(r"(ratings|optional|labels):\s*(.*)", rest[0])):
        named[found[1]] = found[2].split()
        rest = rest[1:]
    if len(rest) != 1 or not {"ratings", "labels"} <= named.keys():
        raise BadLine("`ratings:`, `labels:` and then the text on one line")
    text, marks = _marked(rest[0], competency)
    ratings = _ratings(named["ratings"])
    if bool(ratings) != bool(marks):
        raise BadLine("a rating without a mark, or marks without a rating")
    if unproved := ratings.keys() - {mark.competency for mark in marks}:
        raise BadLine(f"no mark is about {', '.join(sorted(unproved))}")
    labels = tuple(_answer_labels(named["labels"], marks))
    optional = tuple(name for name in named.get("optional", []) if name in COMPETENCIES)
    return Answer(key, batch, text, register, speaker, labels, question, competency, ratings, optional, marks)


def _marked(marked: str, competency: str) -> tuple[str, tuple[Mark, ...]]:
    kinds = []

    def without_kind(mark: "re.Match[str]") -> str:
        found = _MARKED.match(mark[1])
        if not found or (found[3] or competency) not in COMPETENCIES:
            raise BadLine(f"a mark must say what it is, as in <<a+: …>>: {mark[1][:40]}")
        kinds.append((KINDS[found[1]], SIGNS[found[2]], found[3] or competency))
        return f"<<{mark[1][found.end() :]}>>"

    text, spans = unmarked(MARK.sub(without_kind, marked))
    return text, tuple(Mark(*kind, *span) for kind, span in zip(kinds, spans, strict=True))


def _ratings(words: list[str]) -> dict[str, int]:
    ratings = {}
    for word in [] if words == ["none"] else words:
        name, _, level = word.rstrip(",").partition("=")
        if name not in COMPETENCIES or level not in {"1", "2", "3", "4", "5"}:
            raise BadLine(f"unknown rating {word}")
        ratings[name] = int(level)
    return ratings


def _answer_labels(words: list[str], marks: tuple[Mark, ...]) -> Iterator[Label]:
    for word in [] if words == ["-"] else words:
        label, _, number = word.rstrip(",").partition("=")
        name, _, stance = label.partition(":")
        if name not in PHILOSOPHIES or stance not in STANCES:
            raise BadLine(f"unknown label {word}")
        if not number.isdigit() or not 0 < int(number) <= len(marks):
            raise BadLine(f"{word} names no mark")
        mark = marks[int(number) - 1]
        yield Label(name, STANCES[stance], mark.start, mark.end)


def read_answers(batch: str, paths: list[Path]) -> tuple[list[Answer], list[str]]:
    """Return the answers of a batch's files, and what is wrong with the blocks that are none."""
    return _read(batch, paths, blocks_of, answer_of)


def read(batch: str, paths: list[Path]) -> tuple[list[Statement], list[str]]:
    """Return the statements of a batch's files, and what is wrong with the lines that are none."""
    return _read(batch, paths, lines_of, statement_of)


def _read(
    batch: str,
    paths: list[Path],
    pieces_of: Callable[[Path], Iterator[tuple[int, Piece]]],
    item_of: Callable[[Piece, str, str], Item],
) -> tuple[list[Item], list[str]]:
    found: list[Item] = []
    problems: list[str] = []
    for path in paths:
        for number, piece in pieces_of(path):
            try:
                found.append(item_of(piece, f"{batch}-{len(found) + 1:04}", batch))
            except BadLine as bad:
                problems.append(f"{path}:{number}: {bad}")
    return found, problems


def overview(found: Sequence[Statement]) -> Iterator[str]:
    """Say what a batch holds, and what it says too often."""
    counts = Counter((label.philosophy, label.stance) for s in found for label in s.labels)
    lengths = sorted(len(s.text.split()) for s in found)
    registers = dict(Counter(s.register for s in found))
    without = sum(not s.labels for s in found)
    several = sum(len(s.labels) > 1 for s in found)
    yield f"{len(found)} lines, {without} without belief, {several} with several, {registers}"
    yield "words: " + ", ".join(str(lengths[len(lengths) * i // 10]) for i in (0, 1, 3, 5, 7, 9)) + f", {lengths[-1]}"
    for name in sorted({name for name, _ in counts}):
        yield f"  {name:26}" + "".join(f"{stance} {counts[name, stance]:4}  " for stance in STANCES.values())
    tokens = [re.findall(r"[\w']+", s.text.lower()) for s in found]
    for what, runs in (
        ("begin alike", Counter(" ".join(t[:3]) for t in tokens)),
        ("said again", Counter(run for t in tokens for run in {" ".join(t[i : i + 5]) for i in range(len(t) - 4)})),
    ):
        yield from (f"  {what}: {run!r} {n} times" for run, n in runs.most_common(12) if n > 2)


def main() -> None:
    """Check drafts and keep them as a batch, without what stands elsewhere already."""
    batch, paths = sys.argv[1], [Path(name) for name in sys.argv[2:]]
    found: Sequence[Statement]
    folder = "answers" if batch.startswith("a") else "statements"
    found, problems = read_answers(batch, paths) if folder == "answers" else read(batch, paths)
    print(*problems, *overview(found), sep="\n")
    if problems:
        raise SystemExit(1)
    others = [item for item in chain(statements(), answers()) if item.batch != batch]
    dropped = {line.split(":")[0]: line for line in taken(found, measured_runs())}
    own = {item.id for item in found}
    for a, b, share in alike([*others, *found]):
        twice = b if b in own else a
        if twice in own:
            dropped[twice] = f"{twice}: {share:.0%} of it stands in {a if twice == b else b}"
    print(*dropped.values(), f"{len(dropped)} dropped", sep="\n")
    kept = [item for item in found if item.id not in dropped]
    path = HERE / folder / f"{batch}.jsonl"
    path.write_text("".join(item.as_line() + "\n" for item in kept), encoding="utf-8")


if __name__ == "__main__":
    main()
