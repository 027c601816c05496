"""In which words the お客様控 speaks: two kinds of Japanese, and languages that are data files.

English and simplified Chinese are built in; the office supplies further ones in the same format (a copy of
languages/en.json is the way to begin). Until a speaker has approved a file ("approved": true) the paper says
仮訳・要確認 and gives the two sentences that matter in Japanese.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from printing import words_citizen as words
from printing.forms import SlipForm, Unprintable
from printing.glyphs import FAMILIES, unprintable

FOLDER = Path(__file__).resolve().parent / "languages"
BUILT_IN = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))
JAPANESE = ("easy-ja", "ja")
_EMPTY: Mapping[str, str] = {}
_TAKEN = re.compile(r"令和(\d+)年(\d+)月(\d+)日（(.)）(\d+)時(\d+)分")
_REIWA = 2018  # the year before 令和1
_WEEKDAYS = "月火水木金土日"
# What a sentence with gaps may be filled with; a gap of another name would be found only at the counter.
_GAPS = {
    "slips": ("slips",),
    "count": ("sheets", "enclosures"),
    "count_without": ("sheets",),
    "days": ("days",),
    "place": ("section", "ward"),
    "floor": ("place", "floor"),
    "taken": ("year", "month", "day", "weekday", "hour", "minute"),
}


class NotALanguage(ValueError):
    """A language file that cannot be used; `reason` says in Japanese what to mend in it."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The words of one language.

    `letters` is the family of glyphs; `names` are official names and their meaning.
    """

    code: str
    name: str
    words: Mapping[str, str]
    sentences: Mapping[str, str]
    letters: str = ""
    approved: bool = True
    provisional: str = ""
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def japanese(self) -> bool:
        """True for our own two."""
        return self.code in JAPANESE

    def meaning(self, name: str | None) -> str | None:
        """What an official name means in this language; None where nobody said."""
        return self.names.get(name) if name else None

    def count(self, sheets: int | None, enclosures: int) -> str:
        """How much was handed over."""
        if sheets is None:
            return self.words["sealed"]
        return self.words["count" if enclosures else "count_without"].format(
            sheets=sheets, enclosures=enclosures
        )

    def days(self, n: int) -> str:
        """Expected arrival."""
        return self.words["days"].format(days=n)

    def slips(self, n: int) -> str:
        """How many slips one paper lists."""
        return self.words["slips"].format(slips=n)

    def taken(self, japanese: str) -> str:
        """The date in the order of this language; one that we did not write ourselves stays as it is."""
        found = None if self.japanese else _TAKEN.fullmatch(japanese)
        if not found:
            return japanese
        year, month, day, weekday, hour, minute = found.groups()
        return self.words["taken"].format(
            year=_REIWA + int(year),
            month=self.months[int(month) - 1],
            day=day,
            weekday=self.weekdays[_WEEKDAYS.index(weekday)],
            hour=hour,
            minute=minute,
        )

    def where(self, form: SlipForm) -> str | None:
        """Section, ward and floor, as far as their meaning is known."""
        place = self.meaning(form.section)
        if not place:
            return None
        ward, floor = self.meaning(form.ward), re.fullmatch(r"(\d+)階", form.floor or "")
        if ward:
            place = self.words["place"].format(section=place, ward=ward)
        return self.words["floor"].format(place=place, floor=floor[1]) if floor else place


def of(form: SlipForm) -> Language:
    """The language that a form asks for."""
    return form.language if isinstance(form.language, Language) else by_code(form.language)


@cache
def by_code(code: str) -> Language:
    """One of our own."""
    if code in JAPANESE:
        own = words.EASY if code == "easy-ja" else words.ORDINARY
        return Language(code, words.NAMES[code], own["words"], own["sentences"])
    if code not in BUILT_IN:
        raise KeyError(code)
    return load_translation(FOLDER / f"{code}.json")


def load_translation(path: Path) -> Language:
    """A language from its file.

    Raises NotALanguage with what is to be mended, or Unprintable with the characters that no bundled font
    can draw: a paper with holes in its sentences is worse than none.
    """
    try:
        told = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise NotALanguage(words.UNREADABLE) from error
    if not isinstance(told, dict):
        raise NotALanguage(words.UNREADABLE)
    language = Language(
        code=_text(told, "code"),
        name=_text(told, "name"),
        words=_words(told, "words", words.EASY["words"]),
        sentences=_words(told, "sentences", words.EASY["sentences"]),
        letters=told.get("letters", "latin"),
        approved=told.get("approved") is True,
        provisional=_text(told, "provisional"),
        months=_list(told, "months", 12),
        weekdays=_list(told, "weekdays", 7),
        names=_words(told, "names", _EMPTY),
    )
    if language.letters not in FAMILIES:
        raise NotALanguage(words.wrong("letters"))
    if language.japanese:
        raise NotALanguage(words.wrong("code"))
    lost = unprintable("".join(_said(language)), language.letters)
    if lost:
        raise Unprintable(lost)
    return language


def _said(language: Language) -> list[str]:
    return [
        language.name,
        language.provisional,
        *language.words.values(),
        *language.sentences.values(),
        *language.months,
        *language.weekdays,
        *language.names.values(),
    ]


def _text(told: Mapping[str, object], key: str) -> str:
    value = told.get(key)
    if not isinstance(value, str) or not value.strip():
        raise NotALanguage(words.wrong(key))
    return value.strip()


def _list(told: Mapping[str, object], key: str, length: int) -> tuple[str, ...]:
    value = told.get(key)
    if (
        not isinstance(value, list)
        or len(value) != length
        or not all(isinstance(v, str) and v for v in value)
    ):
        raise NotALanguage(words.wrong(key))
    return tuple(value)


def _words(told: Mapping[str, object], key: str, wanted: Mapping[str, str]) -> Mapping[str, str]:
    """A table of texts: each wanted key must be there, and each gap must be one that we fill."""
    value = told.get(key)
    if not isinstance(value, dict):
        raise NotALanguage(words.wrong(key))
    for name in wanted:
        if not isinstance(value.get(name), str) or not value[name].strip():
            raise NotALanguage(words.wrong(f"{key}.{name}"))
    for name, text in value.items():
        if not isinstance(text, str):
            raise NotALanguage(words.wrong(f"{key}.{name}"))
        if key == "words":
            try:
                text.format(**dict.fromkeys(_GAPS.get(name, ()), "1"))
            except (KeyError, IndexError, ValueError, AttributeError) as error:
                raise NotALanguage(words.wrong(f"{key}.{name}")) from error
    return {name: text.strip() for name, text in value.items()}
