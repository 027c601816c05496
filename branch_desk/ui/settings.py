"""What this desk has set for its window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from branch_desk.ui.scanner import GAP_MS
from branch_desk.ui.sounds import Volume
from branch_desk.ui.theme import Look

LOOK = ("step", "contrast", "plain")


@dataclass(frozen=True, slots=True)
class Settings:
    """typed_names: the clerk types the visitor's name; else (the default) it is written by hand on the
    printed 原本."""

    look: Look = field(default_factory=Look)
    volume: Volume = Volume.LOUD
    typed_names: bool = False
    scanner_gap_ms: int = GAP_MS

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Settings:
        """From what the ledger keeps; what is not set is as the office begins."""
        look = Look(**{name: kept[name] for name in LOOK if name in kept})
        return cls(
            look,
            Volume(kept.get("volume", Volume.LOUD.value)),
            bool(kept.get("typed_names", False)),
            int(kept.get("scanner_gap_ms", GAP_MS)),
        )

    def kept(self) -> dict[str, Any]:
        """What the ledger keeps."""
        return asdict(self.look) | {
            "volume": self.volume.value,
            "typed_names": self.typed_names,
            "scanner_gap_ms": self.scanner_gap_ms,
        }
