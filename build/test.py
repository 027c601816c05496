#!/usr/bin/env python3
"""Make what is needed and run every test: python3 build/test.py [--long] [what pytest takes]

--long adds the proofs that take minutes, and on Linux the Windows part under Wine. With any other argument pytest
gets exactly those, in one process (good for -k, --pdb or one file).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # build/ is source: nothing is left in it
sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment  # noqa: E402  (lives beside this script, which is no package)

UNAVAILABLE = 69  # what wine.py ends with where there is no Wine
# What runs under Wine (build/wine/wine.py): what only Windows shows, and the tests of what talks to the system there.
UNDER_WINE = (
    "tests/windows",
    "tests/store/test_migrating.py",
    "tests/sync/test_folder.py",
    "tests/sync/test_worker.py",
    "tests/sync/test_kept_formats.py",
    "tests/printing/test_transport_folder.py",
    "tests/printing/test_transport_spooler.py",
)


def under_wine() -> int:
    """The Windows part. Where there is no Wine and it cannot be had, wine.py says so, and it is left out."""
    papers = [str(environment.PYTHON), "-m", "tests.windows.papers", str(environment.SCRATCH / "papers-on-linux.json")]
    if subprocess.call(papers, cwd=environment.ROOT):
        return 1
    wine = [sys.executable, str(environment.ROOT / "build" / "wine" / "wine.py")]
    ended = subprocess.call([*wine, "-m", "pytest", "-q", "-o", "cache_dir=.scratch/pytest-windows", *UNDER_WINE])
    if ended == UNAVAILABLE:
        print("left out: the Windows part", flush=True)
        return 0
    print("the program built for Windows, for tests only:", flush=True)
    built = subprocess.call([sys.executable, str(environment.ROOT / "build" / "wine" / "built.py")])
    return ended or built


def main(arguments: list[str]) -> int:
    """Prepare, then let pytest speak last: its summary line is the result."""
    environment.ready("test", tk=True)
    if sys.platform == "linux":
        environment.complete(environment.TEST_PIECES)
        environment.identify_machine()
        if "--long" in arguments:
            environment.complete(environment.LONG_PIECES)
            environment.unpack_kernel()
    whole_and_long = arguments == ["--long"]
    if set(arguments) <= {"--long"}:
        # loadgroup keeps the screen tests of one file in one process, each process with a display of its own.
        workers = min(4, os.cpu_count() or 1)
        arguments = [*arguments, "-q", "-n", str(workers), "--dist", "loadgroup"]
    ended = subprocess.call([str(environment.PYTHON), "-m", "pytest", *arguments], cwd=environment.ROOT)
    return (under_wine() or ended) if whole_and_long and sys.platform == "linux" else ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
