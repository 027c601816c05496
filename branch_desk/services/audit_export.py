"""What an auditor takes along as a file: everything that was let through, taken back, printed again, changed or shown.
Codes, numbers and words of the program alone: no citizen's name and nothing that was typed freely."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from branch_desk.domain import era, words, words_attention, words_print
from branch_desk.domain import words_audit as said
from branch_desk.domain.events import Event, Stream
from branch_desk.domain.staff import Staff
from branch_desk.services import book, limits, people, tables
from branch_desk.services.book_export import Exported
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger

OUT = ("voided", "revoked", "lost_record", "closed", "checked")
OWN = (
    "override",
    "printed",
    "exported",
    "viewed",
    "clock_doubt",
    "staff_changed",
    "setting_changed",
    "signed_in",
    "desk_locked",
    "pin_failed",
    "pin_cleared",
    "signed_off",
    "drilled",
    "restored",
    "erased",
    "disposed",
    "numbers_settled",
    "recovery_checked",
)


def export(ledger: Ledger, who: Staff, path: Path, first: date, last: date) -> Exported | Refusal:
    """The records of a span of days, both included, into a CSV; that it was made is recorded. An auditor may: this is
    what auditors come for. Nothing is recorded where the file could not be written."""
    if not who.active:
        return refuse("staff_ended", code=who.code)
    if last < first:
        return refuse("audit_days")
    found = list(rows(ledger, first, last))
    if not found:
        return refuse("audit_nothing")
    tables.write(path, said.CSV_HEADING, found)
    with ledger.transaction() as tx:
        tx.append("exported", actor=who.code, body={"what": "audit", "count": len(found), "named": False})
    return Exported(path, len(found))


def rows(ledger: Ledger, first: date, last: date) -> Iterator[tuple[str, ...]]:
    """One row a record, in order of writing."""
    written = ledger.trail.between(Stream.OUT, first, last, OUT) + ledger.trail.between(Stream.OWN, first, last, OWN)
    for event in sorted(written, key=lambda item: (item.order, item.stream.value)):
        if _matters(event):
            yield _row(ledger, event)


def _matters(event: Event) -> bool:
    """First prints, closings without doubt and checks that agreed are the day's work and stand in the ledger."""
    if event.type == "printed":
        return bool(event.value("count", 1) > 1)
    if event.type == "closed":
        return bool(event.value("accepted"))
    return event.type != "checked" or event.value("result") == "overridden"


def _row(ledger: Ledger, event: Event) -> tuple[str, ...]:
    subject = event.slip or event.bag
    what = event.type
    if what == "override" and event.value("what") in ("limit", "closing_day"):
        what = "limit"
    place = said.RECORD.format(
        desk=event.desk, epoch=event.epoch, seq=event.seq, stream=said.STREAMS[event.stream.value]
    )
    return (
        era.moment(event.at).strftime("%Y-%m-%d %H:%M:%S"),
        said.KINDS[what],
        book.label(ledger, subject) if subject else "",
        _details(ledger, event),
        _staff(ledger, event.actor),
        _staff(ledger, event.value("approved_by")),
        ledger.desk_names.get(event.desk, event.desk),
        place,
    )


def _staff(ledger: Ledger, code: str | None) -> str:
    """12 佐野; nothing where the program wrote by itself."""
    if not code or code == "0":
        return ""
    return f"{code} {people.who_wrote(ledger, ledger.desk.code, code)}"


def _details(ledger: Ledger, event: Event) -> str:
    say = _SAY.get(event.type)
    return say(ledger, event) if say else ""


def _override(_: Ledger, event: Event) -> str:
    what, reason = words_attention.EXCEPTIONS[event.value("what")], event.value("reason")
    if event.value("limit"):
        name = event.value("limit")
        before, after = (limits.in_words(name, event.value(side)) for side in ("before", "after"))
        what = said.SETTING_CHANGE.format(
            what=words_attention.LIMITS[name], number="", before=before, after=after, found=""
        )
    elif event.value("day"):
        what = f"{words_attention.DAY_CHANGE[bool(event.value('closed'))]} {event.value('day')}"
    reasons = words_attention.EXCEPTION_REASONS | words_attention.LIMIT_REASONS
    return f"{what}・{said.REASON.format(reason=reasons.get(reason, reason))}"


def _reason(_: Ledger, event: Event) -> str:
    reason = event.value("reason")
    table = words.ENDED_REASONS | words.UNDO_REASONS | words_attention.EXCEPTION_REASONS
    return said.REASON.format(reason=table.get(reason, reason)) if reason else ""


def _printed(_: Ledger, event: Event) -> str:
    reason = event.value("reason")
    copy = words_print.COPIES.get(event.value("copy"), event.value("copy"))
    return said.REPRINT.format(
        copy=copy, count=event.value("count"), reason=words.REPRINT_REASONS.get(reason, said.NOTHING)
    )


def _exported(_: Ledger, event: Event) -> str:
    return said.EXPORTED_LINE.format(
        what=said.EXPORTED_WHAT.get(event.value("what"), event.value("what")),
        count=event.value("count"),
        named=said.WITH_NAMES if event.value("named") else "",
    )


def _viewed(_: Ledger, event: Event) -> str:
    return said.VIEWED_LINE.format(what=said.VIEWED[event.value("what")], count=event.value("count"))


def _clock(_: Ledger, event: Event) -> str:
    return said.CLOCK_JUMP.format(
        reason=said.CLOCK_REASONS[event.value("reason")], seconds=event.value("seconds", 0)
    )


def _staff_change(ledger: Ledger, event: Event) -> str:
    member = ledger.member_of_staff(event.value("code"))
    return said.STAFF_CHANGE.format(
        code=event.value("code"),
        name=member.surname if member else "",
        role=said.ROLES[event.value("role")],
        pin=said.PIN_SET if event.value("pin_set") else said.PIN_NOT_SET,
        active=said.ACTIVE if event.value("active") else said.NOT_ACTIVE,
        found=said.FOUND if event.value("found") else "",
    )


def _setting(_: Ledger, event: Event) -> str:
    number = event.value("number")
    return said.SETTING_CHANGE.format(
        what=said.SETTINGS[event.value("key")],
        number="" if number is None else said.NUMBERED.format(number=number),
        before=_value(event.value("before")),
        after=_value(event.value("after")),
        found=said.FOUND if event.value("found") else "",
    )


def _value(value: Any) -> str:
    if value is None:
        return said.NOTHING
    if isinstance(value, bool):
        return said.YES if value else said.NO
    return str(value) if isinstance(value, int) else said.MARKED.format(mark=value[:12])


def _pin_failed(_: Ledger, event: Event) -> str:
    return said.PIN_TRIES.format(
        code=event.value("code"), tries=event.value("tries"), minutes=event.value("wait") // 60
    )


_SAY: dict[str, Callable[[Ledger, Event], str]] = {
    "override": _override,
    "voided": _reason,
    "revoked": _reason,
    "checked": _reason,
    "closed": lambda _, event: words.VERDICTS[event.value("accepted")][0],
    "printed": _printed,
    "exported": _exported,
    "viewed": _viewed,
    "clock_doubt": _clock,
    "staff_changed": _staff_change,
    "setting_changed": _setting,
    "desk_locked": lambda _, event: said.LOCKED_WHY[event.value("why")],
    "pin_failed": _pin_failed,
    "pin_cleared": lambda _, event: said.PIN_CLEARED.format(
        code=event.value("code"), by=said.PIN_BY[event.value("by")]
    ),
    "drilled": lambda _, event: said.DRILLED[event.value("result")],
    "erased": lambda _, event: said.ERASED.format(year=event.value("year"), retention=event.value("retention")),
    "disposed": lambda _, event: said.DISPOSED.format(
        year=event.value("year"), retention=event.value("retention"), volume=event.value("volume")
    ),
}
