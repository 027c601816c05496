"""What screens may ask: every verb runs on the ledger's one thread, every answer comes back on the thread
of Tk.

Workers touch only queues; Tk empties them with after(20), because event_generate or after from a worker is
unsafe in Tk. Paper has a thread of its own, so that a printer or a slow drawing never holds up the ledger.
"""

from __future__ import annotations

import itertools
import queue
import sys
import threading
import time
import tkinter as tk
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from branch_desk.ui import garbage

POLL_MS = 20    # when nothing was asked
CLOSING = 120   # seconds for the last backup and the end of the ledger
# How long another thread may keep Python while Tk's waits, which it does anew at every call of Tk: with the 5 ms that Python
# begins with, the largest gap of the event loop in 30 s of issuing slips was 53 and 93 ms, with this 40 and 32.
SWITCH_S = 0.0005
WAITING_MS = 4  # while an answer is awaited: a scan's verdict then waits for the ledger, not for the clock


@dataclass(frozen=True, slots=True)
class _Job:
    """What a worker gets: nothing of Tk, for whatever it drops last is destroyed on its thread."""

    number: int
    do: Callable[[], Any]
    latest: Hashable | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    number: int
    value: Any = None
    error: BaseException | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who waits for an answer; stays on the thread of Tk."""

    then: Callable[[Any], None] | None
    failed: Callable[[BaseException], None] | None
    latest: Hashable | None


class _Worker:
    """One thread that does its jobs in order, and `rest` while there is nothing more to do and it answers True."""

    def __init__(
        self,
        name: str,
        answers: queue.SimpleQueue[_Answer],
        stale: Callable[[_Job], bool],
        rest: Callable[[], bool] = lambda: False,
    ) -> None:
        self.jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._answers, self._stale, self._rest = answers, stale, rest
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while (job := self.jobs.get()) is not None:
            if self._stale(job):
                self._answers.put(_Answer(job.number, skipped=True))
                continue
            try:
                self._answers.put(_Answer(job.number, job.do()))
                while self.jobs.empty() and self._rest():
                    pass
            except BaseException as error:  # noqa: BLE001 - whatever it is, the screen must hear of it
                self._answers.put(_Answer(job.number, error=error))


class Session:
    """The open ledger as the window sees it, and who is acting at this desk now."""

    def __init__(
        self,
        root: tk.Misc,
        open_ledger: Callable[[], Any],
        *,
        close_ledger: Callable[[Any], None] | None = None,
    ) -> None:
        self.root = root
        self.who: Any = None
        self.on_changed: Callable[[Any], None] = lambda changed: None
        self.on_trouble: Callable[[BaseException], None] = _raise
        self._answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        self._asked: dict[int, _Asked] = {}
        self._numbers = itertools.count(1)
        self._newest: dict[Hashable, int] = {}
        self._ledger: Any = None
        self._open, self._close = open_ledger, close_ledger
        self._calm = False
        self._asked_at = time.monotonic()
        self._book = _Worker("ledger", self._answers, self._is_stale, self._tidy)
        self._paper = _Worker("paper", self._answers, self._is_stale)
        self._far: _Worker | None = None
        garbage.take_over()
        sys.setswitchinterval(SWITCH_S)
        self._after: str | None = root.after(POLL_MS, self._poll)

    def run(
        self,
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        latest: Hashable | None = None,
        **named: Any,
    ) -> None:
        """verb(ledger, *args) on the ledger's thread, then(answer) on Tk's. What the answer says has
        changed is published.

        latest names a question of which only the newest counts (a search while typing): older answers are
        dropped.
        """
        self._ask(self._book, lambda: verb(self._opened(), *args, **named), then, failed, latest)

    def act(
        self,
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        latest: Hashable | None = None,
        **named: Any,
    ) -> None:
        """run(verb, who, *args): a verb that somebody does. Who is taken now, not when the thread comes to
        it."""
        who = self.who
        self._ask(self._book, lambda: verb(self._opened(), who, *args, **named), then, failed, latest)

    def paper(
        self,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        latest: Hashable | None = None,
        **named: Any,
    ) -> None:
        """work(*args) on the thread for paper: drawing, previews, files, printers. It gets no ledger."""
        self._ask(self._paper, lambda: work(*args, **named), then, failed, latest)

    def afar(
        self,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        **named: Any,
    ) -> None:
        """work(on_ledger, *args) on a thread of its own, for what may take as long as a dead network takes.

        `on_ledger(do)` runs do(ledger) on the ledger's thread and waits for the answer: many short stays, between
        which whatever the clerk asks goes first come, first served.
        """
        if self._far is None:
            self._far = _Worker("share", self._answers, self._is_stale)
        self._ask(self._far, lambda: work(self._on_ledger, *args, **named), then, failed, None)

    def _on_ledger(self, do: Callable[[Any], Any]) -> Any:
        answer: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

        def job() -> None:
            try:
                answer.put((do(self._opened()), None))
            except BaseException as error:  # noqa: BLE001 - the thread that asked must hear of it
                answer.put((None, error))

        self._book.jobs.put(_Job(0, job))
        value, error = answer.get()
        if error is not None:
            raise error
        return value

    @property
    def idle(self) -> bool:
        """True when every question has been answered."""
        return not self._asked

    def close(self) -> None:
        """Finish what was asked, close the ledger on its own thread, stop listening. What is afar must have been told
        to end before: it still needs the ledger's thread for that."""
        if self._far is not None:
            self._far.jobs.put(None)
            self._far.thread.join(10)
        if self._close is not None:
            close = self._close
            self._book.jobs.put(_Job(0, lambda: self._ledger is not None and close(self._ledger)))
        for worker in (self._book, self._paper):
            worker.jobs.put(None)
        self._paper.thread.join(10)
        self._book.thread.join(CLOSING)
        garbage.give_back()
        if self._after is not None:
            self.root.after_cancel(self._after)
            self._after = None

    # ---- inside

    def calm_down(self) -> None:
        """The first picture is there: from now on the ledger's thread may tidy up where nobody asks for anything. Before,
        it would take turns with Tk at every widget."""
        self._calm = True
        self.run(lambda ledger: None)

    def _tidy(self) -> bool:
        """On the ledger's thread, when nobody waits: keeps the write-ahead log short and reads names ahead, a
        slice at a time. True while there is more to do."""
        return self._calm and self._ledger is not None and self._ledger.idle()

    def _opened(self) -> Any:
        if self._ledger is None:
            self._ledger = self._open()
        return self._ledger

    def _ask(
        self,
        worker: _Worker,
        do: Callable[[], Any],
        then: Callable[[Any], None] | None,
        failed: Callable[[BaseException], None] | None,
        latest: Hashable | None,
    ) -> None:
        self._asked_at = time.monotonic()
        number = next(self._numbers)
        if latest is not None:
            self._newest[latest] = number
        self._asked[number] = _Asked(then, failed, latest)
        if len(self._asked) == 1 and self._after is not None:
            self.root.after_cancel(self._after)
            self._after = self.root.after(WAITING_MS, self._poll)
        worker.jobs.put(_Job(number, do, latest))

    def _is_stale(self, job: _Job) -> bool:
        return job.latest is not None and self._newest.get(job.latest) != job.number

    def _poll(self) -> None:
        self._after = self.root.after(WAITING_MS if self._asked else POLL_MS, self._poll)
        garbage.collect_if_due(time.monotonic() - self._asked_at)
        while True:
            try:
                answer = self._answers.get_nowait()
            except queue.Empty:
                return
            asked = self._asked.pop(answer.number, None)
            if asked is None:
                if answer.error is not None:  # of resting, after the job itself was answered
                    self.on_trouble(answer.error)
            elif (
                not answer.skipped
                and (asked.latest is None or self._newest.get(asked.latest) == answer.number)
            ):
                self._deliver(asked, answer)

    def _deliver(self, asked: _Asked, answer: _Answer) -> None:
        if answer.error is not None:
            (asked.failed or self.on_trouble)(answer.error)
            return
        if asked.then is not None:
            asked.then(answer.value)
        changed = getattr(answer.value, "changed", None)
        if changed is not None and (changed.slips or changed.topics):
            self.on_changed(changed)


def _raise(error: BaseException) -> None:
    raise error
