"""Tuned weights → what is shipped: the network in eight bits, how to cut words, and how sure is sure."""

import hashlib
import json
import random
import shutil
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from screener.bank.load import load_library
from screener.bank.model import Philosophy
from screener.reading.added import AddedBeliefs
from screener.reading.chances import Floats
from screener.reading.network import STANCES
from screener.reading.network import Network as Shipped
from training.corpus import BANK, COMPETENCIES, LEVELS, PHILOSOPHIES, Answer, Statement
from training.network import Network

PROBE = "Sales carries the number, so marketing makes whatever sales asks for."  # a belief that is plainly held
BACKGROUND = 1_200  # statements
EXAMPLES = 12  # of a belief that is added
OUTPUTS = ("topic", "stance", "weight", "meaning", "rated", "above", "level_weight", "kind")
_WORDS_LAST = {"weight": 2, "level_weight": 2, "kind": 1}  # the axis along which words lie


def export(network: Network, base: Path, folder: Path) -> None:
    """Write the network as eight-bit ONNX, and the way of cutting words, without how sure is sure yet."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.randint(5, 20_000, (2, 12))
    mask, own = torch.ones_like(ids), torch.ones(2, 12)
    axes: dict[str, dict[int, str]] = {name: {0: "texts", 1: "words"} for name in ("ids", "mask", "own")}
    axes |= {name: {0: "texts"} | ({_WORDS_LAST[name]: "words"} if name in _WORDS_LAST else {}) for name in OUTPUTS}
    with TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            _Shown(network), (ids, mask, own), str(full),
            input_names=["ids", "mask", "own"], output_names=list(OUTPUTS),
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(full, folder / "reader.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    np.save(folder / "background.npy", np.zeros((0, network.encoder.config.hidden_size), np.float16))
    write_about(
        folder,
        {"topic": {"slope": 1.0, "shift": 0.0}, "stance": {"temperature": 1.0}, "added": {"slope": 1.0, "shift": 0.0}},
    )


class _Shown(nn.Module):
    """The network with what users need of it; the rest was there to learn by."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> tuple[Tensor, ...]:
        seen = self.network(ids, mask, own)
        return tuple(getattr(seen, name) for name in OUTPUTS)


def write_background(folder: Path, statements: Sequence[Statement]) -> None:
    """Write where the network puts a sample of statements, against which beliefs that are added later stand out."""
    shipped = Shipped(folder)
    sample = random.Random(1).sample(list(statements), min(BACKGROUND, len(statements)))  # noqa: S311
    points = [shipped.look(s.text, s.register, s.speaker).meaning for s in sample]
    np.save(folder / "background.npy", np.stack(points).astype(np.float16))


def write_about(folder: Path, scale: dict[str, Any], probe: dict[str, Any] | None = None) -> None:
    """Write what the program has to know about the weights. The probe tells it whether a processor cuts off sums."""
    digest = hashlib.sha256((folder / "reader.onnx").read_bytes()).hexdigest()
    about = {
        "philosophies": PHILOSOPHIES,
        "competencies": COMPETENCIES,
        "stances": STANCES,
        "levels": LEVELS,
        "scale": scale,
        "probe": probe,
        "sha256": digest,
    }
    (folder / "about.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def calibrated(
    folder: Path, examples: Sequence[Statement], statements: Sequence[Statement], answers: Sequence[Answer]
) -> dict[str, Any]:
    """Fit how sure is sure on texts that the network was not tuned on (Platt 1999; Guo et al. 2017), and keep it.

    `examples` are statements that it was tuned on: what a belief is known by that is added.
    """
    shipped = Shipped(folder)
    looked = [(s, shipped.raw(s.text, s.register, s.speaker)) for s in statements]
    topic = torch.tensor(np.stack([raw["topic"][0] for _, raw in looked]))
    stance = torch.tensor(np.stack([raw["stance"][0] for _, raw in looked]))
    wanted = torch.full(topic.shape, -1, dtype=torch.long)
    for row, (item, _) in enumerate(looked):
        for label in item.labels:
            wanted[row, PHILOSOPHIES.index(label.philosophy)] = STANCES.index(label.stance)
    there = wanted >= 0
    slope, shift = _platt(topic.flatten(), there.flatten().float())
    heat = nn.Parameter(torch.zeros(()))
    _fit([heat], lambda: functional.cross_entropy(stance[there] / heat.exp(), wanted[there]))
    scale = {
        "topic": {"slope": slope, "shift": shift},
        "stance": {"temperature": float(heat.exp())},
        "added": _of_added(shipped, examples, statements),
        **_of_levels(shipped, answers),
    }
    write_about(folder, scale, {"text": PROBE, "topic": float(shipped.raw(PROBE, "spoken", "unknown")["topic"].max())})
    return scale


def _of_added(shipped: Shipped, known: Sequence[Statement], statements: Sequence[Statement]) -> dict[str, float]:
    """Find out what scores of added beliefs are worth, by treating each belief in turn as if it were added."""

    def points(items: Sequence[Statement]) -> Floats:
        return np.stack([shipped.look(s.text, s.register, s.speaker).meaning for s in items])

    order = random.Random(2)  # noqa: S311 - a fixed choice of examples
    sample = order.sample(list(known), min(BACKGROUND, len(known)))
    background, asked = points(sample), points(statements)
    scores, present = [], []
    for name in PHILOSOPHIES:
        shown = examples_of(name, known, order)
        if len(shown) <= EXAMPLES:
            continue
        others = [row for row, s in enumerate(sample) if name not in s.philosophies]
        added = AddedBeliefs(background[others], {name: points(shown)}, 1.0, 0.0)
        scores += [float(added.scores(point)[0]) for point in asked]
        present += [float(name in s.philosophies) for s in statements]
    slope, shift = _platt(torch.tensor(scores), torch.tensor(present))
    return {"slope": slope, "shift": shift}


def examples_of(name: str, known: Sequence[Statement], order: random.Random, count: int = EXAMPLES) -> list[Statement]:
    """Return what is known of a belief that was just added: its own words in the bank, and a dozen assertions."""
    fitting = [s for s in known if [(x.philosophy, x.stance) for x in s.labels] == [(name, "asserted")]]
    told = Statement(f"belief {name}", "", _philosophies()[name].belief, "spoken", "unknown")
    return [told, *order.sample(fitting, min(count, len(fitting)))]


@cache
def _philosophies() -> Mapping[str, Philosophy]:
    return load_library(BANK).bank.philosophies


def _of_levels(shipped: Shipped, answers: Sequence[Answer]) -> dict[str, Any]:
    logits, rated = [], []
    for answer in answers:
        seen = shipped.raw(answer.text, answer.register, answer.speaker, answer.question)["rated"][0]
        for number, name in enumerate(COMPETENCIES):
            if name not in answer.optional:
                logits.append(seen[number])
                rated.append(float(name in answer.ratings))
    if not logits:
        return {}
    slope, shift = _platt(torch.tensor(np.array(logits)), torch.tensor(rated))
    return {"rated": {"slope": slope, "shift": shift}}


def _platt(logits: Tensor, present: Tensor) -> tuple[float, float]:
    slope, shift = nn.Parameter(torch.ones(())), nn.Parameter(torch.zeros(()))
    _fit([slope, shift], lambda: functional.binary_cross_entropy_with_logits(logits * slope + shift, present))
    return float(slope), float(shift)


def _fit(parameters: list[nn.Parameter], loss_of: Any) -> None:
    optimizer = torch.optim.LBFGS(parameters, lr=0.5, max_iter=200)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss: Tensor = loss_of()
        loss.backward()
        return loss

    optimizer.step(closure)
