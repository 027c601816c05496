"""所在調査: opening and closing it, who was called, when the citizen was told, and the 照会票 to the section.

Nothing here changes where a slip stands: only the mark, and what can be told later in the 経過書.
"""

from __future__ import annotations

from collections.abc import Mapping

import printing
from branch_desk.domain import era, numbers
from branch_desk.domain import words as codes
from branch_desk.domain import words_attention as words
from branch_desk.domain.attention import Why
from branch_desk.domain.events import Event
from branch_desk.domain.fold import Slip, State, effective
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.services import attention, book, catalogues, opening, people
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Recorded, Refusal, refuse
from branch_desk.services.slips import text_fault
from branch_desk.store.ledger import Ledger

ANSWER_DAYS = 1         # opening days that a section has to answer (mockups/paper, 照会票)
MOST_AT_ONCE = 50       # sheets of one printing
# What a section is asked about with all its slips: it may have them, and nobody recorded it.
ASKED = (Why.NOT_ARRIVED, Why.NOT_COUNTED, Why.REDIRECTED, Why.INQUIRY, Why.NOT_RETURNED)


def open(ledger: Ledger, who: Staff, number: str, reason: str | None = None,
         *, note: str | None = None) -> Recorded | Refusal:
    """Begins 所在調査. Without a reason it is what the slip is late with."""
    slip = find(ledger, who, number)
    if isinstance(slip, Refusal):
        return slip
    if slip.inquiry:
        return refuse("inquiry_is_open", label=book.label(ledger, slip.number))
    code, note = _code(reason or _usual_reason(ledger, slip), words.INQUIRY_REASONS, note)
    if code is None:
        return refuse("reason")
    body = {"reason": code, "called": _called(ledger, slip)}
    return _record(ledger, who, slip, "inquiry_opened", body, note, words.OPENED)


def close(ledger: Ledger, who: Staff, number: str, result: str, *, note: str | None = None) -> Recorded | Refusal:
    """Ends 所在調査 with its result. A contradiction that was there by now has been looked into; what comes to light
    later is shown again."""
    slip = find(ledger, who, number)
    if isinstance(slip, Refusal):
        return slip
    if not slip.inquiry:
        return refuse("no_inquiry", label=book.label(ledger, slip.number))
    code, note = _code(result, words.INQUIRY_RESULTS, note)
    if code is None:
        return refuse("reason")
    body: dict[str, object] = {"result": code, "called": _called(ledger, slip)}
    if slip.contradictions:
        body["contradictions"] = len(slip.contradictions)
    return _record(ledger, who, slip, "inquiry_closed", body, note, words.CLOSED, result=words.INQUIRY_RESULTS[code])


def contact(ledger: Ledger, who: Staff, number: str, whom: str, how: str = "telephone", result: str = "other", *,
            note: str | None = None) -> Recorded | Refusal:
    """Records that somebody was called or told. Changes no state and ends nothing."""
    slip = find(ledger, who, number)
    if isinstance(slip, Refusal):
        return slip
    whom_code, how_code = _plain_code(whom, words.WHOM), _plain_code(how, words.HOW)
    result_code, note = _code(result, words.RESULTS, note)
    for rule, code, table in (("contact_whom", whom_code, words.WHOM), ("contact_how", how_code, words.HOW),
                              ("contact_result", result_code, words.RESULTS)):
        if code is None:
            return refuse(rule, codes="・".join(table))
    assert whom_code and how_code and result_code
    body = {"whom": whom_code, "how": how_code, "result": result_code}
    return _record(ledger, who, slip, "contacted", body, note, words.CONTACTED, whom=words.WHOM[whom_code],
                   result=words.RESULTS[result_code])


def find(ledger: Ledger, who: Staff, text: str) -> Slip | Refusal:
    """The slip by any of its numbers, where `who` may record something about it at this desk."""
    slip = may_record(who) or look(ledger, text)
    if isinstance(slip, Refusal):
        return slip
    issuer = ledger.members.get(slip.desk)
    theirs = issuer is not None and issuer.branch != ledger.desk.branch
    if ledger.desk.role is Role.COUNTER and theirs:
        return refuse("other_branch", label=book.label(ledger, slip.number))
    return slip


def look(ledger: Ledger, text: str) -> Slip | Refusal:
    """The slip by any of its numbers."""
    opened = numbers.read(text)
    if opened is None or opened.real_kind not in (numbers.SLIP, numbers.COPY):
        return refuse("not_a_number")
    slip = ledger.slip(opened.original.digits)
    return slip or refuse("no_such_number", number=numbers.group(opened.original.digits))


# ---- 照会票

def paper(ledger: Ledger, who: Staff, subject: str) -> OfficePaper | Refusal:
    """照会票 of one slip (any of its numbers), or of everything a section (its digit) is asked about now."""
    subject = numbers.normalise(subject)
    if len(subject) == 1 and subject.isdigit():
        return section_paper(ledger, who, subject)
    slip = find(ledger, who, subject)
    if isinstance(slip, Refusal):
        return slip
    return OfficePaper("inquiry", form(ledger, slip), slip=slip.number, count=_times(ledger, slip))


def section_paper(ledger: Ledger, who: Staff, section: str) -> OfficePaper | Refusal:
    """照会票 of every slip that this section is asked about now, oldest first, a sheet each."""
    refused = may_record(who)
    if refused:
        return refused
    wanted = {why.value for why in ASKED}
    asked = dict.fromkeys(item.number for item in attention.list(ledger) if item.section == section and item.why in wanted)
    forms = tuple(form(ledger, slip) for slip in map(ledger.slip, asked) if slip)[:MOST_AT_ONCE]
    if not forms:
        found = catalogues.of(ledger).section(section)
        return refuse("nothing_to_ask", section=found.name if found else section)
    return OfficePaper("inquiry", printing.Inquiries(forms) if len(forms) > 1 else forms[0])


def form(ledger: Ledger, slip: Slip) -> printing.Inquiry:
    """What stands on the 照会票 of one slip, as it is now. No name, and nothing that was typed freely."""
    desk, now, parsed = ledger.desk, ledger.now(), numbers.parse(slip.number)
    section = catalogues.of(ledger).section(slip.section or "")
    until = opening.days(ledger).add(now.date(), ANSWER_DAYS)
    received = slip.state is State.RECEIVED
    return printing.Inquiry(
        digits=parsed.copy.digits if parsed else slip.number, label=book.label(ledger, slip.number),
        section=book.section_name(ledger, slip), type_name=type_name(ledger, slip), sheets=slip.sheets, branch=desk.branch,
        taken=era.wareki_minute(era.moment(slip.taken_at or slip.issued_at)) if slip.issued_at else "",
        staff=people.who_wrote(ledger, slip.desk, slip.issued_by) if slip.issued_by else "",
        asked=era.wareki_date(now.date()), answer_by=era.wareki_date(until), enclosures=enclosures(ledger, slip),
        traces=_traces(ledger, slip), floor=section.floor if section else None, branch_phone=desk.phone,
        lines=words.ASK_BACK if received else None, practice=desk.practice)


def enclosures(ledger: Ledger, slip: Slip) -> tuple[str, ...]:
    """The enclosures by the catalogue's names; what was written in own words may be anything, so it is only counted."""
    catalogue = catalogues.of(ledger)
    named = [catalogue.enclosure(code) for code in slip.enclosures]
    return (*(item.name for item in named if item), *(words.OTHER_ENCLOSURE for _ in range(slip.other_enclosures)))


def type_name(ledger: Ledger, slip: Slip) -> str:
    """The name frozen in the slip, else the catalogue's."""
    item = catalogues.of(ledger).type(slip.type or "")
    return slip.type_name or (item.name if item else "")


def events_of(ledger: Ledger, slip: Slip) -> tuple[Event, ...]:
    """What counts of a slip's own events and of the bags it lay in, in order."""
    return tuple(effective(ledger.history(slip.number), ledger.members)[0])


def _traces(ledger: Ledger, slip: Slip) -> tuple[printing.Trace, ...]:
    """What the branch still knows, in order; the last with how long ago it was."""
    told = [event for event in events_of(ledger, slip) if event.type in words.TRACES]
    traces = []
    for event in told:
        at = era.moment(event.at)
        who = people.who_wrote(ledger, event.desk, event.actor)
        bag = words.BAG.format(label=book.label(ledger, event.bag)) if event.bag and event.type == "bagged" else ""
        detail = "　".join(part for part in (bag, who) if part)
        if event is told[-1]:
            days = opening.days(ledger).between(at.date(), ledger.now().date())
            detail = words.LAST_TRACE.format(since=words.SINCE_WHAT.get(event.type, words.SINCE_ANY), days=days)
        traces.append(printing.Trace(written(event.at), words.TRACES[event.type], detail))
    return tuple(traces)


def written(at: str) -> str:
    """11月24日 14時02分, as papers have it."""
    moment = era.moment(at)
    return f"{moment.month}月{moment.day}日 {moment.hour}時{moment.minute:02d}分"


# ---- inside

def _usual_reason(ledger: Ledger, slip: Slip) -> str:
    why = next((late.why.value for late in attention.of_slip(ledger, slip)), "")
    if why in words.INQUIRY_REASONS:
        return why
    return "not_found" if slip.state in (State.HELD, State.BAGGED, State.DISPATCHED) else "asked"


def _called(ledger: Ledger, slip: Slip) -> bool:
    """Whether anybody was called about this slip before."""
    return any(event.type == "contacted" and event.value("whom") != "responsible" for event in events_of(ledger, slip))


def _code(given: str, table: dict[str, str], note: str | None) -> tuple[str | None, str | None]:
    """The code of what was given as a code or in words; other words become その他 with the words as its note."""
    found = _plain_code(given, table)
    if found is not None or not given.strip():
        return found, note
    return "other", note or given.strip()


def _plain_code(given: str, table: dict[str, str]) -> str | None:
    given = given.strip()
    return given if given in table else next((code for code, word in table.items() if word == given), None)


def _times(ledger: Ledger, slip: Slip) -> int:
    return ledger.prints(slip.number).get("inquiry", 0) + 1


def _record(ledger: Ledger, who: Staff, slip: Slip, event: str, body: Mapping[str, object], note: str | None,
            sentence: str, **fill: str) -> Recorded | Refusal:
    fault = text_fault("note", note)
    if fault:
        return fault
    with ledger.transaction() as tx:
        written_ = tx.append(event, actor=who.code, slip=slip.number, body=body)
        tx.keep(written_, slip.year, slip.retention or 1, {"note": note} if note else {})
    after = ledger.slip(slip.number)
    if after is None:
        raise LookupError(f"the ledger lost {slip.number}")
    told = sentence.format(label=book.label(ledger, slip.number), **fill)
    return Recorded(after, told, codes.EVENTS[event], Changed(frozenset({slip.number}), frozenset({"counts", "attention"})))
