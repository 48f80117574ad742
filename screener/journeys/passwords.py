"""Passwords: how they are kept, and which are too easy to guess."""

import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from screener.errors import Refused
from screener.storage.records import Person

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
_LEAKED = Path(__file__).parent / "leaked" / "passwords.bin"
_ENTRY = 5  # bytes of a hash
_LEAST_OWN = 6  # characters that stand beside what anybody would try first
_SHORTEST_WORD = 4
_FEWEST_LETTERS = 4  # different ones
_OURS = ("screener", "interview", "candidate", "password")
_DISGUISES = str.maketrans("013457@$!8", "oieastasib")
_hasher = PasswordHasher()
_NOBODYS_HASH = _hasher.hash(secrets.token_hex(16))  # so that an unknown email takes as long as a wrong password


def hash_password(password: str) -> str:
    """Return a password as it is kept (Argon2id)."""
    return _hasher.hash(normalize("NFC", password))


def is_right(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept; "" stands for nobody's, and takes as long."""
    composed = normalize("NFC", password)
    for form in dict.fromkeys((composed, password)):  # keyboards differ in how they write an é
        with suppress(VerificationError, InvalidHashError):
            _hasher.verify(kept or _NOBODYS_HASH, form)
            return bool(kept)
    return False


def must_be_strong(person: Person, password: str, host: str) -> None:
    """Raise Refused for a password that is too short or long, leaked, or made of what everybody knows of a person.

    `host` is the name of the server. No kinds of characters are asked for: they make passwords harder to remember and
    not to guess.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused(f"Choose a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.", "password")
    plain = normalize("NFKC", password).casefold()
    if len(set(plain)) < _FEWEST_LETTERS or re.fullmatch(r"(.{1,5})\1+.{0,4}", plain):
        raise Refused("This password is too easy to guess. Several words in a row make a good one.", "password")
    if any(is_leaked(form) for form in _forms(plain)):
        raise Refused(
            "This password, or one much like it, is on a list of passwords that were stolen elsewhere; it would be "
            "among the first that somebody tries. Several words in a row make a good one.",
            "password",
        )
    if len(_without(plain, _known_of(person, host))) < _LEAST_OWN:
        raise Refused(
            "This password holds little more than your name, your email address or the name of this place. Choose "
            "words that nobody would guess of you.",
            "password",
        )


def is_leaked(password: str) -> bool:
    """Whether a password in small letters stands in the list of leaked ones."""
    wanted, entries = sha256(password.encode("utf-8", "surrogatepass")).digest()[:_ENTRY], _entries()
    low, high = 0, len(entries) // _ENTRY
    while low < high:
        middle = (low + high) // 2
        entry = entries[middle * _ENTRY : (middle + 1) * _ENTRY]
        if entry == wanted:
            return True
        low, high = (middle + 1, high) if entry < wanted else (low, middle)
    return False


@cache
def _entries() -> bytes:
    return _LEAKED.read_bytes()


def _forms(plain: str) -> Iterator[str]:
    """Yield a password as it is, and the word that digits and signs were put around or into."""
    yield plain
    yield plain.replace(" ", "")
    for form in (plain, plain.translate(_DISGUISES)):
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", form)
        if len(core) >= _SHORTEST_WORD and len(plain) - len(core) <= _LEAST_OWN:
            yield core


def _known_of(person: Person, host: str) -> Collection[str]:
    words = re.split(r"[\W_]+", f"{person.name} {person.email} {host}".casefold())
    return {word for word in words if len(word) >= _SHORTEST_WORD} | {*_OURS}


def _without(plain: str, known: Collection[str]) -> str:
    """Return the letters and digits of a password but for words that are known; the longest are taken out first."""
    left = plain.translate(_DISGUISES) if any(word in plain.translate(_DISGUISES) for word in known) else plain
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, "")
    return re.sub(r"[\W_]+", "", left)
