"""Look an instance over: is everything as it should be, and what is to be done if not?"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from screener.errors import ScreenerError
from screener.journeys import doctor_kept, doctor_machine, doctor_set
from screener.journeys.doctor_findings import Finding, Patient, bad
from screener.journeys.instance import must_be_instance, secret_of
from screener.journeys.settings import Settings, load_settings

LOOKS: tuple[Callable[[Patient], Iterator[Finding]], ...] = (
    doctor_machine.programs,
    doctor_machine.rights,
    doctor_machine.disk,
    doctor_machine.clock,
    doctor_kept.databases,
    doctor_kept.backups,
    doctor_set.settings,
    doctor_set.address,
    doctor_set.reader,
    doctor_set.questions,
)


def examine(
    folder: Path,
    *,
    is_quick: bool = False,
    now: datetime | None = None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Finding, ...]:
    """Return what is found in the instance in `folder`; nothing in it is changed, and it may be served meanwhile.

    Raises NotFound if it is none.
    """
    must_be_instance(folder)
    try:
        settings = load_settings(folder)
    except ScreenerError:
        settings = Settings()  # what is wrong with the file is told below
    patient = Patient(folder, settings, now or datetime.now(UTC), environment, is_quick)
    return (*_key(folder), *(finding for look in LOOKS for finding in look(patient)))


def _key(folder: Path) -> Iterator[Finding]:
    try:
        secret_of(folder)
    except ScreenerError as error:
        yield bad(
            "key", str(error), "put secret.key back from a backup: another one makes sign-ins and trail worthless"
        )
