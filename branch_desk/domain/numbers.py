"""The 16 digits of a slip, bag or badge: `K DDD YY TTT SSSSS CC` (DESIGN.md, Numbers).

Digits only, because an IME or a foreign keyboard layout cannot turn digits into something that NFKC does not
bring back. Length and structure are tested before the check digits: MOD 97-10 alone lets a dropped leading pair
00 or 97 pass (842 of 40,000 trials, guides/printing.md).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LENGTH = 16
SLIP, BAG, BADGE, COPY = 1, 2, 3, 4
PRACTICE = {SLIP: 8, BAG: 7, BADGE: 6, COPY: 5}
REAL = {practice: real for real, practice in PRACTICE.items()}
KINDS = frozenset(PRACTICE) | frozenset(REAL)
TEST_DESK = "000"       # the test print's own number, refused everywhere else
RESERVED_TYPE = "000"   # 予備帳: the type is written by hand and keyed in later
LAST_SERIAL = 99_999
FIRST_YEAR, LAST_YEAR = 2000, 2099      # what its two digits can say
REIWA_OFFSET = 2018     # 令和1年度 = fiscal year 2019

_SIXTEEN = re.compile("[0-9]{16}")
_SUFFIXES = " \t\r\n\u3000"    # what scanners send behind a number, and blanks around a pasted one
_SEPARATORS = re.compile("[ ‐‒–—―−ー-]")    # of the grouped form, as NFKC leaves them; no other control character
_LONGEST = 64           # a number in groups has 19 characters; NFKC of a long text can take minutes


def check_digits(body: str) -> str:
    """The two ISO 7064 MOD 97-10 digits of a 14-digit body."""
    return f"{98 - int(body) * 100 % 97:02d}"


def group(digits: str) -> str:
    """'1101265010004250' as it stands below the bars: '1101 2650 1000 4250'."""
    return " ".join(digits[i:i + 4] for i in range(0, len(digits), 4))


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """One number, in its parts. `kind` decides what a scan of it may do; `original` names the slip itself."""

    kind: int
    desk: str
    fy: int
    type: str
    serial: int

    @property
    def body(self) -> str:
        """The 14 digits before the check digits."""
        return f"{self.kind}{self.desk}{self.fy % 100:02d}{self.type}{self.serial:05d}"

    @property
    def digits(self) -> str:
        """All 16 digits: the whole content of the barcode."""
        return self.body + check_digits(self.body)

    @property
    def grouped(self) -> str:
        return group(self.digits)

    @property
    def practice(self) -> bool:
        return self.kind in REAL

    @property
    def real_kind(self) -> int:
        """SLIP, BAG, BADGE or COPY, whether practice or not."""
        return REAL.get(self.kind, self.kind)

    def of_kind(self, real_kind: int) -> Number:
        """The same digits as another kind, staying practice where this one is."""
        kind = PRACTICE[real_kind] if self.practice else real_kind
        return Number(kind, self.desk, self.fy, self.type, self.serial)

    @property
    def copy(self) -> Number:
        """What every paper of a slip but the 原本 carries: it looks the slip up and never closes it."""
        return self.of_kind(COPY)

    @property
    def original(self) -> Number:
        return self.of_kind(SLIP)

    def label(self, desk_name: str) -> str:
        """The number for people: 令8-大師1-501-00042 (year, desk, type, serial)."""
        return f"令{self.fy - REIWA_OFFSET}-{desk_name}-{self.type}-{self.serial:05d}"


@lru_cache(maxsize=4096)     # a fold asks ten times for the same number
def parse(digits: str) -> Number | None:
    """The number these exact 16 ASCII digits stand for, or None: wrong length, check digits or structure.

    None is also the answer for what has the right check digits and cannot be ours: see `is_well_formed`.
    """
    if not is_well_formed(digits):
        return None
    number = Number(int(digits[0]), digits[1:4], 2000 + int(digits[4:6]), digits[6:9], int(digits[9:14]))
    return number if _structure_holds(number) else None


def is_well_formed(digits: str) -> bool:
    """16 ASCII digits whose check digits agree, whoever made them.

    The remainder alone would also take 00, 01 and 99 for 97, 98 and 02, a second way to write one number in 32.
    """
    return _SIXTEEN.fullmatch(digits) is not None and check_digits(digits[:14]) == digits[14:]


def normalise(text: str) -> str:
    """What a scanner or a hand typed, as half-width digits without the blanks and hyphens of the grouped form.

    NFKC brings full-width digits back. It leaves Arabic-Indic digits alone, which `is_well_formed` then refuses, as it
    does a tab, a line end or an invisible character inside: there two scans may have run into each other.
    """
    text = text.strip(_SUFFIXES)
    if len(text) > _LONGEST:
        return text
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def read(text: str) -> Number | None:
    """The number in a scan or in typed text, or None."""
    return parse(normalise(text))


def _structure_holds(number: Number) -> bool:
    if number.kind not in KINDS or number.desk == TEST_DESK or number.serial < 1:
        return False
    real = number.real_kind
    if real == BADGE:
        return number.fy == 2000 and number.type == "000"
    if number.fy <= REIWA_OFFSET:       # its label could not be spoken
        return False
    if real == BAG:
        return number.type[0] != "0" and number.type.endswith("00")
    return number.type == RESERVED_TYPE or (number.type[0] != "0" and not number.type.endswith("00"))
