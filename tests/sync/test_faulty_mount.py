"""A mounted share whose every operation fails as real ones do; and one that hangs, which the worker must survive."""

from __future__ import annotations

import pytest

from sync.cycle import exchange
from sync.folder import OsFolder
from sync.worker import InProcess, Worker
from tests.sync.faulty_mount import Mount, usable
from tests.sync.memory_desk import MemoryDesk, Office, exchange_all

pytestmark = pytest.mark.skipif(usable() is not None, reason=usable() or "")

FAULTS = [("create", "EROFS"), ("create", "EACCES"), ("write", "ENOSPC"), ("write", "EDQUOT"), ("fsync", "EIO"),
          ("flush", "EDQUOT"), ("rename", "EACCES"), ("rename_after", "EIO"), ("mkdir", "EHOSTDOWN"),
          ("readdir", "EHOSTDOWN"), ("open", "ESTALE"), ("read", "EIO"), ("getattr", "EHOSTDOWN"), ("fsyncdir", "EINVAL")]


@pytest.fixture
def mount(tmp_path):
    made = Mount(tmp_path)
    yield made
    made.close()


@pytest.fixture
def ward(mount):
    share = InProcess(OsFolder(str(mount.point)), lambda _: None)
    office = Office(share)
    desks = [MemoryDesk(office.pin, code) for code in ("101", "102")]
    office.admit(*desks)
    exchange_all(share, *desks)
    return share, desks


@pytest.mark.parametrize(("op", "error"), FAULTS)
def test_a_fault_loses_nothing_and_doubles_nothing(mount, ward, op, error):
    share, (a, b) = ward
    keys = {desk.write("x") for desk in (a, b) for _ in range(4)}
    mount.obey([{"op": op, "errno": error}])
    states = {exchange(share, desk, look_everywhere=True).state for desk in (a, b, a)}
    assert states <= {"ok", "offline", "stalled"}
    assert states != {"ok"} or op in ("fsyncdir", "rename_after", "readdir", "flush")
    mount.obey([])
    exchange_all(share, a, b)
    assert a.everything() == b.everything() and set(a.everything()) >= keys
    assert not any(path.suffix == ".evt" and path.stat().st_size == 0 for path in mount.backing.rglob("*"))


def test_a_share_that_hangs_costs_the_worker_and_nothing_else(mount, ward):
    _, (a, _b) = ward
    worker = Worker(str(mount.point), patience=0.5)
    try:
        assert exchange(worker, a).state == "ok"
        a.write("x")
        mount.obey([{"op": "open", "delay": 3}])
        round_ = exchange(worker, a)
        assert (round_.state, round_.problems[-1].why) == ("offline", "frozen")
        mount.obey([])
        worker._patience = 20
        assert exchange(worker, a).published == 1
    finally:
        worker.close()
