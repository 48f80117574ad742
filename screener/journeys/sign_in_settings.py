"""How people may sign in, as `settings.yaml` says: passwords, access codes, an OpenID provider, a proxy."""

from ipaddress import ip_address
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from screener.bank.parts import Part
from screener.second.settings import VariableName
from screener.storage.records import Role

_LONGEST = 300
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST)]
Domain = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[^\s@/]+\.[^\s@/]+$", max_length=_LONGEST)
]
HeaderName = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z][A-Za-z0-9-]*$", max_length=80)]


def is_on_this_machine(address: str) -> bool:
    """Whether an address leads to this machine, so that nobody can listen on the way."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _checked_issuer(issuer: str) -> str:
    """Return the issuer as it is written: it is compared letter by letter. Raises ValueError."""
    parts = urlsplit(issuer)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not the address of a provider (write it like https://login.example.org/realms/staff)")
    if parts.scheme == "http" and not is_on_this_machine(issuer):
        raise ValueError("begins with http:// but is not on this machine: anybody on the way could sign in as anybody")
    return issuer


class Newcomers(Part):
    """Who may come in that somebody else has vouched for."""

    domains: tuple[Domain, ...] = ()  # of email addresses; without any, all
    role: Role | None = None  # of those whose groups give none
    add_people: bool = False  # whether somebody who is not known here is let in

    @model_validator(mode="after")
    def _have_a_role(self) -> Self:
        if self.add_people and not self.role and not getattr(self, "roles", {}):
            raise ValueError("adds people but gives them no role (add `role: interviewer`)")
        return self


class Provider(Newcomers):
    """An OpenID provider."""

    model_config = ConfigDict(hide_input_in_errors=True)  # a secret may have been written in the wrong place

    issuer: Annotated[_Text, AfterValidator(_checked_issuer)]
    client_id: _Text
    secret_from: VariableName | None = None
    name: _Text = "your organisation’s account"
    scopes: _Text = "openid email profile"
    email_from: _Text = "email"
    verified_from: _Text = "email_verified"  # or "always", of a provider that gives only addresses that it has checked
    roles_from: _Text = "groups"
    roles: dict[_Text, Role] = Field(default_factory=dict)


class Proxy(Newcomers):
    """A trusted server before this one that says in a header who is asking."""

    header: HeaderName  # with the email address
    name_header: HeaderName | None = None
    name: _Text = "your organisation’s account"
    sign_out: (
        Annotated[str, StringConstraints(pattern=r"^(/([^/\\\s]\S*)?|https://\S+)$", max_length=_LONGEST)] | None
    ) = None


class SignIn(Part):
    """Which ways in are open."""

    passwords: bool = True
    codes: bool = True
    provider: Provider | None = None
    proxy: Proxy | None = None

    @model_validator(mode="after")
    def _leaves_a_way(self) -> Self:
        if not (self.passwords or self.provider or self.proxy):
            raise ValueError("switches passwords off and names no other way in (name a `provider` or a `proxy`)")
        if self.provider and self.proxy:
            raise ValueError("names both a `provider` and a `proxy` (choose one)")
        return self
