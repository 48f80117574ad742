"""A real OpenID provider on this machine, as honest or as hostile as a test wants.

It keeps codes, checks the client's secret and the proof of PKCE, signs ID tokens with RSA keys, and publishes its
keys: what a provider does. A test sets who is signed in there, and may spoil what it says.
"""

import base64
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

CLIENT, SECRET = "screener-of-halvorsen", "a secret of many letters"
TOKEN = {"access_token": "an-access-token", "token_type": "Bearer", "expires_in": 300}
Claims = dict[str, Any]


@cache
def key(name: str) -> RSAKey:
    """Return a pair of keys; made once, because that takes long."""
    return RSAKey.generate_key(2048, parameters={"kid": name, "use": "sig"})


def sign(claims: Claims, by: str = "first") -> str:
    """Return claims as an honest provider seals them."""
    return jwt.encode({"alg": "RS256", "kid": by}, claims, key(by))


def unsigned(claims: Claims) -> str:
    """Return claims that nobody has signed."""
    return f"{_plain({'alg': 'none'})}.{_plain(claims)}."


def signed_with_public_key(claims: Claims) -> str:
    """Return claims sealed with what everybody knows, as if it were a shared secret."""
    told = f"{_plain({'alg': 'HS256', 'kid': 'first'})}.{_plain(claims)}"
    return f"{told}.{_plain(hmac.digest(key('first').as_pem(private=False), told.encode(), 'sha256'))}"


def _plain(part: Claims | bytes) -> str:
    content = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def tampered(claims: Claims) -> str:
    """Return claims that were changed after they were signed."""
    head, _, seal = sign(claims).split(".")
    return f"{head}.{_plain({**claims, 'sub': 'somebody-else'})}.{seal}"


@dataclass
class Grant:
    """What a code stands for."""

    redirect_uri: str
    nonce: str
    challenge: str
    is_used: bool = False


@dataclass
class Provider:
    """The provider under way. `person` is who is signed in there; `spoil` and `seal` change what it says."""

    issuer: str = ""
    person: Claims = field(default_factory=dict)
    spoil: Callable[[Claims], Claims] = dict
    seal: Callable[[Claims], str] = sign
    published: list[str] = field(default_factory=lambda: ["first"])
    metadata: Claims = field(default_factory=dict)
    error: str = ""
    is_down: bool = False
    now: Callable[[], float] = time.time
    grants: dict[str, Grant] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def claims_for(self, grant: Grant) -> Claims:
        at = int(self.now())
        honest = {
            "iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": grant.nonce, **self.person,
        }  # fmt: skip
        return self.spoil(honest)


def application(provider: Provider) -> Flask:
    app = Flask("provider")

    @app.before_request
    def note() -> Response | None:
        provider.asked.append(request.path)
        return Response("out of order", 503) if provider.is_down else None

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify({
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"],
            **provider.metadata,
        })  # fmt: skip

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[key(name).as_dict(private=False) for name in provider.published])

    @app.get("/authorize")
    def authorize() -> Response:
        asked = request.args
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if provider.error:
            answer = {"error": provider.error, "error_description": "<b>words of the provider</b>"}
        else:
            code = secrets.token_urlsafe(16)
            provider.grants[code] = Grant(asked["redirect_uri"], asked["nonce"], asked["code_challenge"])
            answer = {"code": code}
        return redirect(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}")

    @app.post("/token")
    def token() -> tuple[Response, int]:
        grant = provider.grants.get(request.form["code"])
        sent = request.authorization
        if sent is None or (sent.username, sent.password) != (CLIENT, SECRET):
            return jsonify(error="invalid_client"), 401
        proof = sha256(request.form["code_verifier"].encode()).digest()
        is_proved = grant and _plain(proof) == grant.challenge
        if not grant or grant.is_used or not is_proved or request.form["redirect_uri"] != grant.redirect_uri:
            return jsonify(error="invalid_grant"), 400
        grant.is_used = True
        sealed = provider.seal(provider.claims_for(grant))
        return jsonify({**TOKEN, "id_token": sealed}), 200

    return app


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Serve a provider until the test ends."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, application(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
