"""From what a network or a ranking says to chances."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def chances_of(logits: Floats) -> Floats:
    """Return the chance (0–1) that each logit stands for."""
    chances: Floats = (1 / (1 + np.exp(-logits.clip(-50, 50)))).astype(np.float32)
    return chances


def shares_of(logits: Floats) -> Floats:
    """Return the chances of things of which exactly one is so; along the last axis they add up to 1."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    shares: Floats = (raised / raised.sum(-1, keepdims=True)).astype(np.float32)
    return shares
