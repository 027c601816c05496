"""Where a citizen can go when the branch does not take a document. Nobody leaves without being told (DOMAIN.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from branch_desk.domain.catalogue import DocumentType, Section


class Way(StrEnum):
    """In the order in which they are told (CORRECTIONS 11)."""

    COUNTER = "counter"             # 区役所の担当課窓口
    TELEPHONE = "telephone"         # 電話
    POST = "post"                   # 郵送
    ONLINE = "online"               # オンライン相談
    APPOINTMENT = "appointment"     # 予約の対面相談


@dataclass(frozen=True, slots=True)
class Advice:
    """One way, and what is said about it. `detail` is a place, a telephone number or the topics, where known."""

    way: Way
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Guidance:
    """The guidance data: per section the topics of online consultation, per type whether post is possible."""

    online: Mapping[str, tuple[str, ...]]
    post: frozenset[str]
    appointment: bool = True

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Guidance:
        return cls({code: tuple(topics) for code, topics in data["online"].items()}, frozenset(data["post"]),
                   bool(data["appointment"]))

    def for_type(self, item: DocumentType, ward: str) -> tuple[Advice, ...]:
        """The ways that exist for this type, in the order they are told."""
        return self._ways(item.section, ward, post=item.code in self.post)

    def for_unknown(self, sections: Iterable[Section], ward: str) -> tuple[Advice, ...]:
        """For a document that is on no list: the counter of the section in charge, and its telephone."""
        names = "、".join(section.name for section in sections)
        return (Advice(Way.COUNTER, f"{ward}（{names}）"), Advice(Way.TELEPHONE, ""), Advice(Way.APPOINTMENT, ""))

    def _ways(self, section: Section, ward: str, *, post: bool) -> tuple[Advice, ...]:
        floor = f"（{section.floor}）" if section.floor else ""
        ways = [Advice(Way.COUNTER, f"{ward} {section.name}{floor}"), Advice(Way.TELEPHONE, section.phone or "")]
        if post:
            ways.append(Advice(Way.POST))
        topics = self.online.get(section.code, ())
        if topics:
            ways.append(Advice(Way.ONLINE, "・".join(topics)))
        if self.appointment:
            ways.append(Advice(Way.APPOINTMENT))
        return tuple(ways)
