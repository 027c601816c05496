"""The printers of this desk, and which paper goes to which. Settings of the ledger: names of printers and their
places, nothing personal.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import printing
from branch_desk.domain import words_print as words
from branch_desk.domain.staff import Staff
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal
from branch_desk.store.ledger import Ledger

if TYPE_CHECKING:
    from printing.status import Status
    from printing.transport import Transport

SHEET = "sheet"  # the profile of a printer that takes plain paper, as PDF
SHEETS = ("A5", "A4")
KINDS = ("socket", "cups", "spooler", "folder")
COPIES = ("citizen", "original", "tag", "binder")  # お客様控 first, so that the citizen has it
NO_PAPER = "none"  # 控えは複写: this copy is not printed
MAY_BE_PHOTOCOPY = ("binder",)
NAME_LENGTH = 20
SETTING = "printing"
CHANGED = Changed(topics=frozenset({"settings", "printers"}))
_HOST = re.compile(r"[0-9A-Za-z._-]{1,253}")


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer. `profile` is a name of printing.PRINTERS, or SHEET; `paper` None is the usual one of the profile."""

    name: str
    profile: str
    kind: str
    address: str
    paper: str | None = None

    @property
    def sheet(self) -> bool:
        """Plain paper, as PDF."""
        return self.profile == SHEET

    @property
    def known(self) -> printing.Profile | None:
        """What we know of a receipt printer; None for plain paper."""
        return None if self.sheet else printing.PRINTERS[self.profile]

    @property
    def papers(self) -> tuple[str, ...]:
        """What it can take, the usual one first."""
        profile = self.known
        fit = SHEETS if profile is None else profile.papers
        return (self.paper, *(name for name in fit if name != self.paper)) if self.paper else fit


@dataclass(frozen=True, slots=True)
class Setup:
    """All printers, the one that receipts go to by default, and the copies that were sent elsewhere."""

    printers: tuple[Printer, ...] = ()
    default: str | None = None
    routes: tuple[tuple[str, str], ...] = ()

    def named(self, name: str | None) -> Printer | None:
        """A printer by its name."""
        return next((printer for printer in self.printers if printer.name == name), None)

    @property
    def first_sheet(self) -> Printer | None:
        """The printer for plain paper."""
        return next((printer for printer in self.printers if printer.sheet), None)

    def chosen(self, copy: str) -> str | None:
        """What was set for this copy: a printer, NO_PAPER, or nothing."""
        return dict(self.routes).get(copy)

    def printer_for(self, copy: str) -> Printer | None:
        """Where a copy goes; None where it is not printed, or no printer can take it.

        Without a setting: the 控え to plain paper (thermal paper fades), all others to the default receipt printer.
        """
        chosen = self.chosen(copy)
        if chosen == NO_PAPER:
            return None
        if found := self.named(chosen):
            return found
        if copy in MAY_BE_PHOTOCOPY:
            return self.first_sheet
        receipts = [printer for printer in self.printers if not printer.sheet]
        return self.named(self.default) or (receipts[0] if receipts else None)


def of(ledger: Ledger) -> Setup:
    """What is set at this desk."""
    kept = ledger.setting(SETTING, {})
    return Setup(
        tuple(Printer(**item) for item in kept.get("printers", ())),
        kept.get("default"),
        tuple(sorted(kept.get("routes", {}).items())),
    )


def add(ledger: Ledger, who: Staff, printer: Printer) -> Setup | Refusal:
    """One printer more; the first receipt printer becomes the default."""
    before = of(ledger)
    refused = (
        may_record(who)
        or _fault(printer)
        or (refuse("printer_exists", printer=printer.name) if before.named(printer.name) else None)
    )
    if refused:
        return refused
    default = before.default or (None if printer.sheet else printer.name)
    return _keep(ledger, who, Setup((*before.printers, printer), default, before.routes))


def remove(ledger: Ledger, who: Staff, name: str) -> Setup | Refusal:
    """Takes a printer away; what was routed to it goes the usual way again. Its jobs stay on record."""
    before = of(ledger)
    refused = may_record(who) or (None if before.named(name) else refuse("no_such_printer", printer=name))
    if refused:
        return refused
    left = tuple(printer for printer in before.printers if printer.name != name)
    default = before.default if before.default != name else next((p.name for p in left if not p.sheet), None)
    return _keep(ledger, who, Setup(left, default, tuple(route for route in before.routes if route[1] != name)))


def choose(ledger: Ledger, who: Staff, name: str) -> Setup | Refusal:
    """Makes a printer the default of all papers that have no other."""
    before = of(ledger)
    refused = may_record(who) or (None if before.named(name) else refuse("no_such_printer", printer=name))
    return refused or _keep(ledger, who, Setup(before.printers, name, before.routes))


def route(ledger: Ledger, who: Staff, copy: str, name: str | None) -> Setup | Refusal:
    """Sends a copy to a printer; NO_PAPER: it is not printed (控えは複写); None: the usual way again."""
    before = of(ledger)
    refused = may_record(who)
    if not refused and copy not in COPIES:
        refused = refuse("route_copy")
    if not refused and name == NO_PAPER and copy not in MAY_BE_PHOTOCOPY:
        refused = refuse("no_photocopy", copy=words.COPIES[copy])
    if not refused and name not in (None, NO_PAPER) and before.named(name) is None:
        refused = refuse("no_such_printer", printer=name)
    if refused:
        return refused
    routes = {key: value for key, value in before.routes if key != copy} | ({copy: name} if name else {})
    return _keep(ledger, who, Setup(before.printers, before.default, tuple(sorted(routes.items()))))


def others(ledger: Ledger, name: str) -> tuple[Printer, ...]:
    """Printers to offer when this one is dead."""
    return tuple(printer for printer in of(ledger).printers if printer.name != name)


def transport(printer: Printer, title: str, size: tuple[float, float], file: str) -> Transport:
    """A way to the printer for one job. `title` stands in queues and `file` in folders: nothing personal. `size` in mm."""
    if printer.kind == "socket":
        from printing.transport.socket import PORT, Socket

        host, _, port = printer.address.partition(":")
        return Socket(host, int(port or PORT))
    if printer.kind == "cups":
        from printing.transport.cups import Cups

        return Cups.for_page(printer.address, title, *size) if printer.sheet else Cups(printer.address, title)
    if printer.kind == "spooler":
        from printing.transport.spooler import Spooler

        return Spooler(printer.address, title)
    from printing.transport.folder import Folder

    return Folder(Path(printer.address), file + (".pdf" if printer.sheet else ".escpos"))


def look(printer: Printer, seconds: float = 1.5) -> str | None:
    """What speaks against printing just now, as a code of words_print.WHY; None where nothing is known to. Prints
    nothing; for the paper thread.
    """
    from printing.status import Garbled, Mute, Talk
    from printing.transport import Broken

    if printer.kind == "folder":
        return None if Path(printer.address).is_dir() else "no_folder"
    way = transport(printer, "branch_desk", (0, 0), "branch_desk")
    try:
        way.open()
        profile = printer.known
        if profile is not None and profile.answers and way.talks:
            state: Status | None = Talk(way, seconds).status()  # type: ignore[arg-type]
        else:
            state = way.state()
    except Mute:
        return "mute"
    except Garbled:
        return "not_understood"
    except Broken as broken:
        return broken.why
    finally:
        way.close()
    return state.fault if state else None


def refuse(rule: str, **fill: object) -> Refusal:
    """The refusal of words_print.RULES, its sentence filled in."""
    sentence, todo = words.RULES[rule]
    return Refusal(rule, sentence.format(**fill), todo.format(**fill))


def paper_fault(printer: Printer, paper: str) -> Refusal | None:
    """Why this printer cannot take that paper."""
    if paper in printer.papers:
        return None
    return refuse(
        "paper_not_for_printer", printer=printer.name, paper=paper, papers="・".join(printer.papers)
    )


def _fault(printer: Printer) -> Refusal | None:
    if (
        not 1 <= len(printer.name) <= NAME_LENGTH
        or printer.name.strip() != printer.name
        or (not printer.name.isprintable() or printer.name == NO_PAPER)
    ):
        return refuse("printer_name")
    if printer.profile != SHEET and printer.profile not in printing.PRINTERS:
        return refuse(
            "profile_unknown", profile=printer.profile, profiles="・".join((*printing.PRINTERS, SHEET))
        )
    if printer.sheet and printer.kind not in ("cups", "folder"):
        return refuse("sheet_way")
    if printer.kind not in KINDS or not printer.address or not _address_is_good(printer):
        return refuse("address_form")
    if printer.paper is None:
        return None
    plain = Printer(printer.name, printer.profile, printer.kind, printer.address)
    return paper_fault(plain, printer.paper)


def _address_is_good(printer: Printer) -> bool:
    if printer.kind == "socket":
        host, colon, port = printer.address.partition(":")
        return bool(_HOST.fullmatch(host)) and (
            not colon or (port.isascii() and port.isdigit() and 0 < int(port) < 65536)
        )
    return printer.address.isprintable() and not (printer.kind == "cups" and printer.address.startswith("-"))


def _keep(ledger: Ledger, who: Staff, setup: Setup) -> Setup:
    kept = {
        "printers": [asdict(printer) for printer in setup.printers],
        "default": setup.default,
        "routes": dict(setup.routes),
    }
    with ledger.transaction() as tx:
        tx.set_setting(SETTING, kept, by=who.code)
    return setup
