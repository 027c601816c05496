"""The panels of データの管理, one a row of the list."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from branch_desk.domain import era, numbers
from branch_desk.domain import words_audit as audited
from branch_desk.domain import words_backup as backed
from branch_desk.domain import words_care as words
from branch_desk.domain.rights import StaffRole
from branch_desk.services import audit, backup, care, desk_lock, desks, retention
from branch_desk.services.results import Refusal
from branch_desk.ui.approval import Approval, Approver
from branch_desk.ui.care_panel import WIDTH, CarePanel, Paper
from branch_desk.ui.screen import Next

if TYPE_CHECKING:
    from branch_desk.services.care import Care
    from branch_desk.ui.window import Window

AT_ONCE = 3         # places that have room at 特大; the next ones follow when these are settled
PATH_SAID = 24      # characters of a path in a refusal: the end of it says most, and the field has all of it
# Refusals of what was typed in the panel itself; another approver or PIN would change nothing.
OF_THE_PANEL = frozenset({"lock_minutes", "backup_place", "backup_inside", "backup_hangs"})
PATIENCE = 5.0      # seconds that the ledger's thread waits for a second place that was just named


class Backup(CarePanel):
    """A copy in every place, now."""

    name = "backup"

    def run(self) -> None:
        self.busy = True
        self.session.afar(backup.make_by, "asked", then=self.answered, failed=self.failed)

    def told(self, answer: backup.Made) -> tuple[str, Sequence[str]]:
        lines = [backed.MADE_FAILED.format(sentence=item.fault, todo=item.todo) if item.fault
                 else backed.MADE.format(path=item.place) for item in answer.places]
        sentence = words.WORK_DONE["backup"] if answer.ok else next(item.fault for item in answer.places if item.fault)
        return sentence or "", lines


class Second(CarePanel):
    """The second place; empty takes it away."""

    name = "second"
    widths = MappingProxyType({"path": 44})

    def __init__(self, window: Window, found: Care) -> None:
        super().__init__(window)
        self._now = str(found.second or "")

    def ask_fields(self, widths: Mapping[str, int]) -> None:
        super().ask_fields(widths)
        self.fields["path"].text = self._now

    @property
    def ready(self) -> bool:
        return self.value("path") != self._now

    def run(self) -> None:
        typed = self.value("path").strip('"')
        path = Path(typed).expanduser() if typed else None
        approve(self, lambda by, done: self.session.act(
            backup.set_second, path, by.code, by.pin, patience=PATIENCE, then=done, failed=self.failed))

    def refused(self, answer: Refusal) -> None:
        path = os.path.abspath(self.value("path").strip('"'))
        short = path if len(path) <= PATH_SAID else "…" + path[-PATH_SAID:]
        super().refused(replace(answer, sentence=answer.sentence.replace(path, short)))

    def told(self, answer: backup.Chosen) -> tuple[str, Sequence[str]]:
        return answer.sentence, (answer.sentence,)


class Drill(CarePanel):
    """The newest copies, opened and proved."""

    name = "drill"

    def run(self) -> None:
        self.busy = True
        self.session.afar(backup.drill_by, then=self.answered, failed=self.failed)

    def told(self, answer: backup.Drill) -> tuple[str, Sequence[str]]:
        lines = answer.sentence.split("\n")
        return (words.WORK_DONE["drill"] if answer.ok else lines[0]), lines


class Examine(CarePanel):
    """`verify`, beside the ledger's thread, on a connection of its own that only reads."""

    name = "verify"
    recorded = False

    def run(self) -> None:
        self.busy = True
        self.session.afar(care.examine_by, then=self.answered, failed=self.failed)

    def told(self, answer: care.Examined) -> tuple[str, Sequence[str]]:
        return words.RESULT, (answer.signed, words.SIGN, *answer.faults, *answer.proven)


class Draw(CarePanel):
    """Numbers drawn at random, and where their papers must be."""

    name = "sample"
    recorded = False
    widths = MappingProxyType({"count": 4, "seed": 20})

    def ask_fields(self, widths: Mapping[str, int]) -> None:
        super().ask_fields(widths)
        self.fields["count"].text = str(audit.USUAL)

    def run(self) -> None:
        count = _number(self.value("count"))
        if count is None:
            self.say(words.COUNT_FORM)
            return
        self.busy = True
        self.session.act(audit.sample, count, self.value("seed") or None, then=self.answered, failed=self.failed)

    def told(self, answer: audit.Sample) -> tuple[str, Sequence[str]]:
        lines: list[str] = []
        for n, row in enumerate(answer.rows, 1):
            lines.append("\n".join((        # one number stays together on a page
                audited.SAMPLE_LINE.format(n=n, label=row.label, digits=numbers.group(row.number), state=row.state),
                audited.SAMPLE_PLACE.format(ledger=row.ledger).replace("      ", "　　"),
                audited.SAMPLE_COPY.format(copy=row.copy).replace("      ", "　　"),
                audited.SAMPLE_ORIGINAL.format(original=row.original).replace("      ", "　　"),
            )))
        return words.SAMPLE_TITLE.format(seed=answer.seed, count=len(answer.rows)), lines

    def paper_of(self, answer: audit.Sample) -> Paper:
        return Paper(words.SAMPLE_PAPER, audit.paper, (len(answer.rows), answer.seed))


class ExportAudit(CarePanel):
    """The auditor's CSV."""

    name = "export"
    widths = MappingProxyType({"first": 10, "last": 10})
    note = words.DAY_NOTE

    def run(self) -> None:
        days = [_day(self.value(name)) if self.value(name) else None for name in self.widths]
        if any(self.value(name) and day is None for name, day in zip(self.widths, days, strict=True)):
            self.say(words.DAY_FORM)
            return
        self.busy = True
        self.session.act(care.export_for_audit, *days, then=self.answered, failed=self.failed)

    def told(self, answer: Any) -> tuple[str, Sequence[str]]:
        sentence = audited.EXPORTED.format(count=answer.count, file=answer.file.name)
        return sentence, (sentence, str(answer.file.parent))


class Roles(CarePanel):
    """Who held which role when. Asks at once."""

    name = "roles"
    recorded = False

    @property
    def lines(self) -> Sequence[str]:
        return (words.ROWS["roles"],)

    def build(self, parent: Any) -> None:
        super().build(parent)
        self.busy = True
        self.session.run(audit.roles, then=self.answered, failed=self.failed)

    def next_line(self) -> Next:
        return Next(words.NEXT_BUSY_USUAL) if self.done is None else self.done

    def told(self, answer: Any) -> tuple[str, Sequence[str]]:
        lines = [words.ROLE_LINE.format(code=item.code, name=item.name, role=audited.ROLES[item.role.value],
                                        since=_began(item), until=_at(item.until) if item.until else audited.ROLE_NOW)
                 for item in answer]
        return words.ROWS["roles"], lines or [audited.ROLES_NONE]


class Erase(CarePanel):
    """What is due, and two people."""

    name = "erase"

    def __init__(self, window: Window, found: Care) -> None:
        super().__init__(window)
        self._due = found.due
        self.widths = {} if found.practice or not found.due else {"pin": 8}

    @property
    def lines(self) -> Sequence[str]:
        if not self._due:
            return (words.ERASE_NONE,)
        return (*super().lines, *(words.CLASS_LINE.format(name=item.name, slips=item.slips, until=era.wareki_date(item.until))
                                  for item in self._due))

    @property
    def ready(self) -> bool:
        return bool(self._due) and (not self.widths or bool(self.value("pin")))

    def next_line(self) -> Next:
        if self._due or self.done:
            return super().next_line()
        return Next(words.ERASE_NONE)

    def run(self) -> None:
        pin = self.value("pin") or None
        wanted = [(item.year, item.retention) for item in self._due]
        approve(self, lambda by, done: self.session.act(
            retention.erase, by.code, by.pin, pin=pin, wanted=wanted, then=done, failed=self.failed), second=True)

    def told(self, answer: retention.Erased) -> tuple[str, Sequence[str]]:
        return answer.sentence, (answer.sentence,)


class Places(CarePanel):
    """Places that are waited for; one that will never come back is taken off by two people."""

    name = "waiting"

    def __init__(self, window: Window, found: Care) -> None:
        super().__init__(window)
        self._places, self._practice = found.waiting[:AT_ONCE], found.practice
        self._chosen: retention.Waiting | None = None

    @property
    def lines(self) -> Sequence[str]:
        return super().lines if self._places else (words.WAITING_NONE,)

    @property
    def ready(self) -> bool:
        return self._chosen is not None and ("pin" not in self.fields or bool(self.value("pin")))

    def ask_fields(self, widths: Mapping[str, int]) -> None:
        self._choices = []
        for n, place in enumerate(self._places, 1):
            choice = self.window.parts.choice(self._said, n, self._short(place), self._take)
            choice.pack(anchor="w", fill="x")
            choice.face.configure(takefocus=0)
            self._choices.append(choice)
        super().ask_fields({} if self._practice or not self._places else {"pin": 8})

    def first_focus(self) -> Any:
        return self._stand

    def next_line(self) -> Next:
        if self._chosen is not None and self.done is None and not self.fault:
            return Next(words.NEXT_PLACE if self.ready else words.NEXT_PIN)
        return super().next_line() if self._places else Next(words.WAITING_NONE)

    def on_digit(self, digit: int) -> bool:
        if self.done is not None or not 1 <= digit <= len(self._places):
            return False
        self._take(digit)
        return True

    def run(self) -> None:
        assert self._chosen is not None
        number, pin = self._chosen.number, self.value("pin") or None
        approve(self, lambda by, done: self.session.act(
            retention.give_up, number, by.code, by.pin, pin=pin, then=done, failed=self.failed), second=True)

    def told(self, answer: retention.Reached) -> tuple[str, Sequence[str]]:
        return answer.sentence, (answer.sentence,)

    def _short(self, place: retention.Waiting) -> str:
        """The end of a long path says more than its beginning."""
        measure, room, path = self.theme.font("body").measure, self.theme.px(WIDTH - 140), place.path
        while measure(words.PLACE_LINE.format(path=path, seen=place.seen)) > room and len(path) > 8:
            path = "…" + path[2:]
        return words.PLACE_LINE.format(path=path, seen=place.seen)

    def _take(self, digit: int) -> None:
        self._chosen = self._places[digit - 1]
        for n, choice in enumerate(self._choices, 1):
            choice.set("blue" if n == digit else None)
        if "pin" in self.fields:
            self.fields["pin"].focus()
        self._show_foot()
        self.refresh()


class Recovery(CarePanel):
    """Some groups of the recovery key, typed back from the paper."""

    name = "recovery"

    def build(self, parent: Any) -> None:
        super().build(parent)
        self.session.run(desks.groups_to_ask, then=self._asks, failed=self.failed)

    @property
    def ready(self) -> bool:
        return bool(self.fields) and all(self.value(name) for name in self.fields)

    def word_of(self, field: str) -> str:
        return words.GROUP.format(group=field)

    def run(self) -> None:
        self.busy = True
        typed = {int(name): self.value(name) for name in self.fields}
        self.session.act(desks.check_recovery, typed, then=self.answered, failed=self.failed)

    def told(self, answer: desks.Checked) -> tuple[str, Sequence[str]]:
        return answer.sentence, (answer.sentence,)

    def _asks(self, groups: Sequence[int]) -> None:
        if self.body is not None and self.body.winfo_exists():
            self.ask_fields({str(group): 6 for group in groups})
            self.first_focus().focus_set()
            self.refresh()


class AtStart(CarePanel):
    """Whether the recovery key is asked for at every start, or the key lies on this PC."""

    name = "at_start"

    def __init__(self, window: Window, found: Care) -> None:
        super().__init__(window)
        self._wanted = not found.key_at_start
        self.widths = MappingProxyType({} if found.practice else {"pin": 8})

    @property
    def lines(self) -> Sequence[str]:
        first, second = super().lines
        return first.format(now=words.AT_START[not self._wanted], other=words.AT_START[self._wanted]), second

    @property
    def ready(self) -> bool:
        return not self.widths or bool(self.value("pin"))

    def run(self) -> None:
        self.busy = True
        self.session.act(desks.key_at_start, self._wanted, pin=self.value("pin") or None, then=self.answered, failed=self.failed)

    def told(self, answer: str) -> tuple[str, Sequence[str]]:
        return answer, (answer,)


class LockMinutes(CarePanel):
    """After how many minutes the screen is covered by itself."""

    name = "lock"
    widths = MappingProxyType({"minutes": 4})

    def __init__(self, window: Window, found: Care) -> None:
        super().__init__(window)
        self._now = str(found.lock_minutes)

    def ask_fields(self, widths: Mapping[str, int]) -> None:
        super().ask_fields(widths)
        self.fields["minutes"].text = self._now

    @property
    def ready(self) -> bool:
        return self.value("minutes") not in ("", self._now)

    def run(self) -> None:
        minutes = _number(self.value("minutes"))
        if minutes is None:
            self.say(words.MINUTES_FORM)
            return
        approve(self, lambda by, done: self.session.act(
            desk_lock.set_minutes, minutes, by.code, by.pin, then=done, failed=self.failed))

    def told(self, answer: desk_lock.Minutes) -> tuple[str, Sequence[str]]:
        sentence = words.LOCK_SET.format(minutes=answer.minutes)
        return sentence, (sentence,)


class Clock(CarePanel):
    """A date that is doubted, while the window runs: wrong, it is set right; right, a 責任者 says so."""

    name = "clock"

    def __init__(self, window: Window, found: Care) -> None:
        super().__init__(window)
        self._finding = found.clock

    @property
    def lines(self) -> Sequence[str]:
        return (self._finding, *super().lines) if self._finding else (words.CLOCK_GOOD,)

    @property
    def ready(self) -> bool:
        return bool(self._finding)

    def next_line(self) -> Next:
        return super().next_line() if self._finding or self.done else Next(words.CLOCK_GOOD)

    def run(self) -> None:
        approve(self, lambda by, done: self.session.run(
            desks.approve_as, by.code, by.pin, "clock", then=done, failed=self.failed))

    def told(self, answer: str) -> tuple[str, Sequence[str]]:
        self.window.care.ask()
        return answer, (answer,)


def approve(panel: CarePanel, ask: Callable[[Approver, Callable[[Any], None]], None], *, second: bool = False) -> None:
    """Another person says yes over the panel: a 責任者; with `second` whoever makes two with the one at the desk."""
    heading, sentence = words.APPROVE[panel.name]
    who = panel.session.who
    role = None if second and who is not None and who.role is StaffRole.RESPONSIBLE else StaffRole.RESPONSIBLE

    def decided(by: Approver, done: Callable[[Any], None]) -> None:
        def answered(answer: Any) -> None:
            if isinstance(answer, Refusal) and answer.rule in OF_THE_PANEL:
                approval.close()
                panel.refused(answer)
                return
            done(answer)
            if not isinstance(answer, Refusal):
                panel.answered(answer)

        ask(by, answered)

    approval = Approval(panel.window, heading, sentence, decided, role=role)
    panel.window.open_panel(approval)


# ---- inside


def _number(typed: str) -> int | None:
    text = unicodedata.normalize("NFKC", typed)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _day(typed: str) -> date | None:
    text = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isdigit())
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])) if len(text) == 8 else None
    except ValueError:
        return None


def _at(at: str) -> str:
    return era.wareki_date(era.moment(at).date())


def _began(item: Any) -> str:
    return audited.ROLE_BEFORE.format(at=_at(item.since)) if item.found else _at(item.since)
