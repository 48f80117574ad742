"""The shipped network hears what is said plainly, whatever the processor."""

import json
from pathlib import Path

import numpy as np
import pytest

from screener.reading.network import WEIGHTS, Network, network

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


def test_a_processor_that_cuts_off_sums_takes_the_longer_way(tmp_path: Path) -> None:
    """Told by the probe: what it should hear is set higher here than any processor hears it."""
    for file in WEIGHTS.iterdir():
        (tmp_path / file.name).symlink_to(file)
    about = json.loads((WEIGHTS / "about.json").read_text(encoding="utf-8"))
    heard = Network(tmp_path).raw(about["probe"]["text"], "spoken", "unknown")["topic"].max()
    assert heard == pytest.approx(about["probe"]["topic"], abs=0.1)
    about["probe"]["topic"] += 5
    (tmp_path / "about.json").unlink()
    (tmp_path / "about.json").write_text(json.dumps(about), encoding="utf-8")
    options = Network(tmp_path)._session.get_session_options()
    assert options.get_session_config_entry("session.x64quantprecision") == "1"
