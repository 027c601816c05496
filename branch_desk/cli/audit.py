"""For the auditor: proof, sample, export, roles. And who works here, as far as a 責任者 decides it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from branch_desk.cli.desk import staff_group
from branch_desk.cli.forms import form
from branch_desk.cli.wanted import DAY, FILE, REFUSED, WHOLE, Wanted, command, commands, complain, option
from branch_desk.domain import era, words_cli
from branch_desk.domain import words_audit as words
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import audit, desk_lock, people
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger

USUAL_DAYS = 30


@command("verify", option("--head"))
def verify(wanted: Wanted, head: str | None) -> None:
    with wanted.ledger(readonly=True) as ledger:
        result = ledger.verify()
        signed = audit.signed_line(ledger, result)
        compared = wanted.granted(audit.compare_head(ledger, head, result)) if head is not None else None
    document: dict[str, object] = {
        "ok": result.sound and (compared is None or compared.held),
        "line": signed,
        "head": result.head,
        "proven": list(result.proven),
        "counts": dict(result.counts),
        "faults": [{"what": fault.word, "sentence": fault.sentence} for fault in result.faults],
    }
    lines = [*result.proven, *(f"! {fault.sentence}" for fault in result.faults)]
    if compared is not None:
        document["compared"] = {"held": compared.held, "head": compared.text, "sentence": compared.sentence}
        lines.append(compared.sentence if compared.held else f"! {compared.sentence}")
    wanted.answer(document, [*lines, signed])
    if result.faults:
        complain(words_cli.VERIFY, words_cli.FAULTS.format(count=len(result.faults)), words_cli.FAULTS_TODO)
    if compared is not None and not compared.held:
        complain(words.HEAD_TITLE, compared.sentence, compared.todo)
    if not document["ok"]:
        raise SystemExit(REFUSED)


@commands.group("audit", help=words.HELP["audit"])
def audit_group() -> None:
    """What an auditor looks at and takes along."""


@command("sample", option("--numbers", "count", type=WHOLE, default=audit.USUAL), option("--seed"), group=audit_group)
def sample(wanted: Wanted, count: int, seed: str | None) -> None:
    with wanted.ledger(readonly=True) as ledger:
        who = wanted.granted(people.acting(ledger, wanted.by))
        drawn = wanted.granted(audit.sample(ledger, who, count, seed))
    lines = [words.SAMPLE_HEAD.format(seed=drawn.seed, count=len(drawn.rows))]
    for n, row in enumerate(drawn.rows, 1):
        lines += [
            words.SAMPLE_LINE.format(n=n, label=row.label, digits=audit.group(row.number), state=row.state),
            words.SAMPLE_PLACE.format(ledger=row.ledger),
            words.SAMPLE_COPY.format(copy=row.copy),
            words.SAMPLE_ORIGINAL.format(original=row.original),
        ]
    wanted.answer(audit.sample_as_json(drawn), lines)


@form("sample")
def sample_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """抽出点検票: of numbers drawn now, or of an earlier draw by its 抽出番号."""
    return audit.paper(ledger, who, seed=asked[0] if asked else None)


@command(
    "export",
    click.argument("file", type=FILE),
    option("--from", "first", type=DAY),
    option("--to", "last", type=DAY),
    group=audit_group,
)
def export(wanted: Wanted, file: Path, first: datetime | None, last: datetime | None) -> None:
    with wanted.acting() as (ledger, who):
        until: date = last.date() if last else ledger.now().date()
        since: date = first.date() if first else until - timedelta(days=USUAL_DAYS)
        made = wanted.granted(audit.export(ledger, who, file, since, until))
    wanted.answer(
        {"file": str(made.file), "count": made.count, "from": since.isoformat(), "to": until.isoformat()},
        words.EXPORTED.format(count=made.count, file=made.file),
    )


@command("roles", group=audit_group)
def roles(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        held = audit.roles(ledger)
    lines = [
        words.ROLE_LINE.format(
            code=item.code,
            name=item.name,
            role=words.ROLES[item.role.value],
            since=words.ROLE_BEFORE.format(at=_at(item.since)) if item.found else _at(item.since),
            until=_at(item.until) if item.until else words.ROLE_NOW,
        )
        for item in held
    ]
    wanted.answer(audit.roles_as_json(held), lines or [words.ROLES_NONE])


def _at(at: str) -> str:
    return era.wareki_minute(era.moment(at))


# ---- who works here


@command(
    "role",
    click.argument("code"),
    option("--responsible", is_flag=True),
    option("--auditor", is_flag=True),
    group=staff_group,
)
def staff_role(wanted: Wanted, code: str, responsible: bool, auditor: bool) -> None:
    role = StaffRole.AUDITOR if auditor else StaffRole.RESPONSIBLE if responsible else StaffRole.CLERK
    with wanted.acting() as (ledger, who):
        done = wanted.granted(people.change_role(ledger, who, code, role, wanted.pin))
    said = words.ROLE_CHANGED.format(name=done.staff.surname, role=words.ROLES[role.value])
    wanted.answer({"code": done.staff.code, "role": role.value}, said)


@command("end", click.argument("code"), group=staff_group)
def staff_end(wanted: Wanted, code: str) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(people.end(ledger, who, code, wanted.pin))
    said = words.ENDED.format(code=done.staff.code, name=done.staff.name)
    wanted.answer({"code": done.staff.code, "active": False}, said)


@command("unlock", click.argument("code"), group=staff_group)
def staff_unlock(wanted: Wanted, code: str) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(people.unlock(ledger, who, code, wanted.pin))
    said = words.UNLOCKED.format(code=done.staff.code, name=done.staff.name)
    wanted.answer({"code": done.staff.code, "locked": False}, said)


@command("lock", click.argument("minutes", type=WHOLE, required=False))
def lock(wanted: Wanted, minutes: int | None) -> None:
    if minutes is None:
        with wanted.ledger(readonly=True) as ledger:
            now = desk_lock.minutes(ledger)
    else:
        with wanted.acting() as (ledger, who):
            now = wanted.granted(desk_lock.set_minutes(ledger, who, minutes, pin=wanted.pin)).minutes
    wanted.answer({"minutes": now}, words.LOCK_MINUTES.format(minutes=now))
