"""Records from outside: read only where schemas/events takes them. Whatever a desk that we trust may send, nothing
that is no event gets into the ledger, and no text that is no code.

fastjsonschema turns a schema into Python once (about 10 ms for a kind) and then checks an event in some 30 µs, where
jsonschema takes 400: 100,000 events are to be imported within 20 s. It knows draft 7 only, so the two files of a kind
are laid together here; the tests hold both to the same answers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import schemas
from branch_desk.domain import era, numbers
from branch_desk.domain.events import KINDS, Event

_ENVELOPE = "envelope.json#/$defs/"


class NotAnEvent(ValueError):
    """What came is no record of this program."""


def event_of(record: Mapping[str, Any]) -> Event:
    """The event, without its place in the chain. Raises NotAnEvent."""
    kind = record.get("type")
    if not isinstance(kind, str) or kind not in KINDS or not KINDS[kind].travels:
        raise NotAnEvent("type")
    try:
        checker(kind)(record)
    except _fault() as error:
        raise NotAnEvent(error.name) from None
    for subject in (record["slip"], record["bag"]):
        if subject is not None and numbers.parse(subject) is None:
            raise NotAnEvent("check digits")
    try:
        era.moment(record["at"])
    except ValueError:
        raise NotAnEvent("at") from None
    return Event(record["desk"], record["epoch"], record["seq"], record["lamport"], kind, record["at"], record["actor"],
                 record["slip"], record["bag"], record["request"], record["body"])


@cache
def checker(kind: str) -> Callable[[Mapping[str, Any]], object]:
    """What raises for a record that the schema of its kind does not take."""
    import fastjsonschema  # with the first exchange, never before

    return fastjsonschema.compile(_together(kind), use_default=False)  # type: ignore[no-any-return]


@cache
def _envelope() -> dict[str, Any]:
    return dict(json.loads(schemas.read_text("events/envelope.json")))


def _together(kind: str) -> dict[str, Any]:
    """The envelope and the kind as one schema of draft 7."""
    envelope, own = dict(_envelope()), dict(json.loads(schemas.read_text(f"events/{kind}.json")))
    for part in (envelope, own):
        for name in ("$schema", "$id", "$ref", "unevaluatedProperties"):
            part.pop(name, None)
    definitions = envelope.pop("$defs")
    named = {name: True for name in envelope["properties"] if name not in ("prev", "hash")}
    # Where the kind says more of a field than the envelope, that is enough.
    envelope["properties"] = {name: rule for name, rule in envelope["properties"].items()
                              if name in named and name not in own["properties"]}
    return dict(_local({
        "$schema": "http://json-schema.org/draft-07/schema#", "definitions": definitions, "type": "object",
        "properties": named, "additionalProperties": False, "allOf": [envelope, own]}, definitions))


def _local(part: Any, definitions: Mapping[str, Any]) -> Any:
    """References to the envelope's definitions as references within one file, and 「this or null」 as one rule: a branch
    that fails costs an exception."""
    if isinstance(part, list):
        return [_local(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "anyOf" in part and len(part["anyOf"]) == 2 and part["anyOf"][1] == {"type": "null"}:
        rule = _or_null(_meant(part["anyOf"][0], definitions))
        if rule is not None:
            return _local({**{name: value for name, value in part.items() if name != "anyOf"}, **rule}, definitions)
    return {name: value.replace(_ENVELOPE, "#/definitions/") if name == "$ref" else _local(value, definitions)
            for name, value in part.items()}


def _meant(rule: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = rule.get("$ref")
    return dict(definitions[reference.removeprefix(_ENVELOPE)]) if reference else rule


def _or_null(rule: Mapping[str, Any]) -> dict[str, Any] | None:
    """Limits of a string or a number say nothing of null, so only the type needs to allow it."""
    if "enum" in rule:
        return {**rule, "enum": [*rule["enum"], None]}
    return {**rule, "type": [rule["type"], "null"]} if rule.get("type") in ("string", "integer") else None


def _fault() -> Any:
    import fastjsonschema

    return fastjsonschema.JsonSchemaValueException
