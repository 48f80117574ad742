"""A tenth of the statements was read twice, and the two readings agree as closely as careful readers do."""

from training.agreement import agreement, second_readings
from training.corpus import OPINIONS, PHILOSOPHIES, statements


def test_a_tenth_of_the_statements_was_read_twice() -> None:
    written = [s for s in statements() if s.batch not in OPINIONS]  # opinions were all read twice
    assert agreement().statements >= 0.1 * len(written)


def test_no_statement_was_read_by_two_second_readers() -> None:
    keys = [key for key, _ in second_readings()]
    assert len(set(keys)) == len(keys)


def test_second_readers_used_the_corpus_own_words() -> None:
    assert {name for _, found in second_readings() for name in found} <= set(PHILOSOPHIES)


def test_writers_and_second_readers_agree() -> None:
    found = agreement()
    assert found.belief_f1 >= 0.95
    assert found.stance_share >= 0.95
