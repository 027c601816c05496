"""What is measured on a recorded layout: who runs into whom."""

from __future__ import annotations

from printing.code128 import MODULES, QUIET
from printing.sketch import Bars, Fill, Round, Shape, Sketch, Slant, Text

Box = tuple[float, float, float, float]
SLACK = 0.01


def meets(a: Box, b: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) share more than an edge."""
    return a[0] < b[2] - SLACK and b[0] < a[2] - SLACK and a[1] < b[3] - SLACK and b[1] < a[3] - SLACK


def inside(a: Box, b: Box) -> bool:
    """Whether a lies within b."""
    return a[0] >= b[0] - SLACK and a[1] >= b[1] - SLACK and a[2] <= b[2] + SLACK and a[3] <= b[3] + SLACK


def box(sketch: Sketch, mark) -> Box | None:
    """The ink of a mark in units."""
    s = sketch.scale
    if isinstance(mark, Text):
        return sketch.ink(mark)
    if isinstance(mark, Fill):
        return mark.x / s, mark.y / s, (mark.x + mark.w) / s, (mark.y + mark.h) / s
    if isinstance(mark, Bars):
        return mark.x / s, mark.y / s, (mark.x + MODULES * mark.module) / s, (mark.y + mark.h) / s
    if isinstance(mark, Slant | Shape):
        xs, ys = [p[0] for p in mark.points], [p[1] for p in mark.points]
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(mark, Round):
        return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h
    return None


def quiet(sketch: Sketch, bars: Bars) -> Box:
    """A symbol with the empty paper it needs at both sides."""
    left, top, right, bottom = box(sketch, bars)
    zone = QUIET * bars.module / sketch.scale
    return left - zone, top, right + zone, bottom


def collisions(sketch: Sketch) -> list[str]:
    """Every pair of marks that run into one another, in words."""
    marks = [(m, b) for m in sketch.marks if (b := box(sketch, m))]
    texts = [(m, b) for m, b in marks if isinstance(m, Text)]
    fills = [(m, b) for m, b in marks if isinstance(m, Fill | Slant | Shape)]
    symbols = [(m, quiet(sketch, m)) for m, _ in marks if isinstance(m, Bars)]
    rounds = [(m, b) for m, b in marks if isinstance(m, Round)]
    out = []
    for i, (one, a) in enumerate(texts):
        out += [f"{one.text} / {other.text}" for other, b in texts[i + 1 :] if meets(a, b)]
        out += [f"{one.text} / bars of {symbol.digits}" for symbol, b in symbols if meets(a, b)]
        if one.white:
            out += [] if any(inside(a, b) for _, b in fills) else [f"{one.text} is white on white"]
        else:
            out += [f"{one.text} / {type(fill).__name__} at {b}" for fill, b in fills if meets(a, b)]
        for frame, b in rounds:
            hollow = (b[0] + frame.pen, b[1] + frame.pen, b[2] - frame.pen, b[3] - frame.pen)
            out += [f"{one.text} / round frame"] if meets(a, b) and not inside(a, hollow) else []
    out += [
        f"{type(fill).__name__} at {b} / bars of {symbol.digits}"
        for fill, b in fills
        for symbol, zone in symbols
        if meets(b, zone)
    ]
    return out


def outside(sketch: Sketch, margin: float = 0.0) -> list[str]:
    """Every mark that leaves the part of the paper that a printer reaches."""
    area = (margin, margin, sketch.width - margin, sketch.height - margin)
    return [str(m) for m in sketch.marks if (b := box(sketch, m)) and not inside(b, area)]


def running_text(sketch: Sketch) -> str:
    """All text in the order of the layout, without blanks: turned lines read on."""
    return "".join(t.text for t in sketch.texts()).replace(" ", "").replace("\u3000", "")
