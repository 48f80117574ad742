"""How well a belief is found that the network was never tuned on, from its text and a dozen examples.

python -m training.unseen [BATCH ...]     tunes a network without some beliefs on some batches, or on all but those held
                                          out, and prints how they rank
"""

import random
import sys
from collections import defaultdict

import numpy as np

from screener.reading.added import AddedBeliefs
from screener.reading.network import Look
from screener.reading.network import Network as Shipped
from training.base import CACHE, base
from training.corpus import CALIBRATION, HELD_OUT, PHILOSOPHIES, Statement, answers, batches_of, statements
from training.export import calibrated, examples_of, export, write_background
from training.recipe import Recipe
from training.train import Trainer

UNSEEN = ("customer-gatekeeping", "silver-bullet", "field-exposure")
FOLDER = CACHE.parent / "unseen"
FIRST = 3


def main() -> None:
    """Tune without the unseen beliefs, make of it what is shipped, then add them and look for them."""
    seen = sys.argv[1:] or [b for b in batches_of() if b not in (*CALIBRATION, *HELD_OUT)]
    known = [s for s in statements(seen) if not _is_unseen(s)]
    trainer = Trainer(Recipe(), base(), known, [a for a in answers(seen) if not _is_unseen(a)])
    network = trainer.run(FOLDER / "listed.pt", lambda line: print(line, flush=True))
    export(network, base(), FOLDER)
    write_background(FOLDER, known)
    calibrated(
        FOLDER,
        known,
        [s for s in statements(CALIBRATION) if not _is_unseen(s)],
        [a for a in answers(CALIBRATION) if not _is_unseen(a)],
    )
    measure(list(statements(seen)), list(statements(HELD_OUT)))


def measure(seen: list[Statement], held_out: list[Statement]) -> None:
    """Print how often an added belief is among the first three of all, where it is and where it is not."""
    shipped = Shipped(FOLDER)
    order = random.Random(1)  # noqa: S311 - a fixed choice of examples
    examples = {name: examples_of(name, seen, order) for name in UNSEEN}
    points = {name: np.stack([_look(shipped, s).meaning for s in items]) for name, items in examples.items()}
    added = AddedBeliefs(shipped.background, points, *shipped.worth_of_added)
    found: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for item in held_out:
        look = _look(shipped, item)
        chances = {n: c for n, c in zip(PHILOSOPHIES, look.topic, strict=True) if n not in UNSEEN}
        chances |= dict(zip(added.names, added.chances(look.meaning), strict=True))
        first = sorted(chances, key=lambda name: -chances[name])[:FIRST]
        for name in UNSEEN:
            found[name, name in item.philosophies].append(name in first)
    for names in (*((name,) for name in UNSEEN), UNSEEN):
        there, absent = (np.concatenate([found[name, is_there] for name in names]) for is_there in (True, False))
        print(f"{', '.join(names)}: among the first {FIRST} in {there.mean():.2f} of the {len(there)} where it is,")
        print(f"    and in {absent.mean():.2f} of the {len(absent)} where it is not")


def _is_unseen(item: Statement) -> bool:
    return bool(item.philosophies & set(UNSEEN))


def _look(shipped: Shipped, item: Statement) -> Look:
    return shipped.look(item.text, item.register, item.speaker)


if __name__ == "__main__":
    main()
