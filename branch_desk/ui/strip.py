"""What a scan was that the open screen did not take. It lies over the title row, so that nothing below it
moves.

Nothing is recorded here: the strip says where the slip is and which key leads to the screen that acts on it.
"""

from __future__ import annotations

import tkinter as tk
from dataclasses import dataclass
from typing import TYPE_CHECKING

from branch_desk.domain import words_screen as words
from branch_desk.domain.text import wrap_ja
from branch_desk.services.results import Refusal
from branch_desk.ui import icons, keys, tokens
from branch_desk.ui.frame import Frame
from branch_desk.ui.sounds import Sound

if TYPE_CHECKING:
    from branch_desk.services.lookup import BagSeen
    from branch_desk.services.returns import Scanned

STAYS_MS = 30_000
# Which screens act on a slip in this state; the first that this desk has is named.
ACTS = {
    "reserved": ("reception",),
    "held": ("packing", "returns", "receiving"),
    "bagged": ("packing", "returns", "receiving"),
    "dispatched": ("receiving", "returns"),
    "received": ("sending_back", "returns"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the strip: shape (an entry of icons.VERDICTS or STATES), headline, what to do, what
    stays."""

    shape: str
    tone: str
    headline: str
    rest: str = ""
    note: str = ""
    number: str | None = None  # the slip that Ctrl and the digit of 管理簿 leads to


class Strip:
    """Shown over the title row until Esc, the next scan, a change of screen, or half a minute."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._panel: tk.Frame | None = None
        self._timer: str | None = None
        self._number: str | None = None

    @property
    def number(self) -> str | None:
        """The slip that stands in the strip."""
        return self._number

    @property
    def visible(self) -> bool:
        """Whether something stands in the strip."""
        return self._panel is not None

    def show(self, said: Said) -> None:
        """Say this instead of what stood there."""
        self.hide()
        frame, theme, parts = self._frame, self._frame.theme, self._frame.parts
        px = theme.px
        panel = tk.Frame(
            frame.head,
            bg=theme.color(f"{said.tone}_bg"),
            highlightthickness=theme.fixed(2),
            highlightbackground=theme.color(said.tone),
        )
        parts.image(panel, frame.icons.shape(said.shape, said.tone, 25)).pack(
            side="left", padx=(px(16), px(12))
        )
        frame.head.update_idletasks()
        room = frame.head.winfo_width() - px(80)
        note = parts.label(panel, said.note, "caption", "ink2")
        headline = parts.label(panel, said.headline, "body", said.tone, bold=True)
        rest = parts.label(panel, keys.say(said.rest), "body")
        if (
            said.note
            and headline.winfo_reqwidth() + rest.winfo_reqwidth() + note.winfo_reqwidth() + px(40) < room
        ):
            note.pack(side="right", padx=px(16))
        if headline.winfo_reqwidth() + rest.winfo_reqwidth() + px(20) < room:
            headline.pack(side="left")
            rest.pack(side="left", padx=(px(14), 0))
        else:  # 大 and 特大: two lines of smaller type in the same room
            area = parts.box(panel)
            area.pack(side="left")
            font = theme.font("caption")
            headline.destroy()
            rest.destroy()
            parts.label(area, said.headline, "caption", said.tone, bold=True).pack(anchor="w")
            parts.label(area, wrap_ja(keys.say(said.rest), room, font.measure)[0], "caption").pack(anchor="w")
        panel.place(x=0, y=0, relwidth=1, height=px(tokens.TITLE_HEIGHT))
        self._panel, self._number = panel, said.number
        self._timer = panel.after(STAYS_MS, self.hide)

    def hide(self) -> None:
        """Take the strip away."""
        if self._panel is not None:
            if self._timer is not None:
                self._panel.after_cancel(self._timer)
            self._panel.destroy()
        self._panel = self._timer = self._number = None


def not_ours() -> Said:
    """Another barcode: its digits are never shown."""
    return Said("square", "grey", words.NOT_OURS, words.NOT_OURS_REST)


def ime_on() -> Said:
    """The scanner's digits came as kana."""
    return Said("triangle", "amber", words.IME_ON, words.IME_ON_REST)


def of_scan(scanned: Scanned, screen: str, there: frozenset[str]) -> Said:
    """What the service made of a scan, for a screen that does not act on it. `there` are the screens that
    exist."""
    verdict = scanned.verdict.value
    if scanned.slip is None or scanned.label is None or verdict in ("unreadable", "not_ours", "practice"):
        shape, tone = icons.VERDICTS[verdict]
        rest = words.NOT_OURS_REST if verdict in ("unreadable", "not_ours") else scanned.todo
        return Said(shape, tone, scanned.word, rest, words.typed_stays(screen))
    leads = scanned.number if "book" in there else None
    if verdict == "copy":
        shape, tone = icons.VERDICTS["copy"]
        return Said(
            shape, tone, scanned.label, f"「{scanned.where}」" if scanned.where else "", words.TELL_CITIZEN, leads
        )
    state = scanned.slip.state.value
    shape, tone = icons.STATES[state]
    acts = next((place for place in ACTS.get(state, ()) if place in there), "book" if leads else "")
    headline = f"{words.READ} {scanned.label} {words.STATES[state]}"
    return Said(shape, tone, headline, words.ACTS_ELSEWHERE.get(acts, ""), words.typed_stays(screen), leads)


def of_bag(seen: BagSeen | Refusal, screen: str) -> Said:
    """A bag's barcode, for a screen that does not open bags."""
    if isinstance(seen, Refusal):
        return Said("diamond", "amber", seen.sentence, seen.todo, words.typed_stays(screen))
    shape, tone = icons.BAGS[seen.state]
    headline = words.bag_read(seen.label, seen.state)
    return Said(shape, tone, headline, words.bag_is(seen.section, seen.count, seen.where), words.typed_stays(screen))


def sound_of(scanned: Scanned) -> Sound:
    """Nothing was recorded, so nothing sounds good; what must be stopped sounds so everywhere."""
    verdict = scanned.verdict.value
    if verdict in ("voided", "handed_back", "practice"):
        return Sound.STOP
    return Sound.LOOK if verdict == "unknown" else Sound.NOTHING
