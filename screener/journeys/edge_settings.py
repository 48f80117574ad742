"""Where people find the server and what stands before it, as `settings.yaml` says."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

_LONGEST = 300
_NO_ADDRESS = "is not the address of a server (write it like https://interviews.example.org)"
Network = IPv4Network | IPv6Network


def _checked_address(address: str) -> str:
    """Return scheme and host in small letters. Raises ValueError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ValueError(_NO_ADDRESS) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(_NO_ADDRESS)
    if not (address.isascii() and address.isprintable()) or " " in address or "\\" in address:
        raise ValueError(_NO_ADDRESS)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("must end with the host: Screener has a host name of its own (https://interviews.example.org)")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def _checked_network(text: str) -> str:
    """Return addresses of machines as they are compared. Raises ValueError."""
    try:
        return str(ip_network(text))
    except ValueError:
        raise ValueError("is no address of machines (write it like 127.0.0.1 or 10.0.0.0/8)") from None


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)]
ServerAddress = Annotated[_Text, AfterValidator(_checked_address)]
Machines = Annotated[_Text, AfterValidator(_checked_network)]
Proxies = Annotated[int, Field(ge=0, le=5)]


def is_among(address: str, machines: tuple[str, ...]) -> bool:
    """Whether a machine is among those that were named; without a name, whether it is this one."""
    if not address:  # a socket of this machine, which has no address
        return True
    try:
        asking = ip_address(address)
    except ValueError:
        return False
    asking = getattr(asking, "ipv4_mapped", None) or asking
    return any(asking in ip_network(named) for named in machines) if machines else asking.is_loopback
