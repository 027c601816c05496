"""The whole main job in a practice ledger: issue, print, return and close one slip of each type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from branch_desk.domain.fold import Slip
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, paper, returns, slips
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger

# Invented people. They hold what printers elsewhere lose: 髙﨑德, 𠮷 outside the BMP, 邉, a variant by selector.
NAMES = ("髙﨑 德次郎", "𠮷田 花子", "渡邉 一郎", "葛󠄀城 みどり", "小林 さくら", "岡本 太郎", "林 次郎", "森 三枝子",
         "川端 四郎", "南 五月", "マリア・デ・ロス・アンヘレス・フェルナンデス・ガルシア・デ・ラ・クルス")


T = TypeVar("T")


class DemoFailed(RuntimeError):
    """A step of the demonstration was refused; the message is the sentence."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One slip of the demonstration, closed, and the files of its papers."""

    slip: Slip
    files: tuple[Path, ...]


def walk(ledger: Ledger, who: Staff, out: Path) -> Iterator[Shown]:
    """Issues one slip of each type, prints its papers as PDF and PNG, returns and closes it.

    Every other slip is written by hand, and every other has its 原本 on A5, so that each form is seen.
    There are no bags yet, so each return is accepted although nothing was dispatched.
    """
    for index, item in enumerate(catalogues.current_types(ledger)):
        by_hand = index % 3 == 1
        request = slips.IssueRequest(
            item.code, sheets=None if index == 4 else index + 1, sealed=index == 4, enclosures=("01", "02")[:index % 3],
            depositor=None if by_hand else NAMES[index % len(NAMES)])
        issued = _done(slips.issue(ledger, who, request))
        number = issued.slip.number
        files: list[Path] = []
        for copy in paper.COPIES:
            size = "A5" if copy == "binder" or index % 2 else "80mm"
            stem = out / f"{number}-{copy}"
            printed = _done(paper.into_files(ledger, who, number, copy, paper=size, pdf=stem.with_suffix(".pdf"),
                                             png=stem.with_suffix(".png")))
            files.extend(printed.files)
        back = _done(returns.come_back(ledger, who, number, received_at=ledger.now(), accept=True))
        yield Shown(back.slip, tuple(files))


def _done(result: T | Refusal) -> T:
    if isinstance(result, Refusal):
        raise DemoFailed(result.sentence)
    return result
