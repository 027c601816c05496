"""SIGKILL at random moments of a round: the process that touches the share, and the process of the server that serves it.
Whatever stands under its final name is whole, and what was written arrives."""

from __future__ import annotations

import os
import random
import secrets
import signal
import threading
from pathlib import Path

import pytest

from sync import envelope
from sync.cycle import exchange
from sync.folder import OsFolder
from sync.worker import InProcess, Worker
from tests.sync.memory_desk import MemoryDesk, Office
from tests.sync.samba import SmbFolder

FEW, MANY = 25, 500     # of each kind: 50 kills in the normal run, 1,000 with --long


class Killed(Worker):
    """A worker that dies a moment after it was asked its `number`-th question."""

    def arm(self, number: int, delay: float) -> None:
        self.left, self.delay, self.died = number, delay, False

    def _ask(self, op, path, data=b"", **more):
        self.left -= 1
        if self.left == 0:
            process = self._process or self._start()
            timer = threading.Timer(self.delay, process.kill)
            timer.start()
            try:
                return super()._ask(op, path, data, **more)
            finally:
                timer.join()
                self.died = process.wait() == -signal.SIGKILL
        return super()._ask(op, path, data, **more)


def whole_files(root: Path) -> int:
    """Every file that has its name is one that a reader takes for whole."""
    found = [path for path in root.rglob("*.*") if path.suffix != ".part" and path.is_file()]
    for path in found:
        envelope.read(path.read_bytes())
    return len(found)


def arrived(root: Path, a: MemoryDesk, b: MemoryDesk) -> bool:
    share = InProcess(OsFolder(str(root)))
    for desk in (a, b, a, b):
        round_ = exchange(share, desk, look_everywhere=True)
        while round_.more:
            round_ = exchange(share, desk)
        assert round_.state == "ok"
    return a.everything() == b.everything()


def two_desks(root: Path) -> tuple[MemoryDesk, MemoryDesk]:
    office = Office(InProcess(OsFolder(str(root))))
    a, b = MemoryDesk(office.pin, "101"), MemoryDesk(office.pin, "102")
    office.admit(a, b)
    exchange(InProcess(OsFolder(str(root))), a)
    return a, b


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_the_worker_may_be_killed_at_any_moment(tmp_path, count):
    (tmp_path / "share").mkdir()
    a, b = two_desks(tmp_path / "share")
    luck, kills, keys = random.Random(count), 0, set(a.everything())
    while kills < count:
        keys |= {a.write("x") for _ in range(4)}
        worker = Killed(str(tmp_path / "share"))
        worker.arm(luck.randrange(1, 10), luck.uniform(0, 0.004))
        exchange(worker, a)
        worker.close()
        kills += worker.died
        whole_files(tmp_path / "share")
    assert arrived(tmp_path / "share", a, b) and set(b.everything()) == keys
    parts = len(list((tmp_path / "share").rglob("*.part")))
    print(f"{kills} kills of the worker: {whole_files(tmp_path / 'share')} files whole, 0 broken, 0 lost, {parts} parts left")


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_the_server_may_be_killed_at_any_moment(samba, count):
    below = secrets.token_hex(8)
    root = samba.share / below
    root.mkdir()
    a, b = two_desks(root)
    folder = SmbFolder(samba, below)
    luck, kills, keys = random.Random(count), 0, set(a.everything())

    def kill() -> None:
        nonlocal kills
        for child in children(samba.pid) - idle:
            os.kill(child, signal.SIGKILL)
            kills += 1

    folder.reconnect()
    idle = children(samba.pid)
    while kills < count:
        keys |= {a.write("x") for _ in range(4)}
        timer = threading.Timer(luck.uniform(0.02, 0.2), kill)
        timer.start()
        exchange(InProcess(folder, lambda _: None), a)
        timer.join()
        folder.reconnect()
        whole_files(root)
    assert arrived(root, a, b) and set(b.everything()) == keys
    parts = len(list(root.rglob("*.part")))
    print(f"{kills} kills of the server: {whole_files(root)} files whole, 0 broken, 0 lost, {parts} parts left")
