"""What the office has chosen for its papers and its PINs. Settings of the ledger: no personal data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from branch_desk.domain import words
from branch_desk.domain import words_settings as said
from branch_desk.domain.staff import Staff
from branch_desk.store.ledger import Ledger

SETTING = "office"
PIN_FOR_CHECKS = "pin_for_checks"     # what the second check of a bag asks for (services/bag_rules.py)
ROLL, LARGE, PLAIN = "roll", "large", "plain"       # お客様控: as all others, A4 in 18 points, plain paper
SURNAME, CODE = "surname", "code"                   # how a member of staff stands on paper


@dataclass(frozen=True, slots=True)
class Office:
    """`pin_void` and `pin_check`: a PIN is asked for a void, for the second check. Exceptions and settings always ask."""

    purpose: str = words.PURPOSE
    hours: str = ""
    citizen: str = ROLL
    staff: str = SURNAME
    pin_void: bool = True
    pin_check: bool = True

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    def shown(self, staff: Staff) -> str:
        """A member of staff on paper."""
        return staff.surname if self.staff == SURNAME else said.STAFF_BY_CODE.format(code=staff.code)

    @property
    def citizen_paper(self) -> tuple[str | None, bool]:
        """The size that was chosen for the お客様控, and whether its letters are large; None: as the printer has it."""
        return {LARGE: ("A4", True), PLAIN: ("A5", False)}.get(self.citizen, (None, False))

    def asks_pin(self, what: str) -> bool:
        """Whether a PIN is asked for it; what is no choice here always is."""
        return self.pin_void if what == "void" else True


def of(ledger: Ledger) -> Office:
    """What is chosen; what never was is as the office begins."""
    kept = ledger.setting(SETTING, {}) | {"pin_check": bool(ledger.setting(PIN_FOR_CHECKS, True))}
    return Office(**{name: value for name, value in kept.items() if name in Office.__dataclass_fields__})
