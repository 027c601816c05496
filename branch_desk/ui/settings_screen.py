"""設定: parts by digit at the left, what is set in one at the right.

What was changed waits for F12; Esc and F4 take it back. Enter changes what Enter changes back. Lists open a panel.
"""

from __future__ import annotations

import tkinter as tk
from typing import Any

from branch_desk.domain import words_screen
from branch_desk.domain import words_settings as words
from branch_desk.services import settings
from branch_desk.services.settings import About
from branch_desk.ui import tokens
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.parts import Ring, on_click
from branch_desk.ui.print_settings import PrintersSection
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.settings_care import CareSection
from branch_desk.ui.settings_desk import DeskSection
from branch_desk.ui.settings_limits import LimitsSection
from branch_desk.ui.settings_look import LookSection
from branch_desk.ui.settings_office import OfficeSection, PinSection
from branch_desk.ui.settings_phones import PhonesSection
from branch_desk.ui.settings_section import Section
from branch_desk.ui.settings_staff import StaffSection
from branch_desk.ui.settings_types import TypesSection
from branch_desk.ui.window import Window

SIDE = 190
IN_SECTIONS = "sections"  # beside the names of stops: where the focus is
ASKED = frozenset({"staff", "settings", "catalogue", "limits", "backup"})


class SettingsScreen(Screen):
    """The ninth screen."""

    name = "settings"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.section, self._at = "look", "step"
        self.about: About | None = None
        self.said: Next | None = None
        self.unfinished: dict[str, str] = {}  # what was typed of a new member of staff, but for PINs
        self.busy = False
        self._names: dict[str, tuple[tk.Frame, tk.Frame, tk.Label]] = {}
        self._stop: tk.Frame
        self.printers = PrintersSection(self)
        office = OfficeSection(self)
        found = (
            LookSection(self), office, TypesSection(self), PhonesSection(self), StaffSection(self), PinSection(self, office),
            LimitsSection(self), self.printers, DeskSection(self), CareSection(self),
        )
        self.sections: dict[str, Section] = {section.name: section for section in found}

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    def build(self, parent: tk.Frame) -> None:
        self.parts = self.window.parts
        theme, px = self.theme, self.theme.px
        side = 0 if theme.narrow else px(SIDE)
        self.width = theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        self._ring = self.parts.ring(parent)
        self._ring.pack(side="left" if side else "top", anchor="n" if side else "w")
        self._build_sections(self._ring, side)
        self._area = self.parts.box(parent)
        self._area.pack(
            side="left" if side else "top", fill="both", expand=True, padx=(px(12), 0) if side else px(5)
        )
        self._area.pack_propagate(False)
        self.width -= side + px(12) + theme.fixed(10)
        self._show(self.section)

    def on_shown(self) -> None:
        self.session.run(settings.about, then=self._have, latest="settings")

    def on_changed(self, changed: Any) -> None:
        if changed.topics & ASKED:
            self.on_shown()

    def first_focus(self) -> tk.Misc | None:
        if self._at != IN_SECTIONS and self.stops:
            return self.stops.get(self._at, next(iter(self.stops.values())))
        return self._stop

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.changed:
            return Next(words.NEXT_CHANGED)
        if self.at == IN_SECTIONS:
            return Next(words.NEXT_FACTS if self.part.looks_only else words.NEXT_SECTION)
        return self.part.next_line(self.at)

    def keys(self) -> dict[Slot, Key]:
        label, inside = words.KEYS, self.at != IN_SECTIONS
        on = Key(self.part.on_word(self.at) if inside else label["into"], use=inside or not self.part.looks_only)
        return {
            Slot.BACK: Key(label["restore" if self.changed else "back"], use=self.changed or inside),
            Slot.FIX: Key(label["restore"], use=self.changed),
            Slot.ON: on,
            Slot.FINISH: Key(label["save"], use=self.changed, main=self.changed),
        } | (self.part.keys(self.at) if inside else {})

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        self.said = None
        if slot is Slot.BACK:
            return self._back()
        if slot is Slot.FIX:
            return self._restore()
        if slot is Slot.FINISH:
            return self._save()
        if slot is Slot.ON:
            return self._into() if self.at == IN_SECTIONS else self.part.on(self.at)
        return self.at != IN_SECTIONS and self.part.press(slot, self.at)

    def on_digit(self, digit: int) -> bool:
        at = (digit - 1) % 10
        if at >= len(words.SECTIONS):
            return False
        self.said = None
        self._stop.focus_set()
        self._show(list(words.SECTIONS)[at])
        self._into()
        return True

    def on_arrow(self, way: str) -> bool:
        self.said = None
        if self.at == IN_SECTIONS:
            return self._next_of(list(words.SECTIONS), self.section, way, self._show)
        if self.part.table is None and self.at in self.stops:
            return self._next_of(list(self.stops), self.at, way, lambda name: self.stops[name].focus_set())
        return False  # a list moves by itself

    # ---- what the parts ask

    @property
    def part(self) -> Section:
        """What is shown at the right."""
        return self.sections[self.section]

    @property
    def stops(self) -> dict[str, tk.Misc]:
        return self.part.stops

    @property
    def at(self) -> str:
        """Where the focus is, or was last. Asked of Tk itself: FocusIn may come behind the next key."""
        focus = self.window.root.focus_get()
        places = self.stops | {IN_SECTIONS: self._stop}
        self._at = next((name for name, widget in places.items() if widget and widget is focus), self._at)
        return self._at if self._at in places else next(iter(self.stops), IN_SECTIONS)

    @property
    def changed(self) -> bool:
        """Whether something waits to be saved."""
        return any(section.changed for section in self.sections.values())

    def focused(self) -> None:
        """The focus came to something that is no field."""
        set_ime(False)
        self.refresh()

    def printers_changed(self) -> None:
        """Other printers than the list shows."""
        if self.section == "printers":
            self._show(self.section)

    # ---- keys

    def _next_of(self, names: list[str], at: str, way: str, take: Any) -> bool:
        to = names.index(at) + (1 if way == "down" else -1)
        if 0 <= to < len(names):
            take(names[to])
        return True

    def _into(self) -> bool:
        if not self.stops:
            return False
        _focus(next(iter(self.stops.values())))
        return True

    def _back(self) -> bool:
        if self.changed:
            return self._restore()
        if self.at == IN_SECTIONS:
            return False
        self._stop.focus_set()
        return True

    def _restore(self) -> bool:
        if not self.changed:
            return False
        for section in self.sections.values():
            if section.changed:
                section.restore()
        if not self.part.table and self.section != "look":
            self._show(self.section)
        self.window.tell(words.RESTORED)
        return True

    def _save(self) -> bool:
        if not self.changed:
            return False
        self.busy = True
        for section in self.sections.values():
            if section.changed:
                section.save()
        return True

    # ---- showing

    def _have(self, about: About) -> None:
        self.about = about
        before = {name: section.about for name, section in self.sections.items()}
        for section in self.sections.values():
            section.have(about)
        if not about.staff:  # set up from the command line: nothing can be recorded before somebody is known
            self.section, self._at = "staff", "staff"
        if self.section != "look" and not self.part.changed and before[self.section] != about:
            self._show(self.section)

    def _build_sections(self, ring: Ring, side: int) -> None:
        parts, px = self.parts, self.theme.px
        stop = parts.card(ring.inside, takefocus=1)
        stop.pack(fill="both", expand=True)
        self._stop = stop
        self._names = {}
        for n, (name, word) in enumerate(words.SECTIONS.items(), 1):
            item = parts.box(stop)      # the tenth has the digit 0, as on a keyboard
            if side:
                item.pack(fill="x")
            mark = tk.Frame(item, width=self.theme.fixed(5), bg=self.theme.color("surface"))
            mark.pack(side="left", fill="y")
            digit = parts.label(item, str(n % 10), "caption", "mute", even=True)
            digit.pack(side="left", padx=(px(10), 0))
            label = parts.label(item, word, bold=True)
            label.pack(side="left", padx=(px(8), px(16)), pady=px(9 if side else 4))
            if side:
                item.configure(width=side - self.theme.fixed(14), height=label.winfo_reqheight() + px(18))
                item.pack_propagate(False)
            on_click(item, lambda name=name: self._clicked(name))
            self._names[name] = (item, mark, label)
        if not side:  # 大 and 特大: the open one, and how to come to the others
            self._others = parts.label(stop, words.OTHER_SECTIONS, "caption", "ink2")
            self._others.pack(side="right", padx=px(12))
        ring.follow(stop)
        stop.bind("<FocusIn>", lambda event: self.focused(), add="+")
        stop.bind("<Right>", lambda event: self._beside("down"))
        stop.bind("<Left>", lambda event: self._beside("up"))

    def _beside(self, way: str) -> str:
        self.on_arrow(way)
        return "break"

    def _clicked(self, name: str) -> None:
        self._stop.focus_set()
        self._show(name)

    def _show(self, section: str) -> None:
        """Make the part anew; its focus stays where it has one."""
        had_focus = self.at != IN_SECTIONS and self._is_front  # first where it is, while there is what has it
        at = self._at
        marked = self.part.row
        same = section == self.section
        self.section = section
        color = self.theme.color
        for name, (item, mark, label) in self._names.items():
            on = name == section
            ground = color("blue_bg" if on else "surface")
            mark.configure(bg=color("blue") if on else ground)
            for child in item.winfo_children()[1:]:
                child["bg"] = ground
            label.configure(fg=color("blue" if on else "ink"))
            item.configure(bg=ground)
            if self.theme.narrow:
                item.pack(side="left") if on else item.pack_forget()
        for child in self._area.winfo_children():
            child.destroy()
        for other in self.sections.values():
            other.stops = {}
        self.part.build(self._area, self.width)
        if same and marked:
            self.part.mark(marked)
        if had_focus:
            self._at = at if at in self.stops else next(iter(self.stops), IN_SECTIONS)
            _focus(self.first_focus())
        self.refresh()

    @property
    def _is_front(self) -> bool:
        return bool(self._area.winfo_ismapped()) and self.window.view is self


def _focus(widget: tk.Misc | None) -> None:
    """At once, also where the widget was only just made: Tk would wait until it is mapped, and the next key
    would go to the one before."""
    if widget is not None:
        if not widget.winfo_ismapped():
            widget.update_idletasks()
        widget.focus_set()
