"""案内票: where to go, on a slip of paper to take along. No number and no name stands on it."""

from __future__ import annotations

import printing
from branch_desk.domain import era, words
from branch_desk.domain import words_guide as said
from branch_desk.domain.guidance import Advice, Guidance, Way
from branch_desk.domain.staff import Staff
from branch_desk.services import guide, office
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import may_record
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger


def ticket(ledger: Ledger, who: Staff, about: str, advice: tuple[Advice, ...],
           refused: bool = True) -> OfficePaper | Refusal:
    """What stands on it. `refused`: papers were brought and handed back."""
    stop = may_record(who)
    if stop:
        return stop
    desk = ledger.desk
    form = printing.Guide(about, tuple(_on_paper(guide.of(ledger), way, desk.ward, desk.branch) for way in advice), desk.branch,
                          era.wareki_minute(ledger.now()), office.of(ledger).shown(who), desk.phone, desk.practice, refused)
    return OfficePaper("guide", form, size="80mm", roll=True)


def ticket_for(ledger: Ledger, who: Staff, text: str) -> OfficePaper | Refusal:
    """The 案内票 of the first thing that is found."""
    found = guide.search(ledger, text)
    if not found:
        return refuse("guide_nothing")
    return ticket(ledger, who, found[0].name, found[0].advice, refused=False)


def _on_paper(known: Guidance, advice: Advice, ward: str, branch: str) -> printing.Way:
    name = words.WAYS[advice.way.value]
    if advice.way is Way.COUNTER:
        text = "" if advice.detail == f"{ward} {advice.large}" else said.PAPER_WARD if advice.large == ward else said.PAPER_ASK
        return printing.Way(name, advice.large, text)
    if advice.way is Way.TELEPHONE:
        section = advice.detail.removesuffix(advice.large).strip()
        return printing.Way(name, advice.large, section) if advice.large else printing.Way(name, "", said.PAPER_NO_PHONE)
    if advice.way is Way.POST:
        return printing.Way(name, "", said.PAPER_POST)
    if advice.way is Way.ONLINE:
        return printing.Way(name, "", said.PAPER_ONLINE.format(detail=advice.detail, hours=known.online_hours))
    if advice.way is Way.TEMPORARY:
        return printing.Way(name, branch, said.PAPER_TEMPORARY.format(detail=advice.detail))
    return printing.Way(name, "", known.appointment)
