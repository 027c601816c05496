"""False function keys of an IME, lines of Japanese, shapes, sounds, and tips that stay on the screen."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tkinter
import wave
from tkinter import ttk

import pytest

from branch_desk.domain.text import wrap_ja
from branch_desk.ui import icons, ime_guard, sounds
from branch_desk.ui.hints import Hint
from branch_desk.ui.icons import Icons
from branch_desk.ui.ime_guard import is_false_key
from branch_desk.ui.sounds import Sound, Sounds, Volume
from branch_desk.ui.theme import Look, Theme

# What Tk 8.6 on Windows makes of committed text (measured under Wine): (keysym, character)
COMMITTED = {
    "prt": [("F1", "p"), ("F3", "r"), ("F5", "t")],
    "y": [("F10", "y")],
    "1.5-2": [("Delete", "."), ("Insert", "-")],
    "a(b)": [("Down", "(")],
}


@pytest.mark.parametrize("text", COMMITTED)
def test_a_committed_character_is_no_function_key(text):
    assert all(is_false_key(keysym, char) for keysym, char in COMMITTED[text])


@pytest.mark.parametrize(
    ("keysym", "char"),
    [
        ("F3", ""),
        ("F12", ""),
        ("Delete", ""),
        ("Delete", "\x7f"),
        ("Insert", ""),
        ("Down", ""),
        ("Return", "\r"),
        ("Escape", "\x1b"),
        ("Tab", "\t"),
        ("a", "a"),
        ("3", "3"),
        ("KP_3", "3"),
        ("??", "髙"),
        ("space", " "),
        ("Select", " "),
    ],
)
def test_a_real_key_passes(keysym, char):
    assert not is_false_key(keysym, char)


@pytest.fixture
def entry(root, wait_until):
    """A field that has the guard as its first tag."""
    root.deiconify()
    entry = ttk.Entry(root)
    entry.pack()
    ime_guard.install(root)
    entry.bindtags((ime_guard.TAG, *entry.bindtags()))
    entry.focus_force()
    wait_until(lambda: root.focus_get() is entry)
    yield entry
    entry.destroy()
    root.withdraw()


def test_the_guard_writes_the_character_in_place_of_the_selection(entry):
    entry.insert(0, "1x5")
    entry.selection_range(1, 2)
    entry.icursor(2)
    event = tkinter.Event()
    event.widget, event.keysym, event.char = entry, "Delete", "."
    assert ime_guard._guard(event) == "break" and entry.get() == "1.5"


def test_a_real_function_key_still_fires(entry, press, wait_until):
    fired = []
    entry.bind("<F3>", lambda event: fired.append(event.keysym))
    press("F3")
    wait_until(lambda: fired)
    assert fired == ["F3"] and entry.get() == ""


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("預かりました。次の方へ", 6, ["預かりました。", "次の方へ"]),
        ("これは「原本」です", 4, ["これは", "「原本」", "です"]),
        ("番号は1101265010でした", 10, ["番号は", "1101265010", "でした"]),
        ("きょうは\nあす", 10, ["きょうは", "あす"]),
        ("", 5, [""]),
    ],
)
def test_a_line_begins_and_ends_as_japanese_does(text, width, lines):
    assert wrap_ja(text, width, len) == lines


def test_no_character_is_lost_and_none_stands_alone_at_the_end():
    text = "番号札を書類に付け、原本と一緒に高齢・障害課の箱へ"
    for width in range(8, 24):
        lines = wrap_ja(text, width, len)
        assert "".join(lines) == text and all(len(line) <= width + 1 for line in lines)
    assert len(wrap_ja(text, 24, len)[-1]) >= 3


def test_every_shape_is_there_in_every_size():
    shapes = {shape for table in (icons.STATES, icons.VERDICTS, icons.MARKS) for shape, _ in table.values()}
    for shape in shapes:
        for size in icons.SIZES:
            data = (icons.FOLDER / f"{shape}-{size}.png").read_bytes()
            assert struct.unpack(">II", data[16:24]) == (size, size)


@pytest.mark.parametrize("contrast", [False, True])
def test_a_shape_has_the_colour_of_its_token(root, contrast):
    theme = Theme(root, Look(contrast=contrast))
    made = Icons(theme)
    photo = made.state("closed", 36)
    wanted = tuple(int(theme.color("green")[i : i + 2], 16) for i in (1, 3, 5))
    assert photo.get(5, photo.height() // 2) == wanted and photo.transparency_get(0, 0)
    assert made.state("closed", 36) is photo


def test_states_differ_in_shape_not_only_in_colour():
    assert len({shape for shape, _ in icons.STATES.values()}) == len(icons.STATES)


def test_the_four_sounds_differ_in_more_than_pitch():
    seen = set()
    for sound in Sound:
        for volume in (Volume.LOUD, Volume.SOFT):
            with wave.open(str(Sounds(volume).file(sound))) as file:
                assert file.getframerate() == 22_050
                seen.add((volume, file.getnframes(), file.readframes(2000)))
    assert len(seen) == 8 and Sounds(Volume.OFF).file(Sound.GOOD) is None


def test_a_pc_without_a_player_is_silent_and_goes_on(monkeypatch):
    monkeypatch.setattr(sounds.shutil, "which", lambda name: None)
    Sounds().play(Sound.STOP)
    broken = Sounds()
    broken._player = "no-such-player"
    broken.play(Sound.STOP)
    assert broken._player is None


def test_the_window_has_its_fonts_on_a_pc_that_has_none(display, tmp_path):
    """fontconfig is shown an empty system; what is registered must be all that Tk needs."""
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8"
    )
    program = """
import tkinter as tk
from branch_desk.ui import font_files
from branch_desk.ui.theme import Theme
from printing import FONT_FILES
print(font_files.register(FONT_FILES) == len(FONT_FILES))
theme = Theme(tk.Tk())
print(theme.family, theme.even_family, theme.font().actual("family"))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"FONTCONFIG_FILE": str(settings)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    registered, families = done.stdout.splitlines()
    assert registered == "True", done.stderr
    assert families.replace("ゴシック", "Gothic") == "BIZ UDPGothic BIZ UDGothic BIZ UDPGothic"


@pytest.fixture
def tipped(root, wait_until):
    """A widget at the lower right corner, with a tip."""
    theme = Theme(root)
    root.deiconify()
    root.attributes("-zoomed", True)
    wait_until(lambda: root.winfo_width() == 1366)
    box = tkinter.Frame(root, takefocus=1, width=60, height=30)
    box.place(relx=1, rely=1, anchor="se")
    kept = []
    box.bind("<Enter>", kept.append, add="+")
    hint = Hint(box, "F12  発行します。番号が決まり、紙が出ます", theme)
    root.update()
    yield box, hint, kept
    if box.winfo_exists():
        box.destroy()
    root.attributes("-zoomed", False)
    root.withdraw()


def test_a_tip_shows_on_keyboard_focus_inside_the_screen(root, tipped, wait_until):
    box, hint, _ = tipped
    box.focus_force()
    wait_until(lambda: hint.visible)
    tip = hint._tip
    root.update()
    assert tip.winfo_rootx() + tip.winfo_width() <= 1366 and tip.winfo_rooty() + tip.winfo_height() <= 768
    root.focus_force()
    wait_until(lambda: not hint.visible)


def test_a_tip_goes_with_its_widget_and_leaves_other_bindings_alone(root, tipped, wait_until):
    box, hint, kept = tipped
    box.focus_force()
    wait_until(lambda: hint.visible)
    tip = hint._tip
    box.event_generate("<Enter>")
    assert kept
    box.destroy()
    root.update()
    assert not tip.winfo_exists()
