"""What 袋入れ・発送 asks of the services, each in one go on the ledger's thread, and which sound an answer has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from branch_desk.domain.bag import BagState
from branch_desk.services import bag_rules, bag_view, bags, catalogues
from branch_desk.services.bag_view import BagRow, BagView
from branch_desk.services.results import Refusal
from branch_desk.ui.sounds import Sound

STOPPING = frozenset({
    "wrong_section", "already_dispatched", "voided", "handed_back", "already_closed", "unknown", "other_branch",
    "practice", "not_in_this_bag", "same_person", "nameless",
})
NOTHING = frozenset({"copy", "not_ours", "already_in_this"})


@dataclass(frozen=True, slots=True)
class Begun:
    """A bag of the branch that has not left, as the list of sections tells it."""

    number: str
    state: str
    slips: int


@dataclass(frozen=True, slots=True)
class SectionWork:
    """One section: what the branch holds for it in no bag, and its bags in work, open ones first."""

    code: str
    name: str
    floor: str | None
    held: int
    bags: tuple[Begun, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """All sections, and the chosen one with its bag: `view` None where its next slip opens one."""

    sections: tuple[SectionWork, ...] = ()
    view: BagView | None = None
    left: tuple[BagRow, ...] = ()
    packers: tuple[str, ...] = ()

    def section(self, code: str | None) -> SectionWork | None:
        """The section of this digit."""
        return next((section for section in self.sections if section.code == code), None)


def ask(ledger: Any, section: str | None, bag: str | None) -> Work:
    """The screen as the ledger has it now."""
    begun: dict[str, list[Begun]] = {}
    for item in ledger.bags(states=bag_rules.IN_WORK):
        if bag_rules.branch_of(ledger, item.number) == ledger.desk.branch and (
                item.slips or item.state is BagState.OPEN):
            begun.setdefault(item.section, []).append(Begun(item.number, item.state.value, len(item.slips)))
    sections = []
    left: tuple[BagRow, ...] = ()
    for found in sorted(catalogues.of(ledger).sections, key=lambda item: item.code):
        held = bag_view.left_over(ledger, found.code)
        if found.code == section:
            left = held
        # oldest first: what was begun is finished before the next
        mine = tuple(sorted(begun.get(found.code, ()), key=lambda bag: (bag.state != "open", bag.number)))
        sections.append(SectionWork(found.code, found.name, found.floor, len(held), mine))
    view = bag_view.of(ledger, bag) if bag else None
    return Work(tuple(sections), view, left, names(ledger, view.packers) if view else ())


def pack(ledger: Any, who: Any, section: str, bag: str | None, text: str) -> bags.Done | Refusal:
    """The scanned slip into the bag, or into the section's new one."""
    return bags.pack(ledger, who, bag, text) if bag else bags.pack_into_new(ledger, who, section, text)


def names(ledger: Any, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Surnames of staff codes; the code where this desk knows no name."""
    found = {member.code: member.surname for member in ledger.staff()}
    return tuple(found.get(code, code) for code in codes)


def sound(refusal: Refusal) -> Sound:
    """Which of the four a refusal has: stop where a paper must not go in, nothing where there is nothing to do."""
    if refusal.rule in STOPPING:
        return Sound.STOP
    return Sound.NOTHING if refusal.rule in NOTHING else Sound.LOOK
