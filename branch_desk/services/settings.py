"""What this desk has set, kept in its ledger as JSON. No personal data: settings stand in the clear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from branch_desk.services.results import Changed
from branch_desk.store.ledger import Ledger

WINDOW = "window"
CHANGED = Changed(topics=frozenset({"settings"}))


def of_window(ledger: Ledger) -> dict[str, Any]:
    """Size of text, colours, sounds, and whether names are typed or written by hand."""
    return dict(ledger.setting(WINDOW, {}))


def set_window(ledger: Ledger, values: Mapping[str, Any]) -> Changed:
    """Keeps them for the next start."""
    with ledger.transaction() as tx:
        tx.set_setting(WINDOW, of_window(ledger) | dict(values))
    return CHANGED
