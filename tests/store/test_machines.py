"""Whether a ledger is on the machine that it was made on: a copied disk is noticed, a changed network card is not."""

from __future__ import annotations

import hashlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.store import faults, folders, machines
from branch_desk.store.ledger import Ledger
from tests.store.issuing import issue, make

MARKS = st.sets(st.sampled_from([f"card 0011223344{n:02d}" for n in range(12)]), max_size=6)
SYSTEMS = st.sampled_from(["image", "another"])


@given(SYSTEMS, MARKS, SYSTEMS, MARKS)
def test_same_is_one_system_with_any_mark_in_common(one, ours, other, theirs):
    known, here = machines.text("ledger", one, ours), machines.text("ledger", other, theirs)
    expected = one == other and (not ours or not theirs or bool(ours & theirs))
    assert machines.same(known, here) is expected
    assert machines.same(here, known) is expected


@given(MARKS, MARKS)
def test_a_part_more_or_less_is_the_same_machine(ours, more):
    known = machines.text("ledger", "image", ours)
    assert machines.same(known, machines.text("ledger", "image", ours | more)) is True
    assert all(machines.same(known, machines.text("ledger", "image", ours - {one})) for one in ours)


@given(MARKS.filter(bool), MARKS.filter(bool))
def test_a_copy_of_the_disk_in_another_pc_is_another_machine(ours, theirs):
    known = machines.text("ledger", "image", ours)
    assert machines.same(known, machines.text("ledger", "image", theirs - ours)) is (not theirs - ours)


@given(MARKS)
def test_what_an_earlier_version_kept_is_this_machine(ours):
    earlier = hashlib.sha256(b"ledger:image").hexdigest()[:32]
    assert machines.same(earlier, machines.text("ledger", "image", ours))
    assert not machines.same(earlier, machines.text("ledger", "another", ours))
    assert not machines.same("", machines.text("ledger", "image", ours)), "doubted: somebody has to say"


def test_what_is_kept_says_nothing_of_the_hardware():
    kept = machines.text("ledger", "image", {"card 001122334455"})
    assert "001122334455" not in kept
    assert set(kept.split()).isdisjoint(machines.text("other ledger", "image", {"card 001122334455"}).split())


# ---- what a system tells


@pytest.mark.parametrize("value", ["To be filled by O.E.M.", "Default string", "None", "", "0000000000", "System Serial Number",
                                   "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "03000200-0400-0500-0006-000700080009", "1234", "\x00\x01"])
def test_what_makers_leave_empty_is_no_number(value):
    assert machines.number(value) is None


def test_a_number_is_read_in_one_spelling():
    assert machines.number("4C4C4544-0042-3510-8052-B4C04F4B3432") == machines.number("4c4c4544 0042 3510 8052 b4c04f4b3432")


@pytest.mark.parametrize("value", ["00:00:00:00:00:00", "02:11:22:33:44:55", "01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "", "0011"])
def test_an_address_that_is_nobodys_own_is_no_mark(value):
    assert machines.address(value) is None


@pytest.fixture
def sys(tmp_path):
    """A folder like /sys with a card on the board, one on the air, one on a plug, and what is no card."""
    def card(name, address, *, device=None, kind="0", fixed=None):
        place = tmp_path / "class" / "net" / name
        place.mkdir(parents=True)
        (place / "address").write_text(address + "\n")
        (place / "addr_assign_type").write_text(kind + "\n")
        if device:
            target = tmp_path / "devices" / device / name
            target.mkdir(parents=True)
            (place / "device").symlink_to(target)
        if fixed:
            (place / "phy80211").mkdir()
            (place / "phy80211" / "macaddress").write_text(fixed + "\n")

    card("eth0", "00:11:22:33:44:55", device="pci0000:00")
    card("wlan0", "a6:11:22:33:44:66", device="pci0000:01", kind="3", fixed="00:11:22:33:44:66")
    card("eth1", "00:11:22:33:44:77", device="pci0000:00/usb1/1-4")
    card("eth2", "00:11:22:33:44:88", device="pci0000:02", kind="3")
    card("lo", "00:00:00:00:00:00")
    card("br0", "00:11:22:33:44:99")
    dmi = tmp_path / "class" / "dmi" / "id"
    dmi.mkdir(parents=True)
    (dmi / "product_uuid").write_text("4c4c4544-0042-3510-8052-b4c04f4b3432\n")
    (dmi / "board_serial").write_text("Default string\n")
    return tmp_path


def test_the_marks_of_linux_are_built_in(sys):
    assert machines.hardware(sys) == {"card 001122334455", "card 001122334466", "product 4c4c4544004235108052b4c04f4b3432"}


def test_a_system_that_tells_nothing_has_no_marks(tmp_path):
    assert machines.hardware(tmp_path / "nothing") == frozenset()


def smbios(*structures: tuple[int, bytes, list[str]]) -> bytes:
    out = bytes(8)
    for kind, fixed, words in structures:
        out += struct.pack("<BBH", kind, 4 + len(fixed), 0) + fixed
        out += b"".join(word.encode() + b"\0" for word in words) + (b"\0" if words else b"\0\0")
    return out


UUID = bytes(range(1, 17))
TABLE = smbios((0, b"\1\2", ["BIOS", "1.0"]), (1, b"\1\2\3\4" + UUID + b"\6", ["Maker", "PC", "1", "SN-12345"]),
               (2, b"\1\2\0\3", ["Maker", "Board", "To be filled by O.E.M."]), (3, b"\1\3\0\2", ["Maker", "CH-98765"]), (127, b"", []))


def test_the_numbers_in_a_firmware_table_are_found():
    assert set(machines.firmware_numbers(TABLE)) == {f"product {UUID.hex()}", "product sn12345", "chassis ch98765"}


@given(st.binary(max_size=200), st.integers(0, len(TABLE)))
def test_a_firmware_table_that_is_none_stops_nobody(noise, cut):
    list(machines.firmware_numbers(noise))
    list(machines.firmware_numbers(TABLE[:cut] + noise))


# ---- a ledger


@pytest.fixture
def built_of(monkeypatch):
    """Says what the machine is made of."""
    monkeypatch.setattr(folders, "_system_identity", lambda: "image")

    def made_of(*marks):
        monkeypatch.setattr(machines, "hardware", lambda: frozenset(marks))

    return made_of


def opened(home, clock) -> Ledger:
    return Ledger.open(home, now=clock)


def test_a_copy_of_the_disk_gives_no_number_before_anybody_met(home, clock, built_of):
    built_of("card a", "product x")
    with make(home, now=clock) as ledger:
        issue(ledger, "a")
    built_of("card b", "product y")
    with opened(home, clock) as copy:
        with pytest.raises(faults.MovedMachine):
            issue(copy, "b")
        copy.accept_machine("1")
        assert issue(copy, "b")
    with opened(home, clock) as again:
        assert not again.moved
    built_of("card a", "product x")
    with opened(home, clock) as first:
        assert first.moved, "of two copies one goes on"


def test_every_part_may_be_replaced_one_at_a_time(home, clock, built_of):
    built_of("card a", "product x")
    make(home, now=clock).close()
    for marks in (("card a", "product x", "card dock"), ("card a",), ("card a", "product y"), ("product y",), (), ("product y", "card b"),
                  ("card b",)):
        built_of(*marks)
        with opened(home, clock) as ledger:
            assert not ledger.moved and issue(ledger, " ".join(marks))
    built_of("card a")
    with opened(home, clock) as ledger:
        assert ledger.moved


def test_a_ledger_of_an_earlier_version_raises_no_alarm_and_is_bound_from_then_on(home, clock, built_of):
    built_of()
    with make(home, now=clock) as ledger:
        assert " " not in ledger.setting("machine", "")
    built_of("card a")
    with opened(home, clock) as ledger:
        epoch = ledger.epoch
        assert not ledger.moved and ledger.check_at_start() == () and issue(ledger, "a")
    with opened(home, clock) as ledger:
        assert ledger.epoch == epoch and ledger.verify().sound
    built_of("card b")
    with opened(home, clock) as ledger:
        assert ledger.moved


def test_a_moved_ledger_begins_one_epoch_whatever_is_plugged_in(home, clock, built_of):
    built_of("card a")
    make(home, now=clock).close()
    built_of("card b")
    with opened(home, clock) as ledger:
        epoch = ledger.epoch
    built_of("card b", "card c")
    with opened(home, clock) as ledger:
        assert ledger.moved and ledger.epoch == epoch
