"""Editing the shipped bank: the whole check, and what somebody who types waits for after a pause."""

import gc
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from bench.measure import QUESTIONS, command, fastest
from screener.journeys.accounts import first_address, sign_in_by_address
from screener.journeys.checking import check_bank
from screener.journeys.instance import Instance, make_instance, open_instance
from screener.web import create_app

# one file of each kind, the largest where its examples are run while one types
_TYPED = (
    "philosophies/marketing-serves-sales.yaml",
    "rubrics/repair.yaml",
    "placements/fix-owner.yaml",
    "lexicon/negation.yaml",
    "lexicon/behaviours.yaml",
    "lexicon/words.yaml",
    "guides/sales-leader.yaml",
    "policies/default.yaml",
    "items/credit/credit-largest-order.yaml",
    "sources.yaml",
)
_KEYS = 15  # pauses in each file, each after another letter


def bank_figures() -> list[tuple[str, str, str]]:
    """Return rows of what was measured, how much, and how much it may be."""
    check_bank(QUESTIONS)  # warm
    inside = fastest(lambda: check_bank(QUESTIONS, coverage=True), runs=3)
    whole = fastest(command("check", str(QUESTIONS), "--coverage"), runs=3)
    rows = [
        ("check of the whole shipped bank with all examples, in a server that runs", f"{inside:.2f} s", "3 s"),
        ("the same by `screener check --coverage`", f"{whole:.2f} s", "3 s"),
    ]
    for path, waits in _typing():
        median, slowest = statistics.median(waits), max(waits)
        rows.append((f"problems while typing in {path}", f"{median:.0f} ms, at most {slowest:.0f} ms", "150 ms"))
    return rows


def _typing() -> Iterator[tuple[str, list[float]]]:
    with TemporaryDirectory() as made:
        folder = Path(made) / "instance"
        make_instance(folder)
        with closing(open_instance(folder)) as instance:
            browser = _signed_in(instance)
            gc.collect()
            gc.freeze()  # as a server does once it has started
            for path in _TYPED:
                text = (QUESTIONS / path).read_text(encoding="utf-8")
                _wait(browser, path, text)  # the first look reads the bank
                yield path, [_wait(browser, path, f"{text}# {'x' * number}\n") for number in range(_KEYS)]


def _signed_in(instance: Instance) -> FlaskClient:
    app = create_app(instance)
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    token = sign_in_by_address(instance, first_address(instance) or "", "bench")
    with browser.session_transaction() as session:
        session["sign_in"] = token
    return browser


def _wait(browser: FlaskClient, path: str, text: str) -> float:
    """Return the milliseconds until the page is told what is wrong."""
    begun = time.perf_counter()
    answer = browser.post(f"/bank/problems/{path}", json={"text": text})
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return 1000 * (time.perf_counter() - begun)
