"""One short value by which two desks see whether they know and believe the same (EVENTS.md, Digest).

Two parts, because two things can differ: the events that arrived, and what the fold makes of them under the members that
are known. What a desk decides for itself is in neither: due dates, the order in which events arrived, its own stream.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from branch_desk.domain.events import KINDS, Event, canonical_json
from branch_desk.domain.fold import Bag, Slip


@dataclass(frozen=True, slots=True)
class Digest:
    """`events` differs: something has not arrived. `state` alone differs: the desks know different members or versions."""

    events: str
    state: str


def digest(events: Iterable[Event], slips: Iterable[Slip], bags: Iterable[Bag] = ()) -> Digest:
    """Over every travelling event and every folded slip and bag of a ledger, in whatever order they are given."""
    keys = {(*event.key, event.hash.hex()) for event in events if event.type not in KINDS or KINDS[event.type].travels}
    folded: list[dict[str, Any]] = [*map(asdict, slips), *map(asdict, bags)]
    folded.sort(key=lambda item: str(item["number"]))
    return Digest(_sha256(sorted(keys)), _sha256(folded))


def _sha256(records: Iterable[object]) -> str:
    summed = hashlib.sha256()
    for record in records:
        summed.update(canonical_json(record) + b"\n")
    return summed.hexdigest()
