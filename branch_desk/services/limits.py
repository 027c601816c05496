"""Until when something may take before it stands in 要対応: settings that only a 責任者 changes, with a reason and a PIN.

Each change is an event, so that 集計 can say by which limits a year was counted (CORRECTIONS 10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from branch_desk.domain import era
from branch_desk.domain import words_attention as words
from branch_desk.domain.attention import Limits
from branch_desk.domain.staff import Staff
from branch_desk.services.people import confirmed_by_pin, responsible
from branch_desk.services.results import Changed, Refusal, refuse
from branch_desk.store.ledger import Ledger

SETTING = "attention_limits"
NAMES = tuple(words.LIMITS)         # evening, arrive, return
RANGES = {"evening": (800, 2359), "arrive": (1, 30), "return": (1, 60)}
CHANGED = Changed(topics=frozenset({"settings", "limits", "counts"}))


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One change of a limit or of the closing days, as 集計 shows it. `before` and `after` are in words."""

    at: str
    what: str
    before: str
    after: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Set:
    """The limits as they are from now on."""

    limits: Limits
    sentence: str
    changed: Changed = CHANGED


def of(ledger: Ledger) -> Limits:
    """The limits of this desk; what was never changed is as the source has it."""
    kept = dict(ledger.setting(SETTING, {}))
    usual = Limits()
    hour, minute = divmod(int(kept.get("evening", as_number("evening", usual))), 100)
    return Limits(time(hour, minute), int(kept.get("arrive", usual.arrive)), int(kept.get("return", usual.return_)))


def as_number(name: str, limits: Limits) -> int:
    """A limit as the event holds it: opening days, or hour * 100 + minute."""
    if name == "evening":
        return limits.evening.hour * 100 + limits.evening.minute
    return limits.arrive if name == "arrive" else limits.return_


def in_words(name: str, value: int) -> str:
    """2開庁日; 17時15分."""
    return words.LIMIT_VALUES[name].format(value=value, hour=value // 100, minute=value % 100)


def change(ledger: Ledger, who: Staff, name: str, value: int, reason: str, pin: str | None = None) -> Set | Refusal:
    """Another limit from now on. Only a 責任者, with the PIN and a reason of words_attention.LIMIT_REASONS."""
    if name not in NAMES:
        return refuse("limit_name", names="・".join(NAMES))
    code, refused = allowed(ledger, who, reason, pin)
    if refused:
        return refused
    lowest, highest = RANGES[name]
    if not lowest <= value <= highest or (name == "evening" and value % 100 > 59):
        return refuse("limit_value", name=words.LIMITS[name], lowest=in_words(name, lowest), highest=in_words(name, highest))
    before = as_number(name, of(ledger))
    if value == before:
        return refuse("limit_same", name=words.LIMITS[name], value=in_words(name, value))
    with ledger.transaction() as tx:
        tx.append("override", actor=who.code, body={"what": "limit", "approved_by": who.code, "reason": code,
                                                    "limit": name, "before": before, "after": value})
        tx.set_setting(SETTING, dict(ledger.setting(SETTING, {})) | {name: value})
    return Set(of(ledger), words.LIMIT_CHANGED.format(name=words.LIMITS[name], before=in_words(name, before),
                                                      after=in_words(name, value)))


def allowed(ledger: Ledger, who: Staff, reason: str, pin: str | None) -> tuple[str, Refusal | None]:
    """The code of the reason, and what speaks against `who` changing a limit or a closing day."""
    by_word = {word: code for code, word in words.LIMIT_REASONS.items()}
    code = reason if reason in words.LIMIT_REASONS else by_word.get(reason, "other" if reason.strip() else "")
    may = responsible(who)
    if isinstance(may, Refusal):
        return code, may
    return code, (None if code else refuse("reason")) or confirmed_by_pin(ledger, who, pin)


def changes(ledger: Ledger, fy: int) -> tuple[LimitChange, ...]:
    """Every change of a limit or a closing day in a fiscal year, in order."""
    written = ledger.figures.overrides(fy)
    found = []
    for event in written:
        reason = words.LIMIT_REASONS.get(event.value("reason"), "")
        staff = ledger.member_of_staff(event.actor)
        by = staff.surname if staff else event.actor
        name = event.value("limit")
        if event.value("what") == "limit" and name in NAMES:
            found.append(LimitChange(event.at, words.LIMITS[name], in_words(name, event.value("before")),
                                     in_words(name, event.value("after")), reason, by))
        elif event.value("what") == "closing_day" and event.value("day"):
            day = era.wareki_date(date.fromisoformat(event.value("day")))
            found.append(LimitChange(event.at, words.DAY_CHANGE[bool(event.value("closed"))], "", day, reason, by))
    return tuple(found)
