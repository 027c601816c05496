"""A fold that gives something else from the same events says so by its version, or old rows would stay."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict

from branch_desk.domain.events import Event, canonical_json
from branch_desk.domain.fold import VERSION, fold, fold_bag
from tests.domain.places import (
    BAG_1,
    BAG_2,
    BLANK,
    COLLEAGUE,
    ISSUED,
    LATER,
    MEMBERS,
    NUMBER,
    OTHER,
    RECEIVED_AT,
    SECOND,
    SECTION_3,
    SECTION_5,
    at,
    bag_event,
    event,
)

# What this version gives. Where this fails although nothing was meant to change, the fold is wrong; where
# something was, VERSION goes up by one and the new value is put here.
GIVES = (3, "54d229d7d4a9bd086dc95b651883ecf62a5fd0286d9cd18358140f5336bc4771")


def histories(count: int = 3000) -> Iterator[list[Event]]:
    """Sets of events in a fixed sequence of chances, the same on every Python."""
    state = 20261124
    every = list(steps())
    for _ in range(count):
        chosen = []
        for original in every:
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            if state >> 61 < 3:
                chosen.append(original)
        yield chosen


def steps() -> Iterator[Event]:
    """One or more events of every kind that travels, about two slips, a blank and two bags."""
    yield event("reserved", 1, slip=BLANK)
    yield event("issued", 2, **ISSUED)
    yield event("issued", 3, slip=SECOND, **ISSUED, taken_at=RECEIVED_AT)
    yield event("issued", 4, COLLEAGUE, **ISSUED)
    yield event("corrected", 5, reason="miscounted", sheets=4)
    yield bag_event("bag_opened", 6, section="5")
    for lamport, slip, bag in ((7, NUMBER, BAG_1), (8, SECOND, BAG_1), (9, NUMBER, BAG_2)):
        yield event("bagged", lamport, slip=slip, bag=bag, actor=str(lamport))
    yield event("unbagged", 10, bag=BAG_1, reason="wrong_bag")
    yield event("bagged", 11, bag=BAG_1)
    yield bag_event("bag_closed", 12, count=2)
    yield event("checked", 13, bag=BAG_1, actor="13", result="agrees")
    yield event("checked", 14, slip=SECOND, bag=BAG_1, actor="7", result="agrees")
    yield event("checked", 15, slip=SECOND, bag=BAG_1, actor="13", result="differs", reason="miscounted")
    yield event("checked", 16, slip=None, bag=BAG_1, result="overridden", reason="other", approved_by="3")
    yield bag_event("bag_dispatched", 17, route="internal_mail", count=2)
    yield bag_event("bag_dispatched", 18, bag=BAG_2, route="post", count=1)
    yield event("missing", 19, SECTION_5, bag=BAG_1, reason="not_in_bag")
    yield event(
        "received", 20, SECTION_5, bag=BAG_1, received_at=RECEIVED_AT, source="section", sheets_found=2
    )
    yield event(
        "received", 21, SECTION_5, slip=SECOND, received_at=LATER, source="section", enclosures_found=0
    )
    yield bag_event("bag_received", 22, SECTION_5, received_at=RECEIVED_AT, count_found=1)
    yield event("surplus", 23, SECTION_3, slip=SECOND, bag=BAG_1, reason="other_section", section="3")
    yield event("sent_back", 24, SECTION_5)
    yield event("documents_back", 25, reason="incomplete")
    yield event("contacted", 26, whom="section", how="telephone", result="found")
    yield event("inquiry_opened", 27, reason="asked", called=True)
    yield event("inquiry_closed", 28, SECTION_5, result="no_need", called=False, contradictions=1)
    yield event("received", 29, received_at=LATER, source="paper")
    yield event("came_back", 30, result="differs", reason="sheets")
    yield event("came_back", 31, OTHER, slip=SECOND, result="other_branch")
    yield event("closed", 32, received_at=LATER, source="paper")
    yield event("closed", 33, COLLEAGUE, slip=SECOND, received_at=RECEIVED_AT, source="section")
    yield event("voided", 34, slip=BLANK, reason="unused")
    yield event("handed_back", 35, slip=SECOND, reason="withdrawn")
    yield event("lost_record", 36, slip=BLANK)
    yield event("closed", 37, SECTION_3, slip=SECOND)
    for lamport, seq in ((38, 10), (39, 17), (40, 32)):
        target = {"desk": "101", "epoch": "e1", "seq": seq, "reason": "wrong_key"}
        subject = {"slip": None if seq == 17 else NUMBER, "bag": BAG_1 if seq < 20 else None}
        yield Event("101", "e1", lamport, lamport, "revoked", at(lamport), "11", **subject, body=target)


def test_what_the_fold_gives_changes_only_with_its_version() -> None:
    summed = hashlib.sha256()
    for found in histories():
        for number in (NUMBER, SECOND, BLANK):
            slip = fold(number, found, MEMBERS)
            marks = (slip.since, sorted(slip.marks)) if slip else None
            summed.update(canonical_json([slip and asdict(slip), marks]))
        for number in (BAG_1, BAG_2):
            bag = fold_bag(number, found, MEMBERS)
            summed.update(canonical_json(bag and asdict(bag)))
    assert (VERSION, summed.hexdigest()) == GIVES
