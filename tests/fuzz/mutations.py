"""Inputs near to real ones: a seed with a few things changed in it, the same for the same number."""

from collections.abc import Iterator, Sequence
from random import Random

LARGEST = 4096  # bytes; long inputs are tried in tests/attacks/test_linear_time.py
WORDS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\r\n", b"\n", b"\r", b"\t", b" ", b'"', b"'", b"`", b"\\", b"\\ud800",
    b"&a ", b"*a", b"!!python/object ", b"? ", b": ", b"- ", b"---\n", b"{", b"}", b"[", b"]", b"|\n", b">\n", b"#", b"%", b"%00", b"%ff", b"%2e%2e%2f",
    b"../", b"<v ", b"</v>", b"-->", b"&amp;", b"&#0;", b"WEBVTT\n\n", b"00:00:00.000", b"PK\x03\x04", b"PK\x01\x02", b"null", b"true", b"NaN", b"1e999",
    b"-1", b"0", b"9" * 40, b"99999999999999999999", b"=1+1", b"<script>", b"{{7*7}}", b"' OR 1=1 --", b"~9", b"(a|b)", b"{words}", b"&", b"=", b";", b",",
)  # fmt: skip


def near(seeds: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Return inputs without end: first the seeds themselves."""
    yield from (own[:LARGEST] for own in seeds)
    random = Random(seed)
    while True:
        data = bytearray(random.choice(seeds)[:LARGEST])
        for _ in range(random.choice((1, 1, 2, 3, 6))):
            _CHANGES[random.randrange(len(_CHANGES))](data, random, seeds)
        yield bytes(data[:LARGEST])


def _place(data: bytearray, random: Random) -> int:
    return random.randrange(len(data) + 1)


def _flip(data: bytearray, random: Random, _seeds: Sequence[bytes]) -> None:
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _put_word(data: bytearray, random: Random, _seeds: Sequence[bytes]) -> None:
    place = _place(data, random)
    data[place : place + random.choice((0, 0, 1, 4))] = random.choice(WORDS)


def _cut(data: bytearray, random: Random, _seeds: Sequence[bytes]) -> None:
    place = _place(data, random)
    del data[place : place + random.choice((1, 2, 8, 64))]


def _repeat(data: bytearray, random: Random, _seeds: Sequence[bytes]) -> None:
    place = _place(data, random)
    part = data[place : place + random.choice((1, 3, 16, 100))]
    data[place:place] = part * random.choice((1, 2, 30))


def _cross(data: bytearray, random: Random, seeds: Sequence[bytes]) -> None:
    other = random.choice(seeds)
    place, begin = _place(data, random), random.randrange(len(other) + 1)
    data[place:] = other[begin : begin + LARGEST]


def _put_bytes(data: bytearray, random: Random, _seeds: Sequence[bytes]) -> None:
    place = _place(data, random)
    data[place:place] = random.randbytes(random.choice((1, 2, 7)))


_CHANGES = (_flip, _put_word, _put_word, _cut, _repeat, _cross, _put_bytes)
