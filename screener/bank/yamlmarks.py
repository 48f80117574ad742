"""Where each value of a YAML text begins and ends, and its key or dash: what an edit goes by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

LINE_START = r"(?<![^\r\n])"
_UNSAID = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")  # what may stand between two values without meaning anything

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Entry:
    """A value in a list or mapping. It begins with its dash or key; behind that, at `after`, the value may follow."""

    name: str | int
    begin: int
    after: int
    node: "Node"


@dataclass
class Node:
    """A value: where it begins and ends in the text, and whether it is written with brackets or within some."""

    kind: Literal["scalar", "list", "mapping"]
    start: int
    end: int
    is_flow: bool
    is_block_text: bool = False
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it is a list or mapping written line by line."""
        return self.kind != "scalar" and not self.is_flow


def node_of(text: str) -> Node:
    """Return the value that a text holds, a text that `read_document` found nothing wrong with."""
    events = yaml.parse(text, Loader=_Loader)
    while not isinstance(next(events), yaml.DocumentStartEvent):
        pass
    return _composed(text, events, next(events), is_flow=False, indicator_end=0)


def column_of(text: str, place: int) -> int:
    """Return how many characters of its line stand before a place."""
    return place - max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) - 1


def after_unsaid(text: str, place: int) -> int:
    """Return where the blanks and comments that begin at a place end."""
    found = _UNSAID.match(text, place)
    return found.end() if found else place


def _composed(text: str, events: Iterator[Any], event: Any, *, is_flow: bool, indicator_end: int) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.ScalarEvent):
        if not event.value and start == end:
            return Node("scalar", indicator_end, indicator_end, is_flow)
        is_block_text = text[start] in "|>" and event.style in {"|", ">"}
        if is_block_text and "+" not in text[start : start + 3]:
            end = start + len(text[start:end].rstrip())
        elif is_block_text:
            end = start + len(text[start:end].rstrip(" "))
        return Node("scalar", start, end, is_flow, is_block_text)
    is_flow = is_flow or bool(event.flow_style)
    kind: Literal["list", "mapping"] = "list" if isinstance(event, yaml.SequenceStartEvent) else "mapping"
    node = Node(kind, start, end, is_flow)
    fill = _fill_list if kind == "list" else _fill_mapping
    last = fill(text, events, node)
    if is_flow or not node.entries:
        node.end = last.end_mark.index
    else:
        node.end = node.entries[-1].node.end
    return node


def _fill_list(text: str, events: Iterator[Any], node: Node) -> Any:
    dash, column = node.start, column_of(text, node.start)
    another = re.compile(rf"{LINE_START} {{{column}}}-")
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        if node.entries and not node.is_flow:
            found = another.search(text, node.entries[-1].node.end)
            dash = found.end() - 1 if found else node.start
        child = _composed(text, events, event, is_flow=node.is_flow, indicator_end=dash + 1)
        begin = child.start if node.is_flow else dash
        node.entries.append(Entry(len(node.entries), begin, begin if node.is_flow else dash + 1, child))
    return event


def _fill_mapping(text: str, events: Iterator[Any], node: Node) -> Any:
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        begin, end = event.start_mark.index, event.end_mark.index
        colon = after_unsaid(text, end)
        after = colon + 1 if text[colon : colon + 1] == ":" else end
        child = _composed(text, events, next(events), is_flow=node.is_flow, indicator_end=after)
        node.entries.append(Entry(event.value, begin, after, child))
    return event
