"""The papers around the slips (袋札, 送付票, 職員証 …): to a printer or into files, and what became of them.

Each part makes its own form; from here on they all go one way. `printed` is recorded with the paper's own word.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import printing
from branch_desk.domain.staff import Staff
from branch_desk.services import paper, printers, printjobs
from branch_desk.services.people import may_record
from branch_desk.services.printjobs import Queued
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class OfficePaper:
    """One paper that is to be made. `copy` is its word in the `printed` event, `size` its usual paper, `roll` says that
    it goes where the 原本 goes, `sheet` that no roll takes it; `count` is its number among the papers of its kind for this bag or slip,
    `reason` the code of why there is another.
    """

    copy: str
    form: printing.Form
    size: str = "A4"
    bag: str | None = None
    slip: str | None = None
    count: int = 1
    roll: bool = False
    sheet: bool = False
    named: bool = False
    reason: str | None = None
    of: str = ""            # which of several that are made at once, in the name of its file

    @property
    def file_name(self) -> str:
        """Begins with a digit, so that `paper.clear_folder` finds it. Nothing personal."""
        return "-".join(part for part in (self.bag or self.slip or "0", self.of, f"{self.copy}.pdf") if part)


@dataclass(frozen=True, slots=True)
class Made:
    """Files that were written for one paper."""

    paper: OfficePaper
    size: str
    files: tuple[Path, ...]
    changed: Changed


def queue(ledger: Ledger, who: Staff, wanted: OfficePaper, *, printer: str | None = None, size: str | None = None,
          begin: bool = False) -> Queued | Refusal:
    """To the printer that takes such papers, or to `printer`."""
    return printjobs.queue_form(ledger, who, wanted.copy, wanted.form, printer=printer, size=size,
                                usual_size=wanted.size, bag=wanted.bag, slip=wanted.slip, named=wanted.named,
                                count=wanted.count, reason=wanted.reason,
                                roll=wanted.roll, begin=begin)


def draw(wanted: OfficePaper, *, size: str | None = None, pdf: Path | None = None, png: Path | None = None,
         escpos: Path | None = None, profile: str | None = None) -> tuple[Path, ...] | Refusal:
    """Makes the files, away from the ledger. Raises OSError where a file cannot be written."""
    size = size or wanted.size
    if size not in printing.PAPERS:
        return refuse("paper_unknown", papers="・".join(printing.PAPERS))
    if pdf is None and png is None and escpos is None:
        return refuse("nowhere_to_print")
    page = paper.page_of(wanted.form, size)
    if isinstance(page, Refusal):
        return page
    return paper.page_files(page, pdf=pdf, png=png, escpos=escpos, profile=profile)


def drawn(ledger: Ledger, who: Staff, wanted: OfficePaper, written: tuple[Path, ...], *, size: str | None = None) -> Made:
    """Records that the files were made: not that anything came out of a printer."""
    size = size or wanted.size
    body = {"copy": wanted.copy, "outcome": "file", "count": wanted.count, "paper": size, "named": wanted.named}
    with ledger.transaction() as tx:
        tx.append("printed", actor=who.code, slip=wanted.slip, bag=wanted.bag,
                  body=body | ({"reason": wanted.reason} if wanted.reason else {}))
    slips = frozenset({wanted.slip} if wanted.slip else ())
    return Made(wanted, size, written, Changed(slips, frozenset({"prints"})))


def into_files(ledger: Ledger, who: Staff, wanted: OfficePaper, *, size: str | None = None, pdf: Path | None = None,
               png: Path | None = None, escpos: Path | None = None, profile: str | None = None) -> Made | Refusal:
    """Draw and record in one go. Nothing is recorded where a file could not be written."""
    refused = may_record(who)
    if refused:
        return refused
    written = draw(wanted, size=size, pdf=pdf, png=png, escpos=escpos, profile=profile)
    return written if isinstance(written, Refusal) else drawn(ledger, who, wanted, written, size=size)


def goes_to_printer(ledger: Ledger, wanted: OfficePaper) -> bool:
    """Whether a printer takes such papers here; else they become PDFs."""
    setup = printers.of(ledger)
    if wanted.sheet:
        return setup.first_sheet is not None
    return (setup.printer_for("original") if wanted.roll else setup.first_sheet or setup.printer_for("original")) is not None
