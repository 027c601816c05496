"""Whether a ledger is on the machine that it was made on.

The identity that a system keeps of itself (machine-id, MachineGuid) is copied with a disk image: two copies of one PC have
the same one, and both would give the same number until they first meet on the share. So marks of the hardware stand beside
it: addresses of built-in network cards, UUID and serial numbers from the firmware. A volume's serial number is none of them:
it is copied with the image.

A ledger is where it was if the system's identity is the same and any one mark is. A card that was added or taken out, a new
network card and a repaired board, each by itself, therefore raise no alarm. What hangs on a plug (a docking station, a USB
network card) goes from PC to PC and is no mark at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

# What makers leave in the firmware instead of a number of its own: two PCs of one order would have it in common.
_NO_NUMBER = frozenset({
    "", "none", "na", "notavailable", "notapplicable", "notspecified", "unknown", "default", "defaultstring", "invalid", "empty",
    "tobefilledbyoem", "systemserialnumber", "serialnumber", "baseboardserialnumber", "chassisserialnumber", "oem", "oemserial",
    "standard", "123456789", "1234567890", "0123456789", "03000200040005000006000700080009",
    "00020003000400050006000700080009", "12345678123412341234123456789012",
})
_SHORTEST = 5


def text(ledger: str, system: str, hardware: Iterable[str]) -> str:
    """A machine as a ledger keeps it: hashes that say nothing outside of it. The system's identity comes first."""
    marks = sorted({hashlib.sha256(f"{ledger}:hardware:{mark}".encode()).hexdigest()[:16] for mark in hardware})
    return " ".join([hashlib.sha256(f"{ledger}:{system}".encode()).hexdigest()[:32], *marks])


def same(known: str, here: str) -> bool:
    """Whether both are one machine. Where either has no mark of hardware (a ledger of an earlier version, a system that tells
    none), the system's identity alone decides."""
    if not known or not here:
        return False
    before, now = known.split(), here.split()
    if before[0] != now[0]:
        return False
    return len(before) == 1 or len(now) == 1 or not set(before[1:]).isdisjoint(now[1:])


def hardware(root: Path = Path("/sys")) -> frozenset[str]:
    """The marks of the machine this runs on; none where the system tells none."""
    if sys.platform == "win32":
        found = set[str]()
        with contextlib.suppress(OSError, ValueError, struct.error):
            found |= set(firmware_numbers(_windows_firmware()))
        with contextlib.suppress(OSError, ValueError):
            found |= set(_windows_cards())
        return frozenset(found)
    return frozenset([*_linux_cards(root / "class" / "net"), *_linux_firmware(root / "class" / "dmi" / "id")])


def number(value: str) -> str | None:
    """A firmware's number in one spelling; None for what is none."""
    plain = "".join(sign for sign in value.lower() if sign.isalnum() and sign.isascii())
    return None if len(plain) < _SHORTEST or plain in _NO_NUMBER or len(set(plain)) < 3 else plain


def address(value: str) -> str | None:
    """A network card's address as its maker gave it; None for one that somebody made up (bit 2 of its first byte)."""
    plain = "".join(sign for sign in value.lower() if sign in "0123456789abcdef")
    if len(plain) != 12 or len(set(plain)) < 2 or int(plain[:2], 16) & 0b11:
        return None
    return plain


def _linux_cards(net: Path) -> Iterator[str]:
    for card in _inside(net):
        device = card / "device"
        if not device.exists() or "/usb" in str(device.resolve()):
            continue        # of the kernel alone (lo, a bridge, a tunnel), or on a plug
        fixed = _read(card / "phy80211" / "macaddress")     # the card's own, whatever it calls itself on the air
        if not fixed and _read(card / "addr_assign_type") == "0":
            fixed = _read(card / "address")
        known = address(fixed)
        if known is not None:
            yield f"card {known}"


def _linux_firmware(dmi: Path) -> Iterator[str]:
    """Most of these only root may read."""
    for name in ("product_uuid", "product_serial", "board_serial", "chassis_serial"):
        known = number(_read(dmi / name))
        if known is not None:
            yield f"{name.partition('_')[0]} {known}"


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def firmware_numbers(raw: bytes) -> Iterator[str]:
    """UUID and serial numbers in a table of SMBIOS structures (DMTF DSP0134: type 1 system, 2 board, 3 chassis), as Windows
    hands it out behind 8 bytes of its own."""
    at = 8
    while at + 4 <= len(raw):
        kind, length = raw[at], raw[at + 1]
        end = raw.find(b"\0\0", at + length)
        if length < 4 or end < 0:
            return
        words = raw[at + length:end].split(b"\0")
        fixed = raw[at:at + length]
        index = {1: 7, 2: 7, 3: 7}.get(kind)
        if kind == 1 and length >= 0x18:
            known = number(fixed[8:24].hex())
            if known is not None:
                yield f"product {known}"
        if index is not None and length > index and 0 < fixed[index] <= len(words):
            known = number(words[fixed[index] - 1].decode("ascii", "replace"))
            if known is not None:
                yield f"{('product', 'board', 'chassis')[kind - 1]} {known}"
        at = end + 2


if sys.platform == "win32":
    import ctypes
    import winreg

    _RSMB = 0x52534D42
    _CARDS = r"SYSTEM\CurrentControlSet\Control\Class\{4D36E972-E325-11CE-BFC1-08002BE10318}"

    class _Adapter(ctypes.Structure):
        """The beginning of IP_ADAPTER_INFO (iptypes.h)."""

    _Adapter._fields_ = [
        ("next", ctypes.POINTER(_Adapter)), ("combo", ctypes.c_uint32), ("name", ctypes.c_char * 260),
        ("description", ctypes.c_char * 132), ("length", ctypes.c_uint32), ("address", ctypes.c_ubyte * 8)]

    def _windows_firmware() -> bytes:
        ask = ctypes.windll.kernel32.GetSystemFirmwareTable
        size = ask(_RSMB, 0, None, 0)
        held = ctypes.create_string_buffer(size)
        return held.raw[:ask(_RSMB, 0, held, size)] if size else b""

    def _windows_cards() -> Iterator[str]:
        """Of cards on the board's own bus alone: what a VPN puts in has one address at every PC."""
        built_in = _built_in()
        size = ctypes.c_ulong(0)
        ask = ctypes.windll.iphlpapi.GetAdaptersInfo
        ask(None, ctypes.byref(size))
        held = ctypes.create_string_buffer(max(size.value, ctypes.sizeof(_Adapter)))
        if ask(held, ctypes.byref(size)):
            return
        found = ctypes.cast(held, ctypes.POINTER(_Adapter))
        while bool(found):  # a null pointer ends the list
            card = found.contents
            known = address(bytes(card.address[:card.length]).hex())
            if known is not None and card.name.decode("ascii", "replace").upper() in built_in:
                yield f"card {known}"
            found = card.next

    def _built_in() -> set[str]:
        found = set[str]()
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _CARDS) as cards:
            for at in range(winreg.QueryInfoKey(cards)[0]):
                with contextlib.suppress(OSError), winreg.OpenKey(cards, winreg.EnumKey(cards, at)) as card:
                    if str(winreg.QueryValueEx(card, "MatchingDeviceId")[0]).lower().startswith("pci\\"):
                        found.add(str(winreg.QueryValueEx(card, "NetCfgInstanceId")[0]).upper())
        return found
