"""A value → a piece of YAML, as files of the bank are written: quotes only where they are needed, long texts folded."""

import re
import textwrap
from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 110  # characters in a line before a text is folded or a list gets lines of its own

_FOLDABLE = re.compile(r"[^\s](?:[^\t\n\r\v\f\x85\u2028\u2029]*[^\s])?")


class Writer(yaml.SafeDumper):
    """PyYAML's writer, with double quotes and without references. What may be written plainly it knows."""

    def choose_scalar_style(self) -> str:
        """Prefer double quotes to single ones."""
        style: str = super().choose_scalar_style()
        return '"' if style == "'" else style

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Write the same value twice where it stands twice: anchors are not used in a bank."""
        return True


def inline(value: Any, *, in_flow: bool = False) -> str:
    """Return a value on one line; `in_flow` as it is written within brackets."""
    if isinstance(value, dict | list):
        return _dumped(value, is_flow=True).rstrip("\n")
    if in_flow:
        return _dumped([value], is_flow=True).rstrip("\n")[1:-1]
    return _dumped({"k": value}, is_flow=False).rstrip("\n")[3:]


def block(value: Any, indent: int) -> str:
    """Return a mapping or list line by line, an entry a line; the first line without its indentation."""
    pad = "\n" + " " * indent
    if isinstance(value, list):
        return pad.join(f"- {_within(entry, indent, 2)}" for entry in value)
    return pad.join(f"{inline(key)}:{_beside(entry, indent, len(key) + 2)}" for key, entry in value.items())


def folded(text: str, indent: int) -> str:
    """Return a text as a folded one, its lines indented; on one line where a folded one would read otherwise."""
    if "  " in text or not _FOLDABLE.fullmatch(text) or not text.replace("\xa0", "").isprintable():
        return inline(text)
    lines = textwrap.wrap(
        text, max(WIDTH - indent, 40), break_long_words=False, break_on_hyphens=False, expand_tabs=False
    )
    pad = "\n" + " " * indent
    return f">-{pad}{pad.join(lines)}"


def plain(value: Any) -> Any:
    """Return a value made of dicts, lists and scalars only; whole numbers are whole."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def told(value: Any) -> Any:
    """Return a value as it is read back from a file of the bank: every scalar is a text."""
    value = plain(value)
    if isinstance(value, dict):
        return {key: told(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [told(entry) for entry in value]
    return value if value is None or isinstance(value, str) else inline(value)


def _beside(value: Any, indent: int, taken: int) -> str:
    written = _within(value, indent, taken)
    if isinstance(value, dict | list) and "\n" in written:
        return "\n" + " " * (indent + 2) + written
    return f" {written}"


def _within(value: Any, indent: int, taken: int) -> str:
    """Return a value behind its dash or key, on one line if it fits."""
    written = inline(value)
    if indent + taken + len(written) <= WIDTH or value in ([], {}):
        return written
    if isinstance(value, str):
        return folded(value, indent + 2)
    return block(value, indent + 2) if isinstance(value, dict | list) else written


def _dumped(value: Any, *, is_flow: bool) -> str:
    return str(
        yaml.dump(
            value, Dumper=Writer, default_flow_style=is_flow, allow_unicode=True, sort_keys=False, width=float("inf")
        )
    )
