#!/usr/bin/env python3
"""Make what is needed and run every test: python3 build/test.py [--long] [what pytest takes]

--long adds the proofs that take minutes. With any other argument pytest gets exactly those, in one process
(good for -k, --pdb or one file).
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
    """Prepare, then let pytest speak last: its summary line is the result."""
    environment.ready("test", tk=True)
    if sys.platform == "linux":
        environment.complete(environment.TEST_PIECES)
        if "--long" in arguments:
            environment.complete(environment.LONG_PIECES)
            environment.unpack_kernel()
    if set(arguments) <= {"--long"}:
        # loadgroup keeps the screen tests of one file in one process, each process with a display of its own.
        workers = min(4, os.cpu_count() or 1)
        arguments = [*arguments, "-q", "-n", str(workers), "--dist", "loadgroup"]
    return subprocess.call([str(environment.PYTHON), "-m", "pytest", *arguments], cwd=environment.ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
