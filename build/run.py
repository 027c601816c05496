#!/usr/bin/env python3
"""Make what is needed and open the window: python3 build/run.py

Arguments, where given, go to branch-desk as they are (python3 build/run.py ledger --json). Where no window
can be opened, the demo runs in the terminal instead and says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # build/ is source: nothing is left in it
sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment  # noqa: E402  (lives beside this script, which is no package)


def main(arguments: list[str]) -> int:
    """Prepare, choose window or terminal, hand over."""
    wanted = not arguments and environment.display_named()
    environment.ready("run", tk=wanted)
    if not arguments and not (wanted and environment.window_opens()):
        environment.say(
            "画面（ディスプレイ）が見つからないため、端末でデモを実行します。",
            "No display here: running `branch-desk demo` in the terminal instead.",
        )
        arguments = ["demo"]
    command = [str(environment.PYTHON), "-m", "branch_desk", *arguments]
    if os.name == "nt":
        return subprocess.call(command)
    os.execv(command[0], command)  # nothing of this script stays in memory behind the window


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
