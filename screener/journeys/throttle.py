"""Guessing is slowed down: after some failures each next try has to wait, twice as long each time, in every process.

Counted are an account (an email address, whether anybody has it or not), the network address, and browsers that have
signed in as this person before. Such a browser is counted by itself alone, so that whoever guesses elsewhere cannot
keep the person out. The database holds keyed hashes: neither emails nor network addresses.
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from screener.errors import TryLater
from screener.journeys.instance import Instance, moment_of, stamp
from screener.storage.records import Person
from screener.storage.signing_in import Tries

LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(hours=12)
PROOF_DAYS = 90
_SECONDS_TO_TELL = 120  # what is longer is told in minutes
_SENDER_BITS = 64  # of an address of version 6: one household or company has that many


@dataclass(frozen=True)
class Limit:
    """What is counted, under which name, and how many failures cost nothing."""

    kind: str
    name: str
    free: int


@dataclass(frozen=True)
class Counted:
    """A try that was counted as a failure until it turns out to be none."""

    limit: Limit
    key: str
    before: Tries | None
    now: Tries


def limits_of(instance: Instance, email: str, proof: str, person: Person | None) -> tuple[Limit, ...]:
    """Return what a try with an email address is counted by."""
    nonce = _nonce_of(instance, person, proof) if person else ""
    if nonce:
        return (Limit("browser", nonce, free=10),)
    return (Limit("account", email.strip().casefold(), free=10), *limits_of_sender(instance))


def limits_of_sender(instance: Instance) -> tuple[Limit, ...]:
    """Return what a try from a network address is counted by; a whole office may share one."""
    sender = _network_of(instance.origin)
    return (Limit("sender", sender, free=50),) if sender else ()


def count(instance: Instance, limits: Sequence[Limit]) -> tuple[Counted, ...]:
    """Count a try as failed before it is made, so that many at once are no way around.

    Raises TryLater if one of the limits says to wait; nothing is counted then.
    """
    now, counted = instance.clock(), list[Counted]()
    with instance.store.transaction():
        for limit in limits:
            key = _key(instance, limit)
            before = instance.store.find_tries(key)
            # what waits for longer than anybody has to was set while the clock was ahead
            if before and stamp(now) < before.blocked_until <= stamp(now + LONGEST_WAIT):
                raise _too_soon(moment_of(before.blocked_until) - now)
            is_old = before is None or now - moment_of(before.last_at) > FORGOTTEN_AFTER
            failures = 1 if before is None or is_old else before.failures + 1
            wait = _wait(failures, limit.free)
            tries = Tries(key, failures, stamp(now), stamp(now + wait) if wait else "")
            counted.append(Counted(limit, key, before, tries))
        for one in counted:
            instance.store.put_tries(one.now)
    return tuple(counted)


def forgive(instance: Instance, counted: Sequence[Counted]) -> None:
    """Take a try back that was right. What others failed with from the same address is not forgotten by it."""
    for one in counted:
        if one.limit.kind == "sender":
            instance.store.take_back_try(one.key, one.now.blocked_until, one.before.blocked_until if one.before else "")
        else:
            instance.store.forget_tries(one.key)


def new_proof(instance: Instance, person: Person) -> str:
    """Return by what a browser shows, later on, that somebody has signed in with it as this person."""
    nonce = secrets.token_urlsafe(12)
    until = stamp(instance.clock() + timedelta(days=PROOF_DAYS))
    return f"{nonce}.{until}.{_sealed(instance, person, nonce, until)}"


def forget_old_tries(instance: Instance) -> None:
    """Remove what no longer counts."""
    instance.store.forget_tries_before(stamp(instance.clock() - FORGOTTEN_AFTER))


def _nonce_of(instance: Instance, person: Person, proof: str) -> str:
    nonce, _, rest = proof.partition(".")
    until, _, seal = rest.rpartition(".")
    is_whole = hmac.compare_digest(_sealed(instance, person, nonce, until).encode(), seal.encode("utf-8", "replace"))
    return nonce if is_whole and until > instance.now() else ""


def _sealed(instance: Instance, person: Person, nonce: str, until: str) -> str:
    told = f"known browser {person.id} {nonce} {until}".encode("utf-8", "replace")
    return hmac.digest(instance.secret.encode(), told, "sha256").hex()


def _key(instance: Instance, limit: Limit) -> str:
    told = f"tries {limit.kind} {limit.name}".encode("utf-8", "surrogatepass")
    return hmac.digest(instance.secret.encode(), told, "sha256").hex()[:32]


def _network_of(origin: str) -> str:
    """Return by what a sender is counted; "" for what is no network address."""
    address = _address(origin) or _address(origin.rpartition(":")[0])  # some proxies write the port behind it
    if address is None:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((int(address), _SENDER_BITS), strict=False))
    return str(address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None


def _wait(failures: int, free: int) -> timedelta:
    over = failures - free
    return min(timedelta(seconds=2 ** min(over, 16)), LONGEST_WAIT) if over >= 0 else timedelta()


def _too_soon(left: timedelta) -> TryLater:
    seconds = max(1, -(-left // timedelta(seconds=1)))
    how_long = f"{seconds} seconds" if seconds < _SECONDS_TO_TELL else f"{-(-seconds // 60)} minutes"
    return TryLater(
        f"That was tried too often. Wait {how_long} and try again. If you cannot wait, ask HR or an administrator for "
        "a sign-in address: it works at once.",
        seconds,
    )
