"""No character is left out in silence.

Each is drawn as written, drawn in its variant, or named before printing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing import FONT_FILES, Glyph, Unprintable, analyse, draw, raster, unprintable
from printing.dots import grey
from printing.fonts import face
from printing.glyphs import choose, pieces
from printing.pdf import write
from printing.sketch import Sketch
from tests.printing import examples


def verdicts(text: str) -> list[str]:
    """Only the verdicts."""
    return [glyph.verdict for glyph in analyse(text)]


@pytest.mark.parametrize(
    "name", ["髙﨑 德次郎", "𠮷田", "渡邉", "槗本", "神田", "ﾀﾅｶ", "O'Brien-Müller", "⦅見本⦆", "①㈱〒※"]
)
def test_names_of_real_people_are_drawn_as_written(name):
    assert set(verdicts(name)) == {"ok"}


def test_a_variation_sequence_is_one_character_and_drawn_in_its_variant():
    assert analyse("葛\U000e0100城") == [Glyph("葛\U000e0100", "variant"), Glyph("城", "ok")]
    assert verdicts("邉\U000e0102") == ["variant"]
    assert choose("葛\U000e0100").glyph != choose("葛").glyph


def test_a_variant_that_no_font_has_is_said():
    assert analyse("葛\U000e01ef") == [Glyph("葛\U000e01ef", "variant_lost")]
    assert draw(replace(examples.PLAIN, depositor="葛\U000e01ef城"), "80mm").missing == ("葛\U000e01ef",)
    assert draw(examples.PLAIN, "80mm").missing == ()


@pytest.mark.parametrize(
    "bad",
    [
        "\x00",
        "\x07",
        "\n",
        "\t",
        "\x7f",
        "\u0085",
        "\u00ad",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "\ue000",
        "\U000f0000",
        "\ud800",
        "😀",
        "👨",
        "🇯",
        "\U000e0100",
        "\u3164",
        "가",
        "ا",
    ],
)
def test_what_cannot_be_drawn_is_named(bad):
    assert unprintable(f"見{bad}本") == ((bad,) if bad != "\U000e0100" else ())
    if bad != "\U000e0100":
        with pytest.raises(Unprintable):
            draw(replace(examples.PLAIN, depositor=f"見{bad}本"), "80mm")


def test_kana_and_letters_with_marks_are_joined_but_compatibility_kanji_keep_their_shape():
    assert choose("か\u3099") == choose("が")
    assert choose("e\u0301") == choose("é")
    assert verdicts("か\u309aト\u309a") == ["ok", "ok"]
    assert choose("\ufa19").glyph != choose(unicodedata.normalize("NFC", "\ufa19")).glyph


def drawable(characters: set[str]) -> tuple[set[str], set[str]]:
    """Those that are drawn and those that are named."""
    lost = {c for c in characters if unprintable(c)}
    return characters - lost, lost


def windows_31j() -> set[str]:
    """All printable characters of cp932."""
    found = set()
    for code in (
        *(bytes((i,)) for i in range(0x20, 0x100)),
        *((bytes((hi, lo))) for hi in range(0x81, 0xFD) for lo in range(0x40, 0xFD)),
    ):
        try:
            text = code.decode("cp932")
        except UnicodeDecodeError:
            continue
        if len(text) == 1 and unicodedata.category(text) not in ("Cc", "Co"):
            found.add(text)
    return found


def jis_x_0213() -> set[str]:
    """All characters of JIS X 0213:2004, also those of two code points."""
    found = set()
    for shift in (b"", b"\x8f"):
        for hi in range(0xA1, 0xFF):
            for lo in range(0xA1, 0xFF):
                try:
                    found.add((shift + bytes((hi, lo))).decode("euc_jis_2004"))
                except UnicodeDecodeError:
                    continue
    return found


def inked(text: str, bold: bool = False) -> int:
    """Dots that a text leaves on paper."""
    sketch = Sketch(60, 1.0, 60)
    sketch.text(5, 5, 48, text, bold)
    return sum(level < 160 for level in grey(write(sketch, 203.2, ""), 60, 60))


def test_every_character_of_windows_is_drawn():
    characters = windows_31j()
    assert len(characters) > 7_300
    assert drawable(characters)[1] == set()


def test_every_character_of_jis_x_0213_is_drawn_or_named():
    characters = jis_x_0213()
    assert len(characters) > 11_000
    assert drawable(characters)[1] <= {"\u00ad", "ǵ"}


def test_regular_and_bold_draw_the_same_characters():
    assert set(face("regular").face.unicodes) == set(face("bold").face.unicodes)


def test_a_rare_kanji_alone_makes_the_pdf_library_complain_of_nothing(caplog):
    draw(replace(examples.PLAIN, depositor="𠮷"), "80mm")
    assert caplog.records == []


@pytest.mark.parametrize("text", ["髙", "𠮷", "葛\U000e0100", "邉\U000e0102", "か\u309a", "⦅", "槗"])
@pytest.mark.parametrize("bold", [False, True])
def test_what_the_analysis_promises_leaves_ink(text, bold):
    assert inked(text, bold) > 100


def test_a_variant_looks_different_from_the_plain_form():
    def picture(text):
        sketch = Sketch(60, 1.0, 60)
        sketch.text(5, 5, 48, text, True)
        return grey(write(sketch, 203.2, ""), 60, 60)

    assert picture("葛\U000e0100") != picture("葛")
    assert picture("邉\U000e0102") != picture("邉")


def test_each_of_a_hundred_characters_of_a_name_leaves_ink_on_the_paper():
    """The paper with the name minus one character has less ink: nothing was left out."""
    name = "".join([c for c in map(chr, range(0x4E00, 0x9FA0, 37)) if not unprintable(c)][:100])
    assert len(name) == 100
    whole = sum(map(int.bit_count, raster(draw(replace(examples.PLAIN, depositor=name), "80mm")).rows))
    less = sum(map(int.bit_count, raster(draw(replace(examples.PLAIN, depositor=name[:-1]), "80mm")).rows))
    assert whole > less


@given(st.text(max_size=30))
def test_any_text_is_taken_apart_without_loss(text):
    assert "".join(pieces(text)) == text
    assert len(analyse(text)) == len(pieces(text))


def test_the_fonts_bring_their_licence_and_the_cut_one_a_name_of_its_own():
    from fontTools.ttLib import TTFont

    folder = next(iter(FONT_FILES.values())).parent
    licence = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert all(path.is_file() and path.name.split("-")[0] in licence for path in FONT_FILES.values())
    assert sum(path.stat().st_size for path in folder.iterdir()) < 25_000_000
    with TTFont(FONT_FILES["gap"], lazy=True) as font:
        names = {str(n) for n in font["name"].names if n.nameID in (1, 4, 6)}
    assert names == {"Azukari Gap Gothic", "AzukariGapGothic-Regular"}
