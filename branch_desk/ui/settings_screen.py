"""設定: how the window looks and sounds, who works at this PC, and what has to be known of its ledger.

Size, colours and sound change at once, on trial: only F12 keeps them. Enter changes what Enter changes back.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import asdict, replace
from tkinter import font as tkfont
from tkinter import ttk
from typing import Any

from branch_desk.domain import words_printing_screen as printing
from branch_desk.domain import words_screen, words_start
from branch_desk.domain import words_settings as words
from branch_desk.domain.rights import StaffRole
from branch_desk.services import people, settings
from branch_desk.services.results import Changed
from branch_desk.services.settings import About
from branch_desk.ui import keys, tokens
from branch_desk.ui.ime_window import set_ime
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.options import Options
from branch_desk.ui.parts import Ring, on_click
from branch_desk.ui.print_settings import PrintersSection
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.settings import LOOK, Settings
from branch_desk.ui.sounds import Sound, Volume
from branch_desk.ui.staff_panel import StaffPanel
from branch_desk.ui.window import Window

SIDE = 232
IN_SECTIONS = "sections"  # beside the names of rows: where the focus is
IN_STAFF = "staff"
ADD_ROW = "add"


class SettingsScreen(Screen):
    """The ninth screen."""

    name = "settings"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.kept = self.draft = window.settings
        self.section, self._at = "look", next(iter(words.ROWS))
        self.about: About | None = None
        self.said: Next | None = None
        self.unfinished: dict[str, str] = {}  # what was typed of a new member of staff, but for PINs
        self.busy = False
        self.rows: dict[str, Options] = {}
        self._names: dict[str, tuple[tk.Frame, tk.Frame, tk.Label]] = {}
        self.table: ttk.Treeview | None = None
        self._stop: tk.Frame | None = None
        self.printers = PrintersSection(self)
        self._samples: list[tkfont.Font] = []

    # ---- what the window asks

    @property
    def title(self) -> str:
        return words_screen.SCREENS[self.name]

    def build(self, parent: tk.Frame) -> None:
        theme, px = self.theme, self.theme.px
        side = 0 if theme.narrow else px(SIDE)
        self.width = theme.fixed(tokens.WINDOW[0]) - px(tokens.RAIL_WIDTH + 2 * tokens.MARGIN[0])
        self._ring = self.parts.ring(parent)
        self._ring.pack(**({"side": "left", "anchor": "n"} if side else {"side": "top", "anchor": "w"}))
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
        if changed.topics & {"staff", "settings"}:
            self.on_shown()

    def first_focus(self) -> tk.Misc | None:
        if self.at in self.rows:
            return self.rows[self.at]
        return self.table if self.table is not None and self.at != IN_SECTIONS else self._stop

    def next_line(self) -> Next:
        if self.said is not None:
            return self.said
        if self.changed:
            return Next(words.NEXT_CHANGED)
        if self.at == IN_SECTIONS:
            return Next(words.NEXT_FACTS if self.section == "desk" else words.NEXT_SECTION)
        if self.table is not None and self.section == "printers":
            return self.printers.next_line(self.table.focus())
        if self.table is not None:
            return Next(words.NEXT_ADD if self.table.focus() == ADD_ROW else words.NEXT_STAFF)
        return Next(words.NEXT_ROW)

    def keys(self) -> dict[Slot, Key]:
        label, inside = words.KEYS, self.at != IN_SECTIONS
        on = label["into"]
        if inside:
            on = printing.KEY_OPEN if self.section == "printers" else label["open" if self.table else "change"]
        return {
            Slot.BACK: Key(label["restore" if self.changed else "back"], use=self.changed or inside),
            Slot.FIX: Key(label["restore"], use=self.changed),
            Slot.PRINT: Key(
                printing.KEYS_SETTINGS["test"], use=self._in_printers and self.printers.can_test(self.table.focus())
            ),
            Slot.ON: Key(on, use=inside or self.section != "desk"),
            Slot.FINISH: Key(label["save"], use=self.changed, main=self.changed),
        }

    def on_key(self, slot: Slot) -> bool:
        if self.busy:
            return False
        self.said = None
        return {
            Slot.BACK: self._back,
            Slot.FIX: self._restore,
            Slot.PRINT: lambda: self._in_printers and self.printers.test(self.table.focus()),
            Slot.ON: self._on,
            Slot.FINISH: self._save,
        }.get(slot, lambda: False)()

    def on_arrow(self, way: str) -> bool:
        self.said = None
        if self.at == IN_SECTIONS:
            return self._next_of(list(words.SECTIONS), self.section, way, self._show)
        if self.at in self.rows:
            return self._next_of(list(self.rows), self.at, way, lambda name: self.rows[name].focus_set())
        return False  # the list of staff moves by itself

    @property
    def at(self) -> str:
        """Where the focus is, or was last. Asked of Tk itself: FocusIn may come behind the next key."""
        focus = self.window.root.focus_get()
        places = self.rows | {IN_SECTIONS: self._stop, IN_STAFF: self.table}
        self._at = next((name for name, widget in places.items() if widget and widget is focus), self._at)
        return self._at

    @property
    def changed(self) -> bool:
        """Whether something waits to be saved."""
        return self.draft != self.kept

    def printers_changed(self) -> None:
        """Other printers than the list shows."""
        if self.section == "printers":
            self._show(self.section)

    # ---- keys

    @property
    def _in_printers(self) -> bool:
        return self.section == "printers" and self.table is not None and self.at != IN_SECTIONS

    def _next_of(self, names: list[str], at: str, way: str, take: Any) -> bool:
        to = names.index(at) + (1 if way == "down" else -1)
        if 0 <= to < len(names):
            take(names[to])
        return True

    def _on(self) -> bool:
        if self.at == IN_SECTIONS:
            if self.section == "desk":
                return False
            _focus(next(iter(self.rows.values())) if self.rows else self.table)
        elif self.at in self.rows:
            self.rows[self.at].next()
        elif self.section == "printers":
            self.printers.open(self.table.focus())
        else:
            self._open_staff()
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
        self.draft = self.kept
        self._try()
        self._mark_all()
        self.window.tell(words.RESTORED)
        return True

    def _save(self) -> bool:
        if not self.changed:
            return False
        self.busy = True
        draft = self.draft
        self.session.run(
            settings.set_window,
            draft.kept(),
            then=lambda changed: self._saved(draft, changed),
            failed=self._failed,
        )
        return True

    def _saved(self, draft: Settings, changed: Changed) -> None:
        self.busy = False
        self.kept = draft
        self._try()
        self.window.play(Sound.GOOD)
        self.window.tell(words.SAVED)
        self.refresh()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.session.on_trouble(error)

    # ---- what is set

    def _chose(self, name: str, value: Any) -> None:
        self.said = None
        if name in LOOK:
            self.draft = replace(self.draft, look=replace(self.draft.look, **{name: value}))
        elif name == "volume":
            self.draft = replace(self.draft, volume=Volume(value))
        else:
            self.draft = replace(self.draft, typed_names=value)
        self._try()
        if name == "volume":
            self.window.play(Sound.GOOD)
        self.refresh()

    def _try(self) -> None:
        """What is chosen is worn at once; how names are written is a matter of what was saved."""
        self.window.wear(replace(self.draft, typed_names=self.kept.typed_names))

    def _mark_all(self) -> None:
        for name, row in self.rows.items():
            row.value = self._value(name)

    def _value(self, name: str) -> Any:
        values = asdict(self.draft.look) | {
            "volume": self.draft.volume.value,
            "typed_names": self.draft.typed_names,
        }
        return values[name]

    # ---- staff

    def _open_staff(self) -> None:
        if self.about is None or self.table is None:
            return
        chosen = self.table.focus()
        who = self.session.who
        member = next((member for member in self.about.staff if member.code == chosen), None)
        own = member is not None and who is not None and who.code == member.code and member.has_pin
        may = own or not people.has_responsible(self.about.staff)
        if not may and (who is None or who.role is not StaffRole.RESPONSIBLE):
            self.said = Next(words.NEXT_MAY_NOT, "amber")
            self.window.play(Sound.LOOK)
            return
        self.window.open_panel(StaffPanel(self, self.about, member))

    # ---- showing

    def _have(self, about: About) -> None:
        self.about = about
        if not about.staff:  # set up from the command line: nothing can be recorded before somebody is known
            self.section, self._at = "staff", IN_STAFF
        if self.section != "look":
            self._show(self.section)

    def _focused(self) -> None:
        set_ime(False)
        self.refresh()

    def _build_sections(self, ring: Ring, side: int) -> None:
        parts, px, color = self.parts, self.theme.px, self.theme.color
        stop = parts.card(ring.inside, takefocus=1)
        stop.pack(fill="both", expand=True)
        self._stop = stop
        self._names = {}
        for name, word in words.SECTIONS.items():
            item = parts.box(stop)
            item.pack(**({"fill": "x"} if side else {"side": "left"}))
            mark = tk.Frame(item, width=self.theme.fixed(5), bg=color("surface"))
            mark.pack(side="left", fill="y")
            label = parts.label(item, word, bold=True)
            label.pack(side="left", padx=(px(12), px(16)), pady=px(11 if side else 5))
            if side:
                item.configure(width=side - self.theme.fixed(14), height=label.winfo_reqheight() + px(22))
                item.pack_propagate(False)
            on_click(item, lambda name=name: self._clicked(name))
            self._names[name] = (item, mark, label)
        ring.follow(stop)
        stop.bind("<FocusIn>", lambda event: self._focused(), add="+")
        stop.bind("<Right>", lambda event: self._beside("down"))
        stop.bind("<Left>", lambda event: self._beside("up"))

    def _beside(self, way: str) -> str:
        self.on_arrow(way)
        return "break"

    def _clicked(self, name: str) -> None:
        self._stop.focus_set()
        self._show(name)

    def _show(self, section: str) -> None:
        """Make the section anew; its focus stays where it has one."""
        had_focus = self.at != IN_SECTIONS and self._is_front  # first where it is, while there is what has it
        self.section = section
        color = self.theme.color
        for name, (item, mark, label) in self._names.items():
            ground = color("blue_bg" if name == section else "surface")
            mark.configure(bg=color("blue") if name == section else ground)
            label.configure(fg=color("blue" if name == section else "ink"), bg=ground)
            item.configure(bg=ground)
        marked = self.table.focus() if self.table is not None and self.table.winfo_exists() else ""
        for child in self._area.winfo_children():
            child.destroy()
        self.rows, self.table = {}, None
        {"look": self._show_look, "staff": self._show_staff, "desk": self._show_desk,
         "printers": self._show_printers}[section]()
        if self.table is not None and marked and self.table.exists(marked):
            self._mark(marked)
        if had_focus:
            _focus(self.first_focus())
        self.refresh()

    def _mark(self, row: str) -> None:
        self.table.selection_set(row)
        self.table.focus(row)
        self.table.see(row)

    @property
    def _is_front(self) -> bool:
        return bool(self._area.winfo_ismapped()) and self.window.view is self

    def _heading(self, text: str, note: str) -> None:
        parts, px = self.parts, self.theme.px
        if not self.theme.narrow:
            parts.label(self._area, text, bold=True).pack(anchor="w", pady=(px(4), px(6)))
        if note:
            parts.lines(self._area, note, self.width, "caption", "ink2", gap=1).pack(
                side="bottom", anchor="w", pady=(px(6), 0)
            )

    def _show_look(self) -> None:
        parts, theme, px = self.parts, self.theme, self.theme.px
        self._heading(words.SECTIONS["look"], words.AT_ONCE)
        card = parts.card(self._area)
        card.pack(fill="x")
        self._samples = [
            tkfont.Font(theme.root, family=theme.family, size=size) for size in tokens.POINTS["body"]
        ]
        air = px(6 if not theme.narrow else 1 if theme.practice else 4)  # the practice band needs room
        for n, (name, (caption, options, note)) in enumerate(words.ROWS.items()):
            parts.label(card, caption, bold=True).grid(row=n, column=0, sticky="w", padx=px(16))
            line = parts.box(card)
            line.grid(row=n, column=1, sticky="w", pady=air)
            sizes = name == "step"
            row = Options(
                line,
                parts,
                {value: f"{words.SAMPLE} {word}" for value, word in options.items()} if sizes else options,
                lambda value, name=name: self._chose(name, value),
                self._focused,
                fonts=dict(enumerate(self._samples)) if sizes else None,
            )
            row.value = self._value(name)
            row.pack(side="left")
            if name == "plain" and self.draft.look.contrast:
                note = words.PLAIN_WITH_CONTRAST
            if name == "volume" and not self.window.sounds.audible:
                note = words.NO_SOUND
            if note:
                parts.label(line, note, "caption", "mute").pack(side="left", padx=px(10))
            self.rows[name] = row
        card.columnconfigure(1, weight=1)

    def _show_staff(self) -> None:
        parts, theme, px = self.parts, self.theme, self.theme.px
        staff = self.about.staff if self.about else ()
        nobody = self.about is not None and not people.has_responsible(staff)
        note = words.NOBODY_RESPONSIBLE if nobody else words.ONLY_RESPONSIBLE
        self._heading(words.SECTIONS["staff"], f"{note}\n{keys.say(words.STAFF_NOTE)}")
        ring = parts.ring(self._area)
        ring.pack(fill="both", expand=True)
        columns = list(words.STAFF_COLUMNS)[1:]
        table = ttk.Treeview(ring.inside, columns=columns, selectmode="browse", height=1)
        table.pack(fill="both", expand=True)
        body = theme.font("body", even=True)
        for name, heading in words.STAFF_COLUMNS.items():
            at = "#0" if name == "code" else name
            table.heading(at, text=heading, anchor="w")
            width = body.measure({"code": words.ADD, "name": ""}.get(name, "責任者未登録")) + px(24)
            table.column(at, width=width, minwidth=20, stretch=name == "name", anchor="w")
        for member in staff:
            pin = words.PIN_SET if member.has_pin else words.PIN_UNSET
            values = (member.name, words.ROLES[member.role.value], pin)
            table.insert("", "end", iid=member.code, text=member.code, values=values)
        table.insert("", "end", iid=ADD_ROW, text=words.ADD)
        ring.follow(table)
        self._hear_table(table)
        self._mark(staff[0].code if staff else ADD_ROW)

    def _show_printers(self) -> None:
        self._heading(printing.SECTION, self.printers.note)
        self._hear_table(self.printers.build(self._area))
        self._mark(self.table.get_children()[0])

    def _hear_table(self, table: ttk.Treeview) -> None:
        table.bind("<<TreeviewSelect>>", lambda event: self.refresh())
        table.bind("<FocusIn>", lambda event: self._focused(), add="+")
        table.bind("<Double-1>", lambda event: self.window.press(Slot.ON) and None)
        self.table = table

    def _show_desk(self) -> None:
        parts, px = self.parts, self.theme.px
        self._heading(words.SECTIONS["desk"], "")
        if self.about is None:
            return
        desk = self.about.desk
        kept = words_start.KEPT_IN.get(self.about.key_kept_in or "", words.KEY_MISSING)
        told = {
            "number": words.number_of(desk.code, desk.name),
            "branch": f"{desk.ward} {desk.branch}",
            "home": self.about.home,
            "kind": words.PRACTICE if desk.practice else words.REAL,
            "key": kept,
            "recovery": words.RECOVERY_PRACTICE if desk.practice else words.RECOVERY,
        }
        card = parts.card(self._area)
        card.pack(fill="x")
        caption = max(self.theme.font(bold=True).measure(word) for word in words.FACTS.values())
        room = self.width - caption - px(16 * 2 + 20 + 16)
        for n, (name, word) in enumerate(words.FACTS.items()):
            air = px(5 if self.theme.narrow else 9)
            parts.label(card, word, bold=True).grid(row=n, column=0, sticky="nw", padx=px(16), pady=air)
            lines = parts.lines(
                card, told[name], room, "body", "amber" if told[name] == words.KEY_MISSING else "ink", gap=1
            )
            lines.grid(row=n, column=1, sticky="w", pady=air)
        card.columnconfigure(1, weight=1)


def _focus(widget: tk.Misc | None) -> None:
    """At once, also where the widget was only just made: Tk would wait until it is mapped, and the next key
    would go to the one before."""
    if widget is not None:
        if not widget.winfo_ismapped():
            widget.update_idletasks()
        widget.focus_set()
