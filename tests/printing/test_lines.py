"""Lines of Japanese text.

Nothing is lost, nothing hangs over, no line begins or ends with what must not stand there.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.lines import NOT_FIRST, NOT_LAST, atoms, break_lines, even_lines, phrase_lines
from printing.sketch import Sketch

letters = st.text(
    st.sampled_from(
        "支所書類預漢字あいうアイウー、。，．・（）「」『』〔〕っゃゅょッャュ々ゝ0123456789ABC 　階枚①葛\U000e0100か\u3099"
    ),
    max_size=80,
)
widths = st.integers(3, 30)


def measure(text: str) -> float:
    """Full characters are 1 wide, half ones 0.5, marks nothing."""
    return sum(
        0 if 0x3099 <= ord(c) <= 0x309A or ord(c) >= 0xE0100 else 0.5 if ord(c) < 0x2000 else 1 for c in text
    )


def without_blanks(text: str) -> str:
    """Blanks may go at the turn of a line."""
    return text.replace(" ", "")


WAYS = [break_lines, lambda t, w, m: even_lines(t, w, m, 0.5), phrase_lines]


@pytest.mark.parametrize("way", WAYS)
def test_no_character_is_lost_or_moved(way):
    @given(letters, widths)
    def holds(text, width):
        assert without_blanks("".join(way(text, width, measure))) == without_blanks(text)

    holds()


@pytest.mark.parametrize("way", WAYS)
def test_no_line_is_wider_than_the_paper(way):
    @given(letters, widths)
    def holds(text, width):
        assert all(measure(line) <= width + 0.01 for line in way(text, width, measure))

    holds()


@pytest.mark.parametrize("way", WAYS)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(way):
    """A run of such marks wider than the line is left out: it is not met in real text."""
    short = st.lists(
        st.one_of(
            st.text(st.sampled_from("支所書類預漢字あいうアイウ"), min_size=3, max_size=9),
            st.sampled_from(("、", "。", "）", "」", "ー", "っ", "（", "「", "ョ")),
        )
    ).map(lambda parts: "漢字".join(parts))

    @given(short, st.integers(6, 30))
    def holds(text, width):
        lines = way(text, width, measure)
        assert not any(line[0] in NOT_FIRST for line in lines[1:] if line)
        assert not any(line[-1] in NOT_LAST for line in lines[:-1] if line)

    holds()


def test_a_number_keeps_its_counter_and_a_character_its_marks():
    assert atoms("3階に14件") == ["3階", "に", "14件"]
    assert atoms("葛\U000e0100城") == ["葛\U000e0100", "城"]
    assert atoms("か\u3099き") == ["か\u3099", "き"]
    assert atoms("（注）、次") == ["（注）、", "次"]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "申請受理日の取扱いは、担当課にお尋ねください。",
            22,
            ["申請受理日の取扱いは、担当課に", "お尋ねください。"],
        ),
        (
            "職員がATMの操作をお願いすることはありません。",
            20,
            ["職員がATMの操作を", "お願いすることはありません。"],
        ),
        ("問い合わせのときは、お問い合わせ番号を", 14, ["問い合わせのときは、", "お問い合わせ番号を"]),
        ("この紙をなくさないでください。", 14, ["この紙をなくさないで", "ください。"]),
    ],
)
def test_a_sentence_turns_where_it_reads_well(text, width, lines):
    assert even_lines(text, width, measure, 0.5) == lines


def test_a_long_name_turns_at_its_dots():
    assert phrase_lines("アレクサンドリーナ・マリア・フェルナンダ", 15, measure) == [
        "アレクサンドリーナ・マリア・",
        "フェルナンダ",
    ]
    assert phrase_lines("証明願（入所していないこと）", 12, measure) == ["証明願", "（入所していないこと）"]


def test_the_widths_of_the_layout_are_those_of_the_fonts():
    sketch = Sketch(100, 1.0)
    assert sketch.measure("預かり書", 20) == 80
    assert sketch.measure("1101", 20, True) == 40
    assert sketch.measure("葛\U000e0100", 20) == 20
    assert sketch.measure("𠮷", 20) == 20
