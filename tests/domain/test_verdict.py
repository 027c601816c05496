"""The verdict table of EVENTS.md: every row at every place, and which row comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from branch_desk.domain.fold import Slip, State
from branch_desk.domain.numbers import BAG, COPY, PRACTICE, SLIP, Number
from branch_desk.domain.verdict import DOUBTFUL, STOPPED, Judged, Place, Verdict, identify, judge
from tests.domain.places import BAG_1, BLANK, ISSUER, MEMBERS, NUMBER, OTHER, STRANGER

KNOWN = Slip(NUMBER, State.DISPATCHED, stub=False, type="501", section="5")
STUB = Slip(NUMBER, State.RECEIVED, type="501", section="5")
THEIRS = Number(SLIP, OTHER, 2026, "501", 42).digits
STRAY = Number(SLIP, STRANGER, 2026, "501", 42).digits
COPY_OF = Number(COPY, ISSUER, 2026, "501", 42).digits
PRACTICE_SLIP = Number(PRACTICE[SLIP], ISSUER, 2026, "501", 42).digits
PRACTICE_COPY = Number(PRACTICE[COPY], ISSUER, 2026, "501", 42).digits
PRACTICE_BAG = Number(PRACTICE[BAG], ISSUER, 2026, "500", 1).digits
BADGE = "3001000000001271"
PRACTICE_BADGE = "6001000000001233"

U, N, P, C, K = Verdict.UNREADABLE, Verdict.NOT_OURS, Verdict.PRACTICE, Verdict.COPY, Verdict.UNKNOWN
V, H, A, W = Verdict.VOIDED, Verdict.HANDED_BACK, Verdict.ALREADY_CLOSED, Verdict.WRONG_SECTION
B, D, M = Verdict.OTHER_BRANCH, Verdict.NOT_DISPATCHED, Verdict.MATCHED


def stands(state: State, **more: object) -> Slip:
    return replace(KNOWN, state=state, **more)  # type: ignore[arg-type]


def scan(text: str, slip: Slip | None, place: Place, *, practice: bool = False) -> Judged:
    """As the desk that stands at the place would: the branch's counter, or section 5; packing a bag for section 5."""
    branch = "川崎区役所" if place is Place.RECEIVING else "大師支所"
    section = None if place is Place.RETURN else "5"
    return judge(text, slip, MEMBERS, practice=practice, branch=branch, place=place, section=section)


TABLE = [
    # what is scanned, what is known of it: 返送照合, 袋入れ, 受領
    ("no number", "abc", None, U, U, U),
    ("wrong check digits", NUMBER[:-1] + "1", KNOWN, U, U, U),
    ("no such kind", "9101265010004278", None, N, N, N),
    ("desk 000", "1000265010004256", None, N, N, N),
    ("bag", BAG_1, None, N, N, N),
    ("badge", BADGE, None, N, N, N),
    ("practice slip", PRACTICE_SLIP, None, P, P, P),
    ("practice copy", PRACTICE_COPY, None, P, P, P),
    ("practice bag", PRACTICE_BAG, None, P, P, P),
    ("practice badge", PRACTICE_BADGE, None, P, P, P),
    ("copy", COPY_OF, KNOWN, C, C, C),
    ("copy of nothing known", COPY_OF, None, C, C, C),
    ("no event known", NUMBER, None, K, K, K),
    ("a blank not keyed in yet", BLANK, Slip(BLANK, State.RESERVED, stub=False), K, K, K),
    ("a number the ledger lost", NUMBER, Slip(NUMBER, State.LOST, type="501", section="5"), K, K, K),
    ("a stub that says nothing of its state", NUMBER, replace(STUB, state=State.HELD), K, K, K),
    ("voided", NUMBER, stands(State.VOIDED), V, V, V),
    ("handed back", NUMBER, stands(State.HANDED_BACK), H, H, H),
    ("closed", NUMBER, stands(State.CLOSED), A, A, A),
    ("of another section", NUMBER, stands(State.DISPATCHED, section="3"), M, W, W),
    ("of another branch, dispatched", THEIRS, stands(State.DISPATCHED, number=THEIRS), B, B, M),
    ("of another branch, held", THEIRS, stands(State.HELD, number=THEIRS), B, B, D),
    ("held", NUMBER, stands(State.HELD), D, M, D),
    ("bagged", NUMBER, stands(State.BAGGED, bag=BAG_1), D, M, D),
    ("dispatched", NUMBER, KNOWN, M, M, M),
    ("received", NUMBER, stands(State.RECEIVED), M, M, M),
    ("a stub that the section received", NUMBER, STUB, M, M, M),
    ("a blank whose type was keyed in", BLANK, stands(State.DISPATCHED, number=BLANK), M, M, M),
    ("of a desk nobody introduced", STRAY, stands(State.DISPATCHED, number=STRAY), M, M, M),
]


@pytest.mark.parametrize(
    ("what", "text", "slip", "at_return", "packing", "receiving"), TABLE, ids=[row[0] for row in TABLE]
)
def test_the_table(
    what: str, text: str, slip: Slip | None, at_return: Verdict, packing: Verdict, receiving: Verdict
) -> None:
    assert [scan(text, slip, place).verdict for place in Place] == [at_return, packing, receiving]


def test_the_table_has_every_verdict() -> None:
    assert {verdict for row in TABLE for verdict in row[3:]} == set(Verdict)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (NUMBER, P),
        (COPY_OF, P),
        (BAG_1, P),
        (BADGE, P),
        (PRACTICE_BAG, N),
        (PRACTICE_BADGE, N),
        (PRACTICE_COPY, C),
        (PRACTICE_SLIP, K),
        ("1000265010004256", N),
        ("8000265010004232", N),
        ("abc", U),
    ],
)
def test_on_a_practice_ledger_real_and_practice_change_places(text: str, verdict: Verdict) -> None:
    for place in Place:
        assert scan(text, None, place, practice=True).verdict is verdict


FIRST = [
    # two rows apply at once: the earlier of EVENTS wins
    ("practice before copy", PRACTICE_COPY, None, P),
    ("practice before voided", PRACTICE_SLIP, stands(State.VOIDED), P),
    ("copy before unknown", COPY_OF, None, C),
    ("copy before voided", COPY_OF, stands(State.VOIDED), C),
    ("copy before closed", COPY_OF, stands(State.CLOSED), C),
    ("copy before held", COPY_OF, stands(State.HELD), C),
    ("voided before section", NUMBER, stands(State.VOIDED, section="3"), V),
    ("voided before branch", THEIRS, stands(State.VOIDED, number=THEIRS), V),
    (
        "handed back before section and branch",
        THEIRS,
        stands(State.HANDED_BACK, number=THEIRS, section="3"),
        H,
    ),
    ("closed before section and branch", THEIRS, stands(State.CLOSED, number=THEIRS, section="3"), A),
]


@pytest.mark.parametrize(("what", "text", "slip", "verdict"), FIRST, ids=[row[0] for row in FIRST])
def test_the_first_row_that_applies_wins_everywhere(
    what: str, text: str, slip: Slip | None, verdict: Verdict
) -> None:
    for place in Place:
        assert scan(text, slip, place).verdict is verdict


def test_section_before_branch_and_branch_before_dispatch() -> None:
    both = stands(State.HELD, number=THEIRS, section="3")
    assert [scan(THEIRS, both, place).verdict for place in Place] == [B, W, W]
    assert scan(NUMBER, stands(State.HELD, section="3"), Place.RECEIVING).verdict is W


def test_nothing_known_but_the_digits_say_it_is_another_branchs() -> None:
    """`unknown` would close it with --accept, which only the issuing branch has the right to do."""
    assert [scan(THEIRS, None, place).verdict for place in Place] == [B, K, K]
    assert scan(STRAY, None, Place.RETURN).verdict is K


def test_nothing_known_but_the_digits_say_it_is_another_sections() -> None:
    """`unknown` would let the section receive what it has no right to receive."""
    third = Number(SLIP, ISSUER, 2026, "301", 1).digits
    assert [scan(third, None, place).verdict for place in Place] == [K, K, W]
    assert scan(BLANK, None, Place.RECEIVING).verdict is K


def test_any_desk_of_the_issuing_branch_matches_and_a_desk_of_another_does_not() -> None:
    for branch, verdict in (("大師支所", M), ("田島支所", B), (None, B)):
        assert judge(NUMBER, KNOWN, MEMBERS, practice=False, branch=branch).verdict is verdict


def test_without_a_section_of_its_own_a_place_knows_no_wrong_section() -> None:
    for place in (Place.PACKING, Place.RECEIVING):
        judged = judge(
            NUMBER,
            stands(State.DISPATCHED, section="3"),
            MEMBERS,
            practice=False,
            branch="大師支所",
            place=place,
        )
        assert judged.verdict is M


def test_a_copy_leads_to_its_slip_and_what_is_not_ours_leads_nowhere() -> None:
    assert identify(COPY_OF, practice=False) == Judged(C, NUMBER)
    assert identify(NUMBER, practice=False) == Judged(M, NUMBER)
    assert identify(PRACTICE_COPY, practice=True) == Judged(C, PRACTICE_SLIP)
    for text in ("abc", BAG_1, BADGE, PRACTICE_SLIP, PRACTICE_BAG):
        assert identify(text, practice=False).number is None


def test_the_judged_number_is_the_slips_own() -> None:
    for text, slip, verdict in (
        (NUMBER, None, K),
        (NUMBER, stands(State.VOIDED), V),
        (COPY_OF, KNOWN, C),
        (NUMBER, KNOWN, M),
    ):
        assert scan(text, slip, Place.RETURN) == Judged(verdict, NUMBER)


def test_every_verdict_is_either_stopped_or_doubtful_or_well() -> None:
    assert DOUBTFUL | STOPPED | {Verdict.ALREADY_CLOSED, Verdict.MATCHED} == set(Verdict)
    assert not DOUBTFUL & STOPPED
