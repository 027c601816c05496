"""The recovery key as people see it: 7 groups of 5, to be printed once and typed back years later.

31 letters and digits (no 0 O 1 I L), a prime, so that the fifth sign of each group, a weighted sum modulo 31
of the other four and of the group's place, finds any one wrong sign, any two neighbours exchanged and any
group in a wrong place, and the mistake can be named by its group. 28 free signs carry 138 bits.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from branch_desk.domain.words_faults import RECOVERY_GROUP, RECOVERY_LENGTH
from branch_desk.store.faults import WrongRecoveryKey

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS = 7
_VALUE = {sign: value for value, sign in enumerate(SIGNS)}


def make() -> str:
    """A new one: 'ABCDE-FGHJK-…'."""
    return "-".join(
        _closed("".join(secrets.choice(SIGNS) for _ in range(4)), place) for place in range(GROUPS)
    )


def read(text: str) -> str:
    """The 35 signs in what was typed, full-width or not, with or without hyphens. Raises WrongRecoveryKey
    naming the group."""
    signs = _signs(text)
    if len(signs) != GROUPS * 5:
        raise WrongRecoveryKey(detail=RECOVERY_LENGTH)
    for place in range(GROUPS):
        group = signs[place * 5 : place * 5 + 5]
        if any(sign not in _VALUE for sign in group) or _closed(group[:4], place) != group:
            raise WrongRecoveryKey(detail=RECOVERY_GROUP.format(group=place + 1))
    return signs


def group(text: str, place: int) -> str:
    """The five signs of one group (1 to 7) in what was typed. Raises WrongRecoveryKey."""
    signs = _signs(text)
    if len(signs) != 5:
        raise WrongRecoveryKey(detail=RECOVERY_LENGTH)
    if not 1 <= place <= GROUPS or any(sign not in _VALUE for sign in signs) or _closed(signs[:4], place - 1) != signs:
        raise WrongRecoveryKey(detail=RECOVERY_GROUP.format(group=place))
    return signs


def _signs(text: str) -> str:
    return re.sub(r"[\s‐‑–ー−-]", "", unicodedata.normalize("NFKC", text)).upper()


def _closed(four: str, place: int) -> str:
    total = sum(weight * _VALUE[sign] for weight, sign in enumerate(four, 2)) + 7 * (place + 1)
    return four + SIGNS[total % len(SIGNS)]
