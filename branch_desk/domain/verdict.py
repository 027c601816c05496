"""What a scan means: the first row of EVENTS.md's verdict table that applies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from branch_desk.domain import numbers
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import UNKNOWN_SECTION, Members, issuer_of, section_of


class Verdict(StrEnum):
    """In the order in which they are tried."""

    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"
    PRACTICE = "practice"
    COPY = "copy"
    UNKNOWN = "unknown"
    VOIDED = "voided"
    HANDED_BACK = "handed_back"
    ALREADY_CLOSED = "already_closed"
    WRONG_SECTION = "wrong_section"
    OTHER_BRANCH = "other_branch"
    NOT_DISPATCHED = "not_dispatched"
    MATCHED = "matched"


class Place(StrEnum):
    """Where the scan is to act."""

    RETURN = "return"       # 返送照合
    PACKING = "packing"     # 袋入れ
    RECEIVING = "receiving"  # 受領


DOUBTFUL = frozenset({Verdict.UNKNOWN, Verdict.OTHER_BRANCH, Verdict.NOT_DISPATCHED})   # recorded only when accepted
STOPPED = frozenset({Verdict.UNREADABLE, Verdict.NOT_OURS, Verdict.PRACTICE, Verdict.COPY, Verdict.VOIDED,
                     Verdict.HANDED_BACK, Verdict.WRONG_SECTION})


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict and the slip's own number (of kind 1 or 8), where the scan led to one."""

    verdict: Verdict
    number: str | None = None


def identify(text: str, *, practice: bool) -> Judged:
    """The verdicts that the digits alone decide; MATCHED here means: look the slip up and `judge` it.

    `number` is the slip's own also for a copy. For another desk's kind of thing (bag, badge) it is None and the
    verdict not_ours, because such a scan was meant for another screen, which reads it first.
    """
    digits = numbers.normalise(text)
    if not numbers.is_well_formed(digits):
        return Judged(Verdict.UNREADABLE)
    number = numbers.parse(digits)
    if number is None:
        return Judged(Verdict.NOT_OURS)
    if number.practice is not practice:
        return Judged(Verdict.PRACTICE)
    if number.real_kind not in (numbers.SLIP, numbers.COPY):
        return Judged(Verdict.NOT_OURS)
    slip = number.original.digits
    return Judged(Verdict.COPY if number.real_kind == numbers.COPY else Verdict.MATCHED, slip)


def judge(text: str, slip: Slip | None, members: Members, *, practice: bool, branch: str | None,
          place: Place = Place.RETURN, section: str | None = None) -> Judged:
    """The verdict on a scan. `slip` is what the ledger knows of the number that `identify` found.

    `section` is the open bag's or this desk's, where the place has one; `branch` this desk's, for `other_branch`.
    """
    judged = identify(text, practice=practice)
    if judged.verdict is not Verdict.MATCHED or judged.number is None:
        return judged
    return Judged(_by_state(judged.number, slip, members, branch, place, section), judged.number)


def _by_state(number: str, slip: Slip | None, members: Members, branch: str | None, place: Place,
              section: str | None) -> Verdict:
    """The rows from `unknown` on.

    Two scans of which nothing is recorded are not `unknown`, because their digits say what EVENTS says of known
    slips and `unknown` would lead to a record that the desk has no right to make: a return of a desk known to be
    another branch's would be closed, and a section would receive what is addressed to another.
    """
    issuer = members.get(issuer_of(number))
    elsewhere = place is not Place.RECEIVING and issuer is not None and issuer.branch != branch
    misled = place is not Place.RETURN and section is not None and _section(number, slip) not in (None, section)
    if slip is None or slip.state in (State.RESERVED, State.LOST) or (slip.stub and slip.state is State.HELD):
        if place is Place.RETURN and elsewhere:
            return Verdict.OTHER_BRANCH
        return Verdict.WRONG_SECTION if place is Place.RECEIVING and misled else Verdict.UNKNOWN
    if slip.state is State.VOIDED:
        return Verdict.VOIDED
    if slip.state is State.HANDED_BACK:
        return Verdict.HANDED_BACK
    if slip.state is State.CLOSED:
        return Verdict.ALREADY_CLOSED
    if misled:
        return Verdict.WRONG_SECTION
    if elsewhere:
        return Verdict.OTHER_BRANCH
    if place is not Place.PACKING and slip.state in (State.HELD, State.BAGGED):
        return Verdict.NOT_DISPATCHED
    return Verdict.MATCHED


def _section(number: str, slip: Slip | None) -> str | None:
    """The section it is addressed to; None for a blank of the 予備帳 whose type is not keyed in yet."""
    found = slip.section if slip is not None and slip.section else section_of(number)
    return None if found == UNKNOWN_SECTION else found
