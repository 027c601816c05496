"""The frame around every screen. Nothing in it moves: rail, title, 次に, keys and status line stay where
they are.

Client area 1366x688: practice band 28 (practice only), rail 172, title row 48, 次に 44, keys 58, status line
30; the rest is the screen's.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from branch_desk.domain import words_screen as words
from branch_desk.domain.text import wrap_ja
from branch_desk.ui import keys, tokens
from branch_desk.ui.hints import Hint
from branch_desk.ui.icons import Icons
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import Parts, on_click
from branch_desk.ui.screen import Next
from branch_desk.ui.theme import Theme

MARK = 16           # pixels of the picture, of a mark in the status line
LAST_AT_MOST = 0.5  # of the status line, for the last thing done: what is in trouble stands beside it
TONES = {
    "blue": ("blue_bg", "blue"),
    "green": ("green_bg", "green"),
    "amber": ("amber_bg", "amber"),
    "red": ("red_bg", "red"),
    "grey": ("grey_bg", "grey"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """One fact of the status line; `short` is what is said of it at 特大, and where the line has no room for all."""

    mark: str
    text: str
    short: str | None = None
    tone: str = "ink2"

    @property
    def quiet(self) -> bool:
        """Whether nobody has to do anything about it."""
        return self.tone == "ink2"


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the rail."""

    name: str
    digit: int
    word: str


class Frame:
    """Builds the parts of the window that every screen shares, and says in them what it is told."""

    def __init__(
        self,
        root: tk.Misc,
        theme: Theme,
        icons: Icons,
        *,
        desk: str,
        branch: str,
        places: Sequence[Place],
        go: Callable[[int], object],
        press: Callable[[Slot], object],
    ) -> None:
        self.theme, self.icons, self.parts = theme, icons, Parts(theme)
        self._press, self._go = press, go
        self.root = root
        self._known: tuple[Status, ...] = ()
        self._told = ""
        self._line: Next | None = None
        self._shown: tuple[tuple[str, str], ...] = ()
        self.outer = self.parts.box(root, "bg")
        self.outer.pack(fill="both", expand=True)
        if theme.practice:
            self._band(self.outer).pack(side="top", fill="x")
        # the bars at the bottom first: a tall content would squeeze them out
        self._status_line()
        self._bar = _KeysBar(self)
        self._rail = _Rail(self, desk, branch, places)
        self.main = self.parts.box(self.outer, "bg")
        self.main.pack(side="left", fill="both", expand=True)
        self._title_row()
        self._next_row()
        across, down = tokens.MARGIN
        self.content = self.parts.box(self.main, "bg")
        self.content.pack(fill="both", expand=True, padx=theme.px(across), pady=theme.px(down))
        self.content.pack_propagate(False)
        self.content.grid_propagate(False)
        self.content.rowconfigure(0, weight=1)
        self.content.columnconfigure(0, weight=1)

    # ---- what the window says here

    def set_title(self, text: str, screen: str | None) -> None:
        """The title, and which place of the rail is open."""
        self._title.configure(text=text)
        self._rail.show(screen)

    def set_next(self, line: Next) -> None:
        """The one next action."""
        self._line = line
        ground, fill = (self.theme.color(name) for name in TONES[line.tone])
        self._next.configure(bg=ground)
        self._next_tag.configure(bg=fill)
        self._next_word.configure(
            bg=fill,
            fg=self.theme.color("on_violet" if self.theme.practice and line.tone == "blue" else "on_fill"),
        )
        text, role = keys.say(line.sentence), "next"
        room = self._wide(self._next, tokens.RAIL_WIDTH) - self.theme.px(2 * 14) - self._next_tag.winfo_reqwidth()
        if self.theme.font(role, bold=True).measure(text) > room:    # a refusal with what to do next, at 大 and 特大
            role = "caption"
            measure = self.theme.font(role, bold=True).measure
            lines = wrap_ja(text, room - measure("。"), measure)        # a mark that closes may hang over by one character
            text = "\n".join(lines if len(lines) <= 2 else (lines[0], lines[1][:-1] + "…"))     # a third has no room at all
        self._next_text.configure(bg=ground, text=text, font=self.theme.font(role, bold=True), justify="left")

    def set_keys(self, bar: dict[Slot, Key]) -> None:
        """The eight keys."""
        self._bar.show(bar)

    def set_acting(self, surname: str) -> None:
        """Who is acting now."""
        self._acting.configure(text=surname)

    def set_clock(self, text: str) -> None:
        """Date and time of the desk's clock."""
        self._clock.configure(text=text)

    def set_status(self, facts: Sequence[Status]) -> None:
        """The facts of the status line, left to right."""
        self._known = tuple(facts)
        self._lay_status()

    def set_last(self, text: str) -> None:
        """The last thing done, with its time, or what the pointer is on."""
        self._told = text
        self._lay_status()

    def set_badge(self, screen: str, text: str, tone: str = "amber") -> None:
        """A count beside a place of the rail; empty takes it away."""
        self._rail.badge(screen, text, tone)

    # ---- building

    def _band(self, parent: tk.Misc) -> tk.Canvas:
        theme, height = self.theme, self.theme.px(tokens.BAND_HEIGHT)
        band = tk.Canvas(parent, height=height, bg=theme.color("violet"), highlightthickness=0)
        step = theme.fixed(24)
        word = self.parts.label(
            band, "　" + words.PRACTICE_BAND + "　", "body", "on_violet", bold=True, bg="violet"
        )
        window = band.create_window(0, height // 2, window=word)

        def draw(event: tk.Event) -> None:
            band.delete("stripe")
            for x in range(-2 * step, event.width + step, step):
                band.create_polygon(
                    x,
                    height,
                    x + step // 2,
                    height,
                    x + step // 2 + height,
                    0,
                    x + height,
                    0,
                    fill=theme.color("violet_stripe"),
                    tags="stripe",
                )
            band.coords(window, event.width // 2, height // 2)

        band.bind("<Configure>", draw)
        return band

    def _status_line(self) -> None:
        line = self._status = self.parts.box(self.outer, "surface")
        line.pack(side="bottom", fill="x")
        self.parts.rule(self.outer).pack(side="bottom", fill="x")
        self._last = self.parts.label(line, "", "caption", "ink2")
        self._last.pack(side="right", padx=self.theme.px(16), pady=self.theme.px(6))
        self._facts = self.parts.box(line)
        self._facts.pack(side="left")
        line.bind("<Configure>", lambda event: self._lay_status())

    def _lay_status(self) -> None:
        """What has room: whoever packs more than that has the last facts cut, and those may be the ones in trouble."""
        theme, room = self.theme, self._wide(self._status, 0)
        measure, told = theme.font("caption").measure, self._told
        while told and measure(told) > room * LAST_AT_MOST:
            told = told.rstrip("…")[:-1] + "…"
        self._last.configure(text=told)
        facts = self._fitting(room - measure(told) - 2 * theme.px(16))
        shown = tuple((fact.mark, fact.text) for fact in facts)
        if shown == self._shown and self._facts.winfo_children():
            return
        self._shown = shown
        for child in self._facts.winfo_children():
            child.destroy()
        for fact in facts:
            self.parts.image(self._facts, self.icons.mark(fact.mark, MARK)).pack(
                side="left", padx=(theme.px(16), theme.px(5)), pady=theme.px(6))
            self.parts.label(self._facts, fact.text, "caption", fact.tone, bold=not fact.quiet).pack(side="left")

    def _wide(self, bar: tk.Misc, beside: int) -> int:
        """How wide a bar is; on a smaller display the window is narrower than it was drawn for. Until Tk has laid it out, as
        wide as the window will be without what stands beside it."""
        now = bar.winfo_width()
        return now if now > 1 else self.theme.fixed(tokens.WINDOW[0]) - self.theme.px(beside)

    def _fitting(self, room: int) -> list[Status]:
        """The facts as they fit beside each other: first in fewer words, then without those that are well, and at the last
        the troubles that are left are counted. The rail marks them too."""
        biggest = self.theme.look.step == 3
        facts = [replace(fact, text=fact.short) if biggest and fact.short else fact for fact in self._known]
        for quiet in (True, False):
            for n in reversed(range(len(facts))):
                if self._width(facts) <= room:
                    return facts
                if facts[n].quiet is quiet:
                    facts[n] = replace(facts[n], text=facts[n].short or facts[n].text)
        well = [fact for fact in facts if fact.mark == "good"]
        for fact in (*reversed(well), *(fact for fact in reversed(facts) if fact.quiet and fact not in well)):
            if self._width(facts) > room:
                facts.remove(fact)
        kept = len(facts)
        while kept > 1 and self._width(facts) > room:
            kept -= 1
            left = [fact for fact in self._known if not fact.quiet][kept:]
            facts = [*facts[:kept], Status(left[0].mark, words.more_troubles(len(left)), tone=left[0].tone)]
        return facts

    def _width(self, facts: Sequence[Status]) -> int:
        theme = self.theme
        return sum(theme.px(16) + theme.px(5) + self.icons.mark(fact.mark, MARK).width()
                   + theme.font("caption", bold=not fact.quiet).measure(fact.text) for fact in facts)

    def _title_row(self) -> None:
        parts, px = self.parts, self.theme.px
        self.head = parts.box(self.main, "surface", height=px(tokens.TITLE_HEIGHT))
        self.head.pack(fill="x")
        self.head.pack_propagate(False)
        self._title = parts.label(self.head, "", "title", bold=True)
        self._title.pack(side="left", padx=px(20))
        self._clock = parts.label(self.head, "", "caption", "ink2")
        self._clock.pack(side="right", padx=(px(14), px(20)))
        self._acting = parts.label(self.head, "", "body", bold=True)
        self._acting.pack(side="right")
        parts.label(self.head, words.ACTING, "caption", "mute").pack(side="right", padx=px(6))

    def _next_row(self) -> None:
        parts, px = self.parts, self.theme.px
        self._next = parts.box(self.main, "blue_bg", height=px(tokens.NEXT_HEIGHT))
        self._next.pack(fill="x")
        self._next.pack_propagate(False)
        self._next_tag = parts.box(self._next, "blue")
        self._next_tag.pack(side="left", fill="y")
        self._next_word = parts.label(self._next_tag, words.NEXT, "body", "on_fill", bold=True)
        self._next_word.pack(padx=px(14), expand=True)
        self._next_text = parts.label(self._next, "", "next", bold=True)
        self._next_text.pack(side="left", padx=px(14))
        self._next.bind("<Configure>", lambda event: self.set_next(self._line) if self._line is not None else None)


class _KeysBar:
    """Eight slots at fixed places. A slot without use is grey, never hidden. From 大 on the word stands
    under the key."""

    def __init__(self, frame: Frame) -> None:
        self.frame, theme, parts = frame, frame.theme, frame.parts
        bar = parts.box(frame.outer, "rail")
        bar.pack(side="bottom", fill="x")
        parts.rule(frame.outer).pack(side="bottom", fill="x")
        self._shown: dict[Slot, Key] = {}
        self._cells: dict[Slot, tk.Frame] = {}
        px = theme.px
        for n, slot in enumerate(Slot):
            bar.columnconfigure(n, weight=keys.WEIGHTS[slot], uniform="key", minsize=10)
            cell = tk.Frame(
                bar, height=theme.target + (theme.fixed(10) if theme.narrow else 0), highlightthickness=1
            )
            cell.grid(
                row=0,
                column=n,
                sticky="nsew",
                padx=(px(8 if n == 0 else 4), px(8) if n == 7 else 0),
                pady=px(7),
            )
            cell.pack_propagate(False)
            cell.grid_propagate(False)
            self._cells[slot] = cell

    def show(self, bar: dict[Slot, Key]) -> None:
        for slot in Slot:
            key = bar.get(slot) or Key(use=False)
            if self._shown.get(slot) != key:
                self._shown[slot] = key
                self._fill(slot, key)

    def _fill(self, slot: Slot, key: Key) -> None:
        frame, cell = self.frame, self._cells[slot]
        theme, parts, px = frame.theme, frame.parts, frame.theme.px
        for child in cell.winfo_children():
            child.destroy()
        main = key.main and key.use
        edge = theme.color("blue" if main else "control" if key.use else "line")
        cell.configure(
            bg=theme.color("blue" if main else "surface" if key.use else "rail"), highlightbackground=edge
        )
        cap = parts.keycap(cell, slot.value, main=main, dim=not key.use)
        color = "on_blue" if main else "ink" if key.use else "mute"
        if theme.narrow:
            cap.pack(anchor="w", padx=px(6), pady=(px(4), 0))
            role = "caption" if theme.look.step == 3 else "body"
            parts.label(cell, key.label, role, color, bold=True).pack(anchor="w", padx=px(8), pady=(px(3), 0))
        else:
            cap.pack(side="left", padx=px(6))
            parts.label(cell, key.label, "body", color, bold=main).pack(side="left")
        on_click(cell, lambda: frame._press(slot))
        if key.use and key.label:
            Hint(cell, f"{slot.value}  {key.label}", theme, say=frame.set_last)


class _Rail:
    """Desk and branch, and the screens by their digits. Only screens that exist are listed, each at its
    place for ever."""

    def __init__(self, frame: Frame, desk: str, branch: str, places: Sequence[Place]) -> None:
        self.frame, theme, parts = frame, frame.theme, frame.parts
        px = theme.px
        rail = parts.box(frame.outer, "violet_bg" if theme.practice else "rail", width=px(tokens.RAIL_WIDTH))
        rail.pack(side="left", fill="y")
        rail.pack_propagate(False)
        tk.Frame(frame.outer, bg=theme.color("line"), width=1).pack(side="left", fill="y")
        head = parts.box(rail, height=px(tokens.TITLE_HEIGHT))
        head.pack(fill="x")
        head.pack_propagate(False)
        beside = theme.font("next", bold=True).measure(desk) + theme.font("caption").measure(branch) + px(
            28
        ) < px(tokens.RAIL_WIDTH)
        names = head if beside else parts.box(head)
        if not beside:
            names.pack(side="left", padx=px(16))
        own, its = parts.label(names, desk, "next", bold=True), parts.label(names, branch, "caption", "ink2")
        if beside:
            own.pack(side="left", padx=(px(16), px(8)))
            its.pack(side="left")
        else:
            own.pack(anchor="w")
            its.pack(anchor="w")
        self._rows: dict[str, tuple[tk.Frame, tk.Frame, tk.Label, tk.Label]] = {}
        self._badges: dict[str, tk.Frame] = {}
        self._counts: dict[str, str] = {}       # what stands in them
        by_digit = {place.digit: place for place in places}
        for digit in range(1, max(by_digit, default=0) + 1):
            row = parts.box(rail, height=px(tokens.RAIL_ROW[theme.look.step]))
            row.pack(fill="x")
            row.pack_propagate(False)
            if digit in by_digit:
                self._row(row, by_digit[digit])
        if not theme.narrow:
            hint = parts.box(rail)
            hint.pack(side="bottom", anchor="w", padx=px(11), pady=px(8))
            for line in words.MOVING_LINES:
                parts.label(hint, keys.say(line), "caption", "mute").pack(anchor="w")

    def _row(self, row: tk.Frame, place: Place) -> None:
        parts, px = self.frame.parts, self.frame.theme.px
        mark = tk.Frame(row, bg=row.cget("bg"), width=self.frame.theme.fixed(5))
        mark.pack(side="left", fill="y")
        number = parts.label(row, str(place.digit), "caption", "mute", bold=True, even=True)
        number.pack(side="left", padx=(px(9), px(8)))
        word = parts.label(row, place.word, "body")
        word.pack(side="left")
        self._rows[place.name] = (row, mark, number, word)
        on_click(row, lambda: self.frame._go(place.digit))

    def show(self, open_screen: str | None) -> None:
        theme = self.frame.theme
        ground = theme.color("violet_bg" if theme.practice else "rail")
        for name, (row, mark, number, word) in self._rows.items():
            on = name == open_screen
            bg = theme.color("surface") if on else ground
            for widget in (row, number, word):
                widget.configure(bg=bg)
            mark.configure(bg=theme.color("blue") if on else bg)
            number.configure(fg=theme.color("blue" if on else "mute"))
            word.configure(fg=theme.color("blue" if on else "ink"), font=theme.font("body", bold=on))

    def badge(self, screen: str, text: str, tone: str) -> None:
        if self._counts.get(screen, "") == text:
            return
        self._counts[screen] = text
        old = self._badges.pop(screen, None)
        if old is not None:
            old.destroy()
        if text and screen in self._rows:
            badge = self.frame.parts.badge(self._rows[screen][0], text, tone)
            badge.pack(side="right", padx=self.frame.theme.px(10))
            self._badges[screen] = badge
