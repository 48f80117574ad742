"""JSON Schemas of the bank's files, for editors."""

import json
from pathlib import Path
from typing import Any

from screener.bank import model
from screener.bank.load import KINDS
from screener.bank.parts import schema_of
from screener.errors import Unreadable

_NAMES = {
    "items": "question", "guides": "guide", "rubrics": "rubric", "philosophies": "philosophy", "policies": "policy",
    "placements": "placement", "surveys": "survey", "needs": "needs", "lexicon": "cue",
}  # fmt: skip


def write_schemas(folder: Path | None) -> dict[str, dict[str, Any]]:
    """Return the schemas by name; with a folder, also write each to `NAME.schema.json` in it.

    Raises Unreadable if the folder cannot be written.
    """
    kinds = {_NAMES[kind]: shape for kind, shape in KINDS.items()}
    kinds |= {"words": model.WordLists, "behaviours": model.Behaviours, "sources": model.Sources}
    schemas = {name: schema_of(shape) for name, shape in sorted(kinds.items())}
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, schema in schemas.items():
                text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
                (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")
        except OSError as error:
            raise Unreadable(f"{folder} cannot be written: {error.strerror}") from None
    return schemas
