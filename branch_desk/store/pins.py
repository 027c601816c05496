"""PINs are short, so what is kept of one is slow to try: scrypt with a salt of its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_N, _R, _P = 2**14, 8, 1  # 16 MiB; about 50 ms on the measuring machine


def pin_hash(pin: str) -> str:
    """What is kept of a PIN."""
    salt = secrets.token_bytes(16)
    salt_text, digest = (
        base64.b64encode(part).decode() for part in (salt, _stretched(pin, salt, _N, _R, _P))
    )
    return f"scrypt${_N}${_R}${_P}${salt_text}${digest}"


def matches(kept: str, pin: str) -> bool:
    """Whether this is the PIN. False for anything that cannot be read."""
    try:
        name, n, r, p, salt, digest = kept.split("$")
        return name == "scrypt" and hmac.compare_digest(
            _stretched(pin, base64.b64decode(salt), int(n), int(r), int(p)), base64.b64decode(digest)
        )
    except ValueError:
        return False


def _stretched(pin: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, dklen=32, maxmem=64 * 1024 * 1024)
