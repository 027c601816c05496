"""Taking custody, and putting right: issue, void, hand back, correct, undo."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

import printing
from branch_desk.domain import era, numbers, words
from branch_desk.domain.catalogue import Catalogue, DocumentType, Enclosure
from branch_desk.domain.eligibility import Rule, rule_against
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import Role, StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import book, catalogues, guide
from branch_desk.services.people import confirmed_by_pin, may_record
from branch_desk.services.results import Changed, Issued, Recorded, Refusal, refuse
from branch_desk.store.ledger import Ledger, Transaction

MOST_SHEETS = 9_999
TEXT_LIMIT = {"depositor": 200, "applicant": 200, "kana": 200, "phone": 40, "enclosure": 60, "note": 400}
_REQUEST = re.compile(r"[0-9A-Za-z._:/#+-]{1,100}")    # as schemas/events/envelope.json
PRINTED = ("depositor", "applicant", "enclosure")      # what goes on paper must be drawable before a number is spent


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """What the counter typed. `sheets` None with `sealed` is 封筒のまま; `enclosures` are codes, `other_enclosures` own words.

    `visit` is the number of the same visitor's first slip, so that one お客様控 lists them all.
    """

    type: str
    sheets: int | None = None
    sealed: bool = False
    enclosures: tuple[str, ...] = ()
    other_enclosures: tuple[str, ...] = ()
    depositor: str | None = None
    kana: str | None = None
    phone: str | None = None
    applicant: str | None = None
    business: bool = False
    past_deadline: bool = False
    request_id: str | None = None
    visit: str | None = None


def eligible(ledger: Ledger, code: str, *, business: bool = False, past_deadline: bool = False) -> Refusal | None:
    """Why this document is not taken, with where to go instead; None where it is. Reads only: nothing is counted yet."""
    today = ledger.now().date()
    item = catalogues.of(ledger).type(code, today)
    rule = rule_against(item, today, business=business, past_deadline=past_deadline)
    return _not_taken(ledger, item, rule) if rule else None


def turn_away(ledger: Ledger, who: Staff, code: str, *, business: bool = False,
              past_deadline: bool = False) -> Refusal | None:
    """The same, and counts it by type and rule (no personal data): nobody else records what was turned away."""
    today = ledger.now().date()
    item = catalogues.of(ledger).type(code, today)
    rule = rule_against(item, today, business=business, past_deadline=past_deadline)
    if rule is None:
        return None
    refused = may_record(who)
    if refused:
        return refused
    with ledger.transaction() as tx:
        return _counted(ledger, tx, who, item, rule)


def issue(ledger: Ledger, who: Staff, request: IssueRequest) -> Issued | Refusal:
    """Takes a number and writes the slip; when this returns, both are on disk (DESIGN.md, promise 1).

    A request id that was carried out before returns the same number and writes nothing.
    """
    refused = may_record(who)
    if refused is None and ledger.desk.role is not Role.COUNTER:
        refused = refuse("not_counter")
    if refused is None and request.request_id and not _REQUEST.fullmatch(request.request_id):
        refused = refuse("request_id")      # it stands in the event and travels: no name may hide in it
    if refused:
        return refused
    catalogue = catalogues.of(ledger)
    with ledger.transaction() as tx:
        now = tx.now                        # the time of the record: at midnight of 31 March the number has its year
        fy = era.fiscal_year(now)
        if request.request_id:
            done = tx.repeated(request.request_id)
            if done:
                return _issued(ledger, done, repeated=True)
        item = catalogue.type(request.type, now.date())
        rule = rule_against(item, now.date(), business=request.business, past_deadline=request.past_deadline)
        if rule or item is None:
            return _counted(ledger, tx, who, item, rule or Rule.NOT_LISTED)
        refused = faults_of(catalogue, request)
        if refused:
            return refused
        texts = texts_of(request)
        number = tx.draw(fy, item.code).digits
        event = tx.append("issued", actor=who.code, slip=number, request=request.request_id,
                          body=body_of(catalogue, item, request, texts))
        tx.keep(event, fy, item.retention, texts)
        if request.request_id:
            tx.remember(request.request_id, number)
    return _issued(ledger, number)


def void(ledger: Ledger, who: Staff, number: str, reason: str, *, pin: str | None = None,
         note: str | None = None) -> Recorded | Refusal:
    """取消: the number keeps its reason and is never used again. Only before it was dispatched."""
    return _end(ledger, who, number, "voided", reason, pin=pin, note=note)


def hand_back(ledger: Ledger, who: Staff, number: str, reason: str, *, note: str | None = None) -> Recorded | Refusal:
    """書類の返却: the documents go back to the citizen, which is itself a recorded step."""
    return _end(ledger, who, number, "handed_back", reason, note=note)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is put right; None leaves it as it is. An empty name takes the name off."""

    sheets: int | None = None
    sealed: bool = False
    enclosures: tuple[str, ...] | None = None
    other_enclosures: tuple[str, ...] = ()
    depositor: str | None = None
    applicant: str | None = None
    kana: str | None = None
    phone: str | None = None


def correct(ledger: Ledger, who: Staff, number: str, correction: Correction, reason: str, *,
            note: str | None = None) -> Recorded | Refusal:
    """訂正 of sheets, enclosures or name. A change of name records only that it changed."""
    slip = _own_slip(ledger, who, number)
    if isinstance(slip, Refusal):
        return slip
    if slip.state in (State.VOIDED, State.HANDED_BACK, State.RESERVED, State.LOST):
        return _wrong_state(ledger, slip, "corrected")
    code, note = _reason(reason, words.CHANGE_REASONS, note)
    if code is None:
        return refuse("reason")
    catalogue = catalogues.of(ledger)
    fault = faults_of(catalogue, IssueRequest(
        "", correction.sheets if correction.sheets is not None else (None if correction.sealed else 1),
        correction.sealed, correction.enclosures or (), correction.other_enclosures, correction.depositor,
        correction.kana, correction.phone, correction.applicant)) or text_fault("note", note)
    if fault:
        return fault
    body: dict[str, object] = {"reason": code}
    if correction.sheets is not None or correction.sealed:
        body["sheets"] = None if correction.sealed else correction.sheets
    if correction.enclosures is not None or correction.other_enclosures:
        body["enclosures"] = list(correction.enclosures or ())
        body["others"] = len(correction.other_enclosures)
    names = {name: _clean(value) for name, value in (
        ("name", correction.depositor), ("applicant", correction.applicant), ("kana", correction.kana),
        ("phone", correction.phone)) if value is not None}
    if names:
        body["name_changed"] = True
    if len(body) == 1:
        return refuse("nothing_to_correct")
    if correction.other_enclosures:
        names["enclosures"] = "\n".join(correction.other_enclosures)
    return _record(ledger, who, slip, "corrected", body, "corrected", texts=names | ({"note": note} if note else {}))


def correct_enclosures(ledger: Ledger, who: Staff, number: str, typed: str, reason: str, *,
                       note: str | None = None) -> Recorded | Refusal:
    """訂正 of the enclosures as they are typed at the counter: numbers or words, one after another; 0 for none."""
    codes, others = read_enclosures(catalogues.of(ledger).enclosures, typed)
    return correct(ledger, who, number, Correction(enclosures=codes, other_enclosures=others), reason, note=note)


def read_enclosures(known: tuple[Enclosure, ...], typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of the list, and what is on no list in own words. Written one after another with 、 or a blank; 0 is none."""
    codes, others = [], []
    by_name = {enclosure.name: enclosure.code for enclosure in known}
    by_number = {enclosure.code.lstrip("0"): enclosure.code for enclosure in known}
    for part in re.split("[、，,　 ]+", typed.strip()):
        digits = unicodedata.normalize("NFKC", part)
        if not part or digits == "0":
            continue
        code = by_name.get(part) or by_number.get(digits.lstrip("0"))
        if code is None:
            others.append(part)
        else:
            codes.append(code)
    return tuple(codes), tuple(others)


def undo(ledger: Ledger, who: Staff, number: str, reason: str, *, note: str | None = None) -> Recorded | Refusal:
    """Revokes the slip's last event of this desk, which stays on record. After a day only by a 責任者."""
    slip = _own_slip(ledger, who, number)
    if isinstance(slip, Refusal):
        return slip
    code, note = _reason(reason, words.UNDO_REASONS, note)
    if code is None:
        return refuse("reason")
    last = book.last_revocable(ledger, slip)
    if last is None:
        return refuse("nothing_to_undo")
    same_day = era.moment(last.at).date() == ledger.now().date()
    if not same_day and who.role is not StaffRole.RESPONSIBLE:
        return refuse("undo_after_a_day")
    body = {"desk": last.desk, "epoch": last.epoch, "seq": last.seq, "reason": code}
    return _record(ledger, who, slip, "revoked", body, "undone", texts={"note": note} if note else {}, bag=last.bag)


def faults_of(catalogue: Catalogue, request: IssueRequest) -> Refusal | None:
    """What is wrong with what was typed, before a number is spent; None where all is well."""
    if not request.sealed:
        if request.sheets is None:
            return refuse("sheets_missing")
        if not 1 <= request.sheets <= MOST_SHEETS:
            return refuse("sheets")
    for code in request.enclosures:
        if catalogue.enclosure(code) is None:
            return refuse("enclosure", code=code)
    texts = [("depositor", request.depositor), ("applicant", request.applicant), ("kana", request.kana),
             ("phone", request.phone), *(("enclosure", words_) for words_ in request.other_enclosures)]
    for name, text in texts:
        fault = text_fault(name, text)
        if fault:
            return fault
    return None


def text_fault(name: str, text: str | None) -> Refusal | None:
    """Too long, with control characters or half a character (an IME or a clipboard can hand one over; nothing could keep
    it), or not drawable where it goes on paper. Nothing is ever left out in silence."""
    if not text:
        return None
    text = _clean(text)
    if len(text) > TEXT_LIMIT[name]:
        return refuse("too_long", field=words.FIELDS[name], limit=TEXT_LIMIT[name])
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        return refuse("control", field=words.FIELDS[name])
    if name in PRINTED:
        characters = printing.unprintable(text)
        if characters:
            return refuse("unprintable", characters=" ".join(characters),
                          details={"unprintable": list(characters), "field": name})
    return None


def _clean(text: str) -> str:
    """NFC, because か + U+3099 would break apart on paper; blanks at the ends go."""
    return unicodedata.normalize("NFC", text).strip()


def texts_of(request: IssueRequest) -> dict[str, str]:
    """What a person typed freely, for the encrypted table."""
    typed = {"name": request.depositor, "kana": request.kana, "phone": request.phone,
             "applicant": request.applicant, "enclosures": "\n".join(request.other_enclosures)}
    return {name: _clean(text) for name, text in typed.items() if text and _clean(text)}


def body_of(catalogue: Catalogue, item: DocumentType, request: IssueRequest, texts: dict[str, str]) -> dict[str, object]:
    flags = [flag for flag, on in (("named", "name" in texts), ("applicant", "applicant" in texts)) if on]
    body: dict[str, object] = {
        "type": item.code, "type_name": item.name, "section": item.section.code, "section_name": item.section.name,
        "catalogue": catalogue.version, "retention": item.retention,
        "sheets": None if request.sealed else request.sheets, "sealed": request.sealed,
        "enclosures": list(request.enclosures), "others": len(request.other_enclosures), "flags": flags,
    }
    if request.visit:
        body["visit"] = request.visit
    return body


def _counted(ledger: Ledger, tx: Transaction, who: Staff, item: DocumentType | None, rule: Rule) -> Refusal:
    """The refusal, written down as type and rule."""
    refused = _not_taken(ledger, item, rule)
    tx.append("refused", actor=who.code, body={"type": item.code if item else None, "rule": rule.value})
    return replace(refused, changed=Changed(topics=frozenset({"counts"})))


def _not_taken(ledger: Ledger, item: DocumentType | None, rule: Rule) -> Refusal:
    short, told = words.REFUSALS[rule.value]
    advice = guide.for_refusal(ledger, item)
    if item is not None and item.refusal and rule.value in ("urgent", "acceptance_date", "few"):
        told = item.refusal
    return Refusal(rule.value, f"{words.NOT_ACCEPTED}{told}", words.NUMBER_NOT_USED, advice,
                   {"reason": short, "type": item.code if item else None, "type_name": item.name if item else None})


def _issued(ledger: Ledger, number: str, *, repeated: bool = False) -> Issued:
    slip = ledger.slip(number)
    if slip is None:
        raise LookupError(f"the ledger lost {number}")
    changed = Changed() if repeated else Changed(frozenset({number}), frozenset({"counts"}))
    return Issued(slip, book.label(ledger, number), changed, repeated)


def _own_slip(ledger: Ledger, who: Staff, number: str) -> Slip | Refusal:
    """The slip, where `who` may record something about it at this desk."""
    refused = may_record(who)
    if refused:
        return refused
    found = numbers.read(number)
    if found is None or found.real_kind not in (numbers.SLIP, numbers.COPY):
        return refuse("not_a_number")
    digits = found.original.digits
    slip = ledger.slip(digits)
    if slip is None:
        return refuse("no_such_number", number=numbers.group(digits))
    issuer = ledger.members.get(slip.desk)
    if issuer is not None and issuer.branch != ledger.desk.branch:
        return refuse("other_branch", label=book.label(ledger, digits))
    return slip


def _end(ledger: Ledger, who: Staff, number: str, event: str, reason: str, *, pin: str | None = None,
         note: str | None = None) -> Recorded | Refusal:
    slip = _own_slip(ledger, who, number)
    if isinstance(slip, Refusal):
        return slip
    if slip.state not in (State.HELD, State.BAGGED, State.RESERVED):
        return _wrong_state(ledger, slip, event)
    blank = event == "voided" and slip.state is State.RESERVED
    code, note = _reason(reason, words.ENDED_REASONS if blank else words.CHANGE_REASONS, note)
    if code is None:
        return refuse("reason")
    refused = (confirmed_by_pin(ledger, who, pin, "void") if event == "voided" else None) or text_fault("note", note)
    if refused:
        return refused
    return _record(ledger, who, slip, event, {"reason": code}, event, texts={"note": note} if note else {})


def _wrong_state(ledger: Ledger, slip: Slip, event: str) -> Refusal:
    rule = "dispatched_already" if slip.state in (State.DISPATCHED, State.RECEIVED, State.CLOSED) else "not_held"
    return refuse(rule, label=book.label(ledger, slip.number), state=words.STATES[slip.state.value],
                  what=words.EVENTS[event])


def _reason(given: str, codes: dict[str, str], note: str | None) -> tuple[str | None, str | None]:
    """The code of a reason. Words that are no code become 「その他」 with the words as its note."""
    given = given.strip()
    if given in codes:
        return given, note
    by_word = {word: code for code, word in codes.items()}
    if given in by_word:
        return by_word[given], note
    return ("other", note or given) if given else (None, note)


def _record(ledger: Ledger, who: Staff, slip: Slip, event: str, body: dict[str, object], result: str, *,
            texts: dict[str, str], bag: str | None = None) -> Recorded:
    with ledger.transaction() as tx:
        written = tx.append(event, actor=who.code, slip=slip.number, bag=bag, body=body)
        tx.keep(written, slip.year, slip.retention or 1, texts)
    after = ledger.slip(slip.number)
    if after is None:
        raise LookupError(f"the ledger lost {slip.number}")
    sentence = f"{book.label(ledger, slip.number)} {words.EVENTS[event]}"
    return Recorded(after, sentence, result, Changed(frozenset({slip.number}), frozenset({"counts"})))

