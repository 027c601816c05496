"""No name that we give a file is one that Windows keeps for itself or cannot write. By Python's own rules, because Wine
accepts more than Windows does."""

from __future__ import annotations

import re
import sys
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch_desk.store.folders import Folders
from sync import names

EPOCH = "0123456789abcdef"
SHARE = [
    names.batch("101", EPOCH, 1), names.batch("999", EPOCH, 999_999_999_999), names.ack("101", EPOCH, 1),
    names.part("101", EPOCH), names.stream("101", EPOCH), names.ROOT,
    *(names.office(kind, 7) for kind in ("catalogue", "members", "office")),
]


def writable(name: str) -> bool:
    """Whether Windows takes this name for a file or a folder of its own."""
    return (not PureWindowsPath(name).is_reserved() and not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
            and not name.endswith((".", " ")) and PureWindowsPath(name).name == name)


@pytest.mark.parametrize("name", ["con", "prn.txt", "aux", "nul.evt", "com1", "lpt9.key", "a:b", "a?", "a.", "a ", "a\\b"])
def test_the_measure_bites(name):
    assert not writable(name)


# by number: the name of a part is random, and two processes must collect the same tests
@pytest.mark.parametrize("path", SHARE, ids=range(len(SHARE)))
def test_names_on_the_share_can_be_written_and_leave_room_for_the_root(path):
    assert all(writable(part) and re.fullmatch(r"[0-9a-z_.-]+", part) for part in path)
    assert len("\\".join(path)) + len(r"\\server\share\branch_desk") < names.LONGEST_PATH


@given(st.integers(1, 999).map(lambda desk: f"{desk:03}"), st.text("0123456789abcdef", min_size=16, max_size=16),
       st.integers(1, 10**12 - 1))
def test_whatever_desk_life_and_number_its_names_can_be_written(desk, epoch, number):
    for path in (names.batch(desk, epoch, number), names.ack(desk, epoch, number), names.part(desk, epoch)):
        assert all(map(writable, path))


def test_folders_of_a_desk_can_be_written():
    folders = Folders(Path("home"))
    for path in (folders.ledger, folders.lock, folders.witness, folders.keys, folders.backup):
        assert all(writable(part) for part in path.parts)


def test_no_two_files_of_ours_differ_by_case_alone():
    """Windows takes them for one."""
    top = Path(__file__).parent.parent.parent
    found = [path.relative_to(top).as_posix() for name in ("branch_desk", "printing", "sync", "schemas", "build", "tests")
             for path in (top / name).rglob("*") if "__pycache__" not in path.parts]
    assert len({path.lower() for path in found}) == len(found)
    assert [path for path in found if not all(map(writable, path.split("/")))] == []


@pytest.mark.skipif(sys.platform != "win32", reason="the file system of Windows")
def test_a_name_in_capitals_is_the_same_file(tmp_path):
    (tmp_path / "b-000000000001.evt").write_bytes(b"x")
    assert (tmp_path / "B-000000000001.EVT").read_bytes() == b"x"
