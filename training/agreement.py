"""How far a second reader, who saw only the texts, agrees with the labels of the corpus.

python -m training.agreement     prints the agreement on corpus/second-reading/, a tenth of the statements
"""

from collections.abc import Iterator
from dataclasses import dataclass

from training.corpus import HERE, statements
from training.drafts import STANCES


@dataclass(frozen=True)
class Agreement:
    """Counts over the statements that were read twice. A label is a belief in a stance."""

    statements: int
    exact: int  # all labels the same
    both: int  # beliefs that both found
    same_stance: int
    only_writer: int
    only_reader: int

    @property
    def belief_f1(self) -> float:
        """Agreement on which beliefs are there (F1 of the one reading against the other)."""
        return 2 * self.both / (2 * self.both + self.only_writer + self.only_reader)

    @property
    def stance_share(self) -> float:
        """Share of the beliefs found by both in which the stance is the same."""
        return self.same_stance / self.both


def second_readings() -> Iterator[tuple[str, dict[str, str]]]:
    """Return the stances that second readers gave, by statement."""
    for path in sorted((HERE / "second-reading").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, labels = (part.strip() for part in line.partition("|"))
            found = [] if labels == "-" else [label.split(":") for label in labels.split()]
            yield key, {name: STANCES[stance] for name, stance in found}


def agreement() -> Agreement:
    """Compare the second readings with the labels. Texts that have left the corpus since are passed over."""
    kept = {s.id: {label.philosophy: label.stance for label in s.labels} for s in statements()}
    pairs = [(kept[key], read) for key, read in second_readings() if key in kept]
    return Agreement(
        len(pairs),
        sum(written == read for written, read in pairs),
        sum(len(written.keys() & read.keys()) for written, read in pairs),
        sum(written[name] == read[name] for written, read in pairs for name in written.keys() & read.keys()),
        sum(len(written.keys() - read.keys()) for written, read in pairs),
        sum(len(read.keys() - written.keys()) for written, read in pairs),
    )


def main() -> None:
    """Print the agreement."""
    found = agreement()
    print(f"{found.statements} statements read twice: {found.exact} with all labels the same")
    print(f"agreement on beliefs (F1) {found.belief_f1:.3f}, on stances where both found one {found.stance_share:.3f}")
    print(f"found by the writer only {found.only_writer}, by the second reader only {found.only_reader}")


if __name__ == "__main__":
    main()
