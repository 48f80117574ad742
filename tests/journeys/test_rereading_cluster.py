"""A real cluster on this machine reads what one process reads, in the same order."""

import warnings
from collections.abc import Iterator

import pytest
from distributed import LocalCluster

from screener.bank.fingerprint import fingerprint_of
from screener.errors import Refused, Unreadable
from screener.journeys import rereading_cluster
from screener.journeys.rereading_cluster import changes_on_cluster
from screener.journeys.rereading_work import Banks, Pair, changes_in
from screener.scoring.changed import Told
from tests.factories import SLOTS, make_cue
from tests.journeys.reread import ADDED, HELD, PRICE, contents

BEFORE, AFTER = contents(), contents(ADDED | {SLOTS["cue"]: make_cue("negation", "honestly")})
OLD, NEW = fingerprint_of(BEFORE), fingerprint_of(AFTER)
BANKS = {OLD: BEFORE, NEW: AFTER}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a scheduler with two workers in processes of their own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        started = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1")
        yield started.scheduler_address
        started.close()


def pairs(number: int) -> list[Pair]:
    texts = (f"{PRICE} {{}}.", "We are {} people here today.", HELD, f"In {{}}: {HELD}")
    return [Pair(OLD, "default", Told(texts[own % 4].format(own), "notes", "sales", (), "")) for own in range(number)]


def test_a_cluster_finds_the_same_as_one_process(cluster: str) -> None:
    texts = pairs(150)
    here = list(changes_in(texts, Banks(BANKS), NEW, 1, lambda: False))
    there = list(changes_on_cluster(texts, BANKS, NEW, cluster, lambda: False))
    assert there == here
    assert any(there)


def test_it_ends_when_it_is_cancelled(cluster: str) -> None:
    assert list(changes_on_cluster(pairs(400), BANKS, NEW, cluster, lambda: True)) == []


def test_workers_with_another_reader_are_not_used(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading_cluster, "reader_version", lambda: "another")
    with pytest.raises(Unreadable, match="install the same everywhere"):
        list(changes_on_cluster(pairs(1), BANKS, NEW, cluster, lambda: False))


def test_what_candidates_said_does_not_cross_a_network_in_the_clear() -> None:
    with pytest.raises(Refused, match="for anybody to read"):
        list(changes_on_cluster(pairs(1), BANKS, NEW, "tcp://scheduler.example.org:8786", lambda: False))


@pytest.mark.parametrize("address", ["scheduler", "http://localhost:1", "tcp://127.0.0.1", "tls://:1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="is no address of a Dask scheduler"):
        list(changes_on_cluster(pairs(1), BANKS, NEW, address, lambda: False))


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading_cluster, "_CONNECT_SECONDS", 1)
    with pytest.raises(Unreadable, match="is its scheduler running"):
        list(changes_on_cluster(pairs(1), BANKS, NEW, "tcp://127.0.0.1:9", lambda: False))
