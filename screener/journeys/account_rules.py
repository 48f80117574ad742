"""What holds for every account, whoever changes it."""

from screener.errors import Refused
from screener.journeys.instance import Instance
from screener.storage.records import Person


def must_have_email(person: Person) -> None:
    """Raise Refused for a role that signs in by email, without one."""
    if not person.email and person.role != "interviewer":
        raise Refused("Enter an email address; only interviewers can come by access code alone.", "email")


def must_leave_an_administrator(instance: Instance) -> None:
    """Raise Refused if nobody could look after accounts any more."""
    if not any(person.role == "administrator" and not person.ended_at for person in instance.store.persons()):
        raise Refused("This is the only administrator. Appoint another one first.", "role")


def must_be_new(instance: Instance, person: Person) -> None:
    """A form sent twice must not make two people; those with an email differ by that."""
    same = [p for p in instance.store.persons() if not p.email and p.name.casefold() == person.name.casefold()]
    if not person.email and any(not p.ended_at for p in same):
        raise Refused(
            f"There is an interviewer called {person.name} who comes by access code. Make a new code on their page, or "
            "tell the two apart by name.",
            "name",
        )


def others_vouch(instance: Instance) -> bool:
    """Whether a provider or a proxy says who somebody is, by their email address."""
    return bool(instance.settings.sign_in.provider or instance.settings.sign_in.proxy)


def must_keep_email(instance: Instance, person: Person, email: str) -> None:
    """Raise Refused for a change of one's own email address where it is what others vouch for.

    Else somebody could take an address whose owner has not been here yet, and wait for them to come.
    """
    if others_vouch(instance) and email != person.email:
        raise Refused("Your work account knows you by this address. HR can change it.", "email")
