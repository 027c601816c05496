"""The section's desk from the command line: 受領, 返送; and at the branch what comes back unhandled."""

from __future__ import annotations

from datetime import datetime

import click

from branch_desk.cli.custody import moment
from branch_desk.cli.forms import form
from branch_desk.cli.wanted import WHOLE, Wanted, command, option
from branch_desk.domain import numbers
from branch_desk.domain import words_section as said
from branch_desk.domain.staff import Staff
from branch_desk.services import arriving, book, receiving, sending_back
from branch_desk.services.arriving import Arriving, Found
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Recorded, Refusal
from branch_desk.services.sending_back import Original
from branch_desk.store.ledger import Ledger

SAID_ONLY = ("already_received", "already_closed", "redirected", "inquiry")  # nothing to do, nothing wrong


@command(
    "receive",
    click.argument("scan", required=False),
    option("--at"),
    option("--sheets", type=WHOLE),
    option("--differs"),
    option("--bag"),
    option("--missing", multiple=True),
    option("--total", type=WHOLE),
    option("--redirect", is_flag=True),
    option("--short", is_flag=True),
    option("--stamp", type=click.Choice([receiving.DAY, receiving.MINUTE])),
)
def receive(
    wanted: Wanted,
    scan: str | None,
    at: str | None,
    sheets: int | None,
    differs: str | None,
    bag: str | None,
    missing: tuple[str, ...],
    total: int | None,
    redirect: bool,
    short: bool,
    stamp: str | None,
) -> None:
    if scan is None and bag is None and stamp is None:
        with wanted.ledger(readonly=True) as ledger:
            _answer_inbox(wanted, ledger)
        return
    if scan is not None and missing:
        raise click.UsageError(said.ONE_OF)
    with wanted.acting() as (ledger, who):
        if stamp is not None:
            wanted.granted(receiving.set_stamp(ledger, who, stamp))
        when = moment(wanted, ledger, at)
        if scan is None and bag is None:
            wanted.answer({"stamp": stamp}, said.STAMP_SET[stamp or receiving.MINUTE])
        elif scan is None:
            _of_bag(wanted, ledger, who, bag or "", total, when, missing, short)
        elif _is_bag(scan):
            opened = wanted.granted(receiving.open_bag(ledger, who, scan, total)).view
            if when is not None:
                opened = wanted.granted(receiving.retime(ledger, who, scan, when)).view
            wanted.answer(_bag_json(opened), _bag_lines(opened))
        else:
            found = receiving.look(ledger, scan, bag)
            _recorded(
                wanted,
                ledger,
                found,
                receiving.redirect(ledger, who, scan, bag=bag)
                if redirect
                else receiving.receive(
                    ledger, who, scan, bag=bag, received_at=when, sheets_found=sheets, differs=differs
                ),
            )


@command("send-back", click.argument("number", nargs=-1))
def send_back(wanted: Wanted, number: tuple[str, ...]) -> None:
    if not number:
        with wanted.ledger(readonly=True) as ledger:
            wanted.granted(arriving.wrong_desk(ledger))
            waiting = sending_back.to_send_back(ledger)
        wanted.answer([_original_json(item) for item in waiting], _original_lines(waiting) or said.NONE_TO_SEND)
        return
    with wanted.acting() as (ledger, who):
        scans: list[str] = []
        for text in number:
            whole = wanted.granted(sending_back.of_bag(ledger, text)) if _is_bag(text) else None
            scans += [text] if whole is None else [item.number for item in whole]
        sent = wanted.granted(sending_back.send_back(ledger, who, scans))
    wanted.answer(
        {
            "sent_back": [_original_json(item) for item in sent.originals],
            "branches": list(sent.branches),
            "sentence": sent.sentence,
        },
        [sent.sentence, *_original_lines(sent.originals)],
    )


@command("documents-back", click.argument("number"), option("--reason", required=True))
def documents_back(wanted: Wanted, number: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(receiving.documents_back(ledger, who, number, reason))
        wanted.answer(book.as_json(ledger, done.slip), done.sentence)


@form("returns")
def returns(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """返送票: `print --form returns [BRANCH] [NUMBER…]`; without numbers of what was sent back last."""
    scans = tuple(text for text in asked if numbers.read(text) is not None)
    branch = next((text for text in asked if text not in scans), None)
    return sending_back.return_list(ledger, who, scans, branch)


# ---- answers


def _is_bag(text: str) -> bool:
    found = numbers.read(text)
    return found is not None and found.real_kind == numbers.BAG


def _recorded(wanted: Wanted, ledger: Ledger, found: Found, result: Recorded | Refusal) -> None:
    if isinstance(result, Refusal) and result.rule in SAID_ONLY:
        slip = book.as_json(ledger, found.slip) if found.slip else None
        wanted.answer(
            {"verdict": found.verdict.value, "result": None, "sentence": result.sentence, "slip": slip},
            [f"{found.label}  {result.sentence}", result.todo],
        )
        return
    done = wanted.granted(result)
    slip = book.as_json(ledger, done.slip)
    wanted.answer(
        {"verdict": found.verdict.value, "result": done.result, "sentence": done.sentence, "slip": slip},
        f"{slip['label']}  {done.sentence}",
    )


def _of_bag(
    wanted: Wanted,
    ledger: Ledger,
    who: Staff,
    bag: str,
    total: int | None,
    at: datetime | None,
    missing: tuple[str, ...],
    short: bool,
) -> None:
    """What is missing is recorded at once; the bag is finished where nothing is left, and without --missing told why not."""
    if total is not None:
        wanted.granted(receiving.open_bag(ledger, who, bag, total))
    if missing:
        seen = wanted.granted(receiving.name_missing(ledger, who, bag, missing)).view
        if seen.left and not short:
            wanted.answer(
                _bag_json(seen) | {"missing": [row.number for row in seen.standing("missing")]},
                [said.MISSING, said.UNSEEN.format(count=seen.left)],
            )
            return
    done = wanted.granted(receiving.finish(ledger, who, bag, received_at=at, short=short))
    wanted.answer(_bag_json(done.view) | {"sentence": done.sentence, "missing": list(done.missing)}, done.sentence)


def _answer_inbox(wanted: Wanted, ledger: Ledger) -> None:
    wanted.granted(arriving.wrong_desk(ledger))
    found = receiving.inbox(ledger)
    documents = [
        {
            "bag": item.bag,
            "label": item.label,
            "branch": item.branch,
            "count": item.count,
            "open": item.open,
            "since": item.since,
        }
        for item in found
    ]
    lines = [
        said.BAG_LINE.format(
            label=item.label,
            digits=numbers.group(item.bag),
            branch=item.branch,
            count=said.COUNT_UNKNOWN if item.count is None else said.COUNT.format(count=item.count),
        )
        for item in found
    ]
    wanted.answer(documents, lines or said.NO_BAGS)


def _bag_json(view: Arriving) -> dict[str, object]:
    return {
        "bag": view.bag,
        "label": view.label,
        "branch": view.branch,
        "known": view.known,
        "total": view.total,
        "received": view.received,
        "left": view.left,
        "received_at": view.at.isoformat() if view.at else None,
        "finished": view.finished is not None,
        "slips": [
            {
                "number": row.number,
                "label": row.label,
                "stands": row.stands,
                "type_name": row.type_name,
                "differs": row.differs,
                "extra": row.extra,
            }
            for row in view.rows
        ],
    }


def _bag_lines(view: Arriving) -> list[str]:
    lines = [said.BAG_LINE.format(label=view.label, digits=numbers.group(view.bag), branch=view.branch,
                                 count=said.COUNT.format(count=view.total))]
    lines += [f"  {row.label}  {numbers.group(row.number)}  {said.STANDS[row.stands]}  {row.type_name}" for row in view.rows]
    return [*lines, said.UNSEEN.format(count=view.left)] if view.left > 0 else lines


def _original_json(item: Original) -> dict[str, object]:
    return {
        "number": item.number,
        "label": item.label,
        "branch": item.branch,
        "type_name": item.type_name,
        "sheets": item.sheets,
        "received_at": item.received_at,
    }


def _original_lines(originals: tuple[Original, ...]) -> list[str]:
    return [f"{item.label}  {numbers.group(item.number)}  {item.branch}  {item.type_name}" for item in originals]
