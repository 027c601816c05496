"""返送照合, right: how many came back today, and what was read. At 大 and 特大 the list goes behind F3."""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass, replace

from branch_desk.domain import era
from branch_desk.domain import words_return as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services.lookup import CameBack
from branch_desk.ui import icons
from branch_desk.ui.icons import Icons
from branch_desk.ui.parts import Parts

SHAPES = {
    "closed": "accepted",
    "other_branch": "other_branch",
    "differs": "differs",
    "time_missing": "time_missing",
}
LOOK = frozenset({"differs", "time_missing", "other_branch", "undecided"})
STOPPED = frozenset({"voided", "handed_back"})


@dataclass(frozen=True, slots=True)
class Read:
    """One slip that was read. `result` is a word of words_return.READ_WORDS, `verdict` gives the shape while nothing is recorded."""

    number: str
    label: str
    type_name: str
    result: str
    verdict: str
    at: str

    @classmethod
    def recorded(cls, back: CameBack) -> Read:
        """What the ledger says of today."""
        return cls(back.number, back.label, back.type_name, back.result, SHAPES[back.result], back.at)


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a batch: closed, to be looked at, not to be used, and what is still out."""

    closed: int = 0
    look: int = 0
    stopped: int = 0
    waiting: int = 0


class Reads:
    """What was read today, each slip once: the ledger's word where something was recorded, else this screen's."""

    def __init__(self) -> None:
        self.waiting = 0
        self._recorded: dict[str, CameBack] = {}
        self._open: dict[str, Read] = {}  # read and not recorded, newest last
        self._ended: frozenset[tuple[str, str]] = frozenset()  # what an ended batch had read

    def know(self, today: tuple[CameBack, ...], waiting: int) -> None:
        """What the ledger says."""
        self._recorded, self.waiting = {back.number: back for back in today}, waiting

    def add(self, read: Read) -> None:
        """A slip was read. One that was closed today already stays where it stands."""
        if read.result == "already_closed" and read.number in self._recorded:
            return
        self._open.pop(read.number, None)
        self._open[read.number] = read

    def leave(self, number: str | None) -> None:
        """Scanning on without a key leaves the slip undecided."""
        read = self._open.get(number or "")
        if read is not None and read.result == "now":
            self._open[read.number] = replace(read, result="undecided")

    def decided(self, number: str) -> None:
        """The ledger has a word for it now."""
        self._open.pop(number, None)

    def end(self) -> None:
        """The batch is over: the next scan begins another."""
        self._ended |= {(read.number, read.at) for read in self.newest_first}
        self._open.clear()

    @property
    def newest_first(self) -> list[Read]:
        """All of this batch: what was read since the last one ended, or today."""
        recorded = [Read.recorded(back) for back in self._recorded.values() if back.number not in self._open]
        reads = [*reversed(self._open.values()), *recorded]
        return sorted(
            (read for read in reads if (read.number, read.at) not in self._ended),
            key=lambda read: read.at,
            reverse=True,
        )

    @property
    def undecided(self) -> list[Read]:
        """Read, and left without a key."""
        return [read for read in self.newest_first if read.result == "undecided"]

    @property
    def closed_today(self) -> int:
        """In all batches of the day."""
        return sum(back.result == "closed" for back in self._recorded.values())

    @property
    def counts(self) -> Counts:
        """The figures of this batch."""
        results = [read.result for read in self.newest_first]
        look = sum(word in LOOK for word in results)
        stopped = sum(word in STOPPED for word in results)
        return Counts(results.count("closed"), look, stopped, self.waiting)


def column(parent: tk.Frame, parts: Parts, pictures: Icons, reads: Reads, width: int) -> None:
    """The whole right column, made anew."""
    for child in parent.winfo_children():
        child.destroy()
    px, counts = parts.theme.px, reads.counts
    head = parts.box(parent)
    head.pack(anchor="w")
    parts.label(head, words.THIS_BATCH, bold=True).pack(side="left")
    parts.label(head, words.closed_so_far(reads.closed_today), "caption", "ink2").pack(side="left", padx=px(10))
    outer = parts.card(parent)
    outer.pack(fill="x", pady=(px(4), px(8)))
    card = parts.box(outer)
    card.pack(fill="x")
    _bar(outer, parts, counts, width)
    figure = parts.box(card)
    figure.pack(side="left", padx=px(16), pady=px(6))
    parts.label(figure, str(counts.closed), "verdict", bold=True).pack(side="left")
    beside = parts.box(figure)
    beside.pack(side="left", padx=px(12))
    parts.label(beside, words.CLOSED_UNIT, bold=True).pack(anchor="w")
    parts.label(beside, words.waiting(counts.waiting), "body", "ink2").pack(anchor="w")
    right = parts.box(card)
    right.pack(side="right", padx=px(14))
    for mark, tone, text, number in (
        ("look", "amber", words.LOOK_COUNT, counts.look),
        ("stop", "red", words.STOP_COUNT, counts.stopped),
    ):
        line = parts.box(right)
        line.pack(anchor="e", pady=px(2))
        parts.image(line, pictures.shape(icons.MARKS[mark][0], tone if number else "mute", 20)).pack(
            side="left", padx=px(6)
        )
        parts.label(line, text.format(number), "body", tone if number else "mute", bold=bool(number)).pack(
            side="left"
        )
    head = parts.box(parent)
    head.pack(anchor="w")
    parts.label(head, words.READ_LIST, bold=True).pack(side="left")
    parts.label(head, words.NEWEST_FIRST, "caption", "ink2").pack(side="left", padx=px(10))
    card = parts.card(parent)
    card.pack(fill="both", expand=True, pady=(px(4), 0))
    card.pack_propagate(False)
    parent.update_idletasks()
    rows(card, parts, pictures, reads.newest_first, width - 2, card.winfo_height())


def _bar(card: tk.Frame, parts: Parts, counts: Counts, width: int) -> None:
    """How much of what was out has come back with this batch."""
    px, whole = parts.theme.px, counts.closed + counts.waiting
    long = width - px(36)
    bar = parts.box(card, "line", width=long, height=px(8))
    bar.pack(padx=px(16), pady=(0, px(8)))
    if whole and counts.closed:
        parts.box(bar, "green").place(x=0, y=0, width=max(1, long * counts.closed // whole), relheight=1)


def rows(card: tk.Frame, parts: Parts, pictures: Icons, reads: list[Read], width: int, height: int) -> None:
    """As many as fit whole, the newest above; how many more there are is said."""
    theme, px = parts.theme, parts.theme.px
    if not reads:
        parts.label(card, words.NOTHING_READ, "body", "ink2").pack(anchor="w", padx=px(16), pady=px(12))
        return
    caption = theme.font("caption").metrics("linespace")
    head = max(theme.font("body", bold=True, even=True).metrics("linespace"), theme.font("body").metrics("linespace"))
    foot = caption + px(10)
    used = px(4)
    for n, read in enumerate(reads):
        # Reckoned, not asked of Tk: laying out row after row took 45 ms of a scan.
        lines = _type_lines(parts, read, width)
        used += max(head + caption * max(len(lines), 1), px(25)) + px(6)
        if used + (foot if n + 1 < len(reads) else 0) > height:
            parts.label(card, words.MORE_READ.format(len(reads) - n), "caption", "ink2").pack(
                anchor="w", padx=px(14), pady=px(4)
            )
            return
        _row(card, parts, pictures, read, lines).pack(fill="x", padx=px(14), pady=(px(6), 0))


def _type_lines(parts: Parts, read: Read, width: int) -> list[str]:
    """The type's name, broken to the room that the shape and the time leave."""
    theme, px = parts.theme, parts.theme.px
    beside = max(
        theme.font("body").measure(era.clock(era.moment(read.at))),
        theme.font("caption", bold=True).measure(words.READ_WORDS[read.result]),
    )
    room = width - px(14 * 2 + 25 + 10) - beside - px(60)
    return wrap_ja(read.type_name, room, theme.font("caption").measure)


def _row(card: tk.Misc, parts: Parts, pictures: Icons, read: Read, lines: list[str]) -> tk.Frame:
    px = parts.theme.px
    shape, tone = icons.VERDICTS[read.verdict]
    row = parts.box(card)
    parts.image(row, pictures.shape(shape, tone, 25)).pack(side="left", anchor="n", padx=(0, px(10)))
    right = parts.box(row)
    right.pack(side="right", anchor="n")
    parts.label(right, era.clock(era.moment(read.at)), "body", "ink2").pack(anchor="e")
    word = words.READ_WORDS[read.result]
    parts.label(right, word, "caption", "amber" if read.result == "undecided" else tone, bold=True).pack(anchor="e")
    middle = parts.box(row)
    middle.pack(side="left", fill="x")
    label = parts.label(middle, read.label, "body", bold=True, even=True)
    label.pack(anchor="w")
    for line in lines:
        parts.label(middle, line, "caption", "ink2").pack(anchor="w")
    return row
