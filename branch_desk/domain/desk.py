"""This PC, as its ledger knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from branch_desk.domain.rights import Member, Role

WARD = "川崎区役所"
_CODE = re.compile("[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Desk:
    """One PC with its own ledger file. `section` is the section's digit, for a section desk only."""

    code: str
    name: str
    branch: str
    role: Role = Role.COUNTER
    section: str | None = None
    phone: str | None = None
    practice: bool = False
    ward: str = WARD

    @property
    def member(self) -> Member:
        """This desk's own entry, from which its rights follow until it is enrolled."""
        return Member(self.code, self.role, self.branch, self.section)


def is_desk_code(text: str) -> bool:
    """001-999; 000 is the test print's."""
    return _CODE.fullmatch(text) is not None and text != "000"
