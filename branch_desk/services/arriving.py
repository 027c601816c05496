"""受領, looking: which bags have arrived, what is in one, and what a scan means there. Reads only.

One inbox for all desks of all branches. A bag that this desk has not heard of is counted against the total written on
its 送付票; what is typed for it is kept in a setting, so that a bag half taken in survives a power cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from branch_desk.domain import era, numbers, words_book
from branch_desk.domain import words_section as words
from branch_desk.domain.catalogue import Section
from branch_desk.domain.events import Event
from branch_desk.domain.fold import HolderKind, Slip, State, effective
from branch_desk.domain.rights import Role
from branch_desk.domain.verdict import Place, Verdict, identify, judge
from branch_desk.services import book, catalogues
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Ledger

ARRIVING = "arriving"  # setting: bag -> {"total": int | None, "at": time | None, "since": time}
DATE_STAMP = "date_stamp"  # setting: what the office's stamp shows
MINUTE, DAY = "minute", "day"
MOST = 9_999
TAKES = frozenset({"matched", "unknown", "not_dispatched", "not_on_list", "again"})  # kinds that key 1 and 2 receive
NOON = time(12, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One slip of a bag. `stands` is waiting, received, missing or redirected; `check` is how the count came out."""

    number: str
    label: str
    stands: str
    type_name: str
    sheets: str
    enclosures: str
    differs: str | None = None  # code of what differed
    extra: bool = False  # not on the bag's list


@dataclass(frozen=True, slots=True)
class Arriving:
    """A bag as it is taken in. `total` is its list's count, or the one typed from the 送付票 of an unknown bag."""

    bag: str
    label: str
    branch: str
    known: bool
    total: int | None
    rows: tuple[Row, ...]
    at: datetime | None  # its one 受け取り日時; None: now
    fixed: bool  # something was received at that time
    dispatched: datetime | None = None
    route: str = ""
    packers: tuple[str, ...] = ()  # codes: unique within their branch only, and names of staff never travel
    checkers: tuple[str, ...] = ()
    finished: datetime | None = None

    def standing(self, *stands: str) -> tuple[Row, ...]:
        """The rows that stand so."""
        return tuple(row for row in self.rows if row.stands in stands)

    @property
    def waiting(self) -> tuple[Row, ...]:
        """On the list, and nobody has said anything of it."""
        return self.standing("waiting")

    @property
    def received(self) -> int:
        """Received of what is on the list; of an unknown bag, all."""
        return sum(row.stands == "received" and not row.extra for row in self.rows)

    @property
    def found(self) -> int:
        """Documents that lay in the bag, whosever they are."""
        return len(self.standing("received", "redirected"))

    @property
    def left(self) -> int:
        """How many nobody has said anything of; below 0 there are more than the 送付票 says."""
        if self.known:
            return len(self.waiting)
        return (self.total or 0) - len(self.standing("received", "redirected", "missing"))


@dataclass(frozen=True, slots=True)
class Inbox:
    """A bag in the inbox. `count` None: only its 送付票 knows. `open`: it is being taken in."""

    bag: str
    label: str
    branch: str
    count: int | None
    open: bool
    since: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan means at 受領. `kind` is a key of words.VERDICTS; `verdict` the domain's word."""

    verdict: Verdict
    kind: str
    word: str
    todo: str
    number: str | None = None
    label: str | None = None
    slip: Slip | None = None
    type_name: str = ""
    amount: str = ""  # 3枚・添付1点, '' where this desk was never told
    amount_whole: str = ""  # with the names of the enclosures
    sheets: str = words.NONE  # the same in the columns of a table
    enclosures: str = words.NONE
    sealed: bool = False  # 封筒のまま: nothing inside is counted
    place: str = ""  # where a paper of another section belongs: name and floor
    phone: str | None = None
    practice: bool = False
    earlier: str = ""

    @property
    def takes(self) -> bool:
        """Whether it can be received."""
        return self.kind in TAKES


def wrong_desk(ledger: Ledger) -> Refusal | None:
    """Only a section's desk takes bags in."""
    return None if ledger.desk.role is Role.SECTION and ledger.desk.section else refuse("not_section_desk")


def read_bag(ledger: Ledger, text: str) -> str | Refusal:
    """The 16 digits of a bag for this section."""
    found = numbers.read(text)
    if found is None or found.real_kind != numbers.BAG:
        return refuse("no_bag_number")
    if found.practice is not ledger.desk.practice:
        return refuse("arrived_practice" if found.practice else "arrived_real")
    section = found.type[0]
    if section != ledger.desk.section:
        return refuse("bag_other_section", place=place_of(ledger, section), details={"section": section})
    return found.digits


def inbox(ledger: Ledger) -> tuple[Inbox, ...]:
    """Every bag on its way here or being taken in, of all desks of all branches, oldest first."""
    begun = begun_bags(ledger)
    sent = {bag.number: bag for bag in ledger.bags(states=("dispatched",), section=ledger.desk.section, limit=MOST)}
    found = []
    for number in (*sent, *(number for number in begun if number not in sent)):
        bag = sent.get(number)
        known = view(ledger, number)
        if known is None or known.finished:
            continue
        since = (bag.dispatched_at if bag else None) or begun.get(number, {}).get("since") or ""
        touched = number in begun or any(row.stands != "waiting" for row in known.rows)
        found.append(Inbox(number, known.label, known.branch, known.total, touched, since))
    return tuple(sorted(found, key=lambda item: (item.since, item.bag)))


def view(ledger: Ledger, bag: str) -> Arriving | None:
    """The bag as it stands; None where nothing is known of it and nothing was typed."""
    events, _ = effective(ledger.events_of_bag(bag), ledger.members)
    begun = begun_bags(ledger).get(bag)
    known = ledger.bag(bag)
    listed = known.slips if known is not None and known.opened_at else None
    if listed is None and begun is None and not events:
        return None
    total = len(listed) if listed is not None else begun.get("total") if begun else None
    receipts = [event for event in events if event.type == "received"]
    done = next((event for event in events if event.type == "bag_received"), None)
    at = (
        (done and done.value("received_at"))
        or (receipts[0].value("received_at") if receipts else None)
        or (begun or {}).get("at")
    )
    if listed is None and total is None and done is not None:
        total = done.value("count_found")
    return Arriving(
        bag,
        book.label(ledger, bag),
        branch_name(ledger, bag),
        listed is not None,
        total,
        _rows(ledger, events, listed),
        era.moment(at) if at else None,
        bool(receipts),
        era.moment(known.dispatched_at) if known and known.dispatched_at else None,
        words.ROUTES.get(known.route or "", "") if known else "",
        known.packers if known else (),
        _checkers(events),
        era.moment(done.value("received_at") or done.at) if done else None,
    )


def look(ledger: Ledger, text: str, bag: str | None = None) -> Found:
    """What a scan means here. A scan records nothing."""
    practice = ledger.desk.practice
    first = identify(text, practice=practice)
    slip = ledger.slip(first.number) if first.number else None
    judged = judge(
        text,
        slip,
        ledger.members,
        practice=practice,
        branch=ledger.desk.branch,
        place=Place.RECEIVING,
        section=ledger.desk.section,
    )
    if judged.number is None or judged.verdict is Verdict.PRACTICE:
        kind = "real_in_practice" if judged.verdict is Verdict.PRACTICE and practice else judged.verdict.value
        return Found(judged.verdict, kind, *words.VERDICTS[kind], practice=practice)
    number = judged.number
    kind, earlier = _kind(ledger, judged.verdict, number, slip, bag)
    section = section_of(ledger, number, slip)
    place = place_of(ledger, section)
    word, todo = words.VERDICTS[kind]
    parsed = numbers.parse(number)
    item = catalogues.of(ledger).type(parsed.type) if parsed else None
    catalogue = catalogues.of(ledger)
    amount = whole = ""
    if slip is not None and not slip.stub:
        named = tuple(found.name for found in (catalogue.enclosure(code) for code in slip.enclosures) if found)
        count = len(slip.enclosures) + slip.other_enclosures
        amount = words.amount(slip.sheets, slip.sealed, count)
        whole = words_book.amount(slip.sheets, slip.sealed, count, named)
    known = catalogue.section(section)
    return Found(
        judged.verdict,
        kind,
        word,
        todo.format(at=_said(earlier), place=place),
        number,
        book.label(ledger, number),
        slip,
        (slip.type_name if slip else None) or (item.name if item else ""),
        amount,
        whole,
        *_counts(slip),
        bool(slip is not None and slip.sealed),
        place,
        known.phone if known else None,
        practice,
        earlier,
    )


def _kind(ledger: Ledger, verdict: Verdict, number: str, slip: Slip | None, bag: str | None) -> tuple[str, str]:
    """The kind, and when it was received before. EVENTS calls what was received already `matched`: nothing is wrong."""
    mine = own_events(ledger, number)
    if verdict in (Verdict.VOIDED, Verdict.HANDED_BACK) and slip is not None and slip.inquiry:
        return "inquiry", ""
    redirects = [event for event in mine if redirected(event)]
    if verdict is Verdict.WRONG_SECTION:
        return ("redirected" if redirects else "wrong_section"), ""
    if verdict not in (Verdict.MATCHED, Verdict.NOT_DISPATCHED, Verdict.UNKNOWN):
        return verdict.value, ""
    receipts = [event for event in mine if event.type == "received"]
    received = slip.received_at if slip is not None and slip.state is State.RECEIVED else None
    here = bag is not None and any(event.bag == bag for event in receipts)
    if received or here:
        earlier = received or str(receipts[-1].value("received_at"))
        return ("again" if bag is not None and not here else "already_received"), earlier
    if redirects and redirects[-1].bag == bag:
        return "redirected", ""
    if bag is not None:
        known = ledger.bag(bag)
        if known is not None and known.opened_at and number not in known.slips:
            return "not_on_list", ""
    return verdict.value, ""


def own_events(ledger: Ledger, number: str) -> list[Event]:
    """What this section has recorded of a slip and not taken back, in order."""
    counted, _ = effective((event for event in ledger.events(number) if event.stream.value == "out"), ledger.members)
    desk = ledger.desk
    same = {
        code for code, member in ledger.members.items() if (member.role, member.section) == (desk.role, desk.section)
    }
    return [event for event in counted if event.desk in same and event.slip == number]


def redirected(event: Event) -> bool:
    """他課の書類: found here, and it belongs elsewhere."""
    return event.type == "surplus" and event.value("reason") == "other_section"


def with_us(ledger: Ledger, slip: Slip) -> bool:
    """Whether this section had the papers last."""
    return slip.holder.kind is HolderKind.SECTION and slip.holder.where in (ledger.desk.section, ledger.desk.code)


def section_of(ledger: Ledger, number: str, slip: Slip | None) -> str:
    """The section's digit."""
    return (slip.section if slip and slip.section else None) or number[6]


def place_of(ledger: Ledger, code: str) -> str:
    """Its name and floor, as one says where to go."""
    section: Section | None = catalogues.of(ledger).section(code)
    return words.place(section.name, section.floor) if section else code


def branch_name(ledger: Ledger, number: str) -> str:
    """The branch that made a number; one that this desk has not heard of goes by its desk."""
    parsed = numbers.parse(number)
    desk = parsed.desk if parsed else ""
    member = ledger.members.get(desk)
    return member.branch if member is not None and member.role is Role.COUNTER else words.branch_of(desk)


def begun_bags(ledger: Ledger) -> dict[str, dict[str, Any]]:
    """What was typed of bags that are being taken in."""
    begun: dict[str, dict[str, Any]] = ledger.setting(ARRIVING, {})
    return begun


def stamp_of(ledger: Ledger) -> str:
    """What the office's date stamp shows: MINUTE or DAY."""
    return str(ledger.setting(DATE_STAMP, MINUTE))


def from_typed(text: str, now: datetime, stamp: str, dispatched: datetime | None = None) -> datetime | None:
    """MMDDhhmm, or where the stamp shows only the day MMDD. Of an earlier day the hour is not known and noon stands for
    it, or the dispatch where that was later: the record must not say that papers arrived before they left.
    """
    if stamp == MINUTE or len(text) != 4:
        return era.from_typed(text, now)
    found = era.from_typed(f"{text}0000", now)
    if found is None or found.date() == now.date():
        return found and now.replace(second=0, microsecond=0)
    noon = found.replace(hour=NOON.hour)
    return max(noon, dispatched) if dispatched and dispatched.date() == noon.date() else noon


def said_time(at: datetime, stamp: str) -> str:
    """As the stamp shows it."""
    return era.month_day(at) if stamp == DAY else era.month_day_clock(at)


def slashed(at: str) -> str:
    """11/20 16:30, for lists."""
    return era.slashed(era.moment(at)) if at else ""


# ---- inside


def _said(at: str) -> str:
    return era.month_day_clock(era.moment(at)) if at else ""


def _rows(ledger: Ledger, events: list[Event], listed: tuple[str, ...] | None) -> tuple[Row, ...]:
    """Waiting first, then missing, in the order of the list; then what is redirected and received, newest first."""
    stands: dict[str, tuple[str, str | None]] = dict.fromkeys(listed or (), ("waiting", None))
    extra = set()
    touched: list[str] = []
    for event in events:
        number = event.slip
        if number is None or event.type not in ("received", "missing", "surplus"):
            continue
        if event.type == "received":
            stands[number] = ("received", event.value("differs"))
        elif redirected(event):
            stands[number] = ("redirected", None)
        elif event.type == "missing" and stands.get(number, ("waiting", None))[0] == "waiting":
            stands[number] = ("missing", None)
        if listed is not None and number not in listed:
            extra.add(number)
        touched = [*(other for other in touched if other != number), number]
    order = {"waiting": 0, "missing": 1, "redirected": 2, "received": 3}
    place = {number: -n for n, number in enumerate(touched)} | {
        number: n for n, number in enumerate(listed or ()) if stands[number][0] in ("waiting", "missing")
    }
    sorted_ = sorted(stands, key=lambda number: (order[stands[number][0]], place[number]))
    return tuple(_row(ledger, number, *stands[number], number in extra) for number in sorted_)


def _row(ledger: Ledger, number: str, stands: str, differs: str | None, extra: bool) -> Row:
    slip = ledger.slip(number)
    item = catalogues.of(ledger).type(number[6:9])
    return Row(
        number,
        book.label(ledger, number),
        stands,
        (slip.type_name if slip else None) or (item.name if item else ""),
        *_counts(slip),
        differs,
        extra,
    )


def _counts(slip: Slip | None) -> tuple[str, str]:
    """Sheets and enclosures as a table has them."""
    if slip is None or slip.stub:
        return words.NONE, words.NONE
    return (
        words.SEALED if slip.sealed else str(slip.sheets or words.NONE),
        str(len(slip.enclosures) + slip.other_enclosures),
    )


def _checkers(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(event.actor for event in events if event.type == "checked"))
