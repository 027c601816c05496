"""受付: who stands at the counter. A visitor's slips share one お客様控, his names, and how that paper is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from branch_desk.ui.copy_panel import CitizenCopy

STAYS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who stands there still: the first slip of the visit, the names if they were typed, and the choice of his paper."""

    visit: str
    names: dict[str, str]
    copy: CitizenCopy
    until: datetime


class Visit:
    """The visitor of the last slip, whether the next slip is his too, and what was chosen for whoever is served now."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last: Visitor | None = None
        self.same: str | None = None    # the first slip of the visit to which the next one belongs
        self.copy = CitizenCopy()

    @property
    def here(self) -> Visitor | None:
        """The last visitor, while he counts as still being at the counter."""
        return self._last if self._last is not None and self._clock() < self._last.until else None

    def again(self) -> Visitor | None:
        """The next document is the same visitor's."""
        visitor = self.here
        if visitor is not None:
            self.same = visitor.visit
            if self.copy.usual:
                self.copy = visitor.copy
        return visitor

    def another(self) -> None:
        """A document that was begun without asking for the same visitor is another one's."""
        if self.same is None:
            self._last = None

    def issued(self, number: str, names: dict[str, str]) -> None:
        """A slip was issued; he may have another document."""
        self._last = Visitor(self.same or number, names, self.copy, self._clock() + STAYS)

    def forget(self) -> None:
        """Nothing of him outlasts the cover."""
        self._last = None

    def end(self) -> None:
        """The form is empty: what was chosen was chosen for one visitor."""
        self.same, self.copy = None, CitizenCopy()
