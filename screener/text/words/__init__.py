"""Words by which one hears who speaks or of whom, and the names that are common enough to be listed."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class HeardWords:
    """Which words are read as which; what is dropped; what is a name, and what is certainly none."""

    read_as: dict[str, str]
    fillers: frozenset[str]
    names: frozenset[str]
    sometimes_names: frozenset[str]
    common: frozenset[str]


@cache
def heard_words() -> HeardWords:
    """Return the lists that are shipped."""
    read_as: dict[str, str] = {}
    for line in _lines("read_as.txt"):
        one, _, others = line.partition(":")
        read_as |= dict.fromkeys(others.split(), one)
    return HeardWords(
        read_as,
        _words("fillers.txt"),
        _words("names.txt"),
        _words("names_too.txt"),
        _words("common.txt"),
    )


@cache
def alike() -> dict[str, tuple[str, ...]]:
    """Return for each word that is read as another all that are read as the same, that one included."""
    groups: dict[str, set[str]] = {}
    for word, one in heard_words().read_as.items():
        groups.setdefault(one, {one}).add(word)
    return {word: tuple(sorted(group)) for group in groups.values() for word in group}


def _lines(name: str) -> list[str]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())
