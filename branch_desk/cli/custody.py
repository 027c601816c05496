"""Taking custody, putting right, and the returned slip."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from datetime import datetime
from pathlib import Path

import click

from branch_desk.cli.forms import form
from branch_desk.cli.looking import slip_lines
from branch_desk.cli.papers import OnPaper, on_paper
from branch_desk.cli.wanted import FILE, REFUSED, WHOLE, Wanted, command, complain, option
from branch_desk.domain import era, words, words_cli
from branch_desk.domain.staff import Staff
from branch_desk.domain.verdict import Verdict
from branch_desk.services import book, paper, printjobs, returns, slips, spare
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Recorded, Refusal
from branch_desk.store.ledger import Ledger


@command("issue", click.argument("type"), option("--depositor"), option("--kana"), option("--phone"),
         option("--sheets", type=WHOLE), option("--applicant"), option("--sealed", is_flag=True),
         option("--enclosure", multiple=True), option("--business", is_flag=True),
         option("--past-deadline", is_flag=True), option("--request-id"), option("--pdf", type=FILE),
         option("--print", "to_printer", is_flag=True), option("--reserved"), option("--taken-at"))
def issue(wanted: Wanted, type: str, depositor: str | None, kana: str | None, phone: str | None,
          sheets: int | None, applicant: str | None, sealed: bool, enclosure: tuple[str, ...], business: bool,
          past_deadline: bool, request_id: str | None, pdf: Path | None, to_printer: bool, reserved: str | None,
          taken_at: str | None) -> None:
    with wanted.acting() as (ledger, who):
        codes, own_words = _enclosures(enclosure)
        request = slips.IssueRequest(type=unicodedata.normalize("NFKC", type), sheets=sheets, sealed=sealed,
                                     enclosures=codes, other_enclosures=own_words, depositor=depositor, kana=kana,
                                     phone=phone, applicant=applicant, business=business,
                                     past_deadline=past_deadline, request_id=request_id)
        if reserved is None:
            issued = wanted.granted(slips.issue(ledger, who, request))
        else:
            at = moment(wanted, ledger, taken_at)
            if at is None:
                raise click.UsageError(words_cli.OPTION_WITHOUT_VALUE.format(option="--taken-at"))
            issued = wanted.granted(spare.key_in(ledger, who, reserved, request, at))
        document = book.as_json(ledger, issued.slip)
        if pdf is None and not to_printer:
            wanted.answer(document, slip_lines(document))
            return
        # The number is on disk; say it before anything that can fail, so that it is never lost with the paper.
        if not wanted.json:
            wanted.answer(document, slip_lines(document))
        if pdf is not None:
            document = _issued_pdf(wanted, ledger, who, issued.slip.number, document, pdf)
        printing: OnPaper | None = None
        if to_printer:
            printing = on_paper(ledger, who, wanted.granted(printjobs.queue(ledger, who, issued.slip.number, begin=True)))
            document = document | printing.document
        if wanted.json:
            wanted.answer(document | book.as_json(ledger, issued.slip), "")
    if printing:
        printing.say(wanted)


@command("reserve", option("--count", type=WHOLE, default=10), option("--pdf", type=FILE, required=True))
def reserve(wanted: Wanted, count: int, pdf: Path) -> None:
    with wanted.acting() as (ledger, who):
        done = wanted.granted(spare.reserve(ledger, who, count, pdf))
    wanted.answer({"numbers": list(done.numbers), "pdf": str(done.file)},
                  words_cli.RESERVED.format(count=len(done.numbers), file=done.file))


@form("reserve")
def reserve_form(ledger: Ledger, who: Staff, asked: tuple[str, ...]) -> OfficePaper | Refusal:
    """New blanks of the 予備帳: how many."""
    count = unicodedata.normalize("NFKC", asked[0]) if asked else "10"
    return spare.book_paper(ledger, who, int(count) if count.isascii() and count.isdigit() else 0)


def _issued_pdf(wanted: Wanted, ledger: Ledger, who: Staff, number: str, document: dict[str, object],
                pdf: Path) -> dict[str, object]:
    """The 原本 as PDF. Where it cannot be made, the slip is told of all the same."""
    try:
        printed = paper.into_files(ledger, who, number, "original", pdf=pdf)
    except OSError:
        if wanted.json:
            click.echo(json.dumps(document | {"printed": None}, ensure_ascii=False, indent=2))
        raise
    if isinstance(printed, Refusal):
        if wanted.json:
            click.echo(json.dumps(document | {"printed": None, **printed.details}, ensure_ascii=False, indent=2))
        complain(words_cli.REFUSED, printed.sentence, printed.todo)
        raise SystemExit(REFUSED)
    return document | {"printed": str(pdf)}


def _enclosures(given: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes, and what stands in own words."""
    plain = [(unicodedata.normalize("NFKC", text), text) for text in given]
    return (tuple(code for code, _ in plain if code.isascii() and code.isdigit()),
            tuple(text for code, text in plain if not (code.isascii() and code.isdigit())))


@command("void", click.argument("number"), option("--reason", required=True))
def void(wanted: Wanted, number: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.void(ledger, who, number, reason, pin=wanted.pin))


@command("hand-back", click.argument("number"), option("--reason", required=True))
def hand_back(wanted: Wanted, number: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.hand_back(ledger, who, number, reason))


@command("correct", click.argument("number"), option("--sheets", type=WHOLE), option("--sealed", is_flag=True),
         option("--enclosure", multiple=True), option("--no-enclosures", is_flag=True), option("--depositor"),
         option("--applicant"), option("--kana"), option("--phone"), option("--reason", required=True))
def correct(wanted: Wanted, number: str, sheets: int | None, sealed: bool, enclosure: tuple[str, ...],
            no_enclosures: bool, depositor: str | None, applicant: str | None, kana: str | None, phone: str | None,
            reason: str) -> None:
    codes, own_words = _enclosures(enclosure)
    correction = slips.Correction(sheets, sealed, codes if enclosure or no_enclosures else None, own_words, depositor,
                                  applicant, kana, phone)
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.correct(ledger, who, number, correction, reason))


@command("undo", click.argument("number"), option("--reason", required=True))
def undo(wanted: Wanted, number: str, reason: str) -> None:
    with wanted.acting() as (ledger, who):
        _recorded(wanted, ledger, slips.undo(ledger, who, number, reason))


def _recorded(wanted: Wanted, ledger: Ledger, result: Recorded | Refusal) -> None:
    done = wanted.granted(result)
    wanted.answer(book.as_json(ledger, done.slip), done.sentence)


@command("return", click.argument("scan"), option("--received-at"), option("--accept", is_flag=True), option("--differs"))
def come_back(wanted: Wanted, scan: str, received_at: str | None, accept: bool, differs: str | None) -> None:
    with wanted.acting() as (ledger, who):
        scanned = returns.scan(ledger, scan)
        slip = book.as_json(ledger, scanned.slip) if scanned.slip else None
        if scanned.verdict is Verdict.ALREADY_CLOSED:
            wanted.answer({"verdict": scanned.verdict.value, "result": None, "sentence": scanned.word, "slip": slip},
                          [f"{scanned.label}  {scanned.word}", scanned.todo])
            return
        at = moment(wanted, ledger, received_at)
        result = returns.come_back(ledger, who, scan, returns.DIFFERS if differs is not None else returns.AGREE,
                                   received_at=at, reason=differs, accept=accept)
        if isinstance(result, Refusal):
            shown: dict[str, object] = {"verdict": scanned.verdict.value, **({"slip": slip} if slip else {})}
            if scanned.where:
                shown["where"] = scanned.where
            wanted.refused(Refusal(result.rule, result.sentence, result.todo, details=result.details | shown))
        after = book.as_json(ledger, result.slip)
    wanted.answer({"verdict": scanned.verdict.value, "result": result.result, "sentence": result.sentence,
                   "slip": after}, [f"{scanned.label}  {scanned.word}", result.sentence])


def moment(wanted: Wanted, ledger: Ledger, text: str | None) -> datetime | None:
    """--received-at: ISO 8601, or MMDDhhmm as it is keyed at the counter. Without an offset it is Japan time."""
    if text is None:
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    found = era.from_typed(plain, ledger.now())
    if found is None and not plain.isdigit():
        with contextlib.suppress(ValueError, OverflowError):
            read = datetime.fromisoformat(plain)
            found = read.astimezone(era.JST) if read.tzinfo else read.replace(tzinfo=era.JST)
    if found is None:
        sentence, todo = words.RULES["time_form"]
        wanted.refused(Refusal("time_form", sentence, todo))
    return found
