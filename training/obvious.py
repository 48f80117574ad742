"""How many assertions of a belief use its obvious words. At most a third may: the reader has to learn the others.

python -m training.obvious     prints the share for each belief
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.bank.load import load_library
from screener.scoring.phrasebook import stance_reader
from screener.scoring.reader import Finding, PatternReader
from screener.text.passage import Passage
from training.checks import words_of
from training.corpus import BANK, PHILOSOPHIES, Statement, statements

_COMMON_FROM = 0.04  # words in so many of the statements tell nothing about one belief
_STEM = 5  # letters
_SHARED = 2  # words of five letters or more in common with the belief as the bank words it


@dataclass(frozen=True)
class Obvious:
    """Of one belief: how many statements assert it, and in how many its phrases, or its own words, occur."""

    asserted: int
    phrased: int
    worded: int
    either: int

    @property
    def share(self) -> float:
        """Share (0–1) of the assertions with obvious words of either kind."""
        return self.either / self.asserted


def obvious(items: Sequence[Statement]) -> Iterator[tuple[str, Obvious]]:
    """Return for each belief how many of its assertions the bank's phrases or the belief's own words give away."""
    bank = load_library(BANK).bank
    reader = PatternReader(bank, stance_reader(bank))
    seen = Counter(stem for item in items for stem in _stems(item.text))
    common = {stem for stem, count in seen.items() if count >= _COMMON_FROM * len(items)}
    for name in PHILOSOPHIES:
        own = _stems(bank.philosophies[name].belief) - common
        asserting = [s for s in items if (name, "asserted") in {(x.philosophy, x.stance) for x in s.labels}]
        phrased = [name in {f.philosophy for f in _read(reader, item)} for item in asserting]
        worded = [len(own & _stems(item.text)) >= _SHARED for item in asserting]
        either = sum(map(any, zip(phrased, worded, strict=True)))
        yield name, Obvious(len(asserting), sum(phrased), sum(worded), either)


def _read(reader: PatternReader, item: Statement) -> tuple[Finding, ...]:
    return reader.read(Passage(item.text), item.register, item.speaker).findings


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in words_of(text) if len(word) >= _STEM}


def main() -> None:
    """Print the shares."""
    found = dict(obvious(list(statements())))
    print("belief                         asserted  by a phrase  by its words  either")
    for name, count in found.items():
        print(f"{name:30} {count.asserted:8} {count.phrased:12} {count.worded:13} {count.share:7.0%}")


if __name__ == "__main__":
    main()
