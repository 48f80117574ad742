"""The one request that the second reader makes. Whatever a server does comes back as an opinion or as its trouble."""

import asyncio
import json
import os
from typing import Any

import httpx

from screener.bank.load import Bank
from screener.second.asking import messages, reply_schema
from screener.second.opinion import Opinion
from screener.second.reply import Misfit, opinion_of
from screener.second.settings import Settings
from screener.second.verify import Quotable

MOST_BYTES = 2 * 1024 * 1024  # of a reply; a long opinion has some 10 kB
_MOST_TOKENS = 4000  # that the model may write

_STATUS = {
    400: "it refused the request (HTTP 400): the answer may be too long for the model, or the model cannot keep to a "
    "JSON schema or to temperature 0",
    401: "it did not accept the key (HTTP 401): look at `key_from` and the variable that it names",
    403: "it does not allow this key to use the model (HTTP 403)",
    404: "it knows no such address or model (HTTP 404): look at `model`, and at `address`, which ends before "
    "/chat/completions",
    413: "the answer is too long for it (HTTP 413)",
    429: "it has had too many requests, or the account's quota is used up (HTTP 429): try again later",
}


class _Trouble(Exception):
    """There is no opinion, and the message says why."""


class SecondReader:
    """Asks the model that the settings name. Each reading is one request, and nothing is kept."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read(self, bank: Bank, text: str, question: str = "", speaker: str = "unknown") -> Opinion:
        """Return the model's opinion of one answer. `question` is what was asked, `speaker` as for the first reader.

        Takes at most the seconds of the settings. What the server does wrong stands in `trouble` and raises nothing.
        Call it from ordinary code, not from a coroutine. An answer too short to be quoted is not sent.
        """
        if not Quotable(text).has_enough_words:
            return Opinion()
        try:
            body = asyncio.run(self._asked(_request(self.settings.model, bank, text, question, speaker)))
            return opinion_of(_content_of(body), text, bank)
        except _Trouble as trouble:
            return Opinion(trouble=f"The second reader gave no opinion: {trouble}.")
        except Misfit as misfit:
            return Opinion(
                trouble=f"The second reader gave no opinion: its reply does not fit what was asked: {misfit}."
            )

    async def _asked(self, request: dict[str, Any]) -> bytes:
        """Send the request. One limit holds for all of it: a server that drips bytes gains no time."""
        headers = self._headers()
        try:
            async with asyncio.timeout(self.settings.seconds):
                return await self._sent(request, headers)
        except (TimeoutError, httpx.TimeoutException):
            raise _Trouble(f"it did not finish within {self.settings.seconds} seconds") from None
        except (httpx.ConnectError, httpx.InvalidURL, UnicodeError):  # the last: a host that cannot be a name
            raise _Trouble(
                "it could not be reached: nothing answers at its address, or its certificate is not accepted"
            ) from None
        except (httpx.HTTPError, OSError):
            raise _Trouble("the connection was closed before the reply was complete") from None

    async def _sent(self, request: dict[str, Any], headers: dict[str, str]) -> bytes:
        # trust_env: neither a proxy nor a file of passwords that the environment names may come between.
        client = httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=self.settings.seconds)
        url = f"{self.settings.address}/chat/completions"
        async with client, client.stream("POST", url, json=request, headers=headers) as response:
            _check_status(response.status_code)
            body = bytearray()
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > MOST_BYTES:
                    raise _Trouble(f"its reply is too long (more than {MOST_BYTES // 1024 // 1024} MB)")
            return bytes(body)

    def _headers(self) -> dict[str, str]:
        # Not compressed: a small reply could otherwise unpack to a very large one.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self.settings.key_from:
            key = os.environ.get(self.settings.key_from, "").strip()
            if not key:
                raise _Trouble("the variable of the environment that `key_from` names is not set")
            if not (key.isascii() and key.isprintable()):
                raise _Trouble("the key holds characters that cannot be sent; copy it again")
            headers["Authorization"] = f"Bearer {key}"
        return headers


def _request(model: str, bank: Bank, text: str, question: str, speaker: str) -> dict[str, Any]:
    schema = {"name": "opinion", "strict": True, "schema": reply_schema(bank)}
    return {
        "model": model,
        "messages": messages(bank, text, question, speaker),
        "response_format": {"type": "json_schema", "json_schema": schema},
        "temperature": 0,
        "max_tokens": _MOST_TOKENS,
        "stream": False,
    }


def _check_status(status: int) -> None:
    if status == 200:
        return
    if 300 <= status < 400:
        raise _Trouble(f"it points to another address (HTTP {status}), and answers are sent to no other than `address`")
    if status >= 500:
        raise _Trouble(f"it failed (HTTP {status}): try again later")
    raise _Trouble(_STATUS.get(status, f"it refused the request (HTTP {status})"))


def _content_of(body: bytes) -> Any:
    """Return the JSON that the model wrote, out of the JSON around it."""
    reply = _read(body, "its reply is not JSON; is `address` that of an OpenAI-compatible server?")
    try:
        choice = reply["choices"][0]
        message, finished = choice["message"], choice.get("finish_reason")
        content = message.get("content")
    except (AttributeError, IndexError, KeyError, TypeError):
        raise Misfit("it holds no message of a model") from None
    if finished == "length":
        raise _Trouble("the model's words are too long, and were cut off")
    if not isinstance(content, str):
        raise Misfit("the model wrote nothing, or declined")
    return _read(content, "what the model wrote is not JSON; perhaps it cannot keep to a JSON schema")


def _read(text: bytes | str, otherwise: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _Trouble(otherwise) from None
