"""袋入れ・発送: choose a section by digit and scan; another person counts every slip again; F12 closes, then sends.

The ledger alone knows where a bag stands: whoever opens the screen, at any desk of the branch, goes on there. A scan
packs while the bag is open. While it is checked a scan only identifies, and a key decides.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from branch_desk.domain import numbers, words_screen
from branch_desk.domain import words_bags as words
from branch_desk.domain.fold import Slip
from branch_desk.services import bag_papers, bags
from branch_desk.services.bag_view import BagRow, BagView
from branch_desk.services.bags import Checking, Done
from branch_desk.services.results import Refusal
from branch_desk.ui import (
    office_print,
    packing_check,
    packing_fix,
    packing_says,
    packing_verbs,
    packing_views,
)
from branch_desk.ui.keys import Key, Slot
from branch_desk.ui.packing_departure import Departure
from branch_desk.ui.packing_panels import BagReissue, PaperChoice
from branch_desk.ui.packing_says import Said
from branch_desk.ui.packing_table import BagTable
from branch_desk.ui.packing_verbs import Work
from branch_desk.ui.scanner import Kind, Scan
from branch_desk.ui.screen import Next, Screen
from branch_desk.ui.sounds import Sound
from branch_desk.ui.window import Window

ROUTES = list(words.ROUTES)


class Packing(Screen):
    """The third screen."""

    name = "packing"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.parts = window.parts
        self.section: str | None = None
        self.bag: str | None = None
        self.work = Work()
        self.choosing = False
        self.whole = False              # the contents alone
        self.said: Said | None = None   # of the last scan or key
        self.note: Next | None = None   # of a paper, or why a key did nothing
        self.checking: Checking | None = None
        self.asked: Slip | None = None  # scanned, and waiting for its count
        self.short = False              # something cannot be found
        self.ask_close = False
        self.route = ROUTES[0]
        self.marked: str | None = None
        self.busy = False
        self.table: BagTable | None = None
        self.departure = Departure(window, lambda: self.view.last_at if self.view else None, self.refresh)
        self._drawn_for: Any = None
        self._built = False

    # ---- what the window asks

    @property
    def title(self) -> str:
        screen = words_screen.SCREENS[self.name]
        step = {"closed": 1, "checking": 1, "ready": 2}.get(self.mode)
        return words.TITLE_CHECK.format(screen=screen, step=words.STEPS[step]) if step else screen

    @property
    def quiet(self) -> bool:  # type: ignore[override]
        """Nothing is half done: no slip waits for its count."""
        return self.asked is None and not self.busy

    def build(self, parent: tk.Frame) -> None:
        self.parts = self.window.parts
        parent.rowconfigure(0, weight=1)
        parent.columnconfigure(0, weight=1)
        parent.grid_propagate(False)
        self.area = self.parts.box(parent)
        self.area.grid(row=0, column=0, sticky="nsew")
        self.area.rowconfigure(0, weight=1)
        self.area.grid_propagate(False)
        self.stand = tk.Frame(parent, takefocus=1, width=1, height=1)
        self.stand.place(x=0, y=0)
        self.draw()
        self._built = True

    def on_shown(self) -> None:
        self.ask()

    def on_changed(self, changed: Any) -> None:
        self.ask()

    def on_covered(self) -> None:
        """Whoever comes back has to say again who checks."""
        self.checking, self.asked = None, None

    def first_focus(self) -> tk.Misc:
        return self.stand

    def next_line(self) -> Next:
        if self._drawn_for is not self.session.who and self.window.view is self:
            # another person came back from the cover: who may check is another question now
            self.area.after_idle(self.draw)
        return packing_says.next_line(self)

    def keys(self) -> dict[Slot, Key]:
        return packing_says.keys_of(self)

    def on_key(self, slot: Slot) -> bool:
        if self.busy or not self.keys().get(slot, Key()).use:
            return False
        acts: dict[Slot, Callable[[], object]] = {
            Slot.BACK: self._back, Slot.FIND: self._find, Slot.MORE: self._more, Slot.PRINT: self._print,
            Slot.FINISH: self._finish, Slot.FIX: lambda: packing_fix.fix(self)}
        act = acts.get(slot)
        if act is None:
            return False
        self.note = None
        act()
        return True

    def on_digit(self, digit: int) -> bool:
        if self.busy or self.departure.has_focus:
            return False
        return self.press(digit)

    def on_arrow(self, way: str) -> bool:
        return self.table is not None and self.table.move(way)

    def on_scan(self, scan: Scan) -> bool:
        number = numbers.read(scan.text) if scan.kind is Kind.NUMBER else None
        if scan.kind is not Kind.NUMBER:
            return False
        self.note = None
        if number is not None and number.real_kind == numbers.BAG:
            self.session.run(bags.view, scan.text, then=self._bag_read, latest="packing")
        elif self.session.who is None:
            self.say(Said("octagon", "red", words.NOBODY, (), words.NOBODY_TODO), Sound.STOP)
        elif self.mode == "checking":
            # while a key is being recorded too: the ledger's thread answers in order
            self.session.act(bags.scan_for_check, self.bag, scan.text, then=lambda slip: packing_check.to_count(self, slip))
        elif self.mode == "packing" or (self.mode == "closed" and self.bag):
            self.ask_close = False
            self.session.act(packing_verbs.pack, self.section, self.bag, scan.text, then=self._packed)
        else:
            self.say(Said("bag", "amber", words.FIRST_SECTION_FAULT, (), words.NEXT_CHOOSE), Sound.LOOK)
        return True

    def on_badge(self, code: str) -> bool:
        if self.mode not in ("closed", "checking"):
            return False
        if self.checking is None or self.checking.who != code:
            self.window.change_person(code, then=lambda found: packing_check.badge_read(self, found))
        return True

    # ---- what is

    @property
    def view(self) -> BagView | None:
        """The bag that is shown."""
        return self.work.view if self.work.view is not None and self.work.view.number == self.bag else None

    @property
    def mode(self) -> str:
        """choose, packing, closed, checking, ready or gone: what the bag's own events say."""
        if self.choosing or self.section is None:
            return "choose"
        if self.view is None or self.view.step == "open":
            return "packing"
        if self.view.step in ("dispatched", "received"):
            return "gone"
        if self.view.step == "checked" and self.asked is None:
            return "ready"
        return "checking" if self.checking is not None else "closed"

    @property
    def rows(self) -> tuple[BagRow, ...]:
        """The slips of the bag: newest first while it is packed, what still has to be counted first while it is checked."""
        found = self.view.rows if self.view else ()
        if self.mode == "packing":
            return tuple(reversed(found))
        return tuple(sorted(found, key=lambda row: row.confirmed))

    @property
    def section_name(self) -> str:
        """The chosen section."""
        section = self.work.section(self.section)
        return section.name if section else ""

    @property
    def held(self) -> int:
        """How many slips of the section are in no bag yet."""
        return len(self.work.left)

    @property
    def has_ended(self) -> bool:
        """A slip in the bag was voided or handed back meanwhile."""
        return any(row.ended for row in self.rows)

    @property
    def may_start(self) -> bool:
        """Whether whoever acts now is another person than everybody who packed the bag."""
        who = self.session.who
        return who is not None and self.view is not None and who.code not in self.view.packers

    @property
    def marked_differs(self) -> bool:
        """Whether the marked slip was found otherwise than it is recorded, or has to come out."""
        row = self.row_of(self.marked)
        return row is not None and (row.check == "differs" or row.ended)

    def row_of(self, number: str | None) -> BagRow | None:
        """A slip of the bag."""
        return next((row for row in self.rows if row.number == number), None)

    # ---- asking and showing

    def ask(self) -> None:
        """Everything as the ledger has it now."""
        self.session.run(packing_verbs.ask, self.section, self.bag, then=self._have, latest="packing")

    def _have(self, work: Work) -> None:
        if work == self.work and self.mode != "closed":
            return
        self.work = work
        if self.checking is not None and (self.session.who is None or self.session.who.code != self.checking.who):
            self.checking = self.asked = None
        self.draw()

    def marked_row(self) -> None:
        """↑↓ or a click moved the mark."""
        chosen = self.table.chosen if self.table else None
        if chosen != self.marked:
            self.marked = chosen
            self.refresh()

    def redraw(self, *, mark: str | None = None) -> None:
        """The same state, shown anew, with the mark on this row."""
        self.marked = mark or self.marked
        self.draw()

    def draw(self) -> None:
        """Make the screen anew; what is typed stays."""
        typing = self.departure.has_focus
        for child in self.area.winfo_children():
            child.destroy()
        self.table = None
        self.departure.field = None
        self._drawn_for = self.session.who
        packing_views.draw(self, self.area)
        if typing and self.departure.field is not None:
            self.departure.field.focus()
        elif self._built and self.window.view is self:
            self.stand.focus_set()
        if self._built and self.window.view is self:
            self.refresh()

    def say(self, said: Said | None, sound: Sound) -> None:
        self.said = said
        self.window.play(sound)
        self.draw()

    # ---- a scan

    def _packed(self, done: Done | Refusal) -> None:
        if isinstance(done, Refusal):
            self.refused(done)
            return
        self.bag = done.view.number
        self.marked = done.slip.number if done.slip else None
        left = tuple(row for row in self.work.left if row.number != self.marked)
        self.work = Work(self.work.sections, done.view, left, self.work.packers)
        row = self.row_of(self.marked)
        self.window.tell(done.sentence)
        self.say(packing_says.put_in(row) if row else Said("ring", "green", words.PUT_IN), Sound.GOOD)
        self.ask()

    def _bag_read(self, view: BagView | Refusal) -> None:
        if isinstance(view, Refusal):
            self.refused(view)
            return
        self.window.play(Sound.GOOD)
        self.show_bag(view.section, view.number)

    def refused(self, refusal: Refusal) -> None:
        self.say(packing_says.refused(refusal, self.window.desk.practice), packing_verbs.sound(refusal))

    # ---- a digit

    def press(self, digit: int) -> bool:
        """A digit, or a click on what it decides."""
        self.note = None
        if self.asked is not None:
            return packing_check.decide(self, digit)
        if self.mode in ("choose", "packing", "gone"):
            return self.choose(digit)
        if self.mode == "closed" and digit == 1 and self.may_start:
            packing_check.begin(self)
            return True
        if self.mode == "ready" and 1 <= digit <= len(ROUTES):
            self.route, self.said = ROUTES[digit - 1], None
            self.draw()
            return True
        return False

    def choose(self, digit: int) -> bool:
        """The bag of this section that is in work; the same digit again leads to its next one, then to a new one."""
        section = self.work.section(str(digit))
        if section is None:
            return False
        begun = [bag.number for bag in section.bags]
        if not any(bag.state == "open" for bag in section.bags):
            begun.append("")        # the next slip opens a bag
        again = section.code == self.section and (self.bag or "") in begun
        at = (begun.index(self.bag or "") + 1) % len(begun) if again else 0
        self.show_bag(section.code, begun[at] or None)
        return True

    def show_bag(self, section: str, bag: str | None) -> None:
        """This bag, and nothing of what was under way in another."""
        self.section, self.bag = section, bag
        self.choosing = self.whole = self.short = self.ask_close = False
        self.said = self.note = self.asked = self.checking = self.marked = None
        self.route, self.departure.text = ROUTES[0], ""
        self.session.run(packing_verbs.ask, section, bag, then=self._have_other, latest="packing")

    def _have_other(self, work: Work) -> None:
        self.work = work
        self.draw()

    # ---- what is recorded

    def recorded(self, answer: Done, said: Said | None, sound: Sound) -> None:
        """Something about the bag is in the ledger: show it as it is now."""
        self.busy, self.asked, self.short, self.ask_close = False, None, False, False
        self.marked = self.marked if said is not None and said.tone == "amber" else None
        self.work = Work(self.work.sections, answer.view, answer.view.left, self.work.packers)
        self.window.tell(answer.sentence)
        self.say(said, sound)
        self.ask()

    def failed(self, error: BaseException) -> None:
        """The ledger could not be written."""
        self.busy = False
        self.session.on_trouble(error)

    # ---- keys

    def _back(self) -> None:
        if self.whole:
            self.whole = False
        elif self.asked is not None:
            self.asked = None
        elif self.said is not None or self.short or self.ask_close:
            self.said, self.short, self.ask_close = None, False, False
        elif self.choosing:
            self.choosing = False
        elif self.mode == "checking":
            self.checking = None
        else:
            self.choosing = True
        self.draw()

    def _find(self) -> None:
        self.asked = self.said = self.checking = None
        self.short = self.whole = self.ask_close = False
        self.choosing = True
        self.draw()

    def _more(self) -> None:
        self.whole = not self.whole
        self.draw()

    def _print(self) -> None:
        label = self.view.label if self.view else ""
        self.window.open_panel(PaperChoice(self.window, label, self._send))

    def _send(self, papers: tuple[str, ...]) -> None:
        self.session.run(bag_papers.made, self.bag, then=lambda made: self._send_or_ask(papers, made), latest="bag papers")

    def _send_or_ask(self, papers: tuple[str, ...], made: dict[str, int]) -> None:
        """What was made before is a 再発行, and wants its reason first."""
        again = tuple(paper for paper in papers if made.get(paper))
        if not again:
            self._order_papers(papers, None)
        elif self.window.view is self:
            label = self.view.label if self.view else ""
            self.window.open_panel(
                BagReissue(self.window, label, again, made, lambda reason: self._order_papers(papers, reason)))

    def _order_papers(self, papers: tuple[str, ...], reason: str | None) -> None:
        make = {"manifest": bag_papers.manifest, "label": bag_papers.label}
        for paper in papers:
            office_print.send(self.window, make[paper], self.bag, reason, told=self._paper_told)

    def _paper_told(self, told: Next) -> None:
        self.note = told
        self.refresh()

    def _finish(self) -> None:
        if self.session.who is None:
            self.say(Said("octagon", "red", words.NOBODY, (), words.NOBODY_TODO), Sound.STOP)
        elif self.mode == "ready":
            self._dispatch()
        elif self.held and not self.ask_close:
            self.ask_close, self.said = True, None
            self.window.play(Sound.LOOK)
            self.draw()
        else:
            self.busy = True
            self.session.act(bags.close, self.bag, then=self._done, failed=self.failed)

    def _dispatch(self) -> None:
        self.busy = True
        self.session.act(bags.dispatch, self.bag, self.route, self.departure.at, then=self._done, failed=self.failed)

    def _done(self, answer: Done | Refusal) -> None:
        self.busy = False
        if isinstance(answer, Refusal):
            self.refused(answer)
        else:
            self.departure.text = ""
            self.recorded(answer, None, Sound.GOOD)
