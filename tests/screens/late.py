"""A desk with something late of every kind, for the tests of 要対応 and 本日の締め."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tkinter import Tk
from typing import Any

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Member, Role
from branch_desk.services import attention, bags, inquiry, paper, people, returns
from branch_desk.ui.attention import Attention
from branch_desk.ui.book import Book
from branch_desk.ui.reception import Reception
from branch_desk.ui.settings import Settings
from tests.screens.desk import DAISHI, PIN, Counter, DeskWindow

NOW = datetime(2026, 11, 24, 8, 31, tzinfo=era.JST)


def at(text: str) -> datetime:
    """A moment in Japan."""
    return datetime.fromisoformat(text).replace(tzinfo=era.JST)


def away(counter: Counter, *numbers: str, by: str = "12", sent: bool = True) -> str:
    """Into a bag, and off with the internal mail."""
    section = numbers[0][6]
    with counter.ledger.transaction() as tx:
        bag = tx.draw_bag(era.fiscal_year(counter.clock()), section).digits
        tx.append("bag_opened", actor=by, bag=bag, body={"section": section})
        for number in numbers:
            tx.append("bagged", actor=by, slip=number, bag=bag)
        tx.append("bag_closed", actor=by, bag=bag, body={"count": len(numbers)})
        if sent:
            tx.append("bag_dispatched", actor=by, bag=bag, body={"route": "internal_mail", "count": len(numbers)})
    return bag


def late(counter: Counter) -> dict[str, Any]:
    """The list of the picture: 未返送, 所在調査, three 未着, 未発送, 受け取り日時未記入."""
    ledger, clock = counter.ledger, counter.clock
    people.add(ledger, "34", "三浦 光", pin=PIN)
    with ledger.transaction() as tx:
        tx.put_member(Member("305", Role.SECTION, "高齢・障害課", "5"), "高障1")
    made: dict[str, Any] = {}
    clock.at = at("2026-11-11T10:00")
    made["back"] = counter.issue("601", 2)
    away(counter, made["back"])
    clock.at = at("2026-11-12T10:00")
    counter.received(made["back"], clock.at)
    clock.at = at("2026-11-16T10:00")
    made["lost"] = counter.issue("202", 4, enclosures=("01",))
    away(counter, made["lost"], sent=False)
    clock.at = at("2026-11-16T16:00")
    inquiry.open(ledger, counter.sano, made["lost"], "not_found")
    for day, type_code, by in ((17, "401", "34"), (18, "501", "12"), (19, "401", "34")):
        clock.at = at(f"2026-11-{day}T15:00")
        made[f"sent{day}"] = counter.issue(type_code, 3)
        away(counter, made[f"sent{day}"], by=by)
    clock.at = at("2026-11-18T09:00")
    made["held"] = counter.issue("202", 1)
    clock.at = at("2026-11-19T09:00")
    made["no_time"] = counter.issue("601", 1)
    away(counter, made["no_time"])
    clock.at = at("2026-11-19T17:00")
    returns.come_back(ledger, counter.sano, made["no_time"], returns.TIME_MISSING)
    clock.at = NOW
    return made


def evening(counter: Counter) -> dict[str, Any]:
    """The same desk in the evening: something unsent, printed again, and let through."""
    made = late(counter)
    ledger, clock, sano = counter.ledger, counter.clock, counter.sano
    miura = ledger.member_of_staff("34")
    clock.at = at("2026-11-24T09:40")
    made["gone"], made["missing"] = counter.issue("502", 4, enclosures=("01", "02")), counter.issue("502", 2)
    made["again"] = counter.issue("401", 3)
    for reason in (None, "not_printed"):
        paper.into_files(ledger, sano, made["again"], "original", reason=reason, pdf=ledger.home / "paper.pdf")
    (ledger.home / "paper.pdf").unlink()
    clock.at = at("2026-11-24T16:07")
    bag = bags.open_bag(ledger, sano, "5").view.number
    for number in (made["gone"], made["missing"]):
        bags.pack(ledger, sano, bag, number)
    bags.close(ledger, sano, bag)
    clock.at = at("2026-11-24T16:21")
    bags.check(ledger, miura, bag, made["gone"], pin=PIN)
    clock.at = at("2026-11-24T16:40")
    bags.let_through(ledger, miura, bag, made["missing"], "not_in_bag", "12", PIN)
    bags.dispatch(ledger, sano, bag)
    clock.at = at("2026-11-24T16:45")
    inquiry.contact(ledger, sano, made["missing"], "section", "telephone", "not_arrived")
    clock.at = at("2026-11-24T16:52")
    inquiry.contact(ledger, sano, made["missing"], "citizen", "telephone", "told")
    clock.at = at("2026-11-24T17:02")
    return made


def nothing(counter: Counter) -> dict[str, Any]:
    """Not one slip."""
    counter.clock.at = NOW
    return {}


class LateDesk(DeskWindow):
    """The window with 受付, 管理簿 and 要対応, opened on 要対応."""

    def __init__(self, root: Tk, home: Path, fill: Any = late, *, desk: Desk = DAISHI,
                 settings: Settings | None = None) -> None:
        super().__init__(root, home, fill, desk=desk, settings=settings, screens=(Reception, Book, Attention))
        self.window.verbs = replace(self.window.verbs, attention=attention.count)
        self.window.ask_status()
        self.window.go(5)

    @property
    def attention(self) -> Attention:
        """要対応."""
        return self.window._made[5]     # type: ignore[return-value]

    @property
    def next_text(self) -> str:
        """What the line 次に says."""
        return self.window.frame._next_text.cget("text")

    @property
    def listed(self) -> list[str]:
        """The numbers of the list, in order."""
        return [line.key.split("-")[0] for line in self.attention.table.lines]
