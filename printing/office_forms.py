"""The papers around the slips.

What staff carry, sign and file, and what a citizen is told. Plain values as in forms.py.

None of them has a place for a citizen's name.
"""

from __future__ import annotations

from dataclasses import dataclass

from printing.binder_forms import BinderIndex
from printing.figure_forms import Gaps, Statistics
from printing.forms import RecoveryForm, Reissue, SlipForm
from printing.manual_forms import Manual


@dataclass(frozen=True, slots=True)
class BagLabel:
    """The label on a bag. `digits` are those of the bag (kind 2, 練習 7).

    `sheets` are those of the slips whose sheets were counted, `sealed` the slips that are a closed envelope.
    `sent_on` None leaves the date to be written.
    """

    digits: str
    label: str
    section: str
    branch: str
    slips: int
    sheets: int
    sealed: int = 0
    floor: str | None = None
    ward: str | None = None
    branch_phone: str | None = None
    sent_on: str | None = None
    route: str = "庁内便"
    practice: bool = False
    reissue: Reissue | None = None


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One slip of a bag. `sheets` None is 封筒のまま."""

    label: str
    type_name: str
    sheets: int | None
    enclosures: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """送付票: what is in a bag. Totals are counted here, so that they cannot differ from the rows.

    `sent` None leaves the time to be written. `check_value` is the value of the ledger's chains when the paper
    was made, to compare by.
    """

    digits: str
    label: str
    section: str
    branch: str
    rows: tuple[ManifestRow, ...]
    floor: str | None = None
    ward: str | None = None
    branch_phone: str | None = None
    sent: str | None = None
    route: str = "庁内便"
    check_value: str | None = None
    practice: bool = False
    reissue: Reissue | None = None


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One 原本 on its way back. `received` None leaves the time to be written.

    `sheets` None is 封筒のまま; `told` False that this section was never told how many there are.
    """

    label: str
    type_name: str
    sheets: int | None
    received: str | None = None
    note: str = ""
    told: bool = True


@dataclass(frozen=True, slots=True)
class ReturnList:
    """返送票.

    Which originals return. `rows` None is the form that a section without a PC fills in by hand.
    """

    section: str
    branch: str
    rows: tuple[ReturnRow, ...] | None
    floor: str | None = None
    ward: str | None = None
    section_phone: str | None = None
    branch_phone: str | None = None
    sent: str | None = None
    route: str = "庁内便"
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """One record of a slip at the branch, on the 照会票."""

    at: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """照会票: a section is asked for one slip. `digits` are of kind 4 (練習 5); the last trace is marked.

    `lines` is what is asked, where it is another question than whether the slip arrived.
    """

    digits: str
    label: str
    section: str
    type_name: str
    sheets: int | None
    branch: str
    taken: str
    staff: str
    asked: str
    answer_by: str
    enclosures: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ()
    floor: str | None = None
    branch_phone: str | None = None
    lines: tuple[str, str] | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Inquiries:
    """Everything that a section is asked at one time, a sheet for each slip."""

    inquiries: tuple[Inquiry, ...]


@dataclass(frozen=True, slots=True)
class BinderCover:
    """綴り表紙 and the label of its spine.

    `kept_until` is the last day of retention, `may_go` the day after.
    """

    branch: str
    desk: str
    year: str
    volume: int
    period: str
    types: str
    slips: str
    retention: str
    kept_until: str
    may_go: str
    spine: str
    ward: str | None = None
    basis: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One record in a 経過書. `weighty` for the one by which the incident came to light."""

    at: str
    place: str
    staff: str
    what: str
    record: str = ""
    weighty: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who was asked or told."""

    at: str
    who: str
    how: str
    staff: str
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the citizen was told, by whom, and what was promised. Empty strings leave room to write."""

    at: str = ""
    how: str = ""
    promised: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """経過書: one slip's history for the incident report. `digits` are of kind 4 (練習 5)."""

    digits: str
    label: str
    section: str
    type_name: str
    sheets: int | None
    branch: str
    made: str
    staff: str
    known_at: str
    known_by: str
    last_place: str
    last_since: str
    state: str
    steps: tuple[Step, ...]
    calls: tuple[Call, ...] = ()
    told: Told = Told()
    enclosures: tuple[str, ...] = ()
    floor: str | None = None
    section_phone: str | None = None
    branch_phone: str | None = None
    check_value: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class SignOffRow:
    """One slip or bag on the evening page: its label, and what its list says of it in three columns."""

    label: str
    what: str
    detail: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """本日の点検: what the 係長 looks at in the evening.

    The four figures are the lengths of the four lists.
    """

    place: str
    at: str
    unsent: tuple[SignOffRow, ...] = ()
    attention: tuple[SignOffRow, ...] = ()
    reissued: tuple[SignOffRow, ...] = ()
    exceptions: tuple[SignOffRow, ...] = ()
    check_value: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One number that was drawn, and where its entry in the ledger, its 控え and its 原本 must be."""

    label: str
    digits: str
    state: str
    ledger: str
    copy: str
    original: str


@dataclass(frozen=True, slots=True)
class Sample:
    """抽出点検票: what an auditor takes along to the binders. `seed` draws the same numbers again."""

    place: str
    at: str
    seed: str
    rows: tuple[SampleRow, ...]
    check_value: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """The badge of one member of staff: surname, reading, code. `digits` are of kind 3 (練習 6)."""

    digits: str
    surname: str
    code: str
    kana: str = ""
    role: str = "担当者"


@dataclass(frozen=True, slots=True)
class BadgeSheet:
    """Badges to cut out, eight a sheet."""

    badges: tuple[Badge, ...]
    branch: str
    branch_phone: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class SpareSlip:
    """One number of type 000.

    The digits of the 原本 (kind 1, 練習 8) and those of its other papers (4, 5).
    """

    original: str
    copy: str
    label: str


@dataclass(frozen=True, slots=True)
class SpareBook:
    """予備帳: slips with a number, to be written by hand in a power cut. `sections` with their telephones."""

    slips: tuple[SpareSlip, ...]
    branch: str
    sections: tuple[tuple[str, str | None], ...]
    branch_phone: str | None = None
    branch_hours: str | None = None
    arrival_days: int | None = None
    purpose_sentence: str | None = None
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way that is open to the citizen.

    Its name, what stands large (a counter, a telephone), and the rest.
    """

    name: str
    large: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """案内票: where to go with papers that the branch does not take. The ways stand in the given order.

    `refused` False: nobody brought papers, so nothing is said of handing them back.
    """

    about: str
    ways: tuple[Way, ...]
    branch: str
    at: str
    staff: str
    branch_phone: str | None = None
    practice: bool = False
    refused: bool = True


Form = (
    SlipForm
    | RecoveryForm
    | BagLabel
    | Manifest
    | ReturnList
    | Inquiry
    | Inquiries
    | BinderCover
    | BinderIndex
    | History
    | SignOff
    | Sample
    | BadgeSheet
    | SpareBook
    | Guide
    | Statistics
    | Gaps
    | Manual
)
