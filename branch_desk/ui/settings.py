"""What this desk has set for its window."""
from __future__ import annotations

from dataclasses import dataclass

from branch_desk.ui.scanner import GAP_MS
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look


@dataclass(frozen=True, slots=True)
class Settings:
    """typed_names: the clerk types the visitor's name; else (the default) it is written by hand on the printed 原本."""

    look: Look = Look()
    volume: Volume = Volume.LOUD
    typed_names: bool = False
    scanner_gap_ms: int = GAP_MS
