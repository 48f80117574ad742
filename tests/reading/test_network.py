"""The shipped network hears what is said plainly, whatever the processor."""

import numpy as np
import pytest

from screener.reading.network import network

PLAIN = {
    "marketing-serves-sales": "Sales carries the number, so marketing makes whatever sales asks for.",
    "ivory-tower": "My people needn't sit in on customer visits, the research tells us more than any customer does.",
    "customer-gatekeeping": "Marketing stays away from my accounts. What they need to know they can hear from us.",
    "field-exposure": "Every marketer of mine spends two days a month on visits with a rep.",
}


@pytest.mark.parametrize(("belief", "said"), PLAIN.items())
def test_plain_words_are_heard_surely_on_every_processor(belief: str, said: str) -> None:
    """A processor that cuts off sums of eight-bit products hears next to nothing."""
    seen = network().look(said, "spoken", "unknown")
    assert network().philosophies[int(np.argmax(seen.topic))] == belief
    assert seen.topic.max() > 0.7
