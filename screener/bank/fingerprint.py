"""A stable name for a state of a bank, so that a score can say what it was made with."""

from collections.abc import Mapping
from hashlib import sha256


def fingerprint_of(files: Mapping[str, bytes]) -> str:
    """Return 16 hexadecimal digits that change when any file changes, is added, renamed or removed.

    Line endings do not count, so that a checkout on another system is the same bank.
    """
    digest = sha256()
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
