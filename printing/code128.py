"""Code 128, set C, for our 16 digits: the runs of bars and spaces, checked before they reach paper."""

from __future__ import annotations

MODULES = 123  # 16 digits: start 11 + 8 pairs of 11 + check 11 + stop 13
QUIET = 10  # modules of empty paper the standard asks for on each side
START_C = 105


class NotEncodable(ValueError):
    """These digits would not come back from a scanner as they are."""


def modules(digits: str) -> str:
    """The symbol as '1' (bar) and '0' (space) a module.

    python-barcode takes a leading pair 99 for the switch to set C and drops it (its PR 223, open), so its
    codewords are compared with ours.
    """
    from barcode.codex import Code128

    if len(digits) != 16 or not (digits.isascii() and digits.isdigit()):
        raise NotEncodable("a slip number has 16 digits")
    wanted = [START_C] + [int(digits[i : i + 2]) for i in range(0, 16, 2)]
    code = Code128(digits)
    if code._build() != wanted:
        raise NotEncodable("this number would lose a pair of digits in the barcode")
    symbol: str = code.build()[0]
    if len(symbol) != MODULES:
        raise NotEncodable("the barcode has an unexpected width")
    return symbol


def runs(symbol: str) -> list[tuple[int, int]]:
    """Bars as (first module, number of modules)."""
    out: list[tuple[int, int]] = []
    start = None
    for i, module in enumerate(symbol + "0"):
        if module == "1" and start is None:
            start = i
        elif module == "0" and start is not None:
            out.append((start, i - start))
            start = None
    return out
