"""Where the second reader is, as an organisation writes it into its instance folder. Without the file there is none."""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from screener.bank.parts import Part
from screener.bank.shape import shaped
from screener.bank.yamlfile import read_document
from screener.errors import Unreadable

FILE = "second-reader.yaml"
_LONGEST = 300  # characters of an address, a model's or a variable's name
_HIGHEST_PORT = 65535
_NO_ADDRESS = "is not an address (write it like https://models.example.org/v1)"
_NAME_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")


def _checked_address(address: str) -> str:
    """Return the address without a slash at its end. Raises ValueError, which never repeats what was written."""
    import httpx  # only here: it takes longer to load than the rest, and most have no second reader

    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise ValueError(_NO_ADDRESS) from None
    if not (address.isascii() and address.isprintable()) or " " in address or "\\" in address:
        raise ValueError(_NO_ADDRESS)
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("must begin with https:// or http:// and a host (such as https://models.example.org/v1)")
    if url.port is not None and not 0 < url.port <= _HIGHEST_PORT:
        raise ValueError(f"has a port that does not exist (ports go from 1 to {_HIGHEST_PORT})")
    if url.userinfo:
        raise ValueError("must hold no user name or password (name a variable of the environment in `key_from`)")
    if "?" in address or "#" in address:
        raise ValueError("must end with its path, without ? or # (such as https://models.example.org/v1)")
    if url.scheme == "http" and not _is_loopback(url.host):
        raise ValueError(
            "begins with http:// but is not on this machine: what candidates said would cross the network for anybody "
            "to read (use https://, or a model served on this machine, such as http://127.0.0.1:8080/v1)"
        )
    return address.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _checked_name(name: str) -> str:
    """Return a name of a variable. What is none is not repeated: it may be the key itself."""
    if not name or name[0].isdecimal() or not set(name) <= _NAME_LETTERS:
        raise ValueError("must name a variable of the environment that holds the key (the key itself stands nowhere)")
    return name


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)]
Address = Annotated[_Text, AfterValidator(_checked_address)]
VariableName = Annotated[_Text, AfterValidator(_checked_name)]


class Settings(Part):
    """Which model reads, where it is served, which variable of the environment holds the key, how long it may take."""

    # What was written may be a key in the wrong place: errors do not repeat it.
    model_config = ConfigDict(hide_input_in_errors=True)

    address: Address
    model: _Text
    key_from: VariableName | None = None
    seconds: Annotated[int, Field(ge=1, le=600)] = 60


def load_settings(folder: Path) -> Settings | None:
    """Return what `second-reader.yaml` in an instance's folder says, or None if there is no such file.

    With None nothing is sent anywhere. Raises Unreadable with the place in the file and what to do.
    """
    path = folder / FILE
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unreadable(
            f"{path}: cannot be read: {error.strerror} (mend it, or remove it for no second reader)"
        ) from None
    document = read_document(content, path.as_posix())
    settings = shaped(document, Settings) if document.data is not None else None
    if settings is None or document.problems:
        first = min(document.problems)
        raise Unreadable(f"{first.file}:{first.line}:{first.column} {first.message}")
    return settings
