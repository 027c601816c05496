"""Who works here. Names of staff never travel; events carry the code."""

from __future__ import annotations

import re
from dataclasses import dataclass

from branch_desk.domain.rights import StaffRole

FREE_TRIES = 4  # a finger slips, and the key lock of digits is off; the fifth wrong PIN in a row is another matter
FIRST_WAIT, LONGEST_WAIT = 60, 3600  # seconds; doubled each time, so that 10,000 PINs of four digits take over a year
_CODE = re.compile("[1-9][0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class Staff:
    """One member of staff. The code is unique within the branch and stands on the badge as the serial (EVENTS.md).
    `active` False: no longer works here, may do nothing, and is still named beside what they did."""

    code: str
    name: str
    role: StaffRole = StaffRole.CLERK
    has_pin: bool = False
    active: bool = True

    @property
    def surname(self) -> str:
        """What goes on paper and screens: the part before the first blank."""
        return self.name.replace("\u3000", " ").split(" ")[0]


def staff_code(text: str) -> str | None:
    """The code as it is kept, without leading zeros; None where it is not 1 to 5 digits."""
    digits = text.strip().lstrip("0")
    return digits if _CODE.fullmatch(digits) else None


def pin_wait(tries: int) -> int:
    """For how many seconds no PIN is taken after this many wrong ones in a row."""
    if tries <= FREE_TRIES:
        return 0
    return min(FIRST_WAIT << min(tries - FREE_TRIES - 1, 12), LONGEST_WAIT)
