"""袋入れ・発送 from the command line, and the papers that belong to it."""

from __future__ import annotations

from dataclasses import replace

import click

from branch_desk.cli.custody import moment
from branch_desk.cli.forms import form
from branch_desk.cli.wanted import Wanted, command, commands, option
from branch_desk.domain import numbers, words_bags, words_cli
from branch_desk.domain.staff import Staff
from branch_desk.services import bag_papers, bag_view, bags, book
from branch_desk.services.bag_view import BagView
from branch_desk.services.bags import Done
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Refusal
from branch_desk.store.ledger import Ledger


@commands.group("bag", help=words_cli.HELP["bag"])
def bag_group() -> None:
    """Packing, checking and sending a bag."""


@command("open", click.argument("section"), group=bag_group)
def bag_open(wanted: Wanted, section: str) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, ledger, bags.open_bag(ledger, who, section))


@command("add", click.argument("bag"), click.argument("scan"), group=bag_group)
def bag_add(wanted: Wanted, bag: str, scan: str) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, ledger, bags.pack(ledger, who, bag, scan))


@command("remove", click.argument("bag"), click.argument("scan"), option("--reason", default="other"), group=bag_group)
def bag_remove(wanted: Wanted, bag: str, scan: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, ledger, bags.take_out(ledger, who, bag, scan, reason))


@command("close", click.argument("bag"), group=bag_group)
def bag_close(wanted: Wanted, bag: str) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, ledger, bags.close(ledger, who, bag))


@command("reopen", click.argument("bag"), option("--reason", required=True), group=bag_group)
def bag_reopen(wanted: Wanted, bag: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, ledger, bags.reopen(ledger, who, bag, reason))


@command("check", click.argument("bag"), click.argument("scan"), option("--differs"), group=bag_group)
def bag_check(wanted: Wanted, bag: str, scan: str, differs: str | None) -> None:
    """The first check ends the packing of a bag that is still open: DESIGN goes from `bag add` to `bag check`."""
    with wanted.acting() as (ledger, who):
        done = bags.check(ledger, who, bag, scan, agrees=differs is None, reason=differs, pin=wanted.pin)
        if isinstance(done, Refusal) and done.rule == "bag_is_open":
            wanted.granted(bags.close_to_check(ledger, who, bag, wanted.pin))
            done = bags.check(ledger, who, bag, scan, agrees=differs is None, reason=differs, pin=wanted.pin)
        _answer(wanted, ledger, done)


@command("exception", click.argument("bag"), option("--slip"), option("--reason", required=True),
         option("--approver", required=True), option("--approver-pin"), group=bag_group)
def bag_exception(wanted: Wanted, bag: str, slip: str | None, reason: str, approver: str,
                  approver_pin: str | None) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, ledger, bags.let_through(ledger, who, bag, slip, reason, approver, approver_pin))


@command("dispatch", click.argument("bag"),
         option("--route", type=click.Choice(list(bags.ROUTES)), default="internal_mail"), option("--at"),
         group=bag_group)
def bag_dispatch(wanted: Wanted, bag: str, route: str, at: str | None) -> None:
    with wanted.acting() as (ledger, who):
        _answer(wanted, ledger, bags.dispatch(ledger, who, bag, route, moment(wanted, ledger, at)))


@command("show", click.argument("bag"), group=bag_group)
def bag_show(wanted: Wanted, bag: str) -> None:
    with wanted.ledger(readonly=True) as ledger:
        view = wanted.granted(bags.view(ledger, bag))
        wanted.answer(bag_view.as_json(ledger, view), lines(view))


@command("list", group=bag_group)
def bag_list(wanted: Wanted) -> None:
    with wanted.ledger(readonly=True) as ledger:
        found = bags.in_work(ledger)
        wanted.answer([bag_view.as_json(ledger, view) for view in found],
                      [heading(view) for view in found] or words_bags.NO_BAGS)


def _answer(wanted: Wanted, ledger: Ledger, result: Done | Refusal) -> None:
    """The bag as it is now; a scan answers its verdict and its slip too, also where it is refused."""
    if isinstance(result, Refusal):
        slip = ledger.slip(str(result.details["number"])) if result.details.get("number") else None
        known = {"slip": book.as_json(ledger, slip)} if slip else {}
        wanted.refused(replace(result, details=result.details | known))
    done = result
    document = bag_view.as_json(ledger, done.view)
    if done.slip is not None:
        document |= {"verdict": "matched", "slip": book.as_json(ledger, done.slip)}
    wanted.answer(document, [done.sentence, heading(done.view)])


def heading(view: BagView) -> str:
    """A bag in one line; the digits are what the other commands take."""
    return "  ".join((view.label, numbers.group(view.bag.number), words_bags.STATES[view.step], view.section_name,
                      words_bags.whole(len(view.rows), view.sheets, view.sealed)))


def lines(view: BagView) -> list[str]:
    """A bag and its slips."""
    return [heading(view), *(
        f"  {row.label}  {row.type_name}  {words_bags.amount(row.sheets, row.enclosures, sealed=row.sealed)}"
        f"  {words_bags.CHECKS[row.check]}" for row in view.rows)]


@form("label")
def label_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    return bag_papers.label(ledger, who, *_bag_and_reason(asked))


@form("manifest")
def manifest_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    return bag_papers.manifest(ledger, who, *_bag_and_reason(asked))


@form("badge")
def badge_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    return bag_papers.badges(ledger, who, *asked)


def _bag_and_reason(asked: tuple[str, ...]) -> tuple[str, ...]:
    """The bag that was named, and why its paper is made once more."""
    if not 1 <= len(asked) <= 2:
        raise click.UsageError(words_cli.EXTRA_ARGUMENT if asked else words_cli.MISSING.format(name="BAG"))
    return asked
