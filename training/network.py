"""The reader's network: a sentence encoder, and for every belief and competency its own look at the words.

Each belief weighs the words of a text by how much they speak for it (label attention, Mullenbach et al. 2018). What it
sees decides whether the belief is there at all (topic) and how the speaker stands to it (stance); the weights say which
words to quote. Competencies look in the same way, for whether there is anything to judge by and for the level. Needs
torch and transformers, which are never installed for users.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import MPNetModel

from screener.reading.network import KINDS, STANCES
from training.corpus import LEVELS, SIGNS


class Seen(NamedTuple):
    """What the network makes of texts (b, of t words), beliefs (p), competencies (c). All but weights are logits."""

    topic: Tensor  # b, p
    stance: Tensor  # b, p, 4
    weight: Tensor  # b, p, t
    meaning: Tensor  # b, width: what the text says, as the untuned encoder puts it, for beliefs that are added later
    rated: Tensor  # b, c: is there anything to judge by
    above: Tensor  # b, c, 4: is the level above 1, 2, 3, 4
    level_weight: Tensor  # b, c, t
    kind: Tensor  # b, t, 4: is a word part of a view, case, action, result
    sign: Tensor  # b, t, 2: does it speak for or against the candidate
    about: Tensor  # b, t, c: on which competency


class LabelAttention(nn.Module):
    """One weighing of the words for each label. It begins as the plain mean and learns from there."""

    def __init__(self, labels: int, width: int) -> None:
        super().__init__()
        self.key = nn.Linear(width, width, bias=False)
        self.query = nn.Parameter(torch.zeros(labels, width))

    def forward(self, words: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        """Return what each label sees (batch, label, width) and its weights (batch, label, word)."""
        scores = torch.einsum("btd,ld->blt", self.key(words), self.query) / words.shape[-1] ** 0.5
        weights = scores.masked_fill(own[:, None, :] == 0, -1e4).softmax(-1)
        return weights @ words, weights


class Network(nn.Module):
    """Encoder and heads. `layers` says which of the base model's layers are kept."""

    def __init__(self, base: Path, layers: Sequence[int], philosophies: int, competencies: int) -> None:
        super().__init__()
        self.encoder = MPNetModel.from_pretrained(base, add_pooling_layer=False)
        self.encoder.encoder.layer = nn.ModuleList(self.encoder.encoder.layer[i] for i in layers)
        self.encoder.config.num_hidden_layers = len(layers)
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.topic_look = LabelAttention(philosophies, width)
        self.stance_look = LabelAttention(philosophies, width)
        self.topic = nn.Parameter(torch.zeros(philosophies, width))
        self.topic_bias = nn.Parameter(torch.full((philosophies,), -3.0))
        self.stance = nn.Linear(2 * width, len(STANCES))
        self.stance_own = nn.Parameter(torch.zeros(philosophies, len(STANCES), width))
        self.level_look = LabelAttention(competencies, width)
        self.rated = nn.Parameter(torch.zeros(competencies, width))
        self.rated_bias = nn.Parameter(torch.full((competencies,), -2.0))
        self.level = nn.Linear(width, 1)
        self.level_own = nn.Parameter(torch.zeros(competencies, width))
        self.level_steps = nn.Parameter(torch.linspace(1.5, -1.5, LEVELS - 1).repeat(competencies, 1))
        self.meaning = nn.Linear(2 * width, width)
        self.marks = nn.Linear(width, len(KINDS) + len(SIGNS) + competencies)

    def forward(self, ids: Tensor, mask: Tensor, own: Tensor) -> Seen:
        """Look at texts. `mask` tells words from padding, `own` the speaker's words from what was told about them."""
        passed = self.encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        words = passed[-1].float()
        seen, weight = self.topic_look(words, own)
        turned, _ = self.stance_look(words, own)
        topic = (self.drop(seen) * self.topic).sum(-1) + self.topic_bias
        both = self.drop(torch.cat([seen, turned], -1))
        stance = self.stance(both) + torch.einsum("bld,lsd->bls", self.drop(turned), self.stance_own)
        counted = own[:, :, None].float()
        halfway = passed[len(passed) // 2]
        mean, early = ((w.float() * counted).sum(1) / counted.sum(1).clamp(min=1) for w in (words, halfway))
        meaning = functional.normalize(self.meaning(torch.cat([mean, early], -1)), dim=-1)
        judged, level_weight = self.level_look(words, own)
        judged = self.drop(judged)
        rated = (judged * self.rated).sum(-1) + self.rated_bias
        height = self.level(judged).squeeze(-1) + (judged * self.level_own).sum(-1)
        above = height[:, :, None] + self.level_steps
        kind, sign, about = self.marks(self.drop(words)).split([len(KINDS), len(SIGNS), self.rated.shape[0]], dim=-1)
        return Seen(topic, stance, weight, meaning, rated, above, level_weight, kind, sign, about)
