"""操作手引: the book that the program makes of its own words and screens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ManualStep:
    """A sentence and the keys that it names, as they are printed on the keyboard."""

    say: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManualTask:
    """One page: `where` names the screen and its key, `picture` is a PNG of that screen."""

    title: str
    where: str
    when: str
    steps: tuple[ManualStep, ...]
    result: str
    wrong: tuple[tuple[str, str], ...]
    picture: bytes


@dataclass(frozen=True, slots=True)
class ManualTable:
    """A table of keys; widths in millimetres. `turn` begins a page."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    turn: bool = False


@dataclass(frozen=True, slots=True)
class ManualDesk:
    """One page for whoever sets up desks; `bars` to try a scanner on."""

    title: str
    lead: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    bars: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ManualHeadings:
    """What stands over the parts of a page."""

    contents: str
    tasks: str
    keys: str
    desks: str
    when: str
    result: str
    wrong: str
    step_keys: str
    bars: str
    pictures: str


@dataclass(frozen=True, slots=True)
class Manual:
    """The whole book."""

    title: str
    program: str
    lead: tuple[str, ...]
    version: str
    headings: ManualHeadings
    tasks: tuple[ManualTask, ...]
    tables: tuple[ManualTable, ...]
    desks: tuple[ManualDesk, ...]
