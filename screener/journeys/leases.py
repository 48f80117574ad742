"""Work that one process does for all that share a database: whoever holds the lease, until it is given back or over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from screener.errors import Conflict
from screener.journeys.instance import CLOCKS_DIFFER, Instance, stamp


@contextmanager
def lease(instance: Instance, name: str, holder: str, at_most: timedelta, otherwise: str) -> Iterator[None]:
    """Hold the lease called `name` for what is done within, `at_most` so long.

    Raises Conflict, which says `otherwise`, while somebody else holds it.
    """
    now = instance.clock()
    until = now + at_most
    if not instance.store.take_lease(name, holder, stamp(now), stamp(until), stamp(until + CLOCKS_DIFFER)):
        raise Conflict(otherwise)
    try:
        yield
    finally:
        instance.store.end_lease(name, holder)
