"""For whoever audits: the line to sign, a value printed earlier, numbers drawn at random, who held which role when.

An auditor only reads. What is written here is none but the record that a file was made (services/audit_export.py).
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import printing
from branch_desk.domain import era, numbers, words
from branch_desk.domain import words_audit as said
from branch_desk.domain.fold import Slip, State
from branch_desk.domain.rights import StaffRole
from branch_desk.domain.staff import Staff
from branch_desk.services import binder, book
from branch_desk.services.audit_export import export as export
from branch_desk.services.office_papers import OfficePaper
from branch_desk.services.results import Refusal, refuse
from branch_desk.store.ledger import Head, Ledger

if TYPE_CHECKING:
    from branch_desk.store.proof import Verified

MOST = 200
USUAL = 20
SEEDS = 10**8
_SEED = re.compile(r"([0-9]{1,8})(?:-([0-9]{1,9}))?")
_HEAD = re.compile(r"([0-9]+)[^0-9]+([0-9]+)[^0-9]+([0-9][0-9 \-]*)")
HEAD_DIGITS = 20


# ---- the line that a person signs


def signed_line(ledger: Ledger, verified: Verified) -> str:
    """What was proven, when and of which desk, in one line: with the value of both chains, so that what was signed can
    be found again. What could not be proven has no figure."""
    desk, counts = ledger.desk, verified.counts
    figures = {
        "out": "chain_out.events",
        "own": "chain_own.events",
        "series": "gapless.series",
        "numbers": "gapless.numbers",
        "slips": "projection.slips",
        "bags": "bags.bags",
    }
    shown = {name: f"{counts[key]:,}" if key in counts else said.NOT_PROVEN for name, key in figures.items()}
    result = said.SOUND if verified.sound else said.FAULTY.format(count=len(verified.faults))
    return said.SIGNED_LINE.format(
        at=era.wareki_minute(ledger.now()),
        branch=desk.branch,
        desk=desk.name,
        code=desk.code,
        result=result,
        gaps="0" if "gapless.numbers" in counts else said.NOT_PROVEN,
        proven=len(verified.proven),
        head=verified.head or said.NOT_PROVEN,
        **shown,
    )


# ---- a value that was printed


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether a printed value still stands in the ledger. `sentence` says what follows from it."""

    held: bool
    text: str
    sentence: str
    todo: str = ""
    head: Head | None = None


def head_of_day(ledger: Ledger, day: date | None = None) -> str:
    """The value of both chains: as they stand now, or as they stood at the end of `day`. What is printed on the 送付票
    leaves the house with the bag, so that whoever rewrites the ledger afterwards cannot rewrite it."""
    return (ledger.trail.head() if day is None else ledger.trail.head_of(day)).text


def compare_head(ledger: Ledger, text: str, verified: Verified | None = None) -> Compared | Refusal:
    """Whether a value printed earlier is still what the ledger gives at its place. Reads only. That nothing before it was
    changed follows only where the chains were proven: with `verified` it is said."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _HEAD.fullmatch(re.sub(r"[^0-9]+", "-", plain).strip("-"))
    value = re.sub(r"[^0-9]", "", found[3]) if found else ""
    if found is None or len(value) != HEAD_DIGITS or max(len(found[1]), len(found[2])) > 12:
        return refuse("head_form")
    out, own = int(found[1]), int(found[2])
    head = ledger.trail.holds(out, own, value)
    if head is not None:
        at = ledger.trail.at(head)
        follows = said.HEAD_PROVEN if verified and verified.sound else said.HEAD_UNPROVEN
        sentence = said.HEAD_HELD.format(out=out, own=own, at=_moment(at))
        return Compared(True, head.text, f"{sentence}{follows}", head=head)
    sentence = said.HEAD_GONE if ledger.trail.reaches(out, own) else said.HEAD_SHORT.format(out=out, own=own)
    return Compared(False, plain, sentence, said.HEAD_TODO)


# ---- numbers drawn at random


@dataclass(frozen=True, slots=True)
class Sampled:
    """One number that was drawn, and where ledger entry, 控え and 原本 must be now."""

    number: str
    label: str
    state: str
    ledger: str
    copy: str
    original: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn. `seed` draws the same again from any later state of the ledger."""

    seed: str
    rows: tuple[Sampled, ...] = field(default=())


def sample(ledger: Ledger, who: Staff, count: int = USUAL, seed: str | None = None) -> Sample | Refusal:
    """Numbers of this desk drawn at random, each as likely as any other. Without a seed nobody can know beforehand which;
    with the seed of an earlier draw the same are drawn again. Reads only."""
    if not who.active:
        return refuse("staff_ended", code=who.code)
    if not 1 <= count <= MOST:
        return refuse("sample_count", most=MOST)
    chance, length = secrets.randbelow(SEEDS), ledger.trail.length()
    if seed is not None:
        found = _SEED.fullmatch(unicodedata.normalize("NFKC", seed).strip())
        if found is None or int(found[2] or 0) > length:
            return refuse("sample_seed")
        chance, length = int(found[1]), int(found[2] or length)
    drawn = ledger.trail.draw(count, chance, length)
    if not drawn:
        return refuse("sample_none")
    places = _Places(ledger)
    return Sample(f"{chance:08d}-{length}", tuple(places.of(number) for number in drawn))


def paper(ledger: Ledger, who: Staff, count: int = USUAL, seed: str | None = None) -> OfficePaper | Refusal:
    """抽出点検票, to be taken along to the binders. An auditor may: it is what auditors come for."""
    drawn = sample(ledger, who, count, seed)
    if isinstance(drawn, Refusal):
        return drawn
    desk = ledger.desk
    rows = tuple(printing.SampleRow(row.label, group(row.number), row.state, row.ledger, row.copy, row.original)
                 for row in drawn.rows)
    return OfficePaper("sample", printing.Sample(
        said.SAMPLE_ON.format(branch=desk.branch, desk=desk.name), era.wareki_minute(ledger.now()), drawn.seed, rows,
        check_value=ledger.trail.head().text, practice=desk.practice), sheet=True)


class _Places:
    """Where the papers of a slip must be. The volumes of a year are read once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._volumes: dict[int, tuple[binder.Volume, ...]] = {}

    def of(self, number: str) -> Sampled:
        ledger = self._ledger
        slip = ledger.slip(number) or Slip(number, State.LOST)
        own = [event for event in ledger.events(number) if event.desk == ledger.desk.code]
        first = own[0] if own else None
        entry = said.IN_LEDGER.format(
            day=_moment(first.at) if first else said.NOT_PROVEN,
            place=f"{first.desk}-{first.seq}" if first else said.NOT_PROVEN,
            events=len(own),
        )
        copy = self._copy(slip)
        state = words.STATES[slip.state.value]
        return Sampled(number, book.label(ledger, number), state, entry, copy, self._original(slip, copy))

    def _copy(self, slip: Slip) -> str:
        """The 控え lies in the binder of the day on which the papers were taken, from that day on."""
        taken = slip.taken_at or slip.issued_at
        if slip.state.value in said.NO_COPY or taken is None:
            return said.COPY_NONE.format(why=said.NO_COPY.get(slip.state.value, said.NO_COPY["lost"]))
        day = era.moment(taken).date()
        volume = next(
            (item for item in self._of_year(slip.year) if item.retention == slip.retention and self._holds(item, day)),
            None,
        )
        if volume is not None and volume.disposed is not None:
            return said.COPY_DISPOSED.format(at=_moment(volume.disposed.at))
        name = volume.name if volume else era.fiscal_year_name(slip.year)
        return said.COPY_IN.format(volume=name, day=era.wareki_date(day))

    def _of_year(self, year: int) -> tuple[binder.Volume, ...]:
        if year not in self._volumes:
            self._volumes[year] = binder.volumes(self._ledger, year)
        return self._volumes[year]

    def _holds(self, volume: binder.Volume, day: date) -> bool:
        """A blank of last year's 予備帳 that was written on in April lies in the last volume of its number's year."""
        return volume.first <= min(max(day, date(volume.year, 4, 1)), date(volume.year + 1, 3, 31)) <= volume.last

    def _original(self, slip: Slip, copy: str) -> str:
        if slip.state is State.CLOSED:
            return said.ORIGINAL_BINDER.format(copy=copy)
        if slip.came_back:
            return said.CAME_BACK
        ended = era.moment(slip.ended_at) if slip.ended_at else None
        return said.ORIGINAL[slip.state.value].format(
            holder=book.holder_words(self._ledger, slip),
            reason=words.ENDED_REASONS.get(slip.ended_reason or "", slip.ended_reason or ""),
            day=era.wareki_date(ended.date()) if ended else "",
        )


def sample_as_json(drawn: Sample) -> dict[str, object]:
    """As the command line answers it."""
    rows = [
        {
            "number": row.number,
            "label": row.label,
            "state": row.state,
            "ledger": row.ledger,
            "copy": row.copy,
            "original": row.original,
        }
        for row in drawn.rows
    ]
    return {"seed": drawn.seed, "count": len(rows), "numbers": rows}


# ---- who held which role when


@dataclass(frozen=True, slots=True)
class Held:
    """One stretch in which somebody held a role. `until` None: still; `found`: it began before it was recorded."""

    code: str
    name: str
    role: StaffRole
    since: str
    until: str | None
    by: str
    found: bool = False


def roles(ledger: Ledger) -> tuple[Held, ...]:
    """Who held which role when, in order of code and time, from the chain; a name as it is now."""
    names = {member.code: member.name for member in ledger.staff(ended=True)}
    stretches: dict[str, list[Held]] = {}
    for event in ledger.trail.staff_changes():
        code, own = event.value("code"), stretches.setdefault(event.value("code"), [])
        role, active = StaffRole(event.value("role")), event.value("active")
        going = own[-1] if own and own[-1].until is None else None
        if going is not None and active and going.role is role:
            continue                            # a new PIN or name
        if going is not None:
            own[-1] = Held(going.code, going.name, going.role, going.since, event.at, going.by, going.found)
        if active:
            own.append(Held(code, names.get(code, ""), role, event.at, None, event.actor, bool(event.value("found"))))
    return tuple(held for code in sorted(stretches, key=lambda text: (len(text), text)) for held in stretches[code])


def roles_as_json(held: tuple[Held, ...]) -> list[dict[str, object]]:
    """As the command line answers it."""
    return [
        {
            "code": item.code,
            "name": item.name,
            "role": item.role.value,
            "since": item.since,
            "until": item.until,
            "by": item.by,
            "before_records": item.found,
        }
        for item in held
    ]


def group(number: str) -> str:
    """The 16 digits in groups of four."""
    return numbers.group(number)


def _moment(at: str) -> str:
    return era.wareki_minute(era.moment(at)) if at else said.NOT_PROVEN
