"""Which glyph of which bundled face draws a character, and what cannot be drawn.

fpdf2 leaves out a character that its font lacks and closes the gap: 𠮷田 prints as 田 and nobody is told. So
every text is resolved here first, piece by piece: a base, the marks on it, a variation selector.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from printing.fonts import face

_PIECE = re.compile("(.)([\u0300-\u036f\u3099\u309a]*)([\ufe00-\ufe0f\U000e0100-\U000e01ef]?)", re.DOTALL)
_NEVER = frozenset(
    ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
)  # no shape of their own, or one that only a single office knows
_SAME_SHAPE = {
    0x2985: 0xFF5F,
    0x2986: 0xFF60,
}  # ⦅⦆: the two of JIS X 0213 that BIZ UDGothic has under another code


# Whose letters: ours; Latin letters of their own widths, since English set in half-width ones is a third
# longer; the fixed sentences in simplified Chinese. What a family lacks comes from ours, and then from the
# gap font.
FAMILIES = {
    "": ("regular", "bold"),
    "latin": ("screen-regular", "screen-bold"),
    "zh": ("zh-regular", "zh-bold"),
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as a reader sees it (a base with its variation selector is one).

    verdict: 'ok' drawn as written; 'variant' drawn in the asked variant; 'variant_lost' only the plain form
    can be drawn; 'missing' no bundled font has it.
    """

    character: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Choice:
    """How a piece is drawn. `code` is None for a glyph that has no code point of its own (a variant)."""

    verdict: str
    face: str = ""
    glyph: int = 0
    code: int | None = None


MISSING = Choice("missing")


def pieces(text: str) -> list[str]:
    """The text as its characters, each with its marks and selector."""
    return [m.group() for m in _PIECE.finditer(text)]


@lru_cache(maxsize=32768)
def choose(piece: str, bold: bool = False, family: str = "") -> Choice:
    """The glyph for one piece, in the letters of a family.

    Compatibility ideographs keep their shape: only a base with marks is composed, never the whole text.
    """
    cut = _PIECE.match(piece)
    assert cut      # it takes anything
    base, marks, selector = cut.groups()
    first = "bold" if bold else "regular"
    faces = dict.fromkeys((FAMILIES[family][bold], first, "gap"))
    if marks:
        composed = unicodedata.normalize("NFC", base + marks)
        if len(composed) > 1:
            glyph = face(first).composed(composed)
            return Choice("ok", first, glyph) if glyph else MISSING
        base = composed
    if unicodedata.category(base) in _NEVER:
        return MISSING
    code = _SAME_SHAPE.get(ord(base), ord(base))
    if selector:
        for key in faces:
            glyph = face(key).font.get_variation_glyph(code, ord(selector))
            if glyph:
                plain = face(key).font.get_nominal_glyph(code) == glyph
                return Choice("variant", key, glyph, code if plain else None)
    for key in faces:
        glyph = face(key).font.get_nominal_glyph(code)
        if glyph and (face(key).ink(glyph) or unicodedata.category(base) == "Zs"):
            return Choice("variant_lost" if selector else "ok", key, glyph, code)
    return MISSING


def analyse(text: str, family: str = "") -> list[Glyph]:
    """What the paper will show of each character. Run it when a name is typed and again before printing."""
    return [Glyph(piece, choose(piece, False, family).verdict) for piece in pieces(text)]


def unprintable(text: str, family: str = "") -> tuple[str, ...]:
    """The characters that no bundled font can draw, each once, in order."""
    return tuple(dict.fromkeys(g.character for g in analyse(text, family) if g.verdict == "missing"))


def lost_variants(text: str) -> tuple[str, ...]:
    """The characters that can only be drawn in their plain form, each once, in order."""
    return tuple(dict.fromkeys(g.character for g in analyse(text) if g.verdict == "variant_lost"))
