"""Setting up a desk: the ledger, its keys, and the first member of staff."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import printing
from branch_desk.domain import era, words, words_retention
from branch_desk.domain.desk import Desk, is_desk_code
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, files
from branch_desk.services.home import default_home as default_home
from branch_desk.services.people import acting, confirmed_by_pin, has_responsible, may_record, responsible
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store import faults
from branch_desk.store.ledger import KEPT_ASKED, Ledger, paper_key

PRACTICE_CODE = "999"
PRACTICE_STAFF_CODE = "1"
NAME_LIMIT = 8      # four full-width characters and a digit still fit the label on 58 mm paper (mockups/paper)


@dataclass(frozen=True, slots=True)
class SetUp:
    """A new ledger, open for writing. `recovery_key` is shown this once; `kept_in` says where the master key is."""

    ledger: Ledger
    recovery_key: str
    kept_in: str


GROUPS = 7      # of the recovery key
ASKED = 2       # of them are typed back: whoever has only seen the paper cannot guess which
CHECKED = "recovery_checked"    # setting: when parts of the recovery key were last typed back rightly, and by whom


@dataclass(frozen=True, slots=True)
class Checked:
    """The recovery key on paper is the right one: who found that out, and when."""

    at: str
    by: str
    sentence: str
    changed: Changed = Changed(topics=frozenset({"retention"}))


def set_up(home: Path, desk: Desk, *, key_at_start: bool = False) -> SetUp | Refusal:
    """Makes a ledger in `home` with the built-in catalogue. A practice ledger gets its own member of staff.

    With `key_at_start` the master key is kept nowhere on this PC: the recovery key is typed at every start.
    """
    refused = _fault(desk)
    if refused:
        return refused
    try:
        created = Ledger.create(home, desk, keep_key_in=KEPT_ASKED if key_at_start else None)
    except faults.LedgerExists:
        return refuse("home_in_use")
    if key_at_start:
        created.ledger.recover_master_key(created.recovery_key)     # as if it had been typed at this first start
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
    """Makes a new recovery key, after which the earlier one opens nothing; with `pdf` also the form to print. Only a
    責任者, where there is one: the paper in the safe is worth nothing afterwards. Where the form cannot be written, which
    raises OSError, the earlier key is still the one: the new one would be shown nowhere."""
    refused = may_record(who)
    if refused is None and has_responsible(ledger.staff()):
        allowed = responsible(who)
        refused = allowed if isinstance(allowed, Refusal) else None
    if refused:
        return refused
    key = paper_key()
    if pdf is not None:
        recovery_form(ledger.desk, key, who.surname, pdf, ledger.now())
    try:
        return ledger.new_recovery_key(key)
    except BaseException:
        if pdf is not None:
            pdf.unlink(missing_ok=True)     # it opens nothing
        raise


def groups_to_ask(of: Ledger | str) -> tuple[int, ...]:
    """Which groups of the recovery key are to be typed back, drawn anew each time; all of them where this ledger can
    only compare the whole key. Of a key that was just made nothing else is known."""
    try:
        known = isinstance(of, str) or of.recovery_groups_match({}) is not None
    except faults.KeyMissing:
        known = False
    every = range(1, GROUPS + 1)
    return tuple(sorted(secrets.SystemRandom().sample(every, ASKED))) if known else tuple(every)


def check_recovery(ledger: Ledger, who: Staff, typed: Mapping[int, str]) -> Checked | Refusal:
    """Whether the paper with the recovery key is the right one and can be read: some groups (or all 7) typed back from
    it. Recorded, right or wrong; what was typed is not."""
    refused = may_record(who)
    if refused:
        return refused
    given = {place: text for place, text in typed.items() if text.strip()}
    if not given:
        return refuse("recovery_key_needed")
    try:
        agrees = ledger.recovery_groups_match(given)
        if agrees is None:
            if len(given) < GROUPS:
                return refuse("recovery_whole")
            ledger.recover_master_key("-".join(given[place] for place in sorted(given)))
            agrees = True
    except faults.WrongRecoveryKey as wrong:
        if wrong.detail != faults.OTHER_KEY:
            return refuse("recovery_mistyped", detail=wrong.detail)    # no key of any ledger: a slip of the finger
        agrees = False
    except faults.KeyMissing:
        return refuse("key_not_here")
    with ledger.transaction() as tx:
        event = tx.append("recovery_checked", actor=who.code, body={"groups": sorted(given), "agrees": agrees})
        if agrees:
            tx.set_setting(CHECKED, {"at": event.at, "by": who.code})
    return Checked(event.at, who.code, words_retention.CHECKED) if agrees else refuse("recovery_wrong")


def recovery_checked(ledger: Ledger) -> Checked | None:
    """When parts of the recovery key were last typed back rightly, and by whom."""
    last = ledger.setting(CHECKED)
    return Checked(last["at"], last["by"], words_retention.CHECKED) if last else None


def enter_recovery_key(ledger: Ledger, typed: str) -> str | Refusal:
    """The whole recovery key, typed in: names can be read from now on, here and, where the master key may be kept on
    this PC, at every start. Answers a sentence."""
    try:
        kept = ledger.recover_master_key(typed)
    except faults.WrongRecoveryKey as wrong:
        return refuse("recovery_mistyped", detail=wrong.detail)
    return words_retention.ENTERED[kept]


def key_at_start(ledger: Ledger, who: Staff, wanted: bool, *, pin: str | None = None) -> str | Refusal:
    """A 責任者 decides, with PIN, whether the recovery key is asked for at every start. Recorded. Answers a sentence.

    Only after the paper was checked: from then on it alone opens the names.
    """
    allowed = responsible(who)
    if isinstance(allowed, Refusal):
        return allowed
    if (wrong := confirmed_by_pin(ledger, who, pin)) is not None:
        return wrong
    if wanted and recovery_checked(ledger) is None:
        return refuse("recovery_unchecked")
    try:
        kept = ledger.ask_recovery_key_at_start(wanted)
    except faults.KeyMissing:
        return refuse("key_not_here")
    with ledger.transaction() as tx:
        tx.append("override", actor=who.code, body={"what": "other", "approved_by": who.code, "reason": "other"})
    return words_retention.KEPT[kept]


def recovery_form(desk: Desk, key: str, staff: str, pdf: Path, at: datetime | None = None) -> None:
    """The recovery key on a form to print, sign and lock away. Raises OSError where the file cannot be written."""
    form = printing.RecoveryForm(key, f"{desk.code} {desk.name}", era.wareki_minute(at or datetime.now(era.JST)),
                                 desk.branch, staff, desk.practice)
    pdf.parent.mkdir(mode=0o700, exist_ok=True)
    files.write(pdf, printing.draw(form, "A4").pdf, private=True)


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
