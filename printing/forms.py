"""What can be printed: plain values, every string ready for the paper. Nothing here draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from printing.language import Language

COPIES = ("original", "tag", "binder", "citizen")


@dataclass(frozen=True, slots=True)
class Reissue:
    """The mark 再発行 on a paper that replaces an earlier one."""

    n: int
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class SlipForm:
    """One paper of one slip.

    `digits` are those of this very paper: kind 1 or 8 on the 原本, kind 4 or 5 on all others.

    `digits` and `label` are None in a preview before the number exists. `depositor` None leaves a line to
    write by hand, and so does `handwritten`, even when a name is known. `sheets` None says 封筒のまま.
    `others` (お客様控 only) are further slips of the same visitor. `language` (お客様控 only) is a code
    of
    printing.language or a language that was loaded; `large` prints it in letters of 18 points, on A4.
    """

    copy: str
    section: str
    type_name: str
    branch: str
    taken: str
    staff: str
    digits: str | None = None
    label: str | None = None
    ward: str | None = None
    branch_phone: str | None = None
    branch_hours: str | None = None
    floor: str | None = None
    section_phone: str | None = None
    depositor: str | None = None
    applicant: str | None = None
    handwritten: bool = False
    sheets: int | None = None
    enclosures: tuple[str, ...] = ()
    acceptance_sentence: str | None = None
    arrival_days: int | None = None
    purpose_sentence: str | None = None
    practice: bool = False
    reissue: Reissue | None = None
    others: tuple[SlipForm, ...] = ()
    language: str | Language = "easy-ja"
    large: bool = False


@dataclass(frozen=True, slots=True)
class RecoveryForm:
    """The recovery key of a ledger, to be printed once, signed and locked away; with `root` the root key of a ward office's
    share."""

    key: str
    desk: str
    made: str
    branch: str | None = None
    staff: str | None = None
    practice: bool = False
    root: bool = False


class Unprintable(ValueError):
    """A text holds characters that no bundled font can draw. Raised before anything is drawn."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        self.characters = characters
        super().__init__("cannot be printed: " + " ".join(f"U+{ord(c[0]):04X}" for c in characters))


class DoesNotFit(ValueError):
    """The form has more text than this paper takes whole; nothing was drawn."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
