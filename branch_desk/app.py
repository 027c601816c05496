"""Composition root: the only file that knows everyone."""

from __future__ import annotations

from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """The command line where there are arguments, else the window. Returns the exit code."""
    from branch_desk import cli

    return cli.main(arguments)
