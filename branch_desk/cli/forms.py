"""`print --form NAME …`: the papers other than those of a slip.

Each part registers its forms beside its own commands:

    @form("manifest")
    def manifest(ledger, who, asked):
        return OfficePaper("manifest", …) or a Refusal

`asked` is what stood on the command line after `print`, in order: a bag, a slip, a staff number, words; and last the
reason, where one was given.
"""

from __future__ import annotations

from collections.abc import Callable

from branch_desk.domain.staff import Staff
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger

Maker = Callable[[Ledger, Staff, tuple[str, ...]], OfficePaper | Refusal]

FORMS: dict[str, Maker] = {}


def form(name: str) -> Callable[[Maker], Maker]:
    """Registers who makes this form."""

    def registered(make: Maker) -> Maker:
        FORMS[name] = make
        return make

    return registered
