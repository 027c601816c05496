"""Starter bundles: what a desk that begins reads instead of asking for each batch, and what is no bundle."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from sync import batch, bundle, envelope, names, starting
from sync.batch import Position
from sync.bundle import Item
from sync.cycle import exchange, take_in
from sync.envelope import Broken
from sync.folder import OsFolder
from sync.root import Members
from tests.sync.memory_desk import InProcess, MemoryDesk, Office, exchange_all


@pytest.fixture
def share(tmp_path):
    (tmp_path / "share").mkdir()
    return InProcess(OsFolder(str(tmp_path / "share")))


def wrote(share, office, *desks, times=7):
    """Everybody writes so often, and all know it."""
    for number in range(times):
        for desk in desks:
            desk.write(f"{desk.me[0]} {number}")
        exchange_all(share, *desks, rounds=1)
    exchange_all(share, *desks)


def items(desk) -> list[Item]:
    return [Item(stream, first, desk.ends(data), data) for (stream, first), data in sorted(desk.batches.items())]


def lay_out(share, desk) -> tuple[int, int]:
    taken, far = starting.covered(share, desk.pin, desk.known_members)
    return starting.lay_out(share, desk, [item for item in items(desk) if item.first > far.get(item.stream, 0)], taken)


class Counting(InProcess):
    """How many batches were asked for by name."""

    asked = 0

    def read(self, path):
        self.asked += path[-1].endswith(".evt")
        return super().read(path)


def test_a_desk_that_begins_takes_everything_from_a_bundle(share, office, desks):
    wrote(share, office, *desks)
    assert lay_out(share, desks[0]) == (1, len(desks[0].batches))
    new = MemoryDesk(office.pin, "301")
    office.admit(new)
    counting = Counting(share.folder)
    round_ = exchange(counting, new)
    assert round_.state == "ok" and not round_.problems
    assert new.everything() == desks[0].everything()
    assert counting.asked < 6 < len(desks[0].batches), "only what comes after the bundle is asked for"


def test_it_may_overlap_with_what_is_known_and_with_the_share(share, office, desks):
    wrote(share, office, *desks)
    lay_out(share, desks[0])
    wrote(share, office, *desks, times=2)
    new = MemoryDesk(office.pin, "301")
    office.admit(new)
    for taken, data in [(batch.open_batch(data, root=new.pin.root, stream=stream, first=1, known=Position(),
                                          public=next(iter(office.members.keys(stream[0])))), data)
                        for (stream, first), data in desks[0].batches.items() if first == 1]:
        new.take([(taken, data)])
    assert exchange(share, new).state == "ok"
    assert new.everything() == desks[0].everything()


def test_the_next_bundle_holds_what_the_others_do_not(share, office, desks):
    wrote(share, office, *desks)
    lay_out(share, desks[0])
    assert lay_out(share, desks[1]) == (0, 0), "everything is covered"
    wrote(share, office, *desks, times=1)
    assert lay_out(share, desks[1])[0] == 1
    assert share.names(("boot",)) == ("n-000000000001.zip", "n-000000000002.zip")
    new = MemoryDesk(office.pin, "301")
    office.admit(new)
    exchange(share, new)
    assert new.everything() == desks[0].everything()


def test_what_does_not_go_into_one_bundle_goes_into_the_next(share, office, desks, monkeypatch):
    monkeypatch.setattr(bundle, "MOST", 4)
    wrote(share, office, *desks)
    made, count = lay_out(share, desks[0])
    assert made == -(-count // 4) > 1
    new = MemoryDesk(office.pin, "301")
    office.admit(new)
    exchange(share, new)
    assert new.everything() == desks[0].everything()


def test_a_place_that_somebody_took_is_passed_over(share, office, desks):
    wrote(share, office, *desks)
    share.publish(names.bundle(1), b"junk", "101", "0" * 16)
    share.publish(names.bundle(10**12 - 1), b"junk", "101", "0" * 16)
    lay_out(share, desks[0])
    new = MemoryDesk(office.pin, "301")
    office.admit(new)
    round_ = exchange(share, new)
    assert new.everything() == desks[0].everything()
    assert {problem.word for problem in round_.problems} == {"bundle"} and round_.state == "ok"


def test_a_stick_may_carry_bundles_alone(share, office, desks, tmp_path):
    wrote(share, office, *desks)
    (tmp_path / "stick").mkdir()
    stick = InProcess(OsFolder(str(tmp_path / "stick")))
    new = MemoryDesk(office.pin, "301")
    office.admit(new)
    marker, members = share.read(names.ROOT), names.office("members", office.members.generation)
    for generation in range(1, office.members.generation + 1):
        path = names.office("members", generation)
        stick.publish(path, share.read(path), *desks[0].me)
    assert members
    starting.lay_out(stick, desks[0], items(desks[0]), set())
    stick.publish(names.ROOT, marker, *desks[0].me)
    assert take_in(stick, new).state == "ok"
    assert new.everything() == desks[0].everything()


def test_a_desk_that_has_spoken_looks_at_no_bundle(share, office, desks):
    wrote(share, office, *desks)
    share.publish(names.bundle(1), b"junk", "101", "0" * 16)
    assert exchange(share, desks[0], look_everywhere=True).problems == []


@pytest.fixture
def made(share, office, desks):
    wrote(share, office, *desks, times=2)
    desk = desks[0]
    return desk, bundle.seal(desk.pin, desk.me, desk.key, 1, items(desk))


def opens(desk, data, generation=1):
    return bundle.open_bundle(data, desk.pin, desk.known_members, generation)


def test_every_flip_of_a_byte_is_refused_or_changes_nothing(made):
    desk, data = made
    whole = opens(desk, data)
    harmless = 0
    for at in range(0, len(data), 3):
        spoiled = data[:at] + bytes([data[at] ^ 0x41]) + data[at + 1:]
        try:
            found = opens(desk, spoiled)
        except Broken:
            continue
        harmless += 1       # a date or an attribute of the zip's own list
        assert found == whole
    assert harmless < len(data) // 3 // 5


def test_every_truncation_is_refused(made):
    desk, data = made
    for length in range(0, len(data), 7):
        with pytest.raises(Broken):
            opens(desk, data[:length])


def zipped(files, compression=zipfile.ZIP_STORED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as zip_:
        for name, data in files:
            zip_.writestr(name, data)
    return held.getvalue()


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as zip_:
        return [(info.filename, zip_.read(info)) for info in zip_.infolist()]


def why(desk, data, generation=1):
    with pytest.raises(Broken) as broken:
        opens(desk, data, generation)
    return broken.value.why


@pytest.mark.parametrize("name", ["../../evil.evt", "/etc/passwd", "d/d-101/x.evt", "C:\\x.evt", "d/d-101/aux", "desktop.ini"])
def test_a_name_that_its_list_does_not_have_is_refused(made, name):
    desk, data = made
    assert why(desk, zipped([*parts(data), (name, b"x")])) == "contents"


def test_a_file_that_is_not_there_or_is_another_is_refused(made):
    desk, data = made
    found = parts(data)
    assert why(desk, zipped(found[:-1])) == "contents"
    assert why(desk, zipped([*found[:-1], (found[-1][0], found[1][1])])) == "hash"
    assert why(desk, zipped(found[1:])) == "contents"


def test_a_bomb_is_not_blown_up(made):
    desk, data = made
    assert why(desk, zipped([*parts(data), ("bomb", bytes(1 << 30 >> 4))], zipfile.ZIP_DEFLATED)) == "bomb"
    assert why(desk, bytes(envelope.FILE_CAP + 1)) == "size"
    many = zipped([(str(number), b"") for number in range(bundle.MOST + 2)])
    assert why(desk, many) == "bomb"
    overlapping = bytearray(zipped([("a", b"x" * 5000), ("b", b"y")]))
    at = overlapping.rindex(b"PK\x01\x02")       # the second entry is said to be as long as the whole of the first
    overlapping[at + 20:at + 28] = struct.pack("<II", 6000, 6000)
    assert why(desk, bytes(overlapping)) in ("bomb", "zip")


def test_what_is_compressed_or_locked_is_refused(made):
    desk, data = made
    assert why(desk, zipped([("a", b"x" * 40)], zipfile.ZIP_DEFLATED)) in ("compression", "bomb")
    locked = bytearray(data)
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert why(desk, bytes(locked)) == "compression"


def test_only_a_member_makes_a_bundle_and_only_for_this_place_and_root(made, office):
    desk, data = made
    assert why(desk, data, generation=2) == "place"
    stranger = MemoryDesk(desk.pin, "101")
    assert why(desk, bundle.seal(desk.pin, desk.me, stranger.key, 1, items(desk))) == "key"
    assert why(MemoryDesk(desk.pin, "301"), data) == "key"
    with pytest.raises(Broken, match="key"):
        bundle.open_bundle(data, desk.pin, Members(1), 1)


def test_a_list_that_somebody_changed_is_refused(made):
    desk, data = made
    found = parts(data)
    assert found[0][0] == bundle.LIST
    assert why(desk, zipped([(bundle.LIST, found[0][1][:-1] + bytes([found[0][1][-1] ^ 1])), *found[1:]])) == "signature"


def test_another_offices_bundle_is_refused(made, tmp_path):
    desk, data = made
    (tmp_path / "other").mkdir()
    other = Office(InProcess(OsFolder(str(tmp_path / "other"))))
    with pytest.raises(Broken, match="root"):
        bundle.open_bundle(data, other.pin, desk.known_members, 1)


def test_a_batch_in_it_that_is_not_believed_is_taken_from_the_share(share, office, desks):
    """A member may lay out whatever it likes; a batch is believed by its own signature alone."""
    wrote(share, office, *desks)
    bad = [Item(item.stream, item.first, item.last, item.data[:-1] + bytes([item.data[-1] ^ 1])) for item in items(desks[0])]
    starting.lay_out(share, desks[0], bad, set())
    new = MemoryDesk(office.pin, "301")
    office.admit(new)
    round_ = exchange(share, new)
    assert new.everything() == desks[0].everything() and not new.aside
    assert {problem.word for problem in round_.problems} == {"bundle"} and round_.state == "ok"
