"""Tunes the network on the corpus. The same corpus, recipe and machine give the same weights."""

import json
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from transformers import MPNetModel

from training.corpus import COMPETENCIES, LEVELS, PHILOSOPHIES, Answer, Statement
from training.examples import BEGINNING, END, IGNORED, PADDING, Batch, Example, batches, example_of, tokens_of
from training.network import Network, Seen
from training.noise import disturbed, idle_sentences
from training.recipe import Recipe


class Trainer:
    """One run."""

    def __init__(self, recipe: Recipe, base: Path, statements: Sequence[Statement], answers: Sequence[Answer]) -> None:
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.threads)
        torch.use_deterministic_algorithms(True)
        self.recipe, self.statements, self.answers = recipe, statements, answers
        self.order = random.Random(recipe.seed)  # noqa: S311 - shuffling, not secrets
        self.tokens = tokens_of(base)
        self.idle = idle_sentences(answers, statements)
        self.network = Network(base, recipe.layers, len(PHILOSOPHIES), len(COMPETENCIES))
        self.network.encoder.embeddings.requires_grad_(requires_grad=False)
        self.meanings = meanings(base, statements, self.tokens)

    def run(self, say: Callable[[str], None] = print, after_round: Callable[[int], None] = lambda _: None) -> Network:
        """Tune, and return the network. `say` hears of progress, `after_round` of every finished round."""
        self.warm_heads(say)
        steps = self.recipe.rounds * sum(1 for _ in batches(self.examples(), self.recipe.words, random.Random(0)))  # noqa: S311
        optimizer = self._optimizer()
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: self._rate_at(step, steps))
        began, step = time.monotonic(), 0
        for number in range(self.recipe.rounds):
            sums: Counter[str] = Counter()
            for count, batch in enumerate(batches(self.examples(), self.recipe.words, self.order), 1):
                losses = self._losses(batch)
                optimizer.zero_grad()
                sum(losses.values()).backward()
                torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
                optimizer.step()
                if step < steps - 1:
                    schedule.step()
                step += 1
                sums.update({name: loss.item() for name, loss in losses.items()})
                if step % 100 == 0:
                    means = " ".join(f"{name} {total / count:.3f}" for name, total in sums.items())
                    say(f"step {step} of {steps}: {means} ({time.monotonic() - began:.0f} s)")
            after_round(number)
        return self.network

    def examples(self) -> list[Example]:
        """Return a round's examples; what is withheld and what is put in differs from round to round."""
        recipe, order = self.recipe, self.order
        made = []
        for statement in self.statements:
            unknown = order.random() < recipe.unknown_speaker
            made.append(example_of(statement, self.tokens, "unknown" if unknown else None))
        for answer in self.answers:
            unknown, silent = order.random() < recipe.unknown_speaker, order.random() < recipe.no_question
            item = disturbed(answer, self.idle, order)
            made.append(example_of(item, self.tokens, "unknown" if unknown else None, "" if silent else None))
        return made

    def warm_heads(self, say: Callable[[str], None]) -> None:
        """Begin the topic heads where a logistic regression on the untuned encoder ends: it saves a round."""
        began = time.monotonic()
        examples = [example_of(s, self.tokens) for s in self.statements]
        means: dict[str, Tensor] = {}
        for batch, seen in looks(self.network, examples):
            means |= {e.source.id: seen.mean[row] for row, e in enumerate(batch.examples)}
        points = torch.stack([means[e.source.id] for e in examples])
        present = torch.from_numpy(np.stack([e.stance for e in examples]) != IGNORED).float()
        weights = torch.zeros(len(PHILOSOPHIES), points.shape[1], requires_grad=True)
        bias = torch.full((len(PHILOSOPHIES),), -3.0, requires_grad=True)
        optimizer = torch.optim.Adam([weights, bias], lr=5e-3)
        for _ in range(400):
            loss = functional.binary_cross_entropy_with_logits(points @ weights.T + bias, present, reduction="none")
            total = loss.sum(1).mean() + 0.02 * weights.square().sum()
            optimizer.zero_grad()
            total.backward()
            optimizer.step()
        with torch.no_grad():
            self.network.topic.copy_(weights)
            self.network.topic_bias.copy_(bias)
        say(f"heads warmed ({time.monotonic() - began:.0f} s)")

    def _optimizer(self) -> torch.optim.Optimizer:
        named = [(n, p) for n, p in self.network.named_parameters() if p.requires_grad]
        return torch.optim.AdamW(
            [
                {"params": [p for n, p in named if n.startswith("encoder.")], "lr": self.recipe.rate},
                {"params": [p for n, p in named if not n.startswith("encoder.")], "lr": self.recipe.head_rate},
            ],
            weight_decay=0.01,
        )

    def _rate_at(self, step: int, steps: int) -> float:
        return min(1.0, (step + 1) / max(1, math.ceil(self.recipe.warm_up * steps))) * (1 - step / steps)

    def _losses(self, batch: Batch) -> dict[str, Tensor]:
        self.network.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            seen = Seen(*(part.float() for part in self.network(batch.ids, batch.mask, batch.own)))
        size = len(batch.examples)
        meant = [(row, self.meanings[e.source.id]) for row, e in enumerate(batch.examples) if not e.is_answer]
        there = batch.stance != IGNORED
        topic = functional.binary_cross_entropy_with_logits(seen.topic, there.float(), reduction="sum") / size
        losses = {"topic": topic}
        if there.any():
            losses["stance"] = functional.cross_entropy(seen.stance[there], batch.stance[there], reduction="sum") / size
            on_proof = (seen.weight * batch.proof).sum(-1)[there]
            losses["proof"] = self.recipe.proof_weight * -(on_proof + 1e-4).log().sum() / size
        if meant:
            rows, wanted = zip(*meant, strict=True)
            near = (seen.meaning[list(rows)] * torch.stack(wanted)).sum(-1)
            losses["meaning"] = self.recipe.meaning_weight * (1 - near).sum() / size
        if batch.is_answer.any():
            losses |= self._answer_losses(batch, seen)
        return losses

    def _answer_losses(self, batch: Batch, seen: Seen) -> dict[str, Tensor]:
        known, rated = (batch.level != IGNORED) & batch.is_answer[:, None], batch.level > 0
        size = int(batch.is_answer.sum())
        wanted = rated[known].float()
        judged = functional.binary_cross_entropy_with_logits(seen.rated[known], wanted, reduction="sum") / size
        losses = {"rated": self.recipe.level_weight * judged}
        if rated.any():
            steps = torch.arange(1, LEVELS)
            above = (batch.level[rated][:, None] > steps).float()
            level = functional.binary_cross_entropy_with_logits(seen.above[rated], above, reduction="sum") / size
            aimed = torch.stack([batch.about[:, :, c].sum(1) > 0 for c in range(rated.shape[1])], 1) & rated
            weight = (seen.level_weight * batch.about.transpose(1, 2)).sum(-1)[aimed]
            losses["level"] = self.recipe.level_weight * level
            losses["evidence"] = self.recipe.proof_weight * -(weight + 1e-4).log().sum() / size
        words = batch.own * batch.is_answer[:, None]
        for name, logits, wanted in (
            ("kind", seen.kind, batch.kind),
            ("sign", seen.sign, batch.sign),
            ("about", seen.about, batch.about),
        ):
            each = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(-1)
            losses[name] = self.recipe.mark_weight * (each * words).sum() / words.sum()
        return losses


def meanings(base: Path, statements: Sequence[Statement], tokens: Tokenizer, words: int = 4000) -> dict[str, Tensor]:
    """Return what each statement says as a point of length 1, as the whole untuned encoder puts it (mean of its words).

    Points are seen from their middle, so that what they have in common does not count.
    """
    whole = MPNetModel.from_pretrained(base, add_pooling_layer=False).eval()
    found: dict[str, Tensor] = {}
    for batch in batches([example_of(s, tokens) for s in statements], words):
        own = [[i for i, is_own in zip(e.ids, e.own, strict=True) if is_own] for e in batch.examples]
        texts = [torch.tensor([BEGINNING, *words, END]) for words in own]
        ids = pad_sequence(texts, batch_first=True, padding_value=PADDING)
        mask = ids != PADDING
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            seen = whole(input_ids=ids, attention_mask=mask.long()).last_hidden_state.float()
        mean = (seen * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        found |= {e.source.id: point for e, point in zip(batch.examples, functional.normalize(mean), strict=True)}
    middle = torch.stack(list(found.values())).mean(0)
    return {name: functional.normalize(point - middle, dim=0) for name, point in found.items()}


def looks(network: Network, examples: Sequence[Example], words: int = 4000) -> Iterator[tuple[Batch, Seen]]:
    """Return what the network makes of examples, batch by batch, without learning."""
    network.eval()
    with torch.no_grad():
        for batch in batches(examples, words):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                seen = network(batch.ids, batch.mask, batch.own)
            yield batch, Seen(*(part.float() for part in seen))


def keep(network: Network, recipe: Recipe, path: Path) -> None:
    """Keep tuned weights with the recipe they were made by."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"recipe": json.dumps(asdict(recipe)), "weights": network.state_dict()}, path)
