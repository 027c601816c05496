"""What a round came to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """`word`: fork, split, clone, rewound, behind, broken, unread, update, stranger, office, full, read_only, held. `why` for the
    log."""

    word: str
    desk: str | None = None
    why: str = ""


@dataclass(slots=True)
class Round:
    """What a round came to. state: ok · offline (no news) · refused (not our share) · stalled (a stream, or our own
    way out, is stuck)."""

    state: str = "ok"
    published: int = 0
    imported: int = 0           # batches
    records: int = 0            # of theirs
    more: bool = False          # the round ended at its measure; there is more to take
    problems: list[Problem] = field(default_factory=list)
    strange: int = 0            # names on the share that are not ours

    def stall(self, word: str, desk: str | None = None, why: str = "") -> None:
        self.state = "stalled"
        self.problems.append(Problem(word, desk, why))
