"""Who may write what (EVENTS.md, Rights). A desk's rights follow from its membership; before enrolment from its own setup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from branch_desk.domain import numbers
from branch_desk.domain.events import KINDS, Event, Writer


class Role(StrEnum):
    """What a desk is."""

    COUNTER = "counter"     # 支所窓口
    SECTION = "section"     # 担当課
    OFFICE = "office"       # publishes the catalogue, admits desks


class StaffRole(StrEnum):
    """What a member of staff may do."""

    CLERK = "clerk"                 # 担当
    RESPONSIBLE = "responsible"     # 責任者
    AUDITOR = "auditor"             # 監査: reads only


@dataclass(frozen=True, slots=True)
class Member:
    """One desk as the others know it. `section` is the section's digit, for a section desk."""

    desk: str
    role: Role
    branch: str
    section: str | None = None


Members = Mapping[str, Member]

NEVER_REVOKED = frozenset({"issued", "reserved", "lost_record"})   # a number that was shown is voided, never unmade


UNKNOWN_SECTION = "0"       # what a pre-numbered blank says of its section before its type is keyed in


def issuer_of(subject: str) -> str:
    """The desk that made a number of a slip or bag."""
    return subject[1:4]


def section_of(subject: str) -> str:
    """The section's digit in a number, UNKNOWN_SECTION for a pre-numbered blank."""
    return subject[6]


def may_write(event: Event, members: Members, *, section: str | None = None, target: Event | None = None) -> bool:
    """Whether the event's desk had the right to write it.

    `section` is the section that the slip is addressed to where its `issued` is known (a 予備帳 number does not
    tell it); else the number's own digit counts. `target` is the event that a `revoked` names.
    """
    writer = members.get(event.desk)
    if writer is None or event.type not in KINDS:
        return False
    rule = KINDS[event.type].writer
    if rule is Writer.ANY:
        return True
    if rule is Writer.TARGET:
        return target is not None and _may_revoke(event, target, members, section)
    subject = event.slip or event.bag
    if not subject or not _subjects_hold(event.slip, event.bag):
        return False
    if rule is Writer.ISSUING_DESK:
        return writer.role is Role.COUNTER and event.desk == issuer_of(subject)
    at_section = writer.role is Role.SECTION
    if rule is Writer.ANY_SECTION:
        return at_section
    addressed = section if section and event.slip else section_of(subject)
    # A blank whose type nobody has keyed in yet is received by whoever has it; its `issued` decides afterwards.
    at_section = at_section and addressed in (writer.section, UNKNOWN_SECTION)
    if rule is Writer.SECTION:
        return at_section
    at_branch = _at_issuing_branch(event, writer, members)
    if rule is Writer.ISSUING_BRANCH:
        return at_branch
    if event.type == "received":        # the section says when it received, the branch what the paper says
        return at_branch if event.value("source") == "paper" else at_section
    return at_section or at_branch


@lru_cache(maxsize=4096)    # asked of every record of a bag, for each slip in it
def _subjects_hold(slip: str | None, bag: str | None) -> bool:
    """A slip's and a bag's own numbers, not a copy's or a badge's, and not practice with real."""
    found = []
    for subject, kind in ((slip, numbers.SLIP), (bag, numbers.BAG)):
        if subject is not None:
            number = numbers.parse(subject)
            if number is None or number.real_kind != kind:
                return False
            found.append(number.practice)
    return len(set(found)) == 1


def _at_issuing_branch(event: Event, writer: Member, members: Members) -> bool:
    if writer.role is not Role.COUNTER:
        return False
    if event.type == "came_back" and event.value("result") == "other_branch":
        return True                     # whoever finds a stray original may say so
    for subject in (event.slip, event.bag):
        issuer = members.get(issuer_of(subject)) if subject else writer
        if issuer is None:              # a stub: closed by its digits alone, and only where that was said aloud
            return event.type in ("closed", "came_back") and event.value("accepted") == "unknown"
        if issuer.branch != writer.branch:
            return False
    return True


def _may_revoke(event: Event, target: Event, members: Members, section: str | None) -> bool:
    """Who may write an event may take it back, under the same slip and bag, so that the folds of both meet it.

    What any section or any counter may say of a stray paper is taken back only by the same section or branch.
    """
    if target.type in NEVER_REVOKED or target.type == "revoked":
        return False
    if (event.slip, event.bag) != (target.slip, target.bag):
        return False
    if not may_write(replace(target, desk=event.desk), members, section=section):
        return False
    if KINDS[target.type].writer is Writer.ANY_SECTION or target.value("result") == "other_branch":
        author, writer = members.get(target.desk), members[event.desk]
        return author is not None and (author.branch, author.section) == (writer.branch, writer.section)
    return True
