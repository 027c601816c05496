"""schemas/events loaded, and the one question to it: what is wrong with a record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import referencing
from referencing.jsonschema import DRAFT202012

FOLDER = Path(__file__).parent.parent.parent / "schemas" / "events"
SCHEMAS: dict[str, dict[str, Any]] = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")
}
_REGISTRY = referencing.Registry().with_resources(
    [(name, DRAFT202012.create_resource(schema)) for name, schema in SCHEMAS.items()]
)
_VALIDATORS = {
    name: jsonschema.Draft202012Validator(schema, registry=_REGISTRY) for name, schema in SCHEMAS.items()
}


def accepts(record: dict[str, Any], kind: str = "") -> bool:
    """Whether the schema of its kind (or of another) takes the record."""
    return _VALIDATORS[f"{kind or record['type']}.json"].is_valid(record)


def faults(record: dict[str, Any]) -> list[str]:
    """Every fault that the schema of its kind finds, in words."""
    return [
        f"{record['type']}: {error.json_path}: {error.message}"
        for error in _VALIDATORS[f"{record['type']}.json"].iter_errors(record)
    ]
