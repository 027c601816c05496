"""操作手引 as a PDF. It needs no ledger: the words, the keys and the pictures come with the program."""

from __future__ import annotations

from pathlib import Path

from branch_desk.cli.wanted import FILE, Wanted, command, option
from branch_desk.domain import words_manual
from branch_desk.services import manual


@command("manual", option("--pdf", type=FILE, required=True))
def manual_command(wanted: Wanted, pdf: Path) -> None:
    manual.save(pdf)
    wanted.answer({"pdf": str(pdf)}, words_manual.MADE.format(file=pdf))
