"""How editors on the desktop find the schema of a bank's file: by its first line, which names a file in `.schemas`."""

from collections.abc import Mapping
from types import MappingProxyType

from screener.bank.load import kind_of

FOLDER = ".schemas"
_BY_KIND: Mapping[str, str] = MappingProxyType(
    {
        "items": "question", "guides": "guide", "rubrics": "rubric", "philosophies": "philosophy",
        "policies": "policy", "placements": "placement", "surveys": "survey", "needs": "needs", "lexicon": "cue",
    }
)  # fmt: skip
_SINGLE: Mapping[str, str] = MappingProxyType(
    {"sources.yaml": "sources", "lexicon/words.yaml": "words", "lexicon/behaviours.yaml": "behaviours"}
)


def schema_name(path: str) -> str:
    """Return the name of the schema of the file at a path within the bank."""
    return _SINGLE.get(path) or _BY_KIND[kind_of(path)]


def schema_line(path: str) -> str:
    """Return the line with which the file at a path within the bank begins, with its line break."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{FOLDER}/{schema_name(path)}.schema.json\n"
