"""A full disk: the slip is not issued, nothing is lost, and the next number follows as soon as there is
space."""

from __future__ import annotations

import errno
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from branch_desk.domain import numbers
from branch_desk.store import faults
from branch_desk.store.folders import Folders
from branch_desk.store.ledger import Ledger
from tests.store.issuing import DESK, issue, make, run

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="mounts a small file system, or limits the size of files"
)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 2 MiB (root only)."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small file system; the limit on file size below stands in for it")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(ledger: Ledger) -> list[str]:
    """Issues until it cannot."""
    shown: list[str] = []
    with pytest.raises(faults.DiskFull):
        for i in range(5000):
            shown.append(issue(ledger, f"a{i}", name="山田 太郎"))
    return shown


def test_a_full_file_system(small, clock):
    ledger = make(small / "home", now=clock)
    shown = fill(ledger)
    with pytest.raises(faults.DiskFull):
        issue(ledger, f"a{len(shown)}")
    assert len(shown) > 5 and not ledger.db.conn.in_transaction
    assert [ledger.slip(number) is not None for number in shown] == [True] * len(shown)
    subprocess.run(["mount", "-o", "remount,size=8m", str(small)], check=True)
    following = issue(ledger, f"a{len(shown)}")
    assert numbers.parse(following).serial == len(shown) + 1 and ledger.verify().sound
    ledger.close()
    with Ledger.open(small / "home", now=clock) as again:
        assert again.check_at_start() == () and again.verify().sound


def test_closing_and_opening_on_a_full_file_system(small, clock):
    ledger = make(small / "home", now=clock)
    shown = fill(ledger)
    (small / "filler").write_bytes(b"")
    with (small / "filler").open("wb", buffering=0) as filler, pytest.raises(OSError):
        while True:
            filler.write(bytes(4096))
    ledger.close()
    with Ledger.open(small / "home", readonly=True, now=clock) as reader:
        assert all(reader.slip(number) for number in shown)
    subprocess.run(["mount", "-o", "remount,size=8m", str(small)], check=True)
    with Ledger.open(small / "home", now=clock) as again:
        assert again.verify().sound and numbers.parse(issue(again, "next")).serial == len(shown) + 1


def test_a_setup_without_space_leaves_no_half_ledger(small, clock):
    (small / "filler").write_bytes(bytes(2 * 1024 * 1024 - 40 * 1024))
    with pytest.raises(faults.DiskFull):
        Ledger.create(small / "home", DESK, now=clock, keep_key_in="file")
    assert not Folders(small / "home").ledger.exists()
    (small / "filler").unlink()
    with make(small / "home", now=clock) as ledger:
        assert issue(ledger, "a", name="山田") and ledger.verify().sound


LIMITED = """
import resource, signal, sys
from branch_desk.store import faults
from branch_desk.store.ledger import Ledger
from tests.store.issuing import issue
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Ledger.open(sys.argv[1]) as ledger:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    shown = []
    try:
        for i in range(5000):
            shown.append(issue(ledger, f"a{i}"))
    except (faults.DiskFull, faults.DiskFailed) as fault:
        print(fault.title)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert all(ledger.slip(number) for number in shown) and len(shown) > 5
    assert issue(ledger, f"a{len(shown)}")[9:14] == f"{len(shown) + 1:05d}" and ledger.verify().faults == ()
"""


def test_a_file_that_may_not_grow(home):
    make(home).close()
    ended = run(LIMITED, home, 700_000)
    assert ended.returncode == 0 and ended.stdout, ended.stderr


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO])
def test_errors_of_the_file_system_are_told_apart(code):
    expected = {
        errno.ENOSPC: faults.DiskFull,
        errno.EDQUOT: faults.DiskFull,
        errno.EROFS: faults.ReadOnlyHome,
        errno.EACCES: faults.ReadOnlyHome,
        errno.EIO: faults.DiskFailed,
    }[code]
    with pytest.raises(expected), faults.spoken():
        raise OSError(code, os.strerror(code))


def test_limits_are_as_they_were():
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
