"""本日の締め: what a 責任者 looks at in the evening and signs. Unsent, late, printed again, let through; with their slips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import printing
from branch_desk.domain import era
from branch_desk.domain import words as codes
from branch_desk.domain import words_attention as words
from branch_desk.domain.attention import Why
from branch_desk.domain.events import Event, Stream
from branch_desk.domain.fold import Slip
from branch_desk.domain.rights import Role
from branch_desk.domain.staff import Staff
from branch_desk.services import attention, book, people
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal
from branch_desk.store.ledger import BookFilter, Ledger

CHANGED = Changed(topics=frozenset({"signed_off"}))
MOST = 500      # lines of one list; a branch takes in far fewer papers on a day
KINDS = tuple(words.FIGURES)        # unsent, attention, reissued, exceptions


@dataclass(frozen=True, slots=True)
class Line:
    """One slip or bag on the evening page. `state` and `why` name its shape, `over` that it is red."""

    kind: str
    number: str | None
    label: str
    what: str
    detail: str
    more: str
    why: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """That somebody looked through the day, and what the figures were then."""

    at: str
    by: str


@dataclass(frozen=True, slots=True)
class Evening:
    """The four lists of a day, and who signed it so far."""

    day: date
    unsent: tuple[Line, ...]
    attention: tuple[Line, ...]
    reissued: tuple[Line, ...]
    exceptions: tuple[Line, ...]
    signed: tuple[Signature, ...]

    @property
    def figures(self) -> dict[str, int]:
        """How many there are of each."""
        return {kind: len(getattr(self, kind)) for kind in KINDS}

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them, what a 責任者 decided about first: exceptions, 再発行, unsent, 要対応."""
        return (*self.exceptions, *self.reissued, *self.unsent, *self.attention)


@dataclass(frozen=True, slots=True)
class SignedOff:
    """It is on record. `times` is how often this day has been signed by now."""

    evening: Evening
    by: Staff
    times: int
    sentence: str
    changed: Changed = CHANGED


def of(ledger: Ledger) -> Evening:
    """Today, as it stands now. Reads only."""
    day = ledger.now().date()
    late = attention.list(ledger)
    return Evening(day, _unsent(ledger), tuple(_late(item) for item in late if item.why != Why.NOT_DISPATCHED.value),
                   _reissued(ledger, day), _exceptions(ledger, day), _signatures(ledger, day))


def sign(ledger: Ledger, who: Staff, code: str, pin: str | None = None) -> SignedOff | Refusal:
    """A 責任者 confirms today by number and PIN. A second time on the same day is allowed and says so."""
    refused = may_record(who)
    if refused:
        return refused
    by = people.approved(ledger, code, pin)
    if isinstance(by, Refusal):
        return by
    evening = of(ledger)
    figures = evening.figures
    with ledger.transaction() as tx:
        tx.append("signed_off", actor=who.code, body={"day": evening.day.isoformat(), "approved_by": by.code, **figures})
    after = of(ledger)
    times = len(after.signed)
    sentence = words.SIGNED if times == 1 else words.SIGNED_AGAIN
    return SignedOff(after, by, times, sentence.format(times=times, **figures))


def paper(ledger: Ledger, who: Staff) -> OfficePaper | Refusal:
    """本日の点検 on paper, as it stands now."""
    refused = may_record(who)
    return refused or OfficePaper("signoff", form(ledger))


def form(ledger: Ledger) -> printing.SignOff:
    """What stands on the evening page. No names of citizens."""
    evening, desk = of(ledger), ledger.desk
    rows: dict[str, Any] = {kind: tuple(printing.SignOffRow(line.label, line.what, line.detail, line.more)
                        for line in getattr(evening, kind)) for kind in KINDS}
    place = words.PLACE.format(branch=desk.branch, desk=desk.name)
    return printing.SignOff(place, era.wareki_minute(ledger.now()), **rows, check_value=ledger.trail.head().text,
                            practice=desk.practice)


def as_json(evening: Evening) -> dict[str, object]:
    """As the command line answers it."""
    rows = {kind: [{"number": line.number, "label": line.label, "what": line.what, "detail": line.detail,
                    "more": line.more} for line in getattr(evening, kind)] for kind in KINDS}
    return {"day": evening.day.isoformat(), "figures": evening.figures, **rows,
            "signed": [{"at": signature.at, "by": signature.by} for signature in evening.signed]}


# ---- inside

def _unsent(ledger: Ledger) -> tuple[Line, ...]:
    """Whatever is still in the house, whether its evening has come or not."""
    if ledger.desk.role is Role.SECTION:
        return ()
    slips: list[Slip] = []
    for state in ("held", "bagged"):
        slips += ledger.page(BookFilter(state=state), limit=MOST).slips
    ours = [slip for slip in slips if attention.ours(ledger, slip) and not slip.came_back]
    return tuple(_held(ledger, slip) for slip in sorted(ours, key=lambda slip: (slip.held_at or "", slip.number)))


def _held(ledger: Ledger, slip: Slip) -> Line:
    """A slip in the house, with why it was left there where somebody took it out of a bag."""
    taken_out = [event for event in ledger.events(slip.number) if event.type == "unbagged"]
    reason = words.OTHER_REASONS.get(taken_out[-1].value("reason"), "") if taken_out else ""
    held = era.moment(slip.held_at) if slip.held_at else None
    what = words.HELD_SINCE.format(state=codes.STATES[slip.state.value], at=era.slashed(held) if held else "")
    return Line("unsent", slip.number, book.label(ledger, slip.number), what, book.section_name(ledger, slip), reason,
                Why.NOT_DISPATCHED.value, held is not None and held.date() < ledger.now().date())


def _late(item: attention.Item) -> Line:
    what = words.LATE_LINE.format(why=words.WHY[item.why], days=item.opening_days)
    return Line("attention", item.number, item.label, what, item.section_name, words.SIGN_OFF_STEP[item.why], item.why,
                item.over)


def _reissued(ledger: Ledger, day: date) -> tuple[Line, ...]:
    """Every 原本 of today that was not the first: only one of them may be about."""
    found = []
    for event in ledger.events_between(day, day, ("printed",), Stream.OWN):
        again = event.value("copy") == "original" and event.value("count") > 1 and event.value("outcome") != "failed"
        if again and event.slip:
            found.append(Line("reissued", event.slip, book.label(ledger, event.slip),
                              words.REISSUE.format(count=event.value("count")),
                              codes.REPRINT_REASONS.get(event.value("reason"), ""), _by(ledger, event.actor)))
    return tuple(found)


def _exceptions(ledger: Ledger, day: date) -> tuple[Line, ...]:
    """What a 責任者 let through or changed today, and doubtful returns that were closed all the same."""
    found = []
    for event in ledger.events_between(day, day, ("override",), Stream.OWN):
        approver = _by(ledger, event.value("approved_by"))
        found.append(Line("exceptions", event.slip, _subject(ledger, event), words.EXCEPTIONS[event.value("what")],
                          words.EXCEPTION_REASONS.get(event.value("reason"), ""), approver))
    for event in ledger.events_between(day, day, ("closed",)):
        accepted = event.value("accepted")
        if accepted and event.slip and event.desk == ledger.desk.code:
            found.append(Line("exceptions", event.slip, book.label(ledger, event.slip), words.EXCEPTIONS["accepted"],
                              codes.VERDICTS[accepted][0], _by(ledger, event.actor)))
    return tuple(found)


def _subject(ledger: Ledger, event: Event) -> str:
    if event.slip:
        return book.label(ledger, event.slip)
    return words.BAG.format(label=book.label(ledger, event.bag)) if event.bag else words.NO_NUMBER


def _signatures(ledger: Ledger, day: date) -> tuple[Signature, ...]:
    written = ledger.events_between(day, day, ("signed_off",), Stream.OWN)
    return tuple(Signature(event.at, _by(ledger, event.value("approved_by"))) for event in written
                 if event.value("day") == day.isoformat())


def _by(ledger: Ledger, code: str) -> str:
    return people.who_wrote(ledger, ledger.desk.code, code)

