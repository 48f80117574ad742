"""What must hold for the whole corpus: nothing stands twice, and nothing was taken from the texts it is measured by.

python -m training.checks     prints what is wrong; exit status 1 if anything is
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from pathlib import Path

from training.corpus import Statement, answers, statements

RUN = 6  # words
_SHINGLE = 3
ALIKE_FROM = 0.5  # share of the shingles of the shorter text
# Runs of six words of the labelled texts that the reader is measured by, as hashes: the texts stay where they are.
MEASURED = Path(__file__).parent / "corpus" / "measured-runs.txt"


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without punctuation."""
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)?", text.lower().replace("’", "'"))


def runs_of(text: str, length: int = RUN) -> Iterator[str]:
    """Return every run of so many words."""
    words = words_of(text)
    return (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))


def hashed(run: str) -> str:
    """Return the mark by which a run is known again without being readable."""
    return hashlib.blake2b(run.encode(), digest_size=5).hexdigest()


def measured_runs() -> frozenset[str]:
    """Return the hashes of the runs that must not occur."""
    return frozenset(MEASURED.read_text(encoding="ascii").split())


def taken(items: Iterable[Statement], forbidden: frozenset[str]) -> Iterator[str]:
    """Name items that share a run of six words with the texts the reader is measured by."""
    for item in items:
        for run in runs_of(item.text):
            if hashed(run) in forbidden:
                yield f"{item.id}: {run!r} stands in a text that the reader is measured by"


def alike(items: Sequence[Statement]) -> Iterator[tuple[str, str, float]]:
    """Return pairs that are nearly the same, the later one second, with the share that they have in common."""
    shingles = {item.id: frozenset(runs_of(item.text, _SHINGLE)) for item in items}
    holding: dict[str, list[str]] = defaultdict(list)
    for name, found in shingles.items():
        for shingle in found:
            holding[shingle].append(name)
    shared: Counter[tuple[str, str]] = Counter()
    for names in holding.values():
        if 1 < len(names) < 40:  # what stands in many texts is an idiom
            shared.update(combinations(names, 2))
    for (a, b), count in shared.items():
        share = count / max(1, min(len(shingles[a]), len(shingles[b])))
        if share >= ALIKE_FROM:
            yield a, b, share


def main() -> None:
    """Print what is wrong with the corpus."""
    items = list(chain(statements(), answers()))
    problems = [f"{b} is nearly {a} ({share:.0%})" for a, b, share in alike(items)]
    problems += taken(items, measured_runs())
    print(*problems, f"{len(items)} items, {len(problems)} problems", sep="\n")
    if problems:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
