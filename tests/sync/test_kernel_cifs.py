"""The Linux kernel's CIFS client, as a branch with a mounted share would use it: the program's own folder code and a small
exchange over two mounts, in an emulated machine."""

from __future__ import annotations

import sys
import sysconfig
import time
from pathlib import Path

import pytest

from tests.sync import cifs_qemu


@pytest.mark.long
def test_two_kernel_clients_publish_read_and_exchange(samba, tmp_path):
    lacking = cifs_qemu.missing()
    if lacking:
        pytest.skip(lacking)
    began = time.monotonic()
    python = str(Path(sys.executable).resolve())
    ran = cifs_qemu.run(samba, Path(__file__).with_name("cifs_guest.py"), tmp_path, python, sysconfig.get_path("purelib"))
    told = [line for line in ran.output.splitlines() if line.startswith(("HOLDS", "FIGURE", "MOUNTS"))]
    print(*told, f"the whole of it took {time.monotonic() - began:.0f} s", sep="\n")
    assert (ran.mounts, ran.code) == (2, 0) and "ALL" in ran.output.splitlines(), ran.output[-4000:]
