"""Who may write what: one row per event of EVENTS.md's table, one column per desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from branch_desk.domain.events import KINDS, Event
from branch_desk.domain.numbers import BAG, SLIP, Number
from branch_desk.domain.rights import NEVER_REVOKED, may_write
from tests.domain.places import (
    BAG_1,
    BLANK,
    COLLEAGUE,
    ISSUER,
    MEMBERS,
    NUMBER,
    OFFICE,
    OTHER,
    SECTION_3,
    SECTION_5,
    STRANGER,
    bag_event,
    event,
    revoke,
)

EVERYBODY = set(MEMBERS)
BRANCH = {ISSUER, COLLEAGUE}
SECTIONS = {SECTION_5, SECTION_3}
COUNTERS = {ISSUER, COLLEAGUE, OTHER}

TABLE: list[tuple[str, dict[str, Any], set[str]]] = [
    ("issued", {}, {ISSUER}),
    ("reserved", {"slip": BLANK}, {ISSUER}),
    ("lost_record", {}, {ISSUER}),
    ("lost_record", {"slip": None, "bag": BAG_1}, {ISSUER}),
    ("voided", {"reason": "wrong_type"}, BRANCH),
    ("handed_back", {"reason": "withdrawn"}, BRANCH),
    ("corrected", {"reason": "miscounted", "sheets": 4}, BRANCH),
    ("bag_opened", {"slip": None, "bag": BAG_1}, BRANCH),
    ("bag_closed", {"slip": None, "bag": BAG_1}, BRANCH),
    ("bag_dispatched", {"slip": None, "bag": BAG_1}, BRANCH),
    ("bag_received", {"slip": None, "bag": BAG_1}, {SECTION_5}),
    ("bagged", {"bag": BAG_1}, BRANCH),
    ("unbagged", {"bag": BAG_1}, BRANCH),
    ("checked", {"bag": BAG_1, "result": "agrees"}, BRANCH),
    ("received", {"source": "section"}, {SECTION_5}),
    ("received", {"source": "paper"}, BRANCH),
    ("missing", {"bag": BAG_1}, {SECTION_5}),
    ("surplus", {"bag": BAG_1}, SECTIONS),
    ("sent_back", {}, SECTIONS),
    ("documents_back", {"reason": "incomplete"}, BRANCH),
    ("came_back", {"result": "differs", "reason": "sheets"}, BRANCH),
    ("came_back", {"result": "time_missing"}, BRANCH),
    ("came_back", {"result": "other_branch"}, COUNTERS),
    ("closed", {"source": "paper"}, BRANCH),
    ("closed", {"source": "paper", "accepted": "unknown"}, BRANCH),
    ("inquiry_opened", {"reason": "not_arrived"}, BRANCH | {SECTION_5}),
    ("inquiry_closed", {"result": "found_section"}, BRANCH | {SECTION_5}),
    ("contacted", {"whom": "section", "how": "telephone", "result": "arrived"}, BRANCH | {SECTION_5}),
    *((kind, {"slip": None}, EVERYBODY) for kind, rule in KINDS.items() if not rule.travels),
]


def test_the_table_names_every_event_but_revoked_which_follows_its_target() -> None:
    assert {kind for kind, _, _ in TABLE} == set(KINDS) - {"revoked"}


@pytest.mark.parametrize(
    ("kind", "parts", "allowed"), TABLE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_exactly_the_desks_of_the_table_may_write_it(
    kind: str, parts: dict[str, Any], allowed: set[str]
) -> None:
    for desk in (*MEMBERS, STRANGER):
        assert may_write(event(kind, 5, desk, **parts), MEMBERS) == (desk in allowed), desk


@pytest.mark.parametrize(
    ("kind", "parts", "allowed"), TABLE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_travelling_event_about_nothing_of_ours_has_no_writer(
    kind: str, parts: dict[str, Any], allowed: set[str]
) -> None:
    if not KINDS[kind].travels:
        return
    copied = Number(4, ISSUER, 2026, "501", 42).digits
    for slip, bag in (
        (None, None),
        ("1101265010004251", None),
        (copied, None),
        (BAG_1, None),
        (None, NUMBER),
        ("x", BAG_1),
        (NUMBER, "x"),
        (NUMBER, copied),
    ):
        wrong = replace(event(kind, 5, **parts), slip=slip, bag=bag)
        assert not any(may_write(replace(wrong, desk=desk), MEMBERS) for desk in MEMBERS), (slip, bag)


def test_practice_and_real_never_meet_in_one_event() -> None:
    practice_bag = Number(7, ISSUER, 2026, "500", 1).digits
    assert not may_write(event("bagged", 5, bag=practice_bag), MEMBERS)
    assert may_write(
        event("bagged", 5, slip=Number(8, ISSUER, 2026, "501", 42).digits, bag=practice_bag), MEMBERS
    )


def test_a_slip_cannot_be_put_into_another_branchs_bag() -> None:
    theirs = Number(BAG, OTHER, 2026, "500", 1).digits
    for desk in MEMBERS:
        assert not may_write(event("bagged", 5, desk, bag=theirs), MEMBERS), desk


def test_the_section_of_issued_counts_before_the_section_in_the_number() -> None:
    received = event("received", 5, SECTION_3, source="section")
    assert not may_write(received, MEMBERS)
    assert may_write(received, MEMBERS, section="3")
    assert not may_write(replace(received, desk=SECTION_5), MEMBERS, section="3")


def test_the_section_of_a_slip_does_not_speak_for_its_bag() -> None:
    arrived = bag_event("bag_received", 5, SECTION_5, count_found=1)
    assert may_write(arrived, MEMBERS, section="3")


def test_a_blank_whose_type_nobody_keyed_in_yet_can_be_received_by_the_section_that_has_it() -> None:
    received = event("received", 5, SECTION_3, slip=BLANK, source="section")
    assert may_write(received, MEMBERS)
    assert not may_write(received, MEMBERS, section="5")


def test_a_slip_of_a_desk_nobody_introduced_is_closed_only_where_that_was_said() -> None:
    stray = Number(SLIP, STRANGER, 2026, "501", 1).digits
    for kind in ("closed", "came_back"):
        assert may_write(event(kind, 5, slip=stray, accepted="unknown"), MEMBERS)
        assert not may_write(event(kind, 5, slip=stray), MEMBERS)
        assert not may_write(event(kind, 5, SECTION_5, slip=stray, accepted="unknown"), MEMBERS)
    assert not may_write(event("voided", 5, slip=stray, accepted="unknown"), MEMBERS)
    assert not may_write(event("closed", 5, OTHER, accepted="unknown"), MEMBERS), "that branch is known"


def test_a_kind_that_this_version_does_not_know_has_no_writer() -> None:
    assert not may_write(event("teleported", 5), MEMBERS)


# ---- revoked

REVOCABLE = [
    (kind, parts, allowed)
    for kind, parts, allowed in TABLE
    if KINDS[kind].travels and kind not in NEVER_REVOKED
]


@pytest.mark.parametrize(
    ("kind", "parts", "allowed"), REVOCABLE, ids=lambda value: value if isinstance(value, str) else ""
)
def test_who_may_write_an_event_may_take_it_back(kind: str, parts: dict[str, Any], allowed: set[str]) -> None:
    for author in allowed:
        target = event(kind, 5, author, **parts)
        for desk in (*MEMBERS, STRANGER):
            same_place = (
                desk in MEMBERS
                and MEMBERS[desk].branch == MEMBERS[author].branch
                and MEMBERS[desk].section == MEMBERS[author].section
            )
            # What any section or any counter may say of a stray paper, only the same section or branch may take back.
            open_to_all = kind in ("surplus", "sent_back") or parts.get("result") == "other_branch"
            expected = desk in allowed and (same_place or not open_to_all)
            assert may_write(revoke(target, 9, desk), MEMBERS, target=target) == expected, (author, desk)


@pytest.mark.parametrize("kind", sorted(NEVER_REVOKED))
def test_a_number_that_was_shown_is_voided_and_never_unmade(kind: str) -> None:
    target = event(kind, 5, slip=BLANK if kind == "reserved" else NUMBER)
    for desk in MEMBERS:
        assert not may_write(revoke(target, 9, desk), MEMBERS, target=target)


def test_a_revocation_is_never_taken_back() -> None:
    first = revoke(event("closed", 5), 9)
    assert not may_write(revoke(first, 10), MEMBERS, target=first)


def test_a_revocation_of_nothing_known_has_no_right_yet() -> None:
    assert not may_write(revoke(event("closed", 5), 9), MEMBERS, target=None)


@pytest.mark.parametrize(
    "parts",
    [{"slip": BLANK}, {"bag": None}, {"slip": None}, {"bag": Number(BAG, ISSUER, 2026, "500", 9).digits}],
)
def test_a_revocation_must_stand_under_the_slip_and_the_bag_of_what_it_takes_back(
    parts: dict[str, Any],
) -> None:
    target = event("bagged", 5, bag=BAG_1)
    assert may_write(revoke(target, 9), MEMBERS, target=target)
    assert not may_write(revoke(target, 9, **parts), MEMBERS, target=target)


def test_an_office_desk_writes_nothing_about_a_slip() -> None:
    written: list[Event] = [
        event(kind, 5, OFFICE, **parts) for kind, parts, _ in TABLE if KINDS[kind].travels
    ]
    assert not any(may_write(record, MEMBERS) for record in written)
