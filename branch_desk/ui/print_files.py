"""Papers as PDFs, where no printer takes them: ordered from the ledger, drawn on the thread for paper, then recorded
as made. Nobody claims that they were printed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from branch_desk.domain.staff import Staff
from branch_desk.services import paper
from branch_desk.services.results import Refusal
from branch_desk.ui import open_file, print_state

if TYPE_CHECKING:
    from branch_desk.store.ledger import Ledger
    from branch_desk.ui.print_desk import PrintDesk


class Files:
    """Makes them and tells of each what became of it."""

    def __init__(self, desk: PrintDesk) -> None:
        self._desk, self._session = desk, desk.session
        self.folder: Path | None = None  # where the last ones lie

    def make(
        self,
        number: str,
        copies: tuple[str, ...],
        *,
        reason: str | None = None,
        language: str | None = None,
        large: bool = False,
        show: bool = False,
    ) -> None:
        """These papers of a slip; `show`: their folder is opened when the last one is there. `language` and `large` are
        of the お客様控."""
        for copy in copies:
            self._desk.tell(number, copy, print_state.MAKING)
        how = {"language": language, "large": large, "paper": "A4" if large else None}
        self._session.act(
            _orders, number, copies, reason, how, then=lambda ordered: self._draw(number, copies, ordered, show)
        )

    def _draw(
        self,
        number: str,
        copies: tuple[str, ...],
        ordered: tuple[Path, tuple[paper.Order, ...]] | Refusal,
        show: bool,
    ) -> None:
        if isinstance(ordered, Refusal):
            for copy in copies:
                self._desk.tell(number, copy, print_state.NOT_MADE)
            return
        folder, orders = ordered
        for order in orders:
            last = show and order is orders[-1]
            self._session.paper(
                paper.draw,
                order,
                pdf=folder / f"{order.number}-{order.copy}.pdf",
                then=lambda made, order=order, last=last: self._made(order, made, last),
                failed=lambda error, order=order: self._desk.tell(number, order.copy, print_state.NOT_MADE),
            )

    def _made(self, order: paper.Order, made: tuple[Path, ...] | Refusal, show: bool) -> None:
        if isinstance(made, Refusal):
            self._desk.tell(order.number, order.copy, print_state.NOT_MADE)
            return
        self.folder = made[0].parent
        self._session.act(paper.drawn, order, made)
        self._desk.tell(order.number, order.copy, print_state.MADE)
        if show:
            open_file.show(self.folder)


def _orders(
    ledger: Ledger, who: Staff, number: str, copies: tuple[str, ...], reason: str | None, how: dict[str, Any]
) -> tuple[Path, tuple[paper.Order, ...]] | Refusal:
    orders = []
    for copy in copies:
        order = paper.order(ledger, who, number, copy, reason=reason, **(how if copy == "citizen" else {}))
        if isinstance(order, Refusal):
            return order
        orders.append(order)
    return paper.paper_folder(ledger), tuple(orders)
