"""One line of 要対応 in words: what happened, what to do now, who was called already. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from branch_desk.domain import era
from branch_desk.domain import words_attention as words
from branch_desk.domain.fold import Slip, effective
from branch_desk.services import attention, book, catalogues, limits, people
from branch_desk.services.attention import Item
from branch_desk.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Card:
    """`told` is what happened, `steps` what to do in order, `basis` by which limit, `contacted` who was called last;
    `state` is the slip's, None where only a bag's paper is in doubt."""

    item: Item
    told: str
    steps: tuple[str, ...]
    basis: str
    contacted: str
    state: str | None
    inquiry: bool


def of(ledger: Ledger, item: Item) -> Card:
    """The card of a line, as it is now."""
    slip = ledger.slip(item.number)
    section = catalogues.of(ledger).section(item.section or "")
    called = item.section_name + (words.PHONE.format(phone=section.phone) if section and section.phone else "")
    steps = tuple(step.replace("{called}", called) for step in words.STEPS[item.why])
    return Card(item, _told(ledger, item, slip), steps, _basis(ledger, item), _contacted(ledger, slip),
                slip.state.value if slip else None, slip is not None and slip.inquiry)


def _told(ledger: Ledger, item: Item, slip: Slip | None) -> str:
    who = attention.who_holds(ledger, slip) if slip else ""
    by = words.BY_PERSON.format(surname=who) if item.why == "not_returned" else words.BY.format(surname=who)
    what = "、".join(words.CONTRADICTIONS.get(found.what, words.CONTRADICTION) for found in slip.contradictions) if slip else ""
    where = book.section_name(ledger, slip, slip.holder.where) if slip else ""
    since = era.moment(item.since)
    return words.TOLD[item.why].format(since=f"{since.month}月{since.day}日", by=by if who else "", what=what, where=where,
                                       section=item.section_name)


def _basis(ledger: Ledger, item: Item) -> str:
    days = words.NOW_DAYS.format(days=item.opening_days)
    if item.why not in words.BASIS:
        return days
    evening = limits.in_words("evening", limits.as_number("evening", limits.of(ledger)))
    return f"{words.BASIS[item.why].format(limit=item.limit, evening=evening)}  {days}"


def _contacted(ledger: Ledger, slip: Slip | None) -> str:
    """The last call, so that nobody calls twice."""
    if slip is None:
        return ""
    calls = [event for event in effective(ledger.events(slip.number), ledger.members)[0] if event.type == "contacted"]
    if not calls:
        return ""
    last = calls[-1]
    return words.LAST_CONTACT.format(
        at=era.slashed(era.moment(last.at)), whom=words.WHOM[last.value("whom")], how=words.HOW[last.value("how")],
        result=words.RESULTS[last.value("result")], who=people.who_wrote(ledger, last.desk, last.actor))
