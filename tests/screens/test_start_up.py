"""What the start of the window must do without: everything here costs the clerk time before the first window, or between it
and the first screen. Counted in modules, not in seconds, for machines differ."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import pytest

from branch_desk import cli

# Before the window is on the screen, which shows nothing but its ground: Tk, the fonts, the place of the ledger.
BEFORE_WINDOW = frozenset("sqlite3 sqlite_utils hashlib json logging socket subprocess sv_ttk schemas sync click".split())
OURS_BEFORE_WINDOW = frozenset(
    "branch_desk branch_desk.app branch_desk.domain branch_desk.domain.words_start branch_desk.services branch_desk.services.home "
    "branch_desk.ui branch_desk.ui.dpi branch_desk.ui.font_files printing printing.fonts".split()
)
# Before the first screen: whatever draws paper, proves, exchanges, keeps keys, answers commands.
BEFORE_SCREEN = frozenset(
    "fpdf PIL pypdfium2 fontTools uharfbuzz barcode sqlite_utils cryptography keyring click jpholiday fastjsonschema tktooltip sync "
    "socket pickle logging.handlers unittest email asyncio branch_desk.cli".split()
)
OURS_BEFORE_SCREEN = frozenset(
    "exchange exchange_local carrier incoming attention lookup returns spare office_papers statistics gaps binder bags receiving "
    "sending_back inquiry backup restore retention audit care manual demo practice".split()
)
# The one library that a first screen is drawn with.
LIBRARIES = {"sv_ttk"}

PROGRAM = """
    import os, sys
    from branch_desk import app
    seen = {}
    begin, show = app.Opening.begin, app.Opening._show
    def begins(opening):
        seen["window"] = sorted(sys.modules)
        begin(opening)
    def shows(opening, session, ready):
        show(opening, session, ready)
        opening.root.update_idletasks()         # drawn; nothing that waits behind the first picture has begun
        seen["screen"] = sorted(sys.modules)
        import json
        print(json.dumps(seen), flush=True)
        os._exit(0)
    app.Opening.begin, app.Opening._show = begins, shows
    sys.exit(app.run_window())
"""


@pytest.fixture(scope="module")
def loaded(display, tmp_path_factory) -> dict[str, set[str]]:
    """The modules at both moments of a real start, with a real ledger."""
    home = tmp_path_factory.mktemp("start") / "home"
    assert cli.main(["--home", str(home), "setup", "--desk", "101", "--name", "大師1", "--branch", "大師支所", "--training"]) == 0
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(PROGRAM)], env=os.environ | {"BRANCH_DESK_HOME": str(home)},
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return {when: set(names) for when, names in json.loads(done.stdout).items()}


def tops(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def test_the_window_comes_before_anything_of_the_ledger(loaded):
    assert tops(loaded["window"]) & BEFORE_WINDOW == set()
    assert {name for name in loaded["window"] if name.split(".")[0] in ("branch_desk", "printing")} == OURS_BEFORE_WINDOW


def test_the_first_screen_is_drawn_without_paper_proof_keys_and_exchange(loaded):
    assert loaded["screen"] & BEFORE_SCREEN == set()
    assert {name for name in OURS_BEFORE_SCREEN if f"branch_desk.services.{name}" in loaded["screen"]} == set()


def test_one_library_is_enough_for_it(loaded):
    here = {"branch_desk", "printing", "schemas", "__main__", "_distutils_hack", "sitecustomize"}     # the last is Debian's own
    assert tops(loaded["screen"]) - set(sys.stdlib_module_names) - here == LIBRARIES


def test_it_loads_the_open_screen_and_no_other(loaded):
    screens = {"book", "attention", "guide", "statistics", "exchange", "settings_screen", "returning", "packing"}
    assert {name for name in screens if f"branch_desk.ui.{name}" in loaded["screen"]} == set()


def test_tks_own_fonts_are_held_for_as_long_as_the_window_lives(root):
    """Else every label opens one and closes it: a first screen has 130."""
    from branch_desk.ui.theme import HELD_FONTS, Theme

    for _ in range(2):      # a second theme on the same root takes the place of the first
        Theme(root)
    held = [child for child in root.winfo_children() if str(child).startswith(".holds-")]
    assert sorted(str(child.cget("font")) for child in held) == sorted(HELD_FONTS) and not any(it.winfo_ismapped() for it in held)
