"""The role 監査 reads only. Every verb that the services offer is called by an auditor, and every command of the command
line: whatever writes refuses. A verb that is new and neither refuses nor stands in a table here fails the test."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from branch_desk import cli, services
from branch_desk.cli.wanted import commands
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import bags, desks, people, slips
from branch_desk.services.book_pages import Wanted
from branch_desk.services.catalogues import TypeEntry
from branch_desk.services.office import Office
from branch_desk.services.results import Refusal
from branch_desk.services.slips import Correction, IssueRequest
from branch_desk.store.ledger import BookFilter, Ledger
from tests.services.ward import Ward

PIN = "2468"
BY_ROLE = {"auditor", "not_responsible"}

# What an auditor may do, each with its reason. What it writes is a record of the auditor's own doing and nothing else.
READS = {
    "audit.sample": "what an auditor comes for; writes nothing",
    "audit.paper": "the same as a page; writes nothing",
    "audit_export.export": "what an auditor comes for; recorded as exported",
    "care.export_for_audit": "the same from the window",
    "book.open_with_names": "looking at names is recorded as viewed",
    "book.names_of": "looking at names is recorded as viewed",
    "book.record_showing": "the record itself",
    "lookup.look_with_names": "looking at names is recorded as viewed",
    "people.lock": "whoever leaves the desk covers it",
    "people.give_pin": "the own PIN, by the one before",
    "inquiry.find": "looks a slip up; writes nothing",
    "paper.preview_form": "draws on the screen; writes nothing",
}
# Rules that verbs ask for themselves, and steps inside a verb that has asked: none is called by a screen.
PARTS = {
    "bag_rules.not_the_checker", "bag_rules.may_pack", "bag_rules.our_bag", "bag_rules.open_bag_of_this_year",
    "receiving_rules.ready", "receiving_rules.open_for_record", "receiving_rules.revoke", "receiving_rules.too_late",
    "limits.allowed", "people.may_record", "people.responsible", "people.confirmed_by_pin", "people.set_pin",
    "exchange_start.may_lay_out", "paper.replaces", "paper.drawn", "office_papers.drawn", "demo.walk",
    "binder_index.form", "printjobs.in_turn", "printjobs.settled", "printjobs.withdraw", "office_papers.queue",
    "exchange_join.enrol_by", "exchange_start.lay_out_by", "carrier.export_by", "carrier.take_in_by",
    "office_papers.into_files",
}
# Of the office of a ward, or of a desk that belongs to one: asked there.
IN_A_WARD = {
    "exchange_office.approve", "exchange_office.retire", "exchange_office.publish", "exchange_office.appoint_office_key",
    "exchange_office.init_share", "exchange.lay_out", "exchange_join.enrol", "exchange_join.join", "carrier.export",
    "carrier.take_in",
}


def verbs() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that is told who acts."""
    found = {}
    for info in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"branch_desk.services.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and "who" in inspect.signature(function).parameters:
                found[f"{info.name}.{name}"] = function
    return found


class Things:
    """A desk with something of everything, so that a verb that forgot to ask would succeed."""

    def __init__(self, home: Path, role: Role) -> None:
        section = "5" if role is Role.SECTION else None
        made = desks.set_up(home, Desk("101", "大師1", "大師支所", role, section))
        assert not isinstance(made, Refusal)
        self.ledger: Ledger = made.ledger
        self.kishi = self._staff("3", StaffRole.RESPONSIBLE)
        self.sano = self._staff("12", StaffRole.CLERK)
        self.auditor = self._staff("7", StaffRole.AUDITOR)
        self.home = home
        self.slip, self.bag = "1101265010000176", "2101265000000110"
        if role is Role.COUNTER:
            issued = slips.issue(self.ledger, self.sano, IssueRequest("501", 2, depositor="山田 花子"))
            assert not isinstance(issued, Refusal)
            self.slip = issued.slip.number
            opened = bags.open_bag(self.ledger, self.sano, "5")
            assert not isinstance(opened, Refusal)
            self.bag = opened.view.number

    def _staff(self, code: str, role: StaffRole) -> Staff:
        added = people.add(self.ledger, code, "氏名", role=role, pin=PIN)
        assert isinstance(added, Staff)
        return added

    def arguments(self, function: Callable[..., Any]) -> dict[str, Any]:
        """Something sensible for every parameter that has no default, by its name."""
        day = self.ledger.now().date()
        values: dict[str, Any] = {
            "ledger": self.ledger, "on_ledger": lambda work: work(self.ledger), "who": self.auditor,
            "number": self.slip, "text": self.slip, "subject": self.slip, "texts": (self.slip,), "numbers_": (self.slip,),
            "bag": self.bag, "section": "5", "reason": "other", "result": "found", "whom": "section", "how": "telephone",
            "code": "12", "name": "Printer", "role": StaffRole.CLERK, "pin": PIN, "own_pin": PIN, "approver": "3",
            "approver_pin": PIN, "second": "3", "second_pin": PIN, "count": 1, "year": day.year, "fy": day.year,
            "month": day.month, "retention": 1, "first": day - timedelta(days=1), "last": day, "day": day,
            "file": self.home / "out.csv", "path": self.home / "out.csv", "pdf": self.home / "out.pdf",
            "folder": str(self.home / "share"), "wanted": BookFilter(), "request": IssueRequest("501", 1),
            "taken_at": self.ledger.now(), "at": self.ledger.now(), "correction": Correction(sheets=3), "typed": "1",
            "entry": TypeEntry("599", "名", "な"), "places": {"5": ("3階", "")}, "printer": None, "copy": "original",
            "waiting": (), "id_": 1, "came_out": True, "agrees": True, "decision": "agrees", "closed": True, "value": 3,
            "shows": "minute", "advice": (), "about": "", "unused": (self.slip,), "what": "clock", "form": None,
            "why": "asked", "shown": (self.slip,), "desk": "102", "fingerprint": "0000", "root_code": "0000",
            "share": None, "item": None, "marker": None,
        }
        wanted = inspect.signature(function).parameters
        given = {name: values[name] for name, it in wanted.items()
                 if it.default is it.empty and it.kind is not it.VAR_POSITIONAL}
        return given | SPECIAL.get(f"{function.__module__.rpartition('.')[2]}.{function.__name__}", lambda _: {})(self)


SPECIAL: dict[str, Callable[..., dict[str, Any]]] = {
    "settings.set_office": lambda it: {"wanted": Office()},
    "desk_lock.set_minutes": lambda it: {"wanted": 5},
    "binder.dispose": lambda it: {"number": 1},
    "limits.change": lambda it: {"name": "arrive"},
    "signoff.sign": lambda it: {"code": "3"},
    "gaps.settle": lambda it: {"first": it.slip, "last": it.slip},
    "slips.turn_away": lambda it: {"code": "777"},
    "receiving_bags.open_bag": lambda it: {"text": it.bag, "total": 1},
    "desks.key_at_start": lambda it: {"wanted": True},
    "desks.check_recovery": lambda it: {"typed": {1: "AAAA"}},
    "book_export.into_folder": lambda it: {"wanted": Wanted()},
    "people.unlock": lambda it: {"code": "12"},
    "guide_ticket.ticket_for": lambda it: {"text": "国民健康保険"},
    "backup.set_second": lambda it: {"path": it.home / "second"},
    "printers.add": lambda it: {"printer": None},
}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = {role: Things(tmp_path_factory.mktemp(role.value) / "home", role) for role in Role}
    yield made
    for things in made.values():
        things.ledger.close()


def written(ledger: Ledger) -> int:
    return int(ledger.db.execute("select (select count(*) from event) + (select count(*) from audit)").fetchone()[0])


@pytest.mark.parametrize("name", sorted(verbs().keys() - READS.keys() - PARTS - IN_A_WARD))
def test_a_verb_that_writes_refuses_an_auditor(places: dict[Role, Things], name: str) -> None:
    """At whatever desk the verb belongs to: elsewhere another rule may come first, and then too nothing is written."""
    rules = set()
    for things in places.values():
        before = written(things.ledger)
        answer = verbs()[name](**things.arguments(verbs()[name]))
        assert isinstance(answer, Refusal), f"{name} let an auditor through"
        assert written(things.ledger) == before
        rules.add(answer.rule)
    assert rules & BY_ROLE, f"{name} refused for another reason: {rules}"


@pytest.mark.parametrize("name", sorted(IN_A_WARD))
def test_a_verb_of_the_exchange_refuses_an_auditor_of_the_office(
    places: dict[Role, Things], ward: Ward, name: str
) -> None:
    ledger, given = ward["900"].ledger, places[Role.OFFICE].arguments(verbs()[name])
    before = written(ledger)
    parameters = inspect.signature(verbs()[name]).parameters
    places_of = [given[key] for key in parameters if key in given and key != "share"][1:]
    more = {"share": ward.share} if "share" in parameters else {}
    answer = verbs()[name](ledger, *places_of, **more)
    assert isinstance(answer, Refusal) and answer.rule in BY_ROLE, answer
    assert written(ledger) == before


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = Ward(tmp_path_factory.mktemp("ward"), ("900", "101"))
    yield made
    made.close()


def test_the_tables_name_only_what_there_is_and_nothing_twice() -> None:
    assert not (READS.keys() | PARTS | IN_A_WARD) - verbs().keys() and not READS.keys() & (PARTS | IN_A_WARD)
    assert not SPECIAL.keys() - verbs().keys()


def test_nobody_becomes_more_than_an_auditor_by_being_the_first(home: Path) -> None:
    """Until there is a 責任者 anybody registers staff, but for an auditor."""
    made = desks.set_up(home, Desk("101", "大師1", "大師支所"))
    assert not isinstance(made, Refusal)
    with made.ledger as ledger:
        auditor = people.add(ledger, "7", "森 監", role=StaffRole.AUDITOR)
        assert isinstance(auditor, Staff)
        for refused in (
            people.enrol(ledger, auditor, "8", "森 二", role=StaffRole.RESPONSIBLE),
            people.change_role(ledger, auditor, "7", StaffRole.RESPONSIBLE),
            people.end(ledger, auditor, "7"),
            people.add(ledger, "8", "森 二", by=auditor),
        ):
            assert isinstance(refused, Refusal) and refused.rule == "auditor"


# ---- the command line

READING = {
    "attention", "limits", "closing-days", "staff list", "catalogue list", "catalogue export", "verify", "audit sample",
    "audit export", "audit roles", "show", "find", "ledger", "printers", "pending", "bag show", "bag list",
    "binder volumes", "binder disposed", "guide search", "guide export", "statistics", "gaps", "share requests", "manual",
    "binder index", "lock", "retention",
}
# At the start and in distress there is nobody yet, or no ledger, whom one could ask for a role.
BEFORE_ANYBODY = {"setup", "restore", "demo"}
# No person: the machine exchanges by itself, and lays out what is signed anyway.
BY_THE_MACHINE = {"sync", "share bundle", "backup"}
# At a desk that belongs to no ward another rule comes first; their verbs are asked in a ward, above.
ELSEWHERE = {"share init", "share approve", "share retire", "share publish", "share new-key"}


def paths(group: Any = commands, before: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, item in group.commands.items():
        if isinstance(item, click.Group):
            if item.invoke_without_command:
                found[" ".join((*before, name))] = item
            found |= paths(item, (*before, name))
        else:
            found[" ".join((*before, name))] = item
    return found


EXAMPLES = {
    "number": "1101265010000176", "scan": "1101265010000176", "subject": "1101265010000176", "reason": "other",
    "result": "found", "whom": "section", "value": "3", "name": "arrive", "code": "12", "section": "5",
    "bag": "2101265000000110", "type": "501", "year": "2026", "retention": "1", "volume": "1", "what": "clock", "job": "1",
    "word": "yes", "day": "2026-12-28", "approver": "3", "copy": "original", "first": "1101265010000176",
    "last": "1101265010000176", "desk": "102", "fingerprint": "0000", "root_code": "0000",
}
MORE = {"lock": ("5",), "issue": ("--sheets", "1"), "correct": ("--sheets", "3"), "staff add": ("--responsible",),
        "retention": ("--apply", "--second", "3"), "printers add": ("--folder", "out"), "return": ("--accept",),
        "binder dispose": ("--second", "3"), "sign-off": ("--approver", "3")}


@pytest.mark.parametrize("path", sorted(paths().keys() - READING - BEFORE_ANYBODY - BY_THE_MACHINE - ELSEWHERE) + ["lock", "retention"])
def test_a_command_that_writes_refuses_an_auditor(
    commanded: Things, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the same door as everybody else: --by."""
    file = tmp_path / "in.csv"
    file.write_text("番号", encoding="utf-8")
    arguments = [*path.split()]
    for parameter in paths()[path].params:
        if parameter.name == "minutes":
            continue
        if isinstance(parameter, click.Argument) and parameter.name not in EXAMPLES:
            arguments.append(str(file if parameter.type.name in ("file", "path") else tmp_path / "folder"))
        elif isinstance(parameter, click.Argument):
            arguments.append(EXAMPLES[parameter.name or ""])
        elif parameter.required:
            arguments += [parameter.opts[0], str(tmp_path / "out.pdf") if parameter.name == "pdf"
                          else EXAMPLES[parameter.name or ""]]
    capsys.readouterr()
    with Ledger.open(commanded.home, readonly=True) as ledger:
        before = written(ledger)
    code = cli.main([*arguments, *MORE.get(path, ()), "--by", "7", "--pin", PIN, "--home", str(commanded.home), "--json"])
    said = capsys.readouterr()
    assert code == 1 and any(f'"refused": "{rule}"' in said.out for rule in BY_ROLE), (arguments, code, said)
    with Ledger.open(commanded.home, readonly=True) as ledger:
        assert written(ledger) == before


@pytest.fixture(scope="module")
def commanded(tmp_path_factory: pytest.TempPathFactory) -> Things:
    things = Things(tmp_path_factory.mktemp("commanded") / "home", Role.COUNTER)
    things.ledger.close()
    return things
