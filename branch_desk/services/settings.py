"""What this desk has set, kept in its ledger as JSON. No personal data: settings stand in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from branch_desk.domain.desk import Desk
from branch_desk.domain.staff import Staff
from branch_desk.services.results import Changed
from branch_desk.store.ledger import Ledger

WINDOW = "window"
CHANGED = Changed(topics=frozenset({"settings"}))


@dataclass(frozen=True, slots=True)
class About:
    """What 設定 shows of this desk. `key_kept_in` is None where the master key cannot be had."""

    desk: Desk
    home: str
    staff: tuple[Staff, ...]
    key_kept_in: str | None


def about(ledger: Ledger) -> About:
    """This desk, its staff, and where its ledger and its key are."""
    return About(ledger.desk, str(ledger.home), ledger.staff(), ledger.master_key_kept_in)


def of_window(ledger: Ledger) -> dict[str, Any]:
    """Size of text, colours, sounds, and whether names are typed or written by hand."""
    return dict(ledger.setting(WINDOW, {}))


def set_window(ledger: Ledger, values: Mapping[str, Any]) -> Changed:
    """Keeps them for the next start."""
    with ledger.transaction() as tx:
        tx.set_setting(WINDOW, of_window(ledger) | dict(values))
    return CHANGED
