"""A share in a local folder, its office, and desks that are admitted."""

from __future__ import annotations

import secrets

import pytest

from sync.folder import OsFolder
from tests.sync.faulty_mount import Mount, usable
from tests.sync.memory_desk import InProcess, MemoryDesk, Office


@pytest.fixture(scope="session")
def samba(tmp_path_factory):
    """One server for all tests of this process."""
    from tests.sync import samba

    with samba.server(tmp_path_factory.mktemp("samba")) as made:
        yield made


@pytest.fixture(params=["folder", "mount", "samba"])
def share(request, tmp_path):
    """The same tests on a local folder, on a mounted one and on a real SMB server."""
    if request.param == "folder":
        (tmp_path / "share").mkdir()
        return InProcess(OsFolder(str(tmp_path / "share")))
    if request.param == "mount":
        if usable() is not None:
            pytest.skip(f"no folder can be mounted here: {usable()}")
        mount = Mount(tmp_path)
        request.addfinalizer(mount.close)
        return InProcess(OsFolder(str(mount.point)))
    from tests.sync.samba import SmbFolder

    server = request.getfixturevalue("samba")
    below = secrets.token_hex(8)
    (server.share / below).mkdir()
    return InProcess(SmbFolder(server, below))


@pytest.fixture
def office(share):
    return Office(share)


@pytest.fixture
def desks(office):
    """101 and 102 of one branch, 201 of another."""
    made = tuple(MemoryDesk(office.pin, code) for code in ("101", "102", "201"))
    office.admit(*made)
    return made
