"""The folders of a desk are its own: set, checked, and said where they are not."""

from __future__ import annotations

import os
import sys
import types

import pytest

from branch_desk.domain.words_retention import FINDINGS
from branch_desk.store import acl, folders
from branch_desk.store.folders import Folders, open_to_others

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of folders instead of modes")
PARTS = ("", "ledger", "witness", "keys", "backup", "logs")


@posix
def test_every_folder_is_made_for_its_owner_alone(ledger, home):
    assert all((home / part).stat().st_mode & 0o777 == 0o700 for part in PARTS)
    assert open_to_others(home) == () and any("フォルダーの権限" in line for line in ledger.verify().proven)


@posix
def test_a_folder_that_others_can_open_is_closed_at_the_next_start_and_found_by_verify(ledger, home, reopen):
    open_ = ledger
    for part, mode in zip(PARTS, (0o750, 0o701, 0o707) * 2, strict=True):
        os.chmod(home / part, mode)
        assert open_to_others(home) == (home / part,) if part else (home,)
        flaw, = open_.verify().faults
        assert flaw.word == "rights" and str(home / part) in flaw.sentence
        open_.close()
        open_ = reopen()
        assert open_to_others(home) == () and open_.verify().sound and open_.findings == ()


@posix
def test_one_that_cannot_be_closed_is_said_at_start(ledger, home, reopen, monkeypatch):
    ledger.close()
    os.chmod(home / "keys", 0o755)

    def refused(*_, **__):
        raise PermissionError(1, "not the owner")

    monkeypatch.setattr(folders.os, "chmod", refused)       # a network drive that knows no modes
    assert reopen().findings == (FINDINGS["open_to_others"].format(places=str(home / "keys")),)


def test_what_is_shredded_is_overwritten_before_it_is_removed(tmp_path):
    secret, twin = tmp_path / "secret", tmp_path / "twin"
    secret.write_bytes(b"0123456789" * 300_000)
    os.link(secret, twin)       # the same place on the disk under another name
    folders.shred(secret)
    assert not secret.exists() and len(twin.read_bytes()) == 3_000_000
    assert b"0123456789" not in twin.read_bytes()
    folders.shred(secret)       # not there: nothing to do


def test_a_copy_that_a_killed_reader_left_behind_goes_after_a_day(ledger, tmp_path, monkeypatch, reopen):
    monkeypatch.setattr(folders.tempfile, "gettempdir", lambda: str(tmp_path))
    old, new, other = tmp_path / "branch-desk-old", tmp_path / "branch-desk-new", tmp_path / "another-program"
    for left in (old, new, other):
        left.mkdir()
        (left / "ledger.db").write_bytes(b"names of staff")
    for left in (old, other):
        os.utime(left, (0, 0))
    ledger.close()
    reopen()
    assert not old.exists() and new.exists() and other.exists()


# ---- Windows: its own lists of rights, by a stand-in for pywin32


OWN, EVERYONE, USERS, DOMAIN_USERS, CLERKS = "S-1-5-21-1-2-3-1001", "S-1-1-0", "S-1-5-32-545", "S-1-5-21-1-2-3-513", "S-1-5-21-1-2-3-1107"
ALL, READ, TRAVERSE = 0x1F01FF, 0x120089, 0x20


@pytest.fixture
def security(monkeypatch):
    """win32security with the lists of rights of a few paths; what is set is remembered."""
    fake = types.ModuleType("win32security")
    fake.error = type("error", (Exception,), {})
    fake.lists, fake.set = {}, {}
    fake.ACCESS_ALLOWED_ACE_TYPE, fake.ACL_REVISION, fake.TOKEN_QUERY, fake.TokenUser = 0, 2, 8, 1
    fake.DACL_SECURITY_INFORMATION, fake.PROTECTED_DACL_SECURITY_INFORMATION, fake.SE_FILE_OBJECT = 4, 0x80000000, 1

    class ACL(list):
        def AddAccessAllowedAceEx(self, revision, flags, mask, sid):
            assert revision == fake.ACL_REVISION
            self.append(((0, flags), mask, sid))

        def GetAceCount(self):
            return len(self)

        def GetAce(self, place):
            return self[place]

    class Described:
        def __init__(self, rights):
            self.rights = rights

        def GetSecurityDescriptorDacl(self):
            return self.rights

    def get(path, what):
        assert what == fake.DACL_SECURITY_INFORMATION
        if path not in fake.lists:
            raise fake.error(5, "GetFileSecurity", "Access is denied.")
        return Described(fake.lists[path])

    def put(path, kind, how, owner, group, rights, audit):
        assert (kind, how) == (fake.SE_FILE_OBJECT, 0x80000004)
        fake.set[path] = [(entry[0][1], entry[1], entry[2]) for entry in rights]
        if not fake.inherits:
            fake.lists[path] = rights

    class Descriptor:
        def SetSecurityDescriptorDacl(self, there, rights, by_default):
            assert there and not by_default
            self.rights = rights

        def SetSecurityDescriptorControl(self, of, to):
            assert of == to == 0x1000

    def put_alone(path, what, described):
        assert what == fake.DACL_SECURITY_INFORMATION
        fake.lists[path] = described.rights

    fake.inherits, fake.SECURITY_DESCRIPTOR, fake.SetFileSecurity = False, Descriptor, put_alone

    fake.ACL, fake.GetFileSecurity, fake.SetNamedSecurityInfo = ACL, get, put
    fake.ConvertSidToStringSid = fake.ConvertStringSidToSid = lambda sid: sid
    fake.OpenProcessToken = lambda process, access: (process, access)
    fake.GetTokenInformation = lambda token, what: (OWN, 0)
    monkeypatch.setitem(sys.modules, "win32security", fake)
    return fake


def entry(sid, mask=ALL, kind=0, flags=3):
    return ((kind, flags), mask, sid)


@pytest.mark.parametrize(("entries", "others"), [
    ([entry(OWN), entry(acl.SYSTEM), entry(acl.ADMINISTRATORS)], False),
    ([entry(OWN), entry(CLERKS)], False),                   # a group that the office made for the clerks of the counter
    ([entry(OWN), entry(USERS, READ)], True),               # what the common data folder inherits
    ([entry(OWN), entry(EVERYONE, READ)], True),
    ([entry(OWN), entry(DOMAIN_USERS, READ)], True),
    ([entry(OWN), entry(EVERYONE, TRAVERSE)], False),       # may pass through, may not list or read
    ([entry(OWN), entry(EVERYONE, READ, kind=1)], False),   # an entry that denies
    ([entry(OWN), entry(USERS, READ, flags=0xB)], False),   # for what lies below alone
    ([entry(OWN), entry(USERS, 0x80000000)], True),
])
def test_who_can_open_a_folder_on_windows(security, tmp_path, entries, others):
    security.lists[str(tmp_path)] = security.ACL(entries)
    assert acl.open_to_others(tmp_path) is others


def test_a_list_that_is_not_there_or_cannot_be_read_counts_as_open(security, tmp_path):
    assert acl.open_to_others(tmp_path)
    security.lists[str(tmp_path)] = None
    assert acl.open_to_others(tmp_path)


def test_a_folder_is_closed_on_windows_to_all_but_its_owner_system_and_administrators(security, tmp_path, monkeypatch):
    acl.close_to_others(tmp_path / "home")
    assert security.set[str(tmp_path / "home")] == [(3, ALL, OWN), (3, ALL, acl.SYSTEM), (3, ALL, acl.ADMINISTRATORS)]
    monkeypatch.setenv("PROGRAMDATA", str(tmp_path))
    acl.close_to_others(tmp_path / "common" / "home")       # several accounts share it: the office says which
    assert len(security.set) == 1


def test_a_folder_that_goes_on_inheriting_is_closed_by_itself(security, tmp_path):
    security.inherits = True        # as under Wine, or where a file below is held by another program
    security.lists[str(tmp_path)] = security.ACL([entry(OWN), entry(USERS, READ)])
    acl.close_to_others(tmp_path)
    assert not acl.open_to_others(tmp_path)


def test_on_windows_home_is_closed_when_it_is_made_and_looked_at_afterwards(security, tmp_path, monkeypatch):
    monkeypatch.setattr(folders.sys, "platform", "win32")
    home = tmp_path / "home"
    Folders(home).make()
    assert str(home) in security.set
    for part in PARTS:
        security.lists[str(home / part if part else home)] = security.ACL([entry(OWN)])
    assert open_to_others(home) == ()
    security.lists[str(home / "keys")].append(entry(EVERYONE, READ))
    assert open_to_others(home) == (home / "keys",)
