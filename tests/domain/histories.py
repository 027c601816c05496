"""Sets of events as desks that were apart could hold them: ways of a slip, and what a clone or a rogue may add."""

from __future__ import annotations

from hypothesis import strategies as st

from branch_desk.domain.events import KINDS, Event
from tests.domain.places import (
    BAG_1,
    BAG_2,
    BLANK,
    COLLEAGUE,
    ISSUED,
    ISSUER,
    LATER,
    MEMBERS,
    NUMBER,
    OTHER,
    RECEIVED_AT,
    SECOND,
    SECTION_3,
    SECTION_5,
    STRANGER,
    at,
)

WAYS_DOWN = frozenset({"unbagged", "documents_back", "voided", "handed_back", "revoked"})

_times = st.sampled_from((RECEIVED_AT, LATER))
_sheets = st.none() | st.integers(1, 5)
_BODIES = {
    "issued": st.builds(lambda sheets: ISSUED | {"sheets": sheets, "sealed": sheets is None}, _sheets),
    "corrected": st.fixed_dictionaries(
        {"reason": st.just("miscounted")},
        optional={
            "sheets": _sheets,
            "enclosures": st.lists(st.sampled_from(("01", "02"))),
            "name_changed": st.just(True),
        },
    ),
    "voided": st.just({"reason": "wrong_type"}),
    "handed_back": st.just({"reason": "withdrawn"}),
    "bag_dispatched": st.just({"route": "internal_mail", "count": 1}),
    "bag_received": st.just({"received_at": RECEIVED_AT, "count_found": 1}),
    "checked": st.sampled_from(
        (
            {"result": "agrees"},
            {"result": "differs"},
            {"result": "overridden", "reason": "other", "approved_by": "3"},
        )
    ),
    "received": st.fixed_dictionaries(
        {"received_at": _times, "source": st.sampled_from(("section", "paper"))},
        optional={"sheets_found": _sheets},
    ),
    "surplus": st.just({"reason": "other_section", "section": "3"}),
    "came_back": st.sampled_from(
        (
            {"result": "differs", "reason": "sheets", "received_at": LATER},
            {"result": "time_missing"},
            {"result": "other_branch", "accepted": "other_branch"},
        )
    ),
    "closed": st.fixed_dictionaries(
        {
            "received_at": _times,
            "source": st.sampled_from(("paper", "section")),
            "accepted": st.sampled_from((None, "unknown", "not_dispatched")),
        }
    ),
    "documents_back": st.just({"reason": "incomplete"}),
    "unbagged": st.just({"reason": "wrong_bag"}),
}
_OF_BAG_ALONE = ("bag_opened", "bag_closed", "bag_dispatched", "bag_received")
_WITH_BAG = ("bagged", "unbagged", "checked")
_MAYBE_WITH_BAG = ("received", "missing", "surplus")
_USUAL = {
    "received": SECTION_5,
    "missing": SECTION_5,
    "bag_received": SECTION_5,
    "sent_back": SECTION_5,
    "surplus": SECTION_3,
}


@st.composite
def events(
    draw: st.DrawFn, kinds: tuple[str, ...], *, rogue: bool, slips: tuple[str, ...] = (NUMBER,)
) -> Event:
    """One event of one of `kinds`, by a desk that may write it, or where `rogue` by any desk, clone or stranger."""
    kind = draw(st.sampled_from(kinds))
    desk = _USUAL.get(kind, ISSUER)
    if kind not in ("issued", "reserved", "lost_record") and desk == ISSUER:
        desk = draw(st.sampled_from((ISSUER, COLLEAGUE)))
    epoch = "e1"
    if rogue:
        desk = draw(st.sampled_from((desk, desk, desk, *MEMBERS, OTHER, STRANGER)))
        epoch = draw(st.sampled_from(("e1", "e1", "e2")))
    slip: str | None = draw(st.sampled_from(slips))
    bag = draw(st.sampled_from((BAG_1, BAG_1, BAG_2)))
    if kind in _OF_BAG_ALONE:
        slip = None
    elif kind in _MAYBE_WITH_BAG:
        bag = draw(st.sampled_from((None, bag)))
    elif kind not in _WITH_BAG:
        bag = None
    body = draw(_BODIES.get(kind, st.just({})))
    if kind == "received" and not rogue:
        desk = draw(st.sampled_from((ISSUER, COLLEAGUE))) if body["source"] == "paper" else SECTION_5
    lamport = draw(st.integers(0, 15))
    seq = draw(st.integers(1, 8)) if rogue else draw(st.integers(1, 10**6))
    actor = draw(st.sampled_from(("11", "12", "13")))
    return Event(desk, epoch, seq, lamport, kind, at(lamport), actor, slip, bag, body=body)


# The steps of the way more often than the rest, so that histories get somewhere.
_WAY = ("issued", "bagged", "bag_dispatched", "received", "closed")
TRAVELLING = tuple(kind for kind, rule in KINDS.items() if rule.travels and kind != "revoked") + _WAY
UPWARD = tuple(kind for kind in TRAVELLING if kind not in WAYS_DOWN) + _WAY[:3]


@st.composite
def revoked(draw: st.DrawFn, among: list[Event]) -> Event:
    """A revocation of one of the events by anybody, under its slip or not; sometimes of nothing that exists."""
    target = draw(st.sampled_from(among))
    lamport = draw(st.integers(0, 20))
    desk = draw(st.sampled_from((target.desk, target.desk, *MEMBERS, STRANGER)))
    slip = draw(st.sampled_from((target.slip, target.slip, target.slip, NUMBER, SECOND)))
    seq = draw(st.sampled_from((target.seq, target.seq, target.seq, target.seq + 1)))
    return Event(
        desk,
        "e1",
        draw(st.integers(1, 60)),
        lamport,
        "revoked",
        at(lamport),
        "11",
        slip,
        target.bag,
        body={"desk": target.desk, "epoch": target.epoch, "seq": seq, "reason": "wrong_key"},
    )


@st.composite
def any_history(draw: st.DrawFn, most: int = 12) -> list[Event]:
    """Anything that could lie in one ledger: forks under one key, strangers, revoked revocations, other slips."""
    kinds = TRAVELLING + ("printed", "viewed", "from_a_newer_version")
    found = draw(
        st.lists(
            events(kinds, rogue=True, slips=(NUMBER, NUMBER, NUMBER, SECOND, BLANK)),
            min_size=1,
            max_size=most,
        )
    )
    for _ in range(draw(st.integers(0, 3))):
        found.append(draw(revoked(found)))
    return found


def upward_history(most: int = 10) -> st.SearchStrategy[list[Event]]:
    """Rightful events without any way down, in any order of lamport, each under its own key."""
    return st.lists(events(UPWARD, rogue=False), max_size=most, unique_by=lambda event: event.key)
