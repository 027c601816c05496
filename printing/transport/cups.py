"""CUPS, by its own commands only: plain paper as PDF, and receipt printers through a raw queue.

lp answers rc 0 for a host that does not exist, and the reasons of the printer stay "none" (measured with
2.4.2), so the job is watched to its end and taken out again when it is stuck. For a receipt printer the
socket is better: a queue carries no answer back, and raw queues are deprecated. Sizes go in millimetres; CUPS
makes whole points of them and never more than was asked, so up to 0.35 mm at the lower and the right edge are
lost: forms leave more than that empty.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time

from printing.status import Status
from printing.transport import Broken

_REASONS = {
    "cover-open": "cover_open",
    "door-open": "cover_open",
    "media-empty": "paper_out",
    "media-needed": "paper_out",
    "media-low": "near_end",
    "media-jam": "error",
    "cutter-jam": "error",
    "other-error": "error",
    "paused": "stopped",
    "offline": "offline",
    "shutdown": "offline",
}


def media(width_mm: float, height_mm: float) -> str:
    """The name of a paper for -o media; A5 lying is the sheet A5, CUPS turns the page."""
    short, long = sorted((round(width_mm), round(height_mm)))
    sheet = {(148, 210): "A5", (210, 297): "A4"}.get((short, long))
    return sheet or f"Custom.{width_mm:g}x{height_mm:.2f}mm"


class Cups:
    """One job through a queue."""

    talks = False

    def __init__(
        self,
        queue: str,
        title: str,
        *,
        options: tuple[str, ...] = ("raw",),
        server: str | None = None,
        watch: float = 20.0,
        pause: float = 0.25,
    ) -> None:
        """`title` stands in the queue for all to read: nothing personal. `options` go to lp -o."""
        self._queue, self._title, self._options = queue, title, options
        self._watch, self._pause = watch, pause
        self._environment = {**os.environ, "LC_ALL": "C", **({"CUPS_SERVER": server} if server else {})}
        self._data = bytearray()
        self._job = ""
        self.sent = 0

    @classmethod
    def for_page(
        cls,
        queue: str,
        title: str,
        width_mm: float,
        height_mm: float,
        *,
        server: str | None = None,
        watch: float = 60.0,
    ) -> Cups:
        """A PDF of this size, not scaled."""
        return cls(
            queue,
            title,
            options=(f"media={media(width_mm, height_mm)}", "fit-to-page=false"),
            server=server,
            watch=watch,
        )

    def open(self) -> None:
        """See that there is such a queue and that it takes jobs."""
        if not all(map(shutil.which, ("lp", "lpstat", "cancel"))):
            raise Broken("no_system", "lp, lpstat or cancel is not installed")
        if "is running" not in self._run("lpstat", "-r").stdout:
            raise Broken("no_system", "the scheduler does not run")
        answer = self._run("lpstat", "-a", self._queue)
        if answer.returncode:
            raise Broken("no_queue", answer.stderr.strip())
        if " not accepting requests" in answer.stdout:
            raise Broken("stopped", answer.stdout.strip())

    def state(self) -> Status | None:
        """What CUPS believes, and that is little: a printer that is switched off counts as good. None when it
        does not answer.
        """
        answer = self._run("lpstat", "-l", "-p", self._queue)
        if answer.returncode:
            return None
        alerts = re.search(r"^\s+Alerts: (.*)$", answer.stdout, re.MULTILINE)
        found = {
            word
            for reason in (alerts[1].split() if alerts else ())
            for key, word in _REASONS.items()
            if reason.startswith(key)
        }
        if re.match(r"printer \S+ disabled", answer.stdout):
            found.add("stopped")
        return Status(
            online="offline" not in found,
            **{word: word in found for word in ("cover_open", "paper_out", "near_end", "error", "stopped")},
        )

    def write(self, data: bytes) -> None:
        """Collected: lp takes a job whole or not at all."""
        self._data += data

    def finish(self) -> str:
        """Hand the job over and watch it: handed_over, withdrawn, or stuck when it could not be taken out."""
        command = [
            "lp",
            "-d",
            self._queue,
            "-t",
            self._title,
            *(part for it in self._options for part in ("-o", it)),
        ]
        answer = self._run(*command, data=bytes(self._data))
        if answer.returncode:
            raise Broken("refused", answer.stderr.strip())
        self.sent = len(self._data)
        found = re.search(r"request id is (\S+)", answer.stdout)
        if not found:
            return "cannot_tell"
        self._job = found[1]
        end = time.monotonic() + self._watch
        while time.monotonic() < end:
            if ended := self._ended():
                return ended
            time.sleep(self._pause)
        self._run("cancel", self._job)
        end = time.monotonic() + 5
        while time.monotonic() < end:
            if self._ended():
                return "withdrawn"
            time.sleep(self._pause)
        return "stuck"

    def _ended(self) -> str | None:
        """How the job ended, None while it waits or prints."""
        waiting = self._run("lpstat", "-W", "not-completed", "-o", self._queue)
        if waiting.returncode or re.search(rf"^{re.escape(self._job)}\s", waiting.stdout, re.MULTILINE):
            return None
        ended = self._run("lpstat", "-l", "-W", "completed", "-o", self._queue).stdout
        block = re.search(rf"^{re.escape(self._job)}\s.*\n((?:\s.*\n)*)", ended, re.MULTILINE)
        if not block:
            return "cannot_tell"  # a server that keeps no history
        # 2.4.2 says processing-to-stop-point of most jobs, printed or taken out by somebody; then it has
        # left, and no more is known.
        return (
            "withdrawn"
            if re.search(r"^\s+Alerts:.*(cancel|abort)", block[1], re.MULTILINE)
            else "handed_over"
        )

    def close(self) -> None:
        """Nothing is held."""
        self._data.clear()

    def _run(self, *command: str, data: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """One of CUPS's commands. A hanging one leaves open what happened to the job."""
        try:
            done = subprocess.run(
                command,
                input=data,
                stdin=None if data is not None else subprocess.DEVNULL,
                capture_output=True,
                env=self._environment,
                timeout=30,
            )
        except subprocess.TimeoutExpired as error:
            if data is not None:
                self.sent = len(data)
            raise Broken("slow", " ".join(command[:3])) from error
        except OSError as error:
            raise Broken("no_system", str(error)) from error
        return subprocess.CompletedProcess(
            command,
            done.returncode,
            done.stdout.decode("utf-8", "replace"),
            done.stderr.decode("utf-8", "replace"),
        )
