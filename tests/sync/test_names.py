"""Names on the share: ours are told from anybody else's, everywhere and only at their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import names

EPOCH = "0123456789abcdef"
desks = st.integers(1, 999).map(lambda n: f"{n:03d}")
counts = st.integers(1, 10**12 - 1)


@given(desks, counts)
def test_a_name_says_what_it_is(desk, number):
    assert names.parse(names.batch(desk, EPOCH, number)) == names.Named("batch", number, desk, EPOCH)
    assert names.parse(names.ack(desk, EPOCH, number)) == names.Named("ack", number, desk, EPOCH)
    assert names.parse(names.office("members", number)) == names.Named("members", number)


@given(desks, counts)
def test_names_are_short_and_safe_on_every_file_system(desk, number):
    for path in (names.batch(desk, EPOCH, number), names.ack(desk, EPOCH, number), names.part(desk, EPOCH),
                 names.office("catalogue", number), names.bundle(number), names.request("f" * 32)):
        joined = "\\".join(path)
        assert len(joined) <= names.LONGEST_NAME
        assert joined == joined.lower() and joined.isascii()
        assert not any(part.split(".")[0] in ("con", "aux", "nul", "prn", "com1", "lpt1") for part in path)


def test_a_part_never_has_the_name_of_another():
    assert len({names.part("101", EPOCH) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("path", [
    ("desktop.ini",), ("Thumbs.db",), ("d", "d-101", EPOCH, "00000", "b-000000000001 (1).evt"),
    ("d", "d-101", EPOCH, "00000", "b-000000000001.evt~"), ("d", "d-101", EPOCH, "00000", "B-000000000001.EVT"),
    ("d", "d-101", EPOCH, "00001", "b-000000000001.evt"), ("d", "d-000", EPOCH, "00000", "b-000000000001.evt"),
    ("d", "d-101", EPOCH.upper(), "00000", "b-000000000001.evt"), ("d", "d-101", EPOCH, "00000", "b-000000000000.evt"),
    ("d", "d-101", EPOCH, "00000", "b-1.evt"), ("d", "d-101", EPOCH, "ack", "b-000000000001.evt"),
    ("d", "d-101", EPOCH, "00000", "k-000000000001.ack"), ("office", "b-000000000001.evt"),
    ("d", "d-101", EPOCH, "00000", "b-٠٠٠٠٠٠٠٠٠٠٠١.evt"), ("AHY9U3~9",), ("d", "d-101", EPOCH, "tmp", "ab.part"),
])
def test_what_is_not_ours_is_nothing(path):
    assert names.parse(path) is None
