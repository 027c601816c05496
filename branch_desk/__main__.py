"""python -m branch_desk: the window without arguments, the command line with."""

from __future__ import annotations

import sys


def main() -> int:
    """Where the program starts, as `branch-desk` and as `python -m branch_desk`."""
    from branch_desk import app

    return app.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
