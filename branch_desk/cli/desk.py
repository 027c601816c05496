"""Setting up: the desk, its staff, its catalogue."""

from __future__ import annotations

from pathlib import Path

import click

from branch_desk.cli.wanted import FILE, Wanted, command, commands, option
from branch_desk.domain import words_cli
from branch_desk.domain.desk import Desk
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import (
    catalogues,
    desks,
    people,
    practice,
)
from branch_desk.services.results import refuse


@commands.group("staff", help=words_cli.HELP["staff"])
def staff_group() -> None:
    """Who works here."""


@commands.group("catalogue", help=words_cli.HELP["catalogue"])
def catalogue_group() -> None:
    """The list of document types."""


@command("setup", option("--desk", required=True), option("--name", required=True), option("--branch", required=True),
         option("--role", type=click.Choice(["counter", "section", "office"]), default="counter"),
         option("--section"), option("--phone"), option("--training", is_flag=True), option("--month", is_flag=True, known_as="setup --month"),
         option("--key-at-start", is_flag=True))
def setup(wanted: Wanted, desk: str, name: str, branch: str, role: str, section: str | None, phone: str | None,
          training: bool, month: bool, key_at_start: bool) -> None:
    if month and not training:      # before there is a ledger
        wanted.granted(refuse("practice_only"))
    chosen = Desk(desk, name, branch, Role(role), _section_code(section, name) if role == "section" else None, phone,
                  training)
    done = wanted.granted(desks.set_up(wanted.home, chosen, key_at_start=key_at_start))
    try:
        if month:
            wanted.granted(practice.month(done.ledger))
    finally:
        done.ledger.close()
    where = words_cli.KEPT_IN[done.kept_in]
    wanted.answer({"desk": desk, "name": name, "branch": branch, "role": role, "section": chosen.section,
                   "practice": training, "home": str(wanted.home), "recovery_key": done.recovery_key,
                   "master_key": done.kept_in},
                  [words_cli.SET_UP.format(name=name, branch=branch), words_cli.RECOVERY_KEY.format(key=done.recovery_key),
                   words_cli.RECOVERY_KEEP, where])


def _section_code(section: str | None, name: str) -> str | None:
    """The section's digit, from its digit or its name in the built-in catalogue; without --section from the desk's name."""
    for text in (section, name):
        for known in catalogues.builtin().sections:
            if text in (known.code, known.name):
                return known.code
    return section


@command("add", click.argument("code"), click.argument("name"), option("--responsible", is_flag=True),
         option("--auditor", is_flag=True), group=staff_group)
def staff_add(wanted: Wanted, code: str, name: str, responsible: bool, auditor: bool) -> None:
    role = StaffRole.AUDITOR if auditor else StaffRole.RESPONSIBLE if responsible else StaffRole.CLERK
    with wanted.ledger() as ledger:
        by = wanted.granted(people.acting(ledger, wanted.by)) if wanted.by else None
        added = wanted.granted(people.add(ledger, code, name, role=role, pin=wanted.pin, by=by))
    wanted.answer(_staff_json(added), words_cli.STAFF_ADDED.format(code=added.code, name=added.name))


@command("pin", click.argument("code"), group=staff_group)
def staff_pin(wanted: Wanted, code: str) -> None:
    with wanted.ledger() as ledger:
        who = wanted.granted(people.acting(ledger, code))
        if wanted.pin is None:
            raise click.UsageError(words_cli.OPTION_WITHOUT_VALUE.format(option="--pin"))
        by = wanted.granted(people.acting(ledger, wanted.by)) if wanted.by or who.has_pin else None
        if by is not None and who.has_pin:
            wanted.granted(people.responsible(by))
        changed = wanted.granted(people.set_pin(ledger, who, wanted.pin, by=by))
    wanted.answer(_staff_json(changed), words_cli.PIN_SET.format(code=changed.code))


@command("list", group=staff_group)
def staff_list(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        members = ledger.staff()
    wanted.answer([_staff_json(member) for member in members],
                  [f"{member.code:>5}  {member.name}  {words_cli.ROLES[member.role.value]}" for member in members])


def _staff_json(member: Staff) -> dict[str, object]:
    return {"code": member.code, "name": member.name, "role": member.role.value, "has_pin": member.has_pin}


@command("list", group=catalogue_group)
def catalogue_list(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        types, today = catalogues.of(ledger).types, ledger.now().date()
    wanted.answer([catalogues.as_json(item, today) for item in types],
                  [f"{item.code}  {item.name}  {item.section.name}" for item in types])


@command("import", click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False)),
         group=catalogue_group)
def catalogue_import(wanted: Wanted, file: Path) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(catalogues.import_csv(ledger, who, file))
    count = len(done.catalogue.types)
    wanted.answer({"version": done.catalogue.version, "types": count},
                  words_cli.IMPORTED.format(count=count, version=done.catalogue.version))


@command("export", click.argument("file", type=FILE), group=catalogue_group)
def catalogue_export(wanted: Wanted, file: Path) -> None:
    with wanted.ledger(readonly=True) as ledger:
        count = catalogues.export_csv(ledger, file)
    wanted.answer({"file": str(file), "types": count}, words_cli.EXPORTED.format(count=count, file=file))
