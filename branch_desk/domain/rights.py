"""Who may write what (EVENTS.md, Rights). A desk's rights follow from its membership; before enrolment from its own setup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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
        return (target is not None and target.type not in NEVER_REVOKED and target.type != "revoked"
                and may_write(_as_if_by(event, target), members, section=section))
    subject = event.slip or event.bag
    if subject is None or numbers.parse(subject) is None:
        return False
    addressed = section or section_of(subject)
    at_section = writer.role is Role.SECTION and writer.section == addressed
    if rule is Writer.ISSUING_DESK:
        return writer.role is Role.COUNTER and event.desk == issuer_of(subject)
    if rule is Writer.SECTION:
        return at_section
    if rule is Writer.ANY_SECTION:
        return writer.role is Role.SECTION
    if rule is Writer.SECTION_OR_BRANCH:
        if at_section:
            return True
        if event.type == "received" and event.value("source") != "paper":
            return False
        return _at_issuing_branch(event, writer, subject, members)
    return _at_issuing_branch(event, writer, subject, members)


def _at_issuing_branch(event: Event, writer: Member, subject: str, members: Members) -> bool:
    if writer.role is not Role.COUNTER:
        return False
    if event.type == "came_back" and event.value("result") == "other_branch":
        return True                     # whoever finds a stray original may say so
    issuer = members.get(issuer_of(subject))
    if issuer is None:                  # a stub: closed by its digits alone, and only where that was said aloud
        return event.type in ("closed", "came_back") and event.value("accepted") == "unknown"
    return issuer.branch == writer.branch


def _as_if_by(revoking: Event, target: Event) -> Event:
    return Event(revoking.desk, revoking.epoch, revoking.seq, revoking.lamport, target.type, revoking.at,
                 revoking.actor, target.slip, target.bag, body=target.body)
