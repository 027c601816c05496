"""集計: the year in figures, and 欠番表. Reads; what it gives away (a paper, a file) is recorded. No
personal data."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from branch_desk.domain import era, words_screen
from branch_desk.domain import words_statistics as words
from branch_desk.services import gaps, statistics, statistics_papers
from branch_desk.services.gaps import Range, Table, Void
from branch_desk.services.results import Refusal
from branch_desk.services.statistics import TypeLine, Year
from branch_desk.services.statistics_papers import Saved
from branch_desk.ui import office_print, open_file
from branch_desk.ui.book_table import BookTable, Plain
from branch_desk.ui.keys import Key, Slot, say
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.settling import open_settling
from branch_desk.ui.slip_table import Column
from branch_desk.ui.sounds import Sound
from branch_desk.ui.statistics_side import Side
from branch_desk.ui.statistics_year import YearPanel
from branch_desk.ui.window import Window

SIDE = 400
NUMBER = -1  # a weight below nought sets a column of BookTable to the right
FIGURES = tuple(
    Column(name, words.HEADS[name], sample, weight)
    for name, sample, weight in (
        ("code", "000", 0),
        ("type", None, 1),
        ("issued", "0,000", NUMBER),
        ("closed", "0,000", NUMBER),
        ("open", "0,000", NUMBER),
        ("median", "00.0", NUMBER),
        ("ninth", "000", NUMBER),
        ("year", "0,000 ▼", NUMBER),
    )
)
SERIES = tuple(
    Column(name, head, sample, weight)
    for name, head, sample, weight in zip(
        ("code", "type", "first", "last", "records", "voided", "reserved", "lost", "gaps"),
        words.GAPS_HEAD,
        ("000", None, "0", "00,000", "00,000", "0,000", "0,000", "0,000", "0,000"),
        (0, 1, *[NUMBER] * 7),
        strict=True,
    )
)


class StatisticsScreen(Screen):
    """The sixth screen. `shows` is 'types', 'chart' (one column), 'series' or 'ended'."""

    name = "statistics"
    quiet = True

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.fy = era.fiscal_year(window.clock())
        self.scope: str | None = None  # until the ledger has said which is the usual one
        self.year: Year | None = None
        self.gaps: Table | None = None
        self.years: tuple[int, ...] = (self.fy,)
        self.shows = "types"
        self.said: Next | None = None

    # ---- what the window asks

    @property
    def title(self) -> str:
        word = words.GAPS_TITLE if self._in_gaps else words.TITLE
        return f"{word} {era.fiscal_year_name(self.fy)}"

    def build(self, parent: tk.Frame) -> None:
        theme, px = self.theme, self.theme.px
        parent.grid_propagate(False)
        parent.rowconfigure(2, weight=1)
        parent.columnconfigure(0, weight=1)
        self._width = theme.fixed(1366) - px(172 + 32)
        side = 0 if theme.narrow else px(SIDE)
        self._note = self.parts.label(parent, "", "caption", "ink2")
        self._note.grid(row=0, column=0, columnspan=2, sticky="w")
        self._sums = self.parts.box(parent)
        self._sums.grid(row=1, column=0, columnspan=2, sticky="w", pady=(px(2), px(6)))
        wide = self._width - (side + px(16) if side else 0)
        self.tables = {
            "types": BookTable(parent, self.window, FIGURES, wide, changed=self._moved),
            "series": BookTable(parent, self.window, SERIES, self._width, changed=self._moved),
            "ended": BookTable(
                parent, self.window, _ended_columns(self.window.desk.name), self._width, changed=self._moved
            ),
        }
        self.side = Side(parent, self.window, side or self._width)
        self._empty = self.parts.label(parent, words.EMPTY, "title", "ink2", bold=True)
        self._foot = self.parts.label(parent, "", "caption", "ink2")
        self._foot.grid(row=3, column=0, columnspan=2, sticky="w", pady=(px(4), 0))
        self._blank = self.parts.box(parent)
        self._blank.configure(takefocus=1)
        self._fill()

    def on_shown(self) -> None:
        self._ask()

    def on_changed(self, changed: Any) -> None:
        if changed.slips or changed.topics & {"counts", "limits", "catalogue", "settings"}:
            self._ask()

    def first_focus(self) -> tk.Misc:
        table = self._table
        return table.tree if table is not None and table.chosen else self._blank

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self._waits:
            return Next(words.NEXT_WAITS)
        if self._nothing:
            return Next(say(words.NEXT_EMPTY), "amber")
        if self._unknown is not None:
            return Next(say(words.NEXT_LOST), "amber")
        return Next(say(words.NEXT_GAPS if self._in_gaps else words.NEXT))

    def keys(self) -> dict[Slot, Key]:
        label, some = words.KEYS, not self._waits and not self._nothing
        bar = {
            Slot.BACK: Key(label["back"], use=self.shows != "types"),
            Slot.FIND: Key(label["find"]),
            Slot.MORE: Key(label["statistics" if self._in_gaps else "more"]),
            Slot.PRINT: Key(label["print"], use=some, main=some),
            Slot.FINISH: Key(label["save"], use=some),
        }
        if self._in_gaps:
            bar[Slot.ON] = Key(label["series" if self.shows == "ended" else "ended"], use=some)
            if self._unknown is not None:
                bar[Slot.FIX] = Key(label["settle"])
        elif self.theme.narrow:
            bar[Slot.ON] = Key(label["types" if self.shows == "chart" else "chart"], use=some)
        return bar

    def on_key(self, slot: Slot) -> bool:
        self.said = None
        return {
            Slot.BACK: self._back,
            Slot.FIND: self._find,
            Slot.MORE: self._more,
            Slot.PRINT: self._print,
            Slot.FINISH: self._save,
            Slot.ON: self._turn_over,
            Slot.FIX: self._settle,
        }.get(slot, lambda: False)()

    def on_arrow(self, way: str) -> bool:
        return self._table.move(way) if self._table is not None else True

    # ---- asking

    @property
    def _in_gaps(self) -> bool:
        return self.shows in ("series", "ended")

    @property
    def _waits(self) -> bool:
        return (self.gaps if self._in_gaps else self.year) is None

    @property
    def _nothing(self) -> bool:
        if self._in_gaps:
            return self.gaps is not None and not self.gaps.series
        return self.year is not None and self.year.empty

    @property
    def _table(self) -> BookTable | None:
        return None if self._nothing else self.tables.get(self.shows)

    @property
    def _unknown(self) -> Range | None:
        """The marked row of numbers that a restored ledger knows nothing of."""
        if self.shows != "ended" or self.gaps is None or self._nothing:
            return None
        chosen = self.tables["ended"].chosen
        return next((item for item in self.gaps.others if item.kind == "lost" and _range_key(item) == chosen), None)

    def _ask(self) -> None:
        self.session.run(_asked, self.fy, self.scope, self._in_gaps, then=self._answered, latest="statistics")

    def _answered(self, answer: tuple[tuple[int, ...], Year, Table | None]) -> None:
        self.years, self.year, self.gaps = answer
        self.scope = self.year.scope
        self._fill()
        if self.window.view is self:
            self.first_focus().focus_set()
        self.refresh()

    # ---- showing

    def _fill(self) -> None:
        """What is known, in the layout of what is shown."""
        for table in self.tables.values():
            table.frame.grid_remove()
        for widget in (self.side.frame, self._empty, self._foot):
            widget.grid_remove()
        for child in self._sums.winfo_children():
            child.destroy()
        self._note.configure(text="")
        self._foot.configure(text="")
        if self._waits or self.year is None:
            return
        self._note.configure(
            text=self._about(self.year) if not self._in_gaps else self.gaps.desk if self.gaps else ""
        )
        if self._nothing:
            self._empty.grid(row=2, column=0, columnspan=2)
            return
        if self._in_gaps and self.gaps is not None:
            self._fill_gaps(self.gaps)
        else:
            self._fill_year(self.year)

    def _about(self, year: Year) -> str:
        """From when until when and of which desks, as fully as the line holds."""
        measure = self.theme.font("caption").measure
        whole = (
            f"{year.period}　{year.scope_says}　{words.NO_PERSONAL}",
            f"{year.period}　{year.scope_says}",
        )
        return next(
            (text for text in whole if measure(text) <= self._width), f"{year.period}　{year.scope_short}"
        )

    def _fill_year(self, year: Year) -> None:
        total, px = year.total, self.theme.px
        refused = sum(times for _, times in year.refused)
        for word, count in (
            (words.ISSUED, total.issued),
            (words.CLOSED, total.closed),
            (words.OPEN, total.open),
            (words.VOIDED, total.voided),
            (words.HANDED_BACK, total.handed_back),
            (words.REFUSED, refused),
        ):
            self.parts.label(self._sums, word, "body", "ink2").pack(side="left", padx=(0, px(4)))
            self.parts.label(self._sums, f"{count:,}", "title", bold=True).pack(side="left", padx=(0, px(16)))
        self.side.show(year)
        if self.shows == "chart":
            self.side.frame.grid(row=2, column=0, columnspan=2, sticky="new")
            return
        self._foot.grid()
        self.tables["types"].fill([_row(line) for line in year.types], words.EMPTY)
        self.tables["types"].frame.grid(row=2, column=0, sticky="nsew")
        if not self.theme.narrow:
            self.side.frame.grid(row=2, column=1, sticky="ne", padx=(px(16), 0))

    def _fill_gaps(self, table: Table) -> None:
        tone = "red" if table.gaps else "green"
        self.parts.label(self._sums, table.proof, "next", tone, bold=True).pack(side="left")
        self._foot.grid()
        self.tables["series"].fill(
            [
                Plain(
                    item.code,
                    {
                        "code": item.code,
                        "type": item.name,
                        "first": "1",
                        "last": f"{item.last:,}",
                        "records": f"{item.records:,}",
                        "voided": f"{item.voided:,}",
                        "reserved": f"{item.reserved:,}",
                        "lost": f"{item.lost:,}",
                        "gaps": f"{len(item.gaps):,}",
                    },
                    amber=bool(item.gaps or item.lost),
                )
                for item in table.series
            ],
            words.GAPS_NO_OTHERS,
        )
        ended = [
            Plain(
                void.label,
                {
                    "number": void.label,
                    "type": void.type_name,
                    "what": f"{words.VOIDED} {void.reason}\n{_at(void)}",
                    "by": void.by,
                },
            )
            for void in table.voids
        ]
        others = [
            Plain(
                _range_key(item),
                {
                    "number": item.first
                    if item.count == 1
                    else words.TWO_LINES.format(first=item.first, last=item.last),
                    "type": f"{item.count:,}{words.CASES}",
                    "what": words.GAPS_KINDS[item.kind],
                },
                amber=item.kind != "reserved",
            )
            for item in table.others
        ]
        self.tables["ended"].fill([*others, *ended], words.GAPS_NO_VOIDS)
        self.tables[self.shows].frame.grid(row=2, column=0, columnspan=2, sticky="nsew")

    def _moved(self) -> None:
        """Another row is marked, or another page is shown."""
        table = self._table if hasattr(self, "tables") else None
        if table is None or self.year is None:
            return
        place = table.place
        if self.shows == "types":
            marked = next((line for line in self.year.types if _key(line) == table.chosen), None)
            self.side.mark(marked)
            place = f"{place}　{words.TURNAROUND}"
            if marked is not None and self.theme.narrow and self.year.judged:
                place = f"{place}　{marked.note}"  # at the other sizes it stands in the card
        self._foot.configure(text=place)
        if self._in_gaps and self.window.view is self:
            self.refresh()      # F4 is for some rows only

    # ---- keys

    def _back(self) -> bool:
        if self.shows == "types":
            return False
        return self._show("series" if self.shows == "ended" else "types")

    def _find(self) -> bool:
        scope = self.scope or "desk"
        years = self.years if self.fy in self.years else tuple(sorted({*self.years, self.fy}, reverse=True))
        self.window.open_panel(
            YearPanel(self.window, years, self.fy, scope, self._chosen, scopes=not self._in_gaps)
        )
        return True

    def _chosen(self, fy: int, scope: str) -> None:
        self.fy, self.scope = fy, scope
        self.year = self.gaps = None
        self._fill()
        self._ask()
        self.refresh()

    def _more(self) -> bool:
        return self._show("types" if self._in_gaps else "series")

    def _turn_over(self) -> bool:
        """The other side: the chart at the large sizes, the voids of 欠番表 at all."""
        if self._waits or self._nothing:
            return False
        if self._in_gaps:
            return self._show("series" if self.shows == "ended" else "ended")
        return self.theme.narrow and self._show("types" if self.shows == "chart" else "chart")

    def _show(self, shows: str) -> bool:
        self.shows = shows
        if self._waits:
            self._ask()
        self._fill()
        self.first_focus().focus_set()
        self.refresh()
        return True

    def _settle(self) -> bool:
        found = self._unknown
        if found is None or not self._may():
            return found is not None
        open_settling(self.window, found, self._say)
        return True

    def _print(self) -> bool:
        if not self._may():
            return True
        if self._in_gaps:
            office_print.send(self.window, statistics_papers.gaps_paper, self.fy, told=self._say)
        else:
            office_print.send(self.window, statistics_papers.paper, self.fy, self.scope, told=self._say)
        return True

    def _save(self) -> bool:
        if not self._may():
            return True
        verb: Callable[..., Saved | Refusal] = statistics_papers.csv_into_folder
        arguments: tuple[Any, ...] = (self.fy, self.scope)
        if self._in_gaps:
            verb, arguments = statistics_papers.gaps_into_folder, (self.fy,)
        self.session.act(verb, *arguments, then=self._saved, failed=self._failed, latest="statistics save")
        return True

    def _may(self) -> bool:
        if self._waits or self._nothing:
            return False
        if self.session.who is None:
            self._say(Next(say(words.NOBODY), "amber"))
            self.window.play(Sound.LOOK)
            return False
        return True

    def _saved(self, done: Saved | Refusal) -> None:
        if isinstance(done, Refusal):
            self.window.play(Sound.LOOK)
            self._say(Next(f"{done.sentence}{words_screen.todo(done.rule, done.todo)}", "amber"))
            return
        self.window.play(Sound.GOOD)
        self.window.tell(words.SAVED.format(file=done.file.name))
        open_file.show(done.file.parent)
        self._say(Next(words.NEXT_SAVED.format(file=done.file.name), "green"))

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, OSError):
            self.session.on_trouble(error)
            return
        self.window.play(Sound.LOOK)
        self._say(Next(say(words.NEXT_NOT_SAVED), "amber"))

    def _say(self, said: Next) -> None:
        self.said = said
        self.refresh()


def _asked(
    ledger: Any, fy: int, scope: str | None, with_gaps: bool
) -> tuple[tuple[int, ...], Year, Table | None]:
    """Everything that the screen shows of a year; the numbers one by one only where they are asked for."""
    made = statistics.year(ledger, fy, scope)
    table = gaps.table(ledger, fy) if with_gaps else None
    assert isinstance(made, Year) and not isinstance(
        table, Refusal
    )  # the years come from the ledger, the scope from us
    return statistics.years(ledger), made, table


def _at(void: Void) -> str:
    return era.month_day_clock(era.moment(void.at)) if void.at else ""


def _ended_columns(desk: str) -> tuple[Column, ...]:
    """The number is a label, or a range of two on two lines: neither is ever shortened."""
    number, name, what, by = words.GAPS_ENDED_HEAD
    return (
        Column("number", number, f"〜令88-{desk}-501-00042）"),
        Column("type", name, None, 5),
        Column("what", what, None, 4),
        Column("by", by, "佐々木"),
    )


def _key(line: TypeLine) -> str:
    return f"{line.code} {line.name} {line.section_name}"


def _range_key(item: Range) -> str:
    return f"{item.kind} {item.first}"


def _row(line: TypeLine) -> Plain:
    counts, days = line.counts, statistics_papers.days
    per_year = f"{line.per_year.per_year:,}" if line.per_year else words.NONE
    return Plain(
        _key(line),
        {
            "code": line.code,
            "type": line.name,
            "issued": f"{counts.issued:,}",
            "closed": f"{counts.closed:,}",
            "open": f"{counts.open:,}",
            "median": days(counts.median),
            "ninth": days(counts.ninth),
            "year": f"{per_year} {words.FEW_MARK}" if line.few else f"{per_year} 　",
        },
        amber=line.few,
    )
