"""返送照合: a scan identifies, a key decides (mockups/ui, principle 5; CORRECTIONS 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from branch_desk.domain import era, numbers, words
from branch_desk.domain.attention import Late, Why
from branch_desk.domain.fold import Slip
from branch_desk.domain.staff import Staff
from branch_desk.domain.verdict import DOUBTFUL, Place, Verdict, identify, judge
from branch_desk.services import attention, book
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Recorded, Refusal, refuse
from branch_desk.services.slips import text_fault
from branch_desk.store.ledger import Ledger

# Late with these, the papers may be elsewhere; a slip that is late with its 原本 alone has arrived.
UNSURE = frozenset({Why.NOT_DISPATCHED, Why.NOT_ARRIVED, Why.NOT_COUNTED, Why.REDIRECTED, Why.INQUIRY,
                    Why.CONTRADICTION})
AGREE, DIFFERS, TIME_MISSING = "agree", "differs", "time_missing"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan means here. `word` is the big verdict, `todo` the line below it, `where` what a citizen may be told."""

    verdict: Verdict
    word: str
    todo: str
    number: str | None = None
    label: str | None = None
    slip: Slip | None = None
    where: str | None = None


def scan(ledger: Ledger, text: str, place: Place = Place.RETURN, section: str | None = None) -> Scanned:
    """The verdict on a scan. Reads only; nothing of a code that is not ours is kept or shown."""
    practice = ledger.desk.practice
    first = identify(text, practice=practice)
    slip = ledger.slip(first.number) if first.number else None
    judged = judge(text, slip, ledger.members, practice=practice, branch=ledger.desk.branch, place=place,
                   section=section)
    key = "real_in_practice" if judged.verdict is Verdict.PRACTICE and practice else judged.verdict.value
    word, todo = words.VERDICTS[key]
    if judged.number is None:
        return Scanned(judged.verdict, word, todo)
    where = told(ledger, slip) if judged.verdict is Verdict.COPY else book.where_sentence(slip)
    return Scanned(judged.verdict, word, todo, judged.number, book.label(ledger, judged.number), slip, where)


def told(ledger: Ledger, slip: Slip | None) -> str:
    """What a citizen who asks is told (CORRECTIONS 12). Where nobody knows just now, that somebody will find out and
    call: never that the papers are where they were last seen. What was taken after the day's evening is listed the same
    evening (DOMAIN.md) and lies here all the same: it is in doubt from the next opening day on."""
    if slip is not None and not slip.stub and any(map(_in_doubt, attention.of_slip(ledger, slip))):
        return words.WHERE["lost"]
    return book.where_sentence(slip)


def _in_doubt(late: Late) -> bool:
    return late.why in UNSURE and (late.over or late.why is not Why.NOT_DISPATCHED)


def come_back(ledger: Ledger, who: Staff, text: str, decision: str = AGREE, *, received_at: datetime | None = None,
              reason: str | None = None, note: str | None = None, accept: bool = False) -> Recorded | Refusal:
    """Records that the original is back. Only AGREE with a known or given time closes; the others leave the slip open.

    A doubtful verdict (not_dispatched, unknown, other_branch) is recorded only with `accept`.
    """
    refused = may_record(who)
    if refused:
        return refused
    scanned = scan(ledger, text)
    if scanned.number is None or scanned.verdict not in DOUBTFUL | {Verdict.MATCHED}:
        return _stopped(scanned)
    if scanned.verdict in DOUBTFUL and not accept:
        answer = refuse("undecided", verdict=scanned.word)
        return Refusal(scanned.verdict.value, answer.sentence, answer.todo, details={"verdict": scanned.verdict.value})
    fault = _time_fault(ledger, scanned.slip, received_at)
    if fault:
        return fault
    if scanned.verdict is Verdict.OTHER_BRANCH:
        return _record(ledger, who, scanned, "came_back", _body("other_branch", received_at, scanned))
    if decision == DIFFERS:
        code = _differs_code(reason)
        if code is None:
            return refuse("reason")
        if code == "other" and note is None and reason not in words.DIFFERS_REASONS:
            note = reason
        fault = text_fault("note", note)
        if fault:
            return fault
        return _record(ledger, who, scanned, "came_back", _body("differs", received_at, scanned) | {"reason": code}, note)
    known = received_at or (scanned.slip and (scanned.slip.received_at or scanned.slip.paper_received_at))
    if decision == TIME_MISSING or not known:
        return _record(ledger, who, scanned, "came_back", _body("time_missing", None, scanned))
    body: dict[str, object] = {"source": "paper" if received_at else "section",
                               "received_at": era.stamp(received_at) if received_at else known}
    if scanned.verdict in DOUBTFUL:
        body["accepted"] = scanned.verdict.value
    return _record(ledger, who, scanned, "closed", body)


def _stopped(scanned: Scanned) -> Refusal:
    return Refusal(scanned.verdict.value, scanned.word, scanned.todo, details={"verdict": scanned.verdict.value})


def _body(result: str, received_at: datetime | None, scanned: Scanned) -> dict[str, object]:
    body: dict[str, object] = {"result": result}
    if received_at:
        body["received_at"] = era.stamp(received_at)
    if scanned.verdict in DOUBTFUL:
        body["accepted"] = scanned.verdict.value
    return body


def _differs_code(reason: str | None) -> str | None:
    if not reason or not reason.strip():
        return None
    by_word = {word: code for code, word in words.DIFFERS_REASONS.items()}
    return reason if reason in words.DIFFERS_REASONS else by_word.get(reason, "other")


def _time_fault(ledger: Ledger, slip: Slip | None, received_at: datetime | None) -> Refusal | None:
    if received_at is None:
        return None
    if received_at > ledger.now():
        return refuse("time_future")
    taken = slip and (slip.taken_at or slip.issued_at)
    # The paper says minutes, the ledger seconds: a receipt within the minute of issuing is not before it.
    if taken and received_at < era.moment(taken).replace(second=0):
        return refuse("time_before_issue")
    return None


def _record(ledger: Ledger, who: Staff, scanned: Scanned, event: str, body: dict[str, object],
            note: str | None = None) -> Recorded:
    number = scanned.number or ""
    with ledger.transaction() as tx:
        written = tx.append(event, actor=who.code, slip=number, body=body)
        if note:
            year = numbers.parse(number)
            retention = scanned.slip.retention if scanned.slip and scanned.slip.retention else 1
            tx.keep(written, year.fy if year else era.fiscal_year(ledger.now()), retention, {"note": note})
    after = ledger.slip(number)
    if after is None:
        raise LookupError(f"the ledger lost {number}")
    result = "closed" if event == "closed" else str(body["result"])
    sentence = {"closed": words.OUTCOME_CLOSED, "differs": words.OUTCOME_DIFFERS,
                "time_missing": words.OUTCOME_TIME_MISSING, "other_branch": words.OUTCOME_OTHER_BRANCH}[result]
    return Recorded(after, sentence, result, Changed(frozenset({number}), frozenset({"counts"})))
