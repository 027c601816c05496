"""The display that all screen tests stand on: size, focus, keys, kana, scanner bursts, and failures that are
heard.
"""

from __future__ import annotations

import itertools
import textwrap
import tkinter
from pathlib import Path
from tkinter import font, ttk

import pytest

pytest_plugins = ["pytester"]
TESTS = Path(__file__).parent.parent
NUMBER = "1101265010000125"


@pytest.fixture
def entry(root, wait_until):
    """A maximised window with one entry that has the focus."""
    root.deiconify()
    root.attributes("-zoomed", True)
    entry = ttk.Entry(root)
    entry.pack()
    wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366)
    entry.focus_force()
    wait_until(lambda: root.focus_get() is entry)
    yield entry
    entry.destroy()
    root.attributes("-zoomed", False)
    root.withdraw()


def test_a_maximised_window_has_what_a_clerk_sees(root, entry, wait_until):
    wait_until(lambda: root.winfo_height() == 688)
    assert (root.winfo_screenwidth(), root.winfo_screenheight()) == (1366, 768)
    assert (root.winfo_width(), root.winfo_height(), root.winfo_rootx(), root.winfo_rooty()) == (
        1366,
        688,
        0,
        31,
    )


def test_text_is_drawn_with_the_fonts_we_bring_and_no_others(root):
    families = set(font.families(root))
    assert {"BIZ UDPGothic", "BIZ UDGothic"} <= families
    assert not [name for name in families if "Noto" in name or "DejaVu" in name]
    assert font.Font(root, family="BIZ UDPGothic", size=12).actual("family") == "BIZ UDPGothic"


def test_what_one_test_binds(root):
    root.bind_all("<FocusIn>", lambda event: 1 / 0, add="+")
    root.bind("<F2>", lambda event: 1 / 0)


def test_the_next_one_does_not_hear(root, entry, press):
    press("F2")
    assert not root.bind("<F2>") and "<FocusIn>" not in root.bind_all()


@pytest.mark.parametrize(
    "text",
    [
        "タカハシ0012",
        "髙﨑 德次郎",
        "𠮷田",
        "葛\U000e0100城",
        "Smith-Jones 3.5",
        "0",
        "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす" * 2,
    ],
)
def test_what_is_typed_arrives_whole(root, entry, press, type_text, wait_until, text):
    heard = []
    root.bind("<F2>", lambda _: heard.append(entry.get()))
    type_text(text)
    press("F2")
    wait_until(lambda: heard)
    root.unbind("<F2>")
    assert heard == [text]


@pytest.mark.parametrize("ms", [1, 30])
def test_a_scan_arrives_whole_and_ends_with_return(entry, scan, ms):
    heard = []
    entry.bind("<Return>", lambda _: heard.append(entry.get()) or entry.delete(0, "end"))
    for _ in range(5):
        scan(NUMBER, ms=ms)
    assert heard == [NUMBER] * 5


@pytest.mark.parametrize(("ms", "low", "high"), [(1, 0, 12), (30, 24, 45)])
def test_a_scan_has_the_pace_it_was_asked_for(entry, scan, ms, low, high):
    times = []
    entry.bind("<Key>", lambda event: times.append(event.time))
    scan(NUMBER, ms=ms)
    gaps = sorted(later - earlier for earlier, later in itertools.pairwise(times))
    assert len(gaps) == 16 and low <= gaps[8] <= high, (
        gaps
    )  # the median: one stall of a busy machine is not the pace


def test_a_screenshot_shows_what_was_typed(entry, type_text, screenshot, tmp_path):
    from PIL import Image, ImageChops

    empty = Image.open(screenshot(tmp_path / "empty.png"))
    type_text("0123456789")
    full = Image.open(screenshot(tmp_path / "full.png"))
    assert (
        empty.size == (1366, 768) and ImageChops.difference(empty.convert("L"), full.convert("L")).getbbox()
    )


def test_event_generate_is_no_proof_of_a_keyboard(entry):
    with pytest.raises(tkinter.TclError):
        entry.event_generate("<Key>", keysym="カ")


@pytest.mark.parametrize("failure", ["root.after(1, lambda: 1 / 0)", "root.tk.eval('after 1 {error lost}')"])
def test_a_failing_callback_turns_a_green_looking_test_red(pytester, failure):
    (pytester.path / "tests" / "screens").mkdir(parents=True)
    for name in ("conftest.py", "screens/conftest.py", "screens/spare_keys.py"):
        (pytester.path / "tests" / name).write_text(
            (TESTS / name).read_text(encoding="utf-8"), encoding="utf-8"
        )
    (pytester.path / "tests" / "screens" / "test_made_up.py").write_text(
        textwrap.dedent(f"""
        import time
        def test_looks_green(root):
            {failure}; time.sleep(.02); root.update()
        def test_is_green(root): root.update()
    """),
        encoding="utf-8",
    )
    pytester.runpytest_subprocess(
        "-p", "no:cacheprovider", "-p", "no:rerunfailures", "--import-mode=importlib", "-o", "pythonpath=."
    ).assert_outcomes(passed=2, errors=1)
