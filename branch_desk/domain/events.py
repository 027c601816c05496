"""What can be recorded, and the envelope every record travels in (EVENTS.md; schemas/events/*.json is the exact word).

An event is never changed and never deleted. Its body holds codes, counts, numbers and times: no name and no free
text, which go encrypted into the personal-data table under the event's key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

GENESIS = bytes(32)


class Stream(StrEnum):
    """Which chain an event stands in. The exchanged one must have no gaps, so what stays at home has its own."""

    OUT = "out"     # travels in batches
    OWN = "own"     # stays on this desk: prints, refusals, who looked at what


class Writer(StrEnum):
    """Whose desk may write an event (EVENTS.md, last column but one)."""

    ISSUING_DESK = "issuing_desk"
    ISSUING_BRANCH = "issuing_branch"
    SECTION = "section"                          # the section the slip or bag is addressed to
    SECTION_OR_BRANCH = "section_or_branch"
    ANY_SECTION = "any_section"                  # surplus: found at the wrong section
    TARGET = "target"                            # revoked: whoever may write what is taken back
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: whether it travels and who may write it."""

    travels: bool
    writer: Writer


KINDS: Mapping[str, Kind] = {
    "issued": Kind(True, Writer.ISSUING_DESK),
    "reserved": Kind(True, Writer.ISSUING_DESK),
    "voided": Kind(True, Writer.ISSUING_BRANCH),
    "handed_back": Kind(True, Writer.ISSUING_BRANCH),
    "corrected": Kind(True, Writer.ISSUING_BRANCH),
    "bag_opened": Kind(True, Writer.ISSUING_BRANCH),
    "bag_closed": Kind(True, Writer.ISSUING_BRANCH),
    "bag_dispatched": Kind(True, Writer.ISSUING_BRANCH),
    "bag_received": Kind(True, Writer.SECTION),
    "bagged": Kind(True, Writer.ISSUING_BRANCH),
    "unbagged": Kind(True, Writer.ISSUING_BRANCH),
    "checked": Kind(True, Writer.ISSUING_BRANCH),
    "received": Kind(True, Writer.SECTION_OR_BRANCH),
    "missing": Kind(True, Writer.SECTION),
    "surplus": Kind(True, Writer.ANY_SECTION),
    "sent_back": Kind(True, Writer.ANY_SECTION),
    "documents_back": Kind(True, Writer.ISSUING_BRANCH),
    "came_back": Kind(True, Writer.ISSUING_BRANCH),
    "closed": Kind(True, Writer.ISSUING_BRANCH),
    "inquiry_opened": Kind(True, Writer.SECTION_OR_BRANCH),
    "inquiry_closed": Kind(True, Writer.SECTION_OR_BRANCH),
    "contacted": Kind(True, Writer.SECTION_OR_BRANCH),
    "revoked": Kind(True, Writer.TARGET),
    "lost_record": Kind(True, Writer.ISSUING_DESK),
    "printed": Kind(False, Writer.ANY),
    "refused": Kind(False, Writer.ANY),
    "viewed": Kind(False, Writer.ANY),
    "exported": Kind(False, Writer.ANY),
    "backed_up": Kind(False, Writer.ANY),
    "drilled": Kind(False, Writer.ANY),
    "restored": Kind(False, Writer.ANY),
    "numbers_settled": Kind(False, Writer.ANY),
    "erased": Kind(False, Writer.ANY),
    "recovery_checked": Kind(False, Writer.ANY),
    "disposed": Kind(False, Writer.ANY),
    "signed_in": Kind(False, Writer.ANY),
    "signed_off": Kind(False, Writer.ANY),
    "override": Kind(False, Writer.ANY),
    "clock_doubt": Kind(False, Writer.ANY),
    "staff_changed": Kind(False, Writer.ANY),
    "setting_changed": Kind(False, Writer.ANY),
    "pin_failed": Kind(False, Writer.ANY),
    "pin_cleared": Kind(False, Writer.ANY),
    "desk_locked": Kind(False, Writer.ANY),
}

Key = tuple[str, str, int]      # (desk, epoch, seq) within the event's stream


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded fact. `at` is for display only: order comes from (lamport, desk, epoch, seq), never from a clock.

    `slip` and `bag` are the 16 digits of what it concerns; both stand where a slip goes into, out of, or is counted
    against a bag. `actor` is a staff code, `request` the repeat guard of the command that made it.
    """

    desk: str
    epoch: str
    seq: int
    lamport: int
    type: str
    at: str
    actor: str
    slip: str | None = None
    bag: str | None = None
    request: str | None = None
    body: Mapping[str, Any] | None = None
    prev: bytes = GENESIS
    hash: bytes = b""

    @property
    def stream(self) -> Stream:
        return Stream.OUT if KINDS[self.type].travels else Stream.OWN

    @property
    def key(self) -> Key:
        return (self.desk, self.epoch, self.seq)

    @property
    def order(self) -> tuple[int, str, str, int]:
        return (self.lamport, self.desk, self.epoch, self.seq)

    def value(self, name: str, default: Any = None) -> Any:
        """A field of the body."""
        return (self.body or {}).get(name, default)


# Made once: json.dumps would make one at each call.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: Any) -> bytes:
    """The one byte form of a JSON value: sorted keys, no blanks, UTF-8."""
    return _CANONICAL.encode(value).encode()


def as_record(event: Event) -> dict[str, Any]:
    """The event as the JSON value that schemas/events describes, without `prev` and `hash`, never with a local row id."""
    return {
        "desk": event.desk, "epoch": event.epoch, "seq": event.seq, "lamport": event.lamport, "type": event.type,
        "at": event.at, "actor": event.actor, "slip": event.slip, "bag": event.bag, "request": event.request,
        "body": dict(event.body or {}),
    }


def canonical_bytes(event: Event) -> bytes:
    """What is hashed: every field but `prev` and `hash`."""
    return canonical_json(as_record(event))


def chain_hash(event: Event, written: bytes | None = None) -> bytes:
    """SHA-256 over the hash before it and the canonical bytes. `written`: these, where somebody has them already."""
    return hashlib.sha256(event.prev + (canonical_bytes(event) if written is None else written)).digest()


def chained(event: Event, prev: bytes, written: bytes | None = None) -> Event:
    """The event in its place of the chain. `written`: its canonical bytes, where somebody has them already."""
    digest = hashlib.sha256(prev + (canonical_bytes(event) if written is None else written)).digest()
    return replace(event, prev=prev, hash=digest)
