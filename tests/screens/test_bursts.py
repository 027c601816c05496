"""A scanner burst on every screen and over every panel: no character stays, no scan is lost, no key does anything.

One table (burst_places.py) says how each screen and panel is come to by keys. A screen of app.SCREENS or a Panel of
branch_desk.ui that is not in it fails. The usual run takes a burst or two a place, in turn; --long takes all: seven
codes, half and full width, at 1 and 30 ms a key.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from branch_desk import app
from branch_desk.domain import words_screen as words
from branch_desk.ui.approval import Approval
from branch_desk.ui.cover import Cover
from branch_desk.ui.key_router import Hands
from branch_desk.ui.packing_panels import PinPanel
from branch_desk.ui.scanner import Kind, Scan, is_field
from branch_desk.ui.screen import Panel
from branch_desk.ui.signoff import SignOff
from branch_desk.ui.sounds import Sound
from tests.screens.burst_places import PLACES, Place
from tests.screens.everything import GAP_MS, WORLDS, Everything, name_of, panels
from tests.screens.fingers import FULL_WIDTH, NAME, Fingers
from tests.screens.opened import every, texts
from tests.screens.packing import badge

WRITTEN = str.maketrans("0123456789", FULL_WIDTH)
# What only others are made from; nobody opens them.
BASES = {"reason_panel.ReasonPanel", "care_panel.CarePanel", "attention_panels.Choose", "receiving_panels._Asking"}
CODES = ("slip", "copy", "bag", "badge", "jan", "my_number", "blank")    # a blank of the 予備帳 at a counter only
BURSTS = tuple(itertools.product(CODES, (False, True), (1, 30)))
Burst = tuple[str, bool, int]   # code, full width, milliseconds a key
STALLED = 5     # tries: a burst with a pause that no scanner makes was not one
MOST_STALLED = 200
MOST_SHOWN = 2  # characters of a scan that a field shows for a moment, so that fast fingers see no delay
# Which screens act on which code themselves; everywhere else the strip says what it was.
TAKES = {
    "reception": {"blank"}, "book": {"slip", "copy", "bag", "blank"}, "packing": {"slip", "copy", "bag", "blank"},
    "returns": {"slip", "copy", "blank"},
    "receiving": {"slip", "copy", "bag"}, "sending_back": {"slip", "copy", "bag"},
}


def test_every_screen_of_every_role_is_in_the_table():
    worlds = {"printing": "counter"}
    here = {(worlds.get(place.world, place.world), place.screen) for place in PLACES}
    assert {(role, name) for role, screens in app.SCREENS.items() for name, _, _ in screens} - here == set()


def test_every_panel_that_there_is_is_in_the_table():
    assert panels() - BASES == {place.panel for place in PLACES} - {""}


# ---- how it is looked at


@dataclass(frozen=True, slots=True)
class Seen:
    """What is on the screen."""

    view: object
    said: str
    fields: dict[str, str]
    person: str
    records: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a burst did that it should not: how often of each kind, and in words."""

    kinds: Counter[str]
    said: list[str]


class Looker:
    """Comes to a place, sends a burst, and says what was wrong."""

    def __init__(self, desk: Everything, fingers: Fingers, wait_until: Callable[..., None]) -> None:
        self.desk, self.fingers, self.wait_until = desk, fingers, wait_until
        self.window, self.codes = desk.window, desk.filled.codes
        self.scans: list[Scan] = []
        self.keys: list[str] = []
        self.counts: Counter[str] = Counter()
        self.at: Place | None = None
        self.before: Seen | None = None
        self.times: list[int] = []
        router, scanner = self.window.router, self.window.router.scanner
        deliver, character, end = scanner.deliver, scanner._character, scanner._return
        scanner.deliver = lambda scan: (self.scans.append(scan), deliver(scan))
        scanner._character = lambda event: (self.times.append(event.time), character(event))[1]
        scanner._return = lambda at: (self.times.append(at), end(at))[1]
        hands = router.hands
        router.hands = Hands(self._noted("key", hands.slot), self._noted("digit", hands.digit),
                             self._noted("arrow", hands.arrow), self._noted("place", hands.go), hands.scan)

    def go(self, place: Place) -> None:
        """By keys, as a clerk would. Where a scan on the way was held back it begins again."""
        while not self._goes(place):
            self.counts["stalled"] += 1
            assert self.counts["stalled"] < MOST_STALLED, "the machine is too busy for any scanner"

    @property
    def _stalled(self) -> bool:
        """Whether the machine held a key back for longer than any scanner does."""
        return any(later - sooner > GAP_MS for sooner, later in itertools.pairwise(self.times))

    def _goes(self, place: Place) -> bool:
        self.desk.begin_again()
        self.at = place
        self.window.go(next(d for d, screen in self.window._classes.items() if screen.name == place.screen))
        self.rest()
        if self.window.view.first_focus() is not None:
            self.window.view.first_focus().focus_force()
        for step in place.way:
            if callable(step):
                self.wait_until(lambda step=step: step(self.desk))
            elif step[0] == "'":
                self.fingers.type(step[1:])
            elif step[0] == "#":
                self.times.clear()
                self.fingers.burst(self.codes[step[1:]], 1)
                if self._stalled:
                    return False
            elif step[0] == "@":
                self.wait_until(lambda step=step: type(self.window.view).__name__ == step[1:])
            else:
                self.fingers.press(step)
            self.rest()
        if place.panel:
            self.wait_until(lambda: name_of(type(self.window.view)) == place.panel)
        else:
            assert not isinstance(self.window.view, Panel)
        self.rest()
        self.half_type()
        self.before = self.look()
        return True

    def half_type(self) -> None:
        """A name, where a field has the focus; a PIN is no name."""
        focus = self.window.root.focus_get()
        if is_field(focus):
            self.fingers.type("24" if focus.cget("show") else NAME)
            self.rest()
            self.counts["half typed"] += 1

    def rest(self) -> None:
        """Every answer shown, and no key waiting to see whether a scan begins with it."""
        scanner, session = self.window.router.scanner, self.desk.session
        for _ in range(2):      # what an answer shows may ask again
            self.fingers.handled()
            self.wait_until(lambda: session.idle and scanner._timer is None and not self._searching, timeout=20)

    @property
    def _searching(self) -> bool:
        listed = getattr(self.window._screen, "list", None)
        return listed is not None and listed.waits

    def look(self) -> Seen:
        view = self.window.view
        fields = {str(widget): widget.get() for widget in every(self.window.root)
                  if is_field(widget) and widget.winfo_viewable()}
        records = self.desk.asked(lambda ledger: ledger.db.execute(
            "select (select count(*) from event) + (select count(*) from audit)").fetchone()[0])
        said = f"{texts(view.body)}\n{self.window.frame._next_text.cget('text')}"
        return Seen(view, said, fields, self.desk.session.who.code, records)

    def burst(self, place: Place, code: str, wide: bool, ms: int) -> list[str]:
        """What was wrong with it. Where the machine held a key back for longer than any scanner does it is sent again."""
        for _ in range(STALLED):
            wrong = self._burst(place, code, wide, ms)
            if not self._stalled:
                break
            self.counts["stalled"] += 1
            self.at = None
        self.counts.update(wrong.kinds)
        return wrong.said

    def _burst(self, place: Place, code: str, wide: bool, ms: int) -> Wrong:
        if self.at is not place or self.before is None or self.look() != self.before:
            self.go(place)
        before = self.before
        digits = self.codes[code]
        focus, passed = self.window.root.focus_get(), []
        trace = self._trace(focus, passed)
        self.scans.clear()
        self.desk.heard.clear()
        self.keys.clear()
        self.times.clear()
        self.window.strip.hide()
        self.fingers.burst(digits.translate(WRITTEN) if wide else digits, ms)
        self.wait_until(lambda: self.scans or self.window.router.scanner._timer is None)
        self.rest()
        if trace is not None:
            self.window.root.tk.call("trace", "remove", "variable", *trace)
        after = self.look()
        wrong = [*self._lost(code, digits), *self._misfired(), *self._strayed(place, code, digits, before, after),
                 *self._leaked(place, code, digits, after, passed), *self._unanswered(place, code, before, after),
                 *self._recorded(place, code, before, after)]
        self.desk.window.strip.hide()
        self.window.set_person(self.desk.who)
        self.window.refresh()
        how = f"{place.id}, {code}{' full width' if wide else ''} {ms} ms"
        kinds = Counter(kind for kind, _ in wrong) | Counter(("bursts", "answered")[:1 + (not wrong)])
        return Wrong(kinds, [f"{how}: {kind}, {what}" for kind, what in wrong])

    # ---- what may be wrong

    def _lost(self, code, digits):
        expected = Scan(Kind.OTHER) if code in ("jan", "my_number") else Scan(Kind.NUMBER, digits)
        if self.scans != [expected]:
            yield "lost", f"the window heard {self.scans}"

    def _misfired(self):
        if self.keys:
            yield "misfired", f"a key was taken: {self.keys}"

    def _strayed(self, place, code, digits, before, after):
        filled = code == "badge" and isinstance(after.view, Approval)
        for name, text in after.fields.items():
            known = before.fields.get(name)
            if known is not None and text != known and not (filled and text in ("34", "")) and not self._searches(place, code):
                yield "stray", f"{name} held {known!r} and holds {text!r}"
            elif known is None and text and unicodedata.normalize("NFKC", text) in digits and not filled:
                yield "stray", f"{name} came with {text!r}"

    def _leaked(self, place, code, digits, after, passed):
        """The digits of a code that is not ours are nowhere to be seen, and no field ever held more than the first two."""
        if code in ("jan", "my_number"):
            parts = {digits[at:at + 4] for at in range(len(digits) - 3)}
            everything = unicodedata.normalize("NFKC", texts(self.window.root) + "".join(after.fields.values()))
            if any(part in everything.replace(" ", "") for part in parts):
                yield "leaked", "its digits are on the screen"
        most = max((len(text) for text in passed), default=0)
        if passed and most > len(passed[0]) + MOST_SHOWN and not self._searches(place, code):
            yield "leaked", f"the field passed {passed}"

    def _unanswered(self, place, code, before, after):
        view, answered = before.view, False
        if isinstance(view, Cover):
            answered = (after.person == "34" and after.view is not view if code == "badge"
                        else words.COVERED_SCAN in after.said)
        elif code == "badge":
            asked = isinstance(after.view, Approval) and isinstance(view, Approval | SignOff)
            answered = "34" in after.fields.values() if asked else after.person == "34" and (
                after.view is view or isinstance(after.view, PinPanel))
        elif not isinstance(view, Panel) and code in TAKES.get(place.screen, ()):
            # the same again is the same on the screen; then it is to be heard
            answered = after.view is not view or after.said != before.said or self.desk.heard[-1:] == [Sound.GOOD]
            answered |= code == "blank" and self.window.strip.visible   # over a form that is half typed
            answered |= self._searches(place, code) and after.fields != before.fields   # and finds as little as before
        else:
            answered = after.view is view and after.said == before.said and self.window.strip.visible
        if not answered:
            yield "lost", f"nothing said what it was; now {type(after.view).__name__}, strip {self.window.strip.visible}"

    def _recorded(self, place, code, before, after):
        signed_in = code == "badge" and after.person == "34" and after.records == before.records + 1
        if after.records != before.records and not signed_in and not (place.packs and code == "slip"):
            yield "misfired", f"{after.records - before.records} records"

    # ---- inside

    @staticmethod
    def _searches(place, code):
        """管理簿 shows what is in a bag by searching for its number."""
        return place.screen == "book" and not place.panel and code == "bag"

    def _noted(self, what, do):
        def go(argument):
            used = do(argument)
            if used is not False:
                self.keys.append(f"{what} {argument}")
            return used

        return go

    def _trace(self, focus, passed):
        if not is_field(focus):
            return None
        passed.append(focus.get())
        variable = str(focus.cget("textvariable"))
        root = self.window.root
        command = root.register(lambda *_: passed.append(root.tk.globalgetvar(variable)))
        root.tk.call("trace", "add", "variable", variable, "write", command)
        return variable, "write", command


def walk(root, folder, wait_until, world, bursts) -> Counter[str]:
    """Every place of one world, with these bursts each."""
    panels()        # every module now: minutes later it may be another one
    filled = WORLDS[world](folder)
    desk, fingers = Everything(root, filled), Fingers(root)
    wrong = []
    try:
        wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and desk.session.idle)
        looker = Looker(desk, fingers, wait_until)
        for n, place in enumerate(place for place in PLACES if place.world == world):
            looker.counts["places"] += 1
            try:
                for burst in bursts(n, [burst for burst in BURSTS if burst[0] in filled.codes]):
                    wrong += looker.burst(place, *burst)
            except AssertionError as error:     # all other places are still looked at
                wrong.append(f"{place.id}: {error} on {type(looker.window.view).__name__}")
                looker.at = None
    finally:
        desk.close()
        fingers.close()
    print(f"{world}: " + ", ".join(f"{looker.counts[name]} {name}" for name in (
        "places", "bursts", "half typed", "answered", "stray", "lost", "misfired", "leaked", "stalled")))
    assert not wrong, "\n".join(wrong)
    return looker.counts


def sampled(n: int, bursts: list[Burst]) -> list[Burst]:
    """For every third place, another one each, so that all come up, and a slow one for every sixth."""
    if n % 3:
        return []
    quick, slow = ([burst for burst in bursts if burst[2] == ms] for ms in (1, 30))
    return [quick[n * 5 % len(quick)], *([slow[n // 6 * 5 % len(slow)]] if n % 6 == 0 else [])]


@pytest.mark.parametrize("world", WORLDS)
def test_a_burst_disturbs_nothing_anywhere(root, tmp_path, wait_until, world):
    walk(root, tmp_path, wait_until, world, sampled)


@pytest.mark.long
@pytest.mark.parametrize("world", WORLDS)
def test_every_burst_disturbs_nothing_anywhere(root, tmp_path, wait_until, world):
    counts = walk(root, tmp_path, wait_until, world, lambda n, bursts: bursts)
    assert counts["bursts"] == counts["places"] * len(BURSTS if world == "counter" else BURSTS[:-4])


def test_another_badge_over_the_pin_asks_for_the_pin_of_that_person(root, tmp_path, wait_until):
    desk, fingers = Everything(root, WORLDS["counter"](tmp_path)), Fingers(root)
    try:
        wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and desk.session.idle)
        looker = Looker(desk, fingers, wait_until)
        looker.go(next(place for place in PLACES if place.name == "PIN"))
        asked = desk.panel
        assert (asked.surname, asked.pin.text) == ("三浦", "24")
        fingers.burst(badge("12"), 1)
        looker.rest()
        wait_until(lambda: desk.panel is not asked)
        assert desk.session.who.code == "12" and desk.panel is None     # who packed it may not check: said on the screen
        assert "入れた人と同じです" in texts(desk.window.frame.content)
    finally:
        desk.close()
        fingers.close()


def test_the_gap_of_these_tests_is_longer_than_their_slowest_burst():
    assert max(ms for _, _, ms in BURSTS) < GAP_MS
