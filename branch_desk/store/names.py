"""Finding slips by part of a name: everything decrypted into memory once, newest year first.

An index on disk would give the names away (2,878 distinct bigrams: frequency analysis recovers them; FTS5 trigram finds no
two-kanji surname at all, guides/data.md section 6). In memory a search takes about 5 ms at 100,000 names.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable

FIELDS = ("name", "kana", "applicant", "phone")
_NOT_SAID = re.compile("[\\s・.-]|[\ufe00-\ufe0f]|[\U000e0100-\U000e01ef]")       # blanks, dots, hyphens, variation selectors


def folded(text: str) -> str:
    """What spellings of one name share: NFKC, hiragana as katakana, lower case, no blanks, no variation selectors."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in _NOT_SAID.sub("", wide))


class Names:
    """(number, text) of every slip with personal data that can be read. The newest stand first."""

    def __init__(self, entries: Iterable[tuple[str, dict[str, str]]]) -> None:
        """`entries` newest first."""
        numbers: list[int] = []
        starts: list[int] = []
        parts: list[str] = []
        at = 0
        for number, fields in entries:
            text = _line(fields)
            numbers.append(int(number))
            starts.append(at)
            parts.append(text)
            at += len(text) + 1
        self._numbers, self._starts, self._text = numbers, starts, "\n".join(parts)
        self._later: list[tuple[str, str]] = []

    def __len__(self) -> int:
        return len(self._numbers) + len(self._later)

    def add(self, number: str, fields: dict[str, str]) -> None:
        """A name typed since."""
        self._later.append((number, _line(fields)))

    def containing(self, text: str) -> Iterable[str]:
        """Numbers whose name, kana, applicant or telephone contains `text`, newest first, each once."""
        wanted = folded(text)
        if not wanted:
            return
        given: set[str] = set()
        for number, line in reversed(self._later):
            if wanted in line and number not in given:
                given.add(number)
                yield number
        at = self._text.find(wanted)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            number = str(self._numbers[place])
            if number not in given:
                given.add(number)
                yield number
            after = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._text)
            at = self._text.find(wanted, after)


def matches(fields: dict[str, str], text: str) -> bool:
    """Whether these fields contain `text`, as `Names` compares."""
    wanted = folded(text)
    return bool(wanted) and wanted in _line(fields)


def _line(fields: dict[str, str]) -> str:
    return "\t".join(folded(fields[name]).replace("\n", "").replace("\t", "") for name in FIELDS if fields.get(name))
