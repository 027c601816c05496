"""Whenever the power goes while slips are issued, packed, checked, sent off, returned and backed up: all that was
acknowledged is on the disk, no number is given out twice, and a backup that has its name is whole.

The disk and its cuts are those of tests/store/powercut.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter as Counts
from collections.abc import Iterator
from pathlib import Path

import pytest

from branch_desk.domain.desk import Desk
from branch_desk.domain.era import fiscal_year
from branch_desk.domain.rights import StaffRole
from branch_desk.services import catalogues, office
from branch_desk.store.faults import Fault
from branch_desk.store.ledger import Ledger
from tests.proof.verbs import Heard, broken_backups
from tests.store.powercut import recording
from tests.store.powercut.replay import Op, read_log, states

ROOT = Path(__file__).parents[2]
STATES = 100        # beside the 1,000 of tests/store/test_power_cut.py
pytestmark = pytest.mark.skipif(
    not recording.POSSIBLE, reason="the recorder is preloaded on Linux and built with gcc"
)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory) -> Path:
    """The recorder, built."""
    return recording.build(tmp_path_factory.mktemp("recorder"))


@pytest.fixture
def memory() -> Iterator[Path]:
    """Where the cut disks are laid out: in memory, as their own syncs would be most of the time of the test."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as place:
        yield Path(place)


def record(recorder: Path, place: Path, synchronous: str, steps: int, seed: int) -> tuple[list[Op], dict[str, bytes]]:
    """A counter at work: what it did, and what lay there before."""
    folder = place / "recorded"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(folder / "state"))
        with Ledger.create(folder / "home", Desk("101", "大師1", "大師支所"), keep_key_in="file").ledger as ledger, \
                ledger.transaction() as tx:
            tx.set_catalogue(catalogues.builtin())
            tx.put_staff("12", "佐野 恵")
            tx.put_staff("3", "三浦 光", StaffRole.RESPONSIBLE)
            tx.set_setting(office.PIN_FOR_CHECKS, False)
        before = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        arguments = [str(folder), synchronous, str(steps), str(seed)]
        subprocess.run([sys.executable, "-m", "tests.proof.cut_counter", *arguments], cwd=ROOT, check=True, timeout=120,
                       env={**os.environ, "LD_PRELOAD": str(recorder), "PL_DIR": str(folder), "PL_LOG": str(place / "log")})
    return read_log(place / "log", folder), before


def wrongs(ops: list[Op], before: dict[str, bytes], place: Path, count: int, seed: int) -> tuple[int, Counts[str]]:
    """How many states were tried, and how many of them show each fault."""
    tried, found = 0, Counts[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRANCH_DESK_STATE", str(place / "cut" / "state"))
        for files, shown in states(ops, before, count, seed):
            tried += 1
            found.update({what.split(":")[0] for what in check(place / "cut", files, shown)})
    return tried, found


def check(place: Path, files: dict[str, bytes], shown: list[list[str]]) -> list[str]:
    """Opens the ledger in a state of the disk and looks for everything that was acknowledged by then; then goes on
    with every series and sees no number again."""
    shutil.rmtree(place, ignore_errors=True)
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
        (place / name).chmod(0o600)
    heard = Heard()
    heard.hear("".join(" ".join(line) + "\n" for line in shown))
    try:
        with Ledger.open(place / "home") as ledger:
            found = heard.wrongs(ledger) + [f"backup not whole: {name}" for name in broken_backups(ledger.home, ledger)]
            with ledger.transaction() as tx:
                fy = fiscal_year(tx.now)
                drawn = {tx.draw(fy, type_).digits for type_ in ("501", "502")} | {tx.draw_bag(fy, "5").digits}
            if drawn & (heard.issued.keys() | heard.bags):
                found.append("number given out twice")
            return found
    except Fault as fault:
        return [f"cannot be opened: {fault}"]


def test_nothing_that_was_acknowledged_is_lost(recorder, tmp_path, memory):
    ops, before = record(recorder, tmp_path, "full", 20, 1)
    tried, found = wrongs(ops, before, memory, STATES, 1)
    assert tried >= STATES and found == {}, found


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_nothing_that_was_acknowledged_is_lost_in_ten_thousand_cuts(recorder, tmp_path, memory, seed):
    ops, before = record(recorder, tmp_path, "full", 60, seed)
    tried, found = wrongs(ops, before, memory, 1000, seed)
    print(f"{tried} cuts, {sum(op.name == 'ACK' for op in ops)} words acknowledged: {dict(found) or 'nothing lost'}")
    assert tried == 1000 and found == {}, found


@pytest.mark.parametrize("synchronous", ["normal", "off"])
def test_the_controls_lose(recorder, tmp_path, memory, synchronous):
    """With less than FULL the same cuts must lose something, else the replay proves nothing."""
    ops, before = record(recorder, tmp_path, synchronous, 20, 1)
    tried, found = wrongs(ops, before, memory, 40, 1)
    assert sum(count for what, count in found.items() if "lost" in what) >= 5, (tried, found)
