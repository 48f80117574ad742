"""Backups encrypted with age (https://age-encryption.org), in a stream: to public keys, or by a passphrase.

age has no passphrase for streams here, so a backup with one begins with a key of its own in age's text form, encrypted
by the passphrase; the rest is encrypted to that key. Either part can be opened by any program that knows age.
"""

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from screener.errors import Refused, ScreenerError, Unreadable

_AT_ONCE = 1024 * 1024
_SEALED = b"age-encryption.org/"
_BEGIN, _END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----\n"
_LONGEST_KEY = 16 * 1024  # bytes of a key in age's text form, or of a file with identities


class Sink(Protocol):
    """What a backup is written to."""

    def write(self, piece: bytes, /) -> int:
        """Take the next piece."""
        ...


@dataclass(frozen=True)
class Sealing:
    """To whom a backup is encrypted: public keys (age or SSH), or else a passphrase. Without either it stays plain."""

    recipients: tuple[str, ...] = ()
    passphrase: str = ""

    def __bool__(self) -> bool:
        """Whether anything is encrypted."""
        return bool(self.recipients or self.passphrase)


@dataclass(frozen=True)
class Opener:
    """What opens an encrypted backup: the text of a file with private keys, or a passphrase."""

    identities: str = ""
    passphrase: str = ""


PLAIN, NO_OPENER = Sealing(), Opener()


def new_identity(file: Path) -> str:
    """Write a new private key into the new file `file`, and return its public key.

    Raises Refused if the file is there, Unreadable if it cannot be written.
    """
    key = _age().x25519.Identity.generate()
    public = str(key.to_public())
    try:
        with open(file, "x", encoding="ascii", opener=_private) as out:
            out.write(f"# public key: {public}\n{key}\n")
    except FileExistsError:
        raise Refused(f"{file} is there already (name a new file)") from None
    except OSError as error:
        raise Unreadable(f"{file} cannot be written: {error.strerror}") from None
    return public


def checked(sealing: Sealing) -> Sealing:
    """Return a sealing that can be used. Raises Refused for what is no public key, Unreadable without the part."""
    _recipients(sealing)
    return sealing


def seal(pieces: Iterator[bytes], out: Sink, sealing: Sealing) -> None:
    """Write pieces to `out`, encrypted as they come. Raises what they or `out` raise."""
    if not sealing:
        for piece in pieces:
            out.write(piece)
        return
    recipients = _recipients(sealing)
    if sealing.passphrase:
        own = _age().x25519.Identity.generate()
        out.write(_age().passphrase.encrypt(str(own).encode(), sealing.passphrase, armored=True))
        recipients = [own.to_public()]
    source, target = _Source(pieces), _Target(out.write)
    try:
        _age().encrypt_io(source, target, recipients)
    except Exception as error:  # what went wrong at either end comes back in other words
        raise source.failure or target.failure or error from None


def is_sealed(file: BinaryIO) -> bool:
    """Whether a backup is encrypted. Reads its beginning and goes back to it."""
    begun = file.read(len(_BEGIN))
    file.seek(0)
    return begun.startswith(_SEALED) or begun == _BEGIN


def unseal(file: BinaryIO, opener: Opener, take: Callable[[bytes], None]) -> None:
    """Give a backup's contents to `take`, piece by piece, decrypted if need be.

    Raises Unreadable if the key or passphrase is missing or another's, or the file is damaged; and what `take` raises.
    """
    if not is_sealed(file):
        while piece := file.read(_AT_ONCE):
            take(piece)
        return
    identities = _identities(opener)
    if file.read(len(_BEGIN)) == _BEGIN:
        identities = [_own_key(file, opener)]
    else:
        file.seek(0)
        if not identities:
            raise Refused("it is encrypted to a key (name the file with the private key: --identity FILE)")
    age, target = _age(), _Target(take)
    try:
        age.decrypt_io(file, target, identities)
    except Exception as error:
        if target.failure:
            raise target.failure from None
        if "No matching keys" in str(error):
            raise Refused("it is encrypted to another key than those in the file with the private key") from None
        raise Unreadable("it is damaged or not whole (take another backup)") from None


def _own_key(file: BinaryIO, opener: Opener) -> Any:
    """Return the key at the beginning of a backup with a passphrase, and leave the file where the rest begins."""
    begun = _BEGIN + file.read(_LONGEST_KEY)
    end = begun.find(_END)
    if end < 0:
        raise Unreadable("it is damaged or not whole (take another backup)")
    if not opener.passphrase:
        raise Refused("it is encrypted by a passphrase (name the variable that holds it: --passphrase-from VARIABLE)")
    file.seek(end + len(_END))
    try:
        own = _age().passphrase.decrypt(begun[: end + len(_END)], opener.passphrase)
        return _age().x25519.Identity.from_str(own.decode())
    except Exception:  # the library tells a wrong passphrase from a damaged key only in some cases
        raise Refused("the passphrase is another one, or the backup is damaged") from None


def _recipients(sealing: Sealing) -> list[Any]:
    if sealing.recipients and sealing.passphrase:
        raise Refused("a backup is encrypted either to public keys or by a passphrase (take one of them out)")
    found = []
    for text in sealing.recipients:
        kind = _age().ssh if text.startswith("ssh-") else _age().x25519
        try:
            found.append(kind.Recipient.from_str(text))
        except Exception:
            shown = text[:12] + "…" if len(text) > 12 else text
            how = "it begins with age1 or ssh-ed25519"
            is_private = text.upper().startswith("AGE-SECRET-KEY-")
            wrong = "this is a private key" if is_private else f"`{shown}` is no public key"
            raise Refused(f"{wrong} ({how}; make one with `screener backup --new-key FILE`)") from None
    if sealing.passphrase:
        _age()
    return found


def _identities(opener: Opener) -> list[Any]:
    text = opener.identities.strip()
    if not text:
        return []
    try:
        if text.startswith("-----BEGIN"):
            return [_age().ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        return [_age().x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except ScreenerError:
        raise
    except Exception:
        raise Refused("the file with the private key holds none (a line that begins with AGE-SECRET-KEY-)") from None


def _age() -> Any:
    try:
        import pyrage
    except ImportError:
        how = 'pip install "screener[backup]"'
        raise Unreadable(f"encrypted backups need a part that is not installed ({how})") from None
    return pyrage


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class _Source:
    """Pieces as something that can be read; keeps what went wrong, which the library tells in other words."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, io.BytesIO()
        self.failure: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not (found := self._held.read(size)):
                self._held = io.BytesIO(next(self._pieces))
        except StopIteration:
            return b""
        except Exception as error:
            self.failure = error
            raise
        return found


class _Target:
    """A function as something that can be written to; keeps what went wrong."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take
        self.failure: Exception | None = None

    def write(self, piece: bytes) -> int:
        try:
            self._take(piece)
        except Exception as error:
            self.failure = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""
