"""案内: what a citizen is told who cannot leave the papers here, or who came for something else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import schemas
from branch_desk.domain import guidance, words
from branch_desk.domain import words_guide as said
from branch_desk.domain.catalogue import DocumentType, Section
from branch_desk.domain.events import canonical_json
from branch_desk.domain.guidance import Advice, Found, Guidance, Kind, Span, Way
from branch_desk.domain.staff import Staff
from branch_desk.services import catalogues, files
from branch_desk.services.people import may_record
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger

SETTING = "guidance"
BUILTIN = "catalogue/guidance.json"
CHANGED = Changed(topics=frozenset({"guidance"}))
LARGEST = 1_000_000     # bytes of a file to import; the built-in one has 8,000


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown for one thing that was found. `span` is set while its 臨時窓口 runs or is near; `taken` is the
    type's code where the branch takes this document.
    """

    code: str
    name: str
    place: str
    sentence: str
    advice: tuple[Advice, ...]
    kind: str
    taken: str | None = None
    span: Span | None = None
    running: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """Guidance took effect."""

    guidance: Guidance
    changed: Changed = CHANGED


def of(ledger: Ledger) -> Guidance:
    """The guidance in force: the imported one, else what the source says."""
    kept = ledger.setting(SETTING, None)
    found = guidance.read(kept) if kept is not None else None
    if found is not None and found.guidance is not None:
        return found.guidance
    return builtin()


def builtin() -> Guidance:
    """What DOMAIN.md says, and nothing else."""
    read = guidance.read(json.loads(schemas.read_text(BUILTIN)))
    if read.guidance is None:
        raise ValueError(f"the built-in guidance is broken: {read.faults}")
    return read.guidance


def search(ledger: Ledger, text: str) -> tuple[Answer, ...]:
    """By what the citizen says, best first; what has a 臨時窓口 now or within a month stands before all else."""
    known, today = of(ledger), ledger.now().date()
    sections = {section.code: section for section in catalogues.of(ledger).sections}
    found = known.search(catalogues.current_types(ledger), sections, text, today)
    return tuple(_answer(ledger, known, sections, one, today) for one in found)


def for_refusal(ledger: Ledger, item: DocumentType | None) -> tuple[Advice, ...]:
    """Where to go with a document that the branch does not take, in the order in which it is told."""
    known, ward = of(ledger), ledger.desk.ward
    if item is None:
        return known.for_unknown(catalogues.of(ledger).sections, ward)
    return known.for_type(item, ward, ledger.now().date())


def import_file(ledger: Ledger, who: Staff, file: Path) -> Imported | Refusal:
    """Takes the whole guidance from a JSON file, as the next version; with any fault in it nothing is taken."""
    refused = may_record(who)
    if refused:
        return refused
    data = _json(file)
    if data is None:
        return refuse("guide_file")
    found = guidance.read(data)
    if found.guidance is None:
        return refuse("guide_faults", places="、".join(found.faults[:20]), details={"faults": list(found.faults)})
    data = data | {"version": of(ledger).version + 1}
    with ledger.transaction() as tx:
        tx.set_setting(SETTING, data, by=who.code)
    return Imported(of(ledger))


def export_file(ledger: Ledger, file: Path) -> int:
    """Writes the guidance in force as JSON to edit; returns the number of topics."""
    data = ledger.setting(SETTING, None)
    if data is None:
        data = json.loads(schemas.read_text(BUILTIN))
    files.write(file, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())
    return len(data["topics"])


def as_json(answer: Answer) -> dict[str, Any]:
    """One answer as the command line gives it."""
    return {
        "code": answer.code, "name": answer.name, "section": answer.place, "kind": answer.kind,
        "accepted": answer.taken is not None, "sentence": answer.sentence,
        "temporary": {"from": answer.span.first.isoformat(), "until": answer.span.last.isoformat(), "running": answer.running}
        if answer.span else None,
        "guidance": [{"way": advice.way.value, "name": words.WAYS[advice.way.value], "detail": way_text(advice)}
                     for advice in answer.advice],
    }


def way_text(advice: Advice) -> str:
    """What is said about one way."""
    if advice.way is Way.TELEPHONE and not advice.detail:
        return words.TELEPHONE_UNSET
    return words.WAY_TEXT[advice.way.value].format(detail=advice.detail)


def _json(file: Path) -> dict[str, Any] | None:
    with open(file, "rb") as opened:
        raw = opened.read(LARGEST + 1)
    try:
        data = json.loads(raw.decode("utf-8-sig")) if len(raw) <= LARGEST else None
        canonical_json(data)    # half of a surrogate pair, or no number, cannot be kept, and a comment may hold it
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _answer(ledger: Ledger, known: Guidance, sections: dict[str, Section], found: Found, today: date) -> Answer:
    ward = ledger.desk.ward
    if found.type is not None:
        item = found.type
        taken = item.code if item.forwarded and item.valid_on(today) else None
        sentence = said.SAY_TAKEN if taken else item.refusal or said.SAY_NOT_TAKEN
        return Answer(item.code, item.name, _place(item.section), sentence, known.for_type(item, ward, today), "type", taken)
    topic = found.topic
    assert topic is not None
    advice = known.for_topic(topic, sections.values(), ward, today)
    span = topic.season.near(today) if topic.season else None
    section = sections.get(topic.section or topic.ask or "")
    place = _place(section) if section else said.NO_SECTION
    if topic.section is None and section is not None:
        place = said.ask_there(place)
    sentence = said.SAY_SEASON if span else {
        Kind.ONLINE: said.SAY_ONLINE, Kind.POST: said.SAY_POST, Kind.TEMPORARY: said.SAY_TEMPORARY}[topic.kind]
    return Answer(topic.code, topic.name, place, sentence, advice, topic.kind.value, None, span,
                  bool(span and span.runs(today)))


def _place(section: Section) -> str:
    return f"{section.name} {section.floor}" if section.floor else section.name
