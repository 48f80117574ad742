"""How well a belief is found that the network was never tuned on, from its text and a dozen examples.

python -m training.unseen [BATCH ...]     tunes a network without some beliefs on some batches, or on all but those held
                                          out, by a shorter recipe, and prints how they rank
"""

import random
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import yaml

from screener.reading.added import AddedBeliefs
from training.base import CACHE, base
from training.corpus import HELD_OUT, PHILOSOPHIES, Statement, answers, batches_of, statements
from training.examples import example_of, tokens_of
from training.network import Network
from training.recipe import Recipe
from training.train import Trainer, keep, looks

UNSEEN = ("customer-gatekeeping", "silver-bullet", "field-exposure")
EXAMPLES = 12
RECIPE = Recipe(rounds=2)
_BANK = Path(__file__).parent.parent / "questions" / "philosophies"


def main() -> None:
    """Tune without the unseen beliefs, then look for them."""
    seen = sys.argv[1:] or [b for b in batches_of() if b not in HELD_OUT]
    known = [s for s in statements(seen) if not _unseen(s)]
    trainer = Trainer(RECIPE, base(), known, [a for a in answers(seen) if not _unseen(a)])
    network = trainer.run(lambda line: print(line, flush=True))
    keep(network, RECIPE, CACHE.parent / "unseen.pt")
    measure(network, known, list(statements(seen)), list(statements(HELD_OUT)))


def measure(network: Network, known: list[Statement], seen: list[Statement], held_out: list[Statement]) -> None:
    """Print how often an unseen belief is among the first three of all, for each point that a text can be."""
    order = random.Random(1)  # noqa: S311 - a fixed choice of examples
    background = order.sample(known, min(1500, len(known)))
    chosen = {name: _examples(name, seen, order) for name in UNSEEN}
    tests = [s for s in held_out if _unseen(s)]
    for point in ("mean", "early"):
        looked = _points(network, [*background, *tests, *(s for e in chosen.values() for s in e)], point)
        added = AddedBeliefs(
            np.stack([looked[s.id][0] for s in background]),
            {name: np.stack([looked[s.id][0] for s in items]) for name, items in chosen.items()},
        )
        hits: dict[str, list[bool]] = defaultdict(list)
        for test in tests:
            where, topic = looked[test.id]
            ranked = {name: float(chance) for name, chance in zip(PHILOSOPHIES, topic, strict=True)}
            ranked |= {name: float(chance) for name, chance in zip(added.names, added.chances(where), strict=True)}
            first = sorted(ranked, key=lambda name: -ranked[name])
            for label in test.labels:
                if label.philosophy in UNSEEN:
                    hits[label.philosophy].append(label.philosophy in first[:3])
        everything = [hit for found in hits.values() for hit in found]
        print(
            point,
            f"top 3: {np.mean(everything):.2f} of {len(everything)}",
            {n: round(float(np.mean(h)), 2) for n, h in hits.items()},
        )


def _unseen(item: Statement) -> bool:
    return any(label.philosophy in UNSEEN for label in item.labels)


def _examples(name: str, seen: list[Statement], order: random.Random) -> list[Statement]:
    """Return the belief itself, as the bank words it, and a dozen statements that assert it."""
    belief = yaml.safe_load((_BANK / f"{name}.yaml").read_text(encoding="utf-8"))["belief"]
    fitting = [s for s in seen if [(x.philosophy, x.stance) for x in s.labels] == [(name, "asserted")]]
    return [Statement(f"belief {name}", "", belief, "spoken", "unknown"), *order.sample(fitting, EXAMPLES)]


def _points(network: Network, items: list[Statement], point: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    tokens = tokens_of(base())
    found = {}
    for batch, seen in looks(network, [example_of(item, tokens) for item in items]):
        places, topics = getattr(seen, point).numpy(), torch.sigmoid(seen.topic).numpy()
        for row, example in enumerate(batch.examples):
            found[example.source.id] = (places[row], topics[row])
    return found


if __name__ == "__main__":
    main()
