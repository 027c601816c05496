"""要対応, 所在調査, limits, closing days and 本日の締め from the command line, and their papers."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime

import click

from branch_desk.cli.forms import form
from branch_desk.cli.wanted import DAY, Wanted, command, commands, option
from branch_desk.domain import era, words_cli
from branch_desk.domain import words_attention as words
from branch_desk.domain.staff import Staff
from branch_desk.services import (
    attention,
    book,
    history,
    inquiry,
    limits,
    opening,
    signoff,
)
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Recorded, Refusal, refuse
from branch_desk.store.ledger import Ledger


@command("attention", option("--on", "on", type=DAY), option("--section"))
def attention_command(wanted: Wanted, on: datetime | None, section: str | None) -> None:
    with wanted.ledger(readonly=True) as ledger:
        items = attention.list(ledger, on.date() if on else None)
        if section:
            items = tuple(item for item in items if section in (item.section, item.section_name))
        lines = [words.LINE.format(why=words.WHY[item.why], days=item.opening_days, label=item.label,
                                   section=item.section_name, holder=item.last_holder) for item in items]
        wanted.answer([attention.as_json(item) for item in items], lines or [words.NOTHING])


# ---- 所在調査

@commands.group("inquiry", help=words_cli.HELP["inquiry"])
def inquiry_group() -> None:
    """Looking for a slip."""


@command("open", click.argument("number"), option("--reason"), option("--note"), group=inquiry_group)
def inquiry_open(wanted: Wanted, number: str, reason: str | None, note: str | None) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, inquiry.open(ledger, who, number, reason, note=note))


@command("close", click.argument("number"), option("--result", required=True), option("--note"), group=inquiry_group)
def inquiry_close(wanted: Wanted, number: str, result: str, note: str | None) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, inquiry.close(ledger, who, number, result, note=note))


@command("contact", click.argument("number"), option("--whom", required=True), option("--how", default="telephone"),
         option("--result", required=True), option("--note"))
def contact(wanted: Wanted, number: str, whom: str, how: str, result: str, note: str | None) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, inquiry.contact(ledger, who, number, whom, how, result, note=note))


def _recorded(wanted: Wanted, ledger: Ledger, result: Recorded | Refusal) -> None:
    done = wanted.granted(result)
    wanted.answer(book.as_json(ledger, done.slip), done.sentence)


# ---- limits and closing days

@commands.group("limits", help=words_cli.HELP["limits"], invoke_without_command=True)
@click.pass_context
def limits_group(context: click.Context) -> None:
    """Until when something may take; alone it shows them with the changes of this fiscal year."""
    if context.invoked_subcommand is not None:
        return
    wanted: Wanted = context.obj
    with wanted.ledger(readonly=True) as ledger:
        now, changes = limits.of(ledger), limits.changes(ledger, era.fiscal_year(ledger.now()))
        values = {name: limits.as_number(name, now) for name in limits.NAMES}
        lines = [words.LIMIT_LINE.format(name=words.LIMITS[name], value=limits.in_words(name, value))
                 for name, value in values.items()]
        lines += [_change_line(change) for change in changes]
        wanted.answer(values | {"changes": [_change(change) for change in changes]}, lines)


@command("set", click.argument("name"), click.argument("value"), option("--reason", required=True), group=limits_group)
def limits_set(wanted: Wanted, name: str, value: str, reason: str) -> None:
    number = _number(wanted, name, value)
    with wanted.acting() as (ledger, who):
        done = wanted.granted(limits.change(ledger, who, name, number, reason, wanted.pin))
    wanted.answer({each: limits.as_number(each, done.limits) for each in limits.NAMES}, done.sentence)


def _number(wanted: Wanted, name: str, value: str) -> int:
    """17:15, 1715 or a number of opening days."""
    plain = unicodedata.normalize("NFKC", value).strip()
    hour, colon, minute = plain.partition(":")
    if colon and hour.isdigit() and minute.isdigit() and len(minute) == 2:
        return int(hour) * 100 + int(minute)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 4):
        lowest, highest = limits.RANGES.get(name, (0, 0))
        wanted.refused(refuse("limit_value", name=words.LIMITS.get(name, name), lowest=limits.in_words(name, lowest),
                              highest=limits.in_words(name, highest))
                       if name in limits.NAMES else refuse("limit_name", names="・".join(limits.NAMES)))
    return int(plain)


def _change(change: limits.LimitChange) -> dict[str, str]:
    return {"at": change.at, "what": change.what, "before": change.before, "after": change.after,
            "reason": change.reason, "by": change.by}


def _change_line(change: limits.LimitChange) -> str:
    return words.LIMIT_CHANGE_LINE.format(at=era.slashed(era.moment(change.at)), name=change.what, before=change.before,
                                          after=change.after, reason=change.reason, by=change.by)


@commands.group("closing-days", help=words_cli.HELP["closing-days"], invoke_without_command=True)
@click.pass_context
def closing_days_group(context: click.Context) -> None:
    """The extra closing days of the office; alone it lists them."""
    if context.invoked_subcommand is not None:
        return
    wanted: Wanted = context.obj
    with wanted.ledger(readonly=True) as ledger:
        _days(wanted, opening.extra(ledger))


@command("add", click.argument("day", type=DAY), option("--reason", required=True), group=closing_days_group)
def closing_days_add(wanted: Wanted, day: datetime, reason: str) -> None:
    _set_closed(wanted, day.date(), True, reason)


@command("remove", click.argument("day", type=DAY), option("--reason", required=True), group=closing_days_group)
def closing_days_remove(wanted: Wanted, day: datetime, reason: str) -> None:
    _set_closed(wanted, day.date(), False, reason)


def _set_closed(wanted: Wanted, day: date, closed: bool, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(opening.set_closed(ledger, who, day, closed, reason, wanted.pin))
    if wanted.json:
        _days(wanted, done.days)
    else:
        wanted.answer(None, done.sentence)


def _days(wanted: Wanted, days: tuple[date, ...]) -> None:
    wanted.answer([day.isoformat() for day in days], [era.wareki_date(day) for day in days] or [words.NO_CLOSED_DAYS])


# ---- 本日の締め

@command("sign-off", option("--approver"), option("--approver-pin"))
def sign_off(wanted: Wanted, approver: str | None, approver_pin: str | None) -> None:
    if approver is None:
        with wanted.ledger(readonly=True) as ledger:
            evening = signoff.of(ledger)
        wanted.answer(signoff.as_json(evening), _evening(evening))
        return
    with wanted.acting() as (ledger, who):
        done = wanted.granted(signoff.sign(ledger, who, approver, approver_pin))
    wanted.answer(signoff.as_json(done.evening), done.sentence)


def _evening(evening: signoff.Evening) -> list[str]:
    lines = [words.FIGURE_LINE.format(name=words.FIGURES[kind], count=count) for kind, count in evening.figures.items()]
    return lines + [words.EVENING_LINE.format(kind=words.FIGURES[line.kind], label=line.label, what=line.what,
                                              detail=line.detail, more=line.more).rstrip() for line in evening.lines]


# ---- papers

@form("inquiry")
def inquiry_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """照会票 of one slip, or of a section (its digit)."""
    return inquiry.paper(ledger, who, asked[0]) if len(asked) == 1 else refuse("inquiry_subject")


@form("history")
def history_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """経過書 of one slip."""
    return history.paper(ledger, who, asked[0]) if len(asked) == 1 else refuse("history_subject")


@form("signoff")
def signoff_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """本日の点検 as it stands now."""
    return signoff.paper(ledger, who)
