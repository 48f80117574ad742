"""Which ways to sign in are open here, and to whom."""

from screener.errors import NotAllowed
from screener.journeys.instance import Instance
from screener.storage.records import Person


def must_take_passwords(instance: Instance) -> None:
    """Raise NotAllowed where passwords are switched off."""
    if not instance.settings.sign_in.passwords:
        raise NotAllowed("Passwords are switched off here. Use the other way to sign in.")


def must_take_codes(instance: Instance) -> None:
    """Raise NotAllowed where access codes are switched off."""
    if not instance.settings.sign_in.codes:
        raise NotAllowed("Access codes are switched off here. Use the other way to sign in.")


def has_a_way_in(instance: Instance, person: Person) -> bool:
    """Whether somebody can sign in without anybody's help."""
    sign_in = instance.settings.sign_in
    by_provider = sign_in.provider is not None and bool(instance.store.identities_of(person.id))
    by_proxy = sign_in.proxy is not None and bool(person.email)
    return by_provider or by_proxy or (sign_in.passwords and bool(person.password_hash))
