"""The four papers of a fresh slip: ordered from the ledger, drawn on the thread for paper, then recorded
as made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from branch_desk.domain.staff import Staff
from branch_desk.services import paper
from branch_desk.services.results import Refusal
from branch_desk.ui.session import Session

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger


class Papers:
    """Makes them and tells (number, copy, 'made' or 'failed') of each; never says that anything was
    printed."""

    def __init__(self, session: Session, tell: Callable[[str, str, str], None]) -> None:
        self._session, self._tell = session, tell
        self.folder: Path | None = None  # where the last ones lie

    def make(self, number: str) -> None:
        """All papers of this slip."""
        self._session.act(_orders, number, then=lambda ordered: self._draw(number, ordered))

    def _draw(self, number: str, ordered: tuple[Path, tuple[paper.Order, ...]] | Refusal) -> None:
        if isinstance(ordered, Refusal):
            for copy in paper.COPIES:
                self._tell(number, copy, "failed")
            return
        folder, orders = ordered
        for order in orders:
            self._session.paper(
                paper.draw,
                order,
                pdf=folder / f"{order.number}-{order.copy}.pdf",
                then=lambda made, order=order: self._made(order, made),
                failed=lambda error, order=order: self._tell(number, order.copy, "failed"),
            )

    def _made(self, order: paper.Order, made: tuple[Path, ...] | Refusal) -> None:
        if isinstance(made, Refusal):
            self._tell(order.number, order.copy, "failed")
            return
        self.folder = made[0].parent
        self._session.act(paper.drawn, order, made)
        self._tell(order.number, order.copy, "made")


def _orders(ledger: Ledger, who: Staff, number: str) -> tuple[Path, tuple[paper.Order, ...]] | Refusal:
    orders = paper.orders(ledger, who, number)
    return orders if isinstance(orders, Refusal) else (paper.paper_folder(ledger), orders)
