"""What is late or marked, which bags there are, and what of a bag's way is a slip's history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from branch_desk.domain import era
from branch_desk.domain.bag import BagState
from branch_desk.domain.numbers import SLIP, Number
from branch_desk.domain.rights import Member, Role
from branch_desk.store import late, projection
from branch_desk.store.ledger import Ledger
from tests.store.issuing import MORNING, Clock, issue, record

LONG_AGO = MORNING - timedelta(days=3000)
RECEIVED_AT = era.stamp(MORNING + timedelta(days=1))


def bag_up(ledger: Ledger, *slips: str, dispatched: bool = True) -> str:
    """The slips in a new bag, on its way or not."""
    with ledger.transaction() as tx:
        bag = tx.draw_bag(era.fiscal_year(tx.now), "5").digits
        tx.append("bag_opened", actor="1", bag=bag, body={"section": "5"})
        for slip in slips:
            tx.append("bagged", actor="1", slip=slip, bag=bag)
        if dispatched:
            tx.append(
                "bag_dispatched", actor="1", bag=bag, body={"route": "internal_mail", "count": len(slips)}
            )
    return bag


def late_of(ledger: Ledger, *before: datetime) -> list[str]:
    found = [slip.number for slip in ledger.late(*before)]
    assert len(found) == ledger.count_late(*before)
    return found


def test_each_state_is_late_by_its_own_limit(ledger: Ledger, clock: Clock) -> None:
    held, bagged, sent, received = (issue(ledger, f"r{i}") for i in range(4))
    bag_up(ledger, bagged, dispatched=False)
    clock.advance(hours=1)
    bag_up(ledger, sent, received)
    record(ledger, "received", received, body={"received_at": RECEIVED_AT, "source": "paper"})
    issued, dispatched, taken = MORNING, clock.at, era.moment(RECEIVED_AT)
    second = timedelta(seconds=1)
    assert late_of(ledger, issued, dispatched, taken) == []
    assert late_of(ledger, issued + second, LONG_AGO, LONG_AGO) == [held, bagged]
    assert late_of(ledger, LONG_AGO, dispatched + second, LONG_AGO) == [sent]
    assert late_of(ledger, LONG_AGO, LONG_AGO, taken + second) == [received]
    assert late_of(ledger, *[taken + second] * 3) == [held, bagged, sent, received]


def test_a_limit_in_another_time_zone_is_the_same_moment(ledger: Ledger) -> None:
    number = issue(ledger, "a")
    utc = (MORNING + timedelta(seconds=1)).astimezone(UTC)
    assert late_of(ledger, utc, utc, utc) == [number]
    assert late_of(ledger, *[utc - timedelta(seconds=1)] * 3) == []


def test_a_marked_slip_is_found_whatever_the_day_and_once(ledger: Ledger) -> None:
    asked, other = issue(ledger, "a"), issue(ledger, "b")
    record(ledger, "inquiry_opened", asked, body={"reason": "asked", "called": False})
    assert late_of(ledger, LONG_AGO, LONG_AGO, LONG_AGO) == [asked]
    assert late_of(ledger, *[MORNING + timedelta(days=1)] * 3) == [asked, other]
    record(ledger, "inquiry_closed", asked, body={"result": "no_need", "called": False})
    assert late_of(ledger, LONG_AGO, LONG_AGO, LONG_AGO) == []


def test_what_is_closed_or_ended_is_not_late_but_marked_where_its_time_is_unknown(ledger: Ledger) -> None:
    closed, bare, void = (issue(ledger, f"r{i}") for i in range(3))
    record(ledger, "closed", closed, body={"received_at": RECEIVED_AT, "source": "paper"})
    record(ledger, "closed", bare, body={"source": "paper"})
    record(ledger, "voided", void, body={"reason": "wrong_type"})
    assert late_of(ledger, *[MORNING + timedelta(days=99)] * 3) == [bare]


def test_the_longest_waiting_comes_first(ledger: Ledger, clock: Clock) -> None:
    first = issue(ledger, "a")
    clock.advance(days=1)
    second = issue(ledger, "b")
    clock.advance(days=1)
    bag_up(ledger, first)
    after = clock.at + timedelta(days=1)
    assert late_of(ledger, after, after, after) == [second, first]


@pytest.mark.parametrize(
    ("question", "index"), [(late._LATE, "slip_open"), (late._MARKED, "slip_marked")], ids=["late", "marked"]
)
def test_no_slip_that_is_neither_late_nor_marked_is_read(ledger: Ledger, question: str, index: str) -> None:
    plan = ledger.db.execute(
        f"explain query plan select count(*) from slip where {question}",
        ("held", "2026") * (index == "slip_open"),
    ).fetchall()
    assert [line[3].partition(" (")[0] for line in plan] == [f"SEARCH slip USING COVERING INDEX {index}"]


# ---- bags


def test_a_bag_is_what_its_events_say_also_within_the_transaction(ledger: Ledger) -> None:
    slips = issue(ledger, "a"), issue(ledger, "b")
    number = bag_up(ledger, *slips, dispatched=False)
    with ledger.transaction() as tx:
        tx.append("bag_closed", actor="1", bag=number, body={"count": 2})
        for slip in slips:
            tx.append("checked", actor="2", slip=slip, bag=number, body={"result": "agrees"})
        bag = ledger.bag(number)
        assert bag is not None and (bag.state, bag.checked, bag.checkers) == (BagState.CHECKED, slips, ("2",))
    record(ledger, "revoked", slips[0], bag=number, body=target(ledger, number, "checked"))
    bag = ledger.bag(number)
    assert bag is not None and (bag.state, bag.unchecked) == (BagState.CLOSED, slips[:1])
    assert ledger.verify().faults == ()


def target(ledger: Ledger, bag: str, type_: str) -> dict[str, object]:
    """The body of a revocation of a bag's first event of a type."""
    event = next(event for event in ledger.events_of_bag(bag) if event.type == type_)
    return {"desk": event.desk, "epoch": event.epoch, "seq": event.seq, "reason": "wrong_key"}


def test_bags_are_listed_newest_first_by_state_and_section(ledger: Ledger) -> None:
    slips = [issue(ledger, f"r{i}") for i in range(4)]
    bags = [bag_up(ledger, slip, dispatched=i % 2 == 0) for i, slip in enumerate(slips)]
    with ledger.transaction() as tx:
        other = tx.draw_bag(2026, "3").digits
        tx.append("bag_opened", actor="1", bag=other, body={"section": "3"})

    def listed(*states: str, **more: object) -> list[str]:
        return [bag.number for bag in ledger.bags(states, **more)]  # type: ignore[arg-type]

    assert listed() == [other, *bags[::-1]]
    assert listed("open") == [other, bags[3], bags[1]]
    assert listed("open", section="5") == [bags[3], bags[1]]
    assert listed(section="3") == [other]
    assert listed("open", "dispatched", section="5", limit=3) == [bags[3], bags[2], bags[1]]
    assert listed("received") == []


def test_a_bag_nobody_wrote_about_is_none(ledger: Ledger) -> None:
    assert ledger.bag("2101265000000110") is None and ledger.bags() == ()


def test_a_row_of_a_bag_gives_the_whole_bag_back(ledger: Ledger) -> None:
    slips = issue(ledger, "a"), issue(ledger, "b")
    with ledger.transaction() as tx:
        tx.put_member(Member("501", Role.SECTION, "川崎区役所", "5"), "高齢課")
    number = bag_up(ledger, *slips)
    record(ledger, "checked", slips[0], bag=number, body={"result": "differs", "reason": "miscounted"})
    record(
        ledger,
        "checked",
        slips[1],
        bag=number,
        body={"result": "overridden", "reason": "other", "approved_by": "3"},
    )
    events = ledger.events_of_bag(number)
    bag = projection.fold_bag(number, events, ledger.members)
    assert bag is not None and ledger.bag(number) == bag
    assert bag.differing and bag.overridden and projection.bag_of(projection.bag_row(bag, 1)) == bag


def test_open_bags_are_found_without_reading_those_of_all_years(ledger: Ledger) -> None:
    said: list[str] = []
    ledger.db.conn.set_trace_callback(said.append)
    ledger.bags(("open", "closed", "checked"), limit=20)
    ledger.db.conn.set_trace_callback(None)
    plan = ledger.db.execute(f"explain query plan {said[-1]}").fetchall()
    assert "bag_not_received" in plan[0][3], plan


# ---- history


def history(ledger: Ledger, number: str) -> list[str]:
    events = ledger.history(number)
    assert events == sorted(events, key=lambda event: (event.order, event.stream.value))
    return [event.type for event in events]


def test_a_slip_s_history_has_the_way_of_the_bags_it_lay_in_just_then(ledger: Ledger) -> None:
    stays, goes = issue(ledger, "a"), issue(ledger, "b")
    bag = bag_up(ledger, stays, goes, dispatched=False)
    record(ledger, "unbagged", stays, bag=bag, body={"reason": "wrong_bag"})
    record(ledger, "bag_dispatched", bag=bag, body={"route": "internal_mail", "count": 1})
    assert history(ledger, goes) == ["issued", "bagged", "bag_dispatched"]
    assert history(ledger, stays) == ["issued", "bagged", "unbagged"]
    second = bag_up(ledger, stays)
    assert history(ledger, stays) == ["issued", "bagged", "unbagged", "bagged", "bag_dispatched"]
    assert ledger.history(stays)[-1].bag == second
    assert history(ledger, goes) == ["issued", "bagged", "bag_dispatched"]


def test_a_slip_that_went_back_into_the_same_bag_left_with_it(ledger: Ledger) -> None:
    number = issue(ledger, "a")
    bag = bag_up(ledger, number, dispatched=False)
    record(ledger, "unbagged", number, bag=bag, body={"reason": "other"})
    record(ledger, "bagged", number, bag=bag)
    record(ledger, "bag_dispatched", bag=bag, body={"route": "internal_mail", "count": 1})
    assert history(ledger, number) == ["issued", "bagged", "unbagged", "bagged", "bag_dispatched"]


def test_a_dispatch_taken_back_stands_in_the_history_with_what_took_it_back(ledger: Ledger) -> None:
    number = issue(ledger, "a")
    bag = bag_up(ledger, number)
    record(ledger, "revoked", bag=bag, body=target(ledger, bag, "bag_opened"))
    record(ledger, "revoked", bag=bag, body=target(ledger, bag, "bag_dispatched"))
    assert history(ledger, number) == ["issued", "bagged", "bag_dispatched", "revoked"]


def test_a_slip_that_was_never_bagged_has_its_own_events_alone(ledger: Ledger) -> None:
    number = issue(ledger, "a")
    bag_up(ledger, issue(ledger, "b"))
    record(ledger, "viewed", number, body={"what": "names", "count": 1})
    assert ledger.history(number) == ledger.events(number)
    assert history(ledger, number) == ["issued", "viewed"]


# ---- rights of a desk


def refolded(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The numbers of slips that are folded again from here on."""
    found: list[str] = []
    genuine = projection.refold

    def counted(db: object, number: str, members: object) -> None:
        found.append(number)
        genuine(db, number, members)  # type: ignore[arg-type]

    monkeypatch.setattr(projection, "refold", counted)
    return found


SECTION = Member("501", Role.SECTION, "川崎区役所", "5")


def test_only_what_a_desk_s_rights_decide_is_folded_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(5):
        issue(ledger, f"r{i}")
    found = refolded(ledger, monkeypatch)
    with ledger.transaction() as tx:
        tx.put_member(SECTION, "高齢課")
    assert found == []
    with ledger.transaction() as tx:
        tx.put_member(Member("101", Role.COUNTER, "大師支所"), "大師一番")
    assert found == [] and ledger.desk_names["101"] == "大師一番"
    with ledger.transaction() as tx:
        tx.put_member(Member("101", Role.COUNTER, "田島支所"), "大師一番")
    assert len(found) == 5 == len(set(found))
    assert ledger.verify().faults == ()


def test_rights_that_come_and_go_change_slips_and_bags_of_the_desk_and_of_what_it_wrote_about(
    ledger: Ledger,
) -> None:
    """Events of other desks arrive by exchange; here they are put there as it would."""
    from branch_desk.domain.events import Event, chained

    number, carried, asked = issue(ledger, "a"), issue(ledger, "b"), issue(ledger, "c")
    bag, second = bag_up(ledger, number), bag_up(ledger, carried, dispatched=False)
    foreign = Number(SLIP, "201", 2026, "501", 1).digits
    arrived = (
        ("501", "received", number, bag, {"received_at": RECEIVED_AT, "source": "section"}),
        ("501", "bag_received", None, bag, {"received_at": RECEIVED_AT, "count_found": 1}),
        ("501", "inquiry_opened", asked, None, {"reason": "asked", "called": True}),
        ("102", "bag_dispatched", None, second, {"route": "internal_mail", "count": 1}),
        ("101", "closed", foreign, None, {"received_at": RECEIVED_AT, "source": "paper"}),
    )
    with ledger.transaction():
        for seq, (desk, kind, slip, of_bag, body) in enumerate(arrived, 9001):
            event = Event(desk, "other", seq, 50 + seq, kind, RECEIVED_AT, "1", slip, of_bag, body=body)
            projection.insert_event(ledger.db, chained(event, bytes(32)))
            for touched, refold in ((slip, projection.refold), (of_bag, projection.refold_bag)):
                if touched:
                    refold(ledger.db, touched, ledger.members)

    def states() -> list[str]:
        known = (
            ledger.slip(number),
            ledger.bag(bag),
            ledger.slip(carried),
            ledger.bag(second),
            ledger.slip(foreign),
        )
        return [item.state.value if item else "-" for item in known]

    def in_inquiry() -> bool:
        slip = ledger.slip(asked)
        return slip is not None and slip.inquiry

    def put(member: Member) -> None:
        with ledger.transaction() as tx:
            tx.put_member(member, "窓口")

    assert states() == ["dispatched", "dispatched", "bagged", "open", "held"] and not in_inquiry()
    put(SECTION)
    assert states() == ["received", "received", "bagged", "open", "held"] and in_inquiry()
    put(Member("201", Role.COUNTER, "大師支所"))
    assert states() == ["received", "received", "bagged", "open", "closed"]
    put(Member("102", Role.COUNTER, "大師支所"))
    assert states() == ["received", "received", "dispatched", "dispatched", "closed"]
    put(Member("501", Role.SECTION, "川崎区役所", "3"))
    assert states() == ["dispatched", "dispatched", "dispatched", "dispatched", "closed"] and not in_inquiry()
    assert not {"projection", "bag"} & {flaw.word for flaw in ledger.verify().faults}
