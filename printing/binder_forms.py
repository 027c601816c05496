"""What lies on top of a month's slips in the paper binder. Plain values as in forms.py; no place for a
citizen's name.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One type of document: which numbers lie there, and how many papers that must be."""

    section: str
    type_name: str
    numbers: str
    copies: int
    originals: int
    open: int
    voided: int
    handed_back: int


@dataclass(frozen=True, slots=True)
class IndexNote:
    """A number whose 原本 is not there, and why."""

    label: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class BinderIndex:
    """月別目次. Totals are counted here, so that they cannot differ from the rows."""

    month: str
    branch: str
    desk: str
    made: str
    staff: str
    rows: tuple[IndexRow, ...]
    notes: tuple[IndexNote, ...] = ()
    ward: str | None = None
    practice: bool = False
