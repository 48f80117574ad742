"""What pydantic finds wrong in a document → problems in plain English with their places."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from screener.bank.parts import Part
from screener.bank.problems import Problem
from screener.bank.suggest import did_you_mean, quoted
from screener.bank.yamlfile import Document, PathKey

M = TypeVar("M", bound=Part)

_EMPTY = "is empty (write a value, or remove the key)"
_NAMES_OF_TYPES = {
    "string_type": "a text", "list_type": "a list (lines that begin with `- `)", "model_type": "`key: value` lines",
    "dict_type": "`key: value` lines", "int_parsing": "a whole number", "int_type": "a whole number",
    "int_from_float": "a whole number", "float_parsing": "a number", "float_type": "a number",
    "bool_parsing": "true or false", "bool_type": "true or false", "model_attributes_type": "`key: value` lines",
}  # fmt: skip


def shaped(document: Document, model: type[M]) -> M | None:
    """Return the document as a value of `model`; None after adding what is wrong to its problems."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        document.problems.extend(_problems(document, error, model))
        return None


def _problems(document: Document, error: ValidationError, model: type[Part]) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        path: PathKey = tuple(detail["loc"])
        is_key = bool(path) and path[-1] == "[key]"
        path = path[:-1] if is_key else path
        if detail["type"] == "extra_forbidden":
            key = str(path[-1])
            siblings = _keys_of(model, path[:-1])
            message = f"{_shown(key)} is not known here ({did_you_mean(key, siblings)})"
            yield document.problem(path, "unknown-key", message, key=True)
        elif detail["type"] == "missing":
            yield document.problem(path, "missing-key", f"`{path[-1]}` is missing (add it)")
        else:
            code, message = _explained(detail)
            where = f"`{_named(path)}` " if path else "the file "
            yield document.problem(path, code, where + message, key=is_key)


def _explained(detail: ErrorDetails) -> tuple[str, str]:
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if given is None:
        return "empty-value", _EMPTY
    if kind in _NAMES_OF_TYPES:
        return "wrong-type", f"must be {_NAMES_OF_TYPES[kind]}, not {_shown(given)}"
    if explain := _EXPLANATIONS.get(kind):
        return explain(given, context)
    if kind == "value_error":
        return "wrong-mark", str(context["error"])
    return "wrong-value", f"{_shown(given)}: {detail['msg'][0].lower()}{detail['msg'][1:]}"


def _literal(given: Any, context: dict[str, Any]) -> tuple[str, str]:
    expected = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
    return "wrong-value", f"cannot be {_shown(given)} ({did_you_mean(str(given), expected)})"


def _bound(words: str, key: str) -> Callable[[Any, dict[str, Any]], tuple[str, str]]:
    return lambda given, context: ("wrong-value", f"must be {words} {context[key]:g}, not {_shown(given)}")


_EXPLANATIONS: dict[str, Callable[[Any, dict[str, Any]], tuple[str, str]]] = {
    "literal_error": _literal,
    "string_pattern_mismatch": lambda given, _: (
        "wrong-id",
        f"{_shown(given)} is not an id (use lower-case words joined by hyphens)",
    ),
    "string_too_long": lambda _, context: ("too-long", f"is longer than {context['max_length']} characters"),
    "string_too_short": lambda given, context: (
        "empty-value",
        f"needs at least {context['min_length']} characters" if given else _EMPTY,
    ),
    "too_short": lambda _, context: ("too-few", f"needs at least {context['min_length']} entries"),
    "too_long": lambda _, context: ("too-many", f"takes at most {context['max_length']} entries"),
    "greater_than": _bound("more than", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than_equal": _bound("at most", "le"),
}


def _shown(given: Any) -> str:
    if isinstance(given, list):
        return "a list"
    if isinstance(given, dict):
        return "`key: value` lines"
    return quoted(str(given))


def _named(path: PathKey) -> str:
    """Write a path as people do: `examples 3, text`."""
    words: list[str] = []
    for step in path:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)


def _keys_of(model: type[Part], path: PathKey) -> list[str]:
    """Return the keys that the shape at `path` knows, by following the JSON Schema."""
    schema = _schema_of(model)
    node = schema
    for step in path:
        node = _resolved(node, schema)
        node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
    return list(_resolved(node, schema).get("properties", {}))


@cache
def _schema_of(model: type[Part]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for choice in node.get("anyOf", ()):
        if "$ref" in choice or "items" in choice:
            node = choice
    if "$ref" in node:
        definition: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return definition
    return node
