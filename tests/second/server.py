"""A real HTTP server on this machine that answers as well or as badly as a test wants."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Behaviour = Callable[["Handler"], None]


@dataclass
class Running:
    """A server under way: where it is, and what it was sent. `stopping` is set when the test ends."""

    address: str
    received: list[Received] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    """Keeps what came in and does what the test wants."""

    running: Running
    behave: Behaviour

    def do_POST(self) -> None:
        """Take a question."""
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length))
        self.running.received.append(Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        try:
            type(self).behave(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the reader has gone, as it should when it has had enough

    def do_GET(self) -> None:
        """Show that somebody followed a redirect."""
        self.running.received.append(Received(self.path, {}, {}))
        self.reply(200, b"{}")

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        """Send one whole response."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@contextmanager
def serving(behave: Behaviour) -> Iterator[Running]:
    """Serve on a free port of this machine until the block ends."""
    running = Running("")
    handler = type("TestHandler", (Handler,), {"running": running, "behave": staticmethod(behave)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    running.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: str | None, finish_reason: str = "stop") -> bytes:
    """Return a response as OpenAI-compatible servers write it, with `content` as the model's words."""
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}
    return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def saying(reply: object) -> Behaviour:
    """Return the behaviour of a server whose model writes this JSON."""
    return sending(200, completion(json.dumps(reply)))


def sending(status: int, body: bytes, **headers: str) -> Behaviour:
    """Return the behaviour of a server that sends this response."""
    return lambda handler: handler.reply(status, body, **headers)
