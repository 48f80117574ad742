"""People and how they get in: passwords, one-time addresses, access codes, and sign-ins that can be ended."""

import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast, get_args

from screener.errors import NotAllowed, NotFound, Refused, StorageTrouble
from screener.journeys.access import manages, must_manage
from screener.journeys.account_notes import note_added, note_changed, note_held_back, note_refused
from screener.journeys.account_rules import (
    must_be_new,
    must_have_email,
    must_keep_email,
    must_leave_an_administrator,
    others_vouch,
)
from screener.journeys.audit import About, note
from screener.journeys.instance import Instance, is_in_future, moment_of, new_id, stamp
from screener.journeys.limits import email_address, one_line
from screener.journeys.passwords import hash_password, is_right, must_be_strong
from screener.journeys.throttle import count, forgive, limits_of, limits_of_sender
from screener.journeys.tidying import remove_what_is_old
from screener.journeys.ways_in import has_a_way_in, must_take_codes, must_take_passwords
from screener.storage.records import KeyKind, Person, Role, Session, SignInKey

ADDRESS_HOURS = 72
CODE_DAYS = 60
# An interview of 75 minutes with its preparation and review must fit between two uses of a page.
IDLE_HOURS, SIGNED_IN_HOURS = 3, 12
_TOUCH_SECONDS = 60  # a sign-in is noted as used at most once a minute
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that are mistaken for one another
_CODE_LENGTH = 12  # 60 bits
_APPOINTED_BY_ADMINISTRATORS = ("administrator", "hr")


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and the hash of the token by which."""

    person: Person
    session: str


def sign_in_by_password(instance: Instance, email: str, password: str, device: str, proof: str = "") -> str:
    """Return a new token for the person with this email and password.

    A browser that has signed in as this person before has `proof` of it. Raises NotAllowed with the same words whatever
    was wrong, TryLater after many failures.
    """
    must_take_passwords(instance)
    person = instance.store.find_person_by_email(email)
    counted = count(instance, limits_of(instance, email, proof, person))
    if not is_right(person.password_hash if person else "", password) or person is None or person.ended_at:
        note_refused(instance, "password", person)
        note_held_back(instance, counted, person)
        raise NotAllowed("This email address and password do not belong together. Check both and try again.")
    forgive(instance, counted)
    return start_sign_in(instance, person, device, "password")


def sign_in_by_code(instance: Instance, code: str, device: str) -> str:
    """Return a new token for the panel member with this access code.

    Raises NotAllowed, TryLater after many failures.
    """
    must_take_codes(instance)
    counted = count(instance, limits_of_sender(instance))
    key = instance.store.find_key(_hash(_plain_code(code)))
    person = _holder(instance, key, "code")
    if person is None:
        note_refused(instance, "code", _person_of(instance, key))
        note_held_back(instance, counted, None)
        raise NotAllowed("This access code is not known or has ended. Check it, or ask HR for a new one.")
    forgive(instance, counted)
    return start_sign_in(instance, person, device, "code")


def holder_of_address(instance: Instance, secret: str) -> Person:
    """Return for whom a one-time address is, without using it up.

    Raises NotAllowed if it was used or has ended.
    """
    key = instance.store.find_key(_hash(secret))
    person = None if key is None or key.used_at else _holder(instance, key, "address")
    if person is None:
        if key is not None:  # what never was an address could be made up without end
            note_refused(instance, "address", _person_of(instance, key))
        raise NotAllowed("This sign-in address has been used or has ended. Ask for a new one.")
    return person


def sign_in_by_address(instance: Instance, secret: str, device: str) -> str:
    """Use up a one-time address and return a new token.

    Raises NotAllowed if it was used or has ended.
    """
    person = holder_of_address(instance, secret)
    if not instance.store.use_key(_hash(secret), instance.now()):
        note_refused(instance, "address", person)
        raise NotAllowed("This sign-in address has been used or has ended. Ask for a new one.")
    return start_sign_in(instance, person, device, "address")


def sign_in_to_demo(instance: Instance, person: Person, device: str) -> str:
    """Return a new token without using the address up, so that a demonstration can be gone back to."""
    return start_sign_in(instance, person, device, "demonstration")


def find_signed_in(instance: Instance, token: str) -> SignedIn | None:
    """Return who is signed in by this token; None if nobody is or no longer."""
    found = instance.store.find_session(_hash(token))
    if found is None:
        return None
    session, person = found
    now = instance.clock()
    if person.ended_at or _is_over(session, now):
        return None
    if now - moment_of(session.seen_at) > timedelta(seconds=_TOUCH_SECONDS):
        with suppress(StorageTrouble):  # a disk that is full must not keep anybody from reading
            instance.store.touch_session(session.hash, stamp(now))
    return SignedIn(person, session.hash)


def _is_over(session: Session, now: datetime) -> bool:
    too_long = now - moment_of(session.created_at) > timedelta(hours=SIGNED_IN_HOURS)
    idle = now - moment_of(session.seen_at) > timedelta(hours=IDLE_HOURS)
    is_ahead = is_in_future(session.seen_at, now)  # the clock was set back: nobody knows how long ago it was
    return too_long or idle or is_ahead or session.ended_at is not None


def sign_out(instance: Instance, signed_in: SignedIn) -> None:
    """End this sign-in."""
    with instance.store.transaction():
        instance.store.end_sessions(signed_in.person.id, instance.now(), only=signed_in.session)
        note(instance, signed_in.person, "sign-in.ended", About(subject=signed_in.person.id))


def sessions_of(instance: Instance, person: Person) -> tuple[Session, ...]:
    """Return where a person is signed in."""
    now = instance.clock()
    return tuple(session for session in instance.store.sessions_of(person.id) if not _is_over(session, now))


def end_session(instance: Instance, person: Person, session: str) -> None:
    """End one of a person's own sign-ins."""
    with instance.store.transaction():
        if any(own.hash == session for own in instance.store.sessions_of(person.id)):
            instance.store.end_sessions(person.id, instance.now(), only=session)
            note(instance, person, "sign-in.ended", About(subject=person.id), {"of": "another device"})


def set_password(instance: Instance, signed_in: SignedIn, password: str) -> None:
    """Set a person's own password and end their sign-ins on other devices.

    Raises Refused if it is too short or too long, or if the person has no email to sign in with.
    """
    must_take_passwords(instance)
    if not signed_in.person.email:
        raise Refused("You sign in by access code, so there is no password to set.", "password")
    must_be_strong(signed_in.person, password, instance.settings.address)
    store, password_hash = instance.store, hash_password(password)
    with store.transaction():
        store.change_person(replace(store.person_of(signed_in.person.id), password_hash=password_hash))
        store.end_sessions(signed_in.person.id, instance.now(), but=signed_in.session)
        note(instance, signed_in.person, "password.set", About(subject=signed_in.person.id))


def first_address(instance: Instance) -> str | None:
    """Return the secret of a one-time address for an administrator; None as long as one can come in without.

    That is, with a password or signed in at the moment. An address that was handed out here before ends.
    """
    store, now = instance.store, instance.clock()
    with store.transaction():
        administrators = [p for p in store.persons() if p.role == "administrator" and not p.ended_at]
        if any(has_a_way_in(instance, p) for p in administrators):
            return None
        if any(not _is_over(session, now) for p in administrators for session in store.sessions_of(p.id)):
            return None
        if not administrators:
            administrators = [Person(new_id(), "Administrator", "administrator", created_at=instance.now())]
            store.add_person(administrators[0])
            note_added(instance, None, administrators[0])
        return address_by_machine(instance, administrators[0])


def address_by_machine(instance: Instance, person: Person) -> str:
    """Return the secret of a one-time address that whoever has the machine made; earlier ones of this person end."""
    instance.store.withdraw_keys(person.id, "address", instance.now())
    return _new_key(instance, person, "address", None)


def people(instance: Instance, actor: Person) -> tuple[Person, ...]:
    """Return everybody. Raises NotAllowed but for an administrator or HR."""
    must_manage(actor)
    return instance.store.persons()


def person_for(instance: Instance, actor: Person, person_id: str) -> Person:
    """Return a person to somebody who looks after accounts.

    Raises NotAllowed but for an administrator or HR, NotFound.
    """
    must_manage(actor)
    return instance.store.person_of(person_id)


def open_keys_of(instance: Instance, person: Person) -> tuple[SignInKey, ...]:
    """Return the addresses and codes by which a person can still sign in, the newest first."""
    now = instance.now()
    return tuple(
        key
        for key in instance.store.keys_of(person.id)
        if not key.withdrawn_at and key.expires_at > now and not (key.kind == "address" and key.used_at)
    )


def may_look_after(actor: Person, person: Person) -> bool:
    """Whether somebody may change a person's account: HR those of raters, administrators everybody's."""
    return manages(actor) and (actor.role == "administrator" or person.role not in _APPOINTED_BY_ADMINISTRATORS)


def add_person(instance: Instance, actor: Person, name: str, email: str, role: str) -> Person:
    """Add somebody; without an email they can come by access code only.

    Raises NotAllowed, Refused, Conflict if the email is taken.
    """
    _must_appoint(actor, role)
    person = Person(new_id(), one_line(name, "name"), cast(Role, role), email_address(email), created_at=instance.now())
    must_have_email(person)
    with instance.store.transaction():
        must_be_new(instance, person)
        instance.store.add_person(person)
        note_added(instance, actor, person)
    return person


def change_person(instance: Instance, actor: Person, person_id: str, name: str, email: str, role: str) -> Person:
    """Change a person's name, email and role; a new role or email ends their sign-ins, addresses and codes.

    Raises NotAllowed, NotFound, Refused, Conflict.
    """
    name, email = one_line(name, "name"), email_address(email)
    with instance.store.transaction():
        before = person_for(instance, actor, person_id)
        _must_appoint(actor, before.role)
        _must_appoint(actor, role)
        after = replace(before, name=name, email=email, role=cast(Role, role))
        if before.email != email and others_vouch(instance):
            after = replace(after, password_hash="")  # it is of whoever had the mailbox before
        must_have_email(after)
        instance.store.change_person(after)
        note_changed(instance, actor, before, after)
        if before.email != after.email:  # another mailbox may be another person
            instance.store.remove_identities(person_id)
        if (before.role, before.email) != (after.role, after.email):
            must_leave_an_administrator(instance)
            _shut_out(instance, actor, person_id)
    return after


def change_own_details(instance: Instance, person: Person, name: str, email: str) -> Person:
    """Change one's own name and email.

    Raises Refused, Conflict.
    """
    if not email.strip() and (person.password_hash or person.role != "interviewer"):
        raise Refused("You sign in with an email address, so it cannot be empty.", "email")
    name, email = one_line(name, "name"), email_address(email)
    with instance.store.transaction():
        before = instance.store.person_of(person.id)
        must_keep_email(instance, before, email)
        after = replace(before, name=name, email=email)
        instance.store.change_person(after)
        note_changed(instance, person, before, after)
    return after


def end_person(instance: Instance, actor: Person, person_id: str) -> None:
    """Let a person no longer sign in; what they wrote stays. Their sign-ins, addresses and codes end.

    Raises NotAllowed, NotFound, Refused for oneself and the last administrator.
    """
    with instance.store.transaction():
        person = person_for(instance, actor, person_id)
        _must_appoint(actor, person.role)
        if person.id == actor.id:
            raise Refused("You cannot end your own account. Ask another administrator.")
        instance.store.change_person(replace(person, ended_at=instance.now()))
        must_leave_an_administrator(instance)
        note(instance, actor, "person.ended", About(subject=person_id), {"role": person.role})
        _shut_out(instance, actor, person_id)


def new_address(instance: Instance, actor: Person, person_id: str) -> str:
    """Return the secret of a one-time sign-in address; earlier ones of this person end.

    Raises NotAllowed, NotFound.
    """
    return _hand_out(instance, actor, person_id, "address")


def new_code(instance: Instance, actor: Person, person_id: str) -> str:
    """Return an access code for an interviewer; earlier ones of this person end, with the sign-ins made by them.

    Raises NotAllowed, NotFound, Refused for roles that need an account.
    """
    person = person_for(instance, actor, person_id)
    _must_appoint(actor, person.role)
    must_take_codes(instance)
    if person.role != "interviewer":
        raise Refused("Access codes are for interviewers. Send this person a sign-in address.")
    return _hand_out(instance, actor, person_id, "code")


def _hand_out(instance: Instance, actor: Person, person_id: str, kind: KeyKind) -> str:
    person = person_for(instance, actor, person_id)
    _must_appoint(actor, person.role)
    if person.ended_at:
        raise Refused("This account has ended.")
    with instance.store.transaction():
        instance.store.withdraw_keys(person_id, kind, instance.now())
        if kind == "code":  # whoever came by the old one has to have the new one
            instance.store.end_sessions(person_id, instance.now())
        return _new_key(instance, person, kind, actor)


def _new_key(instance: Instance, person: Person, kind: KeyKind, maker: Person | None) -> str:
    """Make a key; without a maker it is the server's, for the person themself."""
    is_code = kind == "code"
    secret = (
        "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH)) if is_code else secrets.token_urlsafe(24)
    )
    life = timedelta(days=CODE_DAYS) if is_code else timedelta(hours=ADDRESS_HOURS)
    now, made_by = instance.clock(), (maker or person).id
    instance.store.add_key(SignInKey(_hash(secret), person.id, kind, made_by, stamp(now), stamp(now + life)))
    action = "code.made" if is_code else "address.made"
    note(instance, maker, action, About(subject=person.id), {"ends": stamp(now + life)})
    return "-".join(re.findall("....", secret)) if is_code else secret


def _holder(instance: Instance, key: SignInKey | None, kind: KeyKind) -> Person | None:
    if key is None or key.kind != kind or key.withdrawn_at or key.expires_at <= instance.now():
        return None
    if is_in_future(key.created_at, instance.clock()):  # made before the clock was set back, or while it was ahead
        return None
    person = _person_of(instance, key)
    is_shut_out = person is None or person.ended_at or (kind == "code" and person.role != "interviewer")
    return None if is_shut_out else person


def _person_of(instance: Instance, key: SignInKey | None) -> Person | None:
    try:
        return instance.store.person_of(key.person_id) if key else None
    except NotFound:
        return None


def start_sign_in(instance: Instance, person: Person, device: str, by: str) -> str:
    """Start a sign-in; `by` says how the person proved who they are, as the audit trail tells it."""
    remove_what_is_old(instance)  # here, because somebody signs in on every day on which there is work
    token, at = secrets.token_urlsafe(32), instance.now()
    with instance.store.transaction():
        instance.store.start_session(Session(_hash(token), person.id, device[:200], at, at))
        note(instance, person, "sign-in.begun", About(subject=person.id), {"by": by})
    return token


def _must_appoint(actor: Person, role: str) -> None:
    """HR may look after hiring managers and interviewers; only an administrator after HR and administrators."""
    if role not in get_args(Role):
        raise Refused("Choose a role from the list.", "role")
    must_manage(actor)
    if role in _APPOINTED_BY_ADMINISTRATORS and actor.role != "administrator":
        raise NotAllowed("Only an administrator can do this for administrators and HR.")


def _shut_out(instance: Instance, actor: Person, person_id: str) -> None:
    """End a person's sign-ins, and every address and code that would make a new one."""
    at = instance.now()
    note(instance, actor, "keys.withdrawn", About(subject=person_id))
    instance.store.end_sessions(person_id, at)
    instance.store.withdraw_keys(person_id, "address", at)
    instance.store.withdraw_keys(person_id, "code", at)


def _plain_code(code: str) -> str:
    return re.sub(r"[\s\-]", "", code).upper()


def _hash(secret: str) -> str:
    """Secrets have 60 bits and more, so that a plain hash of them cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()
