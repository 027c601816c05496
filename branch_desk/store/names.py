"""Finding slips by part of a name: everything decrypted into memory once, newest year first.

An index on disk would give the names away (2,878 distinct bigrams: frequency analysis recovers them; FTS5
trigram finds no two-kanji surname at all, guides/data.md section 6). In memory a search takes about 5 ms at
100,000 names. Read in slices, so that whoever issues meanwhile waits for one slice at most.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

FIELDS = ("name", "kana", "applicant", "phone")
_NOT_SAID = re.compile(
    "[\\s・.-]|[\ufe00-\ufe0f]|[\U000e0100-\U000e01ef]"
)  # blanks, dots, hyphens, variation selectors


def folded(text: str) -> str:
    """What spellings of one name share: NFKC, hiragana as katakana, lower case, no blanks, no variation
    selectors."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in _NOT_SAID.sub("", wide))


class Names:
    """One line of text per slip with personal data that can be read, the newest first."""

    def __init__(self) -> None:
        self._numbers: list[int] = []
        self._starts: list[int] = []
        self._parts: list[str] = []
        self._length = 0
        self._text: str | None = None
        self._later: list[tuple[str, str]] = []

    def add_older(self, number: str, fields: dict[str, str]) -> None:
        """The next older slip, while the names are read for the first time."""
        line = _line(fields)
        self._numbers.append(int(number))
        self._starts.append(self._length)
        self._parts.append(line)
        self._length += len(line) + 1

    def read_all(self) -> None:
        """There is none older."""
        self._text = "\n".join(self._parts)
        self._parts = []

    def __len__(self) -> int:
        return len(self._numbers) + len(self._later)

    def add(self, number: str, fields: dict[str, str]) -> None:
        """A name typed since."""
        self._later.append((number, _line(fields)))

    def containing(self, part: str) -> Iterator[str]:
        """Numbers whose name, kana, applicant or telephone contains `part`, newest first, each once."""
        wanted = folded(part)
        if not wanted:
            return
        given: set[str] = set()
        for number, line in reversed(self._later):
            if wanted in line and number not in given:
                given.add(number)
                yield number
        text = self._text or ""
        at = text.find(wanted)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            number = str(self._numbers[place])
            if number not in given:
                given.add(number)
                yield number
            after = self._starts[place + 1] if place + 1 < len(self._starts) else len(text)
            at = text.find(wanted, after)


def matches(fields: dict[str, str], text: str) -> bool:
    """Whether these fields contain `text`, as `Names` compares."""
    wanted = folded(text)
    return bool(wanted) and wanted in _line(fields)


def _line(fields: dict[str, str]) -> str:
    return "\t".join(
        folded(fields[name]).replace("\n", "").replace("\t", "") for name in FIELDS if fields.get(name)
    )
