"""JSON Schemas of the bank's files, for editors."""

import json
from pathlib import Path
from typing import Any

from screener.bank.editors import schema_name
from screener.bank.load import KINDS, SINGLE_FILES, shape_of
from screener.bank.parts import schema_of
from screener.errors import Unreadable


def write_schemas(folder: Path | None) -> dict[str, dict[str, Any]]:
    """Return the schemas by name; with a folder, also write each to `NAME.schema.json` in it.

    Raises Unreadable if the folder cannot be written.
    """
    paths = [*(f"{kind}/x.yaml" for kind in KINDS), *SINGLE_FILES]
    schemas = {schema_name(path): schema_of(shape_of(path)) for path in sorted(paths, key=schema_name)}
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, schema in schemas.items():
                text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
                (folder / f"{name}.schema.json").write_text(text, encoding="utf-8")
        except OSError as error:
            raise Unreadable(f"{folder} cannot be written: {error.strerror}") from None
    return schemas
