"""The trained network: words in, and for every belief how surely it is there, in which stance, and by which words.

The weights are made by `make model` (training/); docs/model-card.md says from what, and how well they read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from screener.errors import Unreadable
from screener.reading.chances import Floats, chances_of, shares_of
from screener.reading.given import Given, given
from screener.reading.kept import Kept, Noted
from screener.text.blind import blinded
from screener.text.stance import Stance

WEIGHTS = Path(__file__).parent / "weights"
STANCES: tuple[Stance, ...] = ("asserted", "rejected", "reported", "past")  # in the order of its outputs
KINDS = ("view", "case", "action", "result")
LONGEST = 384  # words and parts of words that the network is given at once, what was asked included
_OUTPUTS = ("topic", "stance", "weight", "meaning", "rated", "above", "level_weight", "kind")
_CUT_OFF = 1.0  # rounding moves a logit by some hundredths, sums that are cut off by five and more
_loading = Lock()


@dataclass(frozen=True)
class Look:
    """What the network made of one text. Rows are beliefs or competencies in the order in which the network names them.

    Chances go from 0 to 1.
    """

    given: Given  # the words
    topic: Floats  # (belief): is it spoken of at all
    stance: Floats  # (belief, stance): in which stance, given that it is
    weight: Floats  # (belief, word): how much a word speaks for it; a row adds up to 1
    meaning: Floats  # what the text says as one point, for beliefs that the network was not trained on
    rated: Floats  # (competency): is there anything to judge by
    level: Floats  # (competency): the level from 1 to 5, given that there is
    level_weight: Floats  # (competency, word)
    kind: Floats  # (word, kind)


class Network:
    """The weights in memory. One thread: the same text gives the same result however many cores there are."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        try:
            about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Unreadable(f"the reader's weights are missing in {folder} (install Screener again)") from None
        if tuple(about["stances"]) != STANCES:
            raise Unreadable(f"the reader's weights in {folder} belong to another version (install Screener again)")
        self.version: str = about["sha256"][:16]
        self.philosophies: tuple[str, ...] = tuple(about["philosophies"])
        self.competencies: tuple[str, ...] = tuple(about["competencies"])
        self.kept: Kept[tuple[Noted, ...]] = Kept()  # what was heard with these weights lately
        self._scale = about["scale"]
        self._tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.no_padding()
        self._tokens.enable_truncation(LONGEST)
        self._session = _session(folder)
        if self._hears_too_little(about.get("probe")):
            self._session = _session(folder, is_exact=True)
        self.background: Floats = np.load(folder / "background.npy").astype(np.float32)  # points of many statements
        added = self._scale["added"]
        self.worth_of_added: tuple[float, float] = (added["slope"], added["shift"])  # of scores in `reading/added.py`

    def look(self, text: str, register: str, speaker: str, question: str = "") -> Look:
        """Return what is seen in a text that fits (`length` at most `windows.MOST`); what goes beyond is not seen."""
        put = given(self._tokens, text, register, speaker, question)
        raw = self._run(put)
        return Look(
            put,
            self._chance("topic", raw["topic"][0]),
            shares_of(raw["stance"][0] / self._scale["stance"]["temperature"]),
            raw["weight"][0],
            raw["meaning"][0],
            self._chance("rated", raw["rated"][0]),
            chances_of(raw["above"][0]).sum(-1) + np.float32(1),
            raw["level_weight"][0],
            chances_of(raw["kind"][0]),
        )

    def length(self, text: str) -> int:
        """Return how many words and parts of words a text has, who speaks and what was asked not counted."""
        return len(self._tokens.encode(blinded(text).text, add_special_tokens=False).ids)

    def raw(self, text: str, register: str, speaker: str, question: str = "") -> dict[str, Floats]:
        """Return what the network says before it is made into chances, by name; for fitting these."""
        return self._run(given(self._tokens, text, register, speaker, question))

    def _hears_too_little(self, probe: Mapping[str, Any] | None) -> bool:
        """Whether the plainest of texts is heard less surely than it has to be: this processor cuts off sums."""
        if probe is None:  # of weights that are being made
            return True
        heard = float(self.raw(probe["text"], "spoken", "unknown")["topic"].max())
        return heard < float(probe["topic"]) - _CUT_OFF

    def _run(self, put: Given) -> dict[str, Floats]:
        ids = np.array([put.ids], dtype=np.int64)
        inputs = {"ids": ids, "mask": np.ones_like(ids), "own": put.own[None]}
        outputs: list[Floats] = self._session.run(_OUTPUTS, inputs)
        return dict(zip(_OUTPUTS, outputs, strict=True))

    def _chance(self, name: str, logits: Floats) -> Floats:
        scale = self._scale.get(name, {"slope": 1.0, "shift": 0.0})
        return chances_of(scale["slope"] * logits + scale["shift"])


def _session(folder: Path, *, is_exact: bool = False) -> onnxruntime.InferenceSession:
    """Open the network.

    Processors without VNNI add up products of eight bits in sixteen, and cut off what is too much: the network would
    hear nothing. Where it is exact they take a longer way; so would others, three times as long, and for nothing.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if is_exact:
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(folder / "reader.onnx"), options, providers=["CPUExecutionProvider"])


def network() -> Network:
    """Return the network that is shipped, read once for the whole program, whoever asks first."""
    with _loading:
        return _shipped()


@cache
def _shipped() -> Network:
    return Network()
