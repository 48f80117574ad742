"""What is kept for a while only: lists that were uploaded and not taken over."""

from datetime import timedelta

from screener.journeys.instance import Instance, stamp

LIST_HOURS = 24


def remove_old_lists(instance: Instance) -> None:
    """Remove uploaded lists that are older than a day: they are copies of personal data."""
    instance.store.remove_import_files(stamp(instance.clock() - timedelta(hours=LIST_HOURS)))
