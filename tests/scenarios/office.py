"""A branch and its sections with one clock, played through the services as people would do it, for whole stories."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from branch_desk.domain import era
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role
from branch_desk.services import attention, bags, people, receiving
from branch_desk.services.attention import Item
from branch_desk.services.results import Refusal
from tests.services.two_desks import Clock, Place, carry

T = TypeVar("T")
PIN = "2468"
BRANCH = Desk("101", "大師1", "大師支所", phone="044-000-0000")
SECTIONS = {
    "1": Desk("301", "保年1", "保険年金課", Role.SECTION, "1"), "2": Desk("302", "ケア1", "地域ケア推進課", Role.SECTION, "2"),
    "3": Desk("303", "支援1", "地域支援課", Role.SECTION, "3"), "4": Desk("304", "児家1", "児童家庭課", Role.SECTION, "4"),
    "5": Desk("305", "高障1", "高齢・障害課", Role.SECTION, "5"), "6": Desk("306", "保護1", "保護課", Role.SECTION, "6"),
}


def at(text: str) -> datetime:
    """A moment in Japan."""
    return datetime.fromisoformat(text).replace(tzinfo=era.JST)


def done(answer: T | Refusal) -> T:
    """The answer of a verb that nothing spoke against."""
    assert not isinstance(answer, Refusal), answer
    return answer


class Office:
    """大師支所 with 佐野, 三浦 (who checks) and the 係長 原田; sections are opened when they are first needed."""

    def __init__(self, folder: Path, begins: str) -> None:
        self.folder, self.clock = folder, Clock(at(begins))
        self.branch = Place(folder / "branch", BRANCH, self.clock, code="12", name="佐野 恵")
        self.ledger = self.branch.ledger
        self.sano = people.set_pin(self.ledger, self.branch.who, PIN)
        self.miura = people.add(self.ledger, "34", "三浦 光", pin=PIN)
        self.harada = people.set_pin(self.ledger, self.branch.chief, PIN)
        self.sections: dict[str, Place] = {}

    def close(self) -> None:
        """No more use."""
        for place in (self.branch, *self.sections.values()):
            place.close()

    def now(self, text: str) -> None:
        """It is this moment now."""
        self.clock.at = at(text)

    def section(self, digit: str) -> Place:
        """The desk of a section."""
        if digit not in self.sections:
            self.sections[digit] = Place(self.folder / digit, SECTIONS[digit], self.clock)
        return self.sections[digit]

    def tell(self, digit: str) -> Place:
        """Branch and section exchange what each recorded."""
        place = self.section(digit)
        carry(self.branch, place)
        carry(place, self.branch)
        return place

    def pack(self, section: str, *numbers: str) -> str:
        """Into a bag by 佐野, and the bag closed."""
        bag = done(bags.open_bag(self.ledger, self.sano, section)).view.number
        for number in numbers:
            done(bags.pack(self.ledger, self.sano, bag, number))
        done(bags.close(self.ledger, self.sano, bag))
        return bag

    def check(self, bag: str, *numbers: str) -> None:
        """Counted again by 三浦."""
        for number in numbers:
            done(bags.check(self.ledger, self.miura, bag, number, pin=PIN))

    def send(self, section: str, *numbers: str, route: str = "internal_mail") -> str:
        """Packed, checked, and off."""
        bag = self.pack(section, *numbers)
        self.check(bag, *numbers)
        done(bags.dispatch(self.ledger, self.sano, bag, route))
        return bag

    def take_in(self, bag: str, *numbers: str, missing: tuple[str, ...] = ()) -> None:
        """The section opens the bag, counts each paper, and closes the matter."""
        place = self.tell(bag[6])
        done(receiving.open_bag(place.ledger, place.who, bag))
        for number in numbers:
            done(receiving.receive(place.ledger, place.who, number, bag=bag, received_at=self.clock.at))
        done(receiving.finish(place.ledger, place.who, bag, received_at=self.clock.at, missing=missing))
        self.tell(bag[6])

    def listed(self, on: date | None = None) -> dict[str, Item]:
        """要対応 of the branch, by number."""
        return {item.number: item for item in attention.list(self.ledger, on)}
