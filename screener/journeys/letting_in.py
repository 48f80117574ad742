"""The way back for administrators, for whoever has the machine itself."""

from screener.errors import NotFound
from screener.journeys.accounts import address_by_machine
from screener.journeys.instance import Instance
from screener.journeys.limits import email_address
from screener.storage.records import Person


def let_in(instance: Instance, email: str = "") -> tuple[Person, str]:
    """Return an administrator and the secret of a one-time address for them; without an email the first one.

    Raises NotFound.
    """
    with instance.store.transaction():
        found = [p for p in instance.store.persons() if p.role == "administrator" and not p.ended_at]
        found = [p for p in found if p.email == email_address(email)] if email else found
        if not found:
            whom = f"with the email address {email}" if email else "whose account has not ended"
            raise NotFound(f"there is no administrator {whom}")
        person = min(found, key=lambda p: (p.created_at, p.id))
        return person, address_by_machine(instance, person)
