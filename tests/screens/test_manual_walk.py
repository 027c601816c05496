"""A newcomer's walk: every step of every page of the 操作手引, carried out by real keys exactly as the page says, and what
the page promises asked of the ledger and of the screen. The steps are read from the manual's own data, so manual and
program cannot drift apart.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from branch_desk import app
from branch_desk.domain import keys
from branch_desk.services import manual
from branch_desk.ui import open_file
from branch_desk.ui.settings import Settings
from branch_desk.ui.sounds import Volume
from tests.screens import manual_worlds
from tests.screens.everything import GAP_MS, Everything
from tests.screens.fingers import Fingers
from tests.screens.opened import texts

USUAL = ("reception", "packing", "returns", "putting_right", "closing")
BEFORE_A_LEDGER = ("first_day", "practice")
X_NAMES = {"Esc": "Escape", "Enter": "Return"}
TASKS = {task.code: task for task in manual.tasks()}


def walks(codes):
    return [pytest.param(code, marks=() if code in USUAL else pytest.mark.long) for code in codes]


def key_of(what: str) -> str:
    """What X calls the key of a step."""
    if what[0] != "{":
        return what
    said = keys.say(what)
    return said.replace("Ctrl+", "ctrl+") if said.startswith("Ctrl+") else X_NAMES.get(said, said)


class Walker:
    """The hands of somebody who reads the manual and does what it says."""

    def __init__(self, root, fingers, wait_until, idle, codes=()):
        self.root, self.fingers, self.wait, self.idle, self.codes = root, fingers, wait_until, idle, dict(codes)

    def rest(self):
        for _ in range(2):
            self.fingers.handled()
            self.wait(self.idle, timeout=60)

    def do(self, *whats):
        for what in whats:
            if what[0] == "=":
                text = what[1:]
                self.fingers.type(self.codes[text[1:-1]] if text[0] == "<" else text)
            elif what[0] == "<":
                self.fingers.burst(self.codes[what[1:-1]], 1)
            else:
                self.fingers.press(key_of(what))
            self.rest()


@pytest.fixture
def fingers(root, tmp_path):
    """With keys for what needs Shift or an input method: names, and the paths of folders."""
    typed = {*str(tmp_path), "."} | {character for task in manual.tasks() for step in task.steps for what in step.do
                                if what[0] == "=" for character in what[1:]}
    made = Fingers(root, "".join(sorted(character for character in typed if not re.match("[a-z0-9]", character))))
    yield made
    made.close()


@pytest.fixture
def files(monkeypatch):
    """What would have been opened for printing."""
    shown = []
    monkeypatch.setattr(open_file, "show", lambda path: shown.append(Path(path)) or True)
    return shown


@pytest.mark.parametrize("code", walks(code for code in TASKS if code not in BEFORE_A_LEDGER))
def test_a_page_does_what_it_says(root, tmp_path, fingers, wait_until, files, code):
    task = TASKS[code]
    world = manual_worlds.WORLDS[code](tmp_path)
    desk = Everything(root, world.filled, settings=Settings(volume=Volume.OFF, scanner_gap_ms=GAP_MS))
    try:
        window = desk.window
        wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and desk.session.idle)
        window.view.first_focus().focus_force()
        walker = Walker(root, fingers, wait_until, lambda: _rests(window), world.codes)
        walker.rest()
        if task.before:
            walker.do(*task.before)
        for step in task.steps:
            walker.do(*step.do)
        promised = manual_worlds.promises(desk, world, files)[task.promise]
        wait_until(promised, timeout=15)
        assert task.place is None or keys.PLACES[task.place] in window._classes
    finally:
        desk.close()


class Program(app.Opening):
    """The program from its very start; it keeps the window that it makes, and says when a page waits for a key."""

    window = None
    waits = True
    key = ""

    def _set_up(self, registration, look, page):
        self.waits = False
        return super()._set_up(registration, look, page)

    def _show_recovery_key(self, made, registration, look):
        super()._show_recovery_key(made, registration, look)
        self.key, self.waits = made.recovery_key, True

    def asked_for(self):
        """The groups of the recovery key that the page wants to have typed back, as they stand on the paper."""
        places = re.findall(r"(\d)番目の組", texts(self.root))
        return {f"group{n}": self.key.split("-")[int(place) - 1].lower() for n, place in enumerate(places, 1)}

    def open_ledger(self, look):
        self.waits = False
        super().open_ledger(look)

    def _show(self, session, ready):
        made = []
        import branch_desk.ui.window as module

        real = module.Window

        def keep(*given, **named):
            made.append(real(*given, **named))
            return made[0]

        module.Window = keep
        try:
            super()._show(session, ready)
        finally:
            module.Window = real
        self.window = made[0]


@pytest.mark.parametrize("code", walks(BEFORE_A_LEDGER))
def test_a_page_of_the_first_start_does_what_it_says(root, home, fingers, wait_until, files, code):
    program = Program(root, home)
    program.begin()
    root.deiconify()
    root.attributes("-zoomed", True)
    try:
        wait_until(lambda: root.winfo_viewable() and root.winfo_width() == 1366 and root.focus_get() is not None)

        def idle():
            return program.waits if program.window is None else _rests(program.window)

        walker = Walker(root, fingers, wait_until, idle)
        for step in TASKS[code].steps:
            walker.codes |= program.asked_for()
            walker.do(*step.do)
        wait_until(lambda: program.window is not None and program.window.session.idle, timeout=30)
        desk = program.window.desk
        if code == "first_day":
            assert (desk.code, desk.name, desk.branch, desk.practice) == ("101", "大師1", "大師支所", False)
            assert program.window.session.who.code == "12" and program.window.screen_name == "reception"
        else:
            assert desk.practice and program.window.screen_name == "statistics"
            assert program.window._made[1].last.slip.type == "501"
            assert len(program.window._made[5].items) > 5
    finally:
        if program.window is not None:
            program.window.stop()
        root.attributes("-zoomed", False)
        root.withdraw()
        root.update()


def _rests(window) -> bool:
    """Nothing that was asked for is still under way."""
    return window.session.idle and window.router.scanner._timer is None and not window.prints.under_way


# ---- the pages themselves


@pytest.mark.parametrize("code", TASKS)
def test_a_step_names_exactly_the_keys_that_it_has_pressed(code):
    for step in TASKS[code].steps:
        named = set(re.findall(r"\{\w+\}", step.say))
        pressed = {what for what in step.do if what[0] == "{"}
        assert named == pressed, step.say
        for what in step.do:
            if what[0] == "=" and what[1] != "<":
                assert what[1:] in step.say, (what, step.say)
            elif what[0] not in "=<{":
                assert manual.key_name(what) in step.say, (what, step.say)


def test_every_page_says_what_to_do_when_something_is_wrong_and_has_its_walk():
    assert all(3 <= len(task.wrong) <= 4 and task.steps and task.result for task in manual.tasks())
    assert set(TASKS) == {*manual_worlds.WORLDS, *BEFORE_A_LEDGER}
    assert {task.desk for task in manual.tasks()} == {"counter", "section", "both"}
