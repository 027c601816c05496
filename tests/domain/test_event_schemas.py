"""schemas/events is the exact word on what may be recorded: complete, in step with the code, closed to free text."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from branch_desk.domain import words, words_print
from branch_desk.domain.eligibility import Rule
from branch_desk.domain.events import KINDS, Event, as_record, canonical_bytes, chained
from branch_desk.domain.verdict import DOUBTFUL
from tests.domain.event_examples import BAG, EXAMPLES, NAME, SLIP
from tests.domain.event_schemas import SCHEMAS, accepts

ENVELOPE = SCHEMAS["envelope.json"]


def example(kind: str, number: int = 0) -> dict[str, Any]:
    return copy.deepcopy([record for record in EXAMPLES if record["type"] == kind][number])


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value that is no object, also into arrays."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


def replaced(record: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(record)
    inner: Any = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def test_every_kind_has_a_schema_and_every_schema_a_kind() -> None:
    assert {f"{kind}.json" for kind in KINDS} | {"envelope.json"} == set(SCHEMAS)


@pytest.mark.parametrize("kind", KINDS)
def test_schema_and_code_agree_on_who_writes_and_what_travels(kind: str) -> None:
    schema = SCHEMAS[f"{kind}.json"]
    assert schema["x-travels"] is KINDS[kind].travels
    assert schema["x-written-by"] == KINDS[kind].writer.value
    assert schema["$ref"] == "envelope.json"
    assert schema["properties"]["type"] == {"const": kind}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_file_is_a_valid_schema_under_its_own_name(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == name
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_kind_has_an_example() -> None:
    assert {record["type"] for record in EXAMPLES} == set(KINDS)


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record["type"])
def test_a_good_example_is_accepted_with_and_without_its_place_in_the_chain(record: dict[str, Any]) -> None:
    assert accepts(record)
    assert accepts(record | {"prev": "0" * 64, "hash": "af" * 32})


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record["type"])
def test_an_example_is_accepted_as_nothing_but_its_own_kind(record: dict[str, Any]) -> None:
    assert [kind for kind in KINDS if accepts(record, kind)] == [record["type"]]


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record["type"])
def test_unknown_fields_are_refused(record: dict[str, Any]) -> None:
    assert not accepts(record | {"name": NAME})
    assert not accepts(record | {"rowid": 1})
    assert not accepts(replaced(record, ("body", "note"), NAME))
    assert not accepts(replaced(record, ("body", "depositor"), "x"))


# Official wording out of the catalogue is the one thing that is no code.
CATALOGUE_TEXT = {("body", "type_name"), ("body", "section_name")}
# Made by the program or by the calling command, never typed at a counter: they take any ASCII word, and nothing else.
IDENTIFIERS = {("epoch",), ("request",), ("body", "epoch"), ("body", "from_epoch")}


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record["type"])
@pytest.mark.parametrize(
    "text", [NAME, "タカサキ トクジロウ", "044-201-3113", "Taro Yamada", "補足です", "yamada"]
)
def test_no_field_takes_a_name_a_telephone_number_or_free_text(record: dict[str, Any], text: str) -> None:
    for path in leaves(record):
        if path not in CATALOGUE_TEXT and not (path in IDENTIFIERS and re.fullmatch("[0-9A-Za-z-]+", text)):
            for value in (text, [text], {"text": text}):
                assert not accepts(replaced(record, path, value), record["type"]), path


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record["type"])
def test_a_line_end_behind_a_code_or_digits_of_another_script_are_refused(record: dict[str, Any]) -> None:
    """Python's re takes a line end for the end, and \\d for any script's digit."""
    for path in leaves(record):
        value = record
        for step in path:
            value = value[step]
        if isinstance(value, str):
            assert not accepts(replaced(record, path, value + "\n"), record["type"]), path
            arabic = value.translate({ord("0") + i: ord("٠") + i for i in range(10)})
            if arabic != value:
                assert not accepts(replaced(record, path, arabic), record["type"]), path


def strings_of(schema: Any) -> Iterator[dict[str, Any]]:
    """Every part of a schema that may hold a string."""
    if isinstance(schema, dict):
        if schema.get("type") == "string":
            yield schema
        for inner in schema.values():
            yield from strings_of(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from strings_of(inner)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_string_is_bound_by_a_pattern_that_ends_where_the_text_ends(name: str) -> None:
    for part in strings_of(SCHEMAS[name]):
        if part == {"type": "string"}:  # the second half of a condition: the first half binds it
            continue
        assert part["pattern"].startswith("^") and part["pattern"].endswith(r"(?![\s\S])"), part
        assert r"\d" not in part["pattern"] and r"\w" not in part["pattern"], part


@pytest.mark.parametrize("kind", KINDS)
def test_every_body_is_closed(kind: str) -> None:
    body = SCHEMAS[f"{kind}.json"]["properties"]["body"]
    assert body["type"] == "object"
    assert body["additionalProperties"] is False


@pytest.mark.parametrize("field", ENVELOPE["required"])
def test_no_field_of_the_envelope_may_be_left_out(field: str) -> None:
    record = example("issued")
    del record[field]
    assert not accepts(record, "issued")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("desk", "000"),
        ("desk", "1"),
        ("desk", 101),
        ("epoch", ""),
        ("seq", 0),
        ("seq", -1),
        ("seq", "7"),
        ("seq", True),
        ("lamport", 0),
        ("lamport", 2**63),
        ("type", "Issued"),
        ("at", "2026-11-24T10:45:00"),
        ("at", "2026-11-24T10:45:00Z"),
        ("at", "2026-13-24T10:45:00+09:00"),
        ("at", "2026-11-24T24:00:00+09:00"),
        ("at", "2026-11-24T10:45:00.5+09:00"),
        ("actor", ""),
        ("actor", "00"),
        ("actor", "012"),
        ("actor", "123456"),
        ("actor", None),
        ("slip", None),
        ("slip", "4101265010004212"),
        ("slip", BAG),
        ("slip", "1000265010004256"),
        ("slip", "1101265000004229"),
        ("slip", "1101265010000079"),
        ("slip", "110126501000425"),
        ("bag", SLIP),
        ("bag", BAG),
        ("request", ""),
        ("request", "a b"),
        ("request", "x" * 101),
        ("body", None),
        ("body", []),
        ("prev", "00"),
        ("hash", "AF" * 32),
    ],
)
def test_an_envelope_out_of_shape_is_refused(field: str, value: object) -> None:
    assert not accepts(example("issued") | {"prev": "0" * 64, "hash": "af" * 32, field: value}, "issued")


def test_the_program_records_as_nobody_and_nobody_approves_as_the_program() -> None:
    assert accepts(example("lost_record") | {"actor": "0"})
    assert not accepts(replaced(example("disposed"), ("body", "approved_by"), "0"))


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (replaced(example("issued"), ("body", "sheets"), None), "neither counted nor sealed"),
        (replaced(example("issued"), ("body", "sealed"), True), "sealed and yet counted"),
        (replaced(example("issued"), ("body", "sheets"), 0), "no sheets"),
        (replaced(example("issued"), ("body", "sheets"), 10_000), "more sheets than a slip can say"),
        (replaced(example("issued"), ("body", "type"), "500"), "no type ends in 00"),
        (
            replaced(example("issued"), ("body", "type"), "000"),
            "the type of a blank is known when it is issued",
        ),
        (replaced(example("issued"), ("body", "flags"), ["named", "named"]), "a flag twice"),
        (replaced(example("issued"), ("body", "type_name"), "介護\n保険"), "a line end in an official name"),
        (example("reserved") | {"slip": SLIP}, "only a blank can be reserved"),
        (replaced(example("corrected"), ("body",), {"reason": "miscounted"}), "corrects nothing"),
        (
            replaced(example("corrected"), ("body",), {"reason": "other", "name_changed": False}),
            "corrects nothing",
        ),
        (
            replaced(example("corrected"), ("body",), {"reason": "other", "enclosures": []}),
            "enclosures without the others",
        ),
        (replaced(example("corrected"), ("body",), {"sheets": 4}), "no reason"),
        (replaced(example("came_back"), ("body",), {"result": "differs"}), "differs without saying in what"),
        (
            replaced(example("came_back"), ("body",), {"result": "differs", "reason": None}),
            "differs without saying in what",
        ),
        (replaced(example("came_back"), ("body",), {"result": "agrees"}), "what agrees is closed"),
        (
            replaced(example("closed"), ("body", "accepted"), "other_branch"),
            "another branch's slip is not closed here",
        ),
        (replaced(example("closed"), ("body", "accepted"), "voided"), "a void is never accepted"),
        (
            replaced(example("checked"), ("body",), {"result": "overridden"}),
            "an override without its reason and approval",
        ),
        (example("checked") | {"slip": None}, "a check of no slip"),
        (example("bagged") | {"bag": None}, "bagged into nothing"),
        (example("bag_dispatched") | {"slip": SLIP}, "a bag leaves as a whole"),
        (replaced(example("bag_dispatched"), ("body", "route"), "taxi"), "a route that does not exist"),
        (example("revoked") | {"slip": None, "bag": None}, "revokes about nothing"),
        (example("lost_record") | {"slip": None}, "lost nothing"),
        (example("lost_record") | {"bag": BAG}, "lost two at once"),
        (replaced(example("refused"), ("body", "rule"), "in_a_hurry"), "a visitor in a hurry is not refused"),
    ],
)
def test_a_body_that_says_nothing_sensible_is_refused(record: dict[str, Any], why: str) -> None:
    assert not accepts(record), why


def enum_of(kind: str, field: str) -> set[str]:
    """The codes of a field, through one reference and beside null."""
    part = SCHEMAS[f"{kind}.json"]["properties"]["body"]["properties"][field]
    found: set[str] = set()
    for choice in part.get("anyOf", [part]):
        if "$ref" in choice:
            choice = ENVELOPE["$defs"][choice["$ref"].rpartition("/")[2]]
        found |= set(choice.get("enum", [choice.get("const")]))
    return found - {None}


@pytest.mark.parametrize(
    ("kind", "field", "table", "more"),
    [
        ("handed_back", "reason", words.CHANGE_REASONS, set()),
        ("corrected", "reason", words.CHANGE_REASONS, set()),
        ("voided", "reason", words.CHANGE_REASONS, {"unused"}),  # the 予備帳 comes with its own words
        ("revoked", "reason", words.UNDO_REASONS, set()),
        ("came_back", "reason", words.DIFFERS_REASONS, set()),
        ("documents_back", "reason", words.BACK_REASONS, set()),
        ("printed", "reason", words.REPRINT_REASONS, set()),
        ("printed", "outcome", words.OUTCOMES, set()),
        ("printed", "why", words_print.WHY, set()),
        ("printed", "copy", words_print.COPIES, set()),
        ("refused", "rule", {rule.value: "" for rule in Rule}, set()),
        ("came_back", "accepted", {verdict.value: "" for verdict in DOUBTFUL}, set()),
    ],
)
def test_every_code_that_staff_can_choose_is_in_the_schema_and_the_reverse(
    kind: str, field: str, table: dict[str, str], more: set[str]
) -> None:
    assert enum_of(kind, field) == set(table) | more


def test_papers_with_words_can_be_recorded_as_printed() -> None:
    assert set(words.COPIES) <= enum_of("printed", "copy")


def test_every_event_has_a_word_for_people() -> None:
    assert set(words.EVENTS) == set(KINDS)


def event_of(record: dict[str, Any]) -> Event:
    return Event(**record)


@pytest.mark.parametrize("record", EXAMPLES, ids=lambda record: record["type"])
def test_an_event_and_its_record_say_the_same(record: dict[str, Any]) -> None:
    assert as_record(event_of(record)) == record
    assert json.loads(canonical_bytes(event_of(record))) == record


def test_canonical_bytes_do_not_depend_on_the_order_in_which_a_body_was_written() -> None:
    record = example("issued")
    backwards = record | {"body": dict(reversed(list(record["body"].items())))}
    assert canonical_bytes(event_of(backwards)) == canonical_bytes(event_of(record))
    assert b" " not in canonical_bytes(event_of(example("closed")))


@pytest.mark.parametrize("field", ENVELOPE["required"])
def test_the_hash_covers_every_field_and_the_event_before(field: str) -> None:
    event = chained(event_of(example("closed")), bytes(32))
    other = {"seq": 8, "lamport": 13, "body": {}, "bag": BAG, "slip": None, "request": "r"}.get(
        field, "other"
    )
    assert chained(event_of(example("closed") | {field: other}), bytes(32)).hash != event.hash
    assert chained(event_of(example("closed")), event.hash).hash != event.hash
    assert chained(event, bytes(32)).hash == event.hash
