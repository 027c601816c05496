"""The desks that the domain tests are about, and a short way to write their events."""

from __future__ import annotations

from typing import Any

from branch_desk.domain.events import Event
from branch_desk.domain.numbers import BAG, SLIP, Number
from branch_desk.domain.rights import Member, Role

ISSUER, COLLEAGUE, OTHER, SECTION_5, SECTION_3, OFFICE, STRANGER = (
    "101",
    "102",
    "201",
    "501",
    "301",
    "900",
    "999",
)
MEMBERS = {
    ISSUER: Member(ISSUER, Role.COUNTER, "大師支所"),
    COLLEAGUE: Member(COLLEAGUE, Role.COUNTER, "大師支所"),
    OTHER: Member(OTHER, Role.COUNTER, "田島支所"),
    SECTION_5: Member(SECTION_5, Role.SECTION, "川崎区役所", "5"),
    SECTION_3: Member(SECTION_3, Role.SECTION, "川崎区役所", "3"),
    OFFICE: Member(OFFICE, Role.OFFICE, "川崎区役所"),
}

NUMBER = Number(SLIP, ISSUER, 2026, "501", 42).digits
BLANK = Number(SLIP, ISSUER, 2026, "000", 7).digits
BAG_1 = Number(BAG, ISSUER, 2026, "500", 1).digits
BAG_2 = Number(BAG, ISSUER, 2026, "500", 2).digits
SECOND = Number(SLIP, ISSUER, 2026, "501", 43).digits

RECEIVED_AT = "2026-11-20T14:30:00+09:00"
LATER = "2026-11-20T16:00:00+09:00"
ISSUED = {
    "type": "501",
    "type_name": "介護保険要介護・要支援認定申請",
    "section": "5",
    "section_name": "高齢・障害課",
    "catalogue": 1,
    "retention": 5,
    "sheets": 3,
    "sealed": False,
    "enclosures": ["01"],
    "others": 0,
    "flags": [],
}


def at(lamport: int) -> str:
    """A display time that rises with the lamport, so that a test can tell which event filled a field."""
    return f"2026-11-{10 + lamport // 24 % 20:02d}T{lamport % 24:02d}:00:00+09:00"


def event(
    kind: str,
    lamport: int,
    desk: str = ISSUER,
    *,
    slip: str | None = NUMBER,
    bag: str | None = None,
    actor: str = "11",
    epoch: str = "e1",
    seq: int | None = None,
    **body: Any,
) -> Event:
    """An event whose seq is its lamport unless a test says otherwise."""
    return Event(
        desk, epoch, lamport if seq is None else seq, lamport, kind, at(lamport), actor, slip, bag, body=body
    )


def bag_event(kind: str, lamport: int, desk: str = ISSUER, *, bag: str = BAG_1, **more: Any) -> Event:
    """An event of a bag as a whole."""
    return event(kind, lamport, desk, slip=None, bag=bag, **more)


def revoke(target: Event, lamport: int, desk: str | None = None, **more: Any) -> Event:
    """The event that takes `target` back."""
    return Event(
        desk or target.desk,
        "e1",
        more.pop("seq", lamport),
        lamport,
        "revoked",
        at(lamport),
        "11",
        more.pop("slip", target.slip),
        more.pop("bag", target.bag),
        body={"desk": target.desk, "epoch": target.epoch, "seq": target.seq, "reason": "wrong_key"},
    )
