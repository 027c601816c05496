"""How each screen and each panel is come to by keys, in a world of everything.py: the table of the bursts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from branch_desk.services.exchange import ShareMade
from branch_desk.store.ledger import paper_key
from branch_desk.ui.exchange_office import RootKey
from branch_desk.ui.settings_care import PANELS
from tests.screens.desk import PIN
from tests.screens.everything import Everything
from tests.screens.fingers import NAME

Step = str | Callable[[Everything], object]


@dataclass(frozen=True, slots=True)
class Place:
    """How to come there: X names of keys, 'typed text, #a scan, @a panel to wait for, or a condition to wait for."""

    world: str
    screen: str
    name: str
    way: tuple[Step, ...] = ()
    panel: str = ""         # module.Class of the panel that is then on top
    packs: bool = False     # a slip is recorded here by its scan: a bag that is open

    @property
    def id(self) -> str:
        return f"{self.world}-{self.screen}-{self.name}"


def rows(desk):
    return bool(desk.window._screen.list.rows.rows)


def mode(wanted):
    return lambda desk: desk.window._screen.mode == wanted


def shown(desk):
    return bool(desk.window._screen.table.lines)


def root_key(desk):
    """As if this desk had just made a share."""
    desk.window.open_panel(RootKey(desk.window, ShareMade("8686 " * 5 + "8686", paper_key())))
    return True


def have(name):
    return lambda desk: getattr(desk.panel, name)


def cared(desk):
    return desk.window._screen.part.found


OUT = ("#out", mode("verdict"))
CLOSED = ("5", mode("packing"), "5", mode("closed"))
CHECKING = (*CLOSED, "#badge", "@PinPanel", f"'{PIN}", "Return", mode("checking"))
READY = (*CLOSED, "F2", "5", mode("ready"))
VOLUMES = (rows, "F12", "@BookTasks", "3", "@Volumes", have("_volumes"))
OLD = (*VOLUMES, "Down", lambda desk: desk.panel.table.chosen and desk.panel.table.chosen.startswith("令和6"))
BAG = ("#bag", lambda desk: desk.window._screen.view is not None)

PLACES = (
    Place("counter", "reception", "type"),
    Place("counter", "reception", "name", ("'501", "Return")),
    Place("counter", "reception", "sheets", ("'501", "Return", "Return")),
    Place("counter", "reception", "turned away", ("'501", "Return", "shift+Tab", "1")),
    Place("counter", "reception", "copy of the visitor", ("F3",), "copy_panel.CopyPanel"),
    Place("counter", "reception", "preview",
          ("'501", "Return", "Return", "'3", lambda desk: desk.window._screen.side.drawn, "F3"), "preview_panel.PreviewPanel"),
    Place("counter", "returns", "waiting"),
    Place("counter", "returns", "time", OUT),
    Place("counter", "returns", "differs", (*OUT, "2"), "ask_reason.AskReason"),
    Place("counter", "returns", "put right", (*OUT, "F4"), "return_fix.ReturnFix"),
    Place("counter", "returns", "note of a call", (*OUT, "F4", "@ReturnFix", "1", "1", "Tab"), "return_fix.ReturnFix"),
    Place("counter", "returns", "undecided", (*OUT, "F12", mode("ending"))),
    Place("counter", "returns", "out", ("F3", lambda desk: desk.window._screen.out.chosen)),
    Place("counter", "returns", "history", ("F3", lambda desk: desk.window._screen.out.chosen, "Return"), "slip_view.SlipPanel"),
    Place("counter", "packing", "choose"),
    Place("counter", "packing", "open", ("5", mode("packing")), packs=True),
    Place("counter", "packing", "take out", ("5", mode("packing"), "F4"), "packing_panels.BagReason"),
    Place("counter", "packing", "closed", CLOSED),
    Place("counter", "packing", "PIN", (*CLOSED, "#badge"), "packing_panels.PinPanel"),
    Place("counter", "packing", "papers", (*CLOSED, "F5"), "packing_panels.PaperChoice"),
    Place("counter", "packing", "papers again", (*CLOSED, "F5", "@PaperChoice", "2"), "packing_panels.BagReissue"),
    Place("counter", "packing", "note", (*CLOSED, "F4", "@BagReason", "1", "1", "Tab"), "packing_panels.BagReason"),
    Place("counter", "packing", "checking", CHECKING),
    Place("counter", "packing", "count", (*CHECKING, "#in_bag", lambda desk: desk.window._screen.asked)),
    Place("counter", "packing", "count differs",
          (*CHECKING, "#in_bag", lambda desk: desk.window._screen.asked, "2"), "packing_panels.BagReason"),
    Place("counter", "packing", "exception", (*CHECKING, "F4", "F4", "@BagReason", "1", "1", "F4"), "approval.Approval"),
    Place("counter", "packing", "ready", READY),
    Place("counter", "packing", "time of dispatch",
          (*READY, "Tab", lambda desk: desk.window._screen.departure.has_focus)),
    Place("counter", "book", "search", (rows,)),
    Place("counter", "book", "filter", (rows, "Tab")),
    Place("counter", "book", "days", (rows, "Tab", "Tab", "Tab", "Tab", "Down", "Tab", lambda desk: desk.window._screen.list.filters.in_days)),
    Place("counter", "book", "slip", (rows, "Return", "Return", lambda desk: desk.window._screen.looked)),
    Place("counter", "book", "put right", (rows, "F4"), "fix_panel.FixPanel"),
    Place("counter", "book", "note", (rows, "F4", "@FixPanel", "1", "1", "Tab"), "fix_panel.FixPanel"),
    Place("counter", "book", "papers", (rows, "F5"), "paper_panel.PaperPanel"),
    Place("counter", "book", "tasks", (rows, "F12"), "book_tasks.BookTasks"),
    Place("counter", "book", "index", (rows, "F12", "@BookTasks", "2", "@MonthIndex", have("_index")), "book_index.MonthIndex"),
    Place("counter", "book", "volumes", VOLUMES, "book_binder.Volumes"),
    Place("counter", "book", "dispose", (*OLD, "F4"), "book_dispose.Dispose"),
    Place("counter", "book", "second person", (*OLD, "F4", "@Dispose", f"'{PIN}", "F4"), "approval.Approval"),
    Place("counter", "attention", "list", (shown,)),
    Place("counter", "attention", "section", (shown, "F2"), "attention_panels.ChooseSection"),
    Place("counter", "attention", "inquiry", (shown, lambda desk: desk.window._screen.card, "F5"), "attention_panels.ChooseInquiry"),
    Place("counter", "attention", "result", (shown, lambda desk: desk.window._screen.card, "F4"), "attention_panels.RecordResult"),
    Place("counter", "attention", "note", (shown, lambda desk: desk.window._screen.card, "F4", "@RecordResult", "1", "1", "Tab"),
          "attention_panels.RecordResult"),
    Place("counter", "attention", "evening", ("F12", "@SignOff", have("evening")), "signoff.SignOff"),
    Place("counter", "attention", "signature", ("F12", "@SignOff", have("evening"), "F12"), "approval.Approval"),
    Place("counter", "statistics", "year", (lambda desk: desk.window._screen.year,)),
    Place("counter", "statistics", "choose a year", (lambda desk: desk.window._screen.year, "F2"), "statistics_year.YearPanel"),
    Place("counter", "statistics", "gaps", (lambda desk: desk.window._screen.year, "F3", lambda desk: desk.window._screen.gaps)),
    Place("counter", "exchange", "desks", (lambda desk: desk.window.exchange.status,)),
    Place("counter", "exchange", "folder", (lambda desk: desk.window.exchange.status, "F2", "@Folder", "1"), "exchange_panels.Folder"),
    Place("counter", "exchange", "stick", (lambda desk: desk.window.exchange.status, "F2"), "exchange_panels.Folder"),
    Place("counter", "exchange", "log", (lambda desk: desk.window.exchange.status, "F3"), "exchange_panels.Log"),
    Place("counter", "guide", "search", (lambda desk: desk.window._screen.found,)),
    Place("counter", "settings", "look"),
    Place("counter", "settings", "office", ("2",)),
    Place("counter", "settings", "purpose", ("2", "Down", "Down", "Down", "Down")),
    Place("counter", "settings", "types", ("3",)),
    Place("counter", "settings", "type", ("3", "Return"), "catalogue_type.TypePanel"),
    Place("counter", "settings", "more of types", ("3", "F3"), "print_settings.Choose"),
    Place("counter", "settings", "file", ("3", "F3", "@Choose", "2"), "catalogue_file.FilePanel"),
    Place("counter", "settings", "phones", ("4",)),
    Place("counter", "settings", "staff", ("5",)),
    Place("counter", "settings", "member of staff", ("5", "Return"), "staff_panel.StaffPanel"),
    Place("counter", "settings", "PINs", ("6",)),
    Place("counter", "settings", "PIN given up", ("6", "Return", "F12"), "approval.Approval"),
    Place("counter", "settings", "limits", ("7",)),
    Place("counter", "settings", "limit", ("7", "Return"), "limits_panel.LimitPanel"),
    Place("counter", "settings", "value of a limit", ("7", "Down", "Return", "@LimitPanel", "1"), "limits_panel.LimitPanel"),
    Place("counter", "settings", "day to add", ("7", "Down", "Down", "Down", "Return", "@ClosingPanel", "1"),
          "limits_panel.ClosingPanel"),
    Place("counter", "settings", "place of a printer", ("8", "Return", "@AddPrinter", "1", "1"), "print_add.AddPrinter"),
    Place("counter", "settings", "closing day", ("7", "Down", "Down", "Down", "Return"), "limits_panel.ClosingPanel"),
    Place("counter", "settings", "printers", ("8",)),
    Place("counter", "settings", "printer", ("8", "Return"), "print_add.AddPrinter"),
    Place("counter", "settings", "desk", ("9",)),
    Place("counter", "settings", "tasks of a member of staff", ("5", "F3"), "staff_tasks.StaffTasks"),
    Place("counter", "settings", "care", ("0", cared)),
    *(Place("counter", "settings", f"care {name}", ("0", cared, *["Down"] * n, "Return"), f"care_panels.{kind}")
      for n, (name, (kind, _)) in enumerate(PANELS.items())),
    Place("counter", "settings", "what was told", ("0", cared, *["Down"] * list(PANELS).index("verify"), "Return", "@Examine", "F4"),
          "care_panel.Told"),
    Place("counter", "reception", "key sheet", ("ctrl+0",), "key_sheet.KeySheet"),
    Place("counter", "guide", "manual", ("ctrl+0", "@KeySheet", "1"), "manual.Manual"),
    Place("counter", "reception", "blank", ("#blank", lambda desk: desk.window._screen.blank)),
    Place("counter", "reception", "blank half keyed in",
          ("#blank", lambda desk: desk.window._screen.blank, "'501", "Return", lambda desk: desk.window._screen.at == "taken")),
    Place("counter", "book", "blanks", (rows, "F12", "@BookTasks", "4", "@SpareBook", have("blanks")), "book_spare.SpareBook"),
    Place("counter", "book", "number of blanks", (rows, "F12", "@BookTasks", "4", "@SpareBook", have("blanks"), "F2"),
          "book_spare.SpareBook"),
    Place("counter", "book", "void blanks", (rows, "F12", "@BookTasks", "4", "@SpareBook", have("blanks"), "F4"),
          "book_spare.VoidBlanks"),
    Place("counter", "reception", "cover", ("F11",), "cover.Cover"),
    Place("counter", "reception", "cover over a name", ("'501", "Return", f"'{NAME}", "F11"), "cover.Cover"),
    Place("counter", "book", "cover over a panel", (rows, "F4", "@FixPanel", "F11"), "cover.Cover"),
    Place("counter", "returns", "trouble", (lambda desk: desk.window.show_trouble("-") or True,), "trouble.Trouble"),
    Place("printing", "reception", "printer down", ("'501", "Return", "Return", "'3", "F12"), "print_trouble.PrinterDown"),
    Place("printing", "reception", "papers to look at",
          ("'501", "Return", "Return", "'3", "F12", "@PrinterDown", "Escape", "F5"), "print_check.CheckPanel"),
    Place("section", "receiving", "inbox"),
    Place("section", "receiving", "bag", BAG),
    Place("section", "receiving", "slip", (*BAG, "#slip", lambda desk: desk.window._screen.found)),
    Place("section", "receiving", "typing", ("F2",)),
    Place("section", "receiving", "total", ("#unknown_bag",), "receiving_panels.TotalPanel"),
    Place("section", "receiving", "time", (*BAG, "0"), "receiving_panels.TimePanel"),
    Place("section", "receiving", "differs", (*BAG, "#slip", lambda desk: desk.window._screen.found, "2"),
          "receiving_panels.DiffersPanel"),
    Place("section", "receiving", "missing", (*BAG, "F4"), "receiving_panels.FixPanel"),
    Place("section", "receiving", "note", (*BAG, "F4", "@FixPanel", "1", "Tab"), "receiving_panels.FixPanel"),
    Place("section", "receiving", "unread", (*BAG, "F12"), "ask_reason.AskReason"),
    Place("section", "sending_back", "waiting"),
    Place("section", "sending_back", "read", ("#received", lambda desk: desk.window._screen.read)),
    Place("section", "sending_back", "typing", ("F2",)),
    Place("section", "book", "search", (rows,)),
    Place("section", "book", "put right", (rows, "F4"), "fix_panel.FixPanel"),
    Place("section", "attention", "list", (shown,)),
    Place("section", "attention", "result", (shown, lambda desk: desk.window._screen.card, "F4"), "attention_panels.RecordResult"),
    Place("section", "statistics", "year", (lambda desk: desk.window._screen.year,)),
    Place("section", "exchange", "folder", (lambda desk: desk.window.exchange.status, "F2", "@Folder", "1"), "exchange_panels.Folder"),
    Place("section", "exchange", "desks", (lambda desk: desk.window.exchange.status,)),
    Place("section", "guide", "search", (lambda desk: desk.window._screen.found,)),
    Place("section", "settings", "phones", ("4",)),
    Place("section", "receiving", "cover", ("F11",), "cover.Cover"),
    Place("office", "exchange", "admit", (lambda desk: desk.window.exchange.status, "F4", "@Admit", have("waiting")),
          "exchange_panels.Admit"),
    Place("office", "exchange", "root key", (lambda desk: desk.window.exchange.status, root_key), "exchange_office.RootKey"),
    Place("office", "exchange", "root key typed", (lambda desk: desk.window.exchange.status, root_key, "F12"),
          "exchange_office.RootKey"),
    Place("office", "exchange", "desks", (lambda desk: desk.window.exchange.status,)),
    Place("office", "book", "list"),
    Place("office", "attention", "list"),
    Place("office", "statistics", "year", (lambda desk: desk.window._screen.year,)),
    Place("office", "guide", "search", (lambda desk: desk.window._screen.found,)),
    Place("office", "settings", "phones", ("4",)),
)
