"""Small edits of a YAML text. All else in it, comments, order, wrapping, quotes and line ends, stays as it was written.

A path names a value as in `Document`: keys of mappings and places in lists. Every edit is proved by reading the text
again: the change is there, and nothing else reads otherwise; a ValueError says so if not. Texts are given without a
byte order mark.
"""

import copy
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screener.bank.yamlfile import PathKey, read_document
from screener.bank.yamlmarks import LINE_START, Entry, Node, after_unsaid, column_of, node_of
from screener.bank.yamlwrite import WIDTH, block, folded, inline, plain, told

_BREAK = re.compile(r"\r\n|\r|\n")
_COMMENTS_ABOVE = re.compile(rf"(?:{LINE_START}[ \t]*#[^\r\n]*(?:\r\n|\r|\n))+\Z")


@dataclass(frozen=True)
class _Splice:
    begin: int
    end: int
    text: str = ""


def replaced(text: str, path: PathKey, value: Any) -> str:
    """Return the text with the value at `path` written anew. Raises ValueError if that cannot be done."""
    edit = _Edit(text)
    parent, entry = edit.entry_of(path)
    splice = edit.rewriting(parent, entry, plain(value))
    return edit.done([splice], lambda data: _put(data, path, told(value)))


def added(text: str, path: PathKey, key: str, value: Any, *, after: str = "") -> str:
    """Return the text with a key more in the mapping at `path`: as the last, or after another key.

    Raises ValueError if that cannot be done.
    """
    edit, value = _Edit(text), plain(value)
    node = edit.value_of(path, "mapping")
    names = [entry.name for entry in node.entries]
    if key in names:
        raise ValueError(f"`{key}` stands there already")
    place = names.index(after) + 1 if after in names else len(names)
    if not node.entries:
        splice = edit.rewriting(*edit.entry_of(path), {key: value}) if path else _Splice(0, 0, block({key: value}, 0))
    elif node.is_flow:
        splice = edit.flow_insertion(node, place, inline({key: value}, in_flow=True)[1:-1])
    else:
        column = edit.column(node.entries[0].begin)
        splice = edit.lines_after(node.entries[place - 1].node, " " * column + block({key: value}, column))

    def expect(data: Any) -> Any:
        mapping = _at(data, path) or {}
        items = [*mapping.items()]
        return _put(data, path, dict([*items[:place], (key, told(value)), *items[place:]]))

    return edit.done([splice], expect)


def appended(text: str, path: PathKey, value: Any) -> str:
    """Return the text with a value more at the end of the list at `path`. Raises ValueError if that cannot be done."""
    return inserted(text, path, len(_Edit(text).value_of(path, "list").entries), value)


def inserted(text: str, path: PathKey, index: int, value: Any) -> str:
    """Return the text with a value more in the list at `path`, before the one at `index`.

    Raises ValueError if that cannot be done.
    """
    edit, value = _Edit(text), plain(value)
    node = edit.value_of(path, "list")
    if not 0 <= index <= len(node.entries):
        raise ValueError(f"there is no place {index} in this list")
    if not node.entries:
        splice = edit.rewriting(*edit.entry_of(path), [value])
    elif node.is_flow:
        splice = edit.flow_insertion(node, index, inline(value, in_flow=True))
    else:
        column = edit.column(node.start)
        line = block([value], column)
        if index == 0:
            begin = node.entries[0].begin
            splice = _Splice(begin, begin, f"{line}\n{' ' * column}")
        else:
            splice = edit.lines_after(node.entries[index - 1].node, " " * column + line)

    def expect(data: Any) -> Any:
        items = _at(data, path)
        return _put(data, path, [*items[:index], told(value), *items[index:]])

    return edit.done([splice], expect)


def removed(text: str, path: PathKey) -> str:
    """Return the text without the entry at `path` of a list or mapping; an emptied list is written `[]`.

    Raises ValueError if that cannot be done.
    """
    edit = _Edit(text)
    parent, entry = edit.entry_of(path)
    splices = edit.flow_removal(parent, entry) if parent.is_flow else edit.block_removal(path, parent, entry)

    def expect(data: Any) -> Any:
        del _at(data, path[:-1])[path[-1]]
        return data

    return edit.done(splices, expect)


def arranged(text: str, path: PathKey, values: Sequence[Any]) -> str:
    """Return the text with these values in the list at `path`, in this order. Values that stay keep their manner.

    Comments just above an entry of a list with dashes go where the entry goes. Raises ValueError if it cannot be done.
    """
    edit, values = _Edit(text), [plain(value) for value in values]
    node, before = edit.value_of(path, "list"), _at(edit.data, path) or []
    if [told(value) for value in values] == before:
        return text
    if not values or not before:
        return replaced(text, path, values)
    left = dict(enumerate(before))
    order: list[int | None] = []
    for value in values:
        order.append(next((place for place, known in left.items() if known == told(value)), None))
        left.pop(order[-1], None)  # type: ignore[arg-type]
    arrange = edit.flow_order if node.is_flow else edit.block_order
    return edit.done(arrange(node, order, values), lambda data: _put(data, path, told(values)))


def updated(text: str, value: Any, *, path: PathKey = (), by: Collection[str] = ()) -> str:
    """Return the text with the value at `path` made equal to `value`, by as few changes as that takes.

    Texts that differ in blanks around them only, and numbers that are equal, stay as they are written; so do mappings
    in lists where one of the keys `by` says which is which. Raises ValueError if it cannot be done.
    """
    value, now = plain(value), _at(_Edit(text).data, path)
    if told(value) == now:
        return text
    if isinstance(value, dict) and isinstance(now, dict):
        for key in [key for key in now if key not in value]:
            text = removed(text, (*path, key))
        before = ""
        for key, entry in value.items():
            if key in now:
                text = updated(text, entry, path=(*path, key), by=by)
            else:
                text = added(text, path, key, entry, after=before)
            before = key
        return text
    if isinstance(value, list) and isinstance(now, list):
        places = {_name(entry, by): place for place, entry in enumerate(now)}
        for entry in value:
            if isinstance(entry, dict) and (place := places.get(_name(entry, by))) is not None:
                text = updated(text, entry, path=(*path, place), by=by)
        return arranged(text, path, _as_written(value, _at(_Edit(text).data, path), by))
    return text if _says(now, value) else replaced(text, path, value)


def _as_written(values: Sequence[Any], now: Sequence[Any], by: Collection[str]) -> list[Any]:
    """Return values with those in the place of some that the text has already, in its own spelling."""
    known = {_name(entry, by): entry for entry in now if isinstance(entry, dict)}
    return [known.get(_name(value, by), value) if isinstance(value, dict) else value for value in values]


def _name(entry: Any, by: Collection[str]) -> Any:
    """Return what an entry of a list is told by: a key of it, or the whole."""
    if not isinstance(entry, dict):
        return repr(entry)
    return next(((key, str(entry[key])) for key in by if key in entry), id(entry))


def _says(now: Any, value: Any) -> bool:
    if isinstance(now, str) and isinstance(value, str):
        return now.strip() == value.strip()
    if isinstance(now, str) and isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(now) == value
        except ValueError:
            return False
    return bool(told(value) == now)


class _Edit:
    """A text that is being edited, with the places of everything in it."""

    def __init__(self, text: str) -> None:
        document = read_document(text.encode("utf-8"), "the text")
        if document.problems:
            problem = document.problems[0]
            raise ValueError(f"line {problem.line}: {problem.message}")
        self.text, self.data = text, document.data
        self.newline = found[0] if (found := _BREAK.search(text)) else "\n"
        self.root = node_of(text)

    def value_of(self, path: PathKey, kind: str = "") -> Node:
        node = self.entry_of(path)[1].node if path else self.root
        if kind and node.kind != kind:
            raise ValueError(f"there is no {kind} at {_named(path)}")
        return node

    def entry_of(self, path: PathKey) -> tuple[Node, Entry]:
        """Return the entry at a path, and what it is an entry of."""
        if not path:
            raise ValueError("a path is needed")
        node = self.value_of(path[:-1])
        for entry in node.entries:
            if entry.name == path[-1] and isinstance(entry.name, type(path[-1])):
                return node, entry
        raise ValueError(f"there is nothing at {_named(path)}")

    def done(self, splices: Sequence[_Splice], expect: Callable[[Any], Any]) -> str:
        """Return the text with the splices made, if it reads as expected."""
        text = self.text
        for splice in sorted(splices, key=lambda s: s.begin, reverse=True):
            new = splice.text.replace("\n", self.newline)
            text = text[: splice.begin] + new + text[splice.end :]
        document = read_document(text.encode("utf-8"), "the text")
        if document.problems or not _is_same(document.data, expect(copy.deepcopy(self.data))):
            raise ValueError("this cannot be changed without changing something else; change it in the text")
        return text

    def column(self, place: int) -> int:
        return column_of(self.text, place)

    def is_first_on_line(self, place: int) -> bool:
        return not self.text[place - self.column(place) : place].strip(" ")

    def line_end(self, node: Node) -> int:
        """Return where the line ends on which a value of a block ends, its comment and line break included."""
        if node.is_block_text and self.text[: node.end].endswith(("\r", "\n")):
            return node.end
        found = _BREAK.search(self.text, node.end)
        return found.end() if found else len(self.text)

    def lines_after(self, node: Node, lines: str) -> _Splice:
        place = self.line_end(node)
        is_ended = self.text[:place].endswith(("\r", "\n"))
        return _Splice(place, place, f"{lines}\n" if is_ended else f"\n{lines}")

    def rewriting(self, parent: Node, entry: Entry, value: Any) -> _Splice:
        """Return what writes an entry's value anew, in the manner in which it was written."""
        node = entry.node
        if parent.is_flow:
            gap = (
                "" if self.text[: node.start].endswith((" ", "\n", "\r", "[", "{")) or node.end == entry.begin else " "
            )
            return _Splice(node.start, node.end, gap + inline(value, in_flow=True))
        lead = self.text[entry.after : node.start]
        column = self.column(node.start if lead.strip() else entry.begin)
        indent = column if lead.strip() else column + 2
        written, has_lines = _manner(value, node, indent)
        if lead.strip():  # a comment stands between the key and its value
            return _Splice(node.start, node.end, written)
        has_own_line = has_lines and parent.kind == "mapping"
        if has_own_line and node.kind != "scalar" and not node.entries:
            return self._opened(entry, f"{' ' * indent}{written}")
        return _Splice(entry.after, node.end, f"\n{' ' * indent}{written}" if has_own_line else f" {written}")

    def _opened(self, entry: Entry, lines: str) -> _Splice:
        """Return what puts lines below in the place of `[]` or `{}`, behind a comment that stands beside it."""
        place = self.line_end(entry.node)
        rest = self.text[entry.node.end : place].rstrip("\r\n")
        end = entry.node.end + len(rest)
        return _Splice(entry.after, end, f"{rest.rstrip()}\n{lines}")

    def flow_insertion(self, node: Node, index: int, written: str) -> _Splice:
        if index == 0:
            place = node.entries[0].begin
            return _Splice(place, place, f"{written}, ")
        place = node.entries[index - 1].node.end
        return _Splice(place, place, f", {written}")

    def flow_removal(self, parent: Node, entry: Entry) -> list[_Splice]:
        text, place = self.text, parent.entries.index(entry)
        begin, end = entry.begin, entry.node.end
        comma = after_unsaid(text, end)
        if place + 1 < len(parent.entries):
            following = parent.entries[place + 1].begin
            if not text[comma + 1 : following].strip() and not text[end:comma].strip():
                return [_Splice(begin, following)]
            return [_Splice(comma, comma + 1), _Splice(begin, end)]
        has_comma = text[comma : comma + 1] == ","
        before = parent.entries[place - 1].node.end if place else begin
        if place and "#" not in text[before:begin]:
            return [_Splice(before, end)]
        needless = comma if has_comma else after_unsaid(text, before)
        return [_Splice(begin, end)] + ([_Splice(needless, needless + 1)] if place or has_comma else [])

    def block_removal(self, path: PathKey, parent: Node, entry: Entry) -> list[_Splice]:
        end = self.line_end(entry.node)
        if len(parent.entries) == 1:
            empty = "[]" if parent.kind == "list" else "{}"
            if len(path) == 1 or not self.is_first_on_line(entry.begin):
                return [_Splice(parent.start, entry.node.end, empty)]
            outer = self.entry_of(path[:-1])[1]
            return [_Splice(outer.after, outer.after, f" {empty}"), _Splice(self._line_start(entry.begin), end)]
        if self.is_first_on_line(entry.begin):
            return [_Splice(self._line_start(entry.begin), end)]
        following = parent.entries[1].begin
        is_bare = not self.text[end:following].strip()
        return [_Splice(entry.begin, following if is_bare else self._without_break(end))]

    def _line_start(self, place: int) -> int:
        return place - self.column(place)

    def _without_break(self, end: int) -> int:
        return len(self.text[:end].rstrip("\r\n"))

    def flow_order(self, node: Node, order: Sequence[int | None], values: Sequence[Any]) -> list[_Splice]:
        """Return what puts entries into the places of others, so that the lines stay wrapped as they are."""
        text, entries = self.text, node.entries
        old = [text[e.begin : e.node.end] for e in entries]
        new = [inline(v, in_flow=True) if o is None else old[o] for o, v in zip(order, values, strict=True)]
        kept = min(len(old), len(new))
        splices = [_Splice(e.begin, e.node.end, t) for e, t in zip(entries[: kept - 1], new, strict=False)]
        end = entries[-1].node.end if len(new) < len(old) else entries[kept - 1].node.end
        if "#" in text[entries[kept - 1].node.end : end]:
            raise ValueError("a comment stands among what would go; change it in the text")
        return [*splices, _Splice(entries[kept - 1].begin, end, ", ".join(new[kept - 1 :]))]

    def block_order(self, node: Node, order: Sequence[int | None], values: Sequence[Any]) -> list[_Splice]:
        """Return what rewrites a list's lines: each entry with the comments above it, other lines in place."""
        if not self.is_first_on_line(node.entries[0].begin):
            raise ValueError("this list cannot be put into another order here; change it in the text")
        column, begin = self.column(node.start), self._line_start(node.start)
        gaps, chunks, at = [], [], begin
        for entry in node.entries:
            own = self._line_start(entry.begin)
            above = _COMMENTS_ABOVE.search(self.text, at, own) if entry.name else None
            start = above.start() if above else own
            gaps.append(self.text[at:start])
            at = self.line_end(entry.node)
            chunks.append(self.text[start:at])
        has_end = chunks[-1].endswith(("\r", "\n"))
        chunks[-1] += "" if has_end else self.newline
        lines = [
            f"{' ' * column}{block([value], column)}\n" if place is None else chunks[place]
            for place, value in zip(order, values, strict=True)
        ]
        gaps += [""] * (len(lines) - len(gaps))
        written = "".join(gap + line for gap, line in zip(gaps, lines, strict=False)) + "".join(gaps[len(lines) :])
        written = _BREAK.sub("\n", written)
        return [_Splice(begin, at, written if has_end else written.removesuffix("\n"))]


def _manner(value: Any, node: Node, indent: int) -> tuple[str, bool]:
    """Return a value as it is written in a block in the place of `node`, and whether that has lines of its own."""
    if isinstance(value, str) and (node.is_block_text or indent + len(value) > WIDTH):
        return folded(value, indent), False
    written = inline(value)
    if isinstance(value, dict | list) and value:
        as_lines = isinstance(value, list) and isinstance(value[0], dict)
        if node.is_block or indent + len(written) > WIDTH or (as_lines and not node.entries):
            return block(value, indent), True
    return written, False


def _at(data: Any, path: PathKey) -> Any:
    for name in path:
        data = data[name]
    return data


def _put(data: Any, path: PathKey, value: Any) -> Any:
    if not path:
        return value
    _at(data, path[:-1])[path[-1]] = value
    return data


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same, the order of keys included."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return [*one] == [*other] and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return bool(one == other)


def _named(path: PathKey) -> str:
    return " → ".join(str(name) for name in path) or "the top"
