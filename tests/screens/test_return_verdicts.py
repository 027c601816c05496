"""Every verdict of EVENTS.md on 返送照合: its own word, shape, colour and one of the four sounds; and every hostile scan
through the scanner's own way in, with nothing recorded."""

from __future__ import annotations

import pytest

from branch_desk.domain import numbers, words_return
from branch_desk.domain.verdict import Verdict
from branch_desk.ui import icons, return_verbs
from branch_desk.ui.scanner import SHORTEST
from branch_desk.ui.sounds import Sound
from tests.domain.hostile_scans import HOSTILE_SCANS
from tests.screens.opened import texts
from tests.screens.test_returning import (
    NEVER_ISSUED,
    OTHER_DESK,
    PRACTICE,
    by_hand,
    desk,
    read,
)

__all__ = ["by_hand", "desk", "read"]

# mockups/ui 34: shape, colour, sound. 別の課 is no verdict of 返送照合.
SHAPES = {
    "matched": ("ring", "green", Sound.GOOD),
    "already_closed": ("stamp", "grey", Sound.NOTHING),
    "copy": ("copy", "blue", Sound.NOTHING),
    "not_dispatched": ("triangle", "amber", Sound.LOOK),
    "other_branch": ("signpost", "amber", Sound.LOOK),
    "unknown": ("diamond", "amber", Sound.LOOK),
    "voided": ("struck", "red", Sound.STOP),
    "handed_back": ("turn-back", "red", Sound.STOP),
    "practice": ("hatched", "violet", Sound.STOP),
    "not_ours": ("square", "grey", Sound.NOTHING),
    "unreadable": ("bars", "grey", Sound.NOTHING),
}


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.WRONG_SECTION])
def test_a_verdict_has_its_own_word_shape_colour_and_sound(verdict):
    shape, tone, sound = SHAPES[verdict.value]
    assert icons.VERDICTS[verdict.value] == (shape, tone) and return_verbs.sound(verdict) is sound
    others = [words_return.VERDICTS[v.value][0] for v in Verdict if v is not verdict and v.value in words_return.VERDICTS]
    assert words_return.VERDICTS[verdict.value][0] not in others
    assert len({shape for shape, *_ in SHAPES.values()}) == len(SHAPES)


@pytest.mark.parametrize("verdict", ["matched", "not_dispatched", "voided", "handed_back", "already_closed", "unknown",
                                     "other_branch", "practice", "copy", "not_ours", "unreadable"])
def test_the_verdict_on_screen_is_the_one_of_the_table(desk, read, verdict):
    made = desk.made
    scans = {
        "matched": made["sent"], "not_dispatched": made["held"], "voided": made["voided"],
        "handed_back": made["handed"], "already_closed": made["closed"], "unknown": NEVER_ISSUED,
        "other_branch": OTHER_DESK, "practice": PRACTICE, "copy": numbers.parse(made["sent"]).copy.digits,
        "not_ours": "9101265010004278", "unreadable": made["sent"][:-1] + str((int(made["sent"][-1]) + 1) % 10),
    }
    read(scans[verdict])
    shown = texts(desk.returning.left)
    assert words_return.VERDICTS[verdict][0] in shown and desk.heard == [SHAPES[verdict][2]]
    assert desk.returning.card.tone == SHAPES[verdict][1]


# ---- hostile scans: as a scanner that is a keyboard sends them

TYPED = [scan for scan in HOSTILE_SCANS if scan.text.isascii() and scan.text.isdigit() and SHORTEST <= len(scan.text) <= 40]
OURS = [scan for scan in TYPED if len(scan.text) == 16 and numbers.parse(scan.text) is not None]
LONG_ONLY = [scan for scan in TYPED if len(scan.text) != 16]


def count_events(desk):
    """Everything that travels or would be kept of a scan."""
    return desk.asked(lambda ledger: sum(ledger.event_counts(ledger.now().date(), ledger.now().date()).values()))


@pytest.mark.parametrize("ms", [1, 30])
def test_no_hostile_scan_records_or_types_anything_and_each_has_its_verdict(desk, scan, wait_until, ms):
    before = count_events(desk)
    signed_in = 0
    for hostile in TYPED if ms == 1 else TYPED[:12]:
        heard = len(desk.heard)
        number = numbers.read(hostile.text)
        scan(hostile.text, ms=ms)
        badge = number is not None and number.real_kind == numbers.BADGE and not number.practice
        if not badge:                                   # a badge is silent: the acting person's name is the answer
            wait_until(lambda heard=heard: len(desk.heard) > heard, timeout=20)
        wait_until(lambda: desk.session.idle)
        if len(hostile.text) != 16:                     # another barcode: never shown, never looked up
            assert desk.window.strip.visible and hostile.text not in texts(desk.window.root), hostile.what
        elif number is not None and number.real_kind == numbers.BAG and not number.practice:
            assert desk.window.strip.visible, hostile.what
        elif badge:
            signed_in += 1
            assert number.serial == 12 and desk.session.who.code == "12", hostile.what
        else:
            assert desk.returning.shown.scanned.verdict.value == hostile.verdict, hostile.what
        desk.window.strip.hide()
        assert desk.returning.card.digits is None or desk.returning.card.digits.text == "", hostile.what
    assert count_events(desk) == before + signed_in


def test_the_table_is_not_empty():
    assert len(TYPED) > 30 and OURS and LONG_ONLY
