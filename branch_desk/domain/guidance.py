"""Where a citizen can go when the branch does not take a document. Nobody leaves without being told (DOMAIN.md).

The data is a file that people may edit (schemas/catalogue/guidance.json, its form in guidance.schema.json), read here;
which way is open on which day follows from it alone. Nothing here asks a clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from branch_desk.domain.catalogue import DocumentType, Section, search_key


class Way(StrEnum):
    """In the order in which they are told (CORRECTIONS 11); 臨時窓口 stands first while there is one."""

    TEMPORARY = "temporary"         # 臨時窓口
    COUNTER = "counter"             # 区役所の担当課窓口
    TELEPHONE = "telephone"         # 電話
    POST = "post"                   # 郵送
    ONLINE = "online"               # オンライン相談
    APPOINTMENT = "appointment"     # 予約の対面相談


@dataclass(frozen=True, slots=True)
class Advice:
    """One way, and what is said about it. `detail` is a place, a telephone number, days or the topics, where known;
    `large` is what stands large on paper: the section, its number.
    """

    way: Way
    detail: str = ""
    large: str = ""


class Kind(StrEnum):
    """What a topic is, as the source lists it."""

    ONLINE = "online"               # a subject of オンライン相談
    POST = "post"                   # a document that can be sent by post
    TEMPORARY = "temporary"         # a document with a 臨時窓口 in its season


@dataclass(frozen=True, slots=True)
class Span:
    """One run of a season, first and last day included."""

    first: date
    last: date

    def runs(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Season:
    """Days of the year, (month, day), between which some days are chosen each year. May reach over the new year.

    `when` is how it is told: the days only decide when it lights up.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    when: str

    def near(self, day: date) -> Span | None:
        """The run that is going on, or that begins within a month; else None."""
        for year in (day.year - 1, day.year, day.year + 1):
            span = self._in(year)
            if span.runs(day) or day < span.first <= a_month_after(day):
                return span
        return None

    def _in(self, year: int) -> Span:
        return Span(_day(year, *self.first), _day(year + (self.last < self.first), *self.last))


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last where it has no such day."""
    return _day(day.year + (day.month == 12), day.month % 12 + 1, day.day)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that citizens come for and that no slip is issued for.

    `section` is the one that the source names. Where it names none, `area` is its own heading, and `ask` a section
    whose subjects come close, to ask there: said as that, never as the section in charge.
    """

    code: str
    kind: Kind
    name: str
    reading: str
    section: str | None = None
    ask: str | None = None
    area: str = ""
    season: Season | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: a topic, or a type of the catalogue."""

    topic: Topic | None = None
    type: DocumentType | None = None

    @property
    def code(self) -> str:
        return self.topic.code if self.topic else self.type.code if self.type else ""

    @property
    def name(self) -> str:
        return self.topic.name if self.topic else self.type.name if self.type else ""

    @property
    def reading(self) -> str:
        return self.topic.reading if self.topic else self.type.reading if self.type else ""


@dataclass(frozen=True, slots=True)
class Guidance:
    """The guidance data. `said`: what citizens say, and the codes of topics and types that it may be about."""

    topics: tuple[Topic, ...]
    said: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    post_types: frozenset[str] = frozenset()
    not_for_online: tuple[str, ...] = ()
    online_hours: str = ""
    appointment: str = ""
    version: int = 1

    # ---- the ways

    def for_type(self, item: DocumentType, ward: str, on: date | None = None) -> tuple[Advice, ...]:
        """The ways that exist for this type, in the order they are told. `on` lets a 臨時窓口 of the same name in."""
        own = next((topic for topic in self.topics if topic.name == item.name), None)
        post = item.code in self.post_types or (own is not None and own.kind is Kind.POST)
        season = own.season if own is not None and on and own.season and own.season.near(on) else None
        return self._ways(ward, item.section, None, post=post, season=season)

    def for_topic(self, topic: Topic, sections: Iterable[Section], ward: str, on: date) -> tuple[Advice, ...]:
        """The ways that exist for this topic on a day."""
        known = {section.code: section for section in sections}
        section, ask = known.get(topic.section or ""), known.get(topic.ask or "")
        season = topic.season if topic.season and topic.season.near(on) else None
        own = (topic.name,) if topic.kind is Kind.ONLINE else None
        return self._ways(ward, section, ask, post=topic.kind is Kind.POST, season=season, online=own)

    def for_unknown(self, sections: Iterable[Section], ward: str) -> tuple[Advice, ...]:
        """For a document that is on no list: the counter of the section in charge, and its telephone."""
        names = "、".join(section.name for section in sections)
        return (Advice(Way.COUNTER, f"{ward}（{names}）", ward), Advice(Way.TELEPHONE), Advice(Way.APPOINTMENT))

    def online_of(self, section: str) -> tuple[str, ...]:
        """The subjects of a section's オンライン相談."""
        return tuple(t.name for t in self.topics if t.kind is Kind.ONLINE and t.section == section)

    def _ways(self, ward: str, section: Section | None, ask: Section | None, *, post: bool, season: Season | None,
              online: tuple[str, ...] | None = None) -> tuple[Advice, ...]:
        there = section or ask
        ways = []
        if season is not None:
            ways.append(Advice(Way.TEMPORARY, season.when))
        place = _place(there) if there else ""
        detail = f"{ward} {place}" if section else f"{ward}（担当は{place}に確認）" if ask else ward
        ways.append(Advice(Way.COUNTER, detail.strip(), place or ward))
        phone = (there.phone if there else None) or ""
        ways.append(Advice(Way.TELEPHONE, f"{there.name} {phone}" if there and phone else "", phone))
        if post:
            ways.append(Advice(Way.POST))
        subjects = online if online is not None else self.online_of(there.code) if there else ()
        if subjects:
            ways.append(Advice(Way.ONLINE, "・".join(subjects)))
        ways.append(Advice(Way.APPOINTMENT))
        return tuple(ways)

    # ---- what the citizen says

    def search(self, types: Iterable[DocumentType], sections: Mapping[str, Section], text: str, on: date,
               ) -> tuple[Found, ...]:
        """Topics and types, best first: by name or reading, by what citizens say, by section or heading.

        A topic whose 臨時窓口 runs or begins within a month stands first. Without a word: all topics.
        """
        wanted = [key for part in re.split(r"[\s、。]+", text) if (key := _key(part))]
        said = [self._said(part) for part in wanted]
        ranked = []
        for n, found in enumerate([*(Found(topic=t) for t in self.topics), *(Found(type=t) for t in types)]):
            rank = _rank(found, wanted, said, sections)
            if rank is None or (not wanted and found.type is not None):
                continue
            season = found.topic.season if found.topic else None
            ranked.append((0 if season and season.near(on) else 1, rank, n, found))
        return tuple(row[-1] for row in sorted(ranked, key=lambda row: row[:3]))

    def _said(self, part: str) -> dict[str, float]:
        """Per code, how well a synonym meets one word: the same word, its beginning, inside a sentence. What it is about
        stands in order: the first is the likeliest.
        """
        best: dict[str, float] = {}
        for words, about in self.said:
            keys = [_key(word) for word in words]
            rank = (2 if part in keys else 3 if any(key.startswith(part) for key in keys)
                    else 5 if any(key in part for key in keys) else None)
            if rank is not None:
                best |= {code: min(best.get(code, 9), rank + n / MOST) for n, code in enumerate(about)}
        return best


def _rank(found: Found, wanted: list[str], said: list[dict[str, float]],
          sections: Mapping[str, Section]) -> float | None:
    """None where one of the words leads nowhere; else the rank of the word that fits least."""
    section = found.type.section if found.type else sections.get(found.topic.section or "") if found.topic else None
    texts = [_key(found.name), _key(found.reading)]
    places = [_key(section.name if section else ""), _key(found.topic.area if found.topic else "")]
    worst = 0.0
    for part, about in zip(wanted, said, strict=True):
        if part in (found.code, *texts):
            rank = 0.0
        elif part == places[0] or any(text.startswith(part) for text in texts):
            rank = 1.0
        elif found.code in about:
            rank = about[found.code]
        elif any(part in text for text in texts):
            rank = 4.0
        elif places[0].startswith(part) or part in places[1]:
            rank = 6.0
        else:
            return None
        worst = max(worst, rank)
    return worst


def _key(text: str) -> str:
    return search_key(text).replace("・", "")


def _place(section: Section) -> str:
    return f"{section.name} {section.floor}" if section.floor else section.name


# ---- reading the file

_CODE = re.compile("[a-z][0-9]{1,3}")
_TYPE = re.compile("[1-9][0-9]{2}")
_SECTION = re.compile("[1-9]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_KEYS = {"$comment", "version", "online", "appointment", "topics", "post_types", "said"}
_TOPIC_KEYS = {"code", "kind", "name", "reading", "section", "ask", "area", "from", "until", "when"}
MOST = 500          # topics, and lists of words: a file of another kind is not read to its end
LONGEST = 200


@dataclass(slots=True)
class _Reading:
    faults: list[str] = field(default_factory=list)

    def fault(self, where: str) -> None:
        if where not in self.faults:
            self.faults.append(where)


@dataclass(frozen=True, slots=True)
class Read:
    """The guidance of a file, or the places in it that cannot be taken (a path such as topics[3].from)."""

    guidance: Guidance | None = None
    faults: tuple[str, ...] = ()


def read(data: Any) -> Read:
    """Takes the whole of it or nothing. What is refused here is refused by guidance.schema.json, and nothing else is,
    but for what no schema can say: codes that are used twice or stand for nothing.
    """
    if not isinstance(data, dict):
        return Read(faults=("",))
    reading = _Reading()
    for key in data.keys() - _KEYS:
        reading.fault(key)
    online = data.get("online")
    if not isinstance(online, dict) or online.keys() != {"hours", "not_for"}:
        reading.fault("online")
        online = {"hours": "", "not_for": []}
    version = data.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        reading.fault("version")
    rows = _rows(data, "topics", reading)
    topics = tuple(t for n, row in enumerate(rows) if (t := _topic(row, f"topics[{n}]", reading)))
    codes = [code for row in rows if isinstance(row, dict) and isinstance(code := row.get("code"), str)]
    for code in {code for code in codes if codes.count(code) > 1}:
        reading.fault(f"topics: {code}")
    said = tuple(_said(row, f"said[{n}]", set(codes), reading) for n, row in enumerate(_rows(data, "said", reading)))
    post = _texts(data.get("post_types"), "post_types", reading, _TYPE)
    not_for = _texts(online["not_for"], "online.not_for", reading)
    hours = _text(online["hours"], "online.hours", reading)
    appointment = _text(data.get("appointment"), "appointment", reading)
    if reading.faults:
        return Read(faults=tuple(reading.faults))
    return Read(Guidance(topics, said, frozenset(post), not_for, hours, appointment, version))


def _rows(data: Mapping[str, Any], name: str, reading: _Reading) -> list[Any]:
    rows = data.get(name)
    if not isinstance(rows, list) or len(rows) > MOST or (name == "topics" and not rows):
        reading.fault(name)
        return []
    return rows


def _text(value: Any, where: str, reading: _Reading, form: re.Pattern[str] | None = None, *, needed: bool = True) -> str:
    good = (isinstance(value, str) and len(value) <= LONGEST and not _CONTROL.search(value) and (bool(value.strip()) or not needed)
            and (form is None or form.fullmatch(value)))
    if not good:
        reading.fault(where)
    return value if good else ""


def _texts(value: Any, where: str, reading: _Reading, form: re.Pattern[str] | None = None) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST:
        reading.fault(where)
        return ()
    return tuple(_text(text, f"{where}[{n}]", reading, form) for n, text in enumerate(value))


def _topic(row: Any, where: str, reading: _Reading) -> Topic | None:
    before = len(reading.faults)
    if not isinstance(row, dict) or row.keys() - _TOPIC_KEYS:
        reading.fault(where)
        return None
    code = _text(row.get("code"), f"{where}.code", reading, _CODE)
    name = _text(row.get("name"), f"{where}.name", reading)
    reading_of = _text(row.get("reading"), f"{where}.reading", reading, re.compile(r"[ぁ-ゖー・ ]+"))
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in [known.value for known in Kind]:
        reading.fault(f"{where}.kind")
    section, ask = (None if row.get(key) is None else _text(row[key], f"{where}.{key}", reading, _SECTION)
                    for key in ("section", "ask"))
    area = _text(row.get("area", ""), f"{where}.area", reading, needed=False)
    ends = [_month_day(row[key], f"{where}.{key}", reading) for key in ("from", "until") if key in row]
    when = _text(row["when"], f"{where}.when", reading) if "when" in row else ""
    given = [key in row for key in ("from", "until", "when")]
    if not (all(given) if kind == Kind.TEMPORARY.value else not any(given)):
        reading.fault(f"{where}.from")
    if len(reading.faults) > before or not isinstance(kind, str):
        return None
    season = Season(ends[0], ends[1], when) if ends else None
    return Topic(code, Kind(kind), name, reading_of, section, ask, area, season)


def _month_day(value: Any, where: str, reading: _Reading) -> tuple[int, int]:
    match = re.fullmatch(r"([0-9]{2})-([0-9]{2})", value) if isinstance(value, str) else None
    month, day = (int(part) for part in match.groups()) if match else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= monthrange(2028, month)[1]):       # a leap year: 29 February is a day
        reading.fault(where)
        return (1, 1)
    return (month, day)


def _said(row: Any, where: str, known: set[str], reading: _Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not isinstance(row, dict) or row.keys() != {"words", "about"}:
        reading.fault(where)
        return (), ()
    words = _texts(row["words"], f"{where}.words", reading)
    about = _texts(row["about"], f"{where}.about", reading, re.compile(f"{_CODE.pattern}|{_TYPE.pattern}"))
    for n, code in enumerate(about):
        if _CODE.fullmatch(code) and code not in known:
            reading.fault(f"{where}.about[{n}]")
    return words, about
