"""The bundled faces: coverage, widths, ink, and small subsets for one paper.

HarfBuzz is loaded at the first use.

A subset made by HarfBuzz costs a few milliseconds; the one fpdf2 makes with fontTools 280 to 310 (measured,
an 80 mm slip).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "fonts"
FONT_FILES: dict[str, Path] = {
    "regular": FOLDER / "BIZUDGothic-Regular.ttf",
    "bold": FOLDER / "BIZUDGothic-Bold.ttf",
    "gap": FOLDER / "AzukariGapGothic-Regular.otf",
    "screen-regular": FOLDER / "BIZUDPGothic-Regular.ttf",
    "screen-bold": FOLDER / "BIZUDPGothic-Bold.ttf",
    "zh-regular": FOLDER / "AzukariHansGothic-Regular.ttf",
    "zh-bold": FOLDER / "AzukariHansGothic-Bold.ttf",
}
_DROP = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "meta", "gasp")


class Face:
    """One bundled font file, opened once for the life of the process."""

    def __init__(self, path: Path) -> None:
        import uharfbuzz as hb

        self._hb = hb
        self.face = hb.Face(hb.Blob.from_file_path(str(path)), 0)
        self.font = hb.Font(self.face)
        self._per_mille = 1000 / self.face.upem
        self._first = min(self.face.unicodes)
        self.advance = lru_cache(maxsize=8192)(
            self._advance
        )  # per face: a cache on the class would be shared
        self.ink = lru_cache(maxsize=8192)(self._ink)

    def _advance(self, glyph: int) -> float:
        """Width in thousandths of the em, rounded as fpdf2 writes it into the PDF."""
        return float(round(self.font.get_glyph_h_advance(glyph) * self._per_mille + 0.001))

    def _ink(self, glyph: int) -> tuple[float, float, float, float] | None:
        """Left, right, top and bottom of the ink in ems from the origin (up is positive); None when blank."""
        e = self.font.get_glyph_extents(glyph)
        if e is None or not e.width or not e.height:
            return None
        em = self.face.upem
        return e.x_bearing / em, (e.x_bearing + e.width) / em, e.y_bearing / em, (e.y_bearing + e.height) / em

    def composed(self, text: str) -> int:
        """The one glyph that the face's own rules make of this text (か゚), or 0."""
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        self._hb.shape(self.font, buffer)
        infos = buffer.glyph_infos
        return infos[0].codepoint if len(infos) == 1 else 0

    def subset(self, glyphs: dict[int, int]) -> bytes:
        """A font with this {code point: glyph}.

        A glyph under a foreign code point (a variant) costs the slower way.
        """
        plain = {code for code, glyph in glyphs.items() if self.font.get_nominal_glyph(code) == glyph}
        if len(plain) == len(glyphs):
            # fpdf2 numbers .notdef by the first code point and warns when that is beyond U+FFFF (𠮷 alone):
            # give it a low one.
            return self._cut(plain | {0x20, self._first}, (), retain=False)
        return _recode(
            self._cut({0x20}, set(glyphs.values()) | {0}, retain=True),
            glyphs,
            self.font.get_nominal_glyph(0x20) or 0,
        )

    def _cut(self, codes: Iterable[int], glyphs: Iterable[int], *, retain: bool) -> bytes:
        hb = self._hb
        choice = hb.SubsetInput()
        choice.unicode_set.update(codes)
        choice.glyph_set.update(glyphs)
        flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING
        choice.flags = hb.SubsetFlags(flags | hb.SubsetFlags.RETAIN_GIDS if retain else flags)
        for table in _DROP:
            choice.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
        return bytes(hb.subset(self.face, choice).blob.data)


def _recode(raw: bytes, glyphs: dict[int, int], space: int) -> bytes:
    """Give a subset with kept glyph numbers a character map of our own."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    font = TTFont(io.BytesIO(raw), recalcTimestamp=False)
    order = font.getGlyphOrder()
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.cmap = {0x20: order[space]} | {code: order[glyph] for code, glyph in glyphs.items()}
    font["cmap"].tables = [table]
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@cache
def face(key: str) -> Face:
    """The face under its key in FONT_FILES."""
    return Face(FONT_FILES[key])
