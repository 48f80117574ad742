"""Tokens by which other programs read: made and withdrawn by administrators, shown once, and never for ever."""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from screener.errors import NotAllowed, NotFound, Refused, StorageTrouble
from screener.journeys.audit import About, note
from screener.journeys.instance import Instance, moment_of, new_id, stamp
from screener.journeys.limits import one_line
from screener.storage.records import Person
from screener.storage.tokens import ApiToken

USUAL_DAYS, MOST_DAYS = 365, 5 * 365
_PREFIX = "screener_"  # by which people, and programs that look for lost secrets, know what it is
_TOUCH_SECONDS = 60  # a token is noted as used at most once a minute
_LAST_MOMENT = time(23, 59, 59)


@dataclass(frozen=True)
class KeptToken:
    """A token as administrators see it. `ended` says why it does not work any more; "" as long as it does."""

    token: ApiToken
    made_by: Person
    ended: str


def make_token(instance: Instance, actor: Person, name: str, until: str = "") -> tuple[ApiToken, str]:
    """Make a token that works through the day `until` (ISO 8601; "" for a year), and return it with its secret.

    The secret is not kept, so it can be shown this once only.

    Raises NotAllowed but for an administrator, Refused.
    """
    _must_administer(actor)
    name, secret, now = one_line(name, "name"), _PREFIX + secrets.token_urlsafe(32), instance.clock()
    ends = stamp(datetime.combine(_last_day(until, now), _LAST_MOMENT).astimezone())
    token = ApiToken(new_id(), _hash(secret), name, actor.id, stamp(now), ends)
    with instance.store.transaction():
        if any(kept.token.name.casefold() == name.casefold() and not kept.ended for kept in _kept(instance)):
            raise Refused("A token of this name works already. Withdraw it first, or choose another name.", "name")
        instance.store.add_token(token)
        note(instance, actor, "token.made", About(subject=token.id), {"ends": ends}, {"name": name})
    return token, secret


def tokens_of(instance: Instance, actor: Person) -> tuple[KeptToken, ...]:
    """Return all tokens, those that work first, the newest first. Raises NotAllowed but for an administrator."""
    _must_administer(actor)
    return tuple(sorted(_kept(instance), key=lambda kept: bool(kept.ended)))


def withdraw_token(instance: Instance, actor: Person, token_id: str) -> ApiToken:
    """Make a token useless at once and return it. Doing it twice changes nothing.

    Raises NotAllowed but for an administrator, NotFound.
    """
    _must_administer(actor)
    found = next((kept.token for kept in _kept(instance) if kept.token.id == token_id), None)
    if found is None:
        raise NotFound("there is no such token")
    with instance.store.transaction():
        instance.store.withdraw_token(token_id, instance.now())
        if not found.withdrawn_at:
            note(instance, actor, "token.withdrawn", About(subject=token_id), words={"name": found.name})
    return found


def reader_by(instance: Instance, secret: str) -> Person | None:
    """Return as whom the program with this token reads: somebody who reads what HR does and rates nobody.

    None if there is no such token or it has ended.
    """
    found = instance.store.find_token(_hash(secret))
    now = instance.clock()
    if found is None or _why_ended(*found, stamp(now)):
        return None
    token, _ = found
    if token.used_at is None or now - moment_of(token.used_at) > timedelta(seconds=_TOUCH_SECONDS):
        with suppress(StorageTrouble):  # a disk that is full must not keep anybody from reading
            instance.store.touch_token(token.id, stamp(now))
    return Person(f"token-{token.id}", token.name, "hr")


def usual_last_day(instance: Instance) -> str:
    """Return the day through which a new token works if nobody chooses another."""
    return _last_day("", instance.clock()).isoformat()


def _kept(instance: Instance) -> tuple[KeptToken, ...]:
    now = instance.now()
    return tuple(KeptToken(token, person, _why_ended(token, person, now)) for token, person in instance.store.tokens())


def _why_ended(token: ApiToken, made_by: Person, now: str) -> str:
    """A token ends with what let its maker make it: who has left must not go on reading."""
    if token.withdrawn_at:
        return "withdrawn"
    if token.expires_at <= now:
        return "expired"
    if made_by.ended_at or made_by.role != "administrator":
        return "its maker is no administrator any more"
    return ""


def _last_day(until: str, now: datetime) -> date:
    today = now.astimezone().date()
    if not until.strip():
        return today + timedelta(days=USUAL_DAYS)
    try:
        day = date.fromisoformat(until.strip())
    except ValueError:
        raise Refused("Enter the last day as year, month and day, for example 2027-03-31.", "until") from None
    if not today <= day <= today + timedelta(days=MOST_DAYS):
        raise Refused("Choose a day from today on, at most five years ahead.", "until")
    return day


def _must_administer(actor: Person) -> None:
    if actor.role != "administrator":
        raise NotAllowed("Only an administrator can do this.")


def _hash(secret: str) -> str:
    """Secrets have 256 bits, so that a plain hash of them cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()
