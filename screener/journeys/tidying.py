"""What is kept for a while only: lists and banks that were uploaded and not taken over, and effects of drafts."""

from contextlib import suppress
from datetime import timedelta

from screener.journeys.instance import DATABASE, Instance, stamp
from screener.journeys.throttle import forget_old_tries
from screener.storage.sqlite.upgrading import remove_copies_before

KEPT_HOURS = 24
ARRIVING = "arriving"  # the folder of an instance in which uploaded banks wait


def remove_what_is_old(instance: Instance) -> None:
    """Remove what has waited for more than a day, and old copies of the database: all of it holds personal data."""
    since = instance.clock() - timedelta(hours=KEPT_HOURS)
    forget_old_tries(instance)
    instance.store.remove_import_files(stamp(since))
    instance.store.remove_bank_effects(begun_before=stamp(since))
    remove_copies_before(instance.folder / DATABASE, instance.settings.retention.backups_days)
    for old in (instance.folder / ARRIVING).glob("*.zip"):
        with suppress(OSError):  # somebody else has removed it, or it is none of ours
            if old.stat().st_mtime < since.timestamp():
                old.unlink()
