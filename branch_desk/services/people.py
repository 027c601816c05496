"""Who works here, who acts, and what they may do (EVENTS.md, Rights)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil

from branch_desk.domain import era, words_attention, words_audit
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff, pin_wait, staff_code
from branch_desk.services import office
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger, pin_hash

NAME_LIMIT = 40
PIN_LENGTH = range(4, 13)
PROGRAM = "0"       # the actor of what nobody can be named for


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A member of staff as they are registered from now on."""

    staff: Staff
    changed: Changed = Changed(topics=frozenset({"staff"}))


def acting(ledger: Ledger, code: str | None) -> Staff | Refusal:
    """The member of staff who acts. Without a code it is the only one there is, or the practice ledger's own."""
    if code is None:
        staff = ledger.staff()
        return staff[0] if len(staff) == 1 or (staff and ledger.desk.practice) else refuse("who")
    wanted = staff_code(code)
    found = ledger.member_of_staff(wanted) if wanted else None
    if found is None:
        return refuse("unknown_staff", code=code)
    return found if found.active else refuse("staff_ended", code=found.code)


def add(ledger: Ledger, code: str, name: str, *, role: StaffRole = StaffRole.CLERK,
        pin: str | None = None, by: Staff | None = None) -> Staff | Refusal:
    """Registers a member of staff. The code is 1 to 5 digits, unique within the branch and never given twice. `by` is
    who did it, where that is known."""
    if by is not None and (refused := _may_name(ledger, by)) is not None:
        return refused
    if (faulty := fault_of(code, name, pin)) is not None:
        return faulty
    wanted, name = staff_code(code) or "", name.strip()
    if ledger.member_of_staff(wanted) is not None:
        return refuse("staff_exists", code=wanted)
    with ledger.transaction() as tx:
        tx.put_staff(wanted, name, role, pin_hash(pin) if pin else None, by=by.code if by else None)
    return Staff(wanted, name, role, pin is not None)


def fault_of(code: str, name: str, pin: str | None) -> Refusal | None:
    """Why nobody can be registered like this; asked before there is a ledger, so that none is left without its first person."""
    name = name.strip()
    if staff_code(code) is None:
        return refuse("staff_code")
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        return refuse("staff_name")
    return refuse("pin_form") if pin is not None and not _is_pin(pin) else None


def set_pin(ledger: Ledger, who: Staff, pin: str, by: Staff | None = None) -> Staff | Refusal:
    """Gives `who` a new PIN of 4 to 12 digits; it is kept as a slow hash. Wrong ones before count no longer."""
    if not _is_pin(pin):
        return refuse("pin_form")
    if by is not None and by.code != who.code and (refused := _may_name(ledger, by)) is not None:
        return refused
    if not who.active:
        return refuse("staff_ended", code=who.code)
    wrong = ledger.trail.wrong_pins(who.code)
    with ledger.transaction() as tx:
        tx.put_staff(who.code, who.name, who.role, pin_hash(pin), by=by.code if by else None)
        if wrong is not None:
            tx.append("pin_cleared", actor=by.code if by else who.code, body={"code": who.code, "by": "new_pin"})
    return Staff(who.code, who.name, who.role, True)


def has_responsible(staff: tuple[Staff, ...]) -> bool:
    """Whether there is a 責任者 among them; until then anybody may register staff."""
    return any(member.role is StaffRole.RESPONSIBLE for member in staff)


def enrol(ledger: Ledger, who: Staff | None, code: str, name: str, *, role: StaffRole = StaffRole.CLERK,
          pin: str | None = None, own_pin: str | None = None) -> Enrolled | Refusal:
    """`add` at the window: only a 責任者, who confirms with their own PIN where they have one.

    Signing in asks no PIN, so without this anybody could make a 責任者 of themselves.
    """
    refused = _may_enrol(ledger, who, own_pin)
    if refused:
        return refused
    added = add(ledger, code, name, role=role, pin=pin, by=who)
    return added if isinstance(added, Refusal) else Enrolled(added)


def give_pin(ledger: Ledger, who: Staff | None, code: str, pin: str,
             own_pin: str | None = None) -> Enrolled | Refusal:
    """A new PIN for a member of staff: by a 責任者, or by the person, who says the PIN before."""
    member = acting(ledger, code)
    if isinstance(member, Refusal):
        return member
    own = who is not None and who.code == member.code and member.has_pin
    refused = confirmed_by_pin(ledger, member, own_pin) if own else _may_enrol(ledger, who, own_pin)
    if refused:
        return refused
    given = set_pin(ledger, member, pin, by=who)
    return given if isinstance(given, Refusal) else Enrolled(given)


def change_role(ledger: Ledger, who: Staff | None, code: str, role: StaffRole,
                own_pin: str | None = None) -> Enrolled | Refusal:
    """Another role for a member of staff, by a 責任者; there must be a 責任者 afterwards."""
    member = acting(ledger, code)
    if isinstance(member, Refusal):
        return member
    refused = _may_enrol(ledger, who, own_pin) or (None if role is StaffRole.RESPONSIBLE else _is_last(ledger, member))
    if refused:
        return refused
    if member.role is role:
        return refuse("same_role", name=member.surname, role=words_audit.ROLES[role.value])
    with ledger.transaction() as tx:
        tx.put_staff(member.code, member.name, role, by=who.code if who else None)
    return Enrolled(replace(member, role=role))


def end(ledger: Ledger, who: Staff | None, code: str, own_pin: str | None = None) -> Enrolled | Refusal:
    """A member of staff no longer works here: may do nothing more, stays named beside what they did, and their code is
    never given to another. By a 責任者."""
    member = acting(ledger, code)
    if isinstance(member, Refusal):
        return member
    refused = _may_enrol(ledger, who, own_pin) or _is_last(ledger, member)
    if refused:
        return refused
    with ledger.transaction() as tx:
        tx.put_staff(member.code, member.name, member.role, active=False, by=who.code if who else None)
    return Enrolled(replace(member, active=False))


def sign_in(ledger: Ledger, code: str) -> Staff | Refusal:
    """Changes the person at the desk, which is recorded."""
    who = acting(ledger, code)
    if isinstance(who, Refusal):
        return who
    with ledger.transaction() as tx:
        tx.append("signed_in", actor=who.code)
    return who


def lock(ledger: Ledger, who: Staff, why: str = "asked") -> Changed:
    """The cover is put over the window, by the person ('asked') or because nobody touched a key ('idle'); recorded."""
    with ledger.transaction() as tx:
        tx.append("desk_locked", actor=who.code, body={"why": why})
    return Changed(topics=frozenset({"staff"}))


def who_wrote(ledger: Ledger, desk: str | None, actor: str) -> str:
    """The surname of a staff code that was written at `desk`; the code where this desk cannot know the name."""
    if actor == "0":
        return ""
    wrote, here = ledger.members.get(desk or ""), ledger.desk
    ours = desk in (None, here.code) or (wrote is not None and (wrote.branch, wrote.section) == (here.branch, here.section))
    staff = ledger.member_of_staff(actor) if ours else None
    return staff.surname if staff else words_attention.STAFF_NUMBER.format(code=actor)


def may_record(who: Staff) -> Refusal | None:
    """An auditor only reads, and who left does nothing."""
    if not who.active:
        return refuse("staff_ended", code=who.code)
    return refuse("auditor") if who.role is StaffRole.AUDITOR else None


def responsible(who: Staff) -> Staff | Refusal:
    """`who`, where they are a 責任者."""
    if not who.active:
        return refuse("staff_ended", code=who.code)
    return who if who.role is StaffRole.RESPONSIBLE else refuse("not_responsible")


def confirmed_by_pin(ledger: Ledger, who: Staff, pin: str | None, what: str = "") -> Refusal | None:
    """Asked for voids, checks and exceptions; a practice ledger asks for none (DESIGN.md). For `what` 'void' the
    office may have chosen that none is asked.
    """
    if ledger.desk.practice or not office.of(ledger).asks_pin(what):
        return None
    if not who.has_pin:
        return refuse("pin_unset")
    if pin is None:
        return refuse("pin_needed")
    return _checked(ledger, who, pin)


def locked(ledger: Ledger, code: str) -> int:
    """For how many seconds no PIN of this member of staff is taken any more; 0 where it is. A clock that was set back
    makes it no longer than it was to be, one that was set forward ends it: that is recorded as a doubtful clock."""
    wrong = ledger.trail.wrong_pins(code)
    if wrong is None or not wrong.wait:
        return 0
    left = era.moment(wrong.at) + timedelta(seconds=wrong.wait) - ledger.now()
    return max(0, min(wrong.wait, ceil(left.total_seconds())))


def unlock(ledger: Ledger, who: Staff, code: str, own_pin: str | None = None) -> Enrolled | Refusal:
    """A 責任者 lets a member of staff try again at once, with the own PIN; recorded."""
    member = acting(ledger, code)
    if isinstance(member, Refusal):
        return member
    allowed = responsible(who)
    if isinstance(allowed, Refusal):
        return allowed
    if ledger.trail.wrong_pins(member.code) is None:
        return refuse("pin_not_locked")
    if member.code == who.code:
        return refuse("same_person")
    refused = confirmed_by_pin(ledger, who, own_pin)
    if refused:
        return refused
    with ledger.transaction() as tx:
        tx.append("pin_cleared", actor=who.code, body={"code": member.code, "by": "responsible"})
    return Enrolled(member)


def approved(ledger: Ledger, code: str, pin: str | None, *, not_code: str | Iterable[str] | None = None,
             role: StaffRole | None = StaffRole.RESPONSIBLE) -> Staff | Refusal:
    """Who approves beside whoever acts: a 責任者 (with role=None anybody but an auditor), by code and PIN.

    `not_code` is who must not be the one: who acts, or all who packed. A practice ledger asks for no PIN.
    """
    member = acting(ledger, code)
    if isinstance(member, Refusal):
        return member
    others = {not_code} if isinstance(not_code, str) else set(not_code or ())
    if member.code in others:
        return refuse("same_person")
    allowed = responsible(member) if role is StaffRole.RESPONSIBLE else may_record(member) or member
    if isinstance(allowed, Refusal):
        return allowed
    return confirmed_by_pin(ledger, member, pin) or member


def nobody_registered(ledger: Ledger) -> bool:
    """Whether there is no member of staff at all, so that nobody could come back from the cover."""
    return not ledger.staff()


def _checked(ledger: Ledger, who: Staff, pin: str) -> Refusal | None:
    """Whether it is the PIN. Every wrong one is recorded, and from the fifth in a row on nobody is let try for a while
    that grows, so that nobody finds four digits by trying."""
    left = locked(ledger, who.code)
    if left:
        return refuse("pin_locked", minutes=_minutes(left))
    wrong = ledger.trail.wrong_pins(who.code)
    if ledger.pin_matches(who.code, pin):
        if wrong is not None:
            with ledger.transaction() as tx:
                tx.append("pin_cleared", actor=who.code, body={"code": who.code, "by": "right_pin"})
        return None
    tries = (wrong.tries if wrong else 0) + 1
    wait = pin_wait(tries)
    with ledger.transaction() as tx:
        tx.append("pin_failed", actor=PROGRAM, body={"code": who.code, "tries": tries, "wait": wait})
    refusal = refuse("pin_wrong")
    if wait:
        refusal = replace(refusal, sentence=words_audit.PIN_WRONG_WAIT.format(tries=tries, minutes=_minutes(wait)))
    return refusal


def _minutes(seconds: int) -> int:
    return max(1, round(seconds / 60))


def _may_name(ledger: Ledger, by: Staff) -> Refusal | None:
    """Whether they may register staff: a 責任者, and until there is one anybody but an auditor."""
    if not has_responsible(ledger.staff()):
        return may_record(by)
    may = responsible(by)
    return may if isinstance(may, Refusal) else None


def _is_last(ledger: Ledger, member: Staff) -> Refusal | None:
    others = tuple(item for item in ledger.staff() if item.code != member.code)
    if member.role is StaffRole.RESPONSIBLE and not has_responsible(others):
        return refuse("last_responsible")
    return None


def _may_enrol(ledger: Ledger, who: Staff | None, own_pin: str | None) -> Refusal | None:
    if not has_responsible(ledger.staff()):
        return may_record(who) if who else None
    # who signed in earlier may have been given a PIN since
    known = ledger.member_of_staff(who.code) if who else None
    if known is None:
        return refuse("who")
    allowed = responsible(known)
    if isinstance(allowed, Refusal):
        return allowed
    return confirmed_by_pin(ledger, known, own_pin) if known.has_pin else None


def _is_pin(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in PIN_LENGTH
