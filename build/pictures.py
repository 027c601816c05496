"""Makes the pictures of the README and of the 操作手引: every screen of the real program, driven by real keys, and the
papers of one slip.

    python3 build/pictures.py            # writes branch_desk/pictures/*.png (those of the 操作手引) and tests/pictures/*.png

Run by hand after a screen or a form changed, and looked at: a picture older than its screen shows what is not there. The
README takes those of the 操作手引 from where they are, so that each is kept once. People, numbers and telephones in them
are invented.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "tests" / "pictures"
MANUAL = ROOT / "branch_desk" / "pictures"      # goes with the program, which makes its 操作手引 from them
COLOURS = "32"      # not dithered: a screen has few colours, and a dithered one packs three times as badly
NAMES = ("髙﨑 德次郎", "渡邉 一郎", "𠮷田 花子", "小林 さくら", "森 三枝子", "岡本 太郎", "林 次郎")
TYPES = ("501", "102", "401", "101", "402", "601", "201")
SLIP_PAPERS = (("citizen", "80mm"), ("original", "80mm"), ("tag", "80mm"), ("original", "58mm"), ("citizen", "58mm"),
               ("original", "80mm-180dpi"), ("binder", "A5"), ("original", "A5"), ("citizen", "A5"), ("binder", "A4"))
OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><focus><focusNew>yes</focusNew></focus>
<desktops><number>1</number><popupTime>0</popupTime></desktops>
<margins><top>31</top><bottom>49</bottom><left>0</left><right>0</right></margins><keyboard/>
<applications><application class="*"><decor>no</decor><maximized>yes</maximized></application></applications></openbox_config>
"""


def main() -> None:
    """All of them."""
    sys.path.insert(0, str(ROOT / "build"))
    import environment  # beside this file; build is no package

    if Path(sys.prefix) != ROOT / ".venv":
        environment.ready("test", tk=True)
        sys.exit(subprocess.call([str(environment.PYTHON), str(Path(__file__)), *sys.argv[1:]], cwd=ROOT))
    sys.path.insert(0, str(ROOT))
    for place in (OUT, MANUAL):
        place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BRANCH_DESK_STATE"] = folder + "/state"
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        with display(Path(folder)):
            screens(Path(folder))
        papers(Path(folder))


@contextmanager
def display(folder: Path) -> Iterator[None]:
    """An X server of our own with a window manager that gives the program the place that Windows would."""
    settings = folder / "rc.xml"
    settings.write_text(OPENBOX, encoding="utf-8")
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-dpi", "96"],
                              pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        os.environ["DISPLAY"] = ":" + answer.readline().strip()
    manager = subprocess.Popen(["openbox", "--sm-disable", "--config-file", str(settings)], stderr=subprocess.DEVNULL)
    try:
        subprocess.run(["xdotool", "search", "--sync", "--class", "openbox"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["xdotool", "mousemove", "1365", "767"], check=True)
        yield
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)


@contextmanager
def program(home: Path) -> Iterator[None]:
    """The window over one ledger."""
    process = subprocess.Popen([sys.executable, "-m", "branch_desk"], cwd=ROOT,
                               env=os.environ | {"BRANCH_DESK_HOME": str(home)})
    try:
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "ranch_desk"]
        # A window that goes while it is looked at (the empty one makes room for the first screen) ends the search.
        while subprocess.run(search, timeout=30, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            time.sleep(0.5)
        time.sleep(3)
        yield
    finally:
        process.terminate()
        process.wait(10)


def do(*steps: str) -> None:
    """Keys by their X names; `=text` types, `>name` takes the picture."""
    for step in steps:
        if step.startswith("="):
            subprocess.run(["xdotool", "type", "--delay", "80", step[1:]], check=True)
        elif step.startswith(">"):
            time.sleep(0.8)
            subprocess.run(["import", "-window", "root", "-crop", "1366x688+0+31", "+repage", "+dither", "-colors", COLOURS,
                            "-define", "png:compression-level=9", f"png8:{place_of(step[1:])}"], check=True)
        else:
            subprocess.run(["xdotool", "key", step], check=True)
        time.sleep(0.35)


def place_of(name: str) -> Path:
    """Where a picture of this name is kept."""
    from branch_desk.services import manual

    return (MANUAL if name in {task.picture for task in manual.tasks()} else OUT) / f"{name}.png"


def screens(folder: Path) -> None:
    """Every screen, in the order of a clerk's day."""
    with program(folder / "nothing"):
        do(">01-first-start", "Return")
        time.sleep(6)
        do("=501", "Return", "=3", ">09-practice")
    numbers = filled(folder / "desk")
    with program(folder / "desk"):
        do(">02-reception", "=kodomo", "BackSpace", "BackSpace", "BackSpace", "BackSpace", "BackSpace", "BackSpace")
        do("=40", ">03-reception-search", "BackSpace", "BackSpace", "=501", "Return", "=3", ">04-reception-ready", "F12")
        time.sleep(2)
        do(">05-reception-issued", "=601", "Return", "shift+Tab", "2", ">06-reception-refused", "Escape", "Escape")
        do("ctrl+2")
        scan(numbers[1])
        do(">07-return-verdict", "=" + _now(), "Return", "1", ">08-return-closed")
        do("ctrl+9", ">15-settings", "3", ">32-types", "0")
        time.sleep(1)
        do(">49-care", "ctrl+4", ">10-ledger", "Down", "Return", ">11-ledger-history", "F4", ">12-put-right", "Escape", "ctrl+0",
           ">13-keys", "Escape", "F11", ">14-cover", "Return")
        do("ctrl+4", "Escape", "F2", "=501", "Return", "Return", "F5", "1", "1", ">48-reissue", "Escape", "Escape", "Escape")
        do("F12", "4", "F2", "=2", "F5", "F5")
        time.sleep(3)
        do(">34-spare")
    printing_screens(folder)
    day_screens(folder)
    ward_screens(folder)


def sign_in() -> None:
    """Where several people work, the window opens covered."""
    time.sleep(2)
    do("=12", "Return")


def at_a_desk(home: Path, fill: Callable[[Any], Any]) -> Any:
    """A ledger of 大師1 that `fill` has written into, in days that have passed; answers what `fill` made."""
    from branch_desk.store.ledger import Ledger
    from tests.screens.desk import DAISHI, Clock, Counter

    clock = Clock()
    created = Ledger.create(home, DAISHI, now=clock, keep_key_in="file")
    made = fill(Counter(created.ledger, clock))
    created.ledger.close()
    return made


def day_screens(folder: Path) -> None:
    """Bags, the second person, what is late, the evening, the year, what to tell the citizen."""
    from tests.screens import a_year, late, packing

    made = at_a_desk(folder / "packing", packing.filled)
    with program(folder / "packing"):
        sign_in()
        do("ctrl+3", "5")
        for number in made["mine"][:3]:
            scan(number)
        do(">18-packing")
        scan(made["other"])
        do(">19-wrong-section", "Escape")
        do("F12", "F12")
        scan(packing.badge(packing.MIURA))
        do("=2468", "Return")
        scan(made["mine"][0])
        do(">20-second-check", "1")
        for number in made["mine"][1:3]:
            scan(number)
            do("1")
        do(">21-dispatch", "F12", "ctrl+2")
        scan(made["mine"][0])
        do(">31-return-matched")
    at_a_desk(folder / "late", late.late)
    with program(folder / "late"):
        sign_in()
        do("ctrl+5", ">22-attention", "F4", ">23-result", "Escape", "F12", ">24-evening")
    at_a_desk(folder / "year", a_year.filled())
    with program(folder / "year"):
        do("ctrl+6")
        time.sleep(1)
        do(">25-statistics", "F3", ">26-gaps", "ctrl+8", "=車いす", ">27-guide", "ctrl+0", "1", ">28-manual")


def ward_screens(folder: Path) -> None:
    """The section's desk, and the exchange of a desk that belongs to a share."""
    from branch_desk.services import bags, slips
    from tests.services.ward import PIN, Ward

    place = folder / "ward"
    place.mkdir()
    ward = Ward(place)
    branch = ward["101"]
    clerk = branch.ledger.member_of_staff("12")
    numbers = [ward.granted(slips.issue(branch.ledger, clerk, slips.IssueRequest(code, sheets=count))).slip.number
               for code, count in (("501", 3), ("502", 4), ("501", 2))]
    bag = ward.granted(bags.open_bag(branch.ledger, clerk, "5")).view.bag.number
    for number in numbers:
        ward.granted(bags.pack(branch.ledger, clerk, bag, number))
    ward.granted(bags.close(branch.ledger, clerk, bag))
    for number in numbers:
        ward.granted(bags.check(branch.ledger, branch.who, bag, number, pin=PIN))
    ward.granted(bags.dispatch(branch.ledger, branch.who, bag))
    ward.talk(3)
    ward.close()
    with program(place / "501"):
        sign_in()
        scan(bag)
        scan(numbers[0])
        do(">29-receiving", "1")
    with program(place / "101"):
        sign_in()
        do("ctrl+7", "F12")
        time.sleep(2)
        do(">30-exchange")


def printing_screens(folder: Path) -> None:
    """A slip that a receipt printer confirms, and the panel of one whose cover is open; the printer lives here."""
    from branch_desk.services import people, printers
    from branch_desk.store.ledger import Ledger
    from tests.printing.fake_printer import COVER, NORMAL, Behaviour, FakePrinter

    for name, behaviour in (("16-printed", NORMAL), ("17-printer-cover-open", Behaviour(state=dict(COVER)))):
        home = folder / name
        filled(home)
        with FakePrinter(behaviour) as fake:
            with Ledger.open(home) as ledger:
                who = people.acting(ledger, "12")
                printers.add(ledger, who, printers.Printer("受付プリンター", "epson-tm-m30", "socket", f"127.0.0.1:{fake.port}"))
            with program(home):
                do("=501", "Return", "=3", "F12")
                time.sleep(4)
                do(f">{name}")


def _now() -> str:
    return time.strftime("%m%d%H%M", time.gmtime(time.time() + 9 * 3600))


def scan(number: str) -> None:
    """A burst as a hand scanner sends it."""
    subprocess.run(["xdotool", "type", "--delay", "3", number], check=True)
    do("Return")


def filled(home: Path) -> list[str]:
    """A desk with a few slips in several states."""
    from branch_desk.domain.desk import Desk
    from branch_desk.domain.rights import StaffRole
    from branch_desk.services import desks, people, returns, slips

    ledger = desks.set_up(home, Desk("101", "大師1", "大師支所", phone="044-000-0000")).ledger
    who = people.add(ledger, "12", "佐野 恵", role=StaffRole.RESPONSIBLE, pin="2468")
    numbers = []
    for number, (code, name) in enumerate(zip(TYPES, NAMES, strict=True)):
        request = slips.IssueRequest(code, sheets=number + 1, enclosures=("02",) * (number % 2), depositor=name)
        numbers.append(slips.issue(ledger, who, request).slip.number)
    returns.come_back(ledger, who, numbers[0], received_at=ledger.now(), accept=True)
    returns.come_back(ledger, who, numbers[4], returns.DIFFERS, reason="sheets", accept=True)
    slips.void(ledger, who, numbers[5], "wrong_type", pin="2468")
    slips.hand_back(ledger, who, numbers[6], "withdrawn")
    ledger.close()
    return numbers


def papers(folder: Path) -> None:
    """The papers of one slip."""
    import printing
    from branch_desk.domain.desk import Desk
    from branch_desk.services import desks, paper, people, slips

    ledger = desks.set_up(folder / "paper", Desk("101", "大師1", "大師支所", phone="044-000-0000")).ledger
    who = people.add(ledger, "12", "佐野 恵")
    number = slips.issue(ledger, who, slips.IssueRequest("501", sheets=7, enclosures=("03", "07", "02"), depositor="髙﨑 德次郎")).slip.number
    for copy, size in SLIP_PAPERS:
        page = printing.draw(paper.form(ledger, number, copy), size)
        (OUT / f"paper-{copy}-{size.lower()}.png").write_bytes(printing.png(printing.raster(page)))
    ledger.close()
    from tests.printing import office_examples as office

    for name, form, size in (("bag", office.BAG, "80mm"), ("manifest", office.MANIFEST, "A4"),
                             ("inquiry", office.INQUIRY, "A4"), ("guide", office.GUIDE, "80mm"),
                             ("cover", office.COVER, "A4"), ("spare", office.SPARE, "A4")):
        page = printing.draw(form, size)
        picture = printing.raster(page, dpi=150) if size == "A4" else printing.raster(page)
        (OUT / f"paper-{name}-{size.lower()}.png").write_bytes(printing.png(picture))


if __name__ == "__main__":
    main()
