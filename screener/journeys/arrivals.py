"""People whom somebody else vouches for: who they are here, what role they have, and who is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from screener.errors import NotAllowed, Refused
from screener.journeys.accounts import may_look_after, person_for, start_sign_in
from screener.journeys.audit import About, note
from screener.journeys.instance import Instance, new_id
from screener.journeys.limits import LONGEST_NAME, email_address, one_line
from screener.journeys.sign_in_settings import Newcomers, Provider
from screener.storage.records import Person, Role
from screener.storage.signing_in import Identity

_BY_POWER: tuple[Role, ...] = get_args(Role)  # from administrators down


@dataclass(frozen=True)
class Arrival:
    """Somebody as a provider or a proxy tells of them. `groups` are names of theirs that may give a role here."""

    email: str
    is_verified: bool
    name: str = ""
    groups: tuple[str, ...] = ()
    issuer: str = ""
    subject: str = ""


class _Stranger(Exception):
    """Somebody is not let in: a word of ours for the audit trail, whom they would have been, and words for them."""

    def __init__(self, why: str, words: str, person: Person | None = None) -> None:
        super().__init__(words)
        self.why, self.person = why, person


def sign_in_by_provider(instance: Instance, arrival: Arrival, device: str) -> str:
    """Return a new token for somebody who has signed in at the OpenID provider.

    They are known by what the provider calls them for ever; the first time by their verified email address. Raises
    NotAllowed.
    """
    provider = instance.settings.sign_in.provider
    if provider is None:
        raise NotAllowed("This server has no OpenID provider to sign in with.")
    return _sign_in(instance, arrival, provider, device, "provider")


def sign_in_by_proxy(instance: Instance, arrival: Arrival, device: str) -> str:
    """Return a new token for somebody whom a trusted proxy tells of.

    Raises NotAllowed.
    """
    proxy = instance.settings.sign_in.proxy
    if proxy is None:
        raise NotAllowed("This server trusts no proxy to sign people in.")
    return _sign_in(instance, arrival, proxy, device, "proxy")


def unlink(instance: Instance, actor: Person, person_id: str) -> Person:
    """Forget who a person is to the provider, so that the next to come with their email address is them.

    Raises NotAllowed, NotFound.
    """
    with instance.store.transaction():
        person = person_for(instance, actor, person_id)
        if not may_look_after(actor, person):
            raise NotAllowed("Only an administrator can do this for administrators and HR.")
        if instance.store.remove_identities(person.id):
            instance.store.end_sessions(person.id, instance.now())
            note(instance, actor, "identity.removed", About(subject=person.id))
    return person


def _sign_in(instance: Instance, arrival: Arrival, rules: Newcomers, device: str, by: str) -> str:
    try:
        with instance.store.transaction():
            person = _known(instance, arrival, rules) or _added(instance, arrival, rules)
            if person.ended_at:
                raise _Stranger("ended", "Your account here has ended. Ask HR if you need it again.", person)
            person = _with_role(instance, person, arrival, rules)
            return start_sign_in(instance, person, device, by)
    except _Stranger as stranger:
        subject = stranger.person.id if stranger.person else ""
        note(instance, None, "sign-in.refused", About(subject=subject), {"by": by, "why": stranger.why})
        raise NotAllowed(str(stranger)) from None


def _known(instance: Instance, arrival: Arrival, rules: Newcomers) -> Person | None:
    store = instance.store
    identity = store.find_identity(arrival.issuer, arrival.subject) if arrival.subject else None
    if identity:
        return store.person_of(identity.person_id)
    email = _email_of(arrival, rules)
    person = store.find_person_by_email(email)
    if person is None or not arrival.subject:
        return person
    if any(own.issuer == arrival.issuer for own in store.identities_of(person.id)):
        raise _Stranger(
            "another identity",
            f"The account for {email} belongs to somebody else at your sign-in service, perhaps because the address "
            "was given to a new person. Ask an administrator to look at the account.",
            person,
        )
    store.add_identity(Identity(arrival.issuer, arrival.subject, person.id, instance.now()))
    note(instance, person, "identity.linked", About(subject=person.id), {"issuer": arrival.issuer})
    return _freed(instance, person)


def _freed(instance: Instance, person: Person) -> Person:
    """End every other way in: the address may have been entered by somebody who waited for its owner to come."""
    store, after = instance.store, replace(person, password_hash="")
    store.change_person(after)
    store.end_sessions(person.id, instance.now())
    for kind in ("address", "code"):
        store.withdraw_keys(person.id, kind, instance.now())
    return after


def _added(instance: Instance, arrival: Arrival, rules: Newcomers) -> Person:
    email = _email_of(arrival, rules)
    if not rules.add_people:
        raise _Stranger("not known", f"Nobody here has the email address {email}. Ask HR to add you.")
    role = _role_by(arrival, rules)
    if role is None:
        raise _no_role(None)
    made = Person(new_id(), _name_of(arrival, email), role, email, created_at=instance.now())
    instance.store.add_person(made)
    note(instance, None, "person.added", About(subject=made.id), {"role": role}, {"name": made.name})
    if arrival.subject:
        instance.store.add_identity(Identity(arrival.issuer, arrival.subject, made.id, instance.now()))
        note(instance, made, "identity.linked", About(subject=made.id), {"issuer": arrival.issuer})
    return made


def _email_of(arrival: Arrival, rules: Newcomers) -> str:
    """Return an address by which somebody may be looked for."""
    try:
        email = email_address(arrival.email)
    except Refused:
        email = ""
    if not email:
        raise _Stranger("no email", "Your sign-in service did not tell your email address. Tell your administrator.")
    if not arrival.is_verified:
        raise _Stranger(
            "unverified email",
            f"Your sign-in service has not checked that {email} is yours. Confirm the address there, then try again.",
        )
    if rules.domains and email.rpartition("@")[2] not in rules.domains:
        raise _Stranger("domain", f"{email} is not an address of this organisation. Sign in with your work account.")
    return email


def _name_of(arrival: Arrival, email: str) -> str:
    try:
        return one_line(arrival.name[:LONGEST_NAME], "name")
    except Refused:
        return email[:LONGEST_NAME]


def _role_by(arrival: Arrival, rules: Newcomers) -> Role | None:
    """Return the role with the most power that the groups give, or the usual one."""
    by_group = _roles_of_groups(rules)
    given = {by_group[group] for group in arrival.groups if group in by_group}
    return next((role for role in _BY_POWER if role in given), rules.role)


def _roles_of_groups(rules: Newcomers) -> Mapping[str, Role]:
    return rules.roles if isinstance(rules, Provider) else {}


def _with_role(instance: Instance, person: Person, arrival: Arrival, rules: Newcomers) -> Person:
    """Where groups give roles, they do so at each sign-in: who has left a group must not keep its rights."""
    if not _roles_of_groups(rules):
        return person
    role, store = _role_by(arrival, rules), instance.store
    if role is None:
        raise _no_role(person)
    if role == person.role:
        return person
    others = (p for p in store.persons() if p.role == "administrator" and not p.ended_at and p.id != person.id)
    if person.role == "administrator" and next(others, None) is None:
        return person  # somebody has to be able to mend the groups
    after = _freed(instance, replace(person, role=role))
    note(instance, None, "person.changed", About(subject=person.id), {"changed": ["role"], "role": role,
         "was": person.role, "by": "groups"})  # fmt: skip
    return after


def _no_role(person: Person | None) -> _Stranger:
    return _Stranger(
        "no role", "None of your groups has a role here. Ask your administrator which group you need.", person
    )
