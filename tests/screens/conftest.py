"""Real keys on a real display: a private X server with a window manager, one Tk for all tests, and keys that
arrive through the server.

No window manager, no focus (Tk's focus_set gives nothing then), so openbox runs as a user's desktop would.
The screen is the counter PC's, 1366×768; openbox keeps 31 pixels free above and 49 below, about the height of
Windows' title bar and task bar, and draws no frame of its own, so that a maximised window has exactly the
1366×688 that a clerk sees.
"""

from __future__ import annotations

import os
import subprocess
import time
import tkinter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from branch_desk.ui import font_files
from printing.fonts import FONT_FILES
from tests.screens.spare_keys import SpareKeys

OPENBOX = """<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <margins><top>31</top><bottom>49</bottom><left>0</left><right>0</right></margins>
  <keyboard/>
  <applications><application class="*"><decor>no</decor></application></applications>
</openbox_config>
"""
# Only the fonts that we bring: what fits here fits on every machine, and a character that they lack is seen.
NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>
"""
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


@pytest.fixture(scope="session", autouse=True)
def display(own_surroundings: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Our own X server under a number that the server itself finds free; gone after the last test. Windows
    has its screen.
    """
    if os.name == "nt":
        yield
        return
    settings = tmp_path_factory.mktemp("openbox") / "rc.xml"
    settings.write_text(OPENBOX, encoding="utf-8")
    read, write = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            "1366x768x24",
            "-dpi",
            "96",
            "-nolisten",
            "tcp",
            "-noreset",
        ],
        pass_fds=[write],
        **QUIET,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", ":" + number)
        patch.delenv(
            "XMODIFIERS", raising=False
        )  # an input method of the developer's desktop would take the keys
        manager = subprocess.Popen(["openbox", "--sm-disable", "--config-file", str(settings)], **QUIET)
        try:
            subprocess.run(
                ["xdotool", "search", "--sync", "--class", "openbox"], check=True, timeout=20, **QUIET
            )
            subprocess.run(
                ["xdotool", "mousemove", "1365", "767"], check=True, **QUIET
            )  # nothing is hovered over by chance
            yield
        finally:
            for process in (manager, server):
                process.terminate()
                process.wait(10)


@pytest.fixture(scope="session")
def root(display: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tkinter.Tk]:
    """One Tk for all tests, hidden until a test shows it: several in one process are not stable."""
    place = tmp_path_factory.mktemp("fonts")
    settings = place / "fonts.conf"
    settings.write_text(NO_FONTS.format(cache=place / "cache"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FONTCONFIG_FILE", str(settings))
        font_files.register(FONT_FILES)
        root = tkinter.Tk(className="BranchDesk")
    root.withdraw()
    yield root
    root.destroy()


@pytest.fixture(autouse=True)
def failing_callbacks_fail_the_test(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Tk only prints what goes wrong in a callback or a timer; here it counts."""
    failed: list[BaseException | str] = []
    monkeypatch.setattr(
        tkinter.Tk, "report_callback_exception", lambda self, kind, value, trace: failed.append(value)
    )
    if "root" in request.fixturenames:
        request.getfixturevalue("root").tk.createcommand("bgerror", failed.append)
    yield
    for failure in failed:
        if isinstance(failure, BaseException):
            raise failure
        pytest.fail(f"Tcl: {failure}")


def bindings(root: tkinter.Tk) -> dict[tuple[str, str], str]:
    """What is bound for every widget and for the window itself."""
    call = root.tk.call
    return {
        (tag, keys): call("bind", tag, keys) for tag in ("all", ".") for keys in map(str, call("bind", tag))
    }


@pytest.fixture(autouse=True)
def bindings_end_with_their_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """The one Tk outlives the windows that tests open in it: bindings would hear the next one's keys."""
    if "root" not in request.fixturenames:
        yield
        return
    root = request.getfixturevalue("root")
    before = bindings(root)
    yield
    for tag, keys in bindings(root).keys() | before.keys():
        root.tk.call("bind", tag, keys, before.get((tag, keys), ""))


@pytest.fixture
def settle(root: tkinter.Tk) -> Callable[[], None]:
    """Let Tk handle all that the X server has sent so far; a question to the server comes back behind every
    earlier event.
    """

    def go() -> None:
        end = time.monotonic() + 0.03
        while time.monotonic() < end:
            root.winfo_pointerxy()
            root.update()
            time.sleep(0.002)

    return go


@pytest.fixture
def wait_until(root: tkinter.Tk) -> Callable[..., None]:
    """Run Tk until the condition holds; the time-out is a safety line, not a measurement."""

    def wait(condition: Callable[[], object], timeout: float = 10) -> None:
        end = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < end, f"not within {timeout} s"
            root.update()
            time.sleep(0.003)

    return wait


@pytest.fixture
def xdotool(root: tkinter.Tk, settle: Callable[[], None]) -> Callable[..., None]:
    """Run xdotool while Tk goes on, and return when Tk has handled what came of it."""

    def go(*arguments: str) -> None:
        with subprocess.Popen(["xdotool", *arguments], stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                root.update()
                time.sleep(0.002)
        assert process.returncode == 0, arguments
        settle()

    return go


@pytest.fixture
def press(xdotool: Callable[..., None]) -> Callable[..., None]:
    """Press keys by their X names: press('F12'), press('Tab', 'Return'), press('shift+Tab')."""

    def go(*keys: str) -> None:
        xdotool("key", "--delay", "12", *keys)

    return go


@pytest.fixture(scope="session")
def spare_keys(root: tkinter.Tk) -> Iterator[SpareKeys]:
    """Keys for characters that the keyboard lacks."""
    keys = SpareKeys()
    yield keys
    keys.close()


@pytest.fixture
def type_text(
    xdotool: Callable[..., None], spare_keys: SpareKeys, settle: Callable[[], None]
) -> Callable[[str], None]:
    """Type as a person does, any character of Unicode included (so kana and kanji come as after an IME's
    commit).
    """

    def go(text: str) -> None:
        assert "\n" not in text, "xdotool types a newline as Linefeed; use press('Return')"
        for piece in spare_keys.pieces(text):
            settle()  # Tk takes in the new names of the keys
            xdotool("type", "--delay", "8", piece)

    return go


@pytest.fixture
def scan(xdotool: Callable[..., None]) -> Callable[..., None]:
    """A barcode scanner that is a keyboard: the digits and Return, `ms` apart (real ones: 1 to 30)."""

    def go(digits: str, ms: int = 4, end: str = "Return") -> None:
        xdotool("key", "--delay", str(ms), *digits, *([end] if end else []))

    return go


@pytest.fixture
def screenshot(root: tkinter.Tk, settle: Callable[[], None]) -> Callable[[Path], Path]:
    """The whole screen as PNG: evidence to look at, not a gate."""

    def go(path: Path) -> Path:
        from PIL import ImageGrab

        settle()
        ImageGrab.grab(xdisplay=os.environ.get("DISPLAY")).save(path)
        return path

    return go
