"""Moving an instance's data from its files into PostgreSQL."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from screener.errors import Refused, Unreadable
from screener.journeys.audit import Verified, verify_audit
from screener.journeys.instance import DATABASE, VOLUNTARY, Instance, open_records
from screener.journeys.settings import FILE
from screener.storage import Store, must_have_postgres
from screener.storage.moving import move_to_postgres

OnPart = Callable[[int, int], None]


@dataclass(frozen=True)
class Moved:
    """What was moved: how many rows, and how many entries of an audit trail that proves itself there too."""

    rows: int
    entries: int


def move(folder: Path, url: str, on_part: OnPart = lambda _done, _of: None) -> Moved:
    """Copy everything that the instance in `folder` keeps into the empty PostgreSQL database at `url`.

    The files stay as they are. Raises NotFound without an instance; Refused if it is in PostgreSQL already, the
    database is not empty, or the audit trail does not prove itself; Unreadable or StorageTrouble if something cannot
    be read or kept. Then nothing is left in the database.
    """
    must_have_postgres()
    with closing(open_records(folder)) as instance:
        if instance.settings.database.url_from:
            raise Refused(f"{folder / FILE} names a PostgreSQL database already (take `database` out of it to move)")
        before = verify_audit(instance)
    if before.problems:
        raise Refused(
            f"the audit trail in {folder} does not prove itself: {before.problems[0]} (see `screener verify`)"
        )

    def prove(store: Store) -> None:
        _must_be_same(before, instance, store)

    rows = move_to_postgres(folder / DATABASE, folder / VOLUNTARY, url, prove, on_part)
    return Moved(rows, before.entries)


def _must_be_same(before: Verified, instance: Instance, store: Store) -> None:
    after = verify_audit(replace(instance, store=store))
    if after != before:
        said = after.problems[0] if after.problems else f"it ends at {after.head} and not at {before.head}"
        raise Unreadable(f"the audit trail did not arrive as it was: {said} (nothing was kept; please report this)")
