"""Tunes the network on the corpus. The same corpus, recipe and machine give the same weights."""

import hashlib
import json
import math
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from transformers import MPNetModel

from training.corpus import COMPETENCIES, LEVELS, OPINIONS, PHILOSOPHIES, Answer, Statement
from training.examples import BEGINNING, END, IGNORED, PADDING, Batch, Example, batches, example_of, tokens_of
from training.network import Network, Seen
from training.noise import disturbed, idle_sentences
from training.recipe import Recipe, Stage

SHORT = torch.cpu._is_avx512_bf16_supported()  # whether the processor counts in 16 bits faster than in 32


class Trainer:
    """One run: the network, and what it is tuned on."""

    def __init__(self, recipe: Recipe, base: Path, statements: Sequence[Statement], answers: Sequence[Answer]) -> None:
        torch.set_num_threads(recipe.threads)
        torch.use_deterministic_algorithms(True)
        # Which would fill all new memory, an eighth of the time, lest somebody read it before writing.
        torch.utils.deterministic.fill_uninitialized_memory = False
        torch.manual_seed(recipe.seed)
        self.recipe, self.base, self.answers = recipe, base, answers
        self.listed = [s for s in statements if s.batch not in OPINIONS]
        self.opinions = [s for s in statements if s.batch in OPINIONS]
        self.tokens = tokens_of(base)
        self.idle = idle_sentences(answers, self.listed)  # not of opinions: the first stage must not depend on them
        if not (self.listed and self.idle):
            raise ValueError(
                "nothing to tune on: it takes statements written for the beliefs, and answers without any level"
            )
        self.network = Network(base, recipe.layers, len(PHILOSOPHIES), len(COMPETENCIES))
        encoder = self.network.encoder
        for part in (encoder.embeddings, *encoder.encoder.layer[: recipe.settled]):
            part.requires_grad_(requires_grad=False)
        self.meanings: dict[str, Tensor] = {}

    def run(self, halfway: Path, say: Callable[[str], None] = print) -> Network:
        """Tune, and return the network. `say` hears of progress.

        What the first stage came to is kept in the file `halfway`; if it is there already, made from the same items by
        the same recipe, the run goes on from it. Remove it after changing how the tuning works.
        """
        made_of = self._fingerprint()
        if halfway.exists() and (kept := torch.load(halfway))["made_of"] == made_of:
            self.network.load_state_dict(kept["weights"])
            points = kept["points"]
            say(f"went on from {halfway}")
        else:
            points = self._first_stage(say)
            halfway.parent.mkdir(parents=True, exist_ok=True)
            unfinished = halfway.with_suffix(".part")
            torch.save({"made_of": made_of, "weights": self.network.state_dict(), "points": points}, unfinished)
            unfinished.replace(halfway)
        if self.opinions:
            of_opinions = self.looked_at(self.opinions, self.recipe.then)
            self.meanings = told_apart(points | of_opinions.points, middle_of(points))
            say("meanings of opinions looked up: second stage")
            self.tune(self.recipe.then, self.recipe.seed + 1, say)
        return self.network

    def _first_stage(self, say: Callable[[str], None]) -> dict[str, Tensor]:
        looked = self.looked_at(self.listed, self.recipe.first)
        say("meanings looked up")
        self.warm_heads([s for s in self.listed if s.id in looked.points], looked.halfway)
        self.meanings = told_apart(looked.points, middle_of(looked.points))
        say("heads warmed: first stage")
        self.tune(self.recipe.first, self.recipe.seed, say)
        return looked.points

    def looked_at(self, statements: Sequence[Statement], stage: Stage) -> "Looked":
        """Return what the untuned encoder makes of some of these statements, as many as the stage says."""
        order = random.Random(self.recipe.seed)  # noqa: S311 - a fixed choice of statements
        sample = order.sample(statements, min(stage.looked_at, len(statements)))
        return look(self.base, sample, self.tokens, max(self.recipe.layers) + 1)

    def tune(self, stage: Stage, seed: int, say: Callable[[str], None]) -> None:
        """Go through a stage. Its chance depends on nothing before it."""
        torch.manual_seed(seed)
        order = random.Random(seed)  # noqa: S311 - shuffling, not secrets
        rounds = [self.examples(stage, order) for _ in range(stage.rounds)]
        drawn = [batch for examples in rounds for batch in batches(examples, self.recipe.words, order)]
        optimizer = self._optimizer(stage)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: self._rate_at(step, len(drawn)))
        began, sums, counts = time.monotonic(), Counter[str](), Counter[str]()
        for step, batch in enumerate(drawn, 1):
            losses = self._losses(batch)
            optimizer.zero_grad()
            sum(losses.values()).backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            optimizer.step()
            if step < len(drawn):
                schedule.step()
            sums.update({what: loss.item() for what, loss in losses.items()})
            counts.update(losses.keys())
            if step % 100 == 0 or step == len(drawn):
                means = " ".join(f"{what} {total / counts[what]:.3f}" for what, total in sums.items())
                say(f"step {step} of {len(drawn)}: {means} ({time.monotonic() - began:.0f} s)")
                sums.clear()
                counts.clear()

    def _fingerprint(self) -> str:
        first = {name: value for name, value in asdict(self.recipe).items() if name != "then"}
        made_by = [first, PHILOSOPHIES, COMPETENCIES, torch.__version__, SHORT]
        items = [item.as_line() for item in (*self.listed, *self.answers)]
        return hashlib.sha256(json.dumps([made_by, items]).encode()).hexdigest()

    def examples(self, stage: Stage, order: random.Random) -> list[Example]:
        """Return a round's examples; what is withheld and what is put in differs from round to round."""
        recipe = self.recipe
        opinions = order.sample(self.opinions, min(stage.opinions, len(self.opinions)))
        listed = order.sample(self.listed, min(stage.listed, len(self.listed)))
        answers = order.sample(self.answers, min(stage.answers, len(self.answers)))
        made = []
        for statement in (*opinions, *listed):
            unknown = order.random() < recipe.unknown_speaker
            made.append(example_of(statement, self.tokens, "unknown" if unknown else None))
        for answer in answers:
            unknown, silent = order.random() < recipe.unknown_speaker, order.random() < recipe.no_question
            item = disturbed(answer, self.idle, order)
            made.append(example_of(item, self.tokens, "unknown" if unknown else None, "" if silent else None))
        return made

    def warm_heads(self, statements: Sequence[Statement], halfway: Mapping[str, Tensor]) -> None:
        """Begin the topic heads where a logistic regression on the untuned encoder ends: it saves a round."""
        points = torch.stack([halfway[s.id] for s in statements])
        present = torch.tensor([[float(name in s.philosophies) for name in PHILOSOPHIES] for s in statements])
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

    def _optimizer(self, stage: Stage) -> torch.optim.Optimizer:
        named = [(n, p) for n, p in self.network.named_parameters() if p.requires_grad]
        return torch.optim.AdamW(
            [
                {"params": [p for n, p in named if n.startswith("encoder.")], "lr": stage.rate},
                {"params": [p for n, p in named if not n.startswith("encoder.")], "lr": stage.head_rate},
            ],
            weight_decay=0.01,
            fused=True,
        )

    def _rate_at(self, step: int, steps: int) -> float:
        return min(1.0, (step + 1) / max(1, math.ceil(self.recipe.warm_up * steps))) * (1 - step / steps)

    def _losses(self, batch: Batch) -> dict[str, Tensor]:
        self.network.train()
        with short_numbers():
            seen = Seen(*(part.float() for part in self.network(batch.ids, batch.mask, batch.own)))
        size = len(batch.examples)
        names = [e.source.id for e in batch.examples]
        meant = [(row, self.meanings[name]) for row, name in enumerate(names) if name in self.meanings]
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


@dataclass(frozen=True)
class Looked:
    """What the whole untuned encoder makes of statements, by their ids: means of their words."""

    halfway: dict[str, Tensor]  # where the layers end that the network keeps
    points: dict[str, Tensor]  # at the end, made as long as 1: what a statement says in general


def look(base: Path, statements: Sequence[Statement], tokens: Tokenizer, layers: int, words: int = 4000) -> Looked:
    """Let the untuned encoder look at statements; so many layers the network keeps."""
    whole = MPNetModel.from_pretrained(base, add_pooling_layer=False).eval()
    looked = Looked({}, {})
    for batch in batches([example_of(s, tokens) for s in statements], words):
        own = [[i for i, is_own in zip(e.ids, e.own, strict=True) if is_own] for e in batch.examples]
        texts = [torch.tensor([BEGINNING, *said, END]) for said in own]
        ids = pad_sequence(texts, batch_first=True, padding_value=PADDING)
        mask = ids != PADDING
        with torch.no_grad(), short_numbers():
            passed = whole(input_ids=ids, attention_mask=mask.long(), output_hidden_states=True).hidden_states
        count = mask.sum(1, keepdim=True)
        early, late = ((seen.float() * mask[:, :, None]).sum(1) / count for seen in (passed[layers], passed[-1]))
        names = [e.source.id for e in batch.examples]
        looked.halfway.update(zip(names, early, strict=True))
        looked.points.update(zip(names, functional.normalize(late), strict=True))
    return looked


def middle_of(points: Mapping[str, Tensor]) -> Tensor:
    """Return what points have in common."""
    return torch.stack(list(points.values())).mean(0)


def told_apart(points: Mapping[str, Tensor], middle: Tensor) -> dict[str, Tensor]:
    """Return points as seen from their middle: what all have in common says nothing."""
    return {name: functional.normalize(point - middle, dim=0) for name, point in points.items()}


def short_numbers() -> torch.autocast:
    """Return a context in which the encoder counts in 16 bits, if the processor does that faster than in 32."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=SHORT)
