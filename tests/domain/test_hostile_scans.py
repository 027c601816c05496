"""Whatever is scanned, typed or pasted gets its verdict, quickly, and never an exception."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.domain import numbers
from branch_desk.domain.verdict import Verdict, identify, judge
from tests.domain.hostile_scans import GOOD, HOSTILE_SCANS, READS_WELL, Scan


def test_the_table_is_as_long_as_promised_and_names_each_scan_once() -> None:
    assert len(HOSTILE_SCANS) >= 60
    assert len({scan.what for scan in HOSTILE_SCANS}) == len(HOSTILE_SCANS)
    assert len({scan.text for scan in HOSTILE_SCANS}) == len(HOSTILE_SCANS)
    assert {scan.verdict for scan in HOSTILE_SCANS} <= {verdict.value for verdict in Verdict}


@pytest.mark.parametrize("scan", HOSTILE_SCANS, ids=lambda scan: scan.what)
def test_a_hostile_scan_gets_its_verdict(scan: Scan) -> None:
    judged = judge(scan.text, None, {}, practice=False, branch="大師支所")
    assert judged.verdict.value == scan.verdict


@pytest.mark.parametrize("scan", HOSTILE_SCANS, ids=lambda scan: scan.what)
def test_only_a_slip_or_its_copy_leads_to_a_number(scan: Scan) -> None:
    judged = judge(scan.text, None, {}, practice=False, branch="大師支所")
    assert (judged.number is not None) == (scan.verdict in ("unknown", "copy"))
    if judged.number is not None:
        assert judged.number[0] == "1"


@pytest.mark.parametrize("scan", READS_WELL, ids=lambda scan: scan.what)
def test_every_way_of_writing_the_number_reads_as_the_same_number(scan: Scan) -> None:
    found = numbers.read(scan.text)
    assert found is not None and found.digits == GOOD


def test_no_scan_holds_up_the_counter() -> None:
    begin = time.process_time()
    for scan in HOSTILE_SCANS:
        identify(scan.text, practice=False)
    # All together measure under 2 ms. NFKC alone takes minutes over the combining marks when it is let at them.
    assert time.process_time() - begin < 1


@given(st.text(max_size=80))
def test_any_text_gets_a_verdict_and_only_16_digits_a_number(text: str) -> None:
    judged = identify(text, practice=False)
    if judged.number is not None:
        assert numbers.parse(judged.number) is not None
    else:
        assert judged.verdict in (Verdict.UNREADABLE, Verdict.NOT_OURS, Verdict.PRACTICE)


@given(st.text(alphabet="0123456789 -\n\u200b０٠①", max_size=24))
def test_texts_near_a_number_never_read_as_other_digits_than_they_show(text: str) -> None:
    found = numbers.read(text)
    if found is not None:
        shown = [char for char in text.translate({ord("０"): "0", ord("①"): "1"}) if char not in " -\n"]
        assert "".join(shown) == found.digits
