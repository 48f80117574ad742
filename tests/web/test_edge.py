"""Where a request comes from and by which name: proxies are believed where they are trusted, and nobody else."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest
import waitress
from flask import Flask, jsonify, request

from screener.journeys.settings import Settings
from screener.web import create_app, server
from screener.web.edge import said_by_proxy
from tests.office import PASSWORD, Office
from tests.web.browser import Browser, words

ADDRESS = "https://interviews.halvorsen.example"
HOST = "interviews.halvorsen.example"
SPOOFED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=203.0.113.9;host=evil.example",
}
Served = Callable[..., Flask]


@pytest.fixture
def served(office: Office) -> Served:
    """Return what makes the application under some settings, with an address that tells how it sees a request."""

    def make(**settings: object) -> Flask:
        office.instance = replace(office.instance, settings=Settings.model_validate(settings))
        app = create_app(office.instance)
        app.add_url_rule("/told", view_func=lambda: jsonify(
            sender=request.remote_addr, host=request.host, scheme=request.scheme, root=request.script_root,
            said=said_by_proxy("X-Person"), forwarded=request.headers.get("Forwarded", "")))  # fmt: skip
        return app

    return make


def by_tls(office: Office, app: Flask) -> Browser:
    """Return a window that asks for everything at the server's own address."""
    browser = Browser(office, app=app)
    browser.client.open = partial(browser.client.open, base_url=ADDRESS)  # type: ignore[method-assign]
    return browser


def told(app: Flask, peer: str, **headers: str) -> dict[str, str]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = app.test_client().get("/told", headers=sent, environ_base={"REMOTE_ADDR": peer})
    assert answer.status_code == 200
    return dict(answer.json or {})


def test_without_proxies_nobodys_word_is_believed(served: Served) -> None:
    found = told(served(), "198.51.100.7", **SPOOFED, X_Person="helen@halvorsen.example")
    assert found == {
        "sender": "198.51.100.7", "host": "localhost", "scheme": "http", "root": "", "said": "", "forwarded": ""
    }  # fmt: skip
    assert told(served(), "127.0.0.1", **SPOOFED)["sender"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("trusted", "peer", "sender"),
    [
        ([], "127.0.0.1", "203.0.113.9"),
        ([], "::1", "203.0.113.9"),
        ([], "", "203.0.113.9"),  # a socket of this machine
        ([], "::ffff:127.0.0.1", "203.0.113.9"),
        ([], "10.1.2.3", "10.1.2.3"),
        (["10.1.0.0/16"], "10.1.2.3", "203.0.113.9"),
        (["10.1.0.0/16"], "10.2.2.3", "10.2.2.3"),
        (["10.1.2.3"], "10.1.2.4", "10.1.2.4"),
        (["10.1.2.3"], "127.0.0.1", "127.0.0.1"),  # who names machines means these alone
        (["2001:db8::/32"], "2001:db8::7", "203.0.113.9"),
        (["2001:db8::/32"], "nonsense", "nonsense"),
    ],
)
def test_the_sender_is_taken_from_trusted_proxies_alone(
    served: Served, trusted: list[str], peer: str, sender: str
) -> None:
    assert told(served(proxies="1", trusted=trusted), peer, X_Forwarded_For="203.0.113.9")["sender"] == sender


def test_what_a_browser_claims_before_the_last_proxy_is_not_the_sender(served: Served) -> None:
    claims = "192.0.2.1, 203.0.113.9"
    assert told(served(proxies="1"), "127.0.0.1", X_Forwarded_For=claims)["sender"] == "203.0.113.9"
    assert told(served(proxies="2"), "127.0.0.1", X_Forwarded_For=f"evil, {claims}")["sender"] == "192.0.2.1"


def test_a_header_about_the_person_counts_from_trusted_proxies_alone(served: Served) -> None:
    app = served(proxies="1", trusted=["10.1.2.3"])
    assert told(app, "10.1.2.3", X_Person="helen@halvorsen.example")["said"] == "helen@halvorsen.example"
    assert told(app, "127.0.0.1", X_Person="helen@halvorsen.example")["said"] == ""


@pytest.mark.parametrize(
    "host", ["evil.example", "", "x@evil.example", f"{HOST}.evil.example", "a b", "localhost:8000", "[", "[::1"]
)
def test_another_host_name_is_not_answered(served: Served, host: str) -> None:
    client = served(address=ADDRESS).test_client()
    for path in ("/sign-in", "/api/v1/openings", "/no-such-page"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 421, path
        assert "This server answers at https://interviews.halvorsen.example only" in answer.text
        assert "evil" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_own_host_name_is_answered_with_any_port_and_in_capitals(served: Served) -> None:
    client = served(address=ADDRESS).test_client()
    for host in (HOST, f"{HOST}:443", f"{HOST}:8000", HOST.upper()):
        assert client.get("/sign-in", headers={"Host": host}).status_code == 200


def test_machines_may_ask_for_health_by_any_name(served: Served) -> None:
    client = served(address=ADDRESS).test_client()
    assert client.get("/health", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/ready", headers={"Host": "10.0.0.3"}).status_code == 200


def test_the_host_that_a_trusted_proxy_names_is_checked_too(served: Served) -> None:
    client = served(address=ADDRESS, proxies="1").test_client()
    right = {"Host": "127.0.0.1:8000", "X-Forwarded-Host": HOST}
    assert client.get("/sign-in", headers=right).status_code == 200
    wrong = {"Host": HOST, "X-Forwarded-Host": "evil.example"}
    assert client.get("/sign-in", headers=wrong).status_code == 421


def test_addresses_that_are_handed_out_are_the_servers_own(office: Office, served: Served) -> None:
    helen = by_tls(office, served(address=ADDRESS))
    helen.post("/sign-in", email="helen@halvorsen.example", password=PASSWORD)
    helen.post(f"/people/{office.yuki.id}/address")
    assert f"{ADDRESS}/sign-in/" in words(helen.get("/handed-out"))


def test_behind_tls_the_cookie_is_sent_by_tls_alone_and_bound_to_the_host(office: Office, served: Served) -> None:
    browser = by_tls(office, served(address=ADDRESS))
    answer = browser.post("/sign-in", email="helen@halvorsen.example", password=PASSWORD)
    assert answer.status_code == 303
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("__Host-screener=")]
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    assert browser.is_in()


def test_browsers_are_held_to_tls_only_where_there_is_tls(served: Served) -> None:
    for settings, is_held in (({}, False), ({"address": "http://interviews"}, False), ({"address": ADDRESS}, True)):
        client = served(**settings).test_client()
        host = str(settings.get("address", "http://localhost")).partition("//")[2]
        for path in ("/sign-in", "/no-such-page", "/api/v1/openings", "/health", "/"):
            answer = client.get(path, headers={"Host": host, "X-Forwarded-Proto": "https"})
            held = answer.headers.get("Strict-Transport-Security", "")
            assert bool(held) is is_held, path
            assert held == "" or int(held.split("=")[1].split(";")[0]) >= 365 * 24 * 60 * 60


# As it is served


@pytest.fixture
def port(served: Served) -> Iterator[int]:
    """The port of a server under way."""
    ready, found, made = threading.Event(), list[int](), list[object]()
    original = waitress.create_server

    def create(*args: object, **wishes: object) -> object:
        made.append(original(*args, **wishes))
        return made[0]

    def announce(address: str) -> None:
        found.append(int(address.rpartition(":")[2]))
        ready.set()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "create_server", create)
        patch.setattr(server, "prepare_reading", lambda: None)
        app = served(proxies="1")
        thread = threading.Thread(target=server.serve, args=(app, "127.0.0.1", 0, announce), daemon=True)
        thread.start()
        assert ready.wait(20)
        yield found[0]
        made[0].close()  # type: ignore[attr-defined]
        thread.join(10)


def sent(port: int, request: bytes) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        with suppress(ConnectionResetError):  # the server does not wait for the rest of what it refuses
            while part := connection.recv(65536):
                answer += part
    return answer.decode()


def test_the_server_passes_on_what_a_trusted_proxy_says_and_no_header_in_disguise(port: int) -> None:
    asked = b"GET /told HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    honest = sent(port, asked + b"X-Forwarded-For: 203.0.113.9\r\nX-Person: helen\r\n\r\n")
    assert '"sender":"203.0.113.9"' in honest.replace(" ", "")
    assert '"said":"helen"' in honest.replace(" ", "")
    disguised = sent(port, asked + b"X_Person: helen\r\n\r\n")  # the proxy takes out X-Person, not this
    assert '"said":""' in disguised.replace(" ", "")


@pytest.mark.parametrize(
    ("request_", "status", "text"),
    [
        (
            b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n",
            413,
            "larger than this page",
        ),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: nonsense\r\n\r\n", 400, "cannot be read"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 300_000 + b"\r\n\r\n", 431, "cannot be read"),
    ],
    ids=["too-large", "no-length", "large-headers"],
)
def test_what_the_server_itself_refuses_is_told_in_plain_words_with_all_headers(
    port: int, request_: bytes, status: int, text: str
) -> None:
    answer = sent(port, request_)
    assert answer.startswith((f"HTTP/1.1 {status} ", f"HTTP/1.0 {status} "))
    assert text in answer
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control: no-store"):
        assert header in answer


# Settings


@pytest.mark.parametrize(
    "settings",
    [
        {"address": "interviews.example"}, {"address": "ftp://x"}, {"address": "https://"}, {"address": "https://a b"},
        {"address": "https://u:p@x.example"}, {"address": "https://x.example/screener"}, {"address": "https://x:99999"},
        {"address": "https://x.example?a"}, {"proxies": "-1"}, {"proxies": "many"}, {"trusted": ["proxy"]},
        {"trusted": ["10.0.0.1/8"]},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_address_is_refused(settings: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Settings.model_validate(settings)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://Interviews.Example/", "https://interviews.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_addresses_are_kept_in_one_form(written: str, kept: str) -> None:
    assert Settings.model_validate({"address": written}).address == kept
