"""Setting up a desk: the ledger, its keys, and the first member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import printing
from branch_desk.domain import era, words
from branch_desk.domain.desk import Desk, is_desk_code
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, files
from branch_desk.services.home import default_home as default_home
from branch_desk.services.people import acting, confirmed_by_pin, may_record, responsible
from branch_desk.services.results import Refusal, refuse
from branch_desk.store import faults
from branch_desk.store.ledger import Ledger

PRACTICE_CODE = "999"
PRACTICE_STAFF_CODE = "1"
NAME_LIMIT = 8      # four full-width characters and a digit still fit the label on 58 mm paper (mockups/paper)


@dataclass(frozen=True, slots=True)
class SetUp:
    """A new ledger, open for writing. `recovery_key` is shown this once; `kept_in` says where the master key is."""

    ledger: Ledger
    recovery_key: str
    kept_in: str


def set_up(home: Path, desk: Desk) -> SetUp | Refusal:
    """Makes a ledger in `home` with the built-in catalogue. A practice ledger gets its own member of staff."""
    refused = _fault(desk)
    if refused:
        return refused
    try:
        created = Ledger.create(home, desk)
    except faults.LedgerExists:
        return refuse("home_in_use")
    with created.ledger.transaction() as tx:
        tx.set_catalogue(catalogues.builtin())
        if desk.practice:
            tx.put_staff(PRACTICE_STAFF_CODE, words.PRACTICE_STAFF, StaffRole.RESPONSIBLE)
    return SetUp(created.ledger, created.recovery_key, created.master_key_kept_in)


def practice_desk() -> Desk:
    """The desk of 「練習する」: nothing has to be typed before the first slip."""
    return Desk(PRACTICE_CODE, words.PRACTICE_DESK, words.PRACTICE_BRANCH, practice=True)


def approve(ledger: Ledger, who: Staff, what: str, *, pin: str | None = None) -> str | Refusal:
    """A 責任者 says that the ledger goes on at this PC ('machine'), or that its clock is right ('clock'). Recorded.

    Until then no number is given: the same number must never come from two PCs, nor from a year nobody is in.
    """
    refused = responsible(who)
    if isinstance(refused, Refusal):
        return refused
    if (wrong := confirmed_by_pin(ledger, who, pin)) is not None:
        return wrong
    if what == "machine" and ledger.moved:
        ledger.accept_machine(who.code)
    elif what == "clock" and ledger.clock_doubt() is not None:
        ledger.settle_clock(who.code)
    else:
        return refuse("nothing_to_approve")
    return words.APPROVED[what]


def to_approve(ledger: Ledger) -> tuple[str, ...]:
    """What waits for a 責任者 before numbers are given out as usual: 'machine', 'clock'."""
    waits = (("machine", ledger.moved), ("clock", ledger.clock_doubt() is not None))
    return tuple(what for what, on in waits if on)


def approve_as(ledger: Ledger, code: str, pin: str | None, what: str) -> str | Refusal:
    """`approve` before anybody acts at the window: by staff number and PIN."""
    who = acting(ledger, code)
    return who if isinstance(who, Refusal) else approve(ledger, who, what, pin=pin)


def new_recovery_key(ledger: Ledger, who: Staff, pdf: Path | None = None) -> str | Refusal:
    """Makes a new recovery key, after which the earlier one opens nothing; with `pdf` also the form to print."""
    refused = may_record(who)
    if refused:
        return refused
    key = ledger.new_recovery_key()
    if pdf is not None:
        recovery_form(ledger.desk, key, who.surname, pdf, ledger.now())
    return key


def recovery_form(desk: Desk, key: str, staff: str, pdf: Path, at: datetime | None = None) -> None:
    """The recovery key on a form to print, sign and lock away. Raises OSError where the file cannot be written."""
    form = printing.RecoveryForm(key, f"{desk.code} {desk.name}", era.wareki_minute(at or datetime.now(era.JST)),
                                 desk.branch, staff, desk.practice)
    pdf.parent.mkdir(mode=0o700, exist_ok=True)
    files.write(pdf, printing.draw(form, "A4").pdf)


def _fault(desk: Desk) -> Refusal | None:
    if not is_desk_code(desk.code):
        return refuse("desk_code")
    if not desk.name.strip() or len(desk.name) > NAME_LIMIT or not desk.name.isprintable():
        return refuse("desk_name")
    if not desk.branch.strip() or not desk.branch.isprintable():
        return refuse("desk_branch")
    if desk.role is Role.SECTION and not (desk.section and desk.section in "123456789"):
        return refuse("desk_section")
    return None
