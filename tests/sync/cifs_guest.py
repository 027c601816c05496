"""What runs in the emulated machine, over two mounts of one share by the kernel's client: two PCs. Prints one line for each
thing that holds; an exception ends it.

    python cifs_guest.py FIRST SECOND CHECKOUT PACKAGES
"""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

first, second, checkout, packages = sys.argv[1:5]
sys.path[:0] = [checkout, packages]

from sync import names  # noqa: E402
from sync.folder import OsFolder, publish, rename_new, replaces, sweep  # noqa: E402
from sync.worker import InProcess, Worker  # noqa: E402
from tests.sync.memory_desk import MemoryDesk, Office  # noqa: E402

EPOCH = "0123456789abcdef"


def part():
    return names.part("101", EPOCH)


def holds(what: str, is_so: bool = True) -> None:
    assert is_so, what
    print(f"HOLDS {what}", flush=True)


one, two = OsFolder(first), OsFolder(second)
holds("the share takes no name twice and replaces nothing", not replaces(one, part(), part(), part()))
data = os.urandom(20_000)
path = names.batch("101", EPOCH, 1)
began = time.monotonic()
for number in range(20):
    result = publish(one, names.batch("101", EPOCH, 1 + number), data, part).result
    assert result == "published", result
print(f"FIGURE publish {(time.monotonic() - began) / 20 * 1000:.0f} ms of 20 KB", flush=True)
began = time.monotonic()
for number in range(20):
    assert two.read(names.batch("101", EPOCH, 1 + number), 4 << 20) == data
print(f"FIGURE read {(time.monotonic() - began) / 20 * 1000:.0f} ms of 20 KB by the other client", flush=True)
holds("what one client published the other reads whole")
holds("the same bytes again are there already", publish(one, path, data, part).result == "already")
holds("other bytes of the other client are a fork", publish(two, path, b"other", part).result == "fork")
(Path(first) / "x").write_bytes(b"x")
(Path(second) / "y").write_bytes(b"y")
try:
    rename_new(f"{second}/y", f"{first}/x".replace(first, second))
    raise AssertionError("a rename replaced a file")
except OSError as error:
    holds(f"a rename onto a name of the other client fails ({errno.errorcode[error.errno]})",
          (Path(first) / "x").read_bytes() == b"x")
with open(f"{first}/x", "rb") as held:
    assert publish(one, names.batch("101", EPOCH, 500), b"beside", part).there
    holds("a file is published beside one that is held open", held.read() == b"x")
one.write_new(part(), b"left by one that was killed")
holds("an own part that was left is swept by the server's clock", sweep(one, names.stream("101", EPOCH), 0.0, part()) == 1)
holds("no part is left", not list(one.names((*names.stream("101", EPOCH), "tmp"))))

for folder in (first, second):
    os.makedirs(f"{folder}/exchange", exist_ok=True)
shares = [InProcess(OsFolder(f"{folder}/exchange")) for folder in (first, second)]
office = Office(shares[0])
a, b = MemoryDesk(office.pin, "101"), MemoryDesk(office.pin, "102")
office.admit(a, b)
keys = {desk.write("x") for desk in (a, b) for _ in range(10)}
began = time.monotonic()
from sync.cycle import exchange  # noqa: E402

for _ in range(3):
    for share, desk in zip(shares, (a, b), strict=True):
        exchange(share, desk, look_everywhere=True)
print(f"FIGURE six rounds of two desks {time.monotonic() - began:.1f} s", flush=True)
holds("two desks over two clients know the same", a.everything() == b.everything() and set(a.everything()) == keys)
holds("each has the other's word", a.me in b.heard_words and b.me in a.heard_words)
gone = Path(first, "exchange", *names.batch(*a.me, 4))
whole = gone.read_bytes()
gone.unlink()
exchange(shares[0], a, look_everywhere=True)
holds("a file that somebody deleted is put back", Path(second, "exchange", *names.batch(*a.me, 4)).read_bytes() == whole)
os.environ["PYTHONPATH"] = f"{checkout}:{packages}"
worker = Worker(f"{first}/exchange", patience=120)
holds("the worker process reads the marker over the mount", worker.read(names.ROOT) == shares[0].read(names.ROOT))
worker.close()
print("ALL", flush=True)
