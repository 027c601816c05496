"""A working day of a counter by real keys and scanner bursts alone: issued, bagged, checked, sent, returned, signed off.

Afterwards the ledger, what came out of the printers and the statistics say the same numbers. The usual run is a dozen
slips; --long is forty.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
import zxingcpp
from PIL import Image, ImageOps

from branch_desk.domain import era, numbers, words_bags
from branch_desk.domain.events import Stream
from branch_desk.domain.fold import State
from branch_desk.domain.rights import StaffRole
from branch_desk.services import (
    attention,
    book,
    gaps,
    people,
    printers,
    signoff,
    statistics,
)
from branch_desk.services.printers import Printer
from branch_desk.store.ledger import Ledger
from branch_desk.ui.approval import Approval
from branch_desk.ui.fix_panel import VOID, FixPanel
from branch_desk.ui.packing_panels import PaperChoice, PinPanel
from branch_desk.ui.paper_panel import PaperPanel
from branch_desk.ui.settings import Settings
from branch_desk.ui.signoff import SignOff
from branch_desk.ui.sounds import Volume
from tests.printing.escpos_reader import rasters
from tests.printing.fake_printer import FakePrinter
from tests.screens import desk as a_desk
from tests.screens.desk import DAISHI, PIN, Clock
from tests.screens.everything import GAP_MS, Everything, Filled
from tests.screens.fingers import Fingers
from tests.screens.packing import badge

MORNING = datetime(2026, 11, 24, 8, 40, tzinfo=era.JST)
BACK = datetime(2026, 11, 27, 9, 30, tzinfo=era.JST)       # two opening days after they were sent
STAMP = "11251030"
SANO, MIURA, KISHI = "12", "34", "3"
TYPES = {"501": "5", "101": "1", "402": "4", "502": "5", "601": "6", "202": "2"}    # type: section
SAME_VISITOR = 3    # slips of the first visitor
MANIFEST = next(str(digit) for digit, (_, copies) in words_bags.PAPERS.items() if copies == ("manifest",))
ROLL = ("citizen", "original", "tag")


class Day:
    """What a clerk does, and nothing by other means than keys and scans."""

    def __init__(self, desk: Everything, fingers: Fingers, wait_until) -> None:
        self.desk, self.window, self.fingers, self.wait = desk, desk.window, fingers, wait_until
        self.keys: Counter[str] = Counter()
        self.doing = ""

    def press(self, *names: str) -> None:
        for name in names:
            self.fingers.press(name)
            self.keys[self.doing] += 1
            self.rest()

    def type(self, text: str) -> None:
        self.fingers.type(text)
        self.keys[self.doing] += len(text)
        self.rest()

    def scan(self, digits: str, ms: int = 1) -> None:
        self.fingers.burst(digits, ms)
        self.rest()

    def rest(self) -> None:
        scanner = self.window.router.scanner
        for _ in range(2):
            self.fingers.handled()
            self.wait(lambda: self.desk.session.idle and scanner._timer is None, timeout=20)

    def screen(self, digit: int):
        self.press(f"ctrl+{digit}")
        return self.window._screen

    def panel(self, kind):
        self.wait(lambda: isinstance(self.window.view, kind))
        return self.window.view

    def choose(self, panel, code: str) -> None:
        """The digit that stands before it."""
        self.press(str([what.code for what in panel.whats].index(code) + 1))

    # ---- the steps

    def issue(self, code: str, sheets: int, *, same: bool) -> str:
        reception = self.window._screen
        before = reception.last
        if same:
            self.press("Return")
        self.type(code)
        self.press("Return")
        self.wait(lambda: reception.at == "sheets")
        self.type(str(sheets))
        self.press("F12")
        self.wait(lambda: reception.last is not before, timeout=20)
        return reception.last.slip.number

    def turn_away(self) -> None:
        """Business papers: counted, no number spent."""
        reception = self.window._screen
        self.type("501")
        self.press("Return", "shift+Tab")
        self.wait(lambda: reception.at == "refusals")
        self.press("1")
        self.wait(lambda: reception.refusal is not None)
        self.press("F12")
        self.wait(lambda: reception.refusal is None)

    def void(self) -> None:
        """The last slip, with its reason and a PIN."""
        self.press("F4")
        self.choose(self.panel(FixPanel), VOID)
        self.press("1")
        self.type(PIN)
        self.press("F4")
        self.wait(lambda: self.desk.panel is None)

    def print_again(self) -> None:
        """The 原本 of the last slip."""
        self.wait(lambda: not self.window.prints.under_way, timeout=60)
        self.press("F5")
        self.choose(self.panel(PaperPanel), "original")
        self.press("1", "F4")
        self.wait(lambda: self.desk.panel is None)

    def pack(self, section: str, slips: list[str]) -> None:
        packing = self.window._screen
        if packing.mode != "choose":
            self.press("F2")
        self.press(section)
        self.wait(lambda: packing.mode == "packing")
        for n, number in enumerate(slips):
            self.scan(number, (1, 30)[n % 2])
        self.press("F12")
        self.wait(lambda: packing.mode == "closed")

    def check_and_send(self, section: str, slips: list[str], *, with_badge: bool) -> None:
        packing = self.window._screen
        self.press("F2", section)
        self.wait(lambda: packing.mode == "closed")
        if with_badge:
            self.scan(badge(MIURA))
        else:
            self.press("1")
        self.panel(PinPanel)
        self.type(PIN)
        self.press("Return")
        self.wait(lambda: packing.mode == "checking")
        for n, number in enumerate(slips):
            self.scan(number, (30, 1)[n % 2])
            self.press("1")
        self.wait(lambda: packing.mode == "ready")
        self.press("F12")
        self.wait(lambda: packing.mode == "gone")
        self.press("F5")
        self.panel(PaperChoice)
        self.press(MANIFEST)

    def take_back(self, number: str, *, by_enter: bool) -> None:
        """The time as it stands on the paper, then Enter, or Tab and 1."""
        returning = self.window._screen
        self.scan(number)
        self.wait(lambda: returning.mode == "verdict" and returning.in_time)
        self.type(STAMP)
        self.press(*(("Return",) if by_enter else ("Tab", "1")))
        self.wait(lambda: returning.mode == "result")

    def sign_off(self) -> None:
        """By the badge of the 係長, and the PIN."""
        self.press("F12")
        shown = self.panel(SignOff)
        self.wait(lambda: shown.evening is not None)
        self.scan(badge(KISHI))
        self.panel(Approval)
        self.type(PIN)
        self.press("F4")
        self.wait(lambda: shown.evening.signed)
        self.press("Escape")


@pytest.fixture
def printer():
    with FakePrinter() as made:
        yield made


@pytest.fixture
def pointed(root):
    """Whatever a pointer would send."""
    found = []
    for event in ("<ButtonPress>", "<ButtonRelease>", "<MouseWheel>", "<Motion>"):
        root.bind_all(event, found.append, add="+")
    return found


@pytest.fixture
def day(root, tmp_path, printer, wait_until):
    (tmp_path / "sheets").mkdir()
    clock = Clock(MORNING)
    counter = a_desk.Counter(Ledger.create(tmp_path / "home", DAISHI, now=clock, keep_key_in="file").ledger, clock)
    people.add(counter.ledger, MIURA, "三浦 光", pin=PIN)
    people.add(counter.ledger, KISHI, "岸 徹", role=StaffRole.RESPONSIBLE, pin=PIN)
    for made in (Printer("窓口", "epson-tm-m30", "socket", f"127.0.0.1:{printer.port}"),
                 Printer("事務室", "sheet", "folder", str(tmp_path / "sheets"))):
        printers.add(counter.ledger, counter.sano, made)
    counter.ledger.close()
    desk = Everything(root, Filled(tmp_path / "home", DAISHI, MORNING, {"own": SANO}),
                      settings=Settings(volume=Volume.OFF, scanner_gap_ms=GAP_MS))
    fingers = Fingers(root)
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and desk.session.idle)
    desk.window.view.first_focus().focus_force()
    yield Day(desk, fingers, wait_until)
    desk.close()
    fingers.close()


@pytest.mark.parametrize("count", [8, pytest.param(40, marks=pytest.mark.long)])
def test_a_working_day_needs_keys_and_scans_alone(day, count, printer, pointed, tmp_path, wait_until):
    desk, clock = day.desk, day.desk.clock
    kinds = list(TYPES)
    made: list[tuple[str, str]] = []
    day.doing = "受付"
    for n in range(count):
        code = kinds[n % len(kinds)]
        made.append((day.issue(code, 1 + n % 5, same=0 < n < SAME_VISITOR), code))
        clock.forward(minutes=3)
    assert len({number for number, _ in made}) == count

    day.doing = "そのほか"
    day.turn_away()
    spoilt = day.issue("501", 2, same=False)
    day.void()
    again = day.issue("502", 1, same=False)
    made.append((again, "502"))
    day.print_again()
    wait_until(lambda: not desk.window.prints.under_way, timeout=60)
    papers = [code for job in printer.jobs for code in read(job)]
    originals = [code for code in papers if code.startswith(str(numbers.SLIP))]
    assert Counter(originals) == Counter([spoilt, again, *(number for number, _ in made)])
    by_section: dict[str, list[str]] = {}      # what is scanned from here on is what stands on the papers
    for number in dict.fromkeys(originals):
        if number != spoilt:
            by_section.setdefault(TYPES[number[6:9]], []).append(number)

    clock.at = MORNING.replace(hour=15)
    day.screen(3)
    day.doing = "袋入れ"
    for section, here in by_section.items():
        day.pack(section, here)
    clock.forward(minutes=20)
    day.doing = "複数職員チェック・発送"
    for n, (section, here) in enumerate(by_section.items()):
        day.check_and_send(section, here, with_badge=n == 0)
    states = Counter(desk.asked(lambda ledger: [ledger.slip(number).state for number, _ in made]))
    assert states == {State.DISPATCHED: count + 1}

    clock.at = BACK
    day.doing = "返送照合"
    day.screen(2)
    for n, (number, _) in enumerate(made):
        day.take_back(number, by_enter=n % 2 == 0)
        clock.forward(minutes=1)
    clock.at = BACK.replace(hour=17, minute=5)
    day.doing = "本日の締め"
    day.screen(5)
    day.sign_off()
    wait_until(lambda: not desk.window.prints.under_way, timeout=60)

    agrees(day, made, spoilt, printer, tmp_path)
    assert pointed == []
    keys = day.keys
    whole = sum(keys.values())
    print(f"\n{count + 2} slips, {whole} key presses: " + ", ".join(
        f"{name} {keys[name] / (count if name == '受付' else count + 1):.1f} a slip" for name in
        ("受付", "袋入れ", "複数職員チェック・発送", "返送照合")) + f", そのほか {keys['そのほか']}, 本日の締め {keys['本日の締め']}")
    assert keys["受付"] / count < 8


def read(job):
    """The barcodes on one paper of the roll."""
    bands = rasters(bytes(job.data))
    size = (8 * bands[0][0], sum(rows for _, rows, _ in bands))
    dots = Image.frombytes("1", size, bytes(byte ^ 0xFF for *_, bits in bands for byte in bits))
    page = ImageOps.expand(dots.convert("L"), 40, 255)
    return sorted({code.text for code in zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.Code128)})


def agrees(day, made, spoilt, printer, tmp_path):
    """Ledger, papers and statistics, each counted on its own."""
    desk, issued = day.desk, len(made) + 1
    span = (MORNING.date(), BACK.date() + timedelta(days=1))

    slips = desk.asked(lambda ledger: [ledger.slip(number) for number in (*dict(made), spoilt)])
    assert Counter(slip.state for slip in slips) == {State.CLOSED: len(made), State.VOIDED: 1}
    assert {slip.paper_received_at for slip in slips if slip.state is State.CLOSED} == {"2026-11-25T10:30:00+09:00"}
    bags = desk.asked(lambda ledger: ledger.bags())
    assert sum(len(bag.slips) for bag in bags) == len(made)
    assert {(bag.packers, bag.checkers, bag.state.value) for bag in bags} == {((SANO,), (MIURA,), "dispatched")}

    printed = desk.asked(lambda ledger: [
        event for stream in (Stream.OUT, Stream.OWN) for event in ledger.events_between(*span, ("printed",), stream)])
    done = Counter((event.value("copy"), event.value("outcome")) for event in printed)
    assert done == {("original", "confirmed"): issued + 1, ("citizen", "confirmed"): issued, ("tag", "confirmed"): issued,
                    ("binder", "file"): issued, ("manifest", "file"): len(bags)}
    assert len(printer.jobs) == sum(done[copy, "confirmed"] for copy in ROLL)
    assert len(list((tmp_path / "sheets").iterdir())) == issued + len(bags)
    marked = [numbers.parse(code) for job in printer.jobs for code in read(job)]
    assert {number.original.digits for number in marked} == {*dict(made), spoilt}
    assert Counter(number.real_kind for number in marked) == {
        numbers.SLIP: issued + 1, numbers.COPY: 2 * issued + SAME_VISITOR}    # a visitor's お客様控 names all his slips

    year = desk.asked(lambda ledger: statistics.year(ledger, 2026))
    total = year.total
    assert (total.issued, total.closed, total.voided, total.open, total.exceptions) == (issued, len(made), 1, 0, 0)
    by_type = Counter(code for _, code in made)
    assert {line.code: line.counts.closed for line in year.types if line.counts.issued} == by_type
    assert sum(times for _, times in year.refused) == 1
    table = desk.asked(lambda ledger: gaps.table(ledger, 2026))
    assert table.gaps == 0 and [void.label for void in table.voids] == [label_of(desk, spoilt)]
    assert desk.asked(attention.count) == 0 and desk.asked(lambda ledger: ledger.count_outstanding()) == 0
    assert desk.asked(lambda ledger: [mark.by for mark in signoff.of(ledger).signed]) == ["岸"]
    verified = desk.asked(lambda ledger: ledger.verify())
    assert verified.sound, verified.faults


def label_of(desk, number):
    return desk.asked(lambda ledger: book.label(ledger, number))
