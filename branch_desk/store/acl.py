"""Rights of a folder on Windows, read and set through pywin32: who else on this PC could open it.

Groups are known by their SIDs, never by name: 'Users' is called otherwise on a Japanese Windows. A folder below the
profile of whoever is logged in is private by itself; one in the common data folder inherits that everybody may read.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

# Everyone, network, interactive, anonymous, authenticated users, users, guests: whoever can log in is one of these.
BROAD = frozenset({"S-1-1-0", "S-1-5-2", "S-1-5-4", "S-1-5-7", "S-1-5-11", "S-1-5-32-545", "S-1-5-32-546"})
DOMAIN_USERS = "-513"
SYSTEM, ADMINISTRATORS = "S-1-5-18", "S-1-5-32-544"
_READS = 0x80000000 | 0x10000000 | 0x1  # generic read, generic all, list the folder or read the file
_INHERIT_ONLY = 0x8
_INHERITED = 0x3  # by files and folders below
_EVERYTHING = 0x1F01FF
_PROTECTED = 0x1000  # SE_DACL_PROTECTED: nothing is inherited from above
_THIS_PROCESS = -1  # what GetCurrentProcess always answers


def open_to_others(path: Path) -> bool:
    """Whether a group to which anybody may belong can read it. True too where its rights cannot be read."""
    import win32security

    try:
        found = win32security.GetFileSecurity(str(path), win32security.DACL_SECURITY_INFORMATION)
        rights = found.GetSecurityDescriptorDacl()
    except win32security.error:
        return True
    if rights is None:  # no list at all: everybody may do everything
        return True
    return any(_gives(win32security, rights.GetAce(place)) for place in range(rights.GetAceCount()))


def close_to_others(path: Path) -> None:
    """Whoever is logged in, the system and administrators, and nobody else; what is made inside inherits that.

    Not in the common data folder: several accounts share that ledger, and only the office knows which. Where it
    cannot be set nothing is said here: `open_to_others` does.
    """
    import win32security

    common = os.environ.get("PROGRAMDATA")
    if common and Path(common) in path.parents:
        return
    with contextlib.suppress(win32security.error):
        rights = win32security.ACL()
        for sid in (_own(win32security), *(win32security.ConvertStringSidToSid(sid) for sid in (SYSTEM, ADMINISTRATORS))):
            rights.AddAccessAllowedAceEx(win32security.ACL_REVISION, _INHERITED, _EVERYTHING, sid)
        how = win32security.DACL_SECURITY_INFORMATION | win32security.PROTECTED_DACL_SECURITY_INFORMATION
        win32security.SetNamedSecurityInfo(str(path), win32security.SE_FILE_OBJECT, how, None, None, rights, None)
        if open_to_others(path):
            # What is inherited stayed (Wine), or something below is held by another program: then this folder alone.
            alone = win32security.SECURITY_DESCRIPTOR()
            alone.SetSecurityDescriptorDacl(True, rights, False)
            alone.SetSecurityDescriptorControl(_PROTECTED, _PROTECTED)
            win32security.SetFileSecurity(str(path), win32security.DACL_SECURITY_INFORMATION, alone)


def _gives(win32security: Any, entry: Any) -> bool:
    (kind, flags), mask, sid = entry[0], entry[1], entry[-1]
    if kind != win32security.ACCESS_ALLOWED_ACE_TYPE or flags & _INHERIT_ONLY or not mask & _READS:
        return False
    text = str(win32security.ConvertSidToStringSid(sid))
    return text in BROAD or (text.startswith("S-1-5-21-") and text.endswith(DOMAIN_USERS))


def _own(win32security: Any) -> Any:
    token = win32security.OpenProcessToken(_THIS_PROCESS, win32security.TOKEN_QUERY)
    return win32security.GetTokenInformation(token, win32security.TokenUser)[0]
