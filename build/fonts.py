"""Make the bundled fonts of printing/fonts anew.

Run by hand, on a Debian with the four font packages; needs fonttools and uharfbuzz.

    apt-get install fonts-morisawa-bizud-gothic fonts-noto-cjk fonts-ipamj-mincho
    python build/fonts.py

The BIZ UD fonts are copied unchanged. The gap font holds what they lack and a name may need: the kanji that
IPAmj Mincho lists (the character set of the resident and family registers; only its list is read, no glyph is
taken), extended Latin and kana, and the bases of the variation sequences, all cut from Noto Sans CJK JP. Face
0 of that collection is JP; face 2 would draw Chinese shapes of 骨, 直 and 刃. The cut is a derived font,
so it bears a name of its own: 'Source' is a reserved font name of its authors.

The Hans fonts hold the letters of the simplified Chinese お客様控 (printing/languages/zh.json) and
nothing else, cut from Noto Sans CJK SC: the same code points with the shapes that its readers learned.
Their curves become
quadratic, because fpdf2 embeds a font with cubic ones by its slow way: 240 ms a slip instead of 40.
"""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import uharfbuzz as hb
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

SYSTEM = Path("/usr/share/fonts")
BIZ = SYSTEM / "truetype/bizud-gothic"
NOTO = SYSTEM / "opentype/noto/NotoSansCJK-Regular.ttc"
NOTO_BOLD = SYSTEM / "opentype/noto/NotoSansCJK-Bold.ttc"
JP, SC = 0, 2  # faces of the collections
REGISTER = SYSTEM / "truetype/ipamj/ipamjm.ttf"
PRINTING = Path(__file__).resolve().parent.parent / "printing"
OUT = PRINTING / "fonts"
CHINESE = PRINTING / "languages" / "zh.json"
COPIED = (
    "BIZUDGothic-Regular.ttf",
    "BIZUDGothic-Bold.ttf",
    "BIZUDPGothic-Regular.ttf",
    "BIZUDPGothic-Bold.ttf",
)
GAP = "AzukariGapGothic-Regular.otf"
FAMILY = "Azukari Gap Gothic"
HANS = {"Regular": NOTO, "Bold": NOTO_BOLD}
HANS_FAMILY = "Azukari Hans Gothic"
DROP = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG", "meta", "gasp")
SELECTORS = range(0xE0100, 0xE01F0)
LETTERS = (*range(0xA0, 0x250), *range(0x1E00, 0x1F00), *range(0x3040, 0x3100), *range(0x31F0, 0x3200))


def characters(path: Path) -> set[int]:
    """Code points of the first face of a font file."""
    return set(hb.Face(hb.Blob.from_file_path(str(path)), 0).unicodes)


def sequences(path: Path) -> set[tuple[int, int]]:
    """Variation sequences that have a glyph of their own."""
    tables = TTFont(path, fontNumber=0, lazy=True)["cmap"].tables
    return {
        (base, vs)
        for t in tables
        if t.format == 14
        for vs, pairs in t.uvsDict.items()
        for base, glyph in pairs
        if glyph
    }


def spoken(path: Path) -> set[int]:
    """Code points of all that a language file says; its keys are never printed."""
    told: list[object] = [json.loads(path.read_text(encoding="utf-8"))]
    letters: set[int] = set(range(0x20, 0x7F))
    while told:
        part = told.pop()
        if isinstance(part, dict):
            told += part.values()
        elif isinstance(part, list):
            told += part
        elif isinstance(part, str):
            letters |= set(map(ord, part))
    return letters


def cut(wanted: set[int], path: Path = NOTO, face: int = JP) -> bytes:
    """Noto Sans CJK with these characters only, without hints and without layout tables."""
    choice = hb.SubsetInput()
    choice.unicode_set.update(wanted)
    choice.flags = hb.SubsetFlags(hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_HINTING)
    for table in DROP:
        choice.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
    return bytes(hb.subset(hb.Face(hb.Blob.from_file_path(str(path)), face), choice).blob.data)


def rename(raw: bytes, family: str = FAMILY, style: str = "Regular", source: str = "JP") -> bytes:
    """Give the derived font its own family name; copyright, licence and their addresses stay."""
    font = TTFont(io.BytesIO(raw), recalcTimestamp=False)
    file_name = f"{family.replace(' ', '')}-{style}"
    names = font["name"]
    keep = {0, 5, 8, 9, 11, 13, 14}
    names.names = [n for n in names.names if n.nameID in keep and n.platformID == 3]
    for name_id, text in (
        (1, family),
        (2, style),
        (3, f"{file_name}.otf"),
        (4, family if style == "Regular" else f"{family} {style}"),
        (6, file_name),
        (10, f"Cut from Noto Sans CJK {source} by build/fonts.py"),
    ):
        names.setName(text, name_id, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [file_name]
    top = cff.topDictIndex[0]
    top.FullName = top.FamilyName = family
    for part in top.FDArray:
        part.FontName = file_name
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def quadratic(raw: bytes) -> bytes:
    """A font with TrueType outlines, within one unit of a thousand of the cubic ones."""
    font = TTFont(io.BytesIO(raw), recalcTimestamp=False)
    glyphs, outlines = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = font.getGlyphOrder(), outlines
    del font["CFF "]
    for name, outline in outlines.items():
        outline.recalcBounds(font["glyf"])
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(outline, "xMin", 0))
    zeros = "TwilightPoints Storage FunctionDefs InstructionDefs StackElements SizeOfInstructions"
    font["maxp"].tableVersion, font["maxp"].maxZones = 0x00010000, 1
    for field in (*zeros.split(), "ComponentElements"):
        setattr(font["maxp"], f"max{field}", 0)
    font["head"].glyphDataFormat = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def main() -> None:
    """Copy, cut, rename, and say the sizes."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copyfile(BIZ / name, OUT / name)
    biz, noto = characters(BIZ / COPIED[0]), characters(NOTO)
    kanji = {c for c in characters(REGISTER) if c > 0x2E80}
    gap = ((kanji | set(LETTERS)) - biz) & noto
    bases = {base for base, _ in sequences(NOTO) - sequences(BIZ / COPIED[0])}
    (OUT / GAP).write_bytes(rename(cut(gap | bases | set(SELECTORS))))
    for style, path in HANS.items():
        raw = quadratic(rename(cut(spoken(CHINESE), path, SC), HANS_FAMILY, style, "SC"))
        (OUT / f"{HANS_FAMILY.replace(' ', '')}-{style}.ttf").write_bytes(raw)
    print(f"{len(gap)} characters and {len(bases)} bases of sequences")
    for path in sorted(OUT.iterdir()):
        print(f"{path.stat().st_size / 1e6:6.2f} MB  {path.name}")


if __name__ == "__main__":
    main()
