"""Signing in at an OpenID provider: the way there, and what it says when somebody comes back.

Authorization code flow with PKCE, state and nonce. What comes back is believed only after its signature, issuer,
audience, time and nonce have been checked; no algorithm without a key of the provider's is accepted.
"""

import hmac
import secrets
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from screener.errors import NotAllowed, Unreadable
from screener.journeys.arrivals import Arrival
from screener.journeys.instance import Instance
from screener.journeys.settings import Settings, secret_from
from screener.journeys.sign_in_settings import Provider, is_on_this_machine

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

_SECONDS = 10.0  # to wait for the provider
_LEEWAY = 60  # seconds by which clocks may differ
_LASTING = 600.0  # seconds for which the provider's addresses and keys are taken as they were
_SIGNED_BY = [  # with a pair of keys; "none" and shared secrets are not among them
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
]  # fmt: skip
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_AGAIN = "Try again."
_TELL = "If it stays so, tell your administrator."


class _Doubtful(Exception):
    """What the provider says cannot be believed; the message is a word of ours for the audit trail."""


class _Unfit(Exception):
    """What the provider says of itself is not what a provider has to say."""


@dataclass(frozen=True)
class Begun:
    """A sign-in under way: where the browser is sent, and what it brings back to show that it is its own."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass
class _Found:
    """What a provider says of itself, and when it was asked."""

    asked_at: float
    addresses: Mapping[str, Any]
    keys: Mapping[str, Any] | None = None


_found: dict[str, _Found] = {}
_finding = threading.Lock()


def must_be_usable(settings: Settings) -> None:
    """Raise Unreadable if a provider is named and cannot be used: a library or its secret is missing."""
    provider = settings.sign_in.provider
    if provider is None:
        return
    try:
        import authlib.integrations.httpx_client  # noqa: F401
    except ImportError:
        raise Unreadable(
            "settings.yaml names an OpenID provider, and the library for it is not installed (install it with "
            "`pip install 'screener[sso]'`, or take `provider` out of `sign_in`)"
        ) from None
    if provider.secret_from and not secret_from(provider.secret_from):
        raise Unreadable(
            f"settings.yaml says that the secret for the OpenID provider is in {provider.secret_from}, which is empty "
            "(set this variable of the environment where the server starts)"
        )


def begin(instance: Instance, back: str) -> Begun:
    """Return the way to the provider; `back` is the address of ours to which it sends people back.

    Raises NotAllowed if the provider cannot be reached.
    """
    provider = _provider_of(instance)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    with _client(provider, back) as client:
        addresses = _asked(provider, lambda: _addresses(client, provider))
        address, _ = client.create_authorization_url(
            addresses["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    return Begun(str(address), state, nonce, verifier)


def finish(instance: Instance, begun: Begun, back: str, answer: Mapping[str, str]) -> Arrival:
    """Return who the provider says has come back. `answer` is what stands in the address that they came by.

    Raises NotAllowed, in words for people, for whatever is not as it should be.
    """
    provider = _provider_of(instance)
    if error := answer.get("error", ""):
        raise _refused(error, provider)
    try:
        if not hmac.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise _Doubtful("state")
        with _client(provider, back) as client:
            addresses = _asked(provider, lambda: _addresses(client, provider))
            _check_sender(answer, addresses, provider)
            token = _asked(provider, lambda: client.fetch_token(
                addresses["token_endpoint"], code=answer.get("code", ""), code_verifier=begun.verifier,
                grant_type="authorization_code",
            ))  # fmt: skip
            claims = _claims(instance, provider, client, token, begun.nonce)
    except _Doubtful as doubt:
        raise NotAllowed(
            f"What {provider.name} answered cannot be believed ({doubt}), so you were not signed in. {_AGAIN} {_TELL}"
        ) from None
    return _arrival(provider, claims)


def _provider_of(instance: Instance) -> Provider:
    provider = instance.settings.sign_in.provider
    if provider is None:
        raise NotAllowed("This server has no OpenID provider to sign in with.")
    return provider


def _client(provider: Provider, back: str) -> "OAuth2Client":
    from authlib.integrations.httpx_client import OAuth2Client

    secret = secret_from(provider.secret_from)
    return OAuth2Client(
        provider.client_id, secret or None, scope=provider.scopes, redirect_uri=back, timeout=_SECONDS, verify=_trust(),
        token_endpoint_auth_method="client_secret_basic" if secret else "none", code_challenge_method="S256",
    )  # fmt: skip


@cache
def _trust() -> ssl.SSLContext:
    """Return what the system trusts; reading that takes longer than everything else here."""
    return ssl.create_default_context()


def _asked(provider: Provider, ask: Callable[[], Any]) -> Any:
    """Ask the provider. Raises NotAllowed if it does not answer, or refuses."""
    from authlib.integrations.base_client.errors import OAuthError

    errors: tuple[type[Exception], ...] = (*_network_errors(), JSONDecodeError, UnicodeDecodeError, _Unfit)
    try:
        return ask()
    except OAuthError as error:
        raise _refused(error.error or "", provider) from None
    except errors:
        raise NotAllowed(
            f"{_capital(provider.name)} does not answer as it should at the moment. Wait a minute. {_AGAIN} {_TELL}"
        ) from None


def _network_errors() -> tuple[type[Exception], ...]:
    """Return what the transport raises; the library takes one of two, whichever is installed."""
    name = "httpx2" if find_spec("httpx2") else "httpx"
    transport = import_module(name)
    return (transport.HTTPError, transport.InvalidURL)


def _addresses(client: "OAuth2Client", provider: Provider) -> Mapping[str, Any]:
    """Return what the provider says of itself; asked for at most every ten minutes."""
    with _finding:
        found = _found.get(provider.issuer)
    if found is None or time.monotonic() - found.asked_at > _LASTING:
        address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        addresses = _json(client, address)
        if addresses.get("issuer") != provider.issuer:
            raise _Unfit("another issuer")
        is_near = is_on_this_machine(provider.issuer)
        for told in (addresses.get(name) for name in _ADDRESSES):
            if not isinstance(told, str) or not (told.startswith("https://") or (is_near and is_on_this_machine(told))):
                raise _Unfit("an address is missing or without TLS")
        found = _Found(time.monotonic(), addresses)
        with _finding:
            _found[provider.issuer] = found
    return found.addresses


def _keys(client: "OAuth2Client", provider: Provider, *, afresh: bool) -> Mapping[str, Any]:
    with _finding:
        found = _found[provider.issuer]
    if found.keys is None or afresh:
        found.keys = _json(client, found.addresses["jwks_uri"])
    return found.keys


def _json(client: "OAuth2Client", address: str) -> Mapping[str, Any]:
    answer = client.request("GET", address, withhold_token=True)
    answer.raise_for_status()
    content = answer.json()
    if not isinstance(content, dict):
        raise _Unfit("no object")
    return content


def _check_sender(answer: Mapping[str, str], addresses: Mapping[str, Any], provider: Provider) -> None:
    """A provider that names itself in its answer must be the one that was asked."""
    named = answer.get("iss")
    if named is None and addresses.get("authorization_response_iss_parameter_supported"):
        raise _Doubtful("no issuer in the address")
    if named is not None and named != provider.issuer:
        raise _Doubtful("another issuer in the address")


def _claims(
    instance: Instance, provider: Provider, client: "OAuth2Client", token: Mapping[str, Any], nonce: str
) -> Mapping[str, Any]:
    """Return what the ID token says, once everything about it is as it should be."""
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    sealed = token.get("id_token")
    if not isinstance(sealed, str):
        raise _Doubtful("no ID token")
    options = {"iss": {"essential": True, "value": provider.issuer},
               "aud": {"essential": True, "value": provider.client_id}}  # fmt: skip
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    try:
        opened = _opened(provider, client, sealed)
        claims = CodeIDToken(opened.claims, opened.header, options, params)
        claims.validate(now=int(instance.clock().timestamp()), leeway=_LEEWAY)
    except JoseError as error:
        raise _Doubtful(f"{error.error}: {error.description}" if error.description else error.error) from None
    except (ValueError, TypeError, KeyError):
        raise _Doubtful("an ID token that cannot be read") from None
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise _Doubtful("nobody in the ID token")
    return dict(claims)


def _opened(provider: Provider, client: "OAuth2Client", sealed: str) -> Any:
    """Check the signature, if need be with keys that the provider has changed in the meantime."""
    from joserfc import jwt
    from joserfc.errors import BadSignatureError, InvalidKeyIdError
    from joserfc.jwk import KeySet

    def by(keys: Mapping[str, Any]) -> Any:
        return jwt.decode(sealed, KeySet(list(_usable(keys.get("keys")))), algorithms=_SIGNED_BY)

    try:
        return by(_asked(provider, lambda: _keys(client, provider, afresh=False)))
    except (BadSignatureError, InvalidKeyIdError):
        return by(_asked(provider, lambda: _keys(client, provider, afresh=True)))


def _usable(keys: Any) -> Iterator[Any]:
    """Return the keys that can check a signature; those of a kind that is not known here are passed over."""
    from joserfc.errors import JoseError
    from joserfc.jwk import import_key

    for key in keys if isinstance(keys, list) else ():
        if isinstance(key, dict) and key.get("kty") != "oct" and key.get("use", "sig") == "sig":
            with suppress(JoseError, ValueError, TypeError, KeyError):
                yield import_key(key)


def _arrival(provider: Provider, claims: Mapping[str, Any]) -> Arrival:
    email, groups = claims.get(provider.email_from), claims.get(provider.roles_from)
    is_verified = provider.verified_from == "always" or claims.get(provider.verified_from) in (True, "true", 1, "1")
    listed = groups if isinstance(groups, list) else [groups]
    name = claims.get("name")
    return Arrival(
        email=email if isinstance(email, str) else "",
        is_verified=is_verified,
        name=name if isinstance(name, str) else "",
        groups=tuple(group for group in listed if isinstance(group, str)),
        issuer=provider.issuer,
        subject=claims["sub"],
    )


def _refused(error: str, provider: Provider) -> NotAllowed:
    """Say in plain words what the provider's code means; its own words are not repeated, anybody may write them."""
    whose = _capital(provider.name)
    texts = {
        "access_denied": f"{whose} did not let you in, or you went back. {_AGAIN}",
        "invalid_grant": f"This sign-in was used already or took too long. {_AGAIN}",
        "login_required": f"{whose} wants you to sign in there first. {_AGAIN}",
        "temporarily_unavailable": f"{whose} cannot sign anybody in at the moment. Wait a minute. {_AGAIN}",
        "server_error": f"{whose} has a problem. Wait a minute. {_AGAIN}",
        "invalid_client": f"{whose} does not accept this server: its `client_id` or secret is wrong. Tell your "
        "administrator.",
        "unauthorized_client": f"{whose} does not accept this server. Tell your administrator.",
        "invalid_scope": f"{whose} does not give what `scopes` asks for. Tell your administrator.",
    }
    return NotAllowed(texts.get(error, f"{whose} refused the sign-in. {_AGAIN} {_TELL}"))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
